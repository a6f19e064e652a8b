//! The chain: how likely a command is after another.

use rustc_hash::FxHashMap;

use crate::counts::Pair;
use crate::{Counts, Symbol};

/// A Markov chain over commands with msticpy's additive smoothing.
///
/// With V distinct commands, msticpy adds 1 to every pair of an earlier symbol (START, UNKNOWN or a command) and a later
/// one (END, UNKNOWN or a command), and for each such pair also 1 to the single counts of both its ends.
#[derive(Clone, Debug)]
pub struct Chain {
    /// Every pair that was seen.
    seen: FxHashMap<Pair, Chance>,
    /// Any other known next symbol, by the previous symbol's index.
    unseen: Vec<Chance>,
    /// A next symbol that is not known at all, by the previous symbol's index.
    unknown: Vec<Chance>,
    /// P(symbol) without context, by the symbol's index.
    marginal: Vec<Chance>,
    /// The single counts after smoothing, by the symbol's index.
    smoothed: Vec<u64>,
    smoothing: Smoothing,
}

/// A probability and its surprisal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// Between 0 and 1.
    pub probability: f64,
    /// -log2 of the probability.
    pub bits: f64,
}

impl Chance {
    pub(crate) fn of(probability: f64) -> Self {
        // The sum keeps a certainty from being -0 bits.
        Self { probability, bits: 0.0 - probability.log2() }
    }

    pub(crate) fn ratio(count: u64, total: u64) -> Self {
        Self::of(count as f64 / total as f64)
    }
}

/// How the reference spreads its ones.
#[derive(Clone, Copy, Debug)]
struct Smoothing {
    /// How often UNKNOWN stands in the reference's list of commands: a second time where it is also a command.
    unknown: u64,
    /// For one earlier symbol, the ones of all later symbols; also, for one later symbol, those of all earlier symbols.
    columns: u64,
}

impl Smoothing {
    fn of(counts: &Counts) -> Self {
        let commands = counts.uses()[Symbol::TOKENS..].iter().filter(|&&uses| uses > 0).count() as u64;
        let unknown = 1 + u64::from(counts.uses()[Symbol::UNKNOWN.index()] > 0);
        // The commands and UNKNOWN are on both sides; START is earlier only, END later only.
        Self { unknown, columns: commands + unknown + 1 }
    }

    fn weight(&self, symbol: Symbol) -> u64 {
        if symbol == Symbol::UNKNOWN { self.unknown } else { 1 }
    }

    fn pair(&self, pair: Pair) -> u64 {
        if pair.seen == Symbol::START { 0 } else { self.weight(pair.given) * self.weight(pair.seen) }
    }

    fn single(&self, symbol: Symbol) -> u64 {
        match symbol {
            Symbol::START | Symbol::END => self.columns,
            symbol => 2 * self.weight(symbol) * self.columns,
        }
    }
}

impl Chain {
    pub(super) fn fit(counts: &Counts) -> Self {
        let smoothing = Smoothing::of(counts);
        let symbols = || counts.commands().all_symbols();
        let mut totals = counts.transitions().row_totals(counts.uses().len());
        symbols().for_each(|symbol| totals[symbol.index()] += smoothing.weight(symbol) * smoothing.columns);
        let seen: FxHashMap<Pair, Chance> = counts
            .transitions()
            .iter()
            .map(|(pair, count)| {
                (pair, Chance::ratio(count + smoothing.pair(pair), totals[pair.given.index()]))
            })
            .collect();
        let unseen = |symbol: Symbol| Chance::ratio(smoothing.weight(symbol), totals[symbol.index()]);
        let unknown = |given: Symbol| {
            let pair = Pair { given, seen: Symbol::UNKNOWN };
            let unseen = || Chance::ratio(smoothing.pair(pair), totals[given.index()]);
            seen.get(&pair).copied().unwrap_or_else(unseen)
        };
        let smoothed: Vec<u64> =
            symbols().map(|symbol| counts.uses()[symbol.index()] + smoothing.single(symbol)).collect();
        let total = smoothed.iter().sum();
        Self {
            unseen: symbols().map(unseen).collect(),
            unknown: symbols().map(unknown).collect(),
            marginal: smoothed.iter().map(|&count| Chance::ratio(count, total)).collect(),
            smoothed,
            smoothing,
            seen,
        }
    }

