from collections.abc import Callable, Container
from typing import Any, final

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Cut",
    "Drawn",
    "Learnt",
    "Trained",
    "__version__",
    "cut_columns",
    "page_of_marks",
    "recipe_kql",
    "run",
    "split_list",
    "take_lists",
    "text_codes",
]

__version__: str

def run(argv: list[str]) -> int:
    """Run the `oddwalk` command with these arguments, the program's name first, and return its exit code.

    It is meant for the console script: it writes to the process's own standard output and error, and from then on an
    interrupt ends the process. Other threads go on meanwhile.
    """

def cut_columns(
    identities: list[NDArray[np.int64]], times: NDArray[np.int64], max_gap: int, max_duration: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Cut events into sessions: sort them by the identity columns in their order, then by time, stably, and cut where a
    limit is exceeded.
    """

def split_list(list: list[Any], ends: NDArray[np.int64]) -> list[list[Any]]:
    """Cut a list at these places, the last of which is its length."""

def text_codes(column: NDArray[np.object_], missing: str) -> tuple[NDArray[np.int64], int | None] | None:
    """Number the texts of a column in their order; None and NaN are the text `missing`, whose number comes with them, if it
    has one. None where the column has anything else.
    """

def take_lists(column: NDArray[np.object_], order: NDArray[np.int64], ends: NDArray[np.int64]) -> list[list[Any]]:
    """Take a column's objects in this order, and cut them into lists that end at these places."""

@final
class Trained:
    """What was learnt from sessions that are Python lists, as msticpy 3.0.2 learns it."""

    def __new__(
        cls, sessions: list[list[Any]], kind: int, tokens: list[Any], modellable: Container[Any] | None = None
    ) -> Trained: ...
    def modelled(self) -> set[Any]:
        """The parameters whose values are modelled."""

    def has_end(self) -> bool:
        """Whether END is a command of a session."""

    def command_count(self) -> int:
        """How many distinct commands were learnt."""

    def rarest_windows(
        self, sessions: list[list[Any]], window_len: int, tokens: bool, geometric_mean: bool, nan: float
    ) -> tuple[list[list[Any]], list[float]]:
        """Each session's rarest window and its likelihood."""

    def session_likelihoods(self, sessions: list[list[Any]], tokens: bool) -> list[float]:
        """Each session's likelihood."""

    def set_likelihoods(self, sessions: list[list[Any]], geometric_mean: bool) -> list[float]:
        """How likely each event's parameters are given its command, event after event."""

    def table(
        self, table: str, stage: str, outer: Callable[[], dict[Any, Any]], inner: Callable[[], dict[Any, Any]]
    ) -> dict[Any, Any]:
        """One of the reference's tables as a dictionary."""

def recipe_kql(name: str, lookback: str, table: str | None) -> str:
    """The query that cuts a recipe's sessions in Microsoft Sentinel."""

@final
class Drawn:
    """Sessions that were scored and can be drawn."""

    def page(self, title: str, explained: int, max_bytes: int) -> str:
        """A page of at most so many bytes, with explanations of the first so many sessions."""

def page_of_marks(
    marks: dict[str, Any], title: str, notices: list[str], score_name: str | None, max_bytes: int
) -> str:
    """Draw sessions that something else has scored, the oddest first, on a page of at most so many bytes."""

@final
class Cut:
    """Sessions of a table, cut from its events or as they are."""

    @staticmethod
    def events(
        table: Any,
        columns: tuple[str, str, str | None],
        entity: list[str],
        actor: list[str],
        max_duration: int,
        max_gap: int,
        at_least: bool,
        null_entity: str,
        min_events: int,
    ) -> Cut:
        """Cut events into sessions."""

    @staticmethod
    def given(table: Any, session: str, entity: list[str], begin: str | None, end: str | None) -> Cut:
        """Take sessions that are cut already: a column of lists."""

    def table(self) -> Any:
        """A table with a row for each session."""

    def __len__(self) -> int: ...

@final
class Learnt:
    """What was learnt from sessions."""

    @staticmethod
    def fit(sessions: Cut, modellable: set[str] | None = None) -> Learnt:
        """Learn from sessions."""

    def score(self, sessions: Cut, window: int, method: str, own: bool) -> Any:
        """Score sessions by the method `oddwalk` or `msticpy`."""

    def drawn(self, sessions: Cut, window: int, method: str, own: bool) -> Drawn:
        """Score sessions, to be drawn."""

    def explain(
        self, sessions: Cut, rank: int, window: int, method: str, whole: bool, width: int
    ) -> str:
        """Say why a session got its score."""

    def to_bytes(self) -> bytes:
        """The bytes of the model's file."""

    @staticmethod
    def from_bytes(bytes: bytes) -> Learnt:
        """Read a model's file, which is checked before anything of it is used."""

    def merge(self, other: Learnt) -> Learnt:
        """Both together, as if one model had learnt from all sessions."""

    def subtract(self, other: Learnt) -> Learnt:
        """What is left without what the other has learnt."""

    def session_count(self) -> int:
        """How many sessions the model has learnt from."""
