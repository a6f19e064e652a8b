"""What msticpy says of sessions with parameters, asked through its public functions."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msticpy.analysis.anomalous_sequence.model import Model, SessionType
from msticpy.analysis.anomalous_sequence.utils import cmds_only, cmds_params_only, cmds_params_values
from msticpy.analysis.anomalous_sequence.utils.data_structures import Cmd

from options import ScoreOptions

Event = str | Cmd
Events = Sequence[Event]

HELPERS = {
    SessionType.cmds_only: cmds_only,
    SessionType.cmds_params_only: cmds_params_only,
    SessionType.cmds_params_values: cmds_params_values,
}


def train(sessions: Sequence[Events], modellable: set[str] | None = None) -> Model:
    """A model that has learnt the sessions."""
    model = Model(sessions=[list(session) for session in sessions], modellable_params=modellable)
    model.train()
    return model


def window_likelihoods(model: Model, session: Events, options: ScoreOptions) -> list[float]:
    """The likelihoods of all windows of a session, of the model's own or any other."""
    return HELPERS[model.session_type].compute_likelihood_windows_in_session(
        session=list(session),
        window_len=options.window,
        use_start_end_tokens=options.tokens,
        start_token=model.start_token,
        end_token=model.end_token,
        use_geo_mean=options.geometric_mean,
        **_chain(model),
        **_contents(model),
    )


def session_likelihood(model: Model, session: Events, tokens: bool) -> float:
    """The likelihood of a whole session, of the model's own or any other."""
    return HELPERS[model.session_type].compute_likelihood_window(
        window=list(session),
        use_start_token=tokens,
        use_end_token=tokens,
        start_token=model.start_token,
        end_token=model.end_token,
        **_chain(model),
        **_contents(model),
    )


def _chain(model: Model) -> dict:
    return {"prior_probs": model.prior_probs, "trans_probs": model.trans_probs}


def _contents(model: Model) -> dict:
    match model.session_type:
        case SessionType.cmds_only:
            return {}
        case SessionType.cmds_params_only:
            return {"param_cond_cmd_probs": model.param_cond_cmd_probs}
        case _:
            return {
                "param_cond_cmd_probs": model.param_cond_cmd_probs,
                "value_cond_param_probs": model.value_cond_param_probs,
                "modellable_params": model.modellable_params,
            }


def set_probability(model: Model, cmd: Cmd, geometric_mean: bool) -> float:
    """P(this set of parameters, with values where they are modelled | command)."""
    helper = HELPERS[model.session_type].compute_prob_setofparams_given_cmd
    params = "params" if model.session_type == SessionType.cmds_params_only else "params_with_vals"
    return helper(cmd=cmd.name, use_geo_mean=geometric_mean, **{params: cmd.params}, **_contents(model))


def all_set_probabilities(model: Model, geometric_mean: bool) -> dict[str, dict[tuple[str, ...], float]]:
    """`compute_setof_params_cond_cmd`: of each command and each set of parameters that the model has learnt. Where values
    are modelled they are part of the set; the sets, which are in the order of hashes, are sorted.

    It raises where it finds sets among values, so it is given the values that the reference takes them for elsewhere.
    """
    if model.session_type == SessionType.cmds_params_values:
        model.sessions = [[Cmd(cmd.name, _values(cmd)) for cmd in session] for session in model.sessions]
    model.compute_setof_params_cond_cmd(use_geo_mean=geometric_mean)
    return {
        command: {tuple(sorted(key)): probability for key, probability in sets.items()}
        for command, sets in model.set_params_cond_cmd_probs.items()
    }


def set_key(model: Model, cmd: Cmd) -> tuple[str, ...]:
    """How the reference calls a set of parameters with its modelled values."""
    if model.session_type == SessionType.cmds_params_only:
        return tuple(sorted(cmd.params))
    modelled = model.modellable_params
    return tuple(
        sorted({f"{name} --- {value}" if name in modelled else name for name, value in _values(cmd).items()})
    )


def _values(cmd: Cmd) -> dict[str, str | None]:
    return cmd.params if isinstance(cmd.params, dict) else dict.fromkeys(cmd.params)


def window_bits(model: Model, session: Events, options: ScoreOptions, start: int, length: int | None = None) -> float:
    """The surprisal of a window, or of another length from its start, from the reference's single probabilities, which
    do not underflow."""
    ended = [*session, model.end_token] if options.tokens else list(session)
    window = ended[start:][: length or options.window]
    names = [event if isinstance(event, str) else event.name for event in window]
    if options.tokens and start == 0:
        first = model.trans_probs[model.start_token][names[0]]
    else:
        first = model.prior_probs[names[0]]
    steps = [model.trans_probs[previous][command] for previous, command in zip(names, names[1:])]
    bits = [-math.log2(probability) for probability in (first, *steps)]
    bits += [set_bits(model, event) for event in window if not isinstance(event, str)]
    return math.fsum(bits)


def set_bits(model: Model, cmd: Cmd) -> float:
    """The surprisal of a set of parameters and values from the reference's single probabilities: the mean of all."""
    if model.session_type == SessionType.cmds_only or not cmd.params:
        return 0.0
    factors = []
    for name, probability in model.param_cond_cmd_probs[cmd.name].items():
        factors.append(probability if name in cmd.params else 1 - probability)
        if name in cmd.params and model.session_type == SessionType.cmds_params_values:
            if name in model.modellable_params:
                factors.append(model.value_cond_param_probs[name][_values(cmd)[name]])
    return math.fsum(-math.log2(factor) for factor in factors) / len(factors)
