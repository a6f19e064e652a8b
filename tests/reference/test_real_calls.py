"""Real logs with parameters: the whole way from the log to findings, tables and baselines."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

import pandas as pd
import pytest
from msticpy.analysis.anomalous_sequence.utils.data_structures import Cmd

from binary import Record, ndjson, rows, run, tables_of
from compare import ranking_differences
from explanations import explanation_differences
from near import near, score_differences
from options import ALL_OPTIONS, Limits, ScoreOptions
from reference import Session, nanoseconds, sessions_of_rows
from reference_calls import train
from shared import real_log
from tables import table_differences
from texts import text_of

Values = dict[str, str | None]
EXPLAINED = ["--explain", "1000000"]
BOTH = [*ALL_OPTIONS[4:8], ScoreOptions(5)]
"""Window 3 in every way, and one more."""


def scan(
    path: Path | str,
    stdin: bytes,
    arguments: Sequence[str],
    sessions: list[list[Cmd]],
    cut: list[Session],
    folder: Path,
) -> Record:
    """Compares a real log in every way of `BOTH`; gives the first finding at window 3."""
    model = train(sessions)
    first: Record = {}
    for options in BOTH:
        file = folder / "model.oddwalk"
        keep = ["--save-model", file]
        findings = run(["scan", path, *arguments, *options.arguments(), *EXPLAINED, *keep], stdin)
        found = {tuple(rows(finding)): finding for finding in findings}
        assert set(found) == {session.rows for session in cut}
        problems = list(ranking_differences(findings))
        for session, events in zip(cut, sessions, strict=True):
            problems += score_differences(model, events, options, found[session.rows])
            problems += explanation_differences(model, options, found[session.rows])
        assert not problems, "\n".join([f"{options}", *problems[:10]])
        first = findings[0] if options == ScoreOptions(3) else first
    problems = list(table_differences(model, tables_of(file)))
    assert not problems, "\n".join(problems[:10])
    return first


def cmds_of(cut: list[Session], commands: Sequence[str], params: Callable[[int], set | Values]) -> list[list[Cmd]]:
    """The sessions as the reference is fed; `params` are those of a row."""
    return [[Cmd(commands[row - 1], params(row - 1)) for row in session.rows] for session in cut]


def exchange_values(text: str) -> Values:
    """What Exchange says of parameters: a list of names and values, all texts. An empty one is none for both sides."""
    return {item["Name"]: item["Value"] for item in json.loads(text)}


@pytest.mark.needs_shared
@pytest.mark.parametrize(("values", "likelihood", "command"), [
    (False, 2.549401e-07, "New-App"),
    (True, 3.297844e-07, "Set-ExchangeAssistanceConfig"),
])  # fmt: skip
def test_exchange_demo(values: bool, likelihood: float, command: str, tmp_path: Path) -> None:
    """msticpy's own demonstration, with its own numbers for the rarest session."""
    path = real_log("office365/exchange_admin_demo.csv")
    frame = pd.read_csv(path)
    cut = sessions_of_rows(frame, ["UserId", "ClientIP"], "TimeGenerated", Limits())
    parameters = [exchange_values(text) for text in frame["Parameters"]]
    sessions = cmds_of(cut, list(frame["Operation"]), lambda row: parameters[row] if values else set(parameters[row]))
    columns = ["--time", "TimeGenerated", "--entity", "UserId,ClientIP", "--command", "Operation"]
    columns += ["--parameters", "Parameters", *([] if values else ["--no-values"])]
    first = scan(path, b"", columns, sessions, cut, tmp_path)
    assert len(sessions) == 400
    assert first["session"][first["window_start"]] == command
    assert first["likelihood"] == pytest.approx(likelihood, rel=1e-6)


@pytest.mark.needs_shared
@pytest.mark.parametrize("values", [False, True])
def test_cloudtrail(values: bool, tmp_path: Path) -> None:
    """Nested values of every type. There is no reader of `{"Records": …}` yet, so its records are flattened here."""
    folder = real_log("cloudtrail/218007301253_CloudTrail_us-east-1_20230710T1240Z_C1qUFaqvZS64BcIN.json").parent
    files = [json.loads(path.read_text(encoding="utf-8"))["Records"] for path in sorted(folder.glob("*.json"))]
    records = [
        {
            "time": record["eventTime"],
            "arn": record["userIdentity"].get("arn"),
            "ip": record["sourceIPAddress"],
            "command": record["eventName"],
            "requestParameters": record.get("requestParameters"),
        }
        for record in chain.from_iterable(files)
    ]
    frame = pd.DataFrame(records)
    frame["time"] = pd.to_datetime(frame["time"], utc=True)
    cut = sessions_of_rows(frame, ["arn", "ip"], "time", Limits())
    given = [record["requestParameters"] or {} for record in records]
    texts: list[Values] = [{name: text_of(json.dumps(value)) for name, value in params.items()} for params in given]
    commands = [record["command"] for record in records]
    sessions = cmds_of(cut, commands, lambda row: texts[row] if values else set(texts[row]))
    columns = ["--time", "time", "--entity", "arn,ip", "--command", "command", "--parameters", "requestParameters"]
    first = scan("-", ndjson(records), [*columns, *([] if values else ["--no-values"])], sessions, cut, tmp_path)
    assert nanoseconds(first["begin"]) >= min(session.begin for session in cut)
    assert not near(first["likelihood"], 0.0)
