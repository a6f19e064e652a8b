"""The timeline: what is on its page, in a cell and in a file."""

from __future__ import annotations

import base64
import gzip
import html
import json
import re
from pathlib import Path

import numpy as np
import oddwalk
import pandas as pd
import polars as pl
import pytest
from oddwalk.anomalous_sequence import anomalous
from oddwalk.anomalous_sequence.utils.data_structures import Cmd

CELL = 5_000_000
TIMES = pd.to_datetime(
    [f"2024-01-0{day} 10:0{day}" for day in range(1, 6)], utc=True
)
SESSIONS = [["a", "b"], ["a", "b", "c"], ["a", "b"], ["a"], ["<img src=x onerror=alert(1)>", "b'\"&"]]


def frame() -> pd.DataFrame:
    data = pd.DataFrame({"at": TIMES, "session": SESSIONS, "user": ["ann", "bob", None, "ann", "eve"]})
    return data.assign(number_events=[2, 3, 2, 1, 2], duration=pd.to_timedelta([60, 90, 0, 0, 5], unit="s"), tries=range(5))


def page_of(cell: str) -> str:
    found = re.fullmatch(r"<iframe (.*) srcdoc='([^']*)'></iframe>", cell, re.DOTALL)
    assert found is not None
    assert "sandbox='allow-scripts allow-downloads'" in found[1]
    return html.unescape(found[2]) if "&amp;" in found[2] else found[2]


