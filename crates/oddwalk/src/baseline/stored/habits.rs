//! Habits as they are stored: of sorted keys, the first part is the difference to the key before.

use std::collections::BTreeSet;

use oddwalk_core::{Counts, Entities, Habits, ParameterCounts, Symbol, Table, Vocabulary};
use serde::{Deserialize, Serialize};

use super::sample::StoredSample;

#[derive(Serialize, Deserialize)]
pub(super) struct StoredHabits {
    order: u8,
    actors: StoredActors,
    sessions: Vec<u64>,
    runs: Vec<Vec<(u32, u32, u64)>>,
    steps: Vec<(u32, u32, u32, u64)>,
    volumes: Vec<(u32, u32, u32, u64)>,
    lengths: Vec<(u32, u32, u64)>,
    values: Vec<(u32, u32, u32, u64)>,
    sample: StoredSample,
}

#[derive(Serialize, Deserialize)]
struct StoredActors {
    columns: Vec<String>,
    /// The values, sorted.
    texts: Vec<String>,
    /// Each actor's values, by their place among the texts counted from 1; 0 is a missing one.
    cells: Vec<u32>,
}

impl StoredHabits {
    pub(super) fn of(habits: &Habits, counts: &Counts) -> Self {
        let run = |&((parent, symbol), count): &((u32, Symbol), u64)| (parent, number(symbol), count);
        let values =
            habits.values.entries().iter().map(|&((command, name, value), count)| {
                (number(command), number(name), number(value), count)
            });
        let steps = habits.steps.entries().iter();
        let volumes = habits.volumes.entries().iter();
        let lengths = habits.lengths.entries().iter();
        Self {
            order: habits.order,
            actors: StoredActors::of(&habits.actors),
            sessions: habits.sessions.clone(),
            runs: habits.runs.iter().map(|level| differences(level.entries().iter().map(run))).collect(),
            steps: differences(
                steps.map(|&((actor, given, seen), count)| (actor, number(given), number(seen), count)),
            ),
            volumes: differences(
                volumes.map(|&((actor, command, times), count)| (actor, number(command), times, count)),
            ),
            lengths: differences(lengths.map(|&((actor, length), count)| (actor, length, count))),
            values: differences(values),
            sample: StoredSample::of(&habits.sample, &habits.actors, counts),
        }
    }

    pub(super) fn into_habits(
        self,
        commands: &Vocabulary,
        parameters: Option<&ParameterCounts>,
    ) -> Result<Habits, String> {
        let actors = self.actors.into_actors(self.sessions.len())?;
        let sample = self.sample.into_sample(&actors, commands, parameters)?;
        let run = |(parent, symbol, count)| ((parent, symbol_of(symbol)), count);
        let runs = self.runs.into_iter().map(|level| table(level, run));
        let step = |(actor, given, seen, count)| ((actor, symbol_of(given), symbol_of(seen)), count);
        Ok(Habits {
            order: self.order,
            runs: runs.collect::<Result<_, _>>()?,
            actors,
            sessions: self.sessions,
            steps: table(self.steps, step)?,
            volumes: table(self.volumes, |(actor, command, times, count)| {
                ((actor, symbol_of(command), times), count)
            })?,
            lengths: table(self.lengths, |(actor, length, count)| ((actor, length), count))?,
            values: table(self.values, |(command, name, value, count)| {
                ((symbol_of(command), symbol_of(name), symbol_of(value)), count)
            })?,
            sample,
        })
    }
}

impl StoredActors {
    fn of(actors: &Entities) -> Self {
        let values = || actors.iter().flat_map(|actor| actors.values(actor));
        let texts: BTreeSet<&str> = values().flatten().collect();
        let texts: Vec<&str> = texts.into_iter().collect();
        let cell = |value: Option<&str>| {
            value.map_or(0, |value| texts.binary_search(&value).map_or(0, |place| place as u32 + 1))
        };
        let cells = values().map(cell).collect();
        Self {
            columns: actors.columns().to_vec(),
            cells,
            texts: texts.into_iter().map(str::to_owned).collect(),
        }
    }

    fn into_actors(self, count: usize) -> Result<Entities, String> {
        let width = self.columns.len();
        if Some(self.cells.len()) != count.checked_mul(width) {
            return Err("actors without values".to_owned());
        }
        let mut actors = Entities::of_actors(self.columns);
        let mut values: Vec<Option<&str>> = Vec::with_capacity(width);
        for actor in 0..count {
            values.clear();
            for &cell in &self.cells[actor * width..][..width] {
                values.push(match cell.checked_sub(1) {
                    None => None,
                    Some(place) => {
                        Some(self.texts.get(place as usize).ok_or("values of actors without a text")?)
                    }
                });
            }
            actors.intern(&values);
        }
        Ok(actors)
    }
}

/// An entry whose first number is stored as the difference to that of the entry before.
trait Entry: Copy {
    fn first(&mut self) -> &mut u32;
}

impl Entry for (u32, u32, u64) {
    fn first(&mut self) -> &mut u32 {
        &mut self.0
    }
}

impl Entry for (u32, u32, u32, u64) {
    fn first(&mut self) -> &mut u32 {
        &mut self.0
    }
}

fn differences<E: Entry>(entries: impl Iterator<Item = E>) -> Vec<E> {
    let mut before = 0;
    let difference = |mut entry: E| {
        let first = *entry.first();
        *entry.first() = first.wrapping_sub(before);
        before = first;
        entry
    };
    entries.map(difference).collect()
}

fn table<E: Entry, K: Copy + Ord>(stored: Vec<E>, entry: impl Fn(E) -> (K, u64)) -> Result<Table<K>, String> {
    let mut before = 0_u32;
    let summed = stored.into_iter().map(|mut stored| {
        before = before.wrapping_add(*stored.first());
        *stored.first() = before;
        entry(stored)
    });
    Table::from_sorted(summed.collect()).ok_or_else(|| "counts that are not in order".to_owned())
}

fn number(symbol: Symbol) -> u32 {
    symbol.index() as u32
}

fn symbol_of(number: u32) -> Symbol {
    Symbol::from_index(number as usize)
}
