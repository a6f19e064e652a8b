"""The parts of the comparison. Each prints what it found; `run` says which there are and in what order."""

import filecmp
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import measure
from measure import MIB, Measured, Run, alternating, markdown, table

HERE = Path(__file__).resolve().parent
COLUMNS = ["--time", "time", "--entity", "user", "--command", "command"]
WRITTEN = ["user", "begin", "end", "n_events", "likelihood"]
"""What the peers write of each session."""
UNCAPPED = ["--max-duration", "24000h"]
"""Longer than any log here: the peers have no cap on a session's duration."""
OF_CHECK = 200_000
OF_MSTICPY = 20_000
STARTS = 20


@dataclass(frozen=True)
class Setting:
    """What `run` was asked for."""

    program: str
    folder: Path
    events: int
    trail_events: int
    bounded_events: int
    sizes: list[int]
    limit: str
    runs: int
    with_peers: bool

    def knows(self, option: str, subcommand: str = "scan") -> bool:
        """Whether this oddwalk has such an option."""
        return option in self._help(subcommand).split()

    def _help(self, subcommand: str) -> str:
        return subprocess.run([self.program, subcommand, "--help"], capture_output=True, text=True, check=True).stdout

    @cached_property
    def five_columns(self) -> list[str]:
        """How oddwalk is told to write what the peers write, where it can be told."""
        return ["--columns", ",".join(WRITTEN)] if self.knows("--columns") else []

    def log(self, events: int, form: str, kind: str = "") -> Path:
        """A log, made where it is not there yet; it appears when it is whole. It is plain, `parameters` or `shuffled`."""
        path = self.folder / f"{events}{kind and f'-{kind}'}{form}"
        if not path.exists():
            print(f"  making {path.name}", file=sys.stderr)
            unfinished = f"{self.folder / 'unfinished'}{form or '/'}"
            shutil.rmtree(unfinished, ignore_errors=True)
            options = [f"--{kind}"] if kind else []
            subprocess.run([sys.executable, HERE / "make", str(events), unfinished, *options], check=True)
            Path(unfinished).rename(path)
        return path

    def output(self, name: str) -> Path:
        """Where a job writes."""
        return self.folder / f"{name}.parquet"

    def scan(self, source: Path, output: Path, *options: str) -> list[str]:
        """oddwalk, with nothing to print."""
        quiet = ["--explain", "0", "--top", "0", "-q"]
        return [self.program, "scan", str(source), *options, "--out", str(output), *quiet]

    def job(self, name: str, source: Path) -> list[str]:
        """A peer's job."""
        return [sys.executable, str(HERE / f"job_{name}.py"), str(source), str(self.output(name))]

    def same_job(self, source: Path, name: str = "oddwalk") -> list[str]:
        """What the peers do, by oddwalk."""
        return self.scan(source, self.output(name), *COLUMNS, *UNCAPPED, "--method", "msticpy", *self.five_columns)


def check(setting: Setting) -> None:
    """Whether all jobs' files say the same, of a small log."""
    for form, kind in ((".parquet", ""), (".csv", ""), (".parquet", "shuffled")):
        source = setting.log(OF_CHECK, form, kind)
        for command in (setting.same_job(source), setting.job("polars", source), setting.job("duckdb", source)):
            measure.run(command)
        print(f"{OF_CHECK:,} events, {form}{kind and f', {kind}'}:\n{agreement(setting, ['polars', 'duckdb'])}\n")
    small = setting.log(OF_MSTICPY, ".parquet")
    measure.run(setting.same_job(small))
    measure.run(setting.job("msticpy", small))
    print(f"{OF_MSTICPY:,} events, .parquet:\n{agreement(setting, ['msticpy'])}")


def agreement(setting: Setting, names: list[str], own: str = "oddwalk") -> str:
    """A line for each peer; where one does not agree, its figures mean nothing, and everything ends."""
    lines = []
    for name in names:
        command = [sys.executable, str(HERE / "check.py"), str(setting.output(own)), str(setting.output(name))]
        found = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        lines.append(f"- {name} beside oddwalk: {found.stdout.strip()}")
        if found.returncode:
            sys.exit("\n".join([*lines, f"{name} did another job than oddwalk"]))
    return "\n".join(lines)


def parquet(setting: Setting) -> None:
    """The same job on a Parquet file."""
    side_by_side(setting, setting.log(setting.events, ".parquet"))


def csv(setting: Setting) -> None:
    """The same job on a CSV file."""
    side_by_side(setting, setting.log(setting.events, ".csv"))


def side_by_side(setting: Setting, source: Path) -> None:
    """oddwalk and its peers; then whether they agree."""
    every_column = setting.scan(source, setting.output("all"), *COLUMNS, *UNCAPPED, "--method", "msticpy")
    commands = {
        "oddwalk, `--method msticpy`": setting.same_job(source),
        "oddwalk, all columns": every_column,
        "Polars": setting.job("polars", source),
        "DuckDB": setting.job("duckdb", source),
        "DuckDB reads the columns, no more": setting.job("floor", source),
    }
    if not setting.five_columns:
        print("This oddwalk has no `--columns`: it writes all of them, sixteen, where its peers write five.\n")
        del commands["oddwalk, all columns"]
    print(f"{setting.events:,} events, {source.suffix}\n")
    print(table(alternating(commands, setting.runs)), end="\n\n")
    print(agreement(setting, ["polars", "duckdb"]))