    /// P(next | previous). END has no row of its own: what would follow it is what follows UNKNOWN. START is never
    /// expected, and is then as unknown as any other symbol.
    ///
    /// # Panics
    /// If a symbol is not one of the counts' vocabulary.
    pub fn transition(&self, previous: Symbol, next: Symbol) -> Chance {
        let given = if previous == Symbol::END { Symbol::UNKNOWN } else { previous };
        match self.seen.get(&Pair { given, seen: next }) {
            Some(&chance) => chance,
            None if next == Symbol::UNKNOWN || next == Symbol::START => self.unknown[given.index()],
            None => self.unseen[given.index()],
        }
    }

    /// P(symbol) without context; msticpy calls it `prior_probs`.
    ///
    /// # Panics
    /// If the symbol is not one of the counts' vocabulary.
    pub fn marginal(&self, symbol: Symbol) -> Chance {
        self.marginal[symbol.index()]
    }

    /// The symbol's single count after smoothing: what P(parameter | command) is divided by.
    ///
    /// # Panics
    /// If the symbol is not one of the counts' vocabulary.
    pub fn smoothed_count(&self, symbol: Symbol) -> u64 {
        self.smoothed[symbol.index()]
    }

    /// How often smoothing counts what comes with a symbol: once, and twice with UNKNOWN where that is also a command.
    pub fn weight(&self, symbol: Symbol) -> u64 {
        self.smoothing.weight(symbol)
    }

    /// What smoothing adds to the count of a pair.
    pub fn added(&self, pair: Pair) -> u64 {
        self.smoothing.pair(pair)
    }

    /// The sum of all single counts after smoothing.
    pub fn smoothed_total(&self) -> u64 {
        self.smoothed.iter().sum()
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "equal to the last bit is the claim")]
mod tests {
    use super::*;
    use crate::{Entities, Event, EventLog, SessionKind, Sessions};

    /// Two sessions, a b a and b, as a chain; and their symbols.
    fn chain() -> (Chain, [Symbol; 2]) {
        let mut log = EventLog::new(Entities::new(Vec::new(), Vec::new()));
        let entity = log.entities_mut().intern(&[]);
        let [a, b] = ["a", "b"].map(|text| log.commands_mut().intern(text));
        for command in [a, b, a, b] {
            log.push(Event { entity, time: 0, command, row: 1 }).unwrap();
        }
        let sessions = Sessions::given(&log, &[3, 4], &[None, None]);
        (Chain::fit(&Counts::of(&log, &sessions, SessionKind::Commands)), [a, b])
    }

    /// No session that was learnt from has an unseen pair, so scoring such sessions cannot show these numbers. They are
    /// `Model.trans_probs` of msticpy 3.0.2.
    #[test]
    fn every_transition_is_the_reference_s() {
        let (chain, [a, b]) = chain();
        let rows = [
            (Symbol::START, [1.0 / 3.0, 1.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]),
            (Symbol::UNKNOWN, [0.25; 4]),
            (a, [1.0 / 6.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 6.0]),
            (b, [1.0 / 3.0, 1.0 / 6.0, 1.0 / 3.0, 1.0 / 6.0]),
            (Symbol::END, [0.25; 4]),
        ];
        for (previous, row) in rows {
            let found =
                [a, b, Symbol::END, Symbol::UNKNOWN].map(|next| chain.transition(previous, next).probability);
            assert_eq!(found, row, "after symbol {}", previous.index());
        }
    }

    /// `Model.prior_probs` of msticpy 3.0.2.
    #[test]
    fn every_marginal_is_the_reference_s() {
        let (chain, [a, b]) = chain();
        let symbols = [Symbol::START, Symbol::UNKNOWN, a, b, Symbol::END];
        assert_eq!(symbols.map(|symbol| chain.marginal(symbol).probability), [0.15, 0.2, 0.25, 0.25, 0.15]);
    }
}
