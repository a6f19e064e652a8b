"""Sessions scored by their rarest window, and shown."""

from __future__ import annotations

import pandas as pd

from oddwalk.anomalous_sequence import _timeline
from oddwalk.anomalous_sequence._errors import (
    __getattr__,  # noqa: F401  (gives MsticpyException to whoever imports it from here)
    failure,
)
from oddwalk.anomalous_sequence.model import Model


def score_sessions(data: pd.DataFrame, session_column: str, window_length: int) -> pd.DataFrame:
    """Score each session by its rarest window of commands.

    Parameters
    ----------
    data
        One row for each session; it stays as it is.
    session_column
        The column of the sessions: lists of names, or of :class:`~oddwalk.anomalous_sequence.utils.data_structures.Cmd`
        with parameters in a set or a dictionary.
    window_length
        How many commands a window has, at least 2. A session of fewer than ``window_length - 1`` commands has no score.

    Returns
    -------
    pd.DataFrame
        The same rows, with ``rarest_window{window_length}_likelihood`` (a probability, or NaN) and
        ``rarest_window{window_length}`` (a list).

    Raises
    ------
    MsticpyException
        Where ``data`` is no frame, has no such column, or no sessions in it.
    ValueError
        Where a window is shorter than 2.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"session": [["a", "b"], ["a", "b", "c"]]})
    >>> score_sessions(frame, "session", 2)["rarest_window2"].tolist()
    [['b'], ['b', 'c']]
    """
    if not isinstance(data, pd.DataFrame):
        raise failure("`data` should be a pandas dataframe")
    if session_column not in data.columns:
        raise failure(f'"{session_column}" should be a column in the `data`')
    scored = data.copy()
    model = Model(sessions=scored[session_column].to_numpy().tolist())
    model.train()
    model.compute_rarest_windows(window_len=window_length, use_geo_mean=False, use_start_end_tokens=True)
    scored[f"rarest_window{window_length}_likelihood"] = model.rare_window_likelihoods[window_length]
    scored[f"rarest_window{window_length}"] = model.rare_windows[window_length]
    return scored


def visualise_scored_sessions(
    data_with_scores: pd.DataFrame,
    time_column: str,
    score_column: str,
    window_column: str,
    score_upper_bound: float = None,
    source_columns: list = None,
):
    """Show scored sessions on a timeline.

    Parameters
    ----------
    data_with_scores
        One row for each session; it stays as it is.
    time_column
        The column of the time.
    score_column
        The column of the score.
    window_column
        The column of what stands for the session: its rarest window, or all of it.
    score_upper_bound
        Sessions with a higher score are not shown.
    source_columns
        More columns for the tooltip; the list stays as it is.

    Returns
    -------
    oddwalk.Timeline
        It shows itself in a notebook, and saves itself to a file.
    """
    return _timeline.figure(
        data_with_scores, time_column, score_column, window_column, score_upper_bound, [*(source_columns or [])]
    )


def score_and_visualise_sessions(
    data: pd.DataFrame,
    session_column: str,
    window_length: int,
    time_column: str,
    likelihood_upper_bound: float = None,
    source_columns: list = None,
):
    """Score sessions, and show them on a timeline.

    Parameters
    ----------
    data
        One row for each session; it stays as it is.
    session_column
        The column of the sessions; see :func:`score_sessions`.
    window_length
        How many commands a window has, at least 2.
    time_column
        The column of the time.
    likelihood_upper_bound
        Sessions with a higher likelihood are not shown.
    source_columns
        More columns for the tooltip; the list stays as it is.

    Returns
    -------
    oddwalk.Timeline
        It shows itself in a notebook, and saves itself to a file.

    Raises
    ------
    MsticpyException
        Where ``data`` is no frame, has no such column, or no sessions in it.
    """
    return visualise_scored_sessions(
        data_with_scores=score_sessions(data=data, session_column=session_column, window_length=window_length),
        time_column=time_column,
        score_column=f"rarest_window{window_length}_likelihood",
        window_column=f"rarest_window{window_length}",
        score_upper_bound=likelihood_upper_bound,
        source_columns=source_columns,
    )
