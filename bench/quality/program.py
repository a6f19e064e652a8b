"""The program under test."""

import json
import subprocess
from pathlib import Path


class Oddwalk:
    """A binary, and a folder for its files."""

    def __init__(self, binary: Path, folder: Path) -> None:
        """Take both as they are."""
        self.binary, self.folder = binary.resolve(), folder

    def run(self, *arguments: str) -> str:
        """Run a command, which has to end well, and give what it prints."""
        command = [str(self.binary), *arguments]
        done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=self.folder)
        if done.returncode not in (0, 4):
            message = f"{' '.join(command)}: exit code {done.returncode}: {done.stderr}"
            raise RuntimeError(message)
        return done.stdout

    def findings(self, *arguments: str) -> list[dict]:
        """Run a command that ranks, and give all findings."""
        lines = self.run(*arguments, "--explain", "0", "--out", "-").splitlines()
        return [line for line in map(json.loads, lines) if line["record"] == "finding"]
