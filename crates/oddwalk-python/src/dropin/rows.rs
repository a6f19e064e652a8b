//! What the reference's tables hold, number by number.

use oddwalk::core::{Counts, Model, Pair, Symbol};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// A table of the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    Commands,
    Transitions,
    Parameters,
    ParametersOfCommands,
    Values,
    ValuesOfParameters,
}

/// How far its numbers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Counted,
    Smoothed,
    Probable,
}

/// One number in all three stages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell {
    pub(crate) count: u64,
    smoothed: u64,
    probability: f64,
}

impl Table {
    pub(crate) fn named(name: &str) -> PyResult<Self> {
        Ok(match name {
            "commands" => Self::Commands,
            "transitions" => Self::Transitions,
            "params" => Self::Parameters,
            "cmd_params" => Self::ParametersOfCommands,
            "values" => Self::Values,
            "param_values" => Self::ValuesOfParameters,
            _ => return Err(PyValueError::new_err(format!("there is no table {name}"))),
        })
    }
}

impl Stage {
    pub(crate) fn named(name: &str) -> PyResult<Self> {
        Ok(match name {
            "counted" => Self::Counted,
            "smoothed" => Self::Smoothed,
            "probable" => Self::Probable,
            _ => return Err(PyValueError::new_err(format!("there is no stage {name}"))),
        })
    }

    /// The number as Python has it.
    pub(crate) fn value(self, py: Python<'_>, cell: Cell) -> PyResult<Bound<'_, PyAny>> {
        Ok(match self {
            Self::Counted => cell.count.into_pyobject(py)?.into_any(),
            Self::Smoothed => cell.smoothed.into_pyobject(py)?.into_any(),
            Self::Probable => cell.probability.into_pyobject(py)?.into_any(),
        })
    }
}

impl Cell {
    fn of(count: u64, more: u64, total: u64) -> Self {
        let smoothed = count + more;
        Self { count, smoothed, probability: smoothed as f64 / total as f64 }
    }

    /// A command without context.
    pub(crate) fn command(model: &Model, symbol: Symbol) -> Self {
        Self {
            count: model.counts().uses()[symbol.index()],
            smoothed: model.chain().smoothed_count(symbol),
            probability: model.chain().marginal(symbol).probability,
        }
    }

    /// A command after another.
    pub(crate) fn transition(model: &Model, pair: Pair) -> Self {
        let count = model.counts().transitions().get(pair);
        let probability = model.chain().transition(pair.given, pair.seen).probability;
        Self { count, smoothed: count + model.chain().added(pair), probability }
    }

    /// A parameter of a command.
    pub(crate) fn parameter(model: &Model, pair: Pair) -> Self {
        let count = model.counts().parameters().map_or(0, |parameters| parameters.of_commands.get(pair));
        Self::of(count, model.chain().weight(pair.given), model.chain().smoothed_count(pair.given))
    }

    /// A value of a parameter, whose values were counted and smoothed to `total`.
    pub(crate) fn value(model: &Model, pair: Pair, total: u64) -> Self {
        let count = model.counts().values().map_or(0, |values| values.of_parameters.get(pair));
        Self::of(count, 1, total)
    }
}

/// The sum of a parameter's smoothed counts of values.
pub(crate) fn value_total(counts: &Counts, name: Symbol) -> u64 {
    let row = |name| counts.values().map(|values| values.of_parameters.row(name));
    row(name).map_or(1, |row| row.map(|(_, count)| count + 1).sum::<u64>() + 1)
}

/// Each parameter, or each value, whatever it depends on: UNKNOWN last.
pub(crate) fn marginals(model: &Model, table: Table) -> Vec<(Symbol, Cell)> {
    let cell = |row: oddwalk::core::Row| {
        (row.seen, Cell { count: row.count, smoothed: row.smoothed, probability: row.probability })
    };
    let mut cells: Vec<(Symbol, Cell)> = match table {
        Table::Values => model.value_marginal_rows().map(cell).collect(),
        _ => model.parameter_marginal_rows().map(cell).collect(),
    };
    // UNKNOWN is the first of the symbols.
    if !cells.is_empty() {
        cells.rotate_left(1);
    }
    cells
}
