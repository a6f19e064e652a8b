"""A Markov chain over sessions of commands, trained and scored in Rust."""

from __future__ import annotations

from typing import Any

import numpy as np

from oddwalk._oddwalk import Trained
from oddwalk.anomalous_sequence._errors import (
    __getattr__,  # noqa: F401  (gives MsticpyException to whoever imports it from here)
    failure,
)
from oddwalk.anomalous_sequence._lazy import Table
from oddwalk.anomalous_sequence.utils._windows import counters
from oddwalk.anomalous_sequence.utils.data_structures import Cmd

_UNTRAINED = "please train the model first before using this method"


class SessionType:
    """What an event of a session is."""

    cmds_only = "cmds_only"
    cmds_params_only = "cmds_params_only"
    cmds_params_values = "cmds_params_values"


_KINDS = (SessionType.cmds_only, SessionType.cmds_params_only, SessionType.cmds_params_values)
_COMMANDS, _PARAMS, _VALUES = _GROUPS = (
    ("commands", "transitions"),
    ("params", "cmd_params"),
    ("values", "param_values"),
)


class Model:
    """Sessions, what was learnt from them, and their scores.

    Examples
    --------
    >>> model = Model(sessions=[["Set-User", "Set-User"], ["Set-Mailbox", "Set-User", "Set-User"]])
    >>> model.train()
    >>> model.prior_probs["Set-User"] > model.prior_probs["Never-Seen"]
    True
    >>> model.compute_rarest_windows(window_len=2)
    >>> model.rare_windows[2]
    [['Set-User'], ['Set-User', 'Set-User']]
    """

    _seq1_counts = Table("commands", "counted")
    _seq2_counts = Table("transitions", "counted")
    _param_counts = Table("params", "counted")
    _cmd_param_counts = Table("cmd_params", "counted")
    _value_counts = Table("values", "counted")
    _param_value_counts = Table("param_values", "counted")

    seq1_counts = Table("commands", "smoothed")
    seq2_counts = Table("transitions", "smoothed")
    param_counts = Table("params", "smoothed")
    cmd_param_counts = Table("cmd_params", "smoothed")
    value_counts = Table("values", "smoothed")
    param_value_counts = Table("param_values", "smoothed")

    prior_probs = Table("commands", "probable")
    trans_probs = Table("transitions", "probable")
    param_probs = Table("params", "probable")
    param_cond_cmd_probs = Table("cmd_params", "probable")
    value_probs = Table("values", "probable")
    value_cond_param_probs = Table("param_values", "probable")

    def __init__(self, sessions: list[list[str | Cmd]], modellable_params: set = None):
        """Take the sessions; nothing is learnt yet.

        Parameters
        ----------
        sessions
            Lists of names, or of :class:`~oddwalk.anomalous_sequence.utils.data_structures.Cmd` with parameters in a
            set or a dictionary.
        modellable_params
            The parameters whose values are modelled, where there are values; None for those that look like
            categories: at most 20 distinct values, at least 20 uses, at most one distinct value for ten uses.

        Raises
        ------
        MsticpyException
            Where there are no sessions, one is no list or is empty, or an event is neither text nor a command with
            parameters.
        """
        _check(sessions)
        self.start_token = "##START##"
        self.end_token = "##END##"
        self.unk_token = "##UNK##"
        self.sessions = sessions
        self.session_type = None
        self._asses_input()

        self._tables: dict[str, Any] = {}
        self._reached: set[tuple[str, str]] = set()
        self._engine: Trained | None = None

        self.modellable_params = modellable_params
        self.set_params_cond_cmd_probs: dict[str, dict[str, float]] = {}
        self.session_likelihoods = None
        self.session_geomean_likelihoods = None
        self.rare_windows: dict[int, list] = {}
        self.rare_window_likelihoods: dict[int, list] = {}
        self.rare_windows_geo: dict[int, list] = {}
        self.rare_window_likelihoods_geo: dict[int, list] = {}

    def train(self):
        """Learn from the sessions.

        Raises
        ------
        MsticpyException
            Where a command is spelt as the token for the end of a session.
        TypeError
            Where commands with parameters and commands without are mixed, or one is not hashable.
        """
        self._compute_counts()
        self._laplace_smooth_counts()
        self._compute_probs()

    def compute_scores(self, use_start_end_tokens: bool):
        """Compute likelihoods, their geometric means, and the rarest windows of 2 and of 3 commands.

        Parameters
        ----------
        use_start_end_tokens
            Whether a session begins after START and ends with END.

        Raises
        ------
        MsticpyException
            Where the model is not trained.
        """
        self._check_trained("prior_probs")
        self.compute_likelihoods_of_sessions(use_start_end_tokens=use_start_end_tokens)
        self.compute_geomean_lik_of_sessions()
        for window_len in (2, 3):
            self.compute_rarest_windows(
                window_len=window_len, use_geo_mean=False, use_start_end_tokens=use_start_end_tokens
            )

    def compute_setof_params_cond_cmd(self, use_geo_mean: bool):
        """Compute how likely each event's parameters are, given its command.

        ``set_params_cond_cmd_probs`` has them by command, and by the tuple of the parameters; where values are
        modelled, by ``"parameter --- value"``.

        Parameters
        ----------
        use_geo_mean
            Whether a likelihood is raised to the power of 1 / (the number of its factors).

        Raises
        ------
        MsticpyException
            Where the model is not trained, or sessions have no parameters.
        """
        self._check_trained("param_probs")
        if self.session_type == SessionType.cmds_only:
            raise failure('this method is not available for your type of input data "sessions"')
        key = tuple if self.session_type == SessionType.cmds_params_only else self._with_values
        result: Any = counters()
        likelihoods = iter(self._trained.set_likelihoods(self.sessions, use_geo_mean))
        for session in self.sessions:
            for cmd in session:
                result[cmd.name][key(cmd.params)] = next(likelihoods)
        self.set_params_cond_cmd_probs = result

    def compute_likelihoods_of_sessions(self, use_start_end_tokens: bool = True):
        """Compute the likelihood of each session; the longer a session, the smaller it is.

        Parameters
        ----------
        use_start_end_tokens
            Whether a session begins after START and ends with END.

        Raises
        ------
        MsticpyException
            Where the model is not trained.
        """
        self._check_trained("prior_probs")
        self.session_likelihoods = self._trained.session_likelihoods(self.sessions, bool(use_start_end_tokens))

    def compute_geomean_lik_of_sessions(self):
        """Compute the likelihood of each session to the power of 1 / (the number of its commands).

        Raises
        ------
        MsticpyException
            Where the model is not trained.
        """
        if self.session_likelihoods is None:
            self.compute_likelihoods_of_sessions()
        self.session_geomean_likelihoods = [
            likelihood ** (1 / len(session))
            for likelihood, session in zip(self.session_likelihoods, self.sessions)
        ]

    def compute_rarest_windows(
        self,
        window_len: int,
        use_start_end_tokens: bool = True,
        use_geo_mean: bool = False,
    ):
        """Find the rarest window of each session.

        ``rare_windows`` and ``rare_window_likelihoods`` have them by ``window_len``; those of geometric means are in
        ``rare_windows_geo`` and ``rare_window_likelihoods_geo``. Where a session is shorter than a window, that is NaN
        and an empty list.

        Parameters
        ----------
        window_len
            How many commands a window has, at least 2.
        use_start_end_tokens
            Whether a session begins after START and ends with END, which is then a command of the last window.
        use_geo_mean
            Whether a likelihood is raised to the power of 1 / ``window_len``.

        Raises
        ------
        MsticpyException
            Where the model is not trained.
        ValueError
            Where a window is shorter than 2.
        """
        self._check_trained("prior_probs")
        if window_len < 2:
            raise ValueError(f"`window_len` is {window_len}: a window has at least 2 events")
        windows, likelihoods = self._trained.rarest_windows(
            self.sessions, window_len, bool(use_start_end_tokens), bool(use_geo_mean), np.nan
        )
        if use_geo_mean:
            self.rare_windows_geo[window_len] = windows
            self.rare_window_likelihoods_geo[window_len] = likelihoods
        else:
            self.rare_windows[window_len] = windows
            self.rare_window_likelihoods[window_len] = likelihoods

    def _compute_counts(self):
        """Count whatever the sessions have."""
        if self.session_type is None:
            raise failure("session_type attribute should not be None")
        tokens = self.start_token, self.end_token, self.unk_token
        if self.session_type == SessionType.cmds_only and not tokens[0] != tokens[1] != tokens[2]:
            raise failure("start_token, end_token, unk_tokens should all be set to something different")
        self._reached, self._tables = set(), {}
        self._engine = self._learn()
        if self.session_type == SessionType.cmds_params_values and self.modellable_params is None:
            self.modellable_params = self._engine.modelled()
        self._reach("counted", *self._groups())

    def _laplace_smooth_counts(self):
        """Count whatever might come once more."""
        self._check_reached("_seq1_counts", "Please run the _compute_counts method first.")
        if self._trained.has_end():
            # The token's row has no place for the unseen, and the reference says so in these words.
            raise failure("`unk_token` should be a key in `states`")
        self._reach("smoothed", *self._groups())

    def _compute_probs(self):
        """Turn smoothed counts into probabilities."""
        self._compute_probs_cmds()
        if self.session_type != SessionType.cmds_only:
            self._compute_probs_params()
        if self.session_type == SessionType.cmds_params_values:
            self._compute_probs_values()

    def _compute_probs_cmds(self):
        """Turn smoothed counts of commands into probabilities."""
        self._check_reached("seq1_counts")
        self._check_reached("seq2_counts")
        self._reach("probable", _COMMANDS)

    def _compute_probs_params(self):
        """Turn smoothed counts of parameters into probabilities."""
        self._check_reached("param_counts")
        self._check_reached("cmd_param_counts")
        self._reach("probable", _PARAMS)

    def _compute_probs_values(self):
        """Turn smoothed counts of values into probabilities."""
        self._check_reached("value_counts")
        self._check_reached("param_value_counts")
        self._reach("probable", _VALUES)

    def _asses_input(self):
        """Take the kind of the first event for the kind of all."""
        first = self.sessions[0][0]
        if isinstance(first, str):
            self.session_type = SessionType.cmds_only
        elif not self._check_cmd_type():
            raise failure(
                "Each element of 'sessions' should be a list of either strings, or Cmd data types"
            )
        elif isinstance(first.params, set):
            self.session_type = SessionType.cmds_params_only
        elif isinstance(first.params, dict):
            self.session_type = SessionType.cmds_params_values
        else:
            raise failure("Params attribute of Cmd data structure should be either a set or a dict")

    def _check_cmd_type(self):
        """Say whether the first event is a command with parameters."""
        return {"name", "params"} <= set(dir(self.sessions[0][0]))

    @property
    def _trained(self) -> Trained:
        """What was learnt; learnt again where the model was copied or pickled."""
        if self._engine is None:
            self._engine = self._learn()
        return self._engine

    def _learn(self) -> Trained:
        tokens = [self.start_token, self.end_token, self.unk_token]
        return Trained(self.sessions, _KINDS.index(self.session_type), tokens, self.modellable_params)

    def _groups(self) -> tuple[tuple[str, str], ...]:
        return _GROUPS[: _KINDS.index(self.session_type) + 1]

    def _reach(self, stage: str, *groups: tuple[str, str]) -> None:
        for table in (table for group in groups for table in group):
            self._reached.add((table, stage))

    def _check_reached(self, attribute: str, message: str | None = None) -> None:
        if not type(self).__dict__[attribute].is_known(self):
            raise failure(message or f"{attribute} attribute should not be None")

    def _check_trained(self, attribute: str) -> None:
        self._check_reached(attribute, _UNTRAINED)

    def _with_values(self, params: dict) -> tuple:
        """The parameters, with their values where those are modelled, in the order that the reference's sets have."""
        names = set(params.keys())
        modelled = names.intersection(self.modellable_params)
        return tuple({f"{name} --- {params[name]}" if name in modelled else name for name in names})

    def __getstate__(self) -> dict:
        """Pickle without what Rust holds: it is learnt again when it is needed."""
        return {**self.__dict__, "_engine": None}


def _check(sessions: Any) -> None:
    if not isinstance(sessions, list):
        raise failure("`sessions` should be a list")
    if not sessions:
        raise failure("`sessions` should not be an empty list")
    for place, session in enumerate(sessions):
        if not isinstance(session, list):
            raise failure("each session in `sessions` should be a list")
        if not session:
            raise failure(
                f"session at index {place} of `sessions` is empty. Each session should contain at least one command"
            )
