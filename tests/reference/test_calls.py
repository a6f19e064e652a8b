"""Sessions with parameters, and with parameters and values, have msticpy's scores, tables and probabilities of sets."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from msticpy.analysis.anomalous_sequence.model import Model
from msticpy.analysis.anomalous_sequence.utils.data_structures import Cmd

import calls as generated
from binary import Record, run, tables_of
from calls import ALL, FAMILIES, KINDS, SETS, VALUES, Call, Case, call_of_names, call_of_values
from explanations import content_product, content_root, explanation_differences
from near import near, near_differences
from options import ALL_OPTIONS, ScoreOptions
from reference_calls import all_set_probabilities, set_key, train
from tables import table_differences

CASES = int(os.environ.get("ODDWALK_CASES", "520"))
"""How many cases to generate of each kind; every family has at least one."""

WAYS = 3
"""In so many of the ways to score it each case is scored."""

EXPLAINED = ["--explain", "1000000"]


@dataclass
class Outcome:
    """What comparing one case gave."""

    case: Case
    counts: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """The case and what is wrong with it."""
        lines = self.case.lines().decode()[:3_000]
        return "\n".join([f"{self.case.kind}, modellable {self.case.modellable}:", lines, *self.differences[:10]])


def compare(case: Case, all_options: Sequence[ScoreOptions]) -> Outcome:
    """Compares a case in every way, its model and the sets of parameters."""
    outcome = Outcome(case, Counter(cases=1, sessions=len(case.sessions)))
    sessions = [[call.cmd for call in session] for session in case.sessions]
    model = train(sessions, case.modellable_names())
    with TemporaryDirectory() as folder:
        file = Path(folder) / "model.oddwalk"
        keep = ["--save-model", file]
        for options in all_options:
            arguments = ["score", "-", *options.arguments(), *case.arguments(), *EXPLAINED, *keep]
            findings = run(arguments, case.lines())
            outcome.differences += [f"{options}: {text}" for text in _differences(model, sessions, options, findings)]
            outcome.counts += _counts(findings)
            outcome.counts[f"scored with {options}"] += 1
            keep = []
        lines = tables_of(file)
        outcome.differences += table_differences(model, lines)
        outcome.counts["lines of model tables"] += len(lines)
        outcome.differences += _set_differences(model, case, file, outcome.counts)
    return outcome


def _differences(model: Model, sessions: list, options: ScoreOptions, findings: list[Record]) -> Iterator[str]:
    yield from near_differences(model, sessions, options, findings)
    for finding in findings:
        yield from explanation_differences(model, options, finding)


def _counts(findings: list[Record]) -> Counter[str]:
    likelihoods = [finding["likelihood"] for finding in findings]
    counts = {"scores compared": len(findings), "scores that are null": likelihoods.count(None)}
    steps = sum(len(finding["explanation"]["steps"]) for finding in findings if "explanation" in finding)
    return Counter({**counts, "likelihoods that underflowed to 0": likelihoods.count(0), "steps explained": steps})


def _set_differences(model: Model, case: Case, file: Path, counts: Counter[str]) -> Iterator[str]:
    """Each event is scored as a session of its own by what was learnt, to have its parameters explained."""
    distinct = {(call.cmd.name, set_key(model, call.cmd)): call for session in case.sessions for call in session}
    alone = Case(case.kind, [[call] for call in distinct.values()])
    findings = run(["score", "-", "--model", file, "--window", "2", *EXPLAINED], alone.lines())
    contents = {finding["sources"][0]["row"]: finding["explanation"]["steps"][0]["content"] for finding in findings}
    for geometric_mean, probability_of in ((False, content_product), (True, content_root)):
        wanted = all_set_probabilities(model, geometric_mean)
        counts["probabilities of sets"] += len(distinct)
        if sum(map(len, wanted.values())) != len(distinct):
            yield f"there are {len(distinct)} sets, not those of {wanted}"
        for row, (command, key) in enumerate(distinct, start=1):
            found = probability_of(contents[row]) if contents[row] else 1.0
            power = contents[row]["factors"] if geometric_mean and contents[row] else 1
            if not near(found, wanted[command][key], power):
                yield f"P({key} | {command!r}) is {found!r}, not {wanted[command][key]!r}"


def compare_generated(kind: str, family: str, number: int) -> Outcome:
    """Compares one generated case."""
    options = generated.options_of(kind, family, number, WAYS)
    return compare(generated.generate(kind, family, number), options)


GENERATED = [(kind, family) for kind in KINDS for family in FAMILIES if kind in FAMILIES[family].kinds]


@pytest.mark.parametrize(("kind", "family"), GENERATED)
def test_generated_sessions(kind: str, family: str, executor: Executor, tally: Counter[str]) -> None:
    """Windows, sessions, tables, sets and explanations; every way to score comes in turn."""
    numbers = range(FAMILIES[family].cases(CASES))
    outcomes = list(executor.map(compare_generated, [kind] * len(numbers), [family] * len(numbers), numbers))
    counts = sum((outcome.counts for outcome in outcomes), Counter())
    tally.update({f"{kind}: {what}": count for what, count in counts.items() if not what.startswith("scored with")})
    ways = [count for what, count in counts.items() if what.startswith("scored with")]
    tally[f"{kind}: runs, one case scored in one way"] += sum(ways)
    wrong = [outcome for outcome in outcomes if outcome.differences]
    wrong.sort(key=lambda outcome: len(outcome.case.lines()))
    assert not wrong, f"{len(wrong)} of {len(outcomes)} cases differ; the smallest is of {wrong[0]}"
    if family == "underflow":
        assert counts["likelihoods that underflowed to 0"] >= len(outcomes)
    if len(numbers) >= len(ALL_OPTIONS) and len(FAMILIES[family].options) == len(ALL_OPTIONS):
        assert len(ways) == len(ALL_OPTIONS)
        assert min(ways) >= len(numbers) * WAYS // len(ALL_OPTIONS)


def agree(case: Case, all_options: Sequence[ScoreOptions] = tuple(ALL_OPTIONS)) -> None:
    """Fails where a case differs."""
    outcome = compare(case, all_options)
    assert not outcome.differences, str(outcome)


@pytest.mark.parametrize(("distinct", "uses", "modelled"), [
    (20, 200, True), (21, 210, False), (21, 1_000, False), (20, 199, False), (19, 190, True), (19, 189, False),
    (2, 20, True), (2, 19, False), (1, 20, True), (1, 19, False), (3, 30, True), (3, 29, False), (0, 50, False),
])  # fmt: skip
@pytest.mark.parametrize("rest", ['"v0"', "null", '""'])
def test_limits_of_categories(distinct: int, uses: int, modelled: bool, rest: str, tmp_path: Path) -> None:
    """At most 20 distinct values, at least 20 uses, at most one distinct value for ten uses; also uses without a value
    are uses, but no value is not one of the distinct ones."""
    values = [f'"v{number}"' for number in range(distinct)]
    values += [rest if distinct else "null"] * (uses - distinct)
    case = Case(VALUES, [[call_of_values("a", [("p", value)])] for value in values])
    agree(case, [ScoreOptions(2)])
    file = tmp_path / "model.oddwalk"
    run(["score", "-", "--save-model", file], case.lines())
    lines = [line for line in tables_of(file) if line["table"] == "value" and line["given"] == "p"]
    assert {line["modelled"] for line in lines} == {modelled}


@pytest.mark.parametrize("modellable", [frozenset({"p", "never"}), ALL])
@pytest.mark.parametrize("empty", ["null", '""'])
def test_a_modelled_parameter_that_has_no_value_is_one_factor_more(
    modellable: frozenset[str] | str, empty: str, tmp_path: Path
) -> None:
    """Its probability is 1, which only the root shows."""
    uses = [[("p", '"x"'), ("never", empty)], [("never", empty)], [("p", '"y"')], [("p", empty), ("q", '"x"')]]
    case = Case(VALUES, [[call_of_values("a", use), call_of_values("b", use)] for use in uses * 3], modellable)
    agree(case)
    file = tmp_path / "model.oddwalk"
    run(["score", "-", *case.arguments(), "--save-model", file], case.lines())
    (line,) = (line for line in tables_of(file) if line["table"] == "value" and line["given"] == "never")
    assert (line["seen"], line["probability"], line["modelled"]) == ("##UNK##", 1.0, True)


@pytest.mark.parametrize("kind", KINDS)
def test_parameters_that_are_hardly_ever_missing(kind: str) -> None:
    """So many that the likelihood of none of them underflows, while that of all of them is nothing special."""
    names = [f"p{number}" for number in range(300)]

    def call(there: list[str]) -> Call:
        return call_of_names("a", there) if kind == SETS else call_of_values("a", [(name, '"x"') for name in there])

    sessions = [[call(names)] * 10 for _ in range(40)]
    sessions += [[call(names[1:]), call(names)], [call(names[:150])], [call(names[:1]), call([])]]
    agree(Case(kind, sessions), [ScoreOptions(2), ScoreOptions(3, geometric_mean=True)])


def test_of_equal_keys_the_last_counts() -> None:
    """JSON leaves open what an object with two equal keys is; Python takes the last one, and so does oddwalk."""
    event = '{"name":"x","params":["x"],"name":"a","params":{"p":"x","p":"y"}}'
    item = '{"name":"b","params":[{"Name":"x","Name":"p","Value":"x","Value":"y"}]}'
    calls = [Call("", Cmd("a", {"p": "y"})), Call("", Cmd("b", {"p": "y"}))]
    model = train([[call.cmd for call in calls]] * 20, {"p"})
    lines = f'{{"session":[{event},{item}]}}\n'.encode() * 20
    for options in ALL_OPTIONS:
        findings = run(["score", "-", *options.arguments(), "--modellable", "p"], lines)
        assert not near_differences(model, [[call.cmd for call in calls]] * 20, options, findings)


@pytest.mark.parametrize("first", KINDS)
def test_the_first_event_decides(first: str) -> None:
    """In one input sets and values are both: names have no value, or values do not count."""
    names, values = call_of_names("a", ["p", "q"]), call_of_values("a", [("p", '"x"'), ("q", "1")])
    case = Case(first, [[names, values, names], [values], [names]] * 12, frozenset({"p"}))
    sessions = [case.sessions[0][1:] + case.sessions[1], *case.sessions]
    sessions[0] = [values if first == VALUES else names, *sessions[0]]
    agree(Case(first, sessions, frozenset({"p"})))
    agree(Case(first, sessions))


@pytest.mark.parametrize("token", ["##START##", "##UNK##", "##END##"])
@pytest.mark.parametrize("kind", KINDS)
def test_text_that_spells_a_token_is_an_ordinary_parameter_or_value(token: str, kind: str) -> None:
    """A parameter or value that spells a token is what it would be when spelt in another way."""

    def sessions(text: str) -> list[list[Call]]:
        if kind == VALUES:
            uses = [[("p", f'"{text}"'), (text, '"x"')], [("p", '"y"')], [(text, f'"{text}"')], [("p", f'"{text}"')]]
            return [[call_of_values("a", use), call_of_values("b", use[:1])] for use in uses * 6]
        return [[call_of_names("a", names), call_of_names("b", names[1:])] for names in ([text, "p"], ["p"], [text], [])]

    given, respelt = Case(kind, sessions(token), ALL), Case(kind, sessions("z"), ALL)
    model = train([[call.cmd for call in session] for session in respelt.sessions], respelt.modellable_names())
    for options in ALL_OPTIONS:
        arguments = ["score", "-", *options.arguments(), *given.arguments()]
        spelt = [[call.cmd for call in session] for session in respelt.sessions]
        assert not near_differences(model, spelt, options, run(arguments, given.lines()))


def test_names_and_names_with_parameters_do_not_mix() -> None:
    """The one difference that is meant: the reference raises, or takes one for the other; oddwalk rejects the record."""
    case = Case(VALUES, [[call_of_values("a", [("p", '"x"')])], [call_of_values("b", [])]])
    lines = case.lines() + b'{"session":["a","b"]}\n'
    findings = run(["score", "-", "--max-rejected", "1"], lines)
    assert len(findings) == 2
    with pytest.raises(AttributeError):
        train([[case.sessions[0][0].cmd], ["a", "b"]])


def test_equal_values_of_other_types_are_other_values() -> None:
    """The one difference that is meant: for the reference `True`, `1` and `1.0` are one value, and 0 and False are none.
    Values are texts here: a number is what was written, `true` is not `1`, and 0 is a value."""
    typed = ["true", "1", "1.0", "false", "0", '"1"'] * 10
    case = Case(VALUES, [[call_of_values("a", [("p", value)])] for value in typed])
    agree(case, [ScoreOptions(2)])
    assert {call.cmd.params["p"] for session in case.sessions for call in session} == {"true", "1", "1.0", "false", "0"}
