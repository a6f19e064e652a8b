#!/usr/bin/env python3
"""Do two files of findings say the same: the same sessions, and of each session the same likelihood?

    bench/peers/check.py oddwalk.parquet polars.parquet

Prints how far apart they are; the exit code is 1 where that is too far. It is a program of its own so that what measures stays
small: Linux counts the memory of the process that starts another to the other's peak.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import polars as pl

KEYS = ["user", "begin"]
FACTS = ["end", "n_events"]
NEAR = 1e-9
"""Relative: sums and products in another order differ in their last digits."""


@dataclass(frozen=True)
class Comparison:
    """How far one file is from another."""

    sessions: int
    others: int
    same: int
    without: int
    """Sessions that have no likelihood in either."""
    apart: float
    """The largest difference of a likelihood, relative to it; infinite where only one of both has any."""
    is_sorted: bool

    @property
    def agrees(self) -> bool:
        """Whether both did the same job."""
        return self.sessions == self.others == self.same and self.apart <= NEAR and self.is_sorted

    def __str__(self) -> str:
        """In a sentence."""
        sessions = f"{self.same:,} of {self.sessions:,} sessions are the same"
        if self.others != self.sessions:
            sessions += f" (it has {self.others:,})"
        order = "" if self.is_sorted else ", not sorted by likelihood"
        return f"{sessions}, {self.without:,} without a likelihood; likelihoods at most {self.apart:.0e} apart{order}"


def compared(own: Path, other: Path) -> Comparison:
    """Both files, session by session."""
    left, right = read(own), read(other)
    both = left.join(right, on=[*KEYS, *FACTS], suffix="_other")
    likelihood, other_likelihood = pl.col("likelihood"), pl.col("likelihood_other")
    gap = (likelihood - other_likelihood).abs() / likelihood.abs()
    only_one = likelihood.is_null() != other_likelihood.is_null()
    apart = both.select(pl.when(only_one).then(float("inf")).otherwise(gap.fill_null(0.0)).max()).item()
    without = both.select((likelihood.is_null() & other_likelihood.is_null()).sum()).item()
    return Comparison(left.height, right.height, both.height, without, apart or 0.0, is_sorted(right))


def read(path: Path) -> pl.DataFrame:
    """What is compared, in the same types; pandas' NaN is no likelihood. Mere sessions have none."""
    found = pl.scan_parquet(path)
    times = pl.col("begin", "end").cast(pl.Datetime("us", "UTC"))
    is_scored = "likelihood" in found.collect_schema()
    return found.select(
        pl.col("user").cast(pl.String),
        times,
        pl.col("n_events").cast(pl.Int64),
        likelihood=pl.col("likelihood").fill_nan(None) if is_scored else pl.lit(None, pl.Float64),
    ).collect()


def is_sorted(findings: pl.DataFrame) -> bool:
    """The least likely first, those without a likelihood last; what is equal but for its last digits may change places."""
    steps = findings["likelihood"].fill_null(float("inf"))
    return bool((steps.shift(1) <= steps * (1 + NEAR)).fill_null(value=True).all())


if __name__ == "__main__":
    found = compared(*map(Path, sys.argv[1:3]))
    print(found)
    sys.exit(not found.agrees)
