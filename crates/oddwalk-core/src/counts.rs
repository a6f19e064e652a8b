//! Counts: the sufficient statistics that a model is made from.
//!
//! Only what was seen is stored, so memory grows with distinct pairs, not with the square of the vocabulary. All counts
//! are integers in canonical order: adding up in any order gives the same, bit for bit.

mod merge;
mod pairs;
mod parts;
mod tally;

pub use merge::{CannotMerge, NotContained};
pub use pairs::{Pair, PairCounts};
pub use parts::BadCounts;

use crate::{EventLog, Habits, Sessions, Symbol, Uncapped, Vocabulary, habits};

/// What of an event is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum SessionKind {
    /// Its command.
    #[default]
    Commands,
    /// Its command and which parameters it has.
    Parameters,
    /// Its command, which parameters it has, and their values.
    Values,
}

/// How often each command was used and followed which, with which parameters, and with which values.
#[derive(Clone, Debug)]
pub struct Counts {
    sessions: u64,
    commands: Vocabulary,
    /// How often each symbol was used, by [`Symbol::index`]; START and END once a session.
    uses: Vec<u64>,
    transitions: PairCounts,
    parameters: Option<ParameterCounts>,
    habits: Option<Habits>,
}

/// How often each command had each parameter.
#[derive(Clone, Debug)]
pub struct ParameterCounts {
    /// The parameters' names.
    pub names: Vocabulary,
    /// A parameter (seen) of a command (given).
    pub of_commands: PairCounts,
    /// Their values, where they are counted.
    pub values: Option<ValueCounts>,
}

/// How often each parameter had each value.
#[derive(Clone, Debug)]
pub struct ValueCounts {
    /// The values' texts.
    pub texts: Vocabulary,
    /// A value (seen) of a parameter (given).
    pub of_parameters: PairCounts,
    /// Parameters that had more distinct values than are kept, and have none now; sorted.
    pub saturated: Vec<Symbol>,
    /// Which parameters keep all their values.
    pub uncapped: Uncapped,
}

impl Counts {
    /// Counts the sessions of a log. Where the log has no parameters, commands are counted alone.
    pub fn of(log: &EventLog, sessions: &Sessions, kind: SessionKind) -> Self {
        tally::count(log, sessions, kind, None)
    }

    /// Counts sessions as these were counted, so that both can be merged: what of an event, which values are kept, and
    /// whether habits are, of the same order. Where the log has no parameters, commands are counted alone.
    #[must_use]
    pub fn alike(&self, log: &EventLog, sessions: &Sessions) -> Self {
        let uncapped = self.values().map(|values| &values.uncapped);
        let counts = tally::count(log, sessions, self.kind(), uncapped);
        let habits = self.habits().map(|mine| habits::count(&counts, log, sessions, mine.order));
        Self { habits, ..counts }
    }

    /// As [`of`](Self::of), with the habits of the sessions' actors and with contexts of up to `order` commands, at most
    /// [`MAX_ORDER`](crate::MAX_ORDER).
    pub fn of_habits(log: &EventLog, sessions: &Sessions, kind: SessionKind, order: u8) -> Self {
        let counts = Self::of(log, sessions, kind);
        let habits = habits::count(&counts, log, sessions, order);
        Self { habits: Some(habits), ..counts }
    }

    /// What of an event is counted.
    pub fn kind(&self) -> SessionKind {
        match &self.parameters {
            None => SessionKind::Commands,
            Some(ParameterCounts { values: None, .. }) => SessionKind::Parameters,
            Some(_) => SessionKind::Values,
        }
    }

    /// How many sessions were counted.
    pub fn sessions(&self) -> u64 {
        self.sessions
    }

    /// How many events were counted.
    pub fn events(&self) -> u64 {
        self.uses[Symbol::TOKENS..].iter().sum()
    }

    /// The commands' texts.
    pub fn commands(&self) -> &Vocabulary {
        &self.commands
    }

    /// How often each command was used, by [`Symbol::index`]; START and END once a session.
    pub fn uses(&self) -> &[u64] {
        &self.uses
    }

    /// A command (seen) after another (given), START and END among them.
    pub fn transitions(&self) -> &PairCounts {
        &self.transitions
    }

    /// The parameters, where they are counted.
    pub fn parameters(&self) -> Option<&ParameterCounts> {
        self.parameters.as_ref()
    }

    /// The habits, where they are counted.
    pub fn habits(&self) -> Option<&Habits> {
        self.habits.as_ref()
    }

    /// The values, where they are counted.
    pub fn values(&self) -> Option<&ValueCounts> {
        self.parameters.as_ref()?.values.as_ref()
    }
}

/// Counts are equal where they stand for the same texts: the numbering is canonical.
impl PartialEq for Counts {
    fn eq(&self, other: &Self) -> bool {
        self.sessions == other.sessions
            && self.commands.texts().eq(other.commands.texts())
            && self.uses == other.uses
            && self.transitions == other.transitions
            && self.parameters == other.parameters
            && self.habits == other.habits
    }
}

impl PartialEq for ParameterCounts {
    fn eq(&self, other: &Self) -> bool {
        self.names.texts().eq(other.names.texts())
            && self.of_commands == other.of_commands
            && self.values == other.values
    }
}

impl PartialEq for ValueCounts {
    fn eq(&self, other: &Self) -> bool {
        self.texts.texts().eq(other.texts.texts())
            && self.of_parameters == other.of_parameters
            && self.saturated == other.saturated
            && self.uncapped == other.uncapped
    }
}
