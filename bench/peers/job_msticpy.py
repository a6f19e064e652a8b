"""The whole job in msticpy: sessionize_data, then score_sessions. It says how many seconds each of the two calls took."""

import json
import sys
import time

import pandas as pd
from msticpy.analysis.anomalous_sequence import anomalous, sessionize

UNLIMITED = 24_000 * 60
"""Minutes, as what the peers have in place of a cap on a session's duration."""
NAMES = {
    "time_min": "begin",
    "time_max": "end",
    "number_events": "n_events",
    "rarest_window3_likelihood": "likelihood",
}


def main(source: str, output: str) -> None:
    """Run it on a small log: it takes the better part of a millisecond an event."""
    events = pd.read_parquet(source, columns=["time", "user", "command"])
    start = time.perf_counter()
    sessions = sessionize.sessionize_data(
        data=events,
        user_identifier_cols=["user"],
        time_col="time",
        max_session_time_mins=UNLIMITED,
        max_event_separation_mins=2,
        event_col="command",
    )
    between = time.perf_counter()
    scored = anomalous.score_sessions(data=sessions, session_column="command_list", window_length=3)
    print(json.dumps({"sessionize": between - start, "score": time.perf_counter() - between}))
    scored.rename(columns=NAMES)[["user", *NAMES.values()]].sort_values("likelihood").to_parquet(output)


if __name__ == "__main__":
    main(*sys.argv[1:3])
