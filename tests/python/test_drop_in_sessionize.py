"""`sessionize` against msticpy's: frames equal in every value, dtype, index and column; exceptions of one type."""

from __future__ import annotations

import inspect

import calls
import frames
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msticpy.analysis.anomalous_sequence import sessionize as reference
from oddwalk.anomalous_sequence import sessionize
from pandas.testing import assert_frame_equal

LIMITS = st.sampled_from([0, 1, 2, 2.5, 5, 20, float("nan")])
TIMES = pd.to_datetime(["2024-01-01 00:00", "2024-01-01 00:01", "2024-01-01 01:00"])


def frame(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"user": ["b", "a", None], "when": TIMES, "what": ["x", "y", "z"]} | columns)


@settings(max_examples=120, deadline=None)
@given(frames.logs(), LIMITS, LIMITS)
def test_generated_logs(log: tuple[pd.DataFrame, list[str]], longest: float, gap: float) -> None:
    data, users = log
    before = data.copy(deep=True)
    expected = reference.create_session_col(data, users, "when", longest, gap)
    assert_frame_equal(sessionize.create_session_col(data, users, "when", longest, gap), expected)
    expected = reference.sessionize_data(data, users, "when", longest, gap, "what")
    assert_frame_equal(sessionize.sessionize_data(data, users, "when", longest, gap, "what"), expected)
    assert_frame_equal(data, before)


USUAL = {
    "no events": frame().head(0),
    "one event": frame().head(1),
    "numbers": frame(user=[2, 1, 1]),
    "numbers and none": frame(user=[2, 1, None]),
    "strings": frame(user=pd.array(["2", "1", None], dtype="string")),
    "arrow strings": frame(user=pd.array(["2", "1", None], dtype="string[pyarrow]")),
    "objects": frame(user=pd.Series([1, 2, None], dtype=object)),
    "times of users": frame(user=[TIMES[0], TIMES[1], pd.NaT]),
    "text times": frame(when=["2024-01-01 00:00:00", "2024-01-01 00:01:00", "2024-01-01 01:00:00"]),
    "aware objects": frame(when=TIMES.tz_localize("UTC").astype(object)),
    "numbers for times": frame(when=[1, 2, 3]),
    "numbers for events": frame(what=[1, 2, 3]),
    "lists for events": frame(what=[[1], [], [2, 3]]),
    "an index": frame().set_index(pd.Index([7, 7, 3])),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", USUAL)
@pytest.mark.parametrize("users", [["user"], [], ["user", "extra"]])
def test_usual_frames(name: str, users: list[str]) -> None:
    data = USUAL[name].assign(extra=range(len(USUAL[name])))
    arguments = (data, users, "when", 20, 2)
    for function, more in (("create_session_col", ()), ("sessionize_data", ("what",))):
        expected = calls.outcome(getattr(reference, function), *arguments, *more)
        found = calls.outcome(getattr(sessionize, function), *arguments, *more)
        if isinstance(expected, type):
            assert found is expected
        else:
            assert_frame_equal(found, expected)


BAD = {
    "missing user": (frame(), ["nobody"], "when", 20, 2, "what"),
    "missing time": (frame(), ["user"], "never", 20, 2, "what"),
    "missing event": (frame(), ["user"], "when", 20, 2, "nothing"),
    "categories": (frame(user=pd.Categorical(["a", "b", "a"])), ["user"], "when", 20, 2, "what"),
    "missing integers": (frame(user=pd.array([2, 1, None], "Int64")), ["user"], "when", 20, 2, "what"),
    "mixed users": (frame(user=[1, "a", 2.5]), ["user"], "when", 20, 2, "what"),
    "lists for users": (frame(user=[[1], [2], [1]]), ["user"], "when", 20, 2, "what"),
    "time is user": (frame(), ["when"], "when", 20, 2, "what"),
    "event is user": (frame(), ["user"], "when", 20, 2, "user"),
    "event is time": (frame(), ["user"], "when", 20, 2, "when"),
    "user twice": (frame(), ["user", "user"], "when", 20, 2, "what"),
    "no limit": (frame(), ["user"], "when", None, 2, "what"),
    "text limit": (frame(), ["user"], "when", "x", 2, "what"),
    "words for times": (frame(when=["x", "y", "z"]), ["user"], "when", 20, 2, "what"),
    "no frame": ([1, 2], ["user"], "when", 20, 2, "what"),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", BAD)
def test_bad_input_raises_what_the_reference_raises(name: str) -> None:
    expected = calls.outcome(reference.sessionize_data, *BAD[name])
    found = calls.outcome(sessionize.sessionize_data, *BAD[name])
    if isinstance(expected, type):
        assert issubclass(found, expected)
    else:
        assert_frame_equal(found, expected)


@pytest.mark.parametrize("function", ["sessionize_data", "create_session_col"])
def test_an_event_without_a_time_is_an_error_that_names_the_column(function: str) -> None:
    data = frame(when=[TIMES[0], pd.NaT, TIMES[1]])
    more = ("what",) if function == "sessionize_data" else ()
    with pytest.raises(ValueError, match="'when' has no time in 1 rows, the first of them at 1"):
        getattr(sessionize, function)(data, ["user"], "when", 20, 2, *more)


@pytest.mark.parametrize("function", ["sessionize_data", "create_session_col"])
def test_signatures(function: str) -> None:
    mine, theirs = getattr(sessionize, function), getattr(reference, function)
    assert inspect.signature(mine) == inspect.signature(theirs)
