"""Additive smoothing of counts: whatever might come counts as seen once more."""

import copy
from collections import defaultdict
from typing import Any


def laplace_smooth_cmd_counts(
    seq1_counts: defaultdict[str, int],
    seq2_counts: defaultdict[str, defaultdict[str, int]],
    start_token: str,
    end_token: str,
    unk_token: str,
) -> tuple[defaultdict[str, int], defaultdict[str, defaultdict[str, int]]]:
    """Smooth the counts of commands and of commands after commands.

    Every pair of an earlier command (START and UNKNOWN among them) and a later one (END and UNKNOWN among them) counts once
    more, and so does each of its two ends.

    Parameters
    ----------
    seq1_counts
        How often each command was seen.
    seq2_counts
        How often each command (inner key) was seen after another (outer key).
    start_token, end_token, unk_token
        What stands for the start, the end, and any unseen command.

    Returns
    -------
    tuple
        Smoothed copies of both; the arguments stay as they are.
    """
    singles, pairs = copy.deepcopy(seq1_counts), copy.deepcopy(seq2_counts)
    commands = [*singles, unk_token]
    for earlier in commands:
        if earlier == end_token:
            continue
        for later in commands:
            if later == start_token:
                continue
            pairs[earlier][later] += 1
            singles[earlier] += 1
            singles[later] += 1
    return singles, pairs


def laplace_smooth_param_counts(
    cmds: list[str],
    param_counts: defaultdict[str, int],
    cmd_param_counts: defaultdict[str, defaultdict[str, int]],
    unk_token: str,
) -> tuple[defaultdict[str, int], defaultdict[str, defaultdict[str, int]]]:
    """Smooth the counts of parameters and of commands' parameters.

    Parameters
    ----------
    cmds
        All commands, ``unk_token`` among them.
    param_counts
        How often each parameter was seen.
    cmd_param_counts
        How often each parameter (inner key) was seen with a command (outer key).
    unk_token
        What stands for any unseen parameter.

    Returns
    -------
    tuple
        Smoothed copies of both; the arguments stay as they are.
    """
    return _smoothed(cmds, param_counts, cmd_param_counts, unk_token)


def laplace_smooth_value_counts(
    params: list[str],
    value_counts: defaultdict[str, int],
    param_value_counts: defaultdict[str, defaultdict[str, int]],
    unk_token: str,
) -> tuple[defaultdict[str, int], defaultdict[str, defaultdict[str, int]]]:
    """Smooth the counts of values and of parameters' values.

    Parameters
    ----------
    params
        All parameters, ``unk_token`` among them.
    value_counts
        How often each value was seen.
    param_value_counts
        How often each value (inner key) was seen of a parameter (outer key).
    unk_token
        What stands for any unseen value.

    Returns
    -------
    tuple
        Smoothed copies of both; the arguments stay as they are.
    """
    return _smoothed(params, value_counts, param_value_counts, unk_token)


def _smoothed(owners: list, counts: Any, counts_by_owner: Any, unk_token: str) -> tuple:
    """Count once more what each owner was seen with, and what it was never seen with."""
    all_counts, by_owner = copy.deepcopy(counts), copy.deepcopy(counts_by_owner)
    seen = [*all_counts, unk_token]
    for owner in owners:
        own = by_owner[owner]
        for item in seen:
            if item == unk_token or item in own:
                all_counts[item] += 1
                own[item] += 1
    return all_counts, by_owner
