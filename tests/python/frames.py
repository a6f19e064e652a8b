"""Generated event logs: few users, ties in time, gaps at and beside the limits, missing identities."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import strategies as st

MINUTE = 60 * 10**9
#: Steps from one event to the next, in nanoseconds: at the gap's limit of 2 minutes, and beside it.
STEPS = [0, 0, 1, 10**9, MINUTE, 2 * MINUTE - 1, 2 * MINUTE, 2 * MINUTE + 1, 5 * MINUTE, 21 * MINUTE]
IDENTITIES = {
    "text": ["ann", "bob", "", "Zoe", "é"],
    "missing": ["ann", None, float("nan"), "dummy_str", "zoe"],
    "integer": [3, 1, 2, -7],
    "real": [0.5, -0.0, 0.0, float("inf"), float("nan")],
    "flag": [True, False],
}
ZONES = [None, "UTC", "Europe/Berlin", "Asia/Kolkata"]
COMMANDS = ["Set-Mailbox", "New-InboxRule", "Get-User", None]


@st.composite
def logs(draw: st.DrawFn) -> tuple[pd.DataFrame, list[str]]:
    """Draw a log and its identity columns; columns that are no part of the job are among them."""
    steps = draw(st.lists(st.sampled_from(STEPS), min_size=1, max_size=24))
    start = pd.Timestamp("2024-03-31T00:30:00").value
    times = pd.Series(pd.to_datetime(np.cumsum([start, *steps])))
    zone = draw(st.sampled_from(ZONES))
    if zone:
        times = times.dt.tz_localize("UTC").dt.tz_convert(zone)
    times = times.dt.as_unit(draw(st.sampled_from(["ns", "ns", "us", "s"])))
    data = {"when": times, "what": draw(_column(COMMANDS, len(times))), "note": range(len(times))}
    kinds = draw(st.lists(st.sampled_from(sorted(IDENTITIES)), min_size=1, max_size=3, unique=True))
    for kind in kinds:
        data[kind] = draw(_column(IDENTITIES[kind], len(times)))
    frame = pd.DataFrame(data)
    order = draw(st.permutations(range(len(frame))))
    return frame.iloc[list(order)], kinds


def _column(values: list, length: int) -> st.SearchStrategy[list]:
    return st.lists(st.sampled_from(values), min_size=length, max_size=length)
