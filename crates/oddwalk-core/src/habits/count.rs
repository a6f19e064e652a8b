//! Counting habits: actor by actor, by sorting what each one did.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Habits, Sample, Table, runs};
use crate::event_log::used as used_numbers;
use crate::{Counts, Entities, Entity, EventLog, Parameters, Sessions, Symbol};

/// So many events are counted by one thread at a time, or those of one actor.
const EVENTS_PER_TASK: usize = 1 << 16;
/// From so many keys of one actor on, all threads sort them together.
const SORTED_TOGETHER: usize = 1 << 17;
/// So many sessions' values are counted by one thread before it merges with another's.
const SESSIONS_PER_TASK: usize = 4_096;

/// So many distinct contents are counted before they are taken apart.
const CONTENTS_KEPT: usize = 1 << 18;

/// A command, a parameter of it, and the parameter's value.
type Triple = (Symbol, Symbol, Symbol);

/// Counts the habits of sessions whose other counts are these.
pub(crate) fn count(counts: &Counts, log: &EventLog, sessions: &Sessions, order: u8) -> Habits {
    let order = order.min(super::MAX_ORDER);
    let symbols = log.commands().translated_to(counts.commands());
    let (actors, by_session) = actors(log, sessions);
    let grouped = Grouped::new(actors.len(), &by_session);
    let tasks = grouped.tasks(sessions);
    let steps = |numbers: &[u32], keys: &mut Vec<u64>| steps(sessions, &symbols, numbers, keys);
    let volumes = |numbers: &[u32], keys: &mut Vec<u64>| volumes(sessions, &symbols, numbers, keys);
    let lengths = |numbers: &[u32], keys: &mut Vec<u64>| lengths(sessions, numbers, keys);
    let of_actors = || {
        let steps = grouped.table(&tasks, steps, step);
        let volumes = grouped.table(&tasks, volumes, volume);
        (steps, volumes, grouped.table(&tasks, lengths, |actor, key| (actor, key as u32)))
    };
    let of_all = || {
        (
            runs::count(counts.transitions(), sessions, &symbols, order),
            values(counts, log, sessions, &symbols),
        )
    };
    let sample = || Sample::of(counts, log, sessions, (&actors, &by_session));
    // Each of them has parts that one thread does alone.
    let ((runs, values), ((steps, volumes, lengths), sample)) =
        rayon::join(of_all, || rayon::join(of_actors, sample));
    let sessions = grouped.sessions_by_actor();
    Habits { order, runs, actors, sessions, steps, volumes, lengths, values, sample }
}

/// The actors that have sessions, and the actor of each session.
fn actors(log: &EventLog, sessions: &Sessions) -> (Entities, Vec<Entity>) {
    let entities = log.entities();
    let of_session: Vec<u32> = sessions.entities().iter().map(|&entity| entities.actor(entity)).collect();
    let used = used_numbers(entities.actor_count(), of_session.iter().map(|&actor| actor as usize));
    let (actors, renumbered) = entities.actors_where(&used);
    (actors, of_session.into_iter().map(|actor| renumbered[actor as usize]).collect())
}

/// Sessions by actor.
struct Grouped {
    /// The sessions' numbers, actor by actor.
    numbers: Vec<u32>,
    /// Where each actor's end.
    ends: Vec<u32>,
}

impl Grouped {
    /// A counting sort.
    fn new(actors: usize, by_session: &[Entity]) -> Self {
        let mut next = vec![0_u32; actors + 1];
        by_session.iter().for_each(|actor| next[actor.index() + 1] += 1);
        for actor in 1..next.len() {
            next[actor] += next[actor - 1];
        }
        let mut numbers = vec![0; by_session.len()];
        for (actor, number) in by_session.iter().zip(0..) {
            let place = &mut next[actor.index()];
            numbers[*place as usize] = number;
            *place += 1;
        }
        next.pop();
        Self { numbers, ends: next }
    }

    fn sessions_by_actor(&self) -> Vec<u64> {
        (0..self.ends.len()).map(|actor| self.of(actor).len() as u64).collect()
    }

    fn of(&self, actor: usize) -> &[u32] {
        let start = if actor == 0 { 0 } else { self.ends[actor - 1] };
        &self.numbers[start as usize..self.ends[actor] as usize]
    }

    /// Ranges of actors that are about as much work as each other.
    fn tasks(&self, sessions: &Sessions) -> Vec<Range<usize>> {
        let (mut tasks, mut start, mut events) = (Vec::new(), 0, 0);
        for actor in 0..self.ends.len() {
            events +=
                self.of(actor).iter().map(|&number| sessions.commands(number as usize).len()).sum::<usize>();
            if events >= EVENTS_PER_TASK {
                tasks.push(start..actor + 1);
                (start, events) = (actor + 1, 0);
            }
        }
        tasks.push(start..self.ends.len());
        tasks
    }

