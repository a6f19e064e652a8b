"""Counts and likelihoods of sessions of commands alone."""

from __future__ import annotations

import copy
from collections import defaultdict

from oddwalk.anomalous_sequence._errors import (
    __getattr__,  # noqa: F401  (gives MsticpyException to whoever imports it from here)
    failure,
)
from oddwalk.anomalous_sequence.utils import _windows
from oddwalk.anomalous_sequence.utils.data_structures import StateMatrix
from oddwalk.anomalous_sequence.utils.laplace_smooth import laplace_smooth_cmd_counts


def compute_counts(
    sessions: list[list[str]], start_token: str, end_token: str, unk_token: str
) -> tuple[defaultdict[str, int], defaultdict[str, defaultdict[str, int]]]:
    """Count each command, and each command after another.

    Raises
    ------
    MsticpyException
        Where neighbouring tokens are equal.
    """
    if not start_token != end_token != unk_token:
        raise failure("start_token, end_token, unk_tokens should all be set to something different")
    return _windows.count_commands(sessions, start_token, end_token, lambda command: command)


def laplace_smooth_counts(
    seq1_counts: defaultdict[str, int],
    seq2_counts: defaultdict[str, defaultdict[str, int]],
    start_token: str,
    end_token: str,
    unk_token: str,
) -> tuple[StateMatrix, StateMatrix]:
    """Smooth both counts; see :mod:`oddwalk.anomalous_sequence.utils.laplace_smooth`."""
    singles, pairs = laplace_smooth_cmd_counts(
        copy.deepcopy(seq1_counts), copy.deepcopy(seq2_counts), start_token, end_token, unk_token
    )
    return StateMatrix(singles, unk_token), StateMatrix(pairs, unk_token)


def compute_likelihood_window(
    window: list[str],
    prior_probs: StateMatrix | dict,
    trans_probs: StateMatrix | dict,
    use_start_token: bool,
    use_end_token: bool,
    start_token: str = None,
    end_token: str = None,
) -> float:
    """Compute the likelihood of a run of commands; NaN where there is none.

    Raises
    ------
    MsticpyException
        Where a token is to be used that is not given.
    """
    _windows.check_tokens(use_start_token, use_end_token, start_token, end_token)
    return _windows.product_of_commands(
        window, prior_probs, trans_probs, use_start_token, use_end_token, start_token, end_token
    )


def compute_likelihood_windows_in_session(
    session: list[str],
    prior_probs: StateMatrix | dict,
    trans_probs: StateMatrix | dict,
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
            window, prior_probs, trans_probs, use_start_token, False, start_token, end_token
        )

    return _windows.windows(
        session, str, likelihood, window_len, use_start_end_tokens, start_token, end_token, use_geo_mean
    )


def rarest_window_session(
    session: list[str],
    prior_probs: StateMatrix | dict,
    trans_probs: StateMatrix | dict,
    window_len: int,
    use_start_end_tokens: bool,
    start_token: str,
    end_token: str,
    use_geo_mean: bool = False,
) -> tuple[list[str], float]:
    """Return a session's rarest window, without END, and its likelihood; nothing and NaN where it is too short."""
    likelihoods = compute_likelihood_windows_in_session(
        session, prior_probs, trans_probs, window_len, use_start_end_tokens, start_token, end_token, use_geo_mean
    )
    return _windows.rarest(session, likelihoods, window_len)
