//! Actors: what each of them does.

use rayon::prelude::*;

use super::Rows;
use crate::habits::Habits;
use crate::{Counts, Symbol};

/// Each actor's counts, ready to be looked up.
#[derive(Clone, Debug)]
pub(crate) struct ActorTables {
    /// Each actor's row of `Habits::steps`.
    steps: Rows,
    /// Each actor's row of `uses`.
    rows: Rows,
    /// How often each actor used each command, END once a session among them; sorted by command within an actor.
    uses: Vec<(Symbol, u64)>,
    /// How many events each actor has, END among them.
    events: Vec<u64>,
}

impl ActorTables {
    pub(super) fn of(_counts: &Counts, habits: &Habits) -> Self {
        let actors = habits.actors.len();
        let entries = habits.steps.entries();
        let steps = Rows::of(actors, entries.iter().map(|((actor, ..), _)| *actor as usize));
        let of_actor = |actor: usize| {
            let seen = entries[steps.range(actor)].iter().map(|&((.., seen), count)| (seen, count));
            let mut uses: Vec<(Symbol, u64)> = seen.collect();
            uses.sort_unstable();
            uses.dedup_by(|next, kept| {
                next.0 == kept.0 && {
                    kept.1 += next.1;
                    true
                }
            });
            uses
        };
        let uses: Vec<Vec<(Symbol, u64)>> = (0..actors).into_par_iter().map(of_actor).collect();
        let numbers = uses.iter().enumerate().flat_map(|(actor, uses)| uses.iter().map(move |_| actor));
        let rows = Rows::of(actors, numbers);
        let events = uses.iter().map(|uses| uses.iter().map(|(_, count)| count).sum()).collect();
        Self { steps, rows, uses: uses.concat(), events }
    }

    /// How many events the actor has, END among them.
    pub(crate) fn events(&self, actor: u32) -> u64 {
        self.events[actor as usize]
    }

    /// What the actor has used, and how often; sorted.
    pub(crate) fn uses(&self, actor: u32) -> &[(Symbol, u64)] {
        &self.uses[self.rows.range(actor as usize)]
    }

    /// How often the actor used the command.
    pub(crate) fn use_count(&self, actor: u32, command: Symbol) -> u64 {
        let uses = self.uses(actor);
        uses.binary_search_by_key(&command, |(symbol, _)| *symbol).map_or(0, |at| uses[at].1)
    }

    /// How often the actor did one after the other.
    pub(crate) fn step_count(&self, habits: &Habits, actor: u32, given: Symbol, seen: Symbol) -> u64 {
        let row = &habits.steps.entries()[self.steps.range(actor as usize)];
        row.binary_search_by_key(&(actor, given, seen), |(key, _)| *key).map_or(0, |at| row[at].1)
    }
}
