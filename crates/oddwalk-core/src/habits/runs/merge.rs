//! Adding runs up level by level, and taking them apart again.

use super::{Run, Table};
use crate::habits::Habits;
use crate::{Counts, PairCounts, Symbol};

/// Runs whose symbols and parents have other numbers now; `None` where one has none.
fn renumbered(level: &Table<Run>, parents: &[Option<u32>], symbols: &[Symbol]) -> Option<Table<Run>> {
    let key = |(parent, symbol): Run| {
        let symbol = symbols[symbol.index()];
        Some((parents[parent as usize]?, symbol)).filter(|_| symbol != Symbol::UNKNOWN)
    };
    let table = level.rekeyed(key);
    (table.len() == level.len()).then_some(table)
}

/// A part's pairs and runs in the numbers of a whole.
pub(in crate::habits) struct Part<'a> {
    transitions: &'a PairCounts,
    runs: &'a [Table<Run>],
    /// The whole's symbols by the part's.
    symbols: &'a [Symbol],
}

impl<'a> Part<'a> {
    pub(in crate::habits) fn new(counts: &'a Counts, habits: &'a Habits, symbols: &'a [Symbol]) -> Self {
        Self { transitions: counts.transitions(), runs: &habits.runs, symbols }
    }

    /// Where each pair stands in the whole.
    fn pair_places(&self, whole: &PairCounts) -> Vec<Option<u32>> {
        self.transitions.renumbered(self.symbols, self.symbols).table().places_in(whole.table())
    }
}

/// Adds two parts up, whose transitions add up to these.
pub(in crate::habits) fn merged(whole: &PairCounts, parts: &[Part; 2]) -> Option<Vec<Table<Run>>> {
    let mut places = [parts[0].pair_places(whole), parts[1].pair_places(whole)];
    let mut runs = Vec::with_capacity(parts[0].runs.len());
    for (a, b) in parts[0].runs.iter().zip(parts[1].runs) {
        let a = renumbered(a, &places[0], parts[0].symbols)?;
        let b = renumbered(b, &places[1], parts[1].symbols)?;
        let level = a.plus(&b);
        places = [a.places_in(&level), b.places_in(&level)];
        runs.push(level);
    }
    Some(runs)
}

/// Takes a part out of a whole whose transitions, without it, are what is `left`, in the whole's symbols. `None` where the
/// whole has less of something.
pub(in crate::habits) fn subtracted(
    transitions: &PairCounts,
    runs: &[Table<Run>],
    part: &Part,
    left: &PairCounts,
) -> Option<Vec<Table<Run>>> {
    let mut places = part.pair_places(transitions);
    let mut kept = transitions.table().places_in(left.table());
    let mut all = Vec::with_capacity(runs.len());
    for (whole, part_level) in runs.iter().zip(part.runs) {
        let taken = renumbered(part_level, &places, part.symbols)?;
        let rest = whole.minus(&taken)?;
        places = taken.places_in(whole);
        let next = whole.places_in(&rest);
        let level = rest.rekeyed(|(parent, symbol)| Some((kept[parent as usize]?, symbol)));
        // A run without the run that it goes on from: counts that were never counted.
        if level.len() != rest.len() {
            return None;
        }
        kept = next;
        all.push(level);
    }
    Some(all)
}
