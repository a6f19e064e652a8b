"""Counts add up: models of a log's parts, merged in any order, are the model of the whole, byte by byte."""

from __future__ import annotations

import csv
import json
from itertools import permutations
from pathlib import Path
from random import Random

import pytest

from binary import oddwalk
from calls import ALL, TYPED
from test_baseline import sessions_of
from texts import text_of

PARTS = ("a", "b", "c")
COLUMNS = ("time", "user", "command", "parameters")
ARGUMENTS = ["--time", "time", "--entity", "user", "--command", "command"]
KINDS = {
    "commands": [],
    "sets": ["--parameters", "parameters", "--no-values"],
    "values": ["--parameters", "parameters"],
    "all values": ["--parameters", "parameters", "--modellable", ALL],
}


def rows_of(random: Random, part: str) -> list[tuple[str, str, str, str]]:
    """One part of a log: users of its own, commands and parameters that other parts have too or have not."""
    sizes = (random.randint(1, 9), random.randint(1, 6), random.choice((1, 3, 40)))
    rows = []
    for number, session in enumerate(sessions_of(random, "values", *sizes)):
        for second, call in enumerate(session):
            time = f"2024-05-{1 + number // 24:02}T{number % 24:02}:00:{second:02}Z"
            values = call.cmd.params | {"typed": text_of(random.choice(TYPED))}
            rows.append((time, f"{part}{number % 7}", call.cmd.name, json.dumps(values)))
    random.shuffle(rows)
    return rows


def fit(folder: Path, parts: tuple[str, ...], kind: str, out: str) -> bytes:
    """The model file of these parts."""
    files = [f"{part}.csv" for part in parts]
    oddwalk(["fit", *files, *ARGUMENTS, *KINDS[kind], "--out", out], folder=folder)
    return (folder / out).read_bytes()


def write(folder: Path, part: str, rows: list[tuple[str, str, str, str]]) -> None:
    """Writes a part as CSV."""
    with (folder / f"{part}.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([COLUMNS, *rows])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(5))
def test_merged_models_are_the_model_of_the_whole(kind: str, seed: int, tmp_path: Path) -> None:
    """Three parts in six orders, and two of them first."""
    random = Random(seed)
    for part in PARTS:
        write(tmp_path, part, rows_of(random, part))
    whole = fit(tmp_path, PARTS, kind, "whole")
    assert fit(tmp_path, PARTS[::-1], kind, "reversed") == whole
    for part in PARTS:
        fit(tmp_path, (part,), kind, part)
    fit(tmp_path, ("a", "c"), kind, "ac")
    for models in [*permutations(PARTS), ("ac", "b"), ("b", "ac")]:
        oddwalk(["model", "merge", *models, "--out", "merged"], folder=tmp_path)
        assert (tmp_path / "merged").read_bytes() == whole, models


def test_values_past_the_cap_are_forgotten_in_any_order(tmp_path: Path) -> None:
    """A parameter that has too many values in all, but in no part, has none in the end; one that has too many in one part
    has none either. Another parameter has the same values and keeps its few."""
    for part, first in zip(PARTS, (0, 2_000, 3_000)):
        wide = [{"wide": f"v{number}", "few": f"v{number % 2}"} for number in range(first, first + 2_000)]
        wide += [{"wider": f"v{number}"} for number in range(5_000 if part == "b" else 10)]
        rows = [
            (f"2024-05-01T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z", part, "c", json.dumps(values))
            for number, values in enumerate(wide)
        ]
        write(tmp_path, part, rows)
    whole = fit(tmp_path, PARTS, "values", "whole")
    for part in PARTS:
        fit(tmp_path, (part,), "values", part)
    for models in permutations(PARTS):
        oddwalk(["model", "merge", *models, "--out", "merged"], folder=tmp_path)
        assert (tmp_path / "merged").read_bytes() == whole, models
    lines = [json.loads(line) for line in oddwalk(["model", "show", "whole", "--tables"], folder=tmp_path).splitlines()]
    assert {line["given"] for line in lines if line["table"] == "value"} == {"##UNK##", "few"}
