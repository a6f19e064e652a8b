"""oddwalk's own calls: every kind of table in and the same kind out, equal results, errors that name the column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import calls
import duckdb
import oddwalk
import pandas as pd
import polars
import pyarrow as pa
import pytest
from hypothesis import given, settings
from oddwalk.anomalous_sequence.model import Model as DropIn

COLUMNS: dict[str, Any] = {"time": "when", "entity": ["user"], "command": "what"}
ROWS = [
    {"when": f"2024-05-01T10:{minute:02}:00Z", "user": user, "what": what, "with": params}
    for minute, user, what, params in [
        (3, "bob", "Set-Mailbox", {"Identity": "x", "Force": "true"}),
        (0, "ann", "Set-Mailbox", {"Identity": "x"}),
        (1, "ann", "New-InboxRule", {}),
        (9, "ann", "Get-User", {"Identity": "y"}),
        (4, None, "Get-User", {"Name": "z"}),
    ]
]
PLAIN = [{name: row[name] for name in ("when", "user", "what")} for row in ROWS]


class Stream:
    """Any object that gives an Arrow stream."""

    def __init__(self, table: pa.Table):
        self.table = table

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self.table.__arrow_c_stream__(requested_schema)


def typed(rows: list) -> pa.Table:
    return pa.table(pd.DataFrame(rows).assign(when=lambda frame: pd.to_datetime(frame.when)))


KINDS = {
    "rows": lambda: PLAIN,
    "pandas": lambda: pd.DataFrame(PLAIN),
    "pandas with times": lambda: typed(PLAIN).to_pandas(),
    "polars": lambda: polars.DataFrame(PLAIN),
    "polars lazy": lambda: polars.DataFrame(PLAIN).lazy(),
    "pyarrow": lambda: typed(PLAIN),
    "pyarrow dictionaries": lambda: typed(PLAIN).set_column(1, "user", typed(PLAIN)["user"].dictionary_encode()),
    "duckdb": lambda: duckdb.from_arrow(pa.Table.from_pylist(PLAIN)),
    "arrow": lambda: Stream(pa.Table.from_pylist(PLAIN)),
}


def rows_of(table: Any) -> list[dict[str, Any]]:
    if isinstance(table, list):
        return table
    if isinstance(table, pd.DataFrame):
        return [*pa.Table.from_pandas(table).to_pylist()]
    if isinstance(table, polars.LazyFrame):
        table = table.collect()
    return pa.table(table.to_arrow_table() if hasattr(table, "to_arrow_table") else table).to_pylist()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_table_comes_back_as_its_own(kind: str) -> None:
    data = KINDS[kind]()
    found = oddwalk.sessionize(data, **COLUMNS)
    if kind != "arrow":
        assert type(found) is type(data)
    rows = rows_of(found)
    assert [row["user"] for row in rows] == ["ann", "ann", "bob", None]
    sessions = [["Set-Mailbox", "New-InboxRule"], ["Get-User"], ["Set-Mailbox"], ["Get-User"]]
    assert [[*row["session"]] for row in rows] == sessions
    assert [row["n_events"] for row in rows] == [2, 1, 1, 1]
    assert str(pd.Timestamp(rows[0]["end"])) == "2024-05-01 10:01:00+00:00"


def parameters(kind: str) -> Any:
    values = [row["with"] for row in ROWS]
    frame = pd.DataFrame(ROWS).drop(columns="with")
    pairs = [[*value.items()] for value in values]
    structs = [[{"Name": name, "Value": value} for name, value in pair] for pair in pairs]
    return {
        "dict": lambda: frame.assign(**{"with": values}),
        "rows": lambda: ROWS,
        "json": lambda: frame.assign(**{"with": [__import__("json").dumps(value) for value in values]}),
        "list of structs": lambda: pa.table(frame).append_column("with", pa.array(structs)),
        "map": lambda: pa.table(frame).append_column("with", pa.array(pairs, pa.map_(pa.string(), pa.string()))),
        "set": lambda: frame.assign(**{"with": [set(value) for value in values]}),
    }[kind]()


@pytest.mark.parametrize("kind", ["dict", "rows", "json", "list of structs", "map", "set"])
def test_parameters_of_every_form_are_read(kind: str) -> None:
    found = rows_of(oddwalk.scan(parameters(kind), window=2, method="msticpy", parameters="with", **COLUMNS))
    plain = rows_of(oddwalk.scan(PLAIN, window=2, method="msticpy", **COLUMNS))
    dicts = rows_of(oddwalk.scan(parameters("rows"), window=2, method="msticpy", parameters="with", **COLUMNS))
    likelihoods = [row["likelihood"] for row in found]
    assert likelihoods != [row["likelihood"] for row in plain]
    assert likelihoods == [row["likelihood"] for row in dicts]


@settings(max_examples=60, deadline=None)
@given(calls.commands())
def test_the_method_msticpy_is_the_drop_in_s(sessions: list) -> None:
    sessions = [[name.replace("#", "") for name in session] for session in sessions]
    drop_in = DropIn(sessions)
    drop_in.train()
    drop_in.compute_rarest_windows(2)
    found = oddwalk.scan(sessions, window=2, method="msticpy")
    assert [row["likelihood"] for row in found] == drop_in.rare_window_likelihoods[2]
    assert [row["window"] for row in found] == drop_in.rare_windows[2]


def test_the_method_oddwalk_gives_finite_bits_for_every_session() -> None:
    sessions = [["a", "b", "c"]] * 40 + [["a", "z", "c"], ["a"]]
    found = oddwalk.scan(sessions)
    assert all(0 <= row["score_bits"] <= 1000 and 0 < row["p_value"] <= 1 for row in found)
    assert max(found, key=lambda row: row["score_bits"])["session"] == ["a", "z", "c"]


def test_models_are_merged_subtracted_saved_and_loaded(tmp_path: Path) -> None:
    one, two = [["a", "b"], ["a", "c"]], [["b", "a", "a"]]
    whole, parts = oddwalk.fit(one + two), oddwalk.fit(one).merge(oddwalk.fit(two))
    assert (whole.sessions, parts.sessions) == (3, 3)
    scores = [model.score(one, window=2, method="msticpy") for model in (whole, parts)]
    assert scores[0] == scores[1]
    left = parts.subtract(oddwalk.fit(two))
    assert left.score(two, window=2) == oddwalk.fit(one).score(two, window=2)
    whole.save(tmp_path / "model.oddwalk")
    assert [file.name for file in tmp_path.iterdir()] == ["model.oddwalk"]
    loaded = oddwalk.Model.load(tmp_path / "model.oddwalk")
    assert loaded.score(one) == whole.score(one)
    with pytest.raises(ValueError, match="more commands in the part"):
        oddwalk.fit(two).subtract(oddwalk.fit(one))


def changed(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame(PLAIN).assign(**columns)


BAD = {
    "missing column": (changed(), COLUMNS | {"command": "wat"}, KeyError, "wat"),
    "missing entity": (changed(), COLUMNS | {"entity": "nobody"}, KeyError, "nobody"),
    "truth for a time": (changed(when=True), COLUMNS, TypeError, "when"),
    "lists for a command": (changed(what=[["a"]] * 5), COLUMNS, TypeError, "what"),
    "no time": (changed(when=None), COLUMNS, ValueError, "row 1"),
    "words for a time": (changed(when="soon"), COLUMNS, ValueError, "soon"),
    "no entity": (changed(), COLUMNS | {"entity": []}, ValueError, "entity"),
    "a limit below 0": (changed(), COLUMNS | {"max_minutes": -1}, ValueError, "max_minutes"),
    "no such choice": (changed(), COLUMNS | {"null_entity": "keep"}, ValueError, "null_entity"),
    "no table": (3, COLUMNS, TypeError, "int is no table"),
    "no rows": ([1, 2], COLUMNS, TypeError, "a row is a dictionary"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_an_error_of_python_s_own_kind(name: str) -> None:
    data, columns, error, words = BAD[name]
    with pytest.raises(error, match=words):
        oddwalk.sessionize(data, **columns)


@pytest.mark.parametrize("method", ["oddwalk", "msticpy"])
def test_an_explanation_names_the_commands(method: str) -> None:
    sessions = [["a", "b", "c"]] * 40 + [["a", "odd", "c"]]
    model = oddwalk.fit(sessions)
    assert "odd" in model.explain(sessions, method=method)
    assert "odd" in model.explain(sessions, method=method, whole=True)
    for rank in (0, 42):
        with pytest.raises(ValueError, match="there are 41 sessions"):
            model.explain(sessions, rank=rank)


def test_bad_choices_of_scoring() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        oddwalk.scan([["a", "b"]], window=1)
    with pytest.raises(ValueError, match="method"):
        oddwalk.scan([["a", "b"]], method="other")


def test_bad_model_files(tmp_path: Path) -> None:
    file = tmp_path / "model.oddwalk"
    file.write_bytes(b"not a model")
    with pytest.raises(ValueError):
        oddwalk.Model.load(file)
    with pytest.raises(FileNotFoundError):
        oddwalk.Model.load(tmp_path / "nothing")


def test_recipes_render_their_query() -> None:
    assert "OfficeActivity" in oddwalk.recipe("office365-exchange").kql(lookback="7d")
    with pytest.raises(KeyError, match="office365-exchange"):
        oddwalk.recipe("office").kql()
    with pytest.raises(ValueError, match="how far back"):
        oddwalk.recipe("office365-exchange").kql(lookback="long")
