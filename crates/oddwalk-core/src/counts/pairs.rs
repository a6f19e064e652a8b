//! Counts of pairs: how often something was seen together with what it depends on.

use rustc_hash::FxHashMap;

use crate::{Symbol, Table};

/// Something and what it depends on: a command and the one before it, a parameter and its command, a value and its
/// parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    /// What is known.
    pub given: Symbol,
    /// What is seen with it.
    pub seen: Symbol,
}

/// Pairs in the making.
pub(super) type Tally<K> = FxHashMap<K, u64>;

/// Every pair that was seen and how often, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PairCounts {
    table: Table<Pair>,
}

impl PairCounts {
    pub(super) fn of(tally: Tally<Pair>) -> Self {
        Self { table: Table::of_distinct(tally.into_iter().collect()) }
    }

    /// Puts sorted entries to the test of a file that somebody may have altered: sorted, distinct, and never 0.
    pub fn from_sorted(entries: Vec<(Pair, u64)>) -> Option<Self> {
        Table::from_sorted(entries).map(|table| Self { table })
    }

    /// The pairs as a table: a pair's place in it is its number.
    pub fn table(&self) -> &Table<Pair> {
        &self.table
    }

    /// How many distinct pairs there are.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// Every pair and its count, sorted.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Pair, u64)> + Clone {
        self.table.entries().iter().copied()
    }

    /// How often a pair was seen.
    pub fn get(&self, pair: Pair) -> u64 {
        self.table.get(pair)
    }

    /// Everything that was seen with `given`, sorted by symbol.
    pub fn row(&self, given: Symbol) -> impl ExactSizeIterator<Item = (Symbol, u64)> {
        let first = Pair { given, seen: Symbol::from_index(0) };
        let row = self.table.range(first, |pair| pair.given == given);
        row.iter().map(|(pair, count)| (pair.seen, *count))
    }

    /// By the index of `given`, below `len`: how often anything was seen with it.
    pub(crate) fn row_totals(&self, len: usize) -> Vec<u64> {
        let mut totals = vec![0; len];
        self.iter().for_each(|(pair, count)| totals[pair.given.index()] += count);
        totals
    }

    /// By the index of `seen`, below `len`: how often it was seen with anything.
    pub(crate) fn column_totals(&self, len: usize) -> Vec<u64> {
        let mut totals = vec![0; len];
        self.iter().for_each(|(pair, count)| totals[pair.seen.index()] += count);
        totals
    }

    /// Renumbers the symbols.
    pub(crate) fn renumbered(&self, given: &[Symbol], seen: &[Symbol]) -> Self {
        let renumber = |pair: Pair| Pair { given: given[pair.given.index()], seen: seen[pair.seen.index()] };
        Self { table: self.table.rekeyed(|pair| Some(renumber(pair))) }
    }

    /// Leaves out the pairs with one of these symbols given.
    pub(super) fn without(mut self, given: &[Symbol]) -> Self {
        self.table.retain(|pair| given.binary_search(&pair.given).is_err());
        self
    }

    /// The sums of both.
    pub(super) fn plus(&self, other: &Self) -> Self {
        Self { table: self.table.plus(&other.table) }
    }

    /// What is left without the other's, or `None` where the other has more.
    pub(crate) fn minus(&self, other: &Self) -> Option<Self> {
        self.table.minus(&other.table).map(|table| Self { table })
    }
}
