"""The console script: the same command as the binary."""

import sys

from oddwalk._oddwalk import run


def main() -> int:
    """Run the command with the process's arguments and return its exit code."""
    return run(sys.argv)
