"""The floor: DuckDB reads the needed columns, and does nothing with them."""

import sys

import duckdb


def main(source: str) -> None:
    """Look at every value once."""
    connection = duckdb.connect()
    reader = "read_parquet" if source.endswith(".parquet") else "read_csv"
    connection.execute(f"select max(time), max(user), max(command) from {reader}('{source}')").fetchall()


if __name__ == "__main__":
    main(sys.argv[1])
