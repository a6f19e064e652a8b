//! Tables: everything that a model holds, row by row, for whoever wants to look it up or check it.

use std::iter;

use super::Model;
use crate::Symbol;
use crate::counts::{Pair, PairCounts};

/// One row of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// What it depends on, if on anything.
    pub given: Option<Symbol>,
    /// What it is about. UNKNOWN stands for whatever was not seen there.
    pub seen: Symbol,
    /// How often it was seen.
    pub count: u64,
    /// The count after smoothing.
    pub smoothed: u64,
    /// What follows from it.
    pub probability: f64,
}

impl Row {
    /// A row whose probability is the share of its smoothed count in `total`.
    fn of(given: Option<Symbol>, seen: Symbol, count: u64, more: u64, total: u64) -> Self {
        let smoothed = count + more;
        Self { given, seen, count, smoothed, probability: smoothed as f64 / total as f64 }
    }
}

impl Model {
    /// Every command without context, the tokens among them.
    pub fn command_rows(&self) -> impl Iterator<Item = Row> {
        self.counts.commands().all_symbols().map(|seen| Row {
            given: None,
            seen,
            count: self.counts.uses()[seen.index()],
            smoothed: self.chain.smoothed_count(seen),
            probability: self.chain.marginal(seen).probability,
        })
    }

    /// What was seen after each symbol, and UNKNOWN. END has no rows.
    pub fn transition_rows(&self) -> impl Iterator<Item = Row> {
        let given = self.counts.commands().all_symbols().filter(|&given| given != Symbol::END);
        given.flat_map(move |given| {
            with_unknown(self.counts.transitions(), given).map(move |(seen, count)| Row {
                given: Some(given),
                seen,
                count,
                smoothed: count + self.chain.added(Pair { given, seen }),
                probability: self.chain.transition(given, seen).probability,
            })
        })
    }

    /// Each command's parameters, and UNKNOWN; none where parameters are not counted.
    pub fn parameter_rows(&self) -> impl Iterator<Item = Row> {
        let counted = self.counts.parameters().zip(self.parameters.as_ref());
        counted.into_iter().flat_map(move |(parameters, chances)| {
            self.counts.commands().all_symbols().flat_map(move |given| {
                let known = chances.known(given).iter().map(|known| known.presence);
                let presence = known.chain(iter::once(chances.unknown(given)));
                let more = self.chain.weight(given);
                with_unknown(&parameters.of_commands, given).zip(presence).map(
                    move |((seen, count), presence)| {
                        let (smoothed, probability) = (count + more, presence.present.probability);
                        Row { given: Some(given), seen, count, smoothed, probability }
                    },
                )
            })
        })
    }

    /// Each parameter whatever the command, and UNKNOWN; none where parameters are not counted.
    pub fn parameter_marginal_rows(&self) -> impl Iterator<Item = Row> {
        self.counts.parameters().into_iter().flat_map(move |parameters| {
            let commands =
                self.counts.commands().all_symbols().map(|command| self.chain.weight(command)).sum();
            let names = parameters.names.symbol_count();
            let counted =
                columns(&parameters.of_commands, names, commands, |command| self.chain.weight(command));
            let total = self.chain.smoothed_total();
            counted.into_iter().map(move |(seen, count, more)| Row::of(None, seen, count, more, total))
        })
    }

    /// Each parameter's values, and UNKNOWN, also of parameters whose values are not modelled; none where values are not
    /// counted, and none of saturated parameters. A parameter that is UNKNOWN itself has no value that is known.
    pub fn value_rows(&self) -> impl Iterator<Item = Row> {
        let counted = self.counts.parameters().zip(self.counts.values());
        counted.into_iter().flat_map(move |(parameters, values)| {
            let given = iter::once(Symbol::UNKNOWN).chain(parameters.names.symbols());
            let kept = given.filter(|given| values.saturated.binary_search(given).is_err());
            kept.flat_map(move |given| {
                let row = || with_unknown(&values.of_parameters, given);
                let total = row().map(|(_, count)| count + 1).sum();
                row().map(move |(seen, count)| {
                    let modelled = self.values.as_ref().and_then(|model| model.value(given, seen));
                    let row = Row::of(Some(given), seen, count, 1, total);
                    Row { probability: modelled.map_or(row.probability, |chance| chance.probability), ..row }
                })
            })
        })
    }

    /// Each value whatever the parameter, and UNKNOWN; none where values are not counted. What saturated parameters had
    /// is forgotten here too.
    pub fn value_marginal_rows(&self) -> impl Iterator<Item = Row> {
        let counted = self.counts.parameters().zip(self.counts.values());
        counted.into_iter().flat_map(move |(parameters, values)| {
            let names = 1 + parameters.names.symbols().count() as u64;
            let counted = columns(&values.of_parameters, values.texts.symbol_count(), names, |_| 1);
            let total = counted.iter().map(|(_, count, more)| count + more).sum();
            counted.into_iter().map(move |(seen, count, more)| Row::of(None, seen, count, more, total))
        })
    }
}

/// A row of counts, and behind it UNKNOWN if it has none.
fn with_unknown(counts: &PairCounts, given: Symbol) -> impl Iterator<Item = (Symbol, u64)> {
    let known = counts.get(Pair { given, seen: Symbol::UNKNOWN }) > 0;
    counts.row(given).chain((!known).then_some((Symbol::UNKNOWN, 0)))
}

/// For UNKNOWN and each text how often it was seen with anything, and what smoothing adds: the `weight` of each thing that
/// it was seen with, and to UNKNOWN that of all rows that there are.
fn columns(
    counts: &PairCounts,
    symbols: usize,
    rows: u64,
    weight: impl Fn(Symbol) -> u64,
) -> Vec<(Symbol, u64, u64)> {
    let mut columns = vec![(0, 0); symbols];
    for (pair, count) in counts.iter() {
        let (seen, with) = &mut columns[pair.seen.index()];
        *seen += count;
        *with += weight(pair.given);
    }
    columns[Symbol::UNKNOWN.index()] = (0, rows);
    let numbered = columns.into_iter().enumerate().skip(Symbol::UNKNOWN.index());
    numbered.map(|(index, (count, more))| (Symbol::from_index(index), count, more)).collect()
}
