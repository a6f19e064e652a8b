"""The whole job in Polars: sessions by gap, counts of transitions, the rarest window of three, a Parquet file.

Texts are numbers from the start. Each user's events are brought together by one `group_by`, which keeps the log's order, and are
sorted only where a log is out of order. From there on every step is a shift over whole columns with a mask at the borders
of sessions, and every lookup is a `gather` from a dense vector: there is no window function and no join. README.md in this folder
has what else was tried.

A cap on a session's duration has no place in it: that needs one pass that remembers where the session began.
"""

import sys

import polars as pl

GAP = pl.duration(minutes=2)
TIMES = "%Y-%m-%dT%H:%M:%S%.fZ"
"""As the CSV file has them: to say so takes a third of what `try_parse_dates` takes."""
WHO = pl.Categorical(pl.Categories("user"))
WHAT = pl.Categorical(pl.Categories("command"))


def main(source: str, output: str) -> None:
    """Run it."""
    events = sessionized(in_order(read(source))).with_columns(pl.col("command").to_physical())
    commands = events["command"].n_unique()
    events = stepped(events, commands)
    findings(events, *learnt(events, commands)).write_parquet(output, compression="snappy")


def read(source: str) -> pl.DataFrame:
    """Only what is needed, texts as numbers of a dictionary of their own, dense from 0."""
    if source.endswith(".parquet"):
        events, time = pl.scan_parquet(source), pl.col("time")
    else:
        events, time = pl.scan_csv(source), pl.col("time").str.to_datetime(TIMES).dt.replace_time_zone("UTC")
    return events.select(time, pl.col("user").cast(WHO), pl.col("command").cast(WHAT)).collect(engine="streaming")


def in_order(log: pl.DataFrame) -> pl.DataFrame:
    """By user and time; events at the same time stay as they are in the log."""
    if not log["time"].is_sorted():
        log = log.sort("time", maintain_order=True)
    return log.group_by("user").agg("time", "command").explode("time", "command")


def sessionized(events: pl.DataFrame) -> pl.DataFrame:
    """Mark each session's first event and its last."""
    is_new = (pl.col("user") != pl.col("user").shift()) | (pl.col("time") - pl.col("time").shift() > GAP)
    events = events.with_columns(is_new=is_new.fill_null(value=True))
    return events.with_columns(is_last=pl.col("is_new").shift(-1, fill_value=True))


def stepped(events: pl.DataFrame, commands: int) -> pl.DataFrame:
    """Number each step from a command, or from START, to a command: `previous * (commands + 1) + command`.

    START comes behind the commands where they are earlier, and so does END where they are later.
    """
    previous = pl.when("is_new").then(commands).otherwise(pl.col("command").shift())
    step = previous * (commands + 1) + pl.col("command")
    return events.with_columns(step=step.cast(pl.UInt32))


def learnt(events: pl.DataFrame, commands: int) -> tuple[pl.Series, pl.Series]:
    """Probabilities of all steps, and of all commands by themselves, with msticpy's smoothing.

    msticpy adds one to every pair of an earlier symbol (START, UNKNOWN or a command) and a later one (END, UNKNOWN or a command),
    and for each of them one to the single counts of both its ends.
    """
    width, later = commands + 1, commands + 2
    ends = events.filter("is_last").select(step=to_end(commands))
    taken = pl.concat([counted(events), counted(ends)])
    counts = pl.zeros(width * width, dtype=pl.UInt32, eager=True).scatter(taken["step"], taken["len"])
    steps = pl.DataFrame({"n": counts}).with_row_index("step").cast({"n": pl.Int64})
    total = pl.col("n").sum().over(pl.col("step") // width)
    steps = steps.with_columns(chance=(pl.col("n") + 1) / (total + later))
    uses = steps.group_by(pl.col("step") % width).agg(pl.col("n").sum()).sort("step")["n"].head(commands) + 2 * later
    tokens = 2 * ends.height + 2 * later + 2 * later
    return steps["chance"], uses / (uses.sum() + tokens)


def counted(steps: pl.DataFrame) -> pl.DataFrame:
    """How often each step was taken."""
    return steps.lazy().group_by("step").len().collect(engine="streaming")


def to_end(commands: int) -> pl.Expr:
    """The step from a command to END."""
    return (pl.col("command") * (commands + 1) + commands).cast(pl.UInt32)


def findings(events: pl.DataFrame, steps: pl.Series, marginals: pl.Series) -> pl.DataFrame:
    """A row for each session, the one with the rarest window first; those that are shorter than a window have none."""
    events = with_windows(events, steps, marginals)
    begins = events.with_row_index("row").filter("is_new").select("row", "user", begin="time")
    ends = events.filter("is_last").select("at_end", end="time")
    session = pl.col("is_new").cum_sum().set_sorted()
    within = events.group_by(session, maintain_order=True).agg(pl.col("window").min())
    found = pl.concat([begins, ends, within.select("window")], how="horizontal")
    n_events = pl.col("row").shift(-1, fill_value=events.height) - pl.col("row")
    likelihood = pl.min_horizontal("window", "at_end")
    found = found.select(pl.col("user").cast(pl.String), "begin", "end", n_events=n_events, likelihood=likelihood)
    return found.sort("likelihood", nulls_last=True)


def with_windows(events: pl.DataFrame, steps: pl.Series, marginals: pl.Series) -> pl.DataFrame:
    """The likelihood of the window of three that ends with each event, and of the one that ends behind a session's last."""
    events = events.with_columns(chance=pl.lit(steps).gather("step"))
    as_first = pl.when("is_new").then("chance").otherwise(pl.lit(marginals).gather("command"))
    events = events.with_columns(two=as_first.shift() * pl.col("chance"))
    is_third = ~pl.col("is_new") & ~pl.col("is_new").shift()
    window = pl.when(is_third).then(pl.col("two").shift() * pl.col("chance"))
    end = pl.lit(steps).gather(to_end(len(marginals)))
    at_end = pl.when(pl.col("is_last") & ~pl.col("is_new")).then(pl.col("two") * end)
    return events.with_columns(window=window, at_end=at_end)


if __name__ == "__main__":
    main(*sys.argv[1:3])
