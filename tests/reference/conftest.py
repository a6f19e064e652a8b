"""What the tests share: the count of everything that was compared, printed at the end."""

from __future__ import annotations

from collections import Counter

import pytest

from binary import BINARY

Tally = Counter[str]
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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Prints the count."""
    terminalreporter.section("compared with msticpy")
    for what, count in config.stash[TALLY].items():
        terminalreporter.write_line(f"{count:>9,} {what}")
