"""Sessions out of raw events: consecutive events of one user, bounded in time."""

from __future__ import annotations

import pandas as pd

from oddwalk.anomalous_sequence import _columns


def sessionize_data(
    data: pd.DataFrame,
    user_identifier_cols: list[str],
    time_col: str,
    max_session_time_mins: int,
    max_event_separation_mins: int,
    event_col: str,
) -> pd.DataFrame:
    """Cut events into sessions, one row for each.

    Parameters
    ----------
    data
        One row for each event; it stays as it is.
    user_identifier_cols
        The columns that say whose an event is. A missing value is a value like any other.
    time_col
        The column of the time, which becomes a datetime where it is none.
    max_session_time_mins
        The longest time from a session's first event to its last, in minutes.
    max_event_separation_mins
        The longest time between neighbouring events, in minutes.
    event_col
        The column of what was done.

    Returns
    -------
    pd.DataFrame
        ``user_identifier_cols``, ``{time_col}_min``, ``{time_col}_max``, ``{event_col}_list``, ``duration`` and
        ``number_events``, ordered by the first of these, then by time.

    Raises
    ------
    KeyError
        Where a column is missing.
    ValueError
        Where a time is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> times = pd.to_datetime(["2024-01-01 10:00", "2024-01-01 10:01", "2024-01-01 12:00"])
    >>> events = pd.DataFrame({"user": "ann", "time": times, "event": ["a", "b", "c"]})
    >>> sessionize_data(events, ["user"], "time", 20, 2, "event")["event_list"].tolist()
    [['a', 'b'], ['c']]
    """
    events = _columns.Events(
        data, [*user_identifier_cols], time_col, max_session_time_mins, max_event_separation_mins
    )
    _columns.check_distinct(data, [*user_identifier_cols], time_col, event_col)
    return events.sessions(event_col)


def create_session_col(
    data: pd.DataFrame,
    user_identifier_cols: list[str],
    time_col: str,
    max_session_time_mins: int,
    max_event_separation_mins: int,
) -> pd.DataFrame:
    """Sort events by user and time, and number their sessions.

    Parameters
    ----------
    data
        One row for each event; it stays as it is.
    user_identifier_cols
        The columns that say whose an event is. A missing value is a value like any other.
    time_col
        The column of the time, which becomes a datetime where it is none.
    max_session_time_mins
        The longest time from a session's first event to its last, in minutes.
    max_event_separation_mins
        The longest time between neighbouring events, in minutes.

    Returns
    -------
    pd.DataFrame
        The events in order, and a column ``session_ind``, counted from 0.

    Raises
    ------
    KeyError
        Where a column is missing.
    ValueError
        Where a time is missing.
    """
    events = _columns.Events(
        data, [*user_identifier_cols], time_col, max_session_time_mins, max_event_separation_mins
    )
    return events.numbered()
