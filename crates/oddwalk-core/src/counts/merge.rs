//! Adding counts, and taking them away again.

use thiserror::Error;

use super::{Counts, PairCounts, ParameterCounts, SessionKind, ValueCounts};
use crate::{Symbol, Vocabulary, habits};

/// Counts of different things.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CannotMerge {
    /// One counts parameters or values and the other does not.
    #[error("one model is of {0}, the other of {1}")]
    Kinds(SessionKind, SessionKind),
    /// They keep all values of different parameters.
    #[error("the models keep all values of different parameters: make both with the same --modellable")]
    Uncapped,
    /// One has habits and the other has none.
    #[error("one model was made with --method msticpy and the other without it")]
    Habits,
    /// They count contexts of different lengths.
    #[error("one model was made with --order {0}, the other with --order {1}")]
    Orders(u8, u8),
    /// Their actors are made of different columns.
    #[error("the models have actors of different columns: {0} and {1}")]
    Actors(String, String),
}

/// Counts that are not a part of those they are taken from.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotContained {
    /// They count something else.
    #[error(transparent)]
    Other(#[from] CannotMerge),
    /// There is more of something than there is to take from.
    #[error("there are more {0} in the part than in the whole")]
    More(&'static str),
}

impl std::fmt::Display for SessionKind {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Commands => "commands",
            Self::Parameters => "commands with parameters",
            Self::Values => "commands with parameters and values",
        })
    }
}

impl Counts {
    /// The counts of both together: the same, bit for bit, as if all sessions had been counted at once.
    ///
    /// # Errors
    /// [`CannotMerge`] where they count different things.
    pub fn merge(&self, other: &Self) -> Result<Self, CannotMerge> {
        self.check_comparable(other)?;
        let (commands, [mine, theirs]) = self.commands.union(&other.commands);
        let mut uses = vec![0; commands.symbol_count()];
        for (counts, symbols) in [(self, &mine), (other, &theirs)] {
            let by_symbol = symbols.iter().zip(&counts.uses);
            by_symbol.for_each(|(symbol, count)| uses[symbol.index()] += count);
        }
        let transitions = added(&self.transitions, &other.transitions, [&mine, &theirs], [&mine, &theirs]);
        let parameters = self.parameters.as_ref().zip(other.parameters.as_ref());
        let parameters = parameters.map(|(a, b)| a.merge(b, [&mine, &theirs]));
        let sessions = self.sessions + other.sessions;
        let merged = Self { sessions, commands, uses, transitions, parameters, habits: None };
        let habits = habits::merged([self, other], &merged);
        Ok(Self { habits, ..merged })
    }

    /// What is left when a part that was merged in is taken out again. Values of a parameter that the merge has
    /// saturated do not come back, nor do sessions that gave way to others in a full [`Sample`](crate::Sample); everything
    /// else is as it was before, bit for bit.
    ///
    /// # Errors
    /// [`NotContained`] where the other is no part of this.
    pub fn subtract(&self, other: &Self) -> Result<Self, NotContained> {
        self.check_comparable(other)?;
        let symbols = other.commands.translated_to(&self.commands);
        contained(&other.commands, &symbols, "commands")?;
        let mut uses = self.uses.clone();
        for (symbol, count) in symbols.iter().zip(&other.uses) {
            let left = uses[symbol.index()].checked_sub(*count).ok_or(NotContained::More("commands"))?;
            uses[symbol.index()] = left;
        }
        let sessions = self.sessions.checked_sub(other.sessions).ok_or(NotContained::More("sessions"))?;
        let theirs = other.transitions.renumbered(&symbols, &symbols);
        let transitions = self.transitions.minus(&theirs).ok_or(NotContained::More("transitions"))?;
        let parameters = match (&self.parameters, &other.parameters) {
            (Some(mine), Some(theirs)) => Some(mine.subtract(theirs, &symbols)?),
            _ => None,
        };
        let (commands, left) = (self.commands.clone(), transitions.clone());
        let pruned = Self { sessions, commands, uses, transitions, parameters, habits: None }.pruned();
        let habits = habits::subtracted(self, other, &pruned, &left)?;
        Ok(Self { habits, ..pruned })
    }

    fn check_comparable(&self, other: &Self) -> Result<(), CannotMerge> {
        if self.kind() != other.kind() {
            return Err(CannotMerge::Kinds(self.kind(), other.kind()));
        }
        match (self.values(), other.values()) {
            (Some(mine), Some(theirs)) if mine.uncapped != theirs.uncapped => Err(CannotMerge::Uncapped),
            _ => habits::check_comparable(self.habits(), other.habits()),
        }
    }

