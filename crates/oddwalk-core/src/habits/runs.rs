//! Runs: sequences of more than two commands, level by level, each level one command longer than the one before.

mod merge;

use rayon::prelude::*;

use super::Table;
use crate::{PairCounts, Sessions, Symbol};

pub(super) use merge::{Part, merged, subtracted};

/// The place of a run of one command less, and the command after it.
pub(super) type Run = (u32, Symbol);

/// So many cells are looked up by one thread at a time.
const CELLS_PER_TASK: usize = 1 << 16;

/// How many levels there are.
pub(super) fn levels(order: u8) -> usize {
    usize::from(order).saturating_sub(1)
}

/// The pairs as the level below the first one.
pub(super) fn of_pairs(pairs: &PairCounts) -> Table<Run> {
    pairs.table().rekeyed(|pair| Some((pair.given.index() as u32, pair.seen)))
}

/// Counts the runs of every level up to the order. `symbols` are those of the transitions, by the sessions' own.
///
/// Each cell keeps the place of the run that ends there, of the level below; with the next cell's symbol it is the key of the
/// next level. There are at most as many runs as events, which a `u32` can number.
pub(super) fn count(
    transitions: &PairCounts,
    sessions: &Sessions,
    symbols: &[Symbol],
    order: u8,
) -> Vec<Table<Run>> {
    if levels(order) == 0 {
        return Vec::new();
    }
    let cells = cells(sessions, symbols);
    let mut places: Vec<u32> = cells.iter().map(|symbol| symbol.index() as u32).collect();
    step(&cells, &mut places, &of_pairs(transitions), 2);
    let mut runs = Vec::with_capacity(levels(order));
    for length in 3..=usize::from(order) + 1 {
        let mut keys = keys(&cells, &places, length);
        keys.par_sort_unstable();
        let table = Table::of_keys(&keys, unpacked);
        drop(keys);
        if length <= usize::from(order) {
            step(&cells, &mut places, &table, length);
        }
        runs.push(table);
    }
    runs
}

/// All sessions, each from START to END.
fn cells(sessions: &Sessions, symbols: &[Symbol]) -> Vec<Symbol> {
    let mut cells = Vec::with_capacity(sessions.event_count() + 2 * sessions.len());
    for number in 0..sessions.len() {
        cells.push(Symbol::START);
        cells.extend(sessions.commands(number).iter().map(|command| symbols[command.index()]));
        cells.push(Symbol::END);
    }
    cells
}

/// The key of every run of this length; the places are those of the runs of one less.
fn keys(cells: &[Symbol], places: &[u32], length: usize) -> Vec<u64> {
    let mut keys = Vec::with_capacity(cells.len());
    let mut start = 0;
    for session in cells.chunk_by(|a, _| *a != Symbol::END) {
        let places = &places[start..start + session.len()];
        start += session.len();
        if session.len() >= length {
            let ends = session[length - 1..].iter().zip(&places[length - 2..]);
            keys.extend(ends.map(|(&symbol, &parent)| u64::from(parent) << 32 | symbol.index() as u64));
        }
    }
    keys
}

fn unpacked(key: u64) -> Run {
    ((key >> 32) as u32, Symbol::from_index(key as u32 as usize))
}

/// From the places of runs that end at each cell to those of runs that are longer by one, of this length.
fn step(cells: &[Symbol], places: &mut [u32], longer: &Table<Run>, length: usize) {
    let children = Children::of(longer);
    let tasks = tasks(cells, places);
    tasks.into_par_iter().for_each(|(cells, places)| {
        let mut start = 0;
        for session in cells.chunk_by(|a, _| *a != Symbol::END) {
            let places = &mut places[start..start + session.len()];
            start += session.len();
            // From behind, so that the place before is still the shorter run's.
            for end in (length - 1..session.len()).rev() {
                places[end] = children.place(places[end - 1], session[end]);
            }
        }
    });
}

/// Cuts the cells and their places into tasks of whole sessions.
fn tasks<'a>(mut cells: &'a [Symbol], mut places: &'a mut [u32]) -> Vec<(&'a [Symbol], &'a mut [u32])> {
    let mut tasks = Vec::new();
    while !cells.is_empty() {
        let wanted = cells.len().min(CELLS_PER_TASK);
        let more = cells[wanted - 1..].iter().position(|symbol| *symbol == Symbol::END).unwrap_or(0);
        let (now, rest) = cells.split_at(wanted + more);
        let (places_now, places_rest) = places.split_at_mut(wanted + more);
        tasks.push((now, places_now));
        (cells, places) = (rest, places_rest);
    }
    tasks
}

/// A level by its parents: what follows each of them.
struct Children<'a> {
    /// Where each parent's children begin.
    starts: Vec<u32>,
    runs: &'a [(Run, u64)],
}

impl<'a> Children<'a> {
    fn of(table: &'a Table<Run>) -> Self {
        let runs = table.entries();
        let parents = runs.last().map_or(0, |((parent, _), _)| *parent as usize + 1);
        let mut starts = vec![0; parents + 1];
        runs.iter().for_each(|((parent, _), _)| starts[*parent as usize + 1] += 1);
        for parent in 1..starts.len() {
            starts[parent] += starts[parent - 1];
        }
        Self { starts, runs }
    }

    /// The place of a run that is there.
    fn place(&self, parent: u32, symbol: Symbol) -> u32 {
        let (start, end) = (self.starts[parent as usize], self.starts[parent as usize + 1]);
        let children = &self.runs[start as usize..end as usize];
        start + children.partition_point(|((_, known), _)| *known < symbol) as u32
    }
}
