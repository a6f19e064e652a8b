"""`Model`, `score_sessions` and the helper functions against msticpy's."""

from __future__ import annotations

import copy
import importlib
import inspect
import math
import pickle
from typing import Any

import calls
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msticpy.analysis.anomalous_sequence import anomalous as reference_anomalous
from msticpy.analysis.anomalous_sequence.model import Model as ReferenceModel
from msticpy.common.exceptions import MsticpyException
from oddwalk.anomalous_sequence import anomalous
from oddwalk.anomalous_sequence.model import Model
from oddwalk.anomalous_sequence.utils.data_structures import Cmd
from pandas.testing import assert_frame_equal

PACKAGES = "oddwalk.anomalous_sequence", "msticpy.analysis.anomalous_sequence"
UTILS = [
    "cmds_only",
    "cmds_params_only",
    "cmds_params_values",
    "data_structures",
    "laplace_smooth",
    "probabilities",
]
SESSIONS = st.one_of(calls.commands(), calls.with_params(Cmd), calls.with_values(Cmd))
HARMLESS = settings(max_examples=150, deadline=None)
COUNTED = ["seq1_counts", "seq2_counts", "param_counts", "cmd_param_counts", "value_counts", "param_value_counts"]
PROBABLE = ["prior_probs", "trans_probs", "param_probs", "param_cond_cmd_probs", "value_probs", "value_cond_param_probs"]
TABLES = [*("_" + name for name in COUNTED), *COUNTED, *PROBABLE]


def trained(sessions: list, **more: Any) -> tuple[Model, ReferenceModel]:
    models = Model(sessions, **more), ReferenceModel(sessions, **more)
    for model in models:
        model.train()
    return models


def near(found: Any, expected: Any) -> bool:
    """Sets are multiplied over in an order that changes from process to process."""
    if isinstance(expected, dict):
        return list(found) == list(expected) and all(near(found[key], expected[key]) for key in expected)
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(near, found, expected))
    return type(found) is type(expected) and (
        found == expected or math.isnan(found) and math.isnan(expected) or math.isclose(found, expected, rel_tol=1e-12)
    )


@HARMLESS
@given(SESSIONS)
def test_every_table_is_the_reference_s_to_the_last_bit_and_in_its_order(sessions: list) -> None:
    mine, theirs = trained(sessions)
    assert mine.session_type == theirs.session_type
    assert mine.modellable_params == theirs.modellable_params
    for name in TABLES:
        found, expected = getattr(mine, name), getattr(theirs, name)
        assert found == expected, name
        if expected is None:
            continue
        # `##UNK##` as a command comes where it is met there, and last here.
        assert "##UNK##" in expected or list(found) == list(expected), name
        for key, value in expected.items():
            assert type(found[key]).__name__ == type(expected[key]).__name__, name
            if isinstance(value, dict):
                assert {**found[key]} == {**expected[key]}, name
        if not name.startswith("_"):
            assert found["never seen"] == expected["never seen"]


@HARMLESS
@given(SESSIONS, st.integers(2, 5), st.booleans(), st.booleans())
def test_every_score_is_the_reference_s(sessions: list, window: int, tokens: bool, geometric: bool) -> None:
    mine, theirs = trained(sessions)
    for model in (mine, theirs):
        model.compute_scores(use_start_end_tokens=tokens)
        model.compute_rarest_windows(window, use_start_end_tokens=tokens, use_geo_mean=geometric)
    exact = isinstance(sessions[0][0], str)
    for name in [
        "session_likelihoods",
        "session_geomean_likelihoods",
        "rare_window_likelihoods",
        "rare_window_likelihoods_geo",
    ]:
        found, expected = getattr(mine, name), getattr(theirs, name)
        assert found == expected if exact else near(found, expected), name
    if exact:
        assert mine.rare_windows == theirs.rare_windows
        assert mine.rare_windows_geo == theirs.rare_windows_geo
    for session, length in zip(mine.rare_windows[2], theirs.rare_windows[2]):
        assert len(session) == len(length)


