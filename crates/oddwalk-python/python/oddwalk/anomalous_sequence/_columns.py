"""A pandas frame's columns on their way to be cut, and back."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from oddwalk._oddwalk import cut_columns, split_list

_MISSING = "dummy_str"  # the text that the reference sorts missing identities by
_NO_LIMIT = np.iinfo(np.int64).max
_NANOSECONDS = {"ns": 1, "us": 10**3, "ms": 10**6, "s": 10**9}


def check_distinct(data: pd.DataFrame, identities: list, time_col: Any, event_col: Any) -> None:
    """Raise what the reference raises where one column is to be two things, or the event's is missing."""
    if time_col in identities or event_col in identities:
        raise KeyError(time_col if time_col in identities else event_col)
    if event_col == time_col:
        raise IndexError(f"the column {event_col!r} cannot be both the time and the event")
    if len(set(identities)) < len(identities):
        raise ValueError(f"an identity column is named twice: {identities}")
    if event_col not in data.columns:
        raise KeyError(f"there is no column {event_col!r} for the event")


class Events:
    """Events as columns, and where they are cut."""

    def __init__(self, data: pd.DataFrame, identities: list, time_col: Any, max_session: Any, max_gap: Any):
        """Take the columns; nothing is cut yet."""
        limits = [pd.to_timedelta(limit, unit="min") for limit in (max_gap, max_session)]
        self._limits = limits
        self._data = data
        self._identities = identities
        self._time_col = time_col
        self._times = _times(data[time_col])
        with _keeping_dtypes():
            self._filled = {column: data[column].fillna(_MISSING) for column in identities}

    def numbered(self) -> pd.DataFrame:
        """Return the events in order, with the number of the session of each."""
        data = self._data.copy()
        data[self._time_col] = self._times
        columns = [*data.columns, "session_ind"]
        if data.empty and len(data) == 0:
            data["session_ind"] = None
            return data
        order, ends = self._cut
        data = data.take(order).reset_index(drop=True)
        for column in self._identities:
            data[column] = _with_missing(self._filled[column].take(order).reset_index(drop=True))
        lengths = np.diff(ends, prepend=0)
        data["session_ind"] = np.repeat(np.arange(len(ends), dtype="float64"), lengths)
        return data[columns]

    def sessions(self, event_col: Any) -> pd.DataFrame:
        """Return one row for each session."""
        order, ends = self._cut
        first = order[ends - np.diff(ends, prepend=0)]
        begin, end = _places(self._times, first), _places(self._times, order[ends - 1])
        events = self._data[event_col].take(order).tolist()
        columns = {
            column: _with_missing(_places(self._filled[column], first)) for column in self._identities
        }
        columns[f"{self._time_col}_min"] = begin
        columns[f"{self._time_col}_max"] = end
        columns[f"{event_col}_list"] = pd.Series(split_list(events, ends), dtype=object)
        columns["duration"] = end - begin
        columns["number_events"] = pd.Series(
            np.diff(ends, prepend=0), dtype="int64" if len(ends) else object
        )
        return pd.DataFrame(columns)

    @cached_property
    def _cut(self) -> tuple[np.ndarray, np.ndarray]:
        """The events' places in the order of the sessions, and where in that each session ends."""
        unit = _NANOSECONDS[getattr(self._times.dt, "unit", "ns")]
        gap, duration = (_whole(limit, unit) for limit in self._limits)
        times = self._times.astype("int64").to_numpy()
        if not self._identities:
            return self._cut_by_time(times, gap, duration)
        codes = [_codes(column) for column in self._filled.values()]
        return cut_columns(codes, np.ascontiguousarray(times), gap, duration)

    def _cut_by_time(self, times: np.ndarray, gap: int, duration: int) -> tuple[np.ndarray, np.ndarray]:
        """Nobody's events: the reference leaves the order of ties to pandas."""
        order = pd.DataFrame({"time": times}).sort_values(["time"]).index.to_numpy()
        places, ends = cut_columns([], np.ascontiguousarray(times[order]), gap, duration)
        return order[places], ends


def _times(column: pd.Series) -> pd.Series:
    """The column as times."""
    if not isinstance(column.dtype, pd.DatetimeTZDtype):
        column = pd.to_datetime(column)
    if not pd.api.types.is_datetime64_any_dtype(column.dtype):
        raise ValueError(f"the times of column {column.name!r} have several time zones: convert them to one")
    missing = column.isna()
    if missing.any():
        place = int(missing.to_numpy().argmax())
        raise ValueError(
            f"column {column.name!r} has no time in {int(missing.sum())} rows, the first of them at {place}"
        )
    return column


def _codes(column: pd.Series) -> np.ndarray:
    """The column's values as numbers in their order."""
    return np.ascontiguousarray(pd.Categorical(column, ordered=True).codes, dtype="int64")


def _whole(limit: Any, unit: int) -> int:
    """The limit in whole units: what is over one is over the other."""
    if limit is None:
        raise TypeError("a limit is a number of minutes, and not None")
    if limit is pd.NaT:
        return _NO_LIMIT
    nanoseconds = limit.as_unit("ns") if hasattr(limit, "as_unit") else limit
    return nanoseconds.value // unit


def _places(column: pd.Series, places: np.ndarray) -> pd.Series:
    return column.take(places).reset_index(drop=True)


def _with_missing(column: pd.Series) -> pd.Series:
    """The column with its missing values again."""
    with _keeping_dtypes():
        return column.replace(_MISSING, np.nan)


def _keeping_dtypes() -> AbstractContextManager:
    """Keep pandas from guessing better dtypes, as the reference does for good."""
    try:
        return pd.option_context("future.no_silent_downcasting", True)
    except KeyError:
        return nullcontext()
