"""How well scores tell what was planted from what was not. Higher scores are odder.

    python3 -m doctest bench/quality/measures.py
"""

import random
from bisect import bisect_left, bisect_right


def auc(bad: list[float], good: list[float]) -> float:
    """Give the chance that a bad one scores higher than a good one; of equal scores half.

    >>> auc([3.0, 2.0], [1.0, 2.0])
    0.875
    """
    good = sorted(good)
    below = sum(bisect_left(good, score) + bisect_right(good, score) for score in bad)
    return below / (2 * len(bad) * len(good))


def interval(bad: list[float], good: list[float], resamples: int = 400, seed: int = 1) -> tuple[float, float]:
    """Give the AUC's 95 % interval over resamples of both, the same at every run.

    >>> interval([2.0] * 20, [1.0] * 20)
    (1.0, 1.0)
    """
    dice = random.Random(seed)
    drawn = sorted(auc(dice.choices(bad, k=len(bad)), dice.choices(good, k=len(good))) for _ in range(resamples))
    return drawn[int(0.025 * resamples)], drawn[int(0.975 * resamples) - 1]


def hits(bad: list[float], good: list[float], false_alarms: float) -> float:
    """Give the share of bad ones above the lowest threshold that so large a share of good ones does not exceed.

    >>> hits([5.0, 3.0, 1.0], [4.0, 2.0, 0.0, 0.0], 0.25)
    0.6666666666666666
    """
    allowed = int(false_alarms * len(good))
    threshold = sorted(good, reverse=True)[allowed] if allowed < len(good) else float("-inf")
    return share_above(bad, threshold)


def share_above(scores: list[float], threshold: float) -> float:
    """Give the share of scores above the threshold.

    >>> share_above([1.0, 2.0, 3.0, 4.0], 2.0)
    0.5
    """
    return sum(score > threshold for score in scores) / len(scores)


def recall(ranks: list[int], alerts: int) -> float:
    """Give the share of the planted ones that are among so many alerts; ranks begin with 1.

    >>> recall([1, 30, 500], 100)
    0.6666666666666666
    """
    return sum(rank <= alerts for rank in ranks) / len(ranks)
