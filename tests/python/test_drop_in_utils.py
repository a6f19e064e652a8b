"""The helper functions against msticpy's, on the tables of trained models and on the caller's own dictionaries."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import calls
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msticpy.analysis.anomalous_sequence import utils as _  # noqa: F401
from msticpy.analysis.anomalous_sequence.model import Model as ReferenceModel
from msticpy.analysis.anomalous_sequence.utils import (
    cmds_only as r_only,
    cmds_params_only as r_params,
    cmds_params_values as r_values,
    data_structures as r_data,
    probabilities as r_probabilities,
)
from msticpy.common.exceptions import MsticpyException
from oddwalk.anomalous_sequence.utils import (
    cmds_only,
    cmds_params_only,
    cmds_params_values,
    data_structures,
    probabilities,
)
from oddwalk.anomalous_sequence.utils.data_structures import Cmd

START, END, UNK = TOKENS = "##START##", "##END##", "##UNK##"
KINDS = {
    "cmds_only": (cmds_only, r_only, calls.commands(), ["prior_probs", "trans_probs"]),
    "cmds_params_only": (
        cmds_params_only,
        r_params,
        calls.with_params(Cmd),
        ["prior_probs", "trans_probs", "param_cond_cmd_probs"],
    ),
    "cmds_params_values": (
        cmds_params_values,
        r_values,
        calls.with_values(Cmd),
        ["prior_probs", "trans_probs", "param_cond_cmd_probs", "value_cond_param_probs", "modellable_params"],
    ),
}
OPTIONS = {"use_start_end_tokens": st.booleans(), "use_geo_mean": st.booleans(), "window_len": st.integers(1, 5)}


def counted(module: ModuleType, sessions: list, name: str) -> tuple:
    tokens = TOKENS if name == "cmds_only" else TOKENS[:2]
    counts = module.compute_counts(sessions, *tokens)
    return counts, module.laplace_smooth_counts(*counts, *TOKENS)


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_counts_and_smoothing(name: str, data: st.DataObject) -> None:
    mine, theirs, strategy, _ = KINDS[name]
    sessions = data.draw(strategy)
    (found, found_smoothed), (expected, smoothed) = (counted(module, sessions, name) for module in (mine, theirs))
    assert found == expected
    assert found_smoothed == smoothed
    assert [list(table) for table in found_smoothed] == [list(table) for table in smoothed]
    for pair in zip(found_smoothed, smoothed):
        assert pair[0]["never"] == pair[1]["never"]


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=60, deadline=None)
@given(data=st.data(), options=st.fixed_dictionaries(OPTIONS))
def test_windows(name: str, data: st.DataObject, options: dict[str, Any]) -> None:
    mine, theirs, strategy, tables = KINDS[name]
    model = ReferenceModel(data.draw(strategy))
    model.train()
    known = {table: getattr(model, table) for table in tables}
    ends = {"start_token": START, "end_token": END}
    for session in data.draw(strategy):
        for function in ("compute_likelihood_windows_in_session", "rarest_window_session"):
            arguments = {"session": session, **known, **ends, **options}
            assert repr(getattr(mine, function)(**arguments)) == repr(getattr(theirs, function)(**arguments))
        for use_start, use_end in ((True, False), (False, True)):
            arguments = {"window": session, **known, **ends, "use_start_token": use_start, "use_end_token": use_end}
            found, expected = (module.compute_likelihood_window(**arguments) for module in (mine, theirs))
            assert found == expected


@settings(max_examples=60, deadline=None)
@given(calls.with_values(Cmd), calls.with_values(Cmd), st.booleans())
def test_sets(sessions: list, others: list, geometric: bool) -> None:
    model = ReferenceModel(sessions, modellable_params=set(calls.PARAMS[:2]))
    model.train()
    for event in (event for session in others for event in session):
        probs = model.param_cond_cmd_probs
        arguments = (event.name, event.params, probs, model.value_cond_param_probs, model.modellable_params, geometric)
        found = cmds_params_values.compute_prob_setofparams_given_cmd(*arguments)
        assert found == r_values.compute_prob_setofparams_given_cmd(*arguments)
        for params in (event.params, set(event.params)):
            arguments = (event.name, params, probs, geometric)
            found = cmds_params_only.compute_prob_setofparams_given_cmd(*arguments)
            assert found == r_params.compute_prob_setofparams_given_cmd(*arguments)
    counts = model.param_counts, model.param_value_counts
    assert cmds_params_values.get_params_to_model_values(*counts) == r_values.get_params_to_model_values(*counts)


@settings(max_examples=40, deadline=None)
@given(calls.with_values(Cmd))
def test_probabilities(sessions: list) -> None:
    model = ReferenceModel(sessions)
    model.train()
    for name, tables in {
        "compute_cmds_probs": [model.seq1_counts, model.seq2_counts],
        "compute_params_probs": [model.param_counts, model.cmd_param_counts, model.seq1_counts],
        "compute_values_probs": [model.value_counts, model.param_value_counts],
    }.items():
        for arguments in (tables, [{**table} for table in tables]):
            assert getattr(probabilities, name)(*arguments, UNK) == getattr(r_probabilities, name)(*arguments, UNK)


@pytest.mark.parametrize("module", [cmds_only, cmds_params_only, cmds_params_values])
def test_a_token_that_is_used_is_given(module: ModuleType) -> None:
    window = ["a"] if module is cmds_only else [Cmd("a", set())]
    tables = {"cmds_only": 2, "cmds_params_only": 3, "cmds_params_values": 5}[module.__name__.rpartition(".")[2]]
    for tokens in ((True, False), (False, True)):
        with pytest.raises(MsticpyException):
            module.compute_likelihood_window(window, *[{}] * tables, *tokens)
    with pytest.raises(MsticpyException):
        module.compute_likelihood_windows_in_session(window, *[{}] * tables, 2, True)


def test_tokens_differ() -> None:
    for module in (cmds_only, r_only):
        with pytest.raises(MsticpyException):
            module.compute_counts([["a"]], "x", "x", "y")


def test_state_matrix_and_cmd_read_as_the_reference_s() -> None:
    for module in (data_structures, r_data):
        with pytest.raises(MsticpyException):
            module.StateMatrix({"a": 1}, UNK)
        matrix = module.StateMatrix({"a": {"b": 1, UNK: 2}, UNK: {UNK: 3}}, UNK)
        assert (matrix["a"]["b"], matrix["a"]["c"], matrix["d"]["e"]) == (1, 2, 3)
        assert matrix.states["a"].unk_token == UNK
        assert str(module.Cmd("a", {"b": 1})) == repr(module.Cmd("a", {"b": 1})) == "Cmd(name='a', params={'b': 1})"
