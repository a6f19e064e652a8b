//! The chain: counts made ready for scoring, as probabilities smoothed the way msticpy does it.

use rustc_hash::FxHashMap;

use crate::counts::Pair;
use crate::{Counts, Symbol};

/// A Markov chain over commands, fitted with msticpy's additive smoothing.
///
/// With V distinct commands, msticpy adds 1 to every pair of an earlier symbol (START, UNKNOWN or a command) and a later
/// one (END, UNKNOWN or a command), and for each such pair also 1 to the single counts of both its ends. What was never
/// seen therefore has one probability per row: it is kept as that constant, never as a table of V x V.
#[derive(Clone, Debug)]
pub struct Chain {
    /// P(next | previous) of every pair that was seen.
    seen: FxHashMap<Pair, f64>,
    /// P(next | previous) of any other next symbol, by the previous symbol's index.
    unseen: Vec<f64>,
    /// P(symbol) without context, by the symbol's index.
    marginal: Vec<f64>,
}

impl Chain {
    /// Fits the chain to the counts.
    pub fn fit(counts: &Counts) -> Self {
        let commands = counts.uses()[Symbol::TOKENS..].iter().filter(|&&uses| uses > 0).count() as u64;
        // A row's smoothing: one for each command, END and UNKNOWN.
        let columns = commands + 2;
        let mut row_totals = vec![columns; counts.uses().len()];
        for (pair, count) in counts.pairs() {
            row_totals[pair.previous.index()] += count;
        }
        let seen = counts.pairs().iter().map(|(pair, count)| {
            let probability = (count + 1) as f64 / row_totals[pair.previous.index()] as f64;
            (*pair, probability)
        });
        Self {
            seen: seen.collect(),
            unseen: row_totals.iter().map(|&total| 1.0 / total as f64).collect(),
            marginal: marginals(counts.uses(), columns),
        }
    }

    /// P(next | previous). END has no row of its own: what would follow it is what follows UNKNOWN.
    ///
    /// # Panics
    /// If a symbol is not below the symbol count that was counted with.
    pub fn transition(&self, previous: Symbol, next: Symbol) -> f64 {
        match self.seen.get(&Pair { previous, next }) {
            Some(&probability) => probability,
            None => self.unseen[previous.index()],
        }
    }

    /// P(symbol) without context; msticpy calls it `prior_probs`.
    ///
    /// # Panics
    /// If the symbol is not below the symbol count that was counted with.
    pub fn marginal(&self, symbol: Symbol) -> f64 {
        self.marginal[symbol.index()]
    }
}

/// Each smoothed single count over their sum: a command is an earlier and a later end of `columns` pairs each, START
/// only an earlier one, END only a later one.
fn marginals(uses: &[u64], columns: u64) -> Vec<f64> {
    let smoothed = |(index, &uses): (usize, &u64)| match Symbol::from_index(index) {
        Symbol::START | Symbol::END => uses + columns,
        _ => uses + 2 * columns,
    };
    // A symbol of the vocabulary that no session uses is not among the reference's commands.
    let counted = |&(index, uses): &(usize, &u64)| *uses > 0 || index < Symbol::TOKENS;
    let total: u64 = uses.iter().enumerate().filter(counted).map(smoothed).sum();
    uses.iter().enumerate().map(|entry| smoothed(entry) as f64 / total as f64).collect()
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "equal to the last bit is the claim")]
mod tests {
    use super::*;
    use crate::{Entities, Event, EventLog, Sessions};

    /// Two sessions, a b a and b, as a chain; and their symbols.
    fn chain() -> (Chain, [Symbol; 2]) {
        let mut log = EventLog::new(Entities::new(Vec::new(), Vec::new()));
        let entity = log.entities_mut().intern(&[]);
        let [a, b] = ["a", "b"].map(|text| log.commands_mut().intern(text));
        for command in [a, b, a, b] {
            log.push(Event { entity, time: 0, command, row: 1 }).unwrap();
        }
        let sessions = Sessions::given(&log, &[3, 4], &[None, None]);
        (Chain::fit(&Counts::of(&sessions, log.commands().symbol_count())), [a, b])
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
            let found = [a, b, Symbol::END, Symbol::UNKNOWN].map(|next| chain.transition(previous, next));
            assert_eq!(found, row, "after symbol {}", previous.index());
        }
    }

    /// `Model.prior_probs` of msticpy 3.0.2.
    #[test]
    fn every_marginal_is_the_reference_s() {
        let (chain, [a, b]) = chain();
        let symbols = [Symbol::START, Symbol::UNKNOWN, a, b, Symbol::END];
        assert_eq!(symbols.map(|symbol| chain.marginal(symbol)), [0.15, 0.2, 0.25, 0.25, 0.15]);
    }
}
