"""`oddwalk model show --tables` of commands alone: what msticpy counts, smooths and computes, to the last bit."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import Executor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import sessions as generated
from binary import ndjson, run, tables_of
from explanations import explanation_differences
from options import ALL_OPTIONS
from reference import train
from sessions import FAMILIES
from tables import table_differences

CASES = max(40, int(os.environ.get("ODDWALK_CASES", "520")) // 2)
"""About how many cases; every family has at least one."""


def compare(family: str, number: int) -> list[str]:
    """Compares one generated case's tables, and its explanations in one way to score it."""
    sessions = generated.generate(family, number)
    model, options = train(sessions), ALL_OPTIONS[number % len(ALL_OPTIONS)]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "model.oddwalk"
        lines = ndjson({"session": session} for session in sessions)
        findings = run(["score", "-", *options.arguments(), "--save-model", file], lines)
        differences = list(table_differences(model, tables_of(file)))
    # Of ten thousand sessions only the first thousand are explained.
    for finding in findings[:1000]:
        differences += [f"{options}: {text}" for text in explanation_differences(model, options, finding)]
    return [f"case {number}: {text}" for text in differences]


@pytest.mark.parametrize("family", FAMILIES)
def test_generated_sessions(family: str, executor: Executor, tally: Counter[str]) -> None:
    """Every count, every pair of symbols, every explanation."""
    numbers = range(FAMILIES[family].cases(CASES))
    differences = list(executor.map(compare, [family] * len(numbers), numbers))
    tally["tables of commands: cases"] += len(differences)
    wrong = [found for found in differences if found]
    assert not wrong, "\n".join([f"{len(wrong)} of {len(numbers)} cases differ", *min(wrong, key=len)[:10]])
