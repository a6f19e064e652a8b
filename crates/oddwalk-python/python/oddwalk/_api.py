"""oddwalk's own calls: sessions cut, learnt from, and scored."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from oddwalk._files import write_whole
from oddwalk._frames import arrow_table, kind_of, to_arrow, to_kind
from oddwalk._oddwalk import Cut, Learnt
from oddwalk._timeline import Timeline, of_scored

_MINUTE = 60_000_000_000


def sessionize(
    data: Any,
    *,
    time: str,
    entity: str | list[str],
    command: str,
    parameters: str | None = None,
    actor: str | list[str] | None = None,
    max_minutes: float = 20,
    max_gap_minutes: float = 2,
    at_least: bool = False,
    null_entity: str = "merge",
    min_events: int = 1,
) -> Any:
    """Cut events into sessions: consecutive events of one entity, bounded in time.

    Parameters
    ----------
    data
        One row for each event: pandas, polars, pyarrow, a DuckDB relation, anything with ``__arrow_c_stream__``, or a list
        of dictionaries.
    time, command
        The columns of the time (a timestamp, an epoch number or text; without a zone it is UTC) and of what was done.
    entity
        The columns that say whose an event is.
    parameters
        The column of the parameters: a list of structs, a map, a struct, a set, a dictionary, or JSON.
    actor
        Those columns of the entity whose habits are learnt; the first one, if nobody says.
    max_minutes, max_gap_minutes
        The longest time from a session's first event to its last, and between neighbours, in minutes.
    at_least
        Whether a session ends where a limit is met (as Kusto's ``row_window_session`` has it), and not only where it is
        exceeded (as msticpy has it).
    null_entity
        What becomes of events with a missing identity: ``merge``, ``separate`` or ``drop``.
    min_events
        Sessions of fewer events are left out.

    Returns
    -------
    The caller's kind of table
        One row for each session: the entity's columns, ``begin``, ``end`` (UTC), ``n_events`` and ``session``, a list of
        commands; ordered by entity, then time.

    Raises
    ------
    KeyError
        Where a column is missing.
    TypeError
        Where the data is no table, or a column's type cannot be what it is named as.
    ValueError
        Where a time or a command is missing or cannot be read, with the row; or a limit makes no sense.

    Examples
    --------
    >>> rows = [{"at": f"2024-05-01T10:0{minute}:00Z", "user": "ann", "what": what} for minute, what in [(0, "a"), (1, "b"), (5, "c")]]
    >>> [row["session"] for row in sessionize(rows, time="at", entity="user", command="what")]
    [['a', 'b'], ['c']]
    """
    columns = {"time": time, "entity": entity, "command": command, "parameters": parameters, "actor": actor}
    limits = {"max_minutes": max_minutes, "max_gap_minutes": max_gap_minutes, "at_least": at_least}
    cut = _cut(data, **columns, **limits, null_entity=null_entity, min_events=min_events)
    return to_kind(cut.table(), kind_of(data))


def fit(data: Any, *, modellable: Collection[str] | None = None, **columns: Any) -> Model:
    """Learn what is usual from events or sessions.

    Parameters
    ----------
    data
        Events, as in :func:`sessionize`; or sessions, as a table with a column of lists, or as a list of lists.
    modellable
        The parameters whose values the method ``msticpy`` models; None for those that look like categories.
    columns
        Of events, what :func:`sessionize` takes; of sessions, ``session``, and ``entity``, ``begin`` and ``end`` where there
        are such. A list of lists needs none.

    Returns
    -------
    Model
        It knows its columns, so that scoring need not name them again.

    Raises
    ------
    KeyError, TypeError, ValueError
        As :func:`sessionize`.
    """
    return _fit(_cut(data, **columns), columns, modellable)


def scan(data: Any, *, window: int = 3, method: str = "oddwalk", modellable: Collection[str] | None = None, **columns: Any) -> Any:
    """Cut, learn, and score: each session by what all the others have taught.

    Parameters
    ----------
    data, modellable, columns
        As in :func:`fit`.
    window
        How many events the rarest window has, at least 2.
    method
        ``oddwalk``, by all kinds of evidence; or ``msticpy``, equal to msticpy 3.0.2.

    Returns
    -------
    The caller's kind of table
        As :meth:`Model.score` gives it.

    Raises
    ------
    KeyError, TypeError, ValueError
        As :func:`sessionize`.

    Examples
    --------
    >>> rows = scan([["a", "b"], ["a", "b"], ["a", "c"]], window=2, method="msticpy")
    >>> min(rows, key=lambda row: row["likelihood"])["session"]
    ['a', 'c']
    """
    cut = _cut(data, **columns)
    learnt = _fit(cut, columns, modellable)._learnt
    return to_kind(learnt.score(cut, window, method, True), kind_of(data))


def timeline(
    data: Any,
    *,
    title: str = "oddwalk timeline",
    explain: int = 500,
    window: int = 3,
    method: str = "oddwalk",
    modellable: Collection[str] | None = None,
    **columns: Any,
) -> Timeline:
    """Show sessions on a timeline: when they were, and how odd they are.

    Parameters
    ----------
    data
        Events or sessions, as in :func:`scan`, which are scored for it; or what :func:`scan` or :meth:`Model.score` has
        returned, or any part of it, where no columns are named. Only the former is explained step by step.
    title
        What stands above it.
    explain
        How many sessions, the oddest first, are explained.
    window, method, modellable, columns
        As in :func:`scan`.

    Returns
    -------
    Timeline
        It shows itself in a notebook, and saves itself to a file.

    Raises
    ------
    KeyError, TypeError, ValueError
        As :func:`sessionize`.

    Examples
    --------
    >>> shown = timeline([["a", "b"], ["a", "b"], ["a", "c"]], method="msticpy", window=2)
    >>> shown._repr_html_().startswith("<iframe")
    True
    """
    if not columns and kind_of(data) != "sessions":
        table = arrow_table(data)
        if "surprisal_bits" in table.column_names:
            return of_scored(table, title)
    cut = _cut(data, **columns)
    drawn = _fit(cut, columns, modellable)._learnt.drawn(cut, window, method, True)
    return Timeline(lambda room: drawn.page(title, explain, room))


class Model:
    """What was learnt: counts that can be merged, subtracted and saved. :func:`fit` and :meth:`load` make one."""

    def __init__(self, learnt: Learnt, columns: dict[str, Any]):
        """Hold what Rust has learnt, and from which columns."""
        self._learnt = learnt
        self._columns = columns

    @property
    def sessions(self) -> int:
        """How many sessions it has learnt from."""
        return self._learnt.session_count()

    def score(self, data: Any, *, window: int = 3, method: str = "oddwalk", **columns: Any) -> Any:
        """Score other sessions than those that were learnt from.

        Parameters
        ----------
        data
            As in :func:`fit`.
        window
            How many events the rarest window has, at least 2.
        method
            ``oddwalk`` or ``msticpy``.
        columns
            As in :func:`fit`; those that are not named are the model's.

        Returns
        -------
        The caller's kind of table
            What :func:`sessionize` gives, and ``likelihood`` (of the rarest window, from 0 to 1), ``surprisal_bits``
            (-log2 of it), ``window`` (its commands, without END); null where a session is shorter than a window. The
            method ``oddwalk`` adds ``score_bits`` and ``p_value``.

        Raises
        ------
        KeyError, TypeError, ValueError
            As :func:`sessionize`.
        """
        cut = _cut(data, **{**self._columns, **columns})
        return to_kind(self._learnt.score(cut, window, method, False), kind_of(data))

    def explain(
        self, data: Any, *, rank: int = 1, window: int = 3, method: str = "oddwalk", whole: bool = False, **columns: Any
    ) -> str:
        """Say why a session got its score, step by step.

        Parameters
        ----------
        data, window, method, columns
            As in :meth:`score`.
        rank
            Which session, counted from 1, the oddest.
        whole
            Whether all of the session is explained, and not its rarest window alone.

        Returns
        -------
        str
            Lines for a terminal; bits add up to the session's ``surprisal_bits``.

        Raises
        ------
        KeyError, TypeError, ValueError
            As :func:`sessionize`; ValueError also where there is no session of this rank.
        """
        cut = _cut(data, **{**self._columns, **columns})
        return self._learnt.explain(cut, rank, window, method, whole, 100)

    def timeline(
        self,
        data: Any,
        *,
        title: str = "oddwalk timeline",
        explain: int = 500,
        window: int = 3,
        method: str = "oddwalk",
        **columns: Any,
    ) -> Timeline:
        """Show sessions, scored by this model, on a timeline.

        Parameters
        ----------
        data, window, method, columns
            As in :meth:`score`.
        title, explain
            As in :func:`timeline`.

        Returns
        -------
        Timeline
            It shows itself in a notebook, and saves itself to a file.

        Raises
        ------
        KeyError, TypeError, ValueError
            As :func:`sessionize`.
        """
        cut = _cut(data, **{**self._columns, **columns})
        drawn = self._learnt.drawn(cut, window, method, False)
        return Timeline(lambda room: drawn.page(title, explain, room))

    def save(self, path: str | Path) -> None:
        """Write the model to a file, which appears whole or not at all.

        Raises
        ------
        OSError
            Where it cannot be written.
        """
        write_whole(path, self._learnt.to_bytes())

    @classmethod
    def load(cls, path: str | Path, **columns: Any) -> Model:
        """Read a model; nothing in its file is ever run.

        Parameters
        ----------
        path
            The file.
        columns
            What :meth:`score` is to read, as in :func:`fit`; a file does not have it.

        Raises
        ------
        OSError
            Where the file cannot be read.
        ValueError
            Where it is no sound model of a table.
        """
        return cls(Learnt.from_bytes(Path(path).read_bytes()), columns)

    def merge(self, other: Model) -> Model:
        """Return both together, as if one model had learnt from all sessions.

        Raises
        ------
        ValueError
            Where they count different things.
        """
        return Model(self._learnt.merge(other._learnt), self._columns)

    def subtract(self, other: Model) -> Model:
        """Return what is left without what the other has learnt.

        Raises
        ------
        ValueError
            Where the other is no part of this.
        """
        return Model(self._learnt.subtract(other._learnt), self._columns)


def _fit(cut: Cut, columns: dict[str, Any], modellable: Collection[str] | None) -> Model:
    return Model(Learnt.fit(cut, None if modellable is None else set(modellable)), columns)


def _cut(data: Any, **columns: Any) -> Cut:
    """Read sessions: cut from events where there is a column of the time, and as they are where there is none."""
    if "time" in columns:
        return _events(data, **columns)
    return _given(data, **columns)


def _events(
    data: Any,
    *,
    time: str,
    entity: str | list[str],
    command: str,
    parameters: str | None = None,
    actor: str | list[str] | None = None,
    max_minutes: float = 20,
    max_gap_minutes: float = 2,
    at_least: bool = False,
    null_entity: str = "merge",
    min_events: int = 1,
) -> Cut:
    limits = [_nanoseconds("max_minutes", max_minutes), _nanoseconds("max_gap_minutes", max_gap_minutes)]
    table = to_arrow(data, parameters)
    names = (time, command, parameters)
    return Cut.events(table, names, _names(entity), _names(actor), *limits, at_least, null_entity, min_events)


def _given(
    data: Any,
    *,
    session: str = "session",
    entity: str | list[str] | None = None,
    begin: str | None = None,
    end: str | None = None,
) -> Cut:
    return Cut.given(to_arrow(data), session, _names(entity), begin, end)


def _names(names: str | list[str] | None) -> list[str]:
    return [names] if isinstance(names, str) else [*(names or [])]


def _nanoseconds(name: str, minutes: float) -> int:
    if not minutes >= 0:
        raise ValueError(f"`{name}` is {minutes}: a limit is a number of minutes from 0")
    return min(int(minutes * _MINUTE), 2**63 - 1) if minutes != float("inf") else 2**63 - 1
