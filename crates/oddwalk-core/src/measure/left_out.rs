//! Left out: what sessions have taught the model, to be taken out of it while one of them is looked at.

use super::{Measurer, Path};
use crate::Symbol;
use crate::model::ValueRow;

/// Keys and how often each is there.
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

    pub(crate) fn iter(&self) -> impl Iterator<Item = (K, u64)> {
        self.counts.iter().copied()
    }
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
    pub(crate) uses: Bag<Symbol>,
    /// Without context: as a row.
    pub(crate) all: RowOut,
    /// As [`all`](Self::all), of the commands that the actor alone has.
    pub(crate) actor_types: u64,
    pub(crate) steps: Bag<(Symbol, Symbol)>,
    /// By level: a run's place, and what it begins with.
    runs: Vec<Bag<(u32, u32)>>,
    /// By level: what a run begins with, and its row.
    rows: Vec<Vec<(u32, RowOut)>>,
    pub(crate) volumes: Bag<(Symbol, u32)>,
    /// The place of a command's parameter.
    pub(crate) parameters: Bag<u32>,
    pub(crate) values: Bag<(u32, Symbol)>,
    pub(crate) pooled: Bag<(Symbol, Symbol)>,
    /// The rows of values that are left when these are left out, by the place of the command's parameter.
    value_rows: Vec<(u32, ValueRow)>,
    /// The same by the parameter.
    pooled_rows: Vec<(Symbol, ValueRow)>,
}

impl LeftOut {
    /// Leaves out nothing.
    pub(crate) fn clear(&mut self) {
        (self.sessions, self.all, self.actor_types) = (0, RowOut::default(), 0);
        self.uses.clear();
        self.steps.clear();
        self.runs.iter_mut().for_each(Bag::clear);
        self.rows.iter_mut().for_each(Vec::clear);
        self.volumes.clear();
        self.parameters.clear();
        self.values.clear();
        self.pooled.clear();
        self.value_rows.clear();
        self.pooled_rows.clear();
    }

    /// How many sessions are left out.
    pub(crate) fn sessions(&self) -> u64 {
        self.sessions
    }

    /// Leaves out this session too.
    pub(crate) fn add(&mut self, measurer: &Measurer, path: &Path, number: usize) {
        self.sessions += 1;
        self.runs.resize_with(path.levels(), Bag::default);
        self.rows.resize_with(path.levels(), Vec::new);
        for step in 0..path.steps() {
            self.uses.add(path.symbol(step));
            self.steps.add((path.previous(step), path.symbol(step)));
            for level in 0..path.levels() {
                let (Some(given), Some(place)) = (path.given(step, level), path.place(step, level)) else {
                    break;
                };
                self.runs[level].add((place, given));
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
        self.uses.close();
        self.steps.close();
        self.volumes.close();
        self.parameters.close();
        self.values.close();
        self.pooled.close();
        self.runs.iter_mut().for_each(Bag::close);
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
            self.close_level(measurer, level);
        }
        self.close_values(measurer);
    }

    fn close_level(&mut self, measurer: &Measurer, level: usize) {
        let table = &measurer.tables.walks.levels[level];
        let rows = &mut self.rows[level];
        rows.clear();
        // Places of runs that begin alike stand together, so that what they begin with is sorted as well.
        for ((place, given), count) in self.runs[level].iter() {
            if rows.last().is_none_or(|(last, _)| *last != given) {
                rows.push((given, RowOut::default()));
            }
            if let Some((_, row)) = rows.last_mut() {
                row.total += count;
                row.types += u64::from(table.count(place) <= count);
            }
        }
    }

    fn close_values(&mut self, measurer: &Measurer) {
        let Some(tables) = &measurer.tables.contents else { return };
        self.value_rows.clear();
        for (&(place, value), count) in self.values.counts.iter().map(|(key, count)| (key, *count)) {
            let known = tables.value_count(measurer.habits, place as usize, value);
            let last = self.value_rows.pop_if(|(last, _)| *last == place);
            let (_, row) = last.unwrap_or((place, tables.values(place as usize)));
            self.value_rows.push((place, row.without(known).with(known.saturating_sub(count))));
        }
        self.pooled_rows.clear();
        for (&(name, value), count) in self.pooled.counts.iter().map(|(key, count)| (key, *count)) {
            let known = measurer.pooled_count(name, value);
            let last = self.pooled_rows.pop_if(|(last, _)| *last == name);
            let (_, row) = last.unwrap_or((name, tables.pooled(name)));
            self.pooled_rows.push((name, row.without(known).with(known.saturating_sub(count))));
        }
    }

    /// How often the run at this place is left out.
    pub(crate) fn run(&self, level: usize, place: u32) -> u64 {
        self.runs.get(level).map_or(0, |runs| {
            let at = runs.counts.partition_point(|((known, _), _)| *known < place);
            runs.counts.get(at).filter(|((known, _), _)| *known == place).map_or(0, |(_, count)| *count)
        })
    }

    /// What is left out of that which follows what a run begins with.
    pub(crate) fn row(&self, level: usize, given: u32) -> RowOut {
        let find = |rows: &Vec<(u32, RowOut)>| {
            let at = rows.binary_search_by_key(&given, |(given, _)| *given).ok()?;
            Some(rows[at].1)
        };
        self.rows.get(level).and_then(find).unwrap_or_default()
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
        let at = self.value_rows.binary_search_by_key(&place, |(place, _)| *place as usize).ok()?;
        Some(self.value_rows[at].1)
    }

    /// The same whatever the command.
    pub(crate) fn pooled_row(&self, name: Symbol) -> Option<ValueRow> {
        let at = self.pooled_rows.binary_search_by_key(&name, |(name, _)| *name).ok()?;
        Some(self.pooled_rows[at].1)
    }
}