    /// Without the texts that nothing counts any more.
    fn pruned(self) -> Self {
        let used = |symbol: Symbol| self.uses[symbol.index()] > 0;
        let (commands, symbols) = self.commands.canonical_where(used);
        let mut uses = vec![0; commands.symbol_count()];
        symbols.iter().zip(&self.uses).for_each(|(symbol, count)| uses[symbol.index()] += count);
        Self {
            sessions: self.sessions,
            commands,
            uses,
            transitions: self.transitions.renumbered(&symbols, &symbols),
            parameters: self.parameters.map(|parameters| parameters.pruned(&symbols)),
            habits: None,
        }
    }
}

impl ParameterCounts {
    fn merge(&self, other: &Self, commands: [&[Symbol]; 2]) -> Self {
        let (names, [mine, theirs]) = self.names.union(&other.names);
        let of_commands = added(&self.of_commands, &other.of_commands, commands, [&mine, &theirs]);
        let values = self.values.as_ref().zip(other.values.as_ref());
        let values = values.map(|(a, b)| a.merge(b, &names, [&mine, &theirs]));
        Self { names, of_commands, values }
    }

    fn subtract(&self, other: &Self, commands: &[Symbol]) -> Result<Self, NotContained> {
        let names = other.names.translated_to(&self.names);
        contained(&other.names, &names, "parameters")?;
        let theirs = other.of_commands.renumbered(commands, &names);
        let of_commands = self.of_commands.minus(&theirs).ok_or(NotContained::More("parameters"))?;
        let values = match (&self.values, &other.values) {
            (Some(mine), Some(theirs)) => Some(mine.subtract(theirs, &names)?),
            _ => None,
        };
        Ok(Self { names: self.names.clone(), of_commands, values })
    }

    fn pruned(self, commands: &[Symbol]) -> Self {
        let used = self.of_commands.column_totals(self.names.symbol_count());
        let (names, symbols) = self.names.canonical_where(|name| used[name.index()] > 0);
        Self {
            names,
            of_commands: self.of_commands.renumbered(commands, &symbols),
            values: self.values.map(|values| values.pruned(&used, &symbols)),
        }
    }
}

impl ValueCounts {
    fn merge(&self, other: &Self, names: &Vocabulary, parameters: [&[Symbol]; 2]) -> Self {
        let (texts, [mine, theirs]) = self.texts.union(&other.texts);
        let all = added(&self.of_parameters, &other.of_parameters, parameters, [&mine, &theirs]);
        let renumbered = [(self, parameters[0]), (other, parameters[1])]
            .into_iter()
            .flat_map(|(counts, symbols)| counts.saturated.iter().map(move |name| symbols[name.index()]));
        let mut saturated: Vec<Symbol> = renumbered.collect();
        saturated.extend(
            names
                .symbols()
                .filter(|&name| all.row(name).len() as u64 > u64::from(self.uncapped.cap(names.text(name)))),
        );
        saturated.sort_unstable();
        saturated.dedup();
        let of_parameters = all.without(&saturated);
        let identity: Vec<Symbol> = names.all_symbols().collect();
        let used = vec![1; names.symbol_count()];
        Self { texts, of_parameters, saturated, uncapped: self.uncapped.clone() }.pruned(&used, &identity)
    }

    fn subtract(&self, other: &Self, names: &[Symbol]) -> Result<Self, NotContained> {
        let texts = other.texts.translated_to(&self.texts);
        let theirs = other.of_parameters.renumbered(names, &texts).without(&self.saturated);
        let known = theirs.iter().all(|(pair, _)| pair.seen != Symbol::UNKNOWN);
        let of_parameters = self.of_parameters.minus(&theirs).filter(|_| known);
        let of_parameters = of_parameters.ok_or(NotContained::More("values"))?;
        let (saturated, uncapped) = (self.saturated.clone(), self.uncapped.clone());
        Ok(Self { texts: self.texts.clone(), of_parameters, saturated, uncapped })
    }

    fn pruned(self, used: &[u64], names: &[Symbol]) -> Self {
        let seen = self.of_parameters.column_totals(self.texts.symbol_count());
        let (texts, symbols) = self.texts.canonical_where(|text| seen[text.index()] > 0);
        let saturated = self.saturated.iter().filter(|name| used[name.index()] > 0);
        Self {
            texts,
            saturated: saturated.map(|name| names[name.index()]).collect(),
            of_parameters: self.of_parameters.renumbered(names, &symbols),
            uncapped: self.uncapped,
        }
    }
}

fn added(a: &PairCounts, b: &PairCounts, given: [&[Symbol]; 2], seen: [&[Symbol]; 2]) -> PairCounts {
    a.renumbered(given[0], seen[0]).plus(&b.renumbered(given[1], seen[1]))
}

fn contained(part: &Vocabulary, symbols: &[Symbol], what: &'static str) -> Result<(), NotContained> {
    let known = part.symbols().all(|symbol| symbols[symbol.index()] != Symbol::UNKNOWN);
    if known { Ok(()) } else { Err(NotContained::More(what)) }
}
