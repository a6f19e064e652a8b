//! Volumes: how often commands are used in one session.

use super::Rows;
use crate::habits::Habits;
use crate::{Counts, Symbol};

/// In how many sessions a command was used so many times: everybody's, and each actor's.
#[derive(Clone, Debug)]
pub(crate) struct VolumeTables {
    /// By the command's index.
    everybody: Vec<Histogram>,
    /// Each actor's row of `usual`.
    usual_rows: Rows,
    /// Commands that at least half of an actor's sessions have, or do once a session without them is left out.
    usual: Vec<Symbol>,
}

/// In how many sessions something was counted so many times, at least once; ascending.
#[derive(Clone, Debug, Default)]
pub(crate) struct Histogram {
    times: Vec<u32>,
    /// In how many sessions at least so many times.
    at_least: Vec<u64>,
}

impl Histogram {
    pub(crate) fn of(counts: &[(u32, u64)]) -> Self {
        let mut at_least: Vec<u64> = counts.iter().map(|(_, sessions)| *sessions).collect();
        for place in (1..at_least.len()).rev() {
            at_least[place - 1] += at_least[place];
        }
        Self { times: counts.iter().map(|(times, _)| *times).collect(), at_least }
    }

    /// In how many sessions it was counted at least `times` times.
    pub(crate) fn at_least(&self, times: u64) -> u64 {
        let place = self.times.partition_point(|&known| u64::from(known) < times);
        self.at_least.get(place).copied().unwrap_or(0)
    }

    /// The counts that there are, the largest first.
    pub(crate) fn largest_first(&self) -> impl Iterator<Item = u32> {
        self.times.iter().rev().copied()
    }
}

impl VolumeTables {
    pub(super) fn of(counts: &Counts, habits: &Habits) -> Self {
        let entries = habits.volumes.entries();
        let mut everybody: Vec<Vec<(u32, u64)>> = vec![Vec::new(); counts.uses().len()];
        for &((_, command, times), sessions) in entries {
            everybody[command.index()].push((times, sessions));
        }
        let mut usual: Vec<(usize, Symbol)> = Vec::new();
        for of_command in entries.chunk_by(|a, b| (a.0.0, a.0.1) == (b.0.0, b.0.1)) {
            let (actor, command, _) = of_command[0].0;
            let with: u64 = of_command.iter().map(|(_, sessions)| sessions).sum();
            if 2 * with + 1 >= habits.sessions[actor as usize] {
                usual.push((actor as usize, command));
            }
        }
        Self {
            everybody: everybody.into_iter().map(summed).collect(),
            usual_rows: Rows::of(habits.actors.len(), usual.iter().map(|(actor, _)| *actor)),
            usual: usual.into_iter().map(|(_, command)| command).collect(),
        }
    }

    /// Everybody's sessions.
    pub(crate) fn everybody(&self, command: Symbol) -> &Histogram {
        &self.everybody[command.index()]
    }

    /// Commands that at least half of the actor's sessions have, or do once a session without them is left out; sorted.
    pub(crate) fn usual(&self, actor: u32) -> &[Symbol] {
        &self.usual[self.usual_rows.range(actor as usize)]
    }
}

fn summed(mut counts: Vec<(u32, u64)>) -> Histogram {
    counts.sort_unstable();
    counts.dedup_by(|next, kept| {
        next.0 == kept.0 && {
            kept.1 += next.1;
            true
        }
    });
    Histogram::of(&counts)
}
