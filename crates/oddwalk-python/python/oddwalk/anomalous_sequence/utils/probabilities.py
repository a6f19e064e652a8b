"""From smoothed counts to probabilities."""

from __future__ import annotations

from typing import Any

from oddwalk.anomalous_sequence.utils.data_structures import StateMatrix


def compute_cmds_probs(
    seq1_counts: StateMatrix | dict,
    seq2_counts: StateMatrix | dict,
    unk_token: str,
) -> tuple[StateMatrix, StateMatrix]:
    """Compute the probability of each command, and of each command after another.

    Parameters
    ----------
    seq1_counts
        How often each command was seen, smoothed.
    seq2_counts
        How often each command (inner key) was seen after another (outer key), smoothed.
    unk_token
        What stands for any unseen command.

    Returns
    -------
    tuple
        Probabilities of the same keys; each inner dictionary adds up to 1.
    """
    after = {earlier: _shares(later) for earlier, later in seq2_counts.items() if later}
    return _matrices(_looked_up_shares(seq1_counts), after, unk_token)


def compute_params_probs(
    param_counts: StateMatrix | dict,
    cmd_param_counts: StateMatrix | dict,
    seq1_counts: StateMatrix | dict,
    unk_token: str,
) -> tuple[StateMatrix, StateMatrix]:
    """Compute how likely each parameter is there: with any command, and with each one.

    A parameter is there or not whatever the other parameters are, so that probabilities do not add up to 1.

    Parameters
    ----------
    param_counts
        How often each parameter was seen, smoothed.
    cmd_param_counts
        How often each parameter (inner key) was seen with a command (outer key), smoothed.
    seq1_counts
        How often each command was seen, smoothed.
    unk_token
        What stands for any unseen parameter.

    Returns
    -------
    tuple
        Probabilities by parameter, and by parameter (inner key) given a command (outer key).
    """
    given = {
        cmd: {param: count / seq1_counts[cmd] for param, count in params.items()}
        for cmd, params in cmd_param_counts.items()
        if params
    }
    commands = sum(seq1_counts.values())
    alone = {param: count / commands for param, count in param_counts.items()}
    return _matrices(alone, given, unk_token)


def compute_values_probs(
    value_counts: StateMatrix | dict,
    param_value_counts: StateMatrix | dict,
    unk_token: str,
) -> tuple[StateMatrix, StateMatrix]:
    """Compute the probability of each value, of any parameter and of each one.

    Parameters
    ----------
    value_counts
        How often each value was seen, smoothed.
    param_value_counts
        How often each value (inner key) was seen of a parameter (outer key), smoothed.
    unk_token
        What stands for any unseen value.

    Returns
    -------
    tuple
        Probabilities of the same keys; each inner dictionary adds up to 1.
    """
    given = {param: _shares(values) for param, values in param_value_counts.items() if values}
    return _matrices(_shares(value_counts), given, unk_token)


def _shares(counts: Any) -> dict:
    total = sum(counts.values())
    return {key: count / total for key, count in counts.items()}


def _looked_up_shares(counts: Any) -> dict:
    total = sum(counts.values())
    return {key: counts[key] / total for key in counts}


def _matrices(alone: dict, given: dict, unk_token: str) -> tuple[StateMatrix, StateMatrix]:
    return StateMatrix(alone, unk_token), StateMatrix(given, unk_token)
