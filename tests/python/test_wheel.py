"""The wheel as a user gets it: built, installed, and its command run."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

SCRIPT = Path(sys.executable).with_name("oddwalk")
SCAN = ["scan", "log.csv", "--time", "time", "--entity", "user", "--command", "command"]
LOG = """time,user,command
2024-05-01T10:00:00Z,ann,Set-Mailbox
2024-05-01T10:00:01Z,ann,Set-Mailbox
2024-05-01T10:00:02Z,ann,New-InboxRule
2024-05-01T10:00:03Z,bob,Set-Mailbox
"""


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    return tmp_path


def test_module_command_and_package_have_one_version(folder: Path) -> None:
    module = run([sys.executable, "-c", "import oddwalk; print(oddwalk.__version__)"], folder)
    command = run([str(SCRIPT), "--version"], folder)
    assert module.stdout.strip() == version("oddwalk")
    assert command.stdout.strip() == f"oddwalk {version('oddwalk')}"


@pytest.mark.parametrize("command", [[str(SCRIPT)], [sys.executable, "-m", "oddwalk"]])
def test_command_scans(folder: Path, command: list[str]) -> None:
    scan = run([*command, *SCAN, "--out", "findings.csv"], folder)
    assert scan.returncode == 0, scan.stderr
    assert "Set-Mailbox → New-InboxRule → END" in scan.stdout
    # The header, and a session of each user.
    assert len((folder / "findings.csv").read_text(encoding="utf-8").splitlines()) == 3


def test_exit_codes_reach_the_shell(folder: Path) -> None:
    missing = run([str(SCRIPT), *SCAN[:1], "missing.csv", *SCAN[2:]], folder)
    assert (missing.returncode, missing.stdout) == (3, "")
    assert run([str(SCRIPT), "scan"], folder).returncode == 2


def test_type_information_is_installed(folder: Path) -> None:
    listing = "from importlib.resources import files; print(*(f.name for f in files('oddwalk').iterdir()))"
    names = run([sys.executable, "-c", listing], folder).stdout.split()
    assert {"py.typed", "_oddwalk.pyi"} <= set(names)
