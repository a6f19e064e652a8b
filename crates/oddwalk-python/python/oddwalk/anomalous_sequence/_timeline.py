"""The figure that the reference shows: the report's timeline of scored sessions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from oddwalk._timeline import Timeline, of_marks, surprisal_bits, texts


def figure(
    scored: pd.DataFrame,
    time_column: str,
    score_column: str,
    window_column: str,
    score_upper_bound: float | None,
    source_columns: list,
) -> Timeline:
    """Return the figure of these sessions: the lower a score, the odder.

    Raises
    ------
    KeyError
        Where a column is missing.
    TypeError
        Where the scores are no numbers.
    """
    named = [time_column, score_column, window_column, *source_columns]
    missing = [column for column in named if column not in scored.columns]
    if missing:
        raise KeyError(f"there is no column {missing[0]!r}")
    if not pd.api.types.is_numeric_dtype(scored[score_column].dtype):
        raise TypeError(f"the scores of column {score_column!r} are no numbers")
    scores = scored[score_column].to_numpy(dtype="float64", na_value=np.nan)
    bound = np.inf if score_upper_bound is None else score_upper_bound
    rows = np.flatnonzero(scores <= bound)
    rows = rows[np.argsort(scores[rows], kind="stable")]
    shown, others = scored.iloc[rows], [*dict.fromkeys(source_columns)]
    return _drawn(shown, scores[rows], time_column, score_column, window_column, others)


def _drawn(
    shown: pd.DataFrame, scores: np.ndarray, time_column: str, score_column: str, window_column: str, others: list
) -> Timeline:
    windows = [[str(command) for command in window] for window in shown[window_column]]
    others = [column for column in others if column not in {time_column, score_column, window_column}]
    entity = [column for column in others if _is_text(shown[column])]
    carried = [column for column in others if column not in entity]
    marks = {
        "begin": _moments(shown[time_column]),
        "duration_ms": _durations(shown),
        "n_events": _event_counts(shown, windows),
        "window": windows,
        "session": [[]] * len(shown),
        "entity": [(str(column), _texts(shown[column])) for column in entity],
        "carried": [(str(column), _texts(shown[column])) for column in carried],
    }
    nothing, title = [None] * len(shown), str(score_column)
    if len(scores) == 0 or scores[0] >= 0 and scores[-1] <= 1:
        bits = [surprisal_bits(score) for score in scores.tolist()]
        return of_marks(marks | {"score": nothing, "surprisal_bits": bits}, title)
    below = (scores[-1] - scores).tolist()
    marks["carried"] = [(str(column), texts(scores.tolist())) for column in [score_column]] + marks["carried"]
    name = f"how far {score_column} is below its highest"
    notice = f"`{score_column}` is no likelihood: drawn is how far each session is below the highest one."
    return of_marks(marks | {"score": below, "surprisal_bits": nothing}, title, [notice], name)


def _moments(column: pd.Series) -> list[int | None]:
    times = pd.to_datetime(column, utc=True)
    nanoseconds = times.dt.as_unit("ns").astype("int64").tolist()
    return [None if missing else moment for moment, missing in zip(nanoseconds, times.isna().tolist())]


def _durations(shown: pd.DataFrame) -> list[int | None]:
    """How long sessions take, where `sessionize_data` has found it out."""
    if "duration" not in shown or not pd.api.types.is_timedelta64_dtype(shown["duration"].dtype):
        return [None] * len(shown)
    lengths = shown["duration"]
    milliseconds = (lengths // pd.Timedelta(1, "ms")).tolist()
    return [None if missing else int(length) for length, missing in zip(milliseconds, lengths.isna().tolist())]


def _event_counts(shown: pd.DataFrame, windows: list) -> list[int]:
    """How many events sessions have, where `sessionize_data` has found it out; else those of what stands for them."""
    if "number_events" in shown and pd.api.types.is_integer_dtype(shown["number_events"].dtype):
        return shown["number_events"].tolist()
    return [len(window) for window in windows]


def _is_text(column: pd.Series) -> bool:
    return pd.api.types.infer_dtype(column, skipna=True) == "string"


def _texts(column: pd.Series) -> list[str | None]:
    return [None if _is_missing(value) else str(value) for value in column.tolist()]


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and value != value)
