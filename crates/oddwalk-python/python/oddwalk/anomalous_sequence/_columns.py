"""A pandas frame's columns on their way to be cut, and back."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from oddwalk._oddwalk import cut_columns, split_list, take_lists, text_codes

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
        self._keys = {column: _Key(data[column]) for column in identities}

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
            data[column] = self._keys[column].at(order)
        lengths = np.diff(ends, prepend=0)
        numbers = np.repeat(np.arange(len(ends), dtype="float64"), lengths)
        data["session_ind"] = _as_before(numbers, self._data)
        return data[columns]

    def sessions(self, event_col: Any) -> pd.DataFrame:
        """Return one row for each session."""
        order, ends = self._cut
        first = order[ends - np.diff(ends, prepend=0)]
        begin, end = _places(self._times, first), _places(self._times, order[ends - 1])
        columns = {column: self._keys[column].at(first) for column in self._identities}
        columns[f"{self._time_col}_min"] = begin
        columns[f"{self._time_col}_max"] = end
        columns[f"{event_col}_list"] = pd.Series(_lists(self._data[event_col], order, ends), dtype=object)
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
        codes = [key.codes for key in self._keys.values()]
        return cut_columns(codes, np.ascontiguousarray(times), gap, duration)

    def _cut_by_time(self, times: np.ndarray, gap: int, duration: int) -> tuple[np.ndarray, np.ndarray]:
        """Nobody's events: the reference leaves the order of ties to pandas."""
        order = pd.DataFrame({"time": times}).sort_values(["time"]).index.to_numpy()
        places, ends = cut_columns([], np.ascontiguousarray(times[order]), gap, duration)
        return order[places], ends


class _Key:
    """An identity column: numbers in the order of its values, and the values at any place, a missing one as NaN."""

    def __init__(self, column: pd.Series):
        """Look at each value once; columns of other things than texts are left to pandas."""
        self._texts = self._filled = None
        if column.dtype == object:
            objects = np.ascontiguousarray(column.to_numpy())
            known = text_codes(objects, _MISSING)
            if known is not None:
                self._texts = objects
                self.codes, self._missing = known
                return
        with _keeping_dtypes():
            self._filled = column.fillna(_MISSING)

    @cached_property
    def codes(self) -> np.ndarray:
        """The values as numbers in their order."""
        return np.ascontiguousarray(pd.Categorical(self._filled, ordered=True).codes, dtype="int64")

    def at(self, places: np.ndarray) -> pd.Series:
        """The values at these places."""
        if self._filled is not None:
            return _with_missing(_places(self._filled, places))
        values = self._texts[places]
        if self._missing is not None:
            values[self.codes[places] == self._missing] = np.nan
        return pd.Series(values, dtype=object)


def _lists(column: pd.Series, order: np.ndarray, ends: np.ndarray) -> list[list]:
    """The events of each session."""
    with _without_collector():
        if column.dtype == object:
            return take_lists(np.ascontiguousarray(column.to_numpy()), order, ends)
        return split_list(column.take(order).tolist(), ends)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Spare the collector of garbage the many new lists, which it would look at again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _as_before(numbers: np.ndarray, data: pd.DataFrame) -> Any:
    """Numbers of sessions; where the caller has such a column, in its dtype."""
    if "session_ind" not in data:
        return numbers
    dtype = data["session_ind"].dtype
    if dtype == object:
        return pd.Series(numbers.astype("int64").tolist(), dtype=object)
    return numbers.astype(dtype) if pd.api.types.is_numeric_dtype(dtype) else numbers


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
