"""`oddwalk score --method msticpy` gives what msticpy's model gives, to the last bit."""

from __future__ import annotations

import json
import os
from collections import Counter
from concurrent.futures import Executor
from dataclasses import dataclass, field
from importlib.metadata import version

import pytest
from msticpy.common.exceptions import MsticpyException

import sessions as generated
from binary import ndjson, run
from compare import differences
from options import ALL_OPTIONS, ScoreOptions
from reference import rarest_windows, train
from sessions import FAMILIES, Sessions

CASES = int(os.environ.get("ODDWALK_CASES", "520"))
"""How many cases to generate; every family has at least one."""


@dataclass
class Outcome:
    """What comparing one case gave."""

    sessions: Sessions
    counts: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)


def score(sessions: Sessions, options: ScoreOptions, *more: str) -> list[dict]:
    """What oddwalk says of the sessions."""
    lines = ndjson({"session": session} for session in sessions)
    return run(["score", "-", "--session", "session", *options.arguments(), *more], lines)


def compare(sessions: Sessions, all_options: tuple[ScoreOptions, ...]) -> Outcome:
    """Scores the sessions on both sides, in every way."""
    outcome = Outcome(sessions, Counter(cases=1, sessions=len(sessions)))
    model = train(sessions)
    for options in all_options:
        expected = rarest_windows(model, options)
        findings = score(sessions, options)
        outcome.differences += [f"{options}: {text}" for text in differences(sessions, expected, findings)]
        likelihoods = [finding["likelihood"] for finding in findings]
        outcome.counts["scores compared"] += len(findings)
        outcome.counts["scores that are null"] += likelihoods.count(None)
        outcome.counts["likelihoods that underflowed to 0"] += likelihoods.count(0)
    return outcome


def compare_generated(family: str, number: int) -> Outcome:
    """Compares one generated case."""
    return compare(generated.generate(family, number), FAMILIES[family].options)


def explain(outcome: Outcome) -> str:
    """The case and what is wrong with it."""
    sessions = json.dumps(outcome.sessions, ensure_ascii=False)
    return "\n".join(["the smallest case that differs:", sessions[:2_000], *outcome.differences[:10]])


def test_the_reference_is_the_one_that_is_meant() -> None:
    """Numbers are only worth something beside the version they are equal to."""
    assert version("msticpy") == "3.0.2"


@pytest.mark.parametrize("family", FAMILIES)
def test_generated_sessions(family: str, executor: Executor, tally: Counter[str]) -> None:
    """Every window length, with and without tokens and geometric mean."""
    numbers = range(FAMILIES[family].cases(CASES))
    outcomes = list(executor.map(compare_generated, [family] * len(numbers), numbers))
    counts = sum((outcome.counts for outcome in outcomes), Counter())
    tally.update({f"score: {what}": count for what, count in counts.items()})
    wrong = [outcome for outcome in outcomes if outcome.differences]
    wrong.sort(key=lambda outcome: len(str(outcome.sessions)))
    assert not wrong, f"{len(wrong)} of {len(outcomes)} cases differ; {explain(wrong[0])}"
    if family == "underflow":
        assert counts["likelihoods that underflowed to 0"] >= len(outcomes)


@pytest.mark.parametrize("length", range(1, 8))
def test_null_where_the_session_is_shorter_than_a_window(length: int) -> None:
    """Without END a session is one event shorter."""
    session = [f"c{number}" for number in range(length)]
    outcome = compare([session], tuple(ALL_OPTIONS))
    assert not outcome.differences, explain(outcome)
    for options in ALL_OPTIONS:
        (finding,) = score([session], options)
        assert (finding["likelihood"] is None) == (length + options.tokens < options.window)


def test_commands_of_records_that_were_rejected_are_not_learnt() -> None:
    """A command that only a rejected record has is no part of the vocabulary that smoothing counts."""
    sessions = [["a", "b", "a"], ["b", "b"], ["a"]]
    records = [{"session": session} for session in sessions] + [{"session": ["never", "learnt", None]}]
    for options in ALL_OPTIONS:
        arguments = ["score", "-", *options.arguments(), "--max-rejected", "1"]
        findings = run(arguments, ndjson(records))
        assert not differences(sessions, rarest_windows(train(sessions), options), findings)


@pytest.mark.parametrize("token", ["##START##", "##UNK##", "##END##"])
def test_text_that_spells_a_token_is_an_ordinary_command(token: str) -> None:
    """The one difference that is meant. The reference takes the text for its token, or cannot score it at all; oddwalk
    gives what the reference gives when the text is spelt in another way."""
    sessions = [["a", token, "b"], [token, "a"], ["b", "a", token, "b", "a", "a", token, "a"], ["b"]]
    respelt = [["ordinary" if command == token else command for command in session] for session in sessions]
    for options in ALL_OPTIONS:
        expected = rarest_windows(train(respelt), options)
        findings = score(sessions, options)
        assert not differences(respelt, expected, [spelt_back(finding, token) for finding in findings])
    assert any(reference_differs(sessions, respelt, options) for options in ALL_OPTIONS)


def spelt_back(finding: dict, token: str) -> dict:
    """The finding with the token's text replaced."""
    lists = {
        key: ["ordinary" if command == token else command for command in finding[key]] for key in ("session", "window")
    }
    return finding | lists


def reference_differs(sessions: Sessions, respelt: Sessions, options: ScoreOptions) -> bool:
    """Whether the reference minds how a command is spelt: raises, or gives another likelihood."""
    try:
        given = rarest_windows(train(sessions), options)
    except MsticpyException:
        return True
    expected = rarest_windows(train(respelt), options)
    return [rarest.likelihood for rarest in given] != [rarest.likelihood for rarest in expected]