def methods(setting: Setting) -> None:
    """oddwalk's own method, which looks at far more than the peers do, beside Polars."""
    plain, rich = setting.log(setting.events, ".parquet"), setting.log(setting.events, ".parquet", "parameters")
    own = ["--columns", "user,begin,end,n_events,score_bits"] if setting.five_columns else []
    output = setting.output("own")
    commands = {
        "oddwalk, `--method msticpy`": setting.same_job(plain),
        "oddwalk, commands": setting.scan(plain, output, *COLUMNS, *UNCAPPED, *own),
        "oddwalk, parameters and values": setting.scan(rich, output, *COLUMNS, *UNCAPPED, *own, "--parameters", "parameters"),
        "Polars, likelihoods": setting.job("polars", plain),
    }
    print(f"{setting.events:,} events, .parquet\n")
    print(table(alternating(commands, setting.runs)))


def trail(setting: Setting) -> None:
    """A folder of gzipped CloudTrail files, beside gzip, which does nothing with them."""
    folder = setting.log(setting.trail_events, "")
    files = sorted(folder.rglob("*.json.gz"))
    commands = {
        "oddwalk, `--method msticpy`": setting.scan(folder, setting.output("trail"), "--method", "msticpy"),
        "oddwalk, parameters and values": setting.scan(folder, setting.output("trail")),
        "`gzip -dc`, one core": ["gzip", "-dc", *map(str, files)],
    }
    packed, plain = sum(file.stat().st_size for file in files) / MIB, plain_size(files) / MIB
    print(f"{setting.trail_events:,} records, {len(files):,} files, {packed:,.0f} MiB, {plain:,.0f} MiB of JSON\n")
    results = alternating(commands, setting.runs)
    print(table(results), end="\n\n")
    print("\n".join(f"- {name}: {plain / found.median.wall:,.0f} MiB of JSON a second" for name, found in results.items()))


def plain_size(files: list[Path]) -> int:
    """As gzip says it at the end of each file."""
    total = 0
    for file in files:
        with file.open("rb") as stream:
            stream.seek(-4, os.SEEK_END)
            total += int.from_bytes(stream.read(), "little")
    return total


def sessionize(setting: Setting) -> None:
    """Sessions alone, each with the list of its commands; oddwalk's have their records' places besides."""
    source = setting.log(setting.events, ".parquet")
    commands = {
        "oddwalk sessionize": sessions_of(setting, source),
        "Polars, sessions": setting.job("polars_sessions", source),
    }
    print(f"{setting.events:,} events, .parquet\n")
    results = alternating(commands, setting.runs)
    print(table(results), end="\n\n")
    print(agreement(setting, ["polars_sessions"], "sessions"), end="\n\n")
    per_event = next(iter(results.values())).median.wall / setting.events
    print(beside_msticpy(setting, per_event))


def sessions_of(setting: Setting, source: Path) -> list[str]:
    """oddwalk's sessions, with all columns that there are."""
    return [setting.program, "sessionize", str(source), *COLUMNS, *UNCAPPED, "--out", str(setting.output("sessions")), "-q"]


def beside_msticpy(setting: Setting, per_event: float) -> str:
    """msticpy's calls by themselves, without Python's start and without reading; oddwalk's whole process."""
    command = setting.job("msticpy", setting.log(OF_MSTICPY, ".parquet"))
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    seconds = float(json_of(said)["sessionize"])
    each = seconds / OF_MSTICPY
    return (
        f"msticpy's `sessionize_data` by itself, once: {seconds:.1f} s for {OF_MSTICPY:,} events, {each * 1e6:,.0f} µs an event; "
        f"oddwalk's whole process above: {per_event * 1e6:.2f} µs an event, {each / per_event:,.0f} times as fast. Extrapolated, "
        f"linearly and so in msticpy's favour, {setting.events:,} events take msticpy {each * setting.events / 60:,.0f} minutes. "
        "`bench/python/run` compares both within one process, on the same frames."
    )


def json_of(text: str) -> dict[str, float]:
    """The last line, where other libraries have printed before it."""
    return json.loads(text.strip().splitlines()[-1])


def growth(setting: Setting) -> None:
    """How time and memory grow with the log: the slope of a straight line through their logarithms. 1 is proportional."""
    jobs: dict[str, Callable[[Path], list[str]]] = {
        "oddwalk, `--method msticpy`": setting.same_job,
        "oddwalk, commands": lambda source: setting.scan(source, setting.output("own"), *COLUMNS),
    }
    if setting.with_peers:
        jobs |= {"Polars": lambda source: setting.job("polars", source), "DuckDB": lambda source: setting.job("duckdb", source)}
    found: dict[str, list[Measured]] = {name: [] for name in jobs}
    for size in setting.sizes:
        source = setting.log(size, ".parquet")
        results = alternating({name: job(source) for name, job in jobs.items()}, setting.runs)
        for name, measured in results.items():
            found[name].append(measured)
    print(markdown(*growth_table(setting.sizes, {name: [one.median for one in runs] for name, runs in found.items()})))