@HARMLESS
@given(st.one_of(calls.with_params(Cmd), calls.with_values(Cmd)), st.booleans())
def test_sets_given_a_command_are_the_reference_s(sessions: list, geometric: bool) -> None:
    mine, theirs = trained(sessions)
    for model in (mine, theirs):
        model.compute_setof_params_cond_cmd(use_geo_mean=geometric)
    assert near(mine.set_params_cond_cmd_probs, theirs.set_params_cond_cmd_probs)


@HARMLESS
@given(calls.with_values(Cmd), st.sets(st.sampled_from(calls.PARAMS)))
def test_named_parameters_are_modelled(sessions: list, names: set) -> None:
    mine, theirs = trained(sessions, modellable_params=names)
    for model in (mine, theirs):
        model.compute_likelihoods_of_sessions()
    assert near(mine.session_likelihoods, theirs.session_likelihoods)


def test_categories_are_found_and_modelled() -> None:
    events = [Cmd("Set", {"Mode": "on" if n % 3 else "off", "Id": n, "Flag": n % 2}) for n in range(60)]
    mine, theirs = trained([events[n : n + 3] for n in range(0, 60, 3)])
    assert mine.modellable_params == theirs.modellable_params == {"Mode", "Flag"}
    for model in (mine, theirs):
        model.compute_rarest_windows(2)
    assert near(mine.rare_window_likelihoods, theirs.rare_window_likelihoods)


@HARMLESS
@given(calls.commands(), calls.commands())
def test_other_sessions_are_scored_by_what_was_learnt(sessions: list, others: list) -> None:
    others = [[f"other {name}" if name == "é" else name for name in session] for session in others]
    mine, theirs = trained(sessions)
    for model in (mine, theirs):
        model.sessions = others
        model.compute_scores(use_start_end_tokens=True)
    assert mine.rare_window_likelihoods == theirs.rare_window_likelihoods
    assert mine.session_likelihoods == theirs.session_likelihoods


@HARMLESS
@given(SESSIONS, st.integers(2, 6))
def test_score_sessions(sessions: list, window: int) -> None:
    data = pd.DataFrame({"when": range(len(sessions)), "session": sessions}, index=range(5, 5 + len(sessions)))
    before = data.copy(deep=True)
    found, expected = (module.score_sessions(data, "session", window) for module in (anomalous, reference_anomalous))
    if isinstance(sessions[0][0], str):
        assert_frame_equal(found, expected)
    else:
        column = f"rarest_window{window}"
        assert_frame_equal(found.drop(columns=column), expected.drop(columns=column), rtol=1e-12, atol=0)
        assert found[column].map(len).gt(0).equals(expected[column].map(len).gt(0))
        # Of windows that are equally rare the reference takes another one from run to run.
        for session, rarest in zip(sessions, found[column], strict=True):
            assert any(session[start : start + len(rarest)] == rarest for start in range(len(session)))
    assert_frame_equal(data, before)


BAD_SESSIONS = {
    "no list": "abc",
    "nothing": [],
    "an empty session": [["a"], []],
    "text for a session": [["a"], "b"],
    "a tuple": [("a", "b")],
    "numbers": [[1, 2]],
    "a list of parameters": [[Cmd("a", ["x"])]],
    "no parameters": [[Cmd("a", None)]],
    "the end": [["a", "##END##", "b"]],
    "not hashable": [["a", ["b"]]],
    "text among commands with parameters": [[Cmd("a", {"x"}), "b"]],
    "unhashable value": [[Cmd("a", {"x": ["y"]})]],
}


@pytest.mark.parametrize("name", BAD_SESSIONS)
def test_bad_sessions_raise_what_the_reference_raises(name: str) -> None:
    def use(model: type) -> None:
        model(BAD_SESSIONS[name]).train()

    expected = calls.outcome(use, ReferenceModel)
    assert isinstance(expected, type)
    assert calls.outcome(use, Model) is expected


