"""Generated sessions, family by family. A family and a number always give the same sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from options import ALL_OPTIONS, ScoreOptions, score_options

Sessions = list[list[str]]


@dataclass(frozen=True)
class Family:
    """Sessions of one kind; `share` of a thousand generated cases are of it."""

    share: int
    generate: Callable[[Random], Sessions]
    options: tuple[ScoreOptions, ...] = tuple(ALL_OPTIONS)

    def cases(self, total: int) -> int:
        """How many of `total` cases are of this family, rounded up."""
        return -(-total * self.share // 1000)


def generate(family: str, number: int) -> Sessions:
    """The sessions of one case."""
    return FAMILIES[family].generate(Random(f"{family} {number}"))


def _commands(count: int) -> list[str]:
    verbs = ("Set", "Get", "New", "Remove", "Add")
    return [f"{verbs[number % len(verbs)]}-Thing{number // len(verbs)}" for number in range(count)]


def _zipf(count: int) -> list[float]:
    return [1 / rank for rank in range(1, count + 1)]


def _walks(
    random: Random, vocabulary: list[str], lengths: Iterable[int], weights: list[float] | None = None
) -> Sessions:
    return [random.choices(vocabulary, weights, k=length) for length in lengths]


def _lengths(random: Random, sessions: int, longest: int) -> list[int]:
    return [random.randint(1, longest) for _ in range(sessions)]


def tiny(random: Random) -> Sessions:
    """So few sessions of so few commands that a failure can be checked by hand, ties abound."""
    vocabulary = _commands(random.randint(1, 4))
    return _walks(random, vocabulary, _lengths(random, random.randint(1, 8), random.randint(1, 8)))


def uniform(random: Random) -> Sessions:
    """Every command as likely as any other."""
    return _walks(random, _commands(random.randint(1, 60)), _lengths(random, random.randint(1, 60), 12))


def zipf(random: Random) -> Sessions:
    """Few commands are used often and many once, as in real logs."""
    vocabulary = _commands(random.randint(2, 120))
    lengths = [1 + int(random.expovariate(0.25)) for _ in range(random.randint(5, 80))]
    return _walks(random, vocabulary, lengths, _zipf(len(vocabulary)))


def singles(random: Random) -> Sessions:
    """Sessions of one event, and a few others."""
    lengths = [1 if random.random() < 0.85 else random.randint(2, 5) for _ in range(random.randint(1, 80))]
    return _walks(random, _commands(random.randint(1, 20)), lengths)


def repeats(random: Random) -> Sessions:
    """Runs of one command, and sessions that occur many times: windows and sessions tie."""
    vocabulary = _commands(random.randint(1, 6))
    runs = [
        [command for command in random.choices(vocabulary, k=random.randint(1, 4)) for _ in range(random.randint(1, 6))]
        for _ in range(random.randint(1, 6))
    ]
    return random.choices(runs, k=random.randint(1, 30))


ODD_TEXTS = (
    " ", "  two  spaces ", "\t", "\n", "line\nbreak", "line\r\nbreak", "\u2028", '"', '""', "'", "\\", "\\n", "a,b",
    "a;b", "[1]", '["a"]', "{}", "null", "None", "NaN", "nan", "true", "0", "-0", "00", "1", "1.0", "1e5", "0x10", "-1",
    "9007199254740993", "=1+1", "@x", "<script>", "&amp;", "%00", "\x00", "\x01", "\x1b[31m", "\x7f", "\ufeff", "\u202e",
    "\u200b", "é", "e\u0301", "É", "ß", "SS", "İ", "ı", "日本語", "سلام", "👩‍💻", "\U0010ffff", "\ud7ff", "\ue000", "\ufffd",
    "#START#", "##", "##start##", "Set-Mailbox", "set-mailbox", "Set-Mailbox ", "x" * 5_000, "x" * 5_001, "é" * 2_000,
)  # fmt: skip


def texts(random: Random) -> Sessions:
    """Commands that a reader or writer might alter, drop or take for each other."""
    vocabulary = random.sample(ODD_TEXTS, random.randint(2, 24))
    return _walks(random, vocabulary, _lengths(random, random.randint(1, 15), 8))


def long(random: Random) -> Sessions:
    """Sessions of up to 300 events beside short ones."""
    vocabulary = _commands(random.randint(2, 80))
    lengths = [random.randint(100, 300), *_lengths(random, random.randint(1, 6), 30)]
    return _walks(random, vocabulary, lengths, _zipf(len(vocabulary)))


def wide(random: Random) -> Sessions:
    """Vocabularies of up to 400 commands, the smoothing of which the reference takes its time for."""
    vocabulary = _commands(random.randint(150, 400))
    rest = _walks(random, vocabulary, _lengths(random, random.randint(5, 40), 15), _zipf(len(vocabulary)))
    return [random.sample(vocabulary, len(vocabulary)), *rest]


def underflow(random: Random) -> Sessions:
    """Sessions in which a window of 200 events has a likelihood of 0."""
    vocabulary = _commands(random.randint(70, 150))
    return _walks(random, vocabulary, [random.randint(195, 300), *_lengths(random, 2, 260)])


def crowd(random: Random) -> Sessions:
    """More sessions than one thread counts by itself."""
    vocabulary = _commands(30)
    return _walks(random, vocabulary, _lengths(random, 10_000, 5), _zipf(len(vocabulary)))


FAMILIES = {
    "tiny": Family(250, tiny),
    "uniform": Family(150, uniform),
    "zipf": Family(150, zipf),
    "singles": Family(110, singles),
    "repeats": Family(150, repeats),
    "texts": Family(110, texts),
    "long": Family(50, long),
    "wide": Family(11, wide),
    "underflow": Family(18, underflow, tuple(score_options(range(200, 201)))),
    "crowd": Family(1, crowd, tuple(score_options(range(3, 4)))),
}
