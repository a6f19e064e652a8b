"""Runs the oddwalk binary under test."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("ODDWALK_BIN", REPOSITORY / "target/debug/oddwalk")).resolve()

Record = dict[str, Any]


def ndjson(records: Iterable[Record]) -> bytes:
    """The records as NDJSON, text as it is and not as ASCII escapes."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def run(arguments: Sequence[str | Path], stdin: bytes = b"") -> list[Record]:
    """Runs `oddwalk ARGUMENTS --out -` and reads the findings or sessions that it prints."""
    lines = _lines(oddwalk([*arguments, "--out", "-"], stdin))
    return [line for line in lines if line["record"] != "quality"]


def oddwalk(arguments: Sequence[str | Path], stdin: bytes = b"", folder: Path | None = None) -> bytes:
    """Runs `oddwalk ARGUMENTS` in a folder, for what it prints; anything but exit code 0 is a failure.

    What scores does it as the reference does.
    """
    scores = arguments[0] in ("scan", "score") and "--method" not in arguments
    method = ["--method", "msticpy"] if scores else []
    command = [BINARY, "--quiet", *arguments, *method]
    done = subprocess.run(command, input=stdin, capture_output=True, check=False, cwd=folder)
    shown = " ".join(str(word) for word in command)
    assert done.returncode == 0, f"exit code {done.returncode} of {shown}\n{done.stderr.decode()}"
    return done.stdout


def tables_of(file: Path) -> list[Record]:
    """The tables of a model file."""
    return _lines(oddwalk(["model", "show", file, "--tables"]))


def _lines(output: bytes) -> list[Record]:
    return [json.loads(line) for line in output.splitlines()]


def rows(record: Record) -> list[int]:
    """The input rows (from 1) that a session's events come from."""
    return [source["row"] for source in record["sources"]]
