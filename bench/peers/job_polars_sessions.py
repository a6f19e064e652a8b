"""Sessions alone, in Polars: a row for each, with the list of its commands, in a Parquet file."""

import sys

import polars as pl

from job_polars import in_order, read, sessionized


def main(source: str, output: str) -> None:
    """Run it."""
    events = sessionized(in_order(read(source)))
    user = pl.col("user").first().cast(pl.String)
    sessions = events.group_by(pl.col("is_new").cum_sum().set_sorted(), maintain_order=True).agg(
        user, "command", begin=pl.col("time").first(), end=pl.col("time").last(), n_events=pl.len()
    )
    sessions = sessions.with_columns(pl.col("command").cast(pl.List(pl.String)))
    sessions.drop("is_new").rename({"command": "session"}).write_parquet(output, compression="snappy")


if __name__ == "__main__":
    main(*sys.argv[1:3])
