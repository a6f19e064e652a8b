"""The oddest session is first. msticpy leaves sorting to its user, so what ties mean is oddwalk's own promise."""

from __future__ import annotations

from random import Random

import sessions as generated
from binary import Record, ndjson, rows, run
from compare import rank_key

SESSIONS = [["a", "b", "c"], ["a"], ["a", "b", "c"], ["a", "b"], ["a", "b", "c"], ["b"], ["a", "b"]]
BEGINS = ["09:00:00Z", "09:00:00Z", "08:00:00.5Z", "10:00:00Z", "08:00:00Z", "07:00:00Z", "10:00:00Z"]
ENDS = ["09:10:00Z", "09:10:00Z", "08:10:00.5Z", "10:10:00Z", "08:10:00Z", "07:00:00Z", "10:05:00Z"]


def score(records: list[Record], *arguments: str) -> list[Record]:
    """The records' findings as oddwalk ranks them."""
    findings = run(["score", "-", *arguments], ndjson(records))
    assert [finding["rank"] for finding in findings] == list(range(1, len(records) + 1))
    return findings


def sorted_rows(findings: list[Record]) -> list[int]:
    """The rows that the findings came from, by rank."""
    return [rows(finding)[0] for finding in findings]


def test_likelihood_ascends_and_null_is_last() -> None:
    """Without times sessions that tie stay as the input has them."""
    findings = score([{"session": session} for session in SESSIONS], "--window", "4")
    assert [finding["likelihood"] is None for finding in findings] == [False] * 3 + [True] * 4
    assert sorted_rows(findings) == [1, 3, 5, 2, 4, 6, 7]


def test_of_equal_likelihoods_the_earlier_is_first() -> None:
    """By begin, then by end; also where there is no likelihood."""
    records = [
        {"session": session, "begin": f"2024-01-01T{begin}", "end": f"2024-01-01T{end}"}
        for session, begin, end in zip(SESSIONS, BEGINS, ENDS, strict=True)
    ]
    findings = score(records, "--window", "4", "--begin", "begin", "--end", "end")
    assert sorted_rows(findings) == [5, 3, 1, 6, 2, 7, 4]


def test_of_likelihoods_that_underflowed_the_rarer_is_first() -> None:
    """Logarithms know what a product of 0 does not."""
    vocabulary = [f"c{number}" for number in range(150)]
    random = Random(1)
    sessions = [random.choices(vocabulary, k=length) for length in range(205, 245, 5)]
    findings = score([{"session": session} for session in sessions], "--window", "200")
    assert {finding["likelihood"] for finding in findings} == {0.0}
    bits = [finding["surprisal_bits"] for finding in findings]
    assert bits == sorted(bits, reverse=True)
    assert len(set(bits)) == len(bits)


def test_the_order_is_total() -> None:
    """Generated sessions, most of which tie."""
    for number in range(20):
        sessions = generated.generate("repeats", number)
        findings = score([{"session": session} for session in sessions])
        assert findings == sorted(findings, key=rank_key)
