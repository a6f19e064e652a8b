"""Made-up logs in which intrusions are planted that only use commands which normal work uses as well."""

import json
from dataclasses import dataclass
from datetime import datetime

from program import Oddwalk

LOGS = {"office365": "csv", "cloudtrail": "ndjson", "windows": "csv"}
SEEDS = (101, 102, 103)


@dataclass
class Judged:
    """Where the planted sessions of one kind of log ended up, over all seeds."""

    bad: list[float]
    good: list[float]
    ranks: list[int]
    days: float


def judge(oddwalk: Oddwalk, kind: str, method: list[str], events: int) -> Judged:
    """Make a log for each seed, scan it, and find the planted sessions again."""
    all_seeds = Judged([], [], [], 0.0)
    for seed in SEEDS:
        log, labels = oddwalk.folder / f"log.{LOGS[kind]}", oddwalk.folder / "labels.ndjson"
        made = ["--log", kind, "--seed", str(seed), "--events", str(events)]
        oddwalk.run("demo", *made, "--only-log", str(log), "--labels", str(labels), "-q")
        planted = {key(json.loads(line)) for line in labels.read_text().splitlines()}
        found = oddwalk.findings("scan", str(log), *method, "--top", "0", "-q")
        add(all_seeds, found, planted)
    return all_seeds


def key(session: dict) -> tuple:
    """Give what tells a session: who, and when it began."""
    return *sorted(session["entity"].items(), key=str), session["begin"]


def add(judged: Judged, found: list[dict], planted: set[tuple]) -> None:
    """Sort one log's findings into planted ones and others. Where scores are given by rank alone, ranks count."""
    for finding in found:
        is_bad = key(finding) in planted
        (judged.bad if is_bad else judged.good).append(-float(finding["rank"]) / len(found))
        if is_bad:
            judged.ranks.append(finding["rank"])
    times = sorted(finding["begin"] for finding in found)
    judged.days += (moment(times[-1]) - moment(times[0])).total_seconds() / 86_400 / len(SEEDS)


def moment(text: str) -> datetime:
    """Read a time as findings have it."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
