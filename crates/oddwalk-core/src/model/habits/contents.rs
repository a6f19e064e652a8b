//! Contents: parameters of commands, and values of those parameters.

use std::sync::LazyLock;

use super::Rows;
use crate::counts::ParameterCounts;
use crate::habits::Habits;
use crate::{Counts, Symbol};

/// Each command's parameters with how often they were there, and what is known of their values.
#[derive(Clone, Debug)]
pub(crate) struct ContentTables {
    /// Each command's row of `ParameterCounts::of_commands`, whose entries `names`, `uses` and `values` follow.
    commands: Rows,
    names: Vec<Symbol>,
    uses: Vec<u64>,
    /// The row of `Habits::values` of each command's parameter.
    value_rows: Vec<ValueRow>,
    value_places: Rows,
    /// By the parameter's index: its values, whatever the command.
    pooled: Vec<ValueRow>,
    /// Each parameter's row of `ValueCounts::of_parameters`.
    pooled_places: Rows,
}

/// What is known of the values that something had, without the values themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct ValueRow {
    /// How many values.
    pub(crate) uses: u64,
    /// How many different ones.
    pub(crate) types: u64,
    /// How many uses are of values that were seen more than once.
    pub(crate) repeated: u64,
    /// Of those values, the sum of their counts times the counts' logarithms, base 2.
    pub(crate) sum: f64,
}

impl ValueRow {
    /// With one more value, which was seen so many times.
    pub(crate) fn with(self, count: u64) -> Self {
        let repeated = if count > 1 { count } else { 0 };
        Self {
            uses: self.uses + count,
            types: self.types + u64::from(count > 0),
            repeated: self.repeated + repeated,
            sum: self.sum + f(repeated),
        }
    }

    /// Without a value that was seen so many times.
    pub(crate) fn without(self, count: u64) -> Self {
        let repeated = if count > 1 { count } else { 0 };
        Self {
            uses: self.uses.saturating_sub(count),
            types: self.types.saturating_sub(u64::from(count > 0)),
            repeated: self.repeated.saturating_sub(repeated),
            sum: self.sum - f(repeated),
        }
    }
}

/// A count times its logarithm, base 2. Small ones are looked up.
fn f(count: u64) -> f64 {
    static SMALL: LazyLock<Vec<f64>> = LazyLock::new(|| (0..1 << 12).map(f_of).collect());
    usize::try_from(count).ok().and_then(|at| SMALL.get(at).copied()).unwrap_or_else(|| f_of(count))
}

fn f_of(count: u64) -> f64 {
    if count > 1 { count as f64 * (count as f64).log2() } else { 0.0 }
}

impl ContentTables {
    pub(super) fn of(counts: &Counts, parameters: &ParameterCounts, habits: &Habits) -> Self {
        let pairs = &parameters.of_commands;
        let commands = Rows::of(counts.uses().len(), pairs.iter().map(|(pair, _)| pair.given.index()));
        let values = habits.values.entries();
        let mut pairs_of_values = values.chunk_by(|a, b| (a.0.0, a.0.1) == (b.0.0, b.0.1)).peekable();
        let mut value_rows = Vec::with_capacity(pairs.len());
        let mut places: Vec<usize> = Vec::with_capacity(values.len());
        for (number, (pair, _)) in pairs.iter().enumerate() {
            let of_pair =
                pairs_of_values.next_if(|values| (values[0].0.0, values[0].0.1) == (pair.given, pair.seen));
            let of_pair = of_pair.unwrap_or_default();
            places.extend(of_pair.iter().map(|_| number));
            value_rows.push(of_pair.iter().fold(ValueRow::default(), |row, (_, count)| row.with(*count)));
        }
        Self {
            commands,
            names: pairs.iter().map(|(pair, _)| pair.seen).collect(),
            uses: pairs.iter().map(|(_, count)| count).collect(),
            value_places: Rows::of(value_rows.len(), places.into_iter()),
            value_rows,
            pooled: pooled(parameters),
            pooled_places: pooled_places(parameters),
        }
    }

    /// The places of the command's parameters.
    pub(crate) fn of_command(&self, command: Symbol) -> std::ops::Range<usize> {
        self.commands.range(command.index())
    }

    /// The name of the parameter at this place.
    pub(crate) fn name(&self, place: usize) -> Symbol {
        self.names[place]
    }

    /// How often the command had the parameter at this place.
    pub(crate) fn uses(&self, place: usize) -> u64 {
        self.uses[place]
    }

    /// The place of the command's parameter of this name.
    pub(crate) fn find(&self, command: Symbol, name: Symbol) -> Option<usize> {
        let row = self.of_command(command);
        let found = self.names[row.clone()].binary_search(&name).ok()?;
        Some(row.start + found)
    }

    /// The values of the parameter at this place.
    pub(crate) fn values(&self, place: usize) -> ValueRow {
        self.value_rows[place]
    }

    /// How often the parameter at this place had this value.
    pub(crate) fn value_count(&self, habits: &Habits, place: usize, value: Symbol) -> u64 {
        let row = &habits.values.entries()[self.value_places.range(place)];
        row.binary_search_by_key(&value, |((.., value), _)| *value).map_or(0, |at| row[at].1)
    }

    /// How often the parameter had this value, whatever the command.
    pub(crate) fn pooled_count(&self, counts: &Counts, name: Symbol, value: Symbol) -> u64 {
        let Some(values) = counts.values() else { return 0 };
        let row = &values.of_parameters.table().entries()[self.pooled_places.range(name.index())];
        row.binary_search_by_key(&value, |(pair, _)| pair.seen).map_or(0, |at| row[at].1)
    }

    /// The values of the parameter, whatever the command.
    pub(crate) fn pooled(&self, name: Symbol) -> ValueRow {
        self.pooled.get(name.index()).copied().unwrap_or_default()
    }
}

fn pooled_places(parameters: &ParameterCounts) -> Rows {
    let pairs = parameters.values.iter().flat_map(|values| values.of_parameters.iter());
    Rows::of(parameters.names.symbol_count(), pairs.map(|(pair, _)| pair.given.index()))
}

fn pooled(parameters: &ParameterCounts) -> Vec<ValueRow> {
    let mut pooled = vec![ValueRow::default(); parameters.names.symbol_count()];
    for (pair, count) in parameters.values.iter().flat_map(|values| values.of_parameters.iter()) {
        pooled[pair.given.index()] = pooled[pair.given.index()].with(count);
    }
    pooled
}