    /// A table by actor: `fill` gives the keys of some sessions, `key` makes a table's key of an actor and one of these. Keys
    /// that are sorted must stay so.
    fn table<K: Copy + Ord + Send + Sync>(
        &self,
        tasks: &[Range<usize>],
        fill: impl Fn(&[u32], &mut Vec<u64>) + Sync,
        key: impl Fn(u32, u64) -> K + Sync,
    ) -> Table<K> {
        let count = |actors: &Range<usize>| {
            let (mut keys, mut entries) = (Vec::new(), Vec::new());
            for actor in actors.clone() {
                keys.clear();
                fill(self.of(actor), &mut keys);
                sort(&mut keys);
                let runs = keys.chunk_by(|a, b| a == b);
                entries.extend(runs.map(|run| (key(actor as u32, run[0]), run.len() as u64)));
            }
            entries
        };
        let parts: Vec<Vec<(K, u64)>> = tasks.par_iter().map(count).collect();
        Table::of_distinct(parts.concat())
    }
}

fn sort(keys: &mut [u64]) {
    if keys.len() < SORTED_TOGETHER { keys.sort_unstable() } else { keys.par_sort_unstable() }
}

fn packed(high: u32, low: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

fn unpacked(key: u64) -> (u32, u32) {
    ((key >> 32) as u32, key as u32)
}

fn step(actor: u32, key: u64) -> (u32, Symbol, Symbol) {
    let (given, seen) = unpacked(key);
    (actor, Symbol::from_index(given as usize), Symbol::from_index(seen as usize))
}

fn volume(actor: u32, key: u64) -> (u32, Symbol, u32) {
    let (command, times) = unpacked(key);
    (actor, Symbol::from_index(command as usize), times)
}

fn steps(sessions: &Sessions, symbols: &[Symbol], numbers: &[u32], keys: &mut Vec<u64>) {
    for &number in numbers {
        let mut given = Symbol::START;
        for command in sessions.commands(number as usize) {
            let seen = symbols[command.index()];
            keys.push(packed(given.index() as u32, seen.index() as u32));
            given = seen;
        }
        keys.push(packed(given.index() as u32, Symbol::END.index() as u32));
    }
}

fn volumes(sessions: &Sessions, symbols: &[Symbol], numbers: &[u32], keys: &mut Vec<u64>) {
    let mut commands: Vec<u32> = Vec::new();
    for &number in numbers {
        commands.clear();
        let session = sessions.commands(number as usize).iter();
        commands.extend(session.map(|command| symbols[command.index()].index() as u32));
        commands.sort_unstable();
        let runs = commands.chunk_by(|a, b| a == b);
        keys.extend(runs.map(|run| packed(run[0], run.len() as u32)));
    }
}

fn lengths(sessions: &Sessions, numbers: &[u32], keys: &mut Vec<u64>) {
    keys.extend(numbers.iter().map(|&number| sessions.commands(number as usize).len() as u64));
}

fn values(counts: &Counts, log: &EventLog, sessions: &Sessions, symbols: &[Symbol]) -> Table<Triple> {
    let (Some(kept), Some(parameters)) = (counts.values(), log.parameters()) else { return Table::default() };
    let numbers = (0..sessions.len()).into_par_iter().with_min_len(SESSIONS_PER_TASK);
    let counted = numbers.fold(ValueTally::default, |mut tally, number| {
        tally.count(sessions, parameters, number);
        tally
    });
    let tally = counted.map(|tally| tally.taken_apart(parameters)).reduce(FxHashMap::default, added);
    let entries: Vec<(Triple, u64)> = tally.into_iter().collect();
    let names = counts.parameters().map(|kept| parameters.names().translated_to(&kept.names));
    let (names, texts) = (names.unwrap_or_default(), parameters.values().translated_to(&kept.texts));
    Table::of_distinct(entries).rekeyed(|(command, name, value)| {
        let name = names[name.index()];
        let kept = kept.saturated.binary_search(&name).is_err();
        kept.then(|| (symbols[command.index()], name, texts[value.index()]))
    })
}

/// Values in the making.
#[derive(Default)]
struct ValueTally {
    /// How often a command came with a content, as far as these are not taken apart.
    contents: FxHashMap<(Symbol, u32), u64>,
    values: FxHashMap<Triple, u64>,
}

impl ValueTally {
    fn count(&mut self, sessions: &Sessions, parameters: &Parameters, number: usize) {
        let session = sessions.get(number);
        for (&command, &event) in session.commands.iter().zip(session.events) {
            *self.contents.entry((command, parameters.event_content(event))).or_default() += 1;
        }
        if self.contents.len() >= CONTENTS_KEPT {
            self.take_apart(parameters);
        }
    }

    fn take_apart(&mut self, parameters: &Parameters) {
        self.contents.drain().for_each(|((command, content), count)| {
            for (name, value) in parameters.content(content).valued() {
                *self.values.entry((command, name, value)).or_default() += count;
            }
        });
    }

    fn taken_apart(mut self, parameters: &Parameters) -> FxHashMap<Triple, u64> {
        self.take_apart(parameters);
        self.values
    }
}

fn added(mut mine: FxHashMap<Triple, u64>, mut theirs: FxHashMap<Triple, u64>) -> FxHashMap<Triple, u64> {
    if mine.len() < theirs.len() {
        std::mem::swap(&mut mine, &mut theirs);
    }
    theirs.into_iter().for_each(|(key, count)| *mine.entry(key).or_default() += count);
    mine
}
