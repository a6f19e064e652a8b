//! Left out: what sessions have taught the model, to be taken out of it while one of them is looked at.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use super::{Measurer, Path};
use crate::Symbol;
use crate::model::ValueRow;

/// A table that has grown so large is not kept for the next session, since emptying it takes longer the larger it is.
const LARGEST_KEPT: usize = 1 << 12;

/// Keys and how often each is there.
pub(crate) struct Tally<K> {
    counts: FxHashMap<K, u64>,
}

impl<K> Default for Tally<K> {
    fn default() -> Self {
        Self { counts: FxHashMap::default() }
    }
}

impl<K: Copy + Eq + Hash> Tally<K> {
    fn clear(&mut self) {
        empty(&mut self.counts);
    }

    fn add(&mut self, key: K) {
        *self.counts.entry(key).or_default() += 1;
    }

    pub(crate) fn get(&self, key: K) -> u64 {
        self.counts.get(&key).copied().unwrap_or(0)
    }

    /// In no order.
    fn iter(&self) -> impl Iterator<Item = (K, u64)> {
        self.counts.iter().map(|(key, count)| (*key, *count))
    }
}

fn empty<K, V>(map: &mut FxHashMap<K, V>) {
    if map.capacity() > LARGEST_KEPT {
        *map = FxHashMap::default();
    }
    map.clear();
}

/// Keys and how often each is there, sorted.
pub(crate) struct Bag<K> {
    /// In any order, while the bag is open.
    keys: Vec<K>,
    counts: Vec<(K, u64)>,
}

impl<K> Default for Bag<K> {
    fn default() -> Self {
        Self { keys: Vec::new(), counts: Vec::new() }
    }
}

impl<K: Copy + Ord> Bag<K> {
    fn clear(&mut self) {
        self.keys.clear();
        self.counts.clear();
    }

    fn add(&mut self, key: K) {
        self.keys.push(key);
    }

    fn close(&mut self) {
        self.keys.sort_unstable();
        self.counts.clear();
        self.counts.extend(self.keys.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u64)));
    }

    pub(crate) fn get(&self, key: K) -> u64 {
        self.counts.binary_search_by_key(&key, |(key, _)| *key).map_or(0, |at| self.counts[at].1)
    }
}

/// A run, as far as it is left out.
#[derive(Clone, Copy, Default)]
struct RunOut {
    /// What it begins with.
    given: u32,
    /// How often the model has it.
    known: u64,
    count: u64,
}

/// What follows one run, as far as it is left out.
#[derive(Clone, Copy, Default)]
pub(crate) struct RowOut {
    /// How often anything.
    pub(crate) total: u64,
    /// How many different commands, of those that nothing else has there.
    pub(crate) types: u64,
}

/// Sessions of one actor, counted as the model counts.
#[derive(Default)]
pub(crate) struct LeftOut {
    sessions: u64,
    pub(crate) uses: Tally<Symbol>,
    /// Without context: as a row.
    pub(crate) all: RowOut,
    /// As [`all`](Self::all), of the commands that the actor alone has.
    pub(crate) actor_types: u64,
    pub(crate) steps: Tally<(Symbol, Symbol)>,
    /// By level, by a run's place.
    runs: Vec<FxHashMap<u32, RunOut>>,
    /// By level: what a run begins with, and its row.
    rows: Vec<FxHashMap<u32, RowOut>>,
    pub(crate) volumes: Bag<(Symbol, u32)>,
    /// The place of a command's parameter.
    pub(crate) parameters: Tally<u32>,
    pub(crate) values: Bag<(u32, Symbol)>,
    pub(crate) pooled: Bag<(Symbol, Symbol)>,
    /// The rows of values that are left when these are left out, by the place of the command's parameter.
    value_rows: FxHashMap<u32, ValueRow>,
    /// The same by the parameter.
    pooled_rows: FxHashMap<Symbol, ValueRow>,
}

impl LeftOut {
    /// Leaves out nothing.
    pub(crate) fn clear(&mut self) {
        (self.sessions, self.all, self.actor_types) = (0, RowOut::default(), 0);
        self.uses.clear();
        self.steps.clear();
        self.runs.iter_mut().for_each(empty);
        self.rows.iter_mut().for_each(empty);
        self.volumes.clear();
        self.parameters.clear();
        self.values.clear();
        self.pooled.clear();
        empty(&mut self.value_rows);
        empty(&mut self.pooled_rows);
    }

    /// How many sessions are left out.
    pub(crate) fn sessions(&self) -> u64 {
        self.sessions
    }

