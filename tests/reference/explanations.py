"""Says in words where an explanation does not add up, or differs from what the reference has counted."""

from __future__ import annotations

import math
from collections.abc import Iterator

from msticpy.analysis.anomalous_sequence.model import Model

from binary import Record
from compare import BITS_TOLERANCE
from near import near
from options import ScoreOptions

Content = Record


def explanation_differences(model: Model, options: ScoreOptions, finding: Record) -> Iterator[str]:
    """Whether bits add up, probabilities multiply to the likelihood, and counts are the reference's."""
    explanation = finding.get("explanation")
    if explanation is None or finding["likelihood"] is None:
        if explanation is not None or finding["likelihood"] is not None:
            yield f"of likelihood {finding['likelihood']} there is the explanation {explanation}"
        return
    steps, scale = explanation["steps"], options.window if options.geometric_mean else 1
    bits = math.fsum(bits for step in steps for bits in _bits(step))
    for name, wanted in (("bits", explanation["bits"]), ("surprisal_bits", finding["surprisal_bits"])):
        if not abs(bits - wanted) <= BITS_TOLERANCE:
            yield f"the steps add up to {bits}, not to {wanted} as {name} say"
    product = math.prod(step["probability"] * content_root(step["content"], scale) for step in steps)
    if not near(product ** (1 / scale), finding["likelihood"], scale):
        yield f"the probabilities multiply to {product ** (1 / scale)!r}, not to {finding['likelihood']!r}"
    for step in steps:
        yield from _count_differences(model, step)


def _bits(step: Record) -> Iterator[float]:
    yield step["transition_bits"]
    if content := step["content"]:
        yield content["unknown_bits"]
        yield from (part["bits"] for part in (*content["parameters"], *content["values"]))


def content_product(content: Content, scale: int = 1) -> float:
    """P(the set of parameters, with modelled values | command), as the explanation has it factor by factor."""
    parts = (part["probability"] for part in (*content["parameters"], *content["values"]))
    known = [probability for probability in parts if probability is not None]
    assert len(known) + 1 == content["factors"]
    return math.prod(known) * 2.0 ** -(content["unknown_bits"] * content["factors"] * scale)


def content_root(content: Content | None, scale: int = 1) -> float:
    """The root of it, which is what the likelihood is multiplied with; 1 where an event has no parameters."""
    return content_product(content, scale) ** (1 / content["factors"]) if content else 1.0


def _count_differences(model: Model, step: Record) -> Iterator[str]:
    """How often the reference has counted the same."""
    single, pairs = model._seq1_counts, model._seq2_counts  # noqa: SLF001
    command = model.end_token if step["command"] is None else step["command"]
    previous = {"start": model.start_token, "after": step["previous"], "none": None}[step["context"]]
    if previous is None:
        wanted = (single.get(command, 0), sum(single.values()) - 2 * len(model.sessions), single.get(command, 0))
    else:
        wanted = (pairs.get(previous, {}).get(command, 0), single.get(previous, 0), single.get(command, 0))
    if (step["count"], step["of"], step["seen"]) != wanted:
        yield f"count, of and seen are {step['count'], step['of'], step['seen']}, not {wanted}"
    for part in step["content"]["parameters"] if step["content"] else ():
        wanted = (model._cmd_param_counts.get(command, {}).get(part["name"], 0), single.get(command, 0))  # noqa: SLF001
        if (part["count"], part["of"]) != wanted:
            yield f"count and of {part} are not {wanted}"
    for part in step["content"]["values"] if step["content"] else ():
        row = model._param_value_counts.get(part["name"], {})  # noqa: SLF001
        wanted = (row.get(part["value"], 0), sum(row.values()))
        if (part["count"], part["of"]) != wanted:
            yield f"count and of {part} are not {wanted}"
