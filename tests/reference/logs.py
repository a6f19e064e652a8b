"""Generated logs of events around the limits of sessions. A seed always gives the same logs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import pandas as pd

from binary import Record
from options import Limits
from reference import Identity

TIME = "time"
COMMAND = "command"
MINUTE = 60_000_000_000
EPOCH = 1_600_000_000_000_000_000
JUST = (1, 1_000, 1_000_000, 1_000_000_000)
"""So many nanoseconds are just before or just after: as fine as pandas, and as coarse as most logs."""

NAMES = ("ann", "Ann", "ann ", "bob", "1", "01", "nan", "None", "a,b", 'q"q', "çelik", "日本", "10.0.0.1:443", "~")
ZONES = ("UTC", "+05:30", "-08:00")


@dataclass(frozen=True)
class Event:
    """One event; `time` is nanoseconds since 1970 UTC."""

    time: int
    identity: Identity
    command: str


@dataclass(frozen=True)
class Log:
    """Events in the order of the input, and the identity columns' names."""

    columns: tuple[str, ...]
    events: list[Event]

    def frame(self) -> pd.DataFrame:
        """The log as the reference wants it."""
        names = zip(*(event.identity for event in self.events), strict=True)
        frame = pd.DataFrame({column: pd.Series(values, dtype=object) for column, values in zip(self.columns, names)})
        frame[TIME] = pd.to_datetime([event.time for event in self.events], unit="ns", utc=True)
        frame[COMMAND] = [event.command for event in self.events]
        return frame

    def records(self) -> list[Record]:
        """The log as oddwalk reads it, times in this or that zone."""
        return [
            {**dict(zip(self.columns, event.identity)), TIME: _iso(event.time, number), COMMAND: event.command}
            for number, event in enumerate(self.events)
        ]

    def arguments(self, *more_columns: str) -> list[str]:
        """The columns for the command line."""
        return ["--time", TIME, "--entity", ",".join((*more_columns, *self.columns)), "--command", COMMAND]


def _iso(time: int, number: int) -> str:
    return pd.Timestamp(time, unit="ns", tz=ZONES[number % len(ZONES)]).isoformat()


def generate(seed: str, columns: int, limits: Limits) -> Log:
    """A log of 1 to 80 events of up to five identities."""
    random = Random(seed)
    identities = [_identity(random, columns) for _ in range(random.randint(1, 5))]
    most = random.choice((1, 5, 80))
    events: list[Event] = []
    for identity in identities:
        for time in _times(random, random.randint(1, max(1, most // len(identities))), limits):
            events.append(Event(time, identity, f"c{random.randrange(12)}"))
    events += random.sample(events, random.randint(0, len(events) // 10))
    return Log(tuple(f"id{number}" for number in range(columns)), _ordered(random, events))


def _identity(random: Random, columns: int) -> Identity:
    return tuple(None if random.random() < 0.3 else random.choice(NAMES) for _ in range(columns))


def _times(random: Random, count: int, limits: Limits) -> Iterator[int]:
    """One identity's times: steps aim at the gap and at the end of the session, to hit them or miss them by little."""
    begin = time = EPOCH + random.randrange(10) * MINUTE
    for _ in range(count):
        yield time
        previous = time
        time = max(previous, _next(random, previous, begin, limits))
        if time - previous > limits.gap * MINUTE or time - begin > limits.duration * MINUTE:
            begin = time


def _next(random: Random, time: int, begin: int, limits: Limits) -> int:
    just = random.choice(JUST) * random.choice((-1, 0, 1))
    match random.choice(("tie", "soon", "within", "gap", "duration", "later")):
        case "tie":
            return time
        case "soon":
            return time + random.randrange(5_000_000_000)
        case "within":
            return time + random.randint(0, limits.gap * MINUTE)
        case "gap":
            return time + limits.gap * MINUTE + just
        case "duration" if begin + limits.duration * MINUTE - time <= limits.gap * MINUTE:
            return begin + limits.duration * MINUTE + just
        case _:
            return time + random.randrange(3 * (limits.gap + 1) * MINUTE)


def _ordered(random: Random, events: Sequence[Event]) -> list[Event]:
    """As the log gives them: by time, newest first, or in no order; equal times in an order of their own."""
    shuffled = random.sample(events, len(events))
    match random.choice(("by time", "newest first", "shuffled")):
        case "by time":
            return sorted(shuffled, key=lambda event: event.time)
        case "newest first":
            return sorted(shuffled, key=lambda event: event.time, reverse=True)
        case _:
            return shuffled
