"""Run whole processes and ask the kernel what they took."""

import os
import platform
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MIB = 2**20


@dataclass(frozen=True)
class Run:
    """What one process took: seconds, and mebibytes."""

    wall: float
    user: float
    system: float
    peak: float


@dataclass(frozen=True)
class Measured:
    """Several runs of one job: the median of each figure, and the shortest and the longest wall time."""

    median: Run
    shortest: float
    longest: float


def run(command: list[str], environment: dict[str, str] | None = None) -> Run:
    """Run it; what it prints is thrown away, and where it fails so does everything."""
    return watched(command, environment, lambda _: None)


def watched(command: list[str], environment: dict[str, str] | None, watch: Callable[[int], None]) -> Run:
    """As `run`, with a function that is called with the process's number as soon as it runs."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    watch(process.pid)
    errors = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if status:
        sys.exit(f"{' '.join(command)}\n{errors.decode()}")
    return Run(wall, usage.ru_utime, usage.ru_stime, usage.ru_maxrss / 1024)


def alternating(commands: dict[str, list[str]], runs: int) -> dict[str, Measured]:
    """All of them once, then all of them again; the first round warms the files up and does not count."""
    taken: dict[str, list[Run]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            found = run(command)
            print(f"  {'warm-up' if turn == 0 else f'run {turn}'}, {name}: {found.wall:.2f} s", file=sys.stderr)
            if turn > 0:
                taken[name].append(found)
    return {name: summary(found) for name, found in taken.items()}


def summary(runs: list[Run]) -> Measured:
    """Each figure by itself: the run with the median of one need not have that of another."""
    medians = Run(*(statistics.median(getattr(run, field.name) for run in runs) for field in fields(Run)))
    return Measured(medians, min(run.wall for run in runs), max(run.wall for run in runs))


def table(results: dict[str, Measured]) -> str:
    """A line for each, with how many times as long and as much as the first."""
    base = next(iter(results.values())).median
    rows = []
    for name, measured in results.items():
        run = measured.median
        cpu = run.user + run.system
        rows.append(
            [
                name,
                f"{run.wall:.2f}",
                f"{measured.shortest:.2f}–{measured.longest:.2f}",
                f"{run.user:.2f}",
                f"{run.system:.2f}",
                f"{run.peak:,.0f}",
                f"{run.wall / base.wall:.2f}",
                f"{cpu / max(base.user + base.system, 0.01):.2f}",
                f"{run.peak / base.peak:.2f}",
            ]
        )
    titles = ["job", "wall s", "from–to", "user s", "system s", "peak MiB", "wall ×", "processor ×", "peak ×"]
    return markdown(titles, rows)


def markdown(titles: list[str], rows: Iterable[list[str]]) -> str:
    """A table whose first column is text and whose others are numbers."""
    lines = [titles, ["---", *["---:"] * (len(titles) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine() -> str:
    """What it runs on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}"


def processor() -> str:
    """Its name, where Linux says it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def floor() -> float:
    """The least peak of memory that can be measured, in mebibytes: this process's own."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def commit() -> str:
    """The commit that is checked out, and whether the tree has changes that are not in it."""
    return f"{git('rev-parse', '--short', 'HEAD')}{', with changes' if git('status', '--porcelain', '-uno') else ''}"


def git(*arguments: str) -> str:
    """What git prints, without the line's end."""
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def load() -> str:
    """The load averages of one, five and fifteen minutes."""
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


class Disk:
    """How much of the disk a process uses while it runs: files in a folder, and files that it has open and has deleted."""

    def __init__(self, folder: Path) -> None:
        """Of temporary files in that folder."""
        self.folder = folder
        self.peak = 0.0

    def watch(self, pid: int) -> None:
        """Look every twentieth of a second until the process is gone."""
        threading.Thread(target=self._look, args=[pid], daemon=True).start()

    def _look(self, pid: int) -> None:
        while Path(f"/proc/{pid}/fd").exists():
            sizes = {(stat.st_dev, stat.st_ino): stat.st_blocks * 512 for stat in self._files(pid)}
            self.peak = max(self.peak, sum(sizes.values()) / MIB)
            time.sleep(0.05)

    def _files(self, pid: int) -> Iterator[os.stat_result]:
        deleted = (path for path in listed(Path(f"/proc/{pid}/fd")) if is_deleted(path))
        for path in [*deleted, *self.folder.rglob("*")]:
            try:
                yield path.stat()
            except OSError:
                continue


def listed(folder: Path) -> list[Path]:
    """What is in the folder; nothing, where it may not be looked at or is gone."""
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def is_deleted(link: Path) -> bool:
    """Whether an open file has no name any more."""
    try:
        return str(link.readlink()).endswith(" (deleted)")
    except OSError:
        return False
