"""What both sides can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product


@dataclass(frozen=True)
class ScoreOptions:
    """How sessions are scored."""

    window: int
    tokens: bool = True
    geometric_mean: bool = False

    def arguments(self) -> list[str]:
        """The same for the command line."""
        flags = {"--no-tokens": not self.tokens, "--geometric-mean": self.geometric_mean}
        return ["--method", "msticpy", "--window", str(self.window), *(flag for flag, on in flags.items() if on)]


def score_options(windows: range) -> list[ScoreOptions]:
    """Each of the window lengths, with and without tokens and geometric mean."""
    return [ScoreOptions(*choice) for choice in product(windows, (True, False), (False, True))]


ALL_OPTIONS = score_options(range(2, 7))


@dataclass(frozen=True)
class Limits:
    """How long a session may be, in the whole minutes that the reference takes."""

    duration: int = 20
    gap: int = 2

    def arguments(self) -> list[str]:
        """The same for the command line."""
        return ["--max-duration", f"{self.duration}m", "--max-gap", f"{self.gap}m"]
