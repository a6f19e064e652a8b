"""Counts and likelihoods of sessions of commands with names of parameters."""

from __future__ import annotations

import copy
from collections import defaultdict

from oddwalk.anomalous_sequence._errors import __getattr__  # noqa: F401  (gives MsticpyException)
from oddwalk.anomalous_sequence.utils import _windows
from oddwalk.anomalous_sequence.utils.data_structures import Cmd, StateMatrix
from oddwalk.anomalous_sequence.utils.laplace_smooth import (
    laplace_smooth_cmd_counts,
    laplace_smooth_param_counts,
)


def compute_counts(
    sessions: list[list[Cmd]], start_token: str, end_token: str
) -> tuple[
    defaultdict[str, int],
    defaultdict[str, defaultdict[str, int]],
    defaultdict[str, int],
    defaultdict[str, defaultdict[str, int]],
]:
    """Count commands, commands after commands, parameters, and commands' parameters."""
    singles, pairs = _windows.count_commands(sessions, start_token, end_token, lambda cmd: cmd.name)
    params, params_of_cmds = _windows.counter(), _windows.counters()
    for session in sessions:
        for cmd in session:
            for param in cmd.params:
                params[param] += 1
                params_of_cmds[cmd.name][param] += 1
    return singles, pairs, params, params_of_cmds


def laplace_smooth_counts(
    seq1_counts: defaultdict[str, int],
    seq2_counts: defaultdict[str, defaultdict[str, int]],
    param_counts: defaultdict[str, int],
    cmd_param_counts: defaultdict[str, defaultdict[str, int]],
    start_token: str,
    end_token: str,
    unk_token: str,
):
    """Smooth all four counts; see :mod:`oddwalk.anomalous_sequence.utils.laplace_smooth`."""
    cmds = [*seq1_counts, unk_token]
    smoothed = (
        *laplace_smooth_cmd_counts(
            copy.deepcopy(seq1_counts), copy.deepcopy(seq2_counts), start_token, end_token, unk_token
        ),
        *laplace_smooth_param_counts(
            cmds, copy.deepcopy(param_counts), copy.deepcopy(cmd_param_counts), unk_token
        ),
    )
    return tuple(StateMatrix(counts, unk_token) for counts in smoothed)


def compute_prob_setofparams_given_cmd(
    cmd: str,
    params: set | dict,
    param_cond_cmd_probs: StateMatrix | dict,
    use_geo_mean: bool = True,
) -> float:
    """Compute how likely a command comes with these parameters and none of its others; 1 where there are none."""
    given = set(params.copy())
    if not given:
        return 1.0
    known = param_cond_cmd_probs[cmd]
    product: float = 1
    for param, probability in known.items():
        product *= probability if param in given else 1 - probability
    return product ** (1 / len(known)) if use_geo_mean else product


def compute_likelihood_window(
    window: list[Cmd],
    prior_probs: StateMatrix | dict,
    trans_probs: StateMatrix | dict,
    param_cond_cmd_probs: StateMatrix | dict,
    use_start_token: bool,
    use_end_token: bool,
    start_token: str = None,
    end_token: str = None,
) -> float:
    """Compute the likelihood of a run of commands with their parameters; NaN where there is none.

    Raises
    ------
    MsticpyException
        Where a token is to be used that is not given.
    """
    _windows.check_tokens(use_start_token, use_end_token, start_token, end_token)

    def content(place: int) -> float:
        cmd = window[place]
        return compute_prob_setofparams_given_cmd(cmd.name, cmd.params, param_cond_cmd_probs, use_geo_mean=True)

    names = [cmd.name for cmd in window]
    return _windows.product_of_commands(
        names, prior_probs, trans_probs, use_start_token, use_end_token, start_token, end_token, content
    )


def compute_likelihood_windows_in_session(
    session: list[Cmd],
    prior_probs: StateMatrix | dict,
    trans_probs: StateMatrix | dict,
    param_cond_cmd_probs: StateMatrix | dict,
    window_len: int,
    use_start_end_tokens: bool,
    start_token: str = None,
    end_token: str = None,
    use_geo_mean: bool = False,
) -> list[float]:
    """Compute the likelihood of each window of a session, END included where tokens are used.

    Raises
    ------
    MsticpyException
        Where tokens are to be used that are not given.
    """

    def likelihood(window: list, use_start_token: bool) -> float:
        return compute_likelihood_window(
            window, prior_probs, trans_probs, param_cond_cmd_probs, use_start_token, False, start_token, end_token
        )

    return _windows.windows(
        session, _end, likelihood, window_len, use_start_end_tokens, start_token, end_token, use_geo_mean
    )


def rarest_window_session(
    session: list[Cmd],
    prior_probs: StateMatrix,
    trans_probs: StateMatrix,
    param_cond_cmd_probs: StateMatrix,
    window_len: int,
    use_start_end_tokens: bool,
    start_token: str,
    end_token: str,
    use_geo_mean=False,
) -> tuple[list[Cmd], float]:
    """Return a session's rarest window, without END, and its likelihood; nothing and NaN where it is too short."""
    likelihoods = compute_likelihood_windows_in_session(
        session,
        prior_probs,
        trans_probs,
        param_cond_cmd_probs,
        window_len,
        use_start_end_tokens,
        start_token,
        end_token,
        use_geo_mean,
    )
    return _windows.rarest(session, likelihoods, window_len)


def _end(token: str) -> Cmd:
    return Cmd(name=token, params={})
