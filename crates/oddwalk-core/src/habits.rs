//! Habits: the counts that the method `oddwalk` needs beyond those of the reference.
//!
//! Like all counts they are integers in canonical order, add up in any order to the same, and can be taken out again.

mod check;
mod count;
mod merge;
mod runs;
mod sample;
mod table;

pub(crate) use count::count;
pub(crate) use merge::{check_comparable, merged, subtracted};
pub use sample::{SAMPLE_SIZE, Sample};
pub use table::Table;

use crate::{Entities, Entity, Symbol};

/// The longest context that can be counted: so many commands before a command.
pub const MAX_ORDER: u8 = 6;

/// How many commands a context has at most, where nobody says otherwise.
pub const DEFAULT_ORDER: u8 = 2;

/// What each actor does, and what everybody does in longer contexts than one command.
#[derive(Clone, Debug, PartialEq)]
pub struct Habits {
    /// How many commands a context has at most.
    pub order: u8,
    /// Runs of commands, START and END among them, by their length: `runs[0]` holds those of three, `runs[n]` those of
    /// `n + 3`, up to `order + 1`. A run is the place of all of it but its last command, and that command; a run of two is
    /// the place of its pair among the transitions. Sorted, so that all that can follow a run stands together.
    pub runs: Vec<Table<(u32, Symbol)>>,
    /// The actors, each a tuple of the actor columns' values, in canonical order. What [`Entity`](crate::Entity) is to a log,
    /// an actor is here.
    pub actors: Entities,
    /// How many sessions each actor has.
    pub sessions: Vec<u64>,
    /// A command after another one (or START, or END after one), by actor.
    pub steps: Table<(u32, Symbol, Symbol)>,
    /// In how many of an actor's sessions a command was used exactly so many times, at least once.
    pub volumes: Table<(u32, Symbol, u32)>,
    /// How many of an actor's sessions have exactly so many events.
    pub lengths: Table<(u32, u32)>,
    /// A command with a parameter of this value. Empty where values are not counted; without those of saturated parameters.
    pub values: Table<(Symbol, Symbol, Symbol)>,
    /// Some of the sessions as they are, for calibration.
    pub sample: Sample,
}

impl Habits {
    /// Whether no value of the actor is known. Such events need not have anything to do with each other, and have no habits.
    ///
    /// # Panics
    /// If there is no such actor.
    pub fn is_nobody(&self, actor: u32) -> bool {
        self.actors.is_nobody(Entity(actor))
    }

    /// Everything that an actor does after a command, sorted by symbol.
    pub fn steps_after(&self, actor: u32, given: Symbol) -> &[((u32, Symbol, Symbol), u64)] {
        let first = (actor, given, Symbol::from_index(0));
        self.steps.range(first, |step| (step.0, step.1) == (actor, given))
    }
}
