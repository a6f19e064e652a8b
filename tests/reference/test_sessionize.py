"""`oddwalk sessionize` cuts logs where msticpy's `sessionize_data` cuts them.

Order inside a session is compared event by event. pandas sorts by the identity columns and the time together, which is a
stable sort for more than one key, so events of the same time keep the order of the input on both sides.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from itertools import product
from random import Random

import pandas as pd
import pytest

import logs as generated
from binary import Record, ndjson, rows, run
from logs import MINUTE, TIME, Event, Log
from options import Limits
from reference import Session, nanoseconds, sessions_of_rows

LIMITS = [Limits(*limits) for limits in ((20, 2), (2, 20), (1, 1), (3, 2), (60, 30), (0, 5), (5, 0), (0, 0))]
COLUMNS = (1, 2, 3)
LOGS = max(8, int(os.environ.get("ODDWALK_CASES", "520")) // (len(LIMITS) * len(COLUMNS)))
"""So many logs for each of the limits and each number of identity columns."""

LOG_COLUMN = "log"


def expected_sessions(log: Log, limits: Limits) -> list[Session]:
    """What the reference makes of the log, in a fixed order."""
    return sorted(sessions_of_rows(log.frame(), log.columns, TIME, limits), key=lambda session: session.rows)


def found_sessions(log: Log, records: Sequence[Record], row_numbers: dict[int, int] | None = None) -> list[Session]:
    """What oddwalk made of the log, in the same order; `row_numbers` are the log's own for those of the input."""
    found = [_session(log, record, row_numbers) for record in records]
    return sorted(found, key=lambda session: session.rows)


def _session(log: Log, record: Record, row_numbers: dict[int, int] | None) -> Session:
    numbers = tuple(row_numbers[row] if row_numbers else row for row in rows(record))
    commands = [log.events[number - 1].command for number in numbers]
    session = Session(
        begin=nanoseconds(record["begin"]),
        end=nanoseconds(record["end"]),
        rows=numbers,
        identity=tuple(record["entity"][column] for column in log.columns),
    )
    assert record["session"] == commands
    assert (record["n_events"], record["n_distinct"]) == (len(commands), len(set(commands)))
    assert record["duration_ms"] == (session.end - session.begin) // 1_000_000
    return session


def sessionize(log: Log, limits: Limits) -> list[Session]:
    """What oddwalk makes of the log."""
    arguments = ["sessionize", "-", *log.arguments(), *limits.arguments()]
    return found_sessions(log, run(arguments, ndjson(log.records())))


def sessionize_together(logs: Sequence[Log], limits: Limits, random: Random) -> list[list[Session]]:
    """What oddwalk makes of many logs in one call: their events are mixed, and the log's number is one identity more.

    Each log's events keep their order.
    """
    turns = [number for number, log in enumerate(logs) for _ in log.events]
    random.shuffle(turns)
    unread = [iter(enumerate(log.records(), start=1)) for log in logs]
    mixed, own_rows = [], {}
    for row, number in enumerate(turns, start=1):
        own_rows[row], record = next(unread[number])
        mixed.append({LOG_COLUMN: f"{number}", **record})
    arguments = ["sessionize", "-", *logs[0].arguments(LOG_COLUMN), *limits.arguments()]
    found = run(arguments, ndjson(mixed))
    by_log = [[record for record in found if record["entity"][LOG_COLUMN] == f"{number}"] for number in range(len(logs))]
    return [found_sessions(log, records, own_rows) for log, records in zip(logs, by_log, strict=True)]


@pytest.mark.parametrize(("limits", "columns"), list(product(LIMITS, COLUMNS)), ids=str)
def test_generated_logs(limits: Limits, columns: int, tally: Counter[str]) -> None:
    """Ties, missing identities, duplicates, any order, gaps and durations at and just beside the limits."""
    seeds = [f"{limits} {columns} {number}" for number in range(LOGS)]
    logs = [generated.generate(seed, columns, limits) for seed in seeds]
    expected = [expected_sessions(log, limits) for log in logs]
    together = sessionize_together(logs, limits, Random(str(limits)))
    for log, wanted, found in zip(logs, expected, together, strict=True):
        assert found == wanted, f"{log}"
    for log, wanted in list(zip(logs, expected))[:2]:
        assert sessionize(log, limits) == wanted, f"alone: {log}"
    tally["sessionize: logs"] += len(logs)
    tally["sessionize: events"] += sum(len(log.events) for log in logs)
    tally["sessionize: sessions compared"] += sum(map(len, expected))


def log_of(times: Sequence[int], names: Sequence[str | None] | None = None) -> Log:
    """A log with these times and names (all the same if not given), whose commands are numbered."""
    names = names or ["ann"] * len(times)
    events = [
        Event(generated.EPOCH + time, (name,), f"c{number}")
        for number, (time, name) in enumerate(zip(times, names, strict=True))
    ]
    return Log(("id0",), events)


@pytest.mark.parametrize("beside", [-1, 0, 1])
def test_limits_are_exact_to_the_nanosecond(beside: int) -> None:
    """A limit that is met exactly is not exceeded."""
    gap = log_of([0, 2 * MINUTE + beside])
    duration = log_of([*(number * MINUTE for number in range(20)), 20 * MINUTE + beside])
    for log in (gap, duration):
        found = sessionize(log, Limits())
        assert found == expected_sessions(log, Limits())
        assert len(found) == (2 if beside > 0 else 1)


def test_ties_keep_the_order_of_the_input() -> None:
    """A hundred events of one second, between others and in an order that is not that of their commands."""
    log = log_of([MINUTE, *[0] * 100, MINUTE, 2 * MINUTE, MINUTE])
    found = sessionize(log, Limits())
    assert found == expected_sessions(log, Limits())
    assert [session.rows for session in found] == [(*range(2, 102), 1, 102, 104, 103)]


def test_missing_identities_are_one_identity() -> None:
    """The reference groups them, each column for itself."""
    log = log_of([0, 1, 2, 3, 4], [None, "ann", None, "None", None])
    found = sessionize(log, Limits())
    assert found == expected_sessions(log, Limits())
    assert {session.identity: session.rows for session in found}[(None,)] == (1, 3, 5)


def test_an_identity_spelt_like_the_reference_s_own_placeholder_stays_itself() -> None:
    """The one difference that is meant: the reference takes the text `dummy_str` for a missing identity."""
    log = log_of([0, 1], [None, "dummy_str"])
    assert [session.identity for session in sessionize(log, Limits())] == [(None,), ("dummy_str",)]
    (merged,) = expected_sessions(log, Limits())
    assert pd.isna(merged.identity[0])


def test_one_event_is_one_session() -> None:
    """The smallest log."""
    log = log_of([0])
    assert sessionize(log, Limits()) == expected_sessions(log, Limits())
