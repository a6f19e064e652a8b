//! Actors: what each of them does.

use std::ops::Range;

use rayon::prelude::*;

use super::Rows;
use crate::habits::Habits;
use crate::{Counts, Symbol};

/// Each actor's counts, ready to be looked up.
#[derive(Clone, Debug)]
pub(crate) struct ActorTables {
    /// Each actor's row of `commands`.
    rows: Rows,
    commands: Vec<ActorCommand>,
    /// How many events each actor has, END among them.
    events: Vec<u64>,
    /// How many different commands each actor alone has, END among them.
    alone: Vec<u64>,
}

/// What an actor has done with one command, with START or with END.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ActorCommand {
    symbol: Symbol,
    /// How often it was used; START and END once a session.
    pub(crate) uses: u64,
    /// How many different commands follow it that follow it for nobody else.
    alone_after: u32,
    /// What follows it: places in `Habits::steps`.
    steps: Range<u32>,
    /// How often it is used in a session: places in `Habits::volumes`.
    volumes: Range<u32>,
}

impl ActorCommand {
    /// What the actor has never used.
    pub(crate) const NEVER: Self =
        Self { symbol: Symbol::NONE, uses: 0, alone_after: 0, steps: 0..0, volumes: 0..0 };

    /// How many different commands follow it that follow it for nobody else.
    pub(crate) fn alone_after(&self) -> u64 {
        u64::from(self.alone_after)
    }

    /// How often the command was followed by another one.
    pub(crate) fn followed_by(&self, habits: &Habits, seen: Symbol) -> u64 {
        let row = &habits.steps.entries()[range(&self.steps)];
        row.binary_search_by_key(&seen, |((.., seen), _)| *seen).map_or(0, |at| row[at].1)
    }

    /// In how many sessions the command was used at least so many times.
    pub(crate) fn at_least(&self, habits: &Habits, times: u64) -> u64 {
        let row = habits.volumes.entries()[range(&self.volumes)].iter().rev();
        row.take_while(|((.., known), _)| u64::from(*known) >= times).map(|(_, sessions)| sessions).sum()
    }

    /// How often it was used in one session, the most first.
    pub(crate) fn most_first(&self, habits: &Habits) -> impl Iterator<Item = u64> {
        habits.volumes.entries()[range(&self.volumes)].iter().rev().map(|((.., times), _)| u64::from(*times))
    }
}

fn range(places: &Range<u32>) -> Range<usize> {
    places.start as usize..places.end as usize
}

impl ActorTables {
    pub(super) fn of(counts: &Counts, habits: &Habits) -> Self {
        let actors = habits.actors.len();
        let steps = Rows::of(actors, habits.steps.entries().iter().map(|((actor, ..), _)| *actor as usize));
        let volumes =
            Rows::of(actors, habits.volumes.entries().iter().map(|((actor, ..), _)| *actor as usize));
        let pairs = counts.transitions().iter().map(|(pair, _)| pair.given.index());
        let pairs = Rows::of(counts.uses().len(), pairs);
        let of_actor = |actor: usize| {
            let (steps, volumes) = (steps.range(actor), volumes.range(actor));
            let builder = Builder { counts, habits, pairs: &pairs, steps, volumes };
            builder.commands(habits.sessions[actor])
        };
        let commands: Vec<Vec<ActorCommand>> = (0..actors).into_par_iter().map(of_actor).collect();
        let numbers = commands.iter().enumerate().flat_map(|(actor, row)| row.iter().map(move |_| actor));
        let rows = Rows::of(actors, numbers);
        // START is no event.
        let events =
            commands.iter().map(|row| row.iter().skip(1).map(|command| command.uses).sum()).collect();
        let is_alone = |command: &&ActorCommand| counts.uses()[command.symbol.index()] == command.uses;
        let alone = commands.iter().map(|row| row.iter().skip(1).filter(is_alone).count() as u64).collect();
        Self { rows, commands: commands.concat(), events, alone }
    }

    /// How many events the actor has, END among them.
    pub(crate) fn events(&self, actor: u32) -> u64 {
        self.events[actor as usize]
    }

    /// How many different commands the actor alone has, END among them.
    pub(crate) fn alone(&self, actor: u32) -> u64 {
        self.alone[actor as usize]
    }

    /// How many different commands the actor has used, START and END not among them.
    pub(crate) fn types(&self, actor: u32) -> u64 {
        (self.rows.range(actor as usize).len() as u64).saturating_sub(2)
    }

    /// What the actor has done with the command, if anything.
    pub(crate) fn find(&self, actor: u32, command: Symbol) -> Option<&ActorCommand> {
        let row = &self.commands[self.rows.range(actor as usize)];
        row.binary_search_by_key(&command, |known| known.symbol).ok().map(|at| &row[at])
    }

    /// How often the actor used the command.
    pub(crate) fn use_count(&self, actor: u32, command: Symbol) -> u64 {
        self.find(actor, command).map_or(0, |known| known.uses)
    }
}

/// Where one actor's counts are.
struct Builder<'a> {
    counts: &'a Counts,
    habits: &'a Habits,
    /// Each command's row of the transitions.
    pairs: &'a Rows,
    steps: Range<usize>,
    volumes: Range<usize>,
}

impl Builder<'_> {
    /// START, END and all commands, in the order of their symbols.
    fn commands(&self, sessions: u64) -> Vec<ActorCommand> {
        let mut uses: Vec<(Symbol, u64)> = self.habits.steps.entries()[self.steps.clone()]
            .iter()
            .map(|&((.., seen), count)| (seen, count))
            .collect();
        uses.push((Symbol::START, sessions));
        uses.sort_unstable();
        uses.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0 };
            same
        });
        let (mut steps, mut volumes) = (self.steps.start, self.volumes.start);
        let command = |(symbol, uses)| {
            let from = (steps, volumes);
            steps = self.steps_until(steps, symbol);
            volumes = self.volumes_until(volumes, symbol);
            ActorCommand {
                symbol,
                uses,
                alone_after: self.alone(symbol, from.0..steps),
                steps: from.0 as u32..steps as u32,
                volumes: from.1 as u32..volumes as u32,
            }
        };
        uses.into_iter().map(command).collect()
    }

    fn steps_until(&self, start: usize, given: Symbol) -> usize {
        let row = &self.habits.steps.entries()[start..self.steps.end];
        start + row.iter().take_while(|((_, known, _), _)| *known == given).count()
    }

    fn volumes_until(&self, start: usize, command: Symbol) -> usize {
        let row = &self.habits.volumes.entries()[start..self.volumes.end];
        start + row.iter().take_while(|((_, known, _), _)| *known == command).count()
    }

    /// How many of these steps from a command nobody else has done.
    fn alone(&self, given: Symbol, steps: Range<usize>) -> u32 {
        let row = &self.counts.transitions().table().entries()[self.pairs.range(given.index())];
        let known =
            |seen: Symbol| row.binary_search_by_key(&seen, |(pair, _)| pair.seen).map_or(0, |at| row[at].1);
        let steps = self.habits.steps.entries()[steps].iter();
        steps.filter(|((.., seen), count)| known(*seen) == *count).count() as u32
    }
}
