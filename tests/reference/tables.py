"""Says in words where the tables of a model file differ from what the reference has counted and computed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msticpy.analysis.anomalous_sequence.model import Model, SessionType

from binary import Record

Table = dict[str, Record]
"""Lines of one table by what they are about."""

Tables = dict[str, Table]
"""Lines of one table by what they depend on, then by what they are about."""

NOTHING: Mapping = {}


def table_differences(model: Model, lines: Sequence[Record]) -> Iterator[str]:
    """Everything that `Model` counts, smooths and computes, with the model tables: equal to the last bit."""
    tables: dict[str, Tables] = defaultdict(lambda: defaultdict(dict))
    for line in lines:
        key = line["seen"]
        if key in tables[line["table"]][line.get("given")]:
            yield f"two lines are of the same thing: {line}"
        tables[line["table"]][line.get("given")][key] = line
    commands = tables["command"][None]
    yield from _row("command", model, commands, model._seq1_counts, model.seq1_counts, model.prior_probs)  # noqa: SLF001
    counted = (model._seq2_counts, model.seq2_counts, model.trans_probs)  # noqa: SLF001
    yield from _rows("transition", model, tables, [c for c in commands if c != model.end_token], *counted)
    yield from _transitions(model, tables["transition"], list(commands))
    wanted = {"command", "transition"}
    if model.session_type != SessionType.cmds_only:
        wanted |= {"parameter", "parameter-marginal"}
        yield from _parameters(model, tables, list(commands))
    if model.session_type == SessionType.cmds_params_values:
        wanted |= {"value", "value-marginal"}
        yield from _values(model, tables)
    if set(tables) != wanted:
        yield f"the tables are {sorted(tables)}, not {sorted(wanted)}"


def _parameters(model: Model, tables: dict[str, Tables], commands: list[str]) -> Iterator[str]:
    marginal = tables["parameter-marginal"][None]
    yield from _row("parameter-marginal", model, marginal, model._param_counts, model.param_counts, model.param_probs)  # noqa: SLF001
    counted = (model._cmd_param_counts, model.cmd_param_counts, model.param_cond_cmd_probs)  # noqa: SLF001
    yield from _rows("parameter", model, tables, commands, *counted)


def _values(model: Model, tables: dict[str, Tables]) -> Iterator[str]:
    marginal = tables["value-marginal"][None]
    yield from _row("value-marginal", model, marginal, model._value_counts, model.value_counts, model.value_probs)  # noqa: SLF001
    parameters = list(tables["parameter-marginal"][None])
    counted = (model._param_value_counts, model.param_value_counts, model.value_cond_param_probs)  # noqa: SLF001
    yield from _rows("value", model, tables, parameters, *counted)
    modelled = {given for given, row in tables["value"].items() if all(line["modelled"] for line in row.values())}
    wanted = model.modellable_params & set(model._param_counts)  # noqa: SLF001
    if modelled != wanted:
        yield f"modelled are {modelled}, not {wanted}"


def _rows(
    name: str,
    model: Model,
    tables: dict[str, Tables],
    given: Sequence[str],
    counts: Mapping,
    smoothed: Mapping,
    probabilities: Mapping,
) -> Iterator[str]:
    """Row by row. What the reference has no row for, it has never seen with anything."""
    if set(tables[name]) != set(given):
        yield f"{name}: given are {sorted(tables[name])}, not {sorted(given)}"
        return
    for symbol in given:
        row = tables[name][symbol]
        yield from _row(f"{name} {symbol!r}", model, row, counts.get(symbol, NOTHING), smoothed[symbol], probabilities[symbol])


def _row(name: str, model: Model, row: Table, counts: Mapping, smoothed: Mapping, probabilities: Mapping) -> Iterator[str]:
    """What is counted stands there, with UNKNOWN; what is smoothed or has a probability is that or as UNKNOWN is."""
    tokens = {model.unk_token} | ({model.start_token, model.end_token} if name == "command" else set())
    if set(row) != set(counts) | tokens:
        yield f"{name}: of {sorted(row)}, not {sorted(set(counts) | tokens)}"
        return
    for symbol in {*row, *probabilities}:
        line = row.get(symbol, row[model.unk_token])
        if symbol in row and line["count"] != counts.get(symbol, 0):
            yield f"{name}: count {line['count']} of {symbol!r} is not {counts.get(symbol, 0)}"
        if line["smoothed"] != smoothed[symbol]:
            yield f"{name}: smoothed {line['smoothed']} of {symbol!r} is not {smoothed[symbol]}"
        if line["probability"].hex() != probabilities[symbol].hex():
            yield f"{name}: probability {line['probability']!r} of {symbol!r} is not {probabilities[symbol]!r}"


def _transitions(model: Model, rows: Tables, commands: list[str]) -> Iterator[str]:
    """Every pair of symbols, also those that were never seen; END falls back to UNKNOWN's row, START to its column."""
    unknown = model.unk_token
    for previous in commands:
        row = rows[unknown if previous == model.end_token else previous]
        reference = model.trans_probs[previous]
        for command in commands:
            found = row.get(command, row[unknown])["probability"]
            if found.hex() != reference[command].hex():
                yield f"P({command!r} | {previous!r}) is {found!r}, not {reference[command]!r}"
