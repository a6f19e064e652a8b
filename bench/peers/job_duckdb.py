"""The whole job in DuckDB's SQL: sessions by gap, counts of transitions, the rarest window of three, a Parquet file.

Texts are ENUM codes from the start, and one ORDER BY is the only sort. What follows it are streaming windows: `lag`, `lead` and a
running sum over the order that there already is, without PARTITION BY. A step from a command to a command is one number, so
that a window's likelihood is three joins of integers with a table of a few thousand rows. README.md in this folder has what else
was tried.

A cap on a session's duration has no place in it: that needs one pass that remembers where the session began.
"""

import sys

import duckdb

PARQUET = """
create view log as
select time, user, command, file_row_number as row from read_parquet('{source}', file_row_number = true);
"""

CSV = """
create temp table texts as
select * from read_csv('{source}', columns = {{'time': 'timestamp', 'user': 'varchar', 'command': 'varchar'}});
create view log as select time, user, command, rowid as row from texts;
"""

CODES = """
create type user_code as enum (select distinct user from log);
create type command_code as enum (select distinct command from log);
"""

JOB = """
-- START comes behind the commands where they are earlier, and so does END where they are later. A session's first event has no
-- step before its own, and its second has one.
create temp table steps as
with ordered as (
    select enum_code(user::user_code) as user, epoch_us(time) as time, enum_code(command::command_code)::integer as command
    from log order by {keys}),
marked as (
    select *, lag(command) over () as previous,
        coalesce(user <> lag(user) over () or time - lag(time) over () > 120_000_000, true) as is_new
    from ordered),
stepped as (
    select user, time, is_new, lead(is_new, 1, true) over () as is_last, lag(is_new) over () as is_second,
        sum(is_new::integer) over (rows unbounded preceding)::uinteger as session,
        if(is_new, {commands}, previous) * {width} + command as step
    from marked)
select session, user, time, is_last, step,
    if(is_new, null, lag(step) over ()) as step_1,
    if(is_new or is_second, null, lag(step, 2) over ()) as step_2
from stepped;

create temp table counts as
select step, sum(n)::bigint as n from (
    select step, count(*) as n from steps group by step
    union all
    select step % {width} * {width} + {commands}, count(*) from steps where is_last group by all)
group by step;

-- msticpy adds one to every pair of an earlier symbol (START, UNKNOWN or a command) and a later one (END, UNKNOWN or a command),
-- and for each of them one to the single counts of both its ends.
create temp table chances as
select step, (n + 1) / (sum(n) over (partition by step // {width}) + {later}) as chance from counts;

create temp table marginals as
with uses as (select step % {width} as command, sum(n) as n from counts group by all)
select command, (n + 2 * {later}) / (
    (select sum(n) from uses) + (select n from uses where command = {commands}) + 2 * {later} * ({commands} + 2)) as chance
from uses where command <> {commands};

create temp table windows as
select own.step, own.chance, ending.chance as to_end,
    if(own.step // {width} = {commands}, own.chance, alone.chance)::double as as_first
from chances own
join marginals alone on alone.command = own.step % {width}
left join chances ending on ending.step = own.step % {width} * {width} + {commands};

copy (
    select enum_range(null::user_code)[any_value(user) + 1] as user,
        make_timestamptz(min(time)) as begin, make_timestamptz(max(time)) as "end", count(*) as n_events,
        min(least(
            two.as_first * one.chance * own.chance,
            if(is_last, one.as_first * own.chance * own.to_end, null))) as likelihood
    from steps
    join windows own on own.step = steps.step
    left join windows one on one.step = step_1
    left join windows two on two.step = step_2
    group by session
    order by likelihood nulls last
) to '{output}' (format parquet);
"""


IS_IN_ORDER = """
select coalesce(min(step), 0) >= 0 from (select epoch_us(time) - lag(epoch_us(time)) over () as step from log);
"""
"""Then a user's rows are in order already, and the sort needs one key less."""


def main(source: str, output: str) -> None:
    """Run it, on as many threads as DuckDB likes."""
    connection = duckdb.connect()
    connection.execute((PARQUET if source.endswith(".parquet") else CSV).format(source=source))
    connection.execute(CODES)
    is_in_order = connection.execute(IS_IN_ORDER).fetchall()[0][0]
    keys = "user, row::uinteger" if is_in_order else "user, time, row"
    commands = len(connection.execute("select enum_range(null::command_code)").fetchall()[0][0])
    names = {"keys": keys, "commands": commands, "width": commands + 1, "later": commands + 2}
    connection.execute(JOB.format(output=output, **names))


if __name__ == "__main__":
    main(*sys.argv[1:3])
