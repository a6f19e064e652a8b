//! Actors: what each of them does.

use rayon::prelude::*;

use super::Rows;
use crate::counts::Pair;
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
    /// How many different commands each actor alone has, END among them.
    alone: Vec<u64>,
    /// Each actor's row of `alone_after`.
    after_rows: Rows,
    /// After which command the actor has how many different ones that nobody else has there, where there are any.
    alone_after: Vec<(Symbol, u64)>,
}

impl ActorTables {
    pub(super) fn of(counts: &Counts, habits: &Habits) -> Self {
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
        let is_alone = |(symbol, count): &&(Symbol, u64)| counts.uses()[symbol.index()] == *count;
        let alone = uses.iter().map(|uses| uses.iter().filter(is_alone).count() as u64).collect();
        let after = |actor: usize| alone_after(counts, &entries[steps.range(actor)]);
        let after: Vec<Vec<(Symbol, u64)>> = (0..actors).into_par_iter().map(after).collect();
        let numbers = after.iter().enumerate().flat_map(|(actor, after)| after.iter().map(move |_| actor));
        let after_rows = Rows::of(actors, numbers);
        Self { steps, rows, uses: uses.concat(), events, alone, after_rows, alone_after: after.concat() }
    }

    /// How many different commands the actor alone has, END among them.
    pub(crate) fn alone(&self, actor: u32) -> u64 {
        self.alone[actor as usize]
    }

    /// How many different commands the actor alone has after this one.
    pub(crate) fn alone_after(&self, actor: u32, given: Symbol) -> u64 {
        let row = &self.alone_after[self.after_rows.range(actor as usize)];
        row.binary_search_by_key(&given, |(given, _)| *given).map_or(0, |at| row[at].1)
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

/// Of one actor's steps, sorted.
fn alone_after(counts: &Counts, steps: &[((u32, Symbol, Symbol), u64)]) -> Vec<(Symbol, u64)> {
    let transitions = counts.transitions();
    let is_alone = |&((_, given, seen), count): &((u32, Symbol, Symbol), u64)| {
        transitions.get(Pair { given, seen }) == count
    };
    let rows = steps.chunk_by(|a, b| a.0.1 == b.0.1);
    let rows = rows.map(|row| (row[0].0.1, row.iter().filter(|step| is_alone(step)).count() as u64));
    rows.filter(|(_, alone)| *alone > 0).collect()
}
