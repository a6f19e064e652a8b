//! Counts that were stored, put together again and put to the test: a file may have been made by anybody.

use thiserror::Error;

use super::{Counts, PairCounts, ParameterCounts, ValueCounts};
use crate::{Symbol, Vocabulary};

/// Sums of counts stay exact below this, as integers and as floating-point numbers.
const LARGEST: u64 = 1 << 53;

/// Stored counts that cannot be counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the counts of {0} do not fit together")]
pub struct BadCounts(&'static str);

impl Counts {
    /// Puts counts together. `uses` is by symbol index.
    ///
    /// # Errors
    /// [`BadCounts`] where a symbol has no text, a text is never used, or a number is too large to be a count.
    pub fn from_parts(
        sessions: u64,
        commands: Vocabulary,
        uses: Vec<u64>,
        transitions: PairCounts,
        parameters: Option<ParameterCounts>,
    ) -> Result<Self, BadCounts> {
        let counts = Self { sessions, commands, uses, transitions, parameters };
        counts.check().map(|()| counts)
    }

    fn check(&self) -> Result<(), BadCounts> {
        let symbols = self.commands.symbol_count();
        let sum = self.uses.iter().try_fold(0_u64, |sum, uses| sum.checked_add(*uses));
        let all_used = self.uses.iter().skip(Symbol::TOKENS).all(|&uses| uses > 0);
        let sound = self.uses.len() == symbols && all_used && sum.is_some_and(|sum| sum < LARGEST);
        ensure(sound && self.sessions < LARGEST, "commands")?;
        ensure(fits(&self.transitions, symbols, symbols), "transitions")?;
        self.parameters.as_ref().map_or(Ok(()), |parameters| parameters.check(symbols))
    }
}

impl ParameterCounts {
    fn check(&self, commands: usize) -> Result<(), BadCounts> {
        let names = self.names.symbol_count();
        ensure(fits(&self.of_commands, commands, names), "parameters")?;
        self.values.as_ref().map_or(Ok(()), |values| values.check(names))
    }
}

impl ValueCounts {
    fn check(&self, names: usize) -> Result<(), BadCounts> {
        let sorted = self.saturated.is_sorted_by(|a, b| a < b);
        let known = self.saturated.iter().all(|name| name.index() < names);
        ensure(sorted && known, "saturated parameters")?;
        ensure(fits(&self.of_parameters, names, self.texts.symbol_count()), "values")
    }
}

fn fits(pairs: &PairCounts, given: usize, seen: usize) -> bool {
    let known = pairs.iter().all(|(pair, _)| pair.given.index() < given && pair.seen.index() < seen);
    known
        && pairs
            .iter()
            .try_fold(0_u64, |sum, (_, count)| sum.checked_add(count))
            .is_some_and(|sum| sum < LARGEST)
}

fn ensure(sound: bool, what: &'static str) -> Result<(), BadCounts> {
    if sound { Ok(()) } else { Err(BadCounts(what)) }
}
