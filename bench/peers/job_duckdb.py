"""The whole job in DuckDB's SQL: sessions by gap, counts of transitions, the rarest window of three, a Parquet file."""

import sys

import duckdb

JOB = """
create temp table events as
select user, time, command, sum(is_new) over (order by user, time rows unbounded preceding) as session from (
    select user, time, command,
        case when lag(user) over w is distinct from user or time - lag(time) over w > interval 2 minute
            then 1 else 0 end as is_new
    from source window w as (order by user, time));

create temp table steps as
select session, place, command, coalesce(lag(command) over (partition by session order by place), '##START##') as previous
from (
    select session, row_number() over (partition by session order by time) as place, command from events
    union all
    select session, count(*) + 1, '##END##' from events group by session);

create temp table chances as
select previous, command,
    (n + 1.0) / (sum(n) over (partition by previous) + (select count(distinct command) + 2 from events)) as p
from (select previous, command, count(*) as n from steps group by all);

create temp table marginals as
select command, count(*) / sum(count(*)) over () as m from events group by command;

copy (
    select facts.*, likelihood from (
        select session, any_value(user) as user, min(time) as begin, max(time) as "end", count(*) as n_events
        from events group by session) facts
    join (
        select session, min(chance) as likelihood from (
            select session,
                (case when place = 1 then p else m end)
                * lead(p, 1) over (partition by session order by place)
                * lead(p, 2) over (partition by session order by place) as chance
            from steps join chances using (previous, command) left join marginals using (command))
        group by session) rarest using (session)
    order by likelihood nulls last
) to '{output}' (format parquet);
"""


def main(source: str, output: str) -> None:
    """Run it on two threads."""
    connection = duckdb.connect(config={"threads": 2, "preserve_insertion_order": False})
    reader = "read_parquet" if source.endswith(".parquet") else "read_csv"
    connection.execute(f"create view source as select time, user, command from {reader}('{source}')")
    connection.execute(JOB.format(output=output))


if __name__ == "__main__":
    main(*sys.argv[1:3])
