"""What msticpy says, asked through its public functions. Without msticpy the whole suite fails here."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from msticpy.analysis.anomalous_sequence.model import Model
from msticpy.analysis.anomalous_sequence.sessionize import sessionize_data
from msticpy.analysis.anomalous_sequence.utils.cmds_only import compute_likelihood_windows_in_session

from options import Limits, ScoreOptions

Identity = tuple["str | None", ...]


@dataclass(frozen=True, order=True)
class Session:
    """A session of a log; `rows` are its events' rows in the log (from 1), times are nanoseconds since 1970 UTC."""

    begin: int
    end: int
    rows: tuple[int, ...]
    identity: Identity


@dataclass(frozen=True)
class Rarest:
    """A session's rarest window; `start` and `bits` are `None` where the session is too short.

    `exact` is false where the product of probabilities came so close to 0 that it lost digits, or all of them; its root,
    the geometric mean, does not have them either.
    """

    likelihood: float
    window: list[str]
    start: int | None = None
    bits: float | None = None
    exact: bool = True


def sessionize(frame: pd.DataFrame, identity: Sequence[str], time: str, event: str, limits: Limits) -> pd.DataFrame:
    """The reference's sessions, one a row, with a list of the values of the column `event`."""
    return sessionize_data(
        data=frame,
        user_identifier_cols=list(identity),
        time_col=time,
        max_session_time_mins=limits.duration,
        max_event_separation_mins=limits.gap,
        event_col=event,
    )


def sessions_of_rows(frame: pd.DataFrame, identity: Sequence[str], time: str, limits: Limits) -> list[Session]:
    """The reference's sessions as lists of row numbers, in its order."""
    numbered = frame.assign(row=range(1, len(frame) + 1))
    found = sessionize(numbered, identity, time, "row", limits)
    columns = [found[name] for name in (f"{time}_min", f"{time}_max", "row_list", *identity)]
    return [
        Session(nanoseconds(begin), nanoseconds(end), tuple(rows), tuple(map(identity_text, names)))
        for begin, end, rows, *names in zip(*columns, strict=True)
    ]


def nanoseconds(time: str | pd.Timestamp) -> int:
    """Nanoseconds since 1970 UTC; a time without a zone is UTC."""
    return pd.Timestamp(time).as_unit("ns").value


def identity_text(value: object) -> str | None:
    """An identity as oddwalk writes it: text, or nothing."""
    return None if pd.isna(value) else str(value)


def train(sessions: list[list[str]]) -> Model:
    """A model that has learnt the sessions."""
    model = Model(sessions=sessions)
    model.train()
    return model


def rarest_windows(model: Model, options: ScoreOptions) -> list[Rarest]:
    """Each of the model's own sessions with its rarest window."""
    model.compute_rarest_windows(
        window_len=options.window,
        use_start_end_tokens=options.tokens,
        use_geo_mean=options.geometric_mean,
    )
    if options.geometric_mean:
        windows, likelihoods = model.rare_windows_geo, model.rare_window_likelihoods_geo
    else:
        windows, likelihoods = model.rare_windows, model.rare_window_likelihoods
    found = zip(model.sessions, windows[options.window], likelihoods[options.window], strict=True)
    return [_with_start(model, options, *rarest) for rarest in found]


def _with_start(
    model: Model, options: ScoreOptions, session: list[str], window: list[str], likelihood: float
) -> Rarest:
    """The reference does not say where a window begins: look for its likelihood among those of all windows."""
    if math.isnan(likelihood):
        return Rarest(likelihood, window)
    likelihoods = compute_likelihood_windows_in_session(
        session=session,
        prior_probs=model.prior_probs,
        trans_probs=model.trans_probs,
        window_len=options.window,
        use_start_end_tokens=options.tokens,
        start_token=model.start_token,
        end_token=model.end_token,
        use_geo_mean=options.geometric_mean,
    )
    start = likelihoods.index(likelihood)
    bits = _product_bits(model, options, session, start)
    exact = 2.0**-bits >= sys.float_info.min
    return Rarest(likelihood, window, start, bits / options.window if options.geometric_mean else bits, exact)


def _product_bits(model: Model, options: ScoreOptions, session: list[str], start: int) -> float:
    """A window's surprisal from the reference's single probabilities, which do not underflow."""
    ended = [*session, model.end_token] if options.tokens else session
    window = ended[start : start + options.window]
    if options.tokens and start == 0:
        first = model.trans_probs[model.start_token][window[0]]
    else:
        first = model.prior_probs[window[0]]
    steps = [model.trans_probs[previous][command] for previous, command in zip(window, window[1:])]
    return math.fsum(-math.log2(probability) for probability in (first, *steps))
