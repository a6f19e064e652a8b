"""Calls in the way that notebooks and msticpy's own tests make them: by keyword, step by step, both packages side by side."""

from __future__ import annotations

import importlib
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

OURS, THEIRS = "oddwalk.anomalous_sequence", "msticpy.analysis.anomalous_sequence"
TOKENS = {"start_token": "##START##", "end_token": "##END##", "unk_token": "##UNK##"}
ENDS = {name: TOKENS[name] for name in ("start_token", "end_token")}


def package(name: str) -> SimpleNamespace:
    def module(path: str) -> Any:
        return importlib.import_module(f"{name}.{path}")

    utils = ["cmds_only", "cmds_params_only", "cmds_params_values", "data_structures", "laplace_smooth", "probabilities"]
    return SimpleNamespace(
        anomalous=module("anomalous"),
        model=module("model"),
        sessionize=module("sessionize"),
        **{path: module(f"utils.{path}") for path in utils},
    )


PACKAGES = [package(OURS), package(THEIRS)]


def sessions(kind: str, cmd: type) -> list[list[Any]]:
    """Return sessions of commands, of commands with sets, or of commands with values."""
    bare = [["Set-User"] * 2, ["Set-Mailbox", "Set-User", "Set-User"], ["Set-Mailbox", "Get-User"] * 12]
    given = {"Identity": "bob", "City": "x"}, {"Identity": "ann"}, {}
    wanted = {"str": lambda name, values: name, "set": lambda name, values: cmd(name=name, params=set(values))}
    make = wanted.get(kind, lambda name, values: cmd(name=name, params=values))
    return [[make(name, given[place % 3]) for place, name in enumerate(names)] for names in bare]


