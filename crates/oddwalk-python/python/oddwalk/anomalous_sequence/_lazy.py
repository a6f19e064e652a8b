"""Tables of a trained model that are made when somebody looks at them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oddwalk.anomalous_sequence.utils._windows import counter, counters
from oddwalk.anomalous_sequence.utils.data_structures import StateMatrix

if TYPE_CHECKING:
    from oddwalk.anomalous_sequence.model import Model

#: A table of every command after every command is not made of more commands than this.
MOST_COMMANDS = 5_000

_DOUBLE = frozenset({"transitions", "cmd_params", "param_values"})


class Table:
    """An attribute that is None until its stage is reached, and a dictionary from then on."""

    def __init__(self, table: str, stage: str):
        """Name the table and the stage, as the engine names them."""
        self.table = table
        self.stage = stage

    def __set_name__(self, owner: type, name: str) -> None:
        """Keep the attribute's name."""
        self.name = name

    def __get__(self, model: Model | None, owner: type | None = None) -> Any:
        """Return the table; make it where nobody has."""
        if model is None:
            return self
        tables = model._tables
        if self.name not in tables:
            if not self.is_known(model):
                return None
            tables[self.name] = self._make(model)
        return tables[self.name]

    def __set__(self, model: Model, value: Any) -> None:
        """Keep what somebody says the table is."""
        model._tables[self.name] = value

    def is_known(self, model: Model) -> bool:
        """Say whether the table is there, or can be made."""
        if self.name in model._tables:
            return model._tables[self.name] is not None
        return (self.table, self.stage) in model._reached

    def _make(self, model: Model) -> dict:
        if self.table == "transitions" and self.stage != "counted":
            self._check_size(model)
        outer = counters if self.table in _DOUBLE else counter
        states = model._trained.table(self.table, self.stage, outer, counter)
        return states if self.stage == "counted" else StateMatrix(states=states, unk_token=model.unk_token)

    def _check_size(self, model: Model) -> None:
        commands = model._trained.command_count()
        if commands > MOST_COMMANDS:
            raise ValueError(
                f"`{self.name}` would be a table of {commands:,} by {commands:,} commands, and is made up to "
                f"{MOST_COMMANDS:,}: `compute_scores` and `compute_rarest_windows` do without it, "
                "and `_seq2_counts` has what was seen"
            )
