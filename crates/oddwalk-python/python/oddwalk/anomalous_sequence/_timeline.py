"""The figure that the reference shows: the report's timeline of scored sessions."""

from __future__ import annotations

from typing import Any

import pandas as pd


def figure(
    scored: pd.DataFrame,
    time_column: str,
    score_column: str,
    window_column: str,
    score_upper_bound: float | None,
    source_columns: list,
) -> Any:
    """Return the figure of these sessions."""
    raise NotImplementedError("the timeline is not there yet: use `oddwalk scan --report out.html`")