def plain(value: Any) -> Any:
    """Return tables as dictionaries, and commands as text."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if isinstance(value, set):
        return value
    return str(value) if type(value).__name__ == "Cmd" else value


def same(call: Any) -> None:
    found, expected = (plain(call(one)) for one in PACKAGES)
    assert near(found, expected), (found, expected)


def near(found: Any, expected: Any) -> bool:
    if isinstance(expected, dict):
        return found.keys() == expected.keys() and all(near(found[key], expected[key]) for key in expected)
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(near, found, expected))
    return found == pytest.approx(expected, rel=1e-12, nan_ok=True) if isinstance(expected, float) else found == expected


def trained(one: SimpleNamespace, kind: str, **more: Any) -> Any:
    model = one.model.Model(sessions=sessions(kind, one.data_structures.Cmd), **more)
    model.train()
    return model


KINDS = ["str", "set", "dict"]
TABLES = "seq1_counts seq2_counts param_counts cmd_param_counts value_counts param_value_counts".split()
PROBABILITIES = "prior_probs trans_probs param_probs param_cond_cmd_probs value_probs value_cond_param_probs".split()


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_step_by_step(kind: str) -> None:
    def steps(one: SimpleNamespace) -> list:
        model = one.model.Model(sessions=sessions(kind, one.data_structures.Cmd))
        seen = [model.session_type, model.start_token, model.end_token, model.unk_token, model.modellable_params]
        for step in ("_compute_counts", "_laplace_smooth_counts", "_compute_probs"):
            getattr(model, step)()
            seen += [getattr(model, name) for name in ["_" + table for table in TABLES] + TABLES + PROBABILITIES]
        return [*seen, model.modellable_params]

    same(steps)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tokens", [True, False])
def test_scores(kind: str, tokens: bool) -> None:
    def scores(one: SimpleNamespace) -> list:
        model = trained(one, kind)
        model.compute_scores(use_start_end_tokens=tokens)
        model.compute_likelihoods_of_sessions(use_start_end_tokens=tokens)
        model.compute_geomean_lik_of_sessions()
        for window_len in (2, 3, 4):
            for geometric in (True, False):
                model.compute_rarest_windows(window_len=window_len, use_geo_mean=geometric, use_start_end_tokens=tokens)
        return [
            model.session_likelihoods,
            model.session_geomean_likelihoods,
            model.rare_windows,
            model.rare_window_likelihoods,
            model.rare_windows_geo,
            model.rare_window_likelihoods_geo,
        ]

    same(scores)


@pytest.mark.parametrize("kind", ["set", "dict"])
@pytest.mark.parametrize("modellable", [None, {"City"}, {"City", "Identity"}])
def test_sets_of_parameters(kind: str, modellable: set | None) -> None:
    def sets(one: SimpleNamespace) -> list:
        model = trained(one, kind, modellable_params=modellable)
        model.compute_setof_params_cond_cmd(use_geo_mean=True)
        return [model.set_params_cond_cmd_probs, model.modellable_params]

    same(sets)


def test_the_helpers_of_commands() -> None:
    def helpers(one: SimpleNamespace) -> list:
        cmds, raw = one.cmds_only, sessions("str", str)
        counts = cmds.compute_counts(sessions=raw, **TOKENS)
        names = dict(zip(("seq1_counts", "seq2_counts"), counts))
        smooth = cmds.laplace_smooth_counts(**names, **TOKENS)
        direct = one.laplace_smooth.laplace_smooth_cmd_counts(**names, **TOKENS)
        smoothed = dict(zip(("seq1_counts", "seq2_counts"), smooth))
        probs = one.probabilities.compute_cmds_probs(**smoothed, unk_token=TOKENS["unk_token"])
        known = dict(zip(("prior_probs", "trans_probs"), probs))
        windows = {"window_len": 3, "use_start_end_tokens": True, "use_geo_mean": False, **ENDS}
        return [
            counts,
            smooth,
            direct,
            probs,
            cmds.compute_likelihood_window(window=raw[1], use_start_token=True, use_end_token=True, **known, **ENDS),
            cmds.compute_likelihood_windows_in_session(session=raw[2], **known, **windows),
            cmds.rarest_window_session(session=raw[2], **known, **windows),
        ]

    same(helpers)


@pytest.mark.parametrize("kind", ["set", "dict"])
def test_the_helpers_of_parameters(kind: str) -> None:
    def helpers(one: SimpleNamespace) -> list:
        model = trained(one, kind)
        session, known = model.sessions[2], {name: getattr(model, name) for name in ("prior_probs", "trans_probs", "param_cond_cmd_probs")}
        module, of_set = one.cmds_params_only, {"params": session[0].params}
        if kind == "dict":
            module, of_set = one.cmds_params_values, {"params_with_vals": session[0].params}
            values = {name: getattr(model, name) for name in ("value_cond_param_probs", "modellable_params")}
            known, of_set = known | values, of_set | values
        of_set |= {"cmd": session[0].name, "param_cond_cmd_probs": model.param_cond_cmd_probs}
        windows = {"window_len": 2, "use_start_end_tokens": True, "use_geo_mean": True, **ENDS}
        return [
            module.compute_counts(sessions=model.sessions, **ENDS),
            module.compute_prob_setofparams_given_cmd(use_geo_mean=True, **of_set),
            module.compute_likelihood_window(window=session[:2], use_start_token=True, use_end_token=False, **known, **ENDS),
            module.compute_likelihood_windows_in_session(session=session, **known, **windows),
            module.rarest_window_session(session=session, **known, **windows)[1],
        ]

    same(helpers)


def test_state_matrices_and_commands() -> None:
    def texts(one: SimpleNamespace) -> list:
        matrix = one.data_structures.StateMatrix(states={"a": {"b": 1, "##UNK##": 2}, "##UNK##": {"##UNK##": 3}}, unk_token="##UNK##")
        cmd = one.data_structures.Cmd(name="Set", params={"x": 1})
        return [matrix["a"]["b"], matrix["a"]["z"], matrix["z"]["b"], matrix.states, str(cmd), repr(cmd), cmd.params]

    same(texts)


def test_exceptions_are_found_where_the_reference_s_modules_have_them() -> None:
    for name in ("anomalous", "model", "cmds_only", "cmds_params_only", "cmds_params_values", "data_structures"):
        ours, theirs = (getattr(one, name) for one in PACKAGES)
        assert ours.MsticpyException is theirs.MsticpyException


@pytest.mark.parametrize("column", [[5, 6, 7], [0.5, 1, 2], ["a", "b", "c"]])
def test_a_column_named_as_the_result_keeps_its_dtype(column: list) -> None:
    data = pd.DataFrame({"user": ["b", "a", "a"], "when": pd.to_datetime(["2024-01-01 00:00"] * 3), "session_ind": column})
    found, expected = (one.sessionize.create_session_col(data, ["user"], "when", 20, 2) for one in PACKAGES)
    pd.testing.assert_frame_equal(found, expected)
