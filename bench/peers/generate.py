"""Make up a log: Zipf entities, bursts in office hours, commands that follow each other as a Markov chain does.

The same seed and size make the same log. There are 90 days whatever the size, made one by one, so that memory
holds no more than one of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

DAYS = 90
COMMANDS = 400
EVENTS_OF_A_SESSION = 21
FIRST_DAY = 1_700_000_000
VARIANTS = 24
"""So many different texts of parameters each command has."""


@dataclass(frozen=True)
class World:
    """Who there is, and what they do."""

    events: int
    seed: int
    with_parameters: bool

    @property
    def entities(self) -> int:
        """About 39 thousand of 10^7 events."""
        return max(50, self.events // 256)

    def days(self) -> Iterator[pa.Table]:
        """Make the log, a day at a time."""
        texts = _texts(self)
        left = self.events
        for day in range(DAYS):
            size = left // (DAYS - day)
            left -= size
            if size:
                yield _day(self, day, size, texts)


def _texts(world: World) -> dict[str, pa.Array]:
    users = pa.array([f"user{index:06}@contoso.example" for index in range(world.entities)])
    commands = pa.array([f"Command-{index:03}" for index in range(COMMANDS)])
    parameters = [_parameters(command, variant) for command in range(COMMANDS) for variant in range(VARIANTS)]
    return {"user": users, "command": commands, "parameters": pa.array(parameters)}


def _parameters(command: int, variant: int) -> str:
    """Two to six names of the command's own, some of them missing, with values that look like categories."""
    names = 2 + command % 5
    there = [index for index in range(names) if (variant * 7 + index * 3 + command) % 5]
    values = [f'"P{command % 40}-{index}":"v{(variant * (index + 1)) % 6}"' for index in there]
    return "{" + ",".join(values) + "}"


def _day(world: World, day: int, size: int, texts: dict[str, pa.Array]) -> pa.Table:
    random = np.random.default_rng([world.seed, day])
    lengths = random.geometric(1 / EVENTS_OF_A_SESSION, size // EVENTS_OF_A_SESSION + 1)
    lengths = lengths[: np.searchsorted(np.cumsum(lengths), size) + 1]
    session = np.repeat(np.arange(len(lengths)), lengths)[:size]
    if len(session) < size:
        session = np.concatenate([session, np.full(size - len(session), len(lengths) - 1)])
    is_first = np.diff(session, prepend=-1) != 0
    users = _zipf(random, len(lengths), world.entities, 1.1)[session]
    begins = 28_800 + 36_000 * random.beta(2, 2, len(lengths))
    gaps = np.where(is_first, 0, np.floor(random.exponential(12, size)))
    seconds = begins[session].astype(np.int64) + _within(gaps, is_first)
    commands = _chain(random, session, is_first, users)
    order = np.argsort(seconds, kind="stable")
    columns = {
        "time": pa.array((FIRST_DAY + day * 86_400 + seconds[order]) * 1_000_000, pa.timestamp("us", "UTC")),
        "user": _named(users[order], texts["user"]),
        "command": _named(commands[order], texts["command"]),
    }
    if world.with_parameters:
        variants = commands[order] * VARIANTS + random.integers(0, VARIANTS, size)
        columns["parameters"] = _named(variants, texts["parameters"])
    return pa.table(columns)


def _zipf(random: np.random.Generator, size: int, most: int, exponent: float) -> np.ndarray:
    weights = np.arange(1, most + 1) ** -exponent
    return np.searchsorted(np.cumsum(weights) / weights.sum(), random.random(size)).clip(0, most - 1)


def _within(steps: np.ndarray, is_first: np.ndarray) -> np.ndarray:
    """Add up within each session."""
    sums = np.cumsum(steps)
    starts = np.maximum.accumulate(np.where(is_first, np.arange(len(steps)), 0))
    return (sums - sums[starts]).astype(np.int64)


def _chain(random: np.random.Generator, session: np.ndarray, is_first: np.ndarray, users: np.ndarray) -> np.ndarray:
    """Each user begins where their work is, and goes on by small steps, now and then by a large one."""
    steps = random.choice([0, 1, 2, 3, 17, 101], len(session), p=[0.3, 0.4, 0.17, 0.1, 0.02, 0.01])
    begin = _zipf(random, session[-1] + 1, 40, 1.3)[session] + users % 360
    return (begin + _within(np.where(is_first, 0, steps), is_first)) % COMMANDS


def _named(numbers: np.ndarray, texts: pa.Array) -> pa.Array:
    return texts.take(pa.array(numbers.astype(np.int32)))
