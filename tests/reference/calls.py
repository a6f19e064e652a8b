"""Generated sessions of commands with parameters, family by family. A family and a number always give the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random

from msticpy.analysis.anomalous_sequence.utils.data_structures import Cmd

from options import ALL_OPTIONS, ScoreOptions, score_options
from texts import text_of

SETS = "sets"
VALUES = "values"
KINDS = (SETS, VALUES)
ALL = "all"


@dataclass(frozen=True)
class Call:
    """A command with parameters: `given` is what oddwalk reads, JSON or nothing, and `cmd` what the reference is fed."""

    given: str | None
    cmd: Cmd

    @property
    def json(self) -> str:
        """The call as an item of a session."""
        name = json.dumps(self.cmd.name, ensure_ascii=False)
        return f'{{"name":{name}}}' if self.given is None else f'{{"name":{name},"params":{self.given}}}'


Calls = list[list[Call]]
Named = tuple[str, str]
"""A parameter's name and its value as JSON."""


@dataclass(frozen=True)
class Case:
    """Sessions, and what of their values is to be modelled: names, all, or what looks like categories."""

    kind: str
    sessions: Calls
    modellable: frozenset[str] | str | None = None

    def commands(self) -> list[list[str]]:
        """The sessions without parameters."""
        return [[call.cmd.name for call in session] for session in self.sessions]

    def lines(self) -> bytes:
        """The sessions as oddwalk reads them."""
        sessions = (",".join(call.json for call in session) for session in self.sessions)
        return "".join(f'{{"session":[{session}]}}\n' for session in sessions).encode()

    def arguments(self) -> list[str]:
        """What is to be modelled, for the command line."""
        match self.modellable:
            case None:
                return []
            case str() as text:
                return ["--modellable", text]
            case names:
                return ["--modellable", ",".join(sorted(names))]

    def modellable_names(self) -> set[str] | None:
        """What is to be modelled, for the reference."""
        if self.modellable == ALL:
            return {name for session in self.sessions for call in session for name in call.cmd.params}
        return None if self.modellable is None else set(self.modellable)


def call_of_names(command: str, names: Sequence[str]) -> Call:
    """A command with a set of parameters, as a list of names."""
    return Call(json.dumps(list(names), ensure_ascii=False), Cmd(command, set(names)))


def call_without(command: str) -> Call:
    """A command that says nothing of parameters."""
    return Call(None, Cmd(command, {}))


FORMS = ("object", "names and values", "keys and values", "text", "text of names and values")


def call_of_values(command: str, parameters: Sequence[Named], form: str = "object") -> Call:
    """A command with parameters and values in one of the forms that logs have them in. Of equal names the last counts."""
    quoted = [(json.dumps(name, ensure_ascii=False), value) for name, value in parameters]
    inside = ",".join(f"{name}:{value}" for name, value in quoted)
    match form:
        case "object":
            given = f"{{{inside}}}"
        case "text":
            given = json.dumps(f"{{{inside}}}", ensure_ascii=False)
        case _:
            name_key, value_key = ("key", "value") if form == "keys and values" else ("Name", "Value")
            items = ",".join(f'{{"{name_key}":{name},"{value_key}":{value}}}' for name, value in quoted)
            given = json.dumps(f"[{items}]", ensure_ascii=False) if form.startswith("text") else f"[{items}]"
            if not parameters and not form.startswith("text"):
                given = "{}"  # An empty list would be an empty set.
    return Call(given, Cmd(command, {name: text_of(value) for name, value in parameters}))


@dataclass(frozen=True)
class Habit:
    """What a command usually comes with: each parameter's probability and its values."""

    command: str
    parameters: dict[str, tuple[float, Sequence[str]]]

    def call(self, random: Random, kind: str, form: str = "object") -> Call:
        """A use of the command."""
        there = [name for name, (chance, _) in self.parameters.items() if random.random() < chance]
        random.shuffle(there)
        if kind == SETS:
            return call_of_names(self.command, there)
        return call_of_values(
            self.command, [(name, random.choice(self.parameters[name][1])) for name in there], form
        )


