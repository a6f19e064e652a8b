"""The whole job in Polars: sessions by gap, counts of transitions, the rarest window of three, a Parquet file.

A cap on a session's duration has no place in it: that needs one pass that remembers where the session began.
"""

import sys

import polars as pl

GAP = pl.duration(minutes=2)
KEYS = ["user", "session"]


def main(source: str, output: str) -> None:
    """Run it."""
    sessions = sessionized(read(source)).collect(engine="streaming")
    probabilities, marginals, vocabulary = learnt(sessions)
    scored(sessions.lazy(), probabilities.lazy(), marginals.lazy(), vocabulary).collect(engine="streaming").write_parquet(output)


def read(source: str) -> pl.LazyFrame:
    """Only what is needed, texts as numbers of a dictionary."""
    events = pl.scan_parquet(source) if source.endswith(".parquet") else pl.scan_csv(source, try_parse_dates=True)
    return events.select("time", pl.col("user").cast(pl.Categorical), pl.col("command").cast(pl.Categorical))


def sessionized(events: pl.LazyFrame) -> pl.LazyFrame:
    """Events in order, each with the number of its session."""
    is_new = (pl.col("user") != pl.col("user").shift()) | (pl.col("time") - pl.col("time").shift() > GAP)
    return events.sort("user", "time", maintain_order=True).with_columns(session=is_new.fill_null(value=True).cum_sum())


def steps(sessions: pl.LazyFrame) -> pl.LazyFrame:
    """Each event with the one before it, and the session's end as an event more."""
    previous = pl.col("command").cast(pl.String).shift().over("session").fill_null("##START##")
    own = sessions.select("session", pl.col("command").cast(pl.String), previous=previous)
    ends = sessions.group_by("session").agg(pl.col("command").last().cast(pl.String).alias("previous"))
    return pl.concat([own, ends.select("session", pl.lit("##END##").alias("command"), "previous")])


def learnt(sessions: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """Add-one probabilities of steps, those of commands alone, and how many commands there are."""
    vocabulary = sessions["command"].n_unique() + 2
    counts = steps(sessions.lazy()).group_by("previous", "command").len().collect(engine="streaming")
    totals = counts.group_by("previous").agg(pl.col("len").sum().alias("total"))
    probability = (pl.col("len") + 1) / (pl.col("total") + vocabulary)
    probabilities = counts.join(totals, on="previous").select("previous", "command", p=probability)
    uses = sessions.group_by("command").len()
    share = pl.col("len") / pl.col("len").sum()
    return probabilities, uses.select(pl.col("command").cast(pl.String), m=share), vocabulary


def scored(sessions: pl.LazyFrame, probabilities: pl.LazyFrame, marginals: pl.LazyFrame, _: int) -> pl.LazyFrame:
    """Each session with the likelihood of its rarest window."""
    ends = sessions.group_by("session").agg(pl.len().alias("place"), pl.col("command").last().cast(pl.String).alias("previous"))
    place = pl.int_range(pl.len()).over("session").cast(pl.UInt32)
    previous = pl.col("command").cast(pl.String).shift().over("session").fill_null("##START##")
    own = sessions.select("session", place.alias("place"), pl.col("command").cast(pl.String), previous=previous)
    end = ends.select("session", "place", pl.lit("##END##").alias("command"), "previous")
    events = pl.concat([own, end]).sort("session", "place")
    events = events.join(probabilities, on=["previous", "command"], how="left", maintain_order="left")
    events = events.join(marginals, on="command", how="left", maintain_order="left")
    first = pl.when(pl.col("place") == 0).then(pl.col("p")).otherwise(pl.col("m"))
    window = first * pl.col("p").shift(-1).over("session") * pl.col("p").shift(-2).over("session")
    rarest = events.with_columns(window=window).group_by("session").agg(likelihood=pl.col("window").min())
    facts = sessions.group_by("session").agg(
        pl.col("user").first(), begin=pl.col("time").first(), end=pl.col("time").last(), n_events=pl.len()
    )
    return facts.join(rarest, on="session").sort("likelihood", nulls_last=True)


if __name__ == "__main__":
    main(*sys.argv[1:3])
