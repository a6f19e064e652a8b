//! Counts of pairs: how often something was seen together with what it depends on.

use rustc_hash::FxHashMap;

use crate::Symbol;

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
    entries: Vec<(Pair, u64)>,
}

impl PairCounts {
    pub(super) fn of(tally: Tally<Pair>) -> Self {
        let mut entries: Vec<(Pair, u64)> = tally.into_iter().collect();
        entries.sort_unstable();
        Self { entries }
    }

    /// Puts sorted entries to the test of a file that somebody may have altered: sorted, distinct, and never 0.
    pub fn from_sorted(entries: Vec<(Pair, u64)>) -> Option<Self> {
        let sorted = entries.windows(2).all(|pairs| pairs[0].0 < pairs[1].0);
        (sorted && entries.iter().all(|(_, count)| *count > 0)).then_some(Self { entries })
    }

    /// How many distinct pairs there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Every pair and its count, sorted.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Pair, u64)> {
        self.entries.iter().copied()
    }

    /// How often a pair was seen.
    pub fn get(&self, pair: Pair) -> u64 {
        self.entries.binary_search_by_key(&pair, |(pair, _)| *pair).map_or(0, |at| self.entries[at].1)
    }

    /// Everything that was seen with `given`, sorted by symbol.
    pub fn row(&self, given: Symbol) -> impl ExactSizeIterator<Item = (Symbol, u64)> {
        let start = self.entries.partition_point(|(pair, _)| pair.given < given);
        let len = self.entries[start..].partition_point(|(pair, _)| pair.given == given);
        self.entries[start..start + len].iter().map(|(pair, count)| (pair.seen, *count))
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

    /// Renumbers the symbols. Where both maps keep the order, as those of a canonical log do, sorting is one look.
    pub(super) fn renumbered(self, given: &[Symbol], seen: &[Symbol]) -> Self {
        let renumber = |pair: Pair| Pair { given: given[pair.given.index()], seen: seen[pair.seen.index()] };
        let renumbered = self.entries.into_iter().map(|(pair, count)| (renumber(pair), count));
        let mut entries: Vec<(Pair, u64)> = renumbered.collect();
        entries.sort_unstable();
        Self { entries }
    }

    /// Leaves out the pairs with one of these symbols given.
    pub(super) fn without(mut self, given: &[Symbol]) -> Self {
        self.entries.retain(|(pair, _)| given.binary_search(&pair.given).is_err());
        self
    }

    /// The sums of both.
    pub(super) fn plus(&self, other: &Self) -> Self {
        let mut entries = Vec::with_capacity(self.len().max(other.len()));
        let (mut mine, mut theirs) = (self.entries.iter().peekable(), other.entries.iter().peekable());
        while let (Some(a), Some(b)) = (mine.peek(), theirs.peek()) {
            let (pair, in_mine, in_theirs) = (a.0.min(b.0), a.0 <= b.0, b.0 <= a.0);
            let mut count = 0;
            count += if in_mine { mine.next().map_or(0, |entry| entry.1) } else { 0 };
            count += if in_theirs { theirs.next().map_or(0, |entry| entry.1) } else { 0 };
            entries.push((pair, count));
        }
        entries.extend(mine.chain(theirs));
        Self { entries }
    }

    /// What is left without the other's, or `None` where the other has more.
    pub(super) fn minus(&self, other: &Self) -> Option<Self> {
        let mut theirs = other.entries.iter().peekable();
        let mut entries = Vec::with_capacity(self.len());
        for &(pair, count) in &self.entries {
            let taken = theirs.next_if(|entry| entry.0 == pair).map_or(0, |entry| entry.1);
            match count.checked_sub(taken)? {
                0 => {}
                left => entries.push((pair, left)),
            }
        }
        theirs.peek().is_none().then_some(Self { entries })
    }
}
