"""Says in words where oddwalk's findings differ from what the reference says; no words, no difference."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from binary import Record, rows
from reference import Rarest, nanoseconds

BITS_TOLERANCE = 1e-9


def differences(sessions: Sequence[Sequence[str]], expected: Sequence[Rarest], findings: Sequence[Record]) -> list[str]:
    """Compares findings whose events' rows are numbers of sessions, as `oddwalk score` gives them."""
    by_number = {rows(finding)[0]: finding for finding in findings}
    if len(findings) != len(sessions) or sorted(by_number) != list(range(1, len(sessions) + 1)):
        return [f"{len(findings)} findings with rows {sorted(by_number)} of {len(sessions)} sessions"]
    found = [
        f"session {number} {list(sessions[number - 1])}: {problem}"
        for number, finding in sorted(by_number.items())
        for problem in _session(sessions[number - 1], finding, number)
        + list(score_differences(expected[number - 1], finding))
    ]
    return found + list(ranking_differences(findings))


def _session(session: Sequence[str], finding: Record, number: int) -> list[str]:
    expected = {
        "session": list(session),
        "n_events": len(session),
        "n_distinct": len(set(session)),
    }
    found = [f"{key} is {finding[key]}, not {value}" for key, value in expected.items() if finding[key] != value]
    if rows(finding) != [number] * len(session):
        found.append(f"sources are {finding['sources']}")
    return found


def score_differences(expected: Rarest, finding: Record) -> Iterator[str]:
    """The score of one session, to the last bit."""
    likelihood = None if math.isnan(expected.likelihood) else float(expected.likelihood)
    if _hex(finding["likelihood"]) != _hex(likelihood):
        yield f"likelihood is {_hex(finding['likelihood'])}, not {_hex(likelihood)}"
    if finding["window"] != expected.window:
        yield f"window is {finding['window']}, not {expected.window}"
    if finding["window_start"] != expected.start:
        yield f"window_start is {finding['window_start']}, not {expected.start}"
    yield from _bits_differences(expected, finding["surprisal_bits"])


def _bits_differences(expected: Rarest, bits: float | None) -> Iterator[str]:
    """Surprisal comes from logarithms, so it is compared with those of the likelihood and of its single factors."""
    if expected.bits is None or bits is None:
        if bits is not expected.bits:
            yield f"surprisal_bits is {bits}, not {expected.bits}"
        return
    if not abs(bits - expected.bits) <= BITS_TOLERANCE:
        yield f"surprisal_bits is {bits}, but the single probabilities say {expected.bits}"
    if expected.exact:
        logarithm = -math.log2(expected.likelihood)
        if not abs(bits - logarithm) <= BITS_TOLERANCE:
            yield f"surprisal_bits is {bits}, but the likelihood says {logarithm}"


def _hex(likelihood: float | None) -> str:
    return "null" if likelihood is None else likelihood.hex()


def ranking_differences(findings: Sequence[Record]) -> Iterator[str]:
    """Ranks count from 1, in the documented order."""
    if [finding["rank"] for finding in findings] != list(range(1, len(findings) + 1)):
        yield "ranks are not 1, 2, 3 …"
    keys = [rank_key(finding) for finding in findings]
    for number, (key, following) in enumerate(zip(keys, keys[1:]), start=1):
        if key > following:
            yield f"rank {number} {key} stands before rank {number + 1} {following}"


def rank_key(finding: Record) -> tuple:
    """The order of findings: ascending likelihood, none last. Of those that underflowed to 0 the one with more bits is
    first; of equal ones the one that began earlier, then ended earlier, then the one whose entity comes first (missing
    values last), then the one whose session comes first in the input."""
    likelihood = finding["likelihood"]
    return (
        likelihood is None,
        likelihood or 0.0,
        -finding["surprisal_bits"] if likelihood == 0 else 0.0,
        [nanoseconds(finding[time]) for time in ("begin", "end") if finding[time]],
        [(value is None, value or "") for value in finding["entity"].values()],
        rows(finding)[0],
    )
