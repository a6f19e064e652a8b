//! Counts: the sufficient statistics of a Markov chain over commands.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::{Sessions, Symbol};

/// How often each command was used, and how often each one followed another, START and END included.
///
/// Only what was seen is stored, so memory grows with distinct pairs, not with the square of the vocabulary. All counts
/// are integers: adding up in any order gives the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// How often each symbol was used, by [`Symbol::index`]; START and END once a session.
    uses: Vec<u64>,
    /// Every pair that was seen and how often, sorted by (previous, next).
    pairs: Vec<(Pair, u64)>,
}

/// A step from one symbol to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Pair {
    pub(crate) previous: Symbol,
    pub(crate) next: Symbol,
}

type PairCounts = FxHashMap<Pair, u64>;

/// So many sessions are counted by one thread before it merges with another's.
const SESSIONS_PER_TASK: usize = 4_096;

impl Counts {
    /// Counts the sessions, whose symbols are below `symbol_count`.
    pub fn of(sessions: &Sessions, symbol_count: usize) -> Self {
        let tally = (0..sessions.len())
            .into_par_iter()
            .with_min_len(SESSIONS_PER_TASK)
            .fold(
                || Tally::new(symbol_count),
                |mut tally, number| {
                    tally.session(sessions.commands(number));
                    tally
                },
            )
            .reduce(|| Tally::new(symbol_count), Tally::merge);
        let mut pairs: Vec<(Pair, u64)> = tally.pairs.into_iter().collect();
        pairs.sort_unstable();
        Self { uses: tally.uses, pairs }
    }

    /// How many sessions were counted.
    pub fn sessions(&self) -> u64 {
        self.uses[Symbol::START.index()]
    }

    /// How many distinct steps were seen.
    pub fn pair_count(&self) -> usize {
        self.pairs.len()
    }

    pub(crate) fn uses(&self) -> &[u64] {
        &self.uses
    }

    pub(crate) fn pairs(&self) -> &[(Pair, u64)] {
        &self.pairs
    }
}

/// Counts in the making.
struct Tally {
    uses: Vec<u64>,
    pairs: PairCounts,
}

impl Tally {
    fn new(symbol_count: usize) -> Self {
        Self { uses: vec![0; symbol_count], pairs: PairCounts::default() }
    }

    fn session(&mut self, commands: &[Symbol]) {
        self.uses[Symbol::START.index()] += 1;
        self.uses[Symbol::END.index()] += 1;
        let mut previous = Symbol::START;
        for &next in commands {
            self.uses[next.index()] += 1;
            *self.pairs.entry(Pair { previous, next }).or_default() += 1;
            previous = next;
        }
        *self.pairs.entry(Pair { previous, next: Symbol::END }).or_default() += 1;
    }

    fn merge(mut self, other: Self) -> Self {
        if self.pairs.len() < other.pairs.len() {
            return other.merge(self);
        }
        self.uses.iter_mut().zip(&other.uses).for_each(|(mine, theirs)| *mine += theirs);
        other.pairs.into_iter().for_each(|(pair, count)| *self.pairs.entry(pair).or_default() += count);
        self
    }
}
