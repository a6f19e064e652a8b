"""`oddwalk score --model` scores sessions by what others have taught, as msticpy's own functions do with its tables."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import Executor
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from msticpy.analysis.anomalous_sequence.utils.data_structures import Cmd

import calls as generated
from binary import run
from calls import ALL, KINDS, SETS, VALUES, Call, Case, call_of_names, call_of_values
from near import near_differences
from options import ALL_OPTIONS, ScoreOptions
from reference_calls import Event, train

CASES = max(20, int(os.environ.get("ODDWALK_CASES", "520")) // 6)
"""How many pairs of sessions to learn from and to score, for each pair of kinds."""

COMMANDS = "commands"
PAIRS = [(learnt, scored) for learnt in (COMMANDS, *KINDS) for scored in (COMMANDS, *KINDS)]


def sessions_of(random: Random, kind: str, commands: int, names: int, values: int) -> list[list[Call]]:
    """Sessions of so many commands, parameters and values: with larger numbers come unseen ones."""

    def call() -> Call:
        command = f"c{random.randrange(commands)}"
        there = random.sample([f"p{number}" for number in range(names)], random.randint(0, min(names, 4)))
        if kind == SETS:
            return call_of_names(command, there)
        texts = [f'"v{random.randrange(values)}"' if random.random() < 0.9 else "null" for _ in there]
        return call_of_values(command, list(zip(there, texts)), random.choice(generated.FORMS))

    return [[call() for _ in range(random.randint(1, 8))] for _ in range(random.randint(3, 40))]


def lines_of(kind: str, sessions: list[list[Call]]) -> bytes:
    """The sessions as oddwalk reads them."""
    if kind != COMMANDS:
        return Case(kind, sessions).lines()
    names = (",".join(f'"{call.cmd.name}"' for call in session) for session in sessions)
    return "".join(f'{{"session":[{session}]}}\n' for session in names).encode()


def events_of(learnt: str, scored: str, sessions: list[list[Call]]) -> list[list[Event]]:
    """The sessions as the reference's functions for what was learnt take them."""
    if learnt == COMMANDS:
        return [[call.cmd.name for call in session] for session in sessions]
    if scored == COMMANDS:
        return [[Cmd(call.cmd.name, set()) for call in session] for session in sessions]
    return [[call.cmd for call in session] for session in sessions]


def compare(learnt: str, scored: str, number: int) -> list[str]:
    """Learns from some sessions and scores others, on both sides."""
    random = Random(f"{learnt} {scored} {number}")
    sizes = [random.randint(1, 12), random.randint(1, 8), random.choice((1, 3, 30))]
    lessons = sessions_of(random, learnt, *sizes)
    others = sessions_of(random, scored, *(size + random.choice((0, 1, size)) for size in sizes))
    case = Case(learnt, lessons, random.choice((None, ALL, frozenset({"p0", "p99"}))) if learnt == VALUES else None)
    model = train(events_of(learnt, learnt, lessons), case.modellable_names())
    with TemporaryDirectory() as folder:
        file = Path(folder) / "model.oddwalk"
        run(["score", "-", "--save-model", file, *case.arguments()], lines_of(learnt, lessons))
        options = ALL_OPTIONS[number % len(ALL_OPTIONS)]
        findings = run(["score", "-", "--model", file, *options.arguments()], lines_of(scored, others))
    found = near_differences(model, events_of(learnt, scored, others), options, findings)
    return [f"case {number}, {options}: {text}" for text in found]


@pytest.mark.parametrize(("learnt", "scored"), PAIRS)
def test_generated_sessions(learnt: str, scored: str, executor: Executor, tally: Counter[str]) -> None:
    """Unseen commands, parameters and values; also where one side has parameters or values and the other has none."""
    differences = list(executor.map(compare, [learnt] * CASES, [scored] * CASES, range(CASES)))
    tally[f"baselines of {learnt}: cases"] += len(differences)
    wrong = [found for found in differences if found]
    assert not wrong, "\n".join([f"{len(wrong)} of {CASES} cases differ", *min(wrong, key=len)[:10]])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("options", ALL_OPTIONS[:4], ids=str)
def test_nothing_is_known(kind: str, options: ScoreOptions, tmp_path: Path) -> None:
    """Every command, parameter and value is another one."""
    random = Random(kind)
    lessons = sessions_of(random, kind, 3, 3, 2)
    model = train([[call.cmd for call in session] for session in lessons])
    file = tmp_path / "model.oddwalk"
    run(["score", "-", "--save-model", file], lines_of(kind, lessons))
    others = [
        [Call(f'{{"new":"{number}"}}', Cmd(f"new{number}", {"new": f"{number}"})) for number in range(length)]
        for length in range(1, 7)
    ]
    findings = run(["score", "-", "--model", file, *options.arguments()], lines_of(kind, others))
    assert not near_differences(model, [[call.cmd for call in session] for session in others], options, findings)