def block(page: str, name: str) -> str:
    found = re.search(f' id="{name}">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return found[1]


def parts(shown: oddwalk.Timeline) -> tuple[dict, dict[str, np.ndarray]]:
    """Return what there is once, and the columns."""
    page = page_of(shown._repr_html_())
    meta = json.loads(block(page, "page"))
    packed = gzip.decompress(base64.b64decode(block(page, "columns")))
    kinds = {"u8": "u1", "u16": "<u2", "u32": "<u4", "f32": "<f4", "f64": "<f8"}
    columns = {
        name: np.frombuffer(packed, kinds[place["type"]], place["length"], place["offset"])
        for name, place in meta["columns"].items()
    }
    return meta, columns


def test_the_reference_s_figure() -> None:
    data, wanted = frame(), ["user", "tries"]
    before = data.copy(deep=True)
    shown = anomalous.score_and_visualise_sessions(data, "session", 3, "at", source_columns=wanted)
    scored = anomalous.score_sessions(data, "session", 3).dropna(subset="rarest_window3_likelihood")
    meta, columns = parts(shown)
    assert meta["sessions"] == {"all": 4, "shown": 4, "with_line": 0, "explained": 0, "entities": 4}
    scored = scored.sort_values("rarest_window3_likelihood", kind="stable")
    likelihoods = 2.0 ** -columns["surprisal"].astype(float)
    np.testing.assert_allclose(likelihoods, scored["rarest_window3_likelihood"], rtol=1e-5)
    assert columns["begin"].tolist() == [moment.timestamp() * 1_000 for moment in scored["at"]]
    assert columns["events"].tolist() == scored["number_events"].tolist()
    assert columns["duration"].tolist() == (scored["duration"].dt.total_seconds() * 1_000).tolist()
    users = [meta["entities"][number][1][0] for number in columns["entity"]]
    assert users == [None if user is None else user for user in scored["user"]]
    (carried,) = meta["carried"]
    assert carried["name"] == "tries"
    assert [int(carried["texts"][number]) for number in columns["carried_0"]] == scored["tries"].tolist()
    assert wanted == ["user", "tries"]
    pd.testing.assert_frame_equal(data, before)


def test_commands_with_parameters_read_as_their_calls() -> None:
    data = pd.DataFrame({"at": TIMES[:1], "window": [[Cmd("Set", {"City": "x"})]], "score": [0.5]})
    meta, _ = parts(anomalous.visualise_scored_sessions(data, "at", "score", "window"))
    assert meta["commands"] == ["Cmd(name='Set', params={'City': 'x'})"]


def test_the_bound_leaves_likelier_sessions_out() -> None:
    data = frame().assign(score=[0.1, 0.2, np.nan, 0.2000001, 0.0], tries=[[1], [2], [3], [4], [5]])
    meta, columns = parts(anomalous.visualise_scored_sessions(data, "at", "score", "session", 0.2, ["tries"]))
    assert meta["rows"] == 3
    assert columns["surprisal"][0] == 1_075
    assert [meta["carried"][0]["texts"][number] for number in columns["carried_0"]] == ["[5]", "[1]", "[2]"]


def test_scores_that_are_no_likelihoods_are_drawn_by_their_distance() -> None:
    data = frame().assign(score=[-5.0, -1.0, 3.0, 3.0, 2.0])
    meta, columns = parts(anomalous.visualise_scored_sessions(data, "at", "score", "session"))
    assert columns["score"].tolist() == [8, 4, 1, 0, 0]
    assert meta["score_name"] == "how far score is below its highest"
    assert "`score` is no likelihood" in meta["notices"][0]


@pytest.mark.parametrize("column", ["at", "score", "session", "user"])
def test_a_missing_column_is_named(column: str) -> None:
    data = frame().assign(score=0.5).drop(columns=column)
    with pytest.raises(KeyError, match=column):
        anomalous.visualise_scored_sessions(data, "at", "score", "session", source_columns=["user"])


def test_scores_are_numbers() -> None:
    with pytest.raises(TypeError, match="'user' are no numbers"):
        anomalous.visualise_scored_sessions(frame(), "at", "user", "session")


def test_nothing_is_a_page_too() -> None:
    meta, _ = parts(anomalous.visualise_scored_sessions(frame().assign(score=np.nan), "at", "score", "session"))
    assert meta["rows"] == 0


def test_log_text_cannot_leave_its_frame() -> None:
    cell = anomalous.score_and_visualise_sessions(frame(), "session", 2, "at")._repr_html_()
    assert "<img" not in cell
    assert cell.count("'") == 8


def test_a_large_frame_is_thinned_with_a_notice(tmp_path: Path) -> None:
    count = 150_000
    dice = np.random.default_rng(1)
    data = pd.DataFrame(
        {
            "at": pd.Timestamp("2024-01-01", tz="UTC") + pd.to_timedelta(np.arange(count), unit="min"),
            "score": dice.random(count),
            "window": [["Set-Mailbox", f"command {number % 977}", "<END>'\"&"] for number in range(count)],
            "user": [f"user{number}@'example&.com" for number in range(count)],
        }
    )
    shown = anomalous.visualise_scored_sessions(data, "at", "score", "window", source_columns=["user"])
    cell = shown._repr_html_()
    assert 0.7 * CELL < len(cell.encode()) <= CELL
    meta, columns = parts(shown)
    assert f"of {count:,} sessions are drawn" in meta["notices"][0]
    assert columns["rank"][: meta["rows"] // 2].tolist() == list(range(1, meta["rows"] // 2 + 1))
    shown.save(tmp_path / "all.html")
    saved = json.loads(block((tmp_path / "all.html").read_text(encoding="utf-8"), "page"))
    assert (saved["rows"], saved["notices"]) == (count, [])
    assert [path.name for path in tmp_path.iterdir()] == ["all.html"]


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    shown = oddwalk.timeline(SESSIONS)
    with pytest.raises(OSError):
        shown.save(tmp_path / "missing" / "page.html")
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError):
        shown.save(tmp_path / "taken")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def log() -> pd.DataFrame:
    users = ["ann", "bob", "eve"] * 40
    whats = [what for number in range(40) for what in (["a", "b", "c"] if number % 7 else ["a", "x", "c"])]
    times = pd.Timestamp("2024-01-01", tz="UTC") + pd.to_timedelta(np.arange(120) * 50, unit="s")
    return pd.DataFrame({"user": users, "at": times, "what": whats})


COLUMNS = {"time": "at", "entity": "user", "command": "what"}


@pytest.mark.parametrize("method", ["oddwalk", "msticpy"])
def test_a_scan_is_drawn_with_explanations(method: str) -> None:
    shown = oddwalk.timeline(log(), method=method, window=2, explain=3, title="Case <7>", **COLUMNS)
    meta, columns = parts(shown)
    found = oddwalk.scan(log(), method=method, window=2, **COLUMNS)
    assert meta["title"] == "Case <7>"
    assert meta["sessions"]["explained"] == 3
    assert meta["rows"] == len(found)
    assert meta["judged"] == (method == "oddwalk")
    by = "score_bits" if method == "oddwalk" else "surprisal_bits"
    drawn = columns["score" if method == "oddwalk" else "surprisal"]
    np.testing.assert_allclose(np.sort(drawn), np.sort(found[by].to_numpy()), rtol=1e-6)
    packed = block(page_of(shown._repr_html_()), "findings")
    lines = [json.loads(line) for line in gzip.decompress(base64.b64decode(packed)).splitlines()]
    assert "session_explanation" in lines[0]
    assert meta["quality"]["recipes"][0]["events"] == 120


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow", "rows"])
def test_what_scan_returned_is_drawn(kind: str) -> None:
    data = {"pandas": log(), "polars": pl.from_pandas(log()), "pyarrow": pl.from_pandas(log()).to_arrow(), "rows": pl.from_pandas(log()).to_dicts()}[kind]
    meta, columns = parts(oddwalk.timeline(oddwalk.scan(data, **COLUMNS)))
    expected, whole = parts(oddwalk.timeline(log(), **COLUMNS))
    assert meta["rows"] == expected["rows"]
    for name in ["begin", "duration", "score", "surprisal", "events"]:
        np.testing.assert_allclose(np.sort(columns[name]), np.sort(whole[name]))
    assert {entity[1][0] for entity in meta["entities"]} == {"ann", "bob", "eve"}


def test_a_model_draws_other_sessions() -> None:
    model = oddwalk.fit(log(), **COLUMNS)
    meta, _ = parts(model.timeline(log().head(30), title="The first"))
    assert (meta["title"], meta["rows"]) == ("The first", len(oddwalk.sessionize(log().head(30), **COLUMNS)))


def test_a_missing_column_of_a_scan_is_named() -> None:
    with pytest.raises(KeyError, match="nobody"):
        oddwalk.timeline(log(), **(COLUMNS | {"entity": "nobody"}))
