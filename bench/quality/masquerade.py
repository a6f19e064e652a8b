"""The masquerade data: shell commands of users, among which somebody else's blocks are planted.

A user's first 5,000 commands are the user's own. Of the 100 blocks of 100 commands behind them the labels say which were
typed by somebody else.
"""

import csv
import json
import math
from dataclasses import dataclass
from pathlib import Path

from program import Oddwalk

BLOCK = 100
OWN = 5_000
TESTED = 100
START = 1_700_000_000

# So many false alarms the threshold is set for, before anything is seen.
ALARMS = 0.017


@dataclass
class User:
    """A user's blocks: those that are the user's own, and those that may not be."""

    name: str
    own: list[list[str]]
    tested: list[list[str]]
    is_bad: list[bool]


def users(folder: Path) -> list[User]:
    """Read all users, in the order of their numbers."""
    labels = [line.split() for line in (folder / "masquerade_labels_users_1_to_25.txt").read_text().splitlines()]
    return [user(folder, number, labels) for number in range(1, 26)]


def user(folder: Path, number: int, labels: list[list[str]]) -> User:
    """Read one user."""
    commands = (folder / f"User{number}").read_text(encoding="latin-1").split("\n")
    blocks = [commands[at : at + BLOCK] for at in range(0, OWN + TESTED * BLOCK, BLOCK)]
    own = OWN // BLOCK
    return User(f"User{number}", blocks[:own], blocks[own:], [row[number - 1] == "1" for row in labels[:TESTED]])


def scores(oddwalk: Oddwalk, all_users: list[User], method: list[str], window: int) -> tuple[list[float], list[float]]:
    """Score every tested block by what its user's own blocks have taught; give those of bad blocks and of good ones."""
    bad, good = [], []
    for one in all_users:
        own, tested = oddwalk.folder / "own.ndjson", oddwalk.folder / "tested.ndjson"
        write(own, one.own)
        write(tested, one.tested)
        model = oddwalk.folder / "user.oddwalk"
        model.unlink(missing_ok=True)
        options = [*method, "--window", str(window), "--top", "0", "-q"]
        oddwalk.run("score", str(own), *options, "--save-model", str(model))
        found = oddwalk.findings("score", str(tested), *options, "--model", str(model))
        by_row = {finding["sources"][0]["row"]: finding for finding in found}
        for number, is_bad in enumerate(one.is_bad):
            score = by_row[number + 1]["surprisal_bits"]
            (bad if is_bad else good).append(float("-inf") if score is None else score)
    return bad, good


def write(path: Path, blocks: list[list[str]]) -> None:
    """Write blocks as a table of sessions."""
    path.write_text("".join(json.dumps({"session": block}) + "\n" for block in blocks))


@dataclass
class Outcome:
    """The scores of bad blocks and of good ones, and how many of each were called odd."""

    bad: list[float]
    good: list[float]
    bad_alarms: int = 0
    good_alarms: int = 0


def judged(oddwalk: Oddwalk, all_users: list[User], *, learns: bool) -> Outcome:
    """Judge every tested block by one model of all users' own blocks, in the order of the blocks.

    Where the model learns, it is updated after each block of all users with those that it found normal.
    """
    events, model = oddwalk.folder / "events.csv", oddwalk.folder / "users.oddwalk"
    write_events(events, [(user.name, number, block) for user in all_users for number, block in enumerate(user.own)])
    model.unlink(missing_ok=True)
    columns = ["--time", "time", "--entity", "user,block", "--actor", "user", "--command", "command"]
    oddwalk.run("fit", str(events), *columns, "--out", str(model), "-q")
    outcome = Outcome([], [])
    for number in range(TESTED):
        blocks = [(user.name, len(user.own) + number, user.tested[number]) for user in all_users]
        day = oddwalk.folder / f"block{number}.csv"
        write_events(day, blocks)
        found = oddwalk.findings("scan", str(day), "--model", str(model), "--top", "0", "-q")
        scores = {finding["entity"]["user"]: finding["score_bits"] for finding in found}
        for user in all_users:
            note(outcome, scores[user.name], is_bad=user.is_bad[number])
        if learns:
            oddwalk.run("update", str(model), str(day), "--name", f"block {number:03}", "-q")
    return outcome


def note(outcome: Outcome, score: float, *, is_bad: bool) -> None:
    """Sort one block's score."""
    is_alarm = score >= -math.log2(ALARMS)
    if is_bad:
        outcome.bad.append(score)
        outcome.bad_alarms += is_alarm
    else:
        outcome.good.append(score)
        outcome.good_alarms += is_alarm


def write_events(path: Path, blocks: list[tuple[str, int, list[str]]]) -> None:
    """Write blocks as events, a block an hour and a command a second."""
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["time", "user", "block", "command"])
        for user, number, block in blocks:
            begin = START + 3_600 * number
            table.writerows([begin + second, user, number, command] for second, command in enumerate(block))
