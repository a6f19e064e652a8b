"""Generated sessions of all three kinds, and what a call does: its result, or the type of its exception."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

NAMES = ["Set-Mailbox", "New-InboxRule", "Get-User", "é", "##UNK##", "##START##"]
PARAMS = ["Identity", "City", "Name", "Force"]
VALUES = ["a", "b", 1, True, 0, "", None, 2.5, ("x", 1)]


def commands() -> st.SearchStrategy[list]:
    """Draw sessions of commands alone."""
    return _sessions(st.sampled_from(NAMES))


def with_params(cmd: type) -> st.SearchStrategy[list]:
    """Draw sessions of commands with sets of parameters; now and then a dictionary is among them."""
    sets = st.sets(st.sampled_from(PARAMS))
    return _sessions(st.builds(cmd, st.sampled_from(NAMES), sets)).flatmap(
        lambda sessions: st.just(sessions)
    )


def with_values(cmd: type, least: int = 1) -> st.SearchStrategy[list]:
    """Draw sessions of commands with values of parameters."""
    values = st.dictionaries(st.sampled_from(PARAMS), st.sampled_from(VALUES))
    return _sessions(st.builds(cmd, st.sampled_from(NAMES), values), least)


def _sessions(events: st.SearchStrategy, least: int = 1) -> st.SearchStrategy[list]:
    return st.lists(st.lists(events, min_size=1, max_size=7), min_size=least, max_size=8)


def outcome(call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Return what a call returns, or the type of what it raises."""
    try:
        return call(*args, **kwargs)
    except Exception as error:
        return type(error)
