"""`oddwalk scan` from a log to findings is msticpy's sessionizing, learning and scoring, one after the other."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from msticpy.analysis.anomalous_sequence.anomalous import score_sessions

import logs as generated
from binary import Record, ndjson, rows, run
from compare import ranking_differences, score_differences
from logs import COMMAND, TIME
from options import ALL_OPTIONS, Limits, ScoreOptions
from reference import Session, nanoseconds, rarest_windows, sessionize, sessions_of_rows, train
from shared import real_log

LOGS = max(10, int(os.environ.get("ODDWALK_CASES", "520")) // 10)


def commands_of(sessions: Sequence[Session], commands: Sequence[str]) -> list[list[str]]:
    """The sessions as lists of commands."""
    return [[commands[row - 1] for row in session.rows] for session in sessions]


def differences(
    sessions: Sequence[Session], commands: Sequence[str], options: ScoreOptions, findings: Sequence[Record]
) -> list[str]:
    """Compares findings with what the reference says of its own sessions."""
    texts = commands_of(sessions, commands)
    expected = rarest_windows(train(texts), options)
    found = {tuple(rows(finding)): finding for finding in findings}
    if len(findings) != len(sessions) or set(found) != {session.rows for session in sessions}:
        return [f"the sessions are {sorted(found)}, not {sorted(session.rows for session in sessions)}"]
    problems = list(ranking_differences(findings))
    for session, text, rarest in zip(sessions, texts, expected, strict=True):
        finding = found[session.rows]
        problems += [f"{session}: {problem}" for problem in score_differences(rarest, finding)]
        if described(finding) != (session.begin, session.end, session.identity, text):
            problems.append(f"{session} {text} is described as {finding}")
    return problems


def described(finding: Record) -> tuple[int, int, tuple[str | None, ...], list[str]]:
    """When, who and what."""
    times = (nanoseconds(finding[key]) for key in ("begin", "end"))
    return (*times, tuple(finding["entity"].values()), finding["session"])


@pytest.mark.parametrize("least", [1, 2, 4])
def test_generated_logs(least: int, tally: Counter[str]) -> None:
    """Short sessions are left out before anything is learnt, and so are the commands that only they had."""
    limits = Limits()
    for number in range(LOGS):
        log = generated.generate(f"scan {least} {number}", 1 + number % 3, limits)
        commands = [event.command for event in log.events]
        cut = sessions_of_rows(log.frame(), log.columns, TIME, limits)
        sessions = [session for session in cut if len(session.rows) >= least]
        if not sessions:
            continue
        options = Random(number).choice(ALL_OPTIONS)
        arguments = ["scan", "-", *log.arguments(), *limits.arguments(), *options.arguments()]
        findings = run([*arguments, "--min-events", str(least)], ndjson(log.records()))
        found = differences(sessions, commands, options, findings)
        assert not found, "\n".join([f"{options} {log}", *found[:10]])
        tally["scan: logs"] += 1
        tally["scan: scores compared"] += len(sessions)


def scan_real_log(path: Path, frame: pd.DataFrame, identity: Sequence[str], command: str, limits: Limits) -> list[int]:
    """Compares a real log in every way; gives the number of sessions and, at window 3 with tokens, of null scores."""
    commands = [str(value) for value in frame[command]]
    sessions = sessions_of_rows(frame, identity, "TimeGenerated", limits)
    columns = ["--time", "TimeGenerated", "--entity", ",".join(identity), "--command", command]
    nulls = -1
    for options in ALL_OPTIONS:
        findings = run(["scan", path, *columns, *limits.arguments(), *options.arguments()])
        found = differences(sessions, commands, options, findings)
        assert not found, "\n".join([f"{options}", *found[:10]])
        if options == ScoreOptions(3):
            nulls = sum(finding["likelihood"] is None for finding in findings)
    return [len(sessions), nulls]


@pytest.mark.needs_shared
def test_exchange_demo() -> None:
    """msticpy's own demonstration."""
    path = real_log("office365/exchange_admin_demo.csv")
    frame = pd.read_csv(path)
    assert scan_real_log(path, frame, ["UserId", "ClientIP"], "Operation", Limits()) == [400, 246]


@pytest.mark.needs_shared
@pytest.mark.parametrize("window", range(2, 7))
def test_exchange_demo_as_the_notebook_does_it(window: int) -> None:
    """`sessionize_data`, `score_sessions`, then sorted by the score's column."""
    path = real_log("office365/exchange_admin_demo.csv")
    sessionized = sessionize(pd.read_csv(path), ["UserId", "ClientIP"], "TimeGenerated", "Operation", Limits())
    scored = score_sessions(sessionized, session_column="Operation_list", window_length=window)
    columns = ["--time", "TimeGenerated", "--entity", "UserId,ClientIP", "--command", "Operation"]
    findings = run(["scan", path, *columns, "--window", str(window)])
    likelihoods = scored[f"rarest_window{window}_likelihood"].sort_values()
    assert [finding["likelihood"] for finding in findings] == [None if pd.isna(value) else value for value in likelihoods]
    wanted = zip(scored["Operation_list"], scored[f"rarest_window{window}"])
    found = ((finding["session"], finding["window"]) for finding in findings)
    assert Counter(map(str, found)) == Counter(map(str, wanted))


PROCESS_LOGS = {
    "windows_4688_sentinel.parquet": (["Computer", "Account", "SubjectLogonId"], "NewProcessName"),
    "windows_4688.csv": (["Computer", "Account"], "NewProcessName"),
    "linux_auditd_execve.parquet": (["Computer", "auid", "ses"], "exe"),
}


@pytest.mark.needs_shared
@pytest.mark.parametrize("name", PROCESS_LOGS)
@pytest.mark.parametrize("limits", [Limits(), Limits(60, 5)], ids=str)
def test_process_logs(name: str, limits: Limits) -> None:
    """Windows and Linux process creation: times with milliseconds, whole numbers as identities."""
    path = real_log(f"process/{name}")
    frame = pd.read_csv(path) if path.suffix == ".csv" else pd.read_parquet(path)
    identity, command = PROCESS_LOGS[name]
    sessions, _ = scan_real_log(path, frame, identity, command, limits)
    assert sessions > 1
