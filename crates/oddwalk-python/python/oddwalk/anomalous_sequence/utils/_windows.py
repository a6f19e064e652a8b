"""What the three kinds of sessions share: likelihoods of windows, and the least of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import numpy as np

from oddwalk.anomalous_sequence._errors import failure


def counter() -> defaultdict:
    """Count nothing yet."""
    return defaultdict(_zero)


def counters() -> defaultdict:
    """Count nothing yet, of anything."""
    return defaultdict(counter)


def _zero() -> int:
    return 0


def count_commands(sessions: list, start_token: str, end_token: str, name: Callable[[Any], Any]) -> tuple:
    """Count each command, and each command after another, both tokens among them."""
    singles, pairs = counter(), counters()
    for session in sessions:
        walk = [start_token, *map(name, session), end_token]
        for command in walk:
            singles[command] += 1
        for earlier, later in zip(walk, walk[1:]):
            pairs[earlier][later] += 1
    return singles, pairs


def check_tokens(use_start_token: bool, use_end_token: bool, start_token: Any, end_token: Any) -> None:
    """Raise msticpy's exception where a token is to be used that is not there."""
    if use_start_token and start_token is None:
        raise failure("start_token should not be None, when use_start_token is True")
    if use_end_token and end_token is None:
        raise failure("end_token should not be None, when use_end_token is True")


def windows(
    session: list,
    end: Callable[[str], Any],
    likelihood: Callable[[list, bool], float],
    window_len: int,
    use_start_end_tokens: bool,
    start_token: str | None,
    end_token: str | None,
    use_geo_mean: bool,
) -> list[float]:
    """Compute the likelihood of each window; only the first one knows what came before it."""
    if use_start_end_tokens and (start_token is None or end_token is None):
        raise failure(
            "start_token and end_token should not be set to None when use_start_end_tokens is set to True"
        )
    walk = session.copy()
    if use_start_end_tokens and end_token:
        walk.append(end(str(end_token)))
    likelihoods = []
    for first in range(len(walk) - window_len + 1):
        found = likelihood(walk[first : first + window_len], use_start_end_tokens and first == 0)
        likelihoods.append(found ** (1 / window_len) if use_geo_mean else found)
    return likelihoods


def rarest(session: list, likelihoods: list[float], window_len: int) -> tuple[list, float]:
    """Return the first of the least likely windows, and its likelihood."""
    if not likelihoods:
        return [], np.nan
    least = min(likelihoods)
    first = likelihoods.index(least)
    return session[first : first + window_len], least


def product_of_commands(
    names: list,
    prior_probs: Any,
    trans_probs: Any,
    use_start_token: bool,
    use_end_token: bool,
    start_token: str | None,
    end_token: str | None,
    content: Callable[[int], float] | None = None,
) -> float:
    """Multiply the probability of each command, and of what it comes with, in the order of the window."""
    if not names:
        return np.nan
    factor = trans_probs[start_token][names[0]] if use_start_token else prior_probs[names[0]]
    product = 1 * (factor if content is None else factor * content(0))
    for place in range(1, len(names)):
        product *= trans_probs[names[place - 1]][names[place]]
        if content is not None:
            product *= content(place)
    if use_end_token:
        product *= trans_probs[names[-1]][end_token]
    return product
