"""The caller's kind of table: into Arrow on the way in, and the same kind on the way out."""

from __future__ import annotations

import json
from typing import Any


def to_arrow(data: Any, parameters: str | None = None) -> Any:
    """Return something that gives an Arrow stream.

    Rows are lists of dictionaries. A column of Python's own sets or dictionaries, which Arrow would make one struct of, is
    turned into JSON first.

    Raises
    ------
    TypeError
        Where the data is no table.
    """
    kind = kind_of(data)
    if kind == "rows":
        return _pyarrow().Table.from_pylist([_plain(row, parameters) for row in data])
    if kind == "sessions":
        return _pyarrow().table({"session": data})
    if kind == "polars lazy":
        return data.collect()
    if kind == "pandas" and parameters is not None and parameters in data.columns:
        column = data[parameters]
        if column.map(_is_collection).any():
            return data.assign(**{parameters: column.map(_json)})
    if hasattr(data, "__arrow_c_stream__"):
        return data
    if hasattr(data, "to_arrow_table"):
        return data.to_arrow_table()
    raise TypeError(
        f"a {type(data).__name__} is no table: pandas, polars, pyarrow, DuckDB, anything with `__arrow_c_stream__`, "
        "a list of dictionaries, or a list of lists of commands"
    )


def arrow_table(data: Any) -> Any:
    """Return the data as a pyarrow table."""
    return _pyarrow().table(to_arrow(data))


def to_kind(table: Any, kind: str) -> Any:
    """Return the table as the caller's kind; where that is unknown, it is something that gives an Arrow stream."""
    if kind == "pandas":
        return _pyarrow().table(table).to_pandas()
    if kind.startswith("polars"):
        import polars

        frame = polars.DataFrame(table)
        return frame.lazy() if kind == "polars lazy" else frame
    if kind == "pyarrow":
        return _pyarrow().table(table)
    if kind == "duckdb":
        import duckdb

        return duckdb.from_arrow(_pyarrow().table(table))
    if kind in {"rows", "sessions"}:
        return _pyarrow().table(table).to_pylist()
    return table


def kind_of(data: Any) -> str:
    """Tell the kind of a table by where its type comes from, so that nothing is imported."""
    module, name = type(data).__module__.partition(".")[0], type(data).__name__
    if module == "polars":
        return "polars lazy" if name == "LazyFrame" else "polars"
    if module in {"pandas", "pyarrow"}:
        return module
    if module in {"duckdb", "_duckdb"}:
        return "duckdb"
    if isinstance(data, list):
        return "sessions" if data and isinstance(data[0], list) else "rows"
    return "arrow"


def _plain(row: Any, parameters: str | None) -> Any:
    if not isinstance(row, dict):
        raise TypeError(f"a row is a dictionary, and not a {type(row).__name__}")
    if parameters is None or parameters not in row:
        return row
    return {**row, parameters: _json(row[parameters])}


def _is_collection(value: Any) -> bool:
    return isinstance(value, (dict, set, frozenset, list))


def _json(value: Any) -> Any:
    if isinstance(value, (set, frozenset)):
        return json.dumps(sorted(map(str, value)))
    return json.dumps(value, default=str) if isinstance(value, (dict, list)) else value


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise ImportError("this kind of table needs pyarrow: pip install pyarrow") from error
    return pyarrow
