"""Says in words where oddwalk's findings differ from what the reference says of sessions with parameters.

The reference multiplies over Python's sets, whose order is another one in every process, so the last digits are not its
promise, and with them which of two windows that tie is the rarest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msticpy.analysis.anomalous_sequence.model import Model

from binary import Record, rows
from compare import BITS_TOLERANCE, ranking_differences
from options import ScoreOptions
from reference_calls import Event, Events, session_likelihood, window_bits, window_likelihoods

TOLERANCE = 1e-12
TINY = 1e-290
"""Below this a product has lost digits, or all of them."""


def near_differences(
    model: Model, sessions: Sequence[Events], options: ScoreOptions, findings: Sequence[Record]
) -> list[str]:
    """Compares findings whose events' rows are numbers of sessions, as `oddwalk score` gives them."""
    by_number = {rows(finding)[0]: finding for finding in findings}
    if len(findings) != len(sessions) or sorted(by_number) != list(range(1, len(sessions) + 1)):
        return [f"{len(findings)} findings with rows {sorted(by_number)} of {len(sessions)} sessions"]
    found = [
        f"session {number}: {problem}"
        for number, session in enumerate(sessions, start=1)
        for problem in score_differences(model, session, options, by_number[number])
    ]
    return found + list(ranking_differences(findings))


def score_differences(model: Model, session: Events, options: ScoreOptions, finding: Record) -> Iterator[str]:
    """The score of one session."""
    names = [_name(event) for event in session]
    if finding["session"] != names:
        yield f"session is {finding['session']}, not {names}"
        return
    yield from _whole_session(model, session, options, finding)
    likelihoods = window_likelihoods(model, session, options)
    if not likelihoods:
        score = [finding[key] for key in ("likelihood", "surprisal_bits", "window_start", "window")]
        if score != [None, None, None, []]:
            yield f"the score is {score}, where the session is shorter than a window"
        return
    start, power = finding["window_start"], options.window if options.geometric_mean else 1
    if start is None or not start < len(likelihoods):
        yield f"window_start is {start} of {len(likelihoods)} windows"
        return
    least = min(likelihoods)
    if not near(finding["likelihood"], least, power):
        yield f"likelihood is {finding['likelihood']!r}, not {least!r}"
    if not near(likelihoods[start], least, power):
        yield f"window_start is {start}, whose likelihood is {likelihoods[start]!r}, not {least!r}"
    if finding["window"] != names[start : start + options.window]:
        yield f"window is {finding['window']}, not {names[start : start + options.window]}"
    bits = window_bits(model, session, options, start) / power
    if not abs(finding["surprisal_bits"] - bits) <= BITS_TOLERANCE * max(1, bits / 1000):
        yield f"surprisal_bits is {finding['surprisal_bits']}, but the single probabilities say {bits}"


def _whole_session(model: Model, session: Events, options: ScoreOptions, finding: Record) -> Iterator[str]:
    """Its likelihood, the geometric mean of it, and its surprisal."""
    wanted, found = session_likelihood(model, session, options.tokens), finding["session_likelihood"]
    if not near(found, wanted):
        yield f"session_likelihood is {found!r}, not {wanted!r}"
    root = 1 / len(session)
    if not near(found**root, wanted**root, len(session)):
        yield f"the geometric mean of the session is {found**root!r}, not {wanted**root!r}"
    bits = window_bits(model, session, options, 0, len(session) + 1)
    if not abs(finding["session_surprisal_bits"] - bits) <= BITS_TOLERANCE * max(1, bits / 1000):
        yield f"session_surprisal_bits is {finding['session_surprisal_bits']}, but the single probabilities say {bits}"


def near(found: float | None, wanted: float, power: int = 1) -> bool:
    """Whether two likelihoods are equal but for the order of the factors; of roots, those factors' product counts."""
    if found is None:
        return False
    if wanted**power < TINY:
        return found**power < TINY * 2
    return abs(found - wanted) <= TOLERANCE * wanted


def _name(event: Event) -> str:
    return event if isinstance(event, str) else event.name
