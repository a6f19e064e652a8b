//! Counts that were stored, put together again and put to the test: a file may have been made by anybody.

use thiserror::Error;

use super::{Counts, PairCounts, ParameterCounts, ValueCounts};
use crate::{Habits, Symbol, Vocabulary};

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
        habits: Option<Habits>,
    ) -> Result<Self, BadCounts> {
        let counts = Self { sessions, commands, uses, transitions, parameters, habits };
        counts.check().map(|()| counts)
    }

    fn check(&self) -> Result<(), BadCounts> {
        let symbols = self.commands.symbol_count();
        let sum = self.uses.iter().try_fold(0_u64, |sum, uses| sum.checked_add(*uses));
        let all_used = self.uses.iter().skip(Symbol::TOKENS).all(|&uses| uses > 0);
        let sound = self.uses.len() == symbols && all_used && sum.is_some_and(|sum| sum < LARGEST);
        ensure(sound && self.uses[Symbol::END.index()] == self.sessions, "commands")?;
        ensure(fits(&self.transitions, symbols, symbols) && self.steps_join(), "transitions")?;
        self.parameters.as_ref().map_or(Ok(()), |parameters| parameters.check(&self.uses))?;
        self.habits.as_ref().map_or(Ok(()), |habits| habits.check(self)).map_err(BadCounts)
    }

    /// Each use of a command is followed by one step and preceded by one; nothing follows END.
    fn steps_join(&self) -> bool {
        let (followed, preceded) =
            (self.transitions.row_totals(self.uses.len()), self.transitions.column_totals(self.uses.len()));
        let each = self.commands.all_symbols().zip(self.uses.iter().zip(followed.iter().zip(&preceded)));
        each.into_iter().all(|(symbol, (&uses, (&followed, &preceded)))| match symbol {
            Symbol::START => followed == uses,
            Symbol::END => followed == 0 && preceded == uses,
            _ => followed == uses && preceded == uses,
        })
    }
}

impl ParameterCounts {
    fn check(&self, uses: &[u64]) -> Result<(), BadCounts> {
        let names = self.names.symbol_count();
        ensure(fits(&self.of_commands, uses.len(), names), "parameters")?;
        let within = self.of_commands.iter().all(|(pair, count)| count <= uses[pair.given.index()]);
        let with = self.of_commands.column_totals(names);
        ensure(within && with.iter().skip(Symbol::TOKENS).all(|&uses| uses > 0), "parameters")?;
        self.values.as_ref().map_or(Ok(()), |values| values.check(&with))
    }
}

impl ValueCounts {
    /// `uses` is how often each parameter was there.
    fn check(&self, uses: &[u64]) -> Result<(), BadCounts> {
        let sorted = self.saturated.is_sorted_by(|a, b| a < b);
        let known = self.saturated.iter().all(|name| !name.is_token() && name.index() < uses.len());
        ensure(sorted && known, "saturated parameters")?;
        let texts = self.texts.symbol_count();
        ensure(fits(&self.of_parameters, uses.len(), texts), "values")?;
        let (valued, seen) =
            (self.of_parameters.row_totals(uses.len()), self.of_parameters.column_totals(texts));
        let within = valued.iter().zip(uses).all(|(valued, uses)| valued <= uses);
        let kept = self.saturated.iter().all(|name| valued[name.index()] == 0);
        ensure(within && kept && seen.iter().skip(Symbol::TOKENS).all(|&seen| seen > 0), "values")
    }
}

fn fits(pairs: &PairCounts, given: usize, seen: usize) -> bool {
    let known = pairs.iter().all(|(pair, _)| pair.given.index() < given && pair.seen.index() < seen);
    let sum = pairs.iter().try_fold(0_u64, |sum, (_, count)| sum.checked_add(count));
    known && sum.is_some_and(|sum| sum < LARGEST)
}

fn ensure(sound: bool, what: &'static str) -> Result<(), BadCounts> {
    if sound { Ok(()) } else { Err(BadCounts(what)) }
}
