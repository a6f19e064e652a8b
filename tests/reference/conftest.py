"""What the tests share: the count of everything that was compared, printed at the end."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor

import pytest

from binary import BINARY

Tally = Counter[str]
PROCESSES = 2
TALLY = pytest.StashKey[Tally]()


def pytest_configure(config: pytest.Config) -> None:
    """Refuses to run without a binary, and starts at nothing."""
    if not BINARY.is_file():
        raise pytest.UsageError(f"no oddwalk binary {BINARY}: run `cargo build`, or set ODDWALK_BIN")
    config.stash[TALLY] = Counter()


@pytest.fixture(scope="session")
def tally(request: pytest.FixtureRequest) -> Tally:
    """How many of each thing were compared in this run."""
    return request.config.stash[TALLY]


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    """Processes to compare cases in; they start with the reference imported already."""
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(PROCESSES, mp_context=fork) as executor:
        yield executor


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Prints the count."""
    terminalreporter.section("compared with msticpy")
    for what, count in config.stash[TALLY].items():
        terminalreporter.write_line(f"{count:>9,} {what}")