    /// Leaves out this session too.
    pub(crate) fn add(&mut self, measurer: &Measurer, path: &Path, number: usize) {
        self.sessions += 1;
        self.runs.resize_with(path.levels(), FxHashMap::default);
        self.rows.resize_with(path.levels(), FxHashMap::default);
        for step in 0..path.steps() {
            self.uses.add(path.symbol(step));
            self.steps.add((path.previous(step), path.symbol(step)));
            for level in 0..path.levels() {
                let Some(row) = path.row(step, level) else { break };
                let Some(place) = path.place(step, level) else { break };
                let new = RunOut { given: row.given, known: row.count, count: 0 };
                self.runs[level].entry(place).or_insert(new).count += 1;
            }
        }
        path.distinct()
            .iter()
            .for_each(|&(command, times)| self.volumes.add((measurer.command(command), times)));
        self.add_contents(measurer, path, number);
    }

    fn add_contents(&mut self, measurer: &Measurer, path: &Path, number: usize) {
        let Some((contents, tables)) = measurer.contents.as_ref().zip(measurer.tables.contents.as_ref())
        else {
            return;
        };
        for (step, &event) in measurer.sessions.get(number).events.iter().enumerate() {
            for (name, value) in contents.of(event) {
                let Some(place) = tables.find(path.symbol(step), name) else { continue };
                self.parameters.add(place as u32);
                if let Some(value) = value {
                    self.values.add((place as u32, value));
                    self.pooled.add((name, value));
                }
            }
        }
    }

    /// Adds up; nothing is added after that. The actor is the one whose sessions these are.
    pub(crate) fn close(&mut self, measurer: &Measurer, actor: Option<u32>) {
        self.volumes.close();
        self.values.close();
        self.pooled.close();
        let (counts, tables) = (measurer.model.counts(), measurer.tables);
        self.all.total = self.uses.iter().map(|(_, count)| count).sum();
        let gone = |known: u64, count: u64| u64::from(known <= count);
        self.all.types =
            self.uses.iter().map(|(symbol, count)| gone(counts.uses()[symbol.index()], count)).sum();
        let of_actor = |actor| {
            let commands = self.uses.iter().filter(|(symbol, _)| *symbol != Symbol::END);
            commands.map(|(symbol, count)| gone(tables.actors.use_count(actor, symbol), count)).sum()
        };
        self.actor_types = actor.map_or(0, of_actor);
        for level in 0..self.runs.len() {
            self.close_level(level);
        }
        self.close_values(measurer);
    }

    fn close_level(&mut self, level: usize) {
        let rows = &mut self.rows[level];
        self.runs[level].values().for_each(|run| {
            let row = rows.entry(run.given).or_default();
            row.total += run.count;
            row.types += u64::from(run.known <= run.count);
        });
    }

    fn close_values(&mut self, measurer: &Measurer) {
        let Some(tables) = &measurer.tables.contents else { return };
        for &((place, value), count) in &self.values.counts {
            let known = tables.value_count(measurer.habits, place as usize, value);
            let row = self.value_rows.entry(place).or_insert_with(|| tables.values(place as usize));
            *row = row.without(known).with(known.saturating_sub(count));
        }
        for &((name, value), count) in &self.pooled.counts {
            let known = measurer.pooled_count(name, value);
            let row = self.pooled_rows.entry(name).or_insert_with(|| tables.pooled(name));
            *row = row.without(known).with(known.saturating_sub(count));
        }
    }

    /// How often the run at this place is left out.
    pub(crate) fn run(&self, level: usize, place: u32) -> u64 {
        self.runs.get(level).and_then(|runs| runs.get(&place)).map_or(0, |run| run.count)
    }

    /// What is left out of that which follows what a run begins with.
    pub(crate) fn row(&self, level: usize, given: u32) -> RowOut {
        self.rows.get(level).and_then(|rows| rows.get(&given)).copied().unwrap_or_default()
    }

    /// In how many of the sessions that are left out the command was used at least so many times.
    pub(crate) fn at_least(&self, command: Symbol, times: u64) -> u64 {
        let counts = &self.volumes.counts;
        let start =
            counts.partition_point(|((known, count), _)| (*known, u64::from(*count)) < (command, times));
        let same = counts[start..].iter().take_while(|((known, _), _)| *known == command);
        same.map(|(_, sessions)| sessions).sum()
    }

    /// The values of the parameter at this place that are left, where any of them is left out.
    pub(crate) fn value_row(&self, place: usize) -> Option<ValueRow> {
        self.value_rows.get(&(place as u32)).copied()
    }

    /// The same whatever the command.
    pub(crate) fn pooled_row(&self, name: Symbol) -> Option<ValueRow> {
        self.pooled_rows.get(&name).copied()
    }
}