@pytest.mark.parametrize("sessions", [[["a", Cmd("b", {"x"})]], [["a"], [Cmd("b", {"x": 1})]]])
def test_mixed_sessions_are_an_error(sessions: list) -> None:
    with pytest.raises(TypeError, match="sessions are of one kind"):
        Model(sessions).train()


@pytest.mark.parametrize("window", [1, 0, -3])
def test_a_window_has_two_events(window: int) -> None:
    model, _ = trained([["a", "b"]])
    with pytest.raises(ValueError, match="at least 2"):
        model.compute_rarest_windows(window)


STEPS = [
    "_laplace_smooth_counts",
    "_compute_probs_cmds",
    "_compute_probs_params",
    "_compute_probs_values",
    "compute_likelihoods_of_sessions",
    "compute_geomean_lik_of_sessions",
]


@pytest.mark.parametrize("step", STEPS)
def test_nothing_comes_before_training(step: str) -> None:
    for kind in (Model, ReferenceModel):
        with pytest.raises(MsticpyException):
            getattr(kind([["a"]]), step)()
    for name in TABLES:
        assert getattr(Model([["a"]]), name) is None


@pytest.mark.parametrize("data", [[1], pd.DataFrame({"x": []}), pd.DataFrame({"session": []})])
def test_score_sessions_without_sessions(data: Any) -> None:
    for module in (anomalous, reference_anomalous):
        with pytest.raises(MsticpyException):
            module.score_sessions(data, "session", 3)


def test_nan_is_numpy_s_own_as_comparisons_of_lists_need_it() -> None:
    mine, theirs = trained([["a"], ["a", "b", "c"]])
    for model in (mine, theirs):
        model.compute_rarest_windows(3)
    assert mine.rare_window_likelihoods[3] == theirs.rare_window_likelihoods[3]
    assert mine.rare_window_likelihoods[3][0] is np.nan


def test_a_table_of_too_many_commands_is_refused_and_scores_are_not() -> None:
    model = Model([[f"command {number}" for number in range(5_001)]])
    model.train()
    with pytest.raises(ValueError, match="`trans_probs` would be a table of 5,001 by 5,001"):
        model.trans_probs
    model.compute_scores(use_start_end_tokens=True)
    assert len(model._seq2_counts) == 5_002
    assert len(model.prior_probs) == 5_004


def test_models_are_copied_and_pickled() -> None:
    model, theirs = trained([["a", "b"], ["b"]])
    for twin in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        twin.compute_scores(use_start_end_tokens=False)
        assert twin.trans_probs == theirs.trans_probs
        assert twin.rare_windows[2] == [["a", "b"], []]


def functions() -> list[tuple[str, str]]:
    found = []
    for module in ["sessionize", "anomalous", *(f"utils.{name}" for name in UTILS)]:
        theirs = importlib.import_module(f"{PACKAGES[1]}.{module}")
        for name, value in vars(theirs).items():
            if inspect.isfunction(value) and value.__module__ == theirs.__name__:
                found.append((module, name))
    return found


@pytest.mark.parametrize(("module", "name"), functions())
def test_signatures(module: str, name: str) -> None:
    mine, theirs = (getattr(importlib.import_module(f"{package}.{module}"), name) for package in PACKAGES)
    assert inspect.signature(mine) == inspect.signature(theirs)


@pytest.mark.parametrize("kind", ["model.Model", "utils.data_structures.Cmd", "utils.data_structures.StateMatrix"])
def test_methods(kind: str) -> None:
    module, _, name = kind.rpartition(".")
    mine, theirs = (getattr(importlib.import_module(f"{package}.{module}"), name) for package in PACKAGES)
    for method, value in vars(theirs).items():
        if inspect.isfunction(value):
            assert inspect.signature(getattr(mine, method)) == inspect.signature(value), method
    if kind == "model.Model":
        public = {name for name in vars(theirs([["a"]]))}
        assert all(hasattr(mine([["a"]]), name) for name in public)