def growth_table(sizes: list[int], found: dict[str, list[Run]]) -> tuple[list[str], list[list[str]]]:
    """Titles and rows."""
    titles = [
        "job",
        "events",
        "wall s",
        "µs an event",
        "processor s",
        "peak MiB",
        "bytes an event",
        "wall ~ n^",
        "processor ~ n^",
        "peak ~ n^",
    ]
    rows = []
    for name, runs in found.items():
        processor = [run.user + run.system for run in runs]
        slopes = [slope(sizes, values) for values in ([run.wall for run in runs], processor, [run.peak for run in runs])]
        for index, (size, run) in enumerate(zip(sizes, runs, strict=True)):
            is_last = index == len(sizes) - 1
            row = [name, f"{size:,}", f"{run.wall:.2f}", f"{run.wall / size * 1e6:.3f}", f"{processor[index]:.2f}"]
            row += [f"{run.peak:,.0f}", f"{run.peak * MIB / size:,.0f}"]
            rows.append(row + [f"{value:.2f}" if is_last and value else "" for value in slopes])
    return titles, rows


def slope(sizes: list[int], values: list[float]) -> float | None:
    """By least squares, in logarithms; there is none through one point."""
    if len(sizes) < 2:
        return None
    return statistics.linear_regression([math.log(size) for size in sizes], [math.log(value) for value in values]).slope


def bounded(setting: Setting) -> None:
    """The same scan with a limit of memory: the same bytes, at what cost of time and disk."""
    if not setting.knows("--memory-limit"):
        print("Not measured: this oddwalk has no `--memory-limit`.")
        return
    source = setting.log(setting.bounded_events, ".parquet")
    temporary = setting.folder / "temporary"
    rows: list[list[str]] = []
    outputs: list[Path] = []
    for name, options in {"no limit": [], f"`--memory-limit {setting.limit}`": ["--memory-limit", setting.limit]}.items():
        output = setting.output(f"bounded-{len(rows)}")
        runs, disk = bounded_runs(setting, setting.scan(source, output, *COLUMNS, "--method", "msticpy", *options), temporary)
        one = runs.median
        rows.append([name, f"{one.wall:.2f}", f"{one.user:.2f}", f"{one.system:.2f}", f"{one.peak:,.0f}", f"{disk:,.0f}"])
        outputs.append(output)
    print(f"{setting.bounded_events:,} events, .parquet\n")
    print(markdown(["job", "wall s", "user s", "system s", "peak MiB", "temporary disk MiB"], rows), end="\n\n")
    if not filecmp.cmp(outputs[0], outputs[1], shallow=False):
        sys.exit(f"{outputs[0]} and {outputs[1]} differ")
    print(f"Both outputs are the same, byte for byte: {outputs[0].stat().st_size:,} bytes.")


def bounded_runs(setting: Setting, command: list[str], temporary: Path) -> tuple[Measured, float]:
    """Runs whose temporary files go to a folder of their own, and the most that these took."""
    temporary.mkdir(exist_ok=True)
    disk = measure.Disk(temporary)
    environment = {**os.environ, "TMPDIR": str(temporary)}
    runs = [measure.watched(command, environment, disk.watch) for _ in range(setting.runs + 1)][1:]
    shutil.rmtree(temporary)
    return measure.summary(runs), disk.peak


def startup(setting: Setting) -> None:
    """What a process takes that does nothing, as all figures above have it in them."""
    commands = {
        "`oddwalk --version`": [setting.program, "--version"],
        "`python -c pass`": [sys.executable, "-c", "pass"],
        "`import polars`": [sys.executable, "-c", "import polars"],
        "`import duckdb`": [sys.executable, "-c", "import duckdb"],
    }
    rows = []
    for name, command in commands.items():
        measure.run(command)
        one = measure.summary([measure.run(command) for _ in range(STARTS)]).median
        rows.append([name, f"{one.wall * 1000:.1f}", f"{(one.user + one.system) * 1000:.1f}", f"{one.peak:,.0f}"])
    print(markdown([f"medians of {STARTS}", "wall ms", "processor ms", "peak MiB"], rows), end="\n\n")
    size = Path(setting.program).stat().st_size / MIB
    print(f"A peak below {measure.floor():,.0f} MiB cannot be seen: it is that of the process that measures.\n")
    print(f"The binary: {size:.1f} MiB, in which all of oddwalk is, its report's page too.")


ALL: dict[str, Callable[[Setting], None]] = {
    part.__name__: part for part in (check, parquet, csv, methods, trail, sessionize, growth, bounded, startup)
}