TYPED = (
    "null", '""', "true", "false", "0", "1", "-1", "1.0", "-0", "-0.0", "1.50", "1e5", "1E-7", "12345678901", "18446744073709551615",
    "9007199254740993", "123456789012345678901234", '"true"', '"1"', '"1.0"', '"null"', '"None"', '"a"', '"A"', '" "', '"é"',
    '"line\\nbreak"', '"\\u0000"', "[]", "{}", '[1, "2", null, false]', '[1.0,"2",null,false]', '{"y": {"k": "\\u0001"}, "x": [1.5]}',
    '{"x":[1.50],"y":{"k":"\\u0001"}}', '"[]"', "[[]]", '[""]', "[null]", '{"é":1,"z":2,"":3}',
)  # fmt: skip
"""Values of every type; some are equal texts, some equal numbers, and some none at all."""

ODD_NAMES = (
    "Identity", "identity", "Identity ", " ", "a b", "a,b", "=1", "é", "e\u0301", "日本", "\t", "\x00", '"', "\\", "None", "null", "1",
    "Name", "Value", "key", "params", "\u202e", "x" * 3_000, "--- a", "##", "all",
)  # fmt: skip


def _words(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{number}" for number in range(count)]


def _quoted(texts: Iterable[str]) -> list[str]:
    return [json.dumps(text, ensure_ascii=False) for text in texts]


def _habits(
    random: Random, commands: Sequence[str], names: Sequence[str], most: int, values: Sequence[str] | None = None
) -> list[Habit]:
    """Each command has up to `most` of the parameters, some always, some hardly ever, and shares them with others. Those
    of one name have the same values."""
    usual = {name: values or _quoted(_words(f"{name[:9]}=", random.choice((1, 2, 3, 20, 21, 60)))) for name in names}
    habits = []
    for command in commands:
        own = random.sample(names, random.randint(0, min(most, len(names))))
        habits.append(Habit(command, {name: (random.choice((1, 0.9, 0.5, 0.1, 0.02)), usual[name]) for name in own}))
    return habits


def _sessions(
    random: Random, kind: str, habits: Sequence[Habit], lengths: Iterable[int], forms: Sequence[str] = ("object",)
) -> Calls:
    weights = [1 / rank for rank in range(1, len(habits) + 1)]
    return [
        [habit.call(random, kind, random.choice(forms)) for habit in random.choices(habits, weights, k=length)]
        for length in lengths
    ]


def _lengths(random: Random, sessions: int, longest: int) -> list[int]:
    return [random.randint(1, longest) for _ in range(sessions)]


def tiny(random: Random, kind: str) -> Case:
    """So few that a failure can be checked by hand, ties abound."""
    habits = _habits(random, _words("c", random.randint(1, 3)), _words("p", 3), 3, ['"x"', '"y"', "null"])
    return Case(kind, _sessions(random, kind, habits, _lengths(random, random.randint(1, 6), 4)))


def usual(random: Random, kind: str) -> Case:
    """Few commands are used often, and each has its own parameters and some that others have too."""
    habits = _habits(random, _words("c", random.randint(2, 40)), _words("p", random.randint(1, 40)), 12)
    return Case(kind, _sessions(random, kind, habits, _lengths(random, random.randint(5, 60), 12), FORMS))


def shared(random: Random, kind: str) -> Case:
    """Every command may have every parameter."""
    names = _words("p", random.randint(1, 6))
    values = _quoted(_words("v", random.choice((1, 3, 20, 21))))
    habits = [
        Habit(command, {name: (random.random(), values) for name in names})
        for command in _words("c", random.randint(2, 12))
    ]
    return Case(kind, _sessions(random, kind, habits, _lengths(random, random.randint(3, 40), 10)))


def singles(random: Random, kind: str) -> Case:
    """Sessions of one event, and a few others."""
    habits = _habits(random, _words("c", random.randint(1, 12)), _words("p", 8), 5)
    lengths = [1 if random.random() < 0.85 else random.randint(2, 5) for _ in range(random.randint(1, 60))]
    return Case(kind, _sessions(random, kind, habits, lengths))


def empties(random: Random, kind: str) -> Case:
    """Most events have no parameters, and most commands never have any."""
    habits = _habits(random, _words("c", random.randint(1, 12)), _words("p", 4), 1)
    sessions = _sessions(random, kind, habits, _lengths(random, random.randint(1, 30), 8))
    if kind == VALUES:
        sessions = [
            [call_without(call.cmd.name) if random.random() < 0.3 else call for call in session] for session in sessions
        ]
    return Case(kind, sessions)


def texts(random: Random, kind: str) -> Case:
    """Names and values of every type that a reader or writer might alter, drop or take for each other."""
    names = random.sample(ODD_NAMES, random.randint(2, 12))
    values = random.sample(TYPED, random.randint(2, len(TYPED)))
    habits = _habits(random, _words("c", random.randint(1, 6)), names, 6, values)
    case = Case(kind, _sessions(random, kind, habits, _lengths(random, random.randint(2, 25), 8), FORMS))
    return Case(kind, case.sessions, random.choice((None, ALL)) if kind == VALUES else None)


def twice(random: Random, kind: str) -> Case:
    """A name stands twice in one event's parameters, with the same value, another one, or none."""
    names = _words("p", random.randint(1, 5))

    def call() -> Call:
        command = random.choice("abc")
        there = random.choices(names, k=random.randint(0, 6))
        if kind == SETS:
            return call_of_names(command, there)
        return call_of_values(command, [(name, random.choice(TYPED[:12])) for name in there], random.choice(FORMS))

    sessions = [[call() for _ in range(length)] for length in _lengths(random, random.randint(5, 40), 6)]
    return Case(kind, sessions, random.choice((None, ALL)) if kind == VALUES else None)


def mixed(random: Random, kind: str) -> Case:
    """Sets and values in one input: the first event decides what they are taken for."""
    habits = _habits(random, _words("c", random.randint(1, 8)), _words("p", 6), 5)
    both = [_sessions(random, any_kind, habits, _lengths(random, 20, 6), FORMS) for any_kind in KINDS]
    sessions = [random.choice(pair) for pair in zip(*both)]
    sessions += [[random.choice(calls) for calls in zip(*pair)] for pair in zip(*both)]
    first = random.choice(habits).call(random, kind, random.choice(FORMS))
    sessions[0] = [first, *sessions[0]]
    return Case(kind, sessions, frozenset(random.sample(_words("p", 6), 3)) if random.random() < 0.5 else None)


def many(random: Random, kind: str) -> Case:
    """A command with so many parameters that the product over them underflows, though its root does not."""
    names = _words("p", random.randint(150, 400))
    value = ['"v"']
    habits = [
        Habit("many", {name: (random.choice((0.5, 0.02)), value) for name in names}),
        *_habits(random, _words("c", 5), names[:10], 5),
    ]
    return Case(kind, _sessions(random, kind, habits, _lengths(random, random.randint(10, 20), 6)))


def long(random: Random, kind: str) -> Case:
    """Sessions of up to 200 events beside short ones."""
    habits = _habits(random, _words("c", random.randint(2, 30)), _words("p", 12), 6)
    return Case(kind, _sessions(random, kind, habits, [random.randint(60, 200), *_lengths(random, 3, 20)]))


def wide(random: Random, kind: str) -> Case:
    """Vocabularies of up to 400 commands."""
    commands = _words("c", random.randint(300, 400))
    habits = _habits(random, commands, _words("p", 100), 8)
    every = [habit.call(random, kind) for habit in habits]
    return Case(kind, [every, *_sessions(random, kind, habits, _lengths(random, 15, 10))])


def underflow(random: Random, kind: str) -> Case:
    """Sessions in which a window of 200 events has a likelihood of 0."""
    habits = _habits(random, _words("c", random.randint(90, 150)), _words("p", 20), 6)
    lengths = [random.randint(199, 230), random.randint(1, 200)]
    return Case(kind, [[random.choice(habits).call(random, kind) for _ in range(length)] for length in lengths])


def crowd(random: Random, kind: str) -> Case:
    """More sessions than one thread counts by itself."""
    habits = _habits(random, _words("c", 12), _words("p", 8), 4)
    return Case(kind, _sessions(random, kind, habits, _lengths(random, 9_000, 2)))


def limits(random: Random, kind: str) -> Case:
    """Parameters at and beside what makes values categories: 20 distinct, 20 uses, one distinct for ten uses."""
    distinct = [random.choice((0, 1, 2, 2, 3, 19, 20, 20, 21)) for _ in range(random.randint(2, 5))]
    named: list[list[Named]] = []
    for number, values in enumerate(distinct):
        least = max(20, 10 * values) if values < 21 else 210
        uses = max(values, 1, least + random.choice((-1, 0, 0, 1)))
        given = _quoted(_words("v", values))
        given += [random.choice([*given, "null", '""']) for _ in range(uses - values)]
        named += [[(f"p{number}", value)] for value in given]
    random.shuffle(named)
    calls = [call_of_values(random.choice("ab"), parameters) for parameters in named]
    lengths = iter(lambda: random.randint(1, 9), 0)
    sessions, start = [], 0
    while start < len(calls):
        end = start + next(lengths)
        sessions.append(calls[start:end])
        start = end
    return Case(kind, sessions)


def named(random: Random, kind: str) -> Case:
    """Which parameters are modelled is said: ones with many values, with none, such as nobody has, or all."""
    names = _words("p", random.randint(2, 10))
    habits = _habits(random, _words("c", random.randint(1, 6)), names, 6)
    habits = [
        Habit(habit.command, habit.parameters | {"never": (0.5, ["null", '""']), "unique": (0.4, _quoted(_words("u", 999)))})
        for habit in habits
    ]
    chosen = frozenset(random.sample([*names, "never", "unique", "nobody's"], random.randint(1, len(names))))
    modellable = random.choice((ALL, chosen, chosen))
    return Case(kind, _sessions(random, kind, habits, _lengths(random, random.randint(3, 40), 8), FORMS), modellable)


@dataclass(frozen=True)
class Family:
    """Cases of one sort; `share` of a thousand generated ones are of it."""

    share: int
    generate: Callable[[Random, str], Case]
    options: tuple[ScoreOptions, ...] = tuple(ALL_OPTIONS)
    kinds: tuple[str, ...] = KINDS

    def cases(self, total: int) -> int:
        """How many of `total` cases are of this family, rounded up."""
        return -(-total * self.share // 1000)


FAMILIES = {
    "tiny": Family(190, tiny),
    "usual": Family(170, usual),
    "shared": Family(110, shared),
    "singles": Family(80, singles),
    "empties": Family(80, empties),
    "texts": Family(150, texts),
    "twice": Family(90, twice),
    "mixed": Family(90, mixed),
    "many": Family(12, many),
    "long": Family(20, long),
    "wide": Family(3, wide),
    "underflow": Family(8, underflow, tuple(score_options(range(200, 201)))),
    "crowd": Family(1, crowd, (ScoreOptions(2),)),
    "limits": Family(100, limits, kinds=(VALUES,)),
    "named": Family(100, named, kinds=(VALUES,)),
}


def generate(kind: str, family: str, number: int) -> Case:
    """One case."""
    return FAMILIES[family].generate(Random(f"{kind} {family} {number}"), kind)


def options_of(kind: str, family: str, number: int, count: int) -> list[ScoreOptions]:
    """Some of the ways to score a case, other ones for other cases; all of them come in turn."""
    options = FAMILIES[family].options
    turns = (number * count + turn + len(kind) for turn in range(min(count, len(options))))
    return [options[(7 * turn) % len(options)] for turn in turns]
