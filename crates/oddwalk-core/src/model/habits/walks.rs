//! Walks: everybody's chain, with contexts of up to so many commands.

use super::Rows;
use crate::habits::Habits;
use crate::{Counts, Symbol};

/// How often each run of commands was seen, ready to be followed from a run to the one that is a command longer.
#[derive(Clone, Debug)]
pub(crate) struct Walks {
    /// How many events there are, one END a session among them.
    pub(crate) events: u64,
    /// How many different commands there are, END among them.
    pub(crate) types: u64,
    /// How many commands there can be: those that are known, END, and one for all others.
    pub(crate) vocabulary: usize,
    /// Runs of two commands, then of three, and so on.
    pub(crate) levels: Vec<LevelTable>,
    /// How often anything follows each command or START, by its index.
    followed: Vec<u64>,
}

/// Runs of one length.
#[derive(Clone, Debug)]
pub(crate) struct LevelTable {
    /// By the place of all but the last command; of runs of two, by that command's index.
    rows: Rows,
    /// The last command of each run.
    last: Vec<Symbol>,
    /// How often each run was seen.
    counts: Vec<u64>,
    /// Where there are few commands, the place of each run of two, or [`NONE`], row by row; else nothing.
    dense: Vec<u32>,
    /// How many cells a row of `dense` has.
    width: usize,
}

/// No run.
const NONE: u32 = u32::MAX;
/// So many cells `dense` has at most.
const DENSE_CELLS: usize = 1 << 20;

impl Walks {
    pub(super) fn of(counts: &Counts, habits: &Habits) -> Self {
        let uses = &counts.uses()[Symbol::END.index()..];
        let pairs = counts.transitions().iter();
        let pairs = pairs.map(|(pair, count)| (pair.given.index(), pair.seen, count));
        let mut levels = Vec::new();
        if habits.order > 0 {
            let symbols = counts.uses().len();
            levels.push(LevelTable::of(symbols, pairs).with_dense(symbols));
        }
        for runs in &habits.runs {
            let below = levels.last().map_or(0, LevelTable::len);
            let runs = runs.entries().iter().map(|&((given, seen), count)| (given as usize, seen, count));
            levels.push(LevelTable::of(below, runs));
        }
        Self {
            events: uses.iter().sum(),
            types: uses.iter().filter(|uses| **uses > 0).count() as u64,
            vocabulary: uses.len(),
            levels,
            followed: counts.transitions().row_totals(counts.uses().len()),
        }
    }

    /// How often anything follows a run at a level: of runs of two, a command; of longer ones, the place of all but the last.
    /// A run is followed as often as it is seen, unless END ends it.
    pub(crate) fn total(&self, level: usize, given: u32) -> u64 {
        match level.checked_sub(1) {
            None => self.followed[given as usize],
            Some(below) => self.levels[below].count(given),
        }
    }
}

impl LevelTable {
    fn of(rows: usize, entries: impl Iterator<Item = (usize, Symbol, u64)> + Clone) -> Self {
        Self {
            rows: Rows::of(rows, entries.clone().map(|(given, ..)| given)),
            last: entries.clone().map(|(_, last, _)| last).collect(),
            counts: entries.map(|(.., count)| count).collect(),
            dense: Vec::new(),
            width: 0,
        }
    }

    /// With a table of all that can follow each of so many symbols, where that is small.
    fn with_dense(mut self, symbols: usize) -> Self {
        if symbols * symbols <= DENSE_CELLS {
            self.width = symbols;
            self.dense = vec![NONE; symbols * symbols];
            for given in 0..symbols {
                for place in self.rows.range(given) {
                    self.dense[given * symbols + self.last[place].index()] = place as u32;
                }
            }
        }
        self
    }

    fn len(&self) -> usize {
        self.counts.len()
    }

    /// How many different commands follow.
    pub(crate) fn types(&self, given: u32) -> u64 {
        self.rows.range(given as usize).len() as u64
    }

    /// Where the run of `given` and this command is.
    pub(crate) fn find(&self, given: u32, last: Symbol) -> Option<u32> {
        if let Some(&place) = self.dense.get(given as usize * self.width + last.index()) {
            return (place != NONE).then_some(place);
        }
        let row = self.rows.range(given as usize);
        let found = self.last[row.clone()].binary_search(&last).ok()?;
        Some((row.start + found) as u32)
    }

    /// How often the run at this place was seen.
    pub(crate) fn count(&self, place: u32) -> u64 {
        self.counts[place as usize]
    }
}
