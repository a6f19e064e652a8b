"""The timeline: the report's page, in a notebook's cell and as a file."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

from oddwalk._files import write_whole
from oddwalk._oddwalk import page_of_marks

#: The HTML of one cell has at most so many bytes: a notebook is saved with everything that it shows.
CELL_BYTES = 5_000_000
#: So many has a file.
FILE_BYTES = 100_000_000
#: -log2 of a likelihood that is less than any number above 0.
_LEAST_BITS = 1_075.0
_HEIGHT = 900


class Timeline:
    """An interactive timeline of sessions, which shows itself at the end of a notebook's cell.

    It is one page of HTML that loads nothing. In a notebook it stands in a frame of its own, which can reach neither the
    notebook nor the network, and takes at most 5 MB: where not all sessions fit, it has the rarest and an even sample of the
    others, and says so. A file has room for 100 MB.
    """

    def __init__(self, page: Callable[[int], str]):
        """Take what makes a page of at most so many bytes."""
        self._page = page
        self._cell: str | None = None

    def save(self, path: str | Path) -> None:
        """Write the timeline to an HTML file, which appears whole or not at all.

        Raises
        ------
        OSError
            Where it cannot be written.
        """
        write_whole(path, self._page(FILE_BYTES).encode())

    def _repr_html_(self) -> str:
        """Return the cell's HTML."""
        if self._cell is None:
            self._cell = self._fitting()
        return self._cell

    def _fitting(self) -> str:
        """Return the largest cell that is small enough: how much quoting adds is known only afterwards."""
        room = CELL_BYTES
        while True:
            cell = _frame(self._page(room))
            over = len(cell.encode()) - CELL_BYTES
            if over <= 0:
                return cell
            room -= over + 10_000


def _frame(page: str) -> str:
    # Of the two quotation marks this is the rarer one in the page.
    quoted = page.replace("&", "&amp;").replace("'", "&#39;")
    return (
        f"<iframe title='oddwalk timeline' style='width:100%;height:{_HEIGHT}px;border:0' "
        f"sandbox='allow-scripts allow-downloads' srcdoc='{quoted}'></iframe>"
    )


def of_marks(
    marks: dict[str, Any], title: str, notices: list[str] | None = None, score_name: str | None = None
) -> Timeline:
    """Return the timeline of sessions that are scored already, as columns, the oddest first."""
    return Timeline(lambda room: page_of_marks(marks, title, notices or [], score_name, room))


def surprisal_bits(likelihood: float) -> float:
    """Return -log2 of a likelihood; one that is 0 is less than any number above it."""
    return -math.log2(likelihood) if likelihood > 0 else _LEAST_BITS


def of_scored(table: Any, title: str) -> Timeline:
    """Return the timeline of a table that `scan` or `score` has made, by way of Arrow."""
    columns = table.to_pydict()
    moments = {name: table[name].cast("timestamp[ns]").cast("int64").to_pylist() for name in ("begin", "end")}
    scores = columns.pop("score_bits", None)
    surprisals = columns.pop("surprisal_bits")
    ranked_by = scores or surprisals
    order = sorted(range(len(ranked_by)), key=lambda row: math.inf if ranked_by[row] is None else -ranked_by[row])

    def ranked(values: list) -> list:
        return [values[row] for row in order]

    spans = list(zip(moments["begin"], moments["end"]))
    durations = [None if None in span else (span[1] - span[0]) // 1_000_000 for span in spans]
    own = {"begin", "end", "n_events", "session", "window", "likelihood", "p_value"}
    others = {name: values for name, values in columns.items() if name not in own}
    entity = [name for name, values in others.items() if all(isinstance(value, (str, type(None))) for value in values)]
    marks = {
        "begin": ranked(moments["begin"]),
        "duration_ms": ranked(durations),
        "n_events": ranked(columns["n_events"]),
        "score": ranked(scores or [None] * len(order)),
        "surprisal_bits": ranked(surprisals),
        "window": ranked(columns["window"]),
        "session": ranked(columns["session"]),
        "entity": [(name, ranked(others[name])) for name in entity],
        "carried": [(name, texts(ranked(values))) for name, values in others.items() if name not in entity],
    }
    return of_marks(marks, title)


def texts(values: list) -> list[str | None]:
    """Return the values in words, and None for those that are missing."""
    return [None if value is None or value != value else str(value) for value in values]
