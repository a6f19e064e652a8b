"""Counts and likelihoods of sessions of commands with parameters and their values."""

from __future__ import annotations

import copy
from collections import defaultdict

from oddwalk.anomalous_sequence._errors import __getattr__  # noqa: F401  (gives MsticpyException)
from oddwalk.anomalous_sequence.utils import _windows
from oddwalk.anomalous_sequence.utils.data_structures import Cmd, StateMatrix
from oddwalk.anomalous_sequence.utils.laplace_smooth import (
    laplace_smooth_cmd_counts,
    laplace_smooth_param_counts,
    laplace_smooth_value_counts,
)

_MOST_VALUES = 20
_LEAST_USES = 20
_MOST_PERCENT = 10


def compute_counts(
    sessions: list[list[Cmd]], start_token: str, end_token: str
) -> tuple[
    defaultdict[str, int],
    defaultdict[str, defaultdict[str, int]],
    defaultdict[str, int],
    defaultdict[str, defaultdict[str, int]],
    defaultdict[str, int],
    defaultdict[str, defaultdict[str, int]],
]:
    """Count commands, commands after commands, parameters, commands' parameters, values, and parameters' values.

    A value that is false is not counted.
    """
    singles, pairs = _windows.count_commands(sessions, start_token, end_token, lambda cmd: cmd.name)
    params, params_of_cmds = _windows.counter(), _windows.counters()
    values, values_of_params = _windows.counter(), _windows.counters()
    for session in sessions:
        for cmd in session:
            for param, value in _with_values(cmd.params).items():
                params[param] += 1
                params_of_cmds[cmd.name][param] += 1
                if value:
                    values[value] += 1
                    values_of_params[param][value] += 1
    return singles, pairs, params, params_of_cmds, values, values_of_params


def laplace_smooth_counts(
    seq1_counts: defaultdict[str, int],
    seq2_counts: defaultdict[str, defaultdict[str, int]],
    param_counts: defaultdict[str, int],
    cmd_param_counts: defaultdict[str, defaultdict[str, int]],
    value_counts: defaultdict[str, int],
    param_value_counts: defaultdict[str, defaultdict[str, int]],
    start_token: str,
    end_token: str,
    unk_token: str,
) -> tuple[StateMatrix, StateMatrix, StateMatrix, StateMatrix, StateMatrix, StateMatrix]:
    """Smooth all six counts; see :mod:`oddwalk.anomalous_sequence.utils.laplace_smooth`."""
    cmds, params = [*seq1_counts, unk_token], [*param_counts, unk_token]
    smoothed = (
        *laplace_smooth_cmd_counts(
            copy.deepcopy(seq1_counts), copy.deepcopy(seq2_counts), start_token, end_token, unk_token
        ),
        *laplace_smooth_param_counts(
            cmds, copy.deepcopy(param_counts), copy.deepcopy(cmd_param_counts), unk_token
        ),
        *laplace_smooth_value_counts(
            params, copy.deepcopy(value_counts), copy.deepcopy(param_value_counts), unk_token
        ),
    )
    return tuple(StateMatrix(counts, unk_token) for counts in smoothed)


def get_params_to_model_values(
    param_counts: StateMatrix | dict, param_value_counts: StateMatrix | dict
) -> set:
    """Return the parameters whose values look like categories.

    Those have at most 20 distinct values, at least 20 uses, and at most one distinct value for ten uses.
    """
    return {
        param
        for param, values in param_value_counts.items()
        if _is_category(len(values), param_counts[param])
    }


def _is_category(distinct: int, uses: int) -> bool:
    share = 100 * distinct / uses
    return distinct <= _MOST_VALUES and uses >= _LEAST_USES and share <= _MOST_PERCENT


def compute_prob_setofparams_given_cmd(
    cmd: str,
    params_with_vals: dict | set,
    param_cond_cmd_probs: StateMatrix | dict,
    value_cond_param_probs: StateMatrix | dict,
    modellable_params: set | list,
    use_geo_mean: bool = True,
) -> float:
    """Compute how likely a command comes with these parameters and values; 1 where there are none.

    Values count of those parameters that are modellable.
    """
    given = _with_values(params_with_vals.copy())
    if not given:
        return 1.0
    known = param_cond_cmd_probs[cmd]
    product: float = 1
    factors = len(known)
    for param, probability in known.items():
        if param not in given:
            product *= 1 - probability
            continue
        product *= probability
        if param in modellable_params:
            factors += 1
            product *= value_cond_param_probs[param][given[param]]
    return product ** (1 / factors) if use_geo_mean and factors > 0 else product


def compute_likelihood_window(
    window: list[Cmd],
    prior_probs: StateMatrix | dict,
    trans_probs: StateMatrix | dict,
    param_cond_cmd_probs: StateMatrix | dict,
    value_cond_param_probs: StateMatrix | dict,
    modellable_params: set,
    use_start_token: bool,
    use_end_token: bool,
    start_token: str = None,
    end_token: str = None,
) -> float:
    """Compute the likelihood of a run of commands with parameters and values; NaN where there is none.

    Raises
    ------
    MsticpyException
        Where a token is to be used that is not given.
    """
    _windows.check_tokens(use_start_token, use_end_token, start_token, end_token)

    def content(place: int) -> float:
        cmd = window[place]
        return compute_prob_setofparams_given_cmd(
            cmd.name,
            cmd.params,
            param_cond_cmd_probs,
            value_cond_param_probs,
            modellable_params,
            use_geo_mean=True,
        )

    names = [cmd.name for cmd in window]
    return _windows.product_of_commands(
        names, prior_probs, trans_probs, use_start_token, use_end_token, start_token, end_token, content
    )


def compute_likelihood_windows_in_session(
    session: list[Cmd],
    prior_probs: StateMatrix | dict,
    trans_probs: StateMatrix | dict,
    param_cond_cmd_probs: StateMatrix | dict,
    value_cond_param_probs: StateMatrix | dict,
    modellable_params: set,
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
            window,
            prior_probs,
            trans_probs,
            param_cond_cmd_probs,
            value_cond_param_probs,
            modellable_params,
            use_start_token,
            False,
            start_token,
            end_token,
        )

    return _windows.windows(
        session, _end, likelihood, window_len, use_start_end_tokens, start_token, end_token, use_geo_mean
    )


def rarest_window_session(
    session: list[Cmd],
    prior_probs: StateMatrix | dict,
    trans_probs: StateMatrix | dict,
    param_cond_cmd_probs: StateMatrix | dict,
    value_cond_param_probs: StateMatrix | dict,
    modellable_params: set,
    window_len: int,
    use_start_end_tokens: bool,
    start_token: str,
    end_token: str,
    use_geo_mean: bool = False,
) -> tuple[list[Cmd], float]:
    """Return a session's rarest window, without END, and its likelihood; nothing and NaN where it is too short."""
    likelihoods = compute_likelihood_windows_in_session(
        session,
        prior_probs,
        trans_probs,
        param_cond_cmd_probs,
        value_cond_param_probs,
        modellable_params,
        window_len,
        use_start_end_tokens,
        start_token,
        end_token,
        use_geo_mean,
    )
    return _windows.rarest(session, likelihoods, window_len)


def _with_values(params: set | dict) -> dict:
    return dict.fromkeys(params) if isinstance(params, set) else params


def _end(token: str) -> Cmd:
    return Cmd(name=token, params={})
