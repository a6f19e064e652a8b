//! Events that are plain texts, such as most tables have: what is seen again and again is looked up by its bytes.

use std::borrow::Cow;

use oddwalk_core::{Entity, Event, Symbol};

use super::{Encoder, row_number};
use crate::record::Place;

/// So many texts of a column are kept, each where its bytes say.
const SLOTS: usize = 1 << 11;

/// A longer text is not kept.
const MAX_KEPT: usize = 128;

/// The cells of an event as they are written.
pub(crate) struct PlainCells<'c, I> {
    pub(crate) time: &'c [u8],
    pub(crate) command: &'c [u8],
    /// In the order of the entity's columns.
    pub(crate) entity: I,
}

/// What the cells came to that were seen before; all numbers are the log's.
#[derive(Default)]
pub(super) struct KnownCells {
    commands: Known<Symbol>,
    values: Vec<Known<u32>>,
    /// The entity of each value, where it has one column.
    of_value: Vec<Option<Entity>>,
    tuple: Vec<u32>,
    last: Option<(Vec<u32>, Entity)>,
    /// One that lacks no value.
    pub(super) complete: Option<Entity>,
}

/// A small table that forgets.
struct Known<T> {
    slots: Vec<(Vec<u8>, Option<T>)>,
}

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self { slots: Vec::new() }
    }
}

impl<T: Copy> Known<T> {
    /// What the cell stands for, which is found out where it is not known.
    #[inline]
    fn get(&mut self, cell: &[u8], find: impl FnOnce() -> Option<T>) -> Option<T> {
        if self.slots.is_empty() {
            self.slots.resize_with(SLOTS, Default::default);
        }
        let (known, value) = &mut self.slots[slot(cell)];
        if value.is_some() && known.as_slice() == cell {
            return *value;
        }
        let found = find()?;
        if cell.len() <= MAX_KEPT {
            known.clear();
            known.extend_from_slice(cell);
            *value = Some(found);
        }
        Some(found)
    }
}

#[inline]
fn slot(cell: &[u8]) -> usize {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, word: u64| (hash ^ word).wrapping_mul(ODD).rotate_left(29);
    let (words, rest) = cell.as_chunks();
    let hash = words.iter().fold(cell.len() as u64, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    let rest = rest.iter().fold(0, |word, &byte| word << 8 | u64::from(byte));
    (mix(hash, rest) >> 20) as usize % SLOTS
}

impl Encoder<'_> {
    /// Takes an event whose cells are plain texts; `meant` reads a cell as it is written. `false`, with nothing taken, where
    /// it is not certain that all is well: the record then has to be taken as any other.
    pub(crate) fn plain<'c>(
        &mut self,
        place: Place,
        cells: PlainCells<'c, impl Iterator<Item = &'c [u8]>>,
        meant: fn(&[u8]) -> Cow<'_, [u8]>,
    ) -> bool {
        let time = self.table.time_format.parse_usual(&meant(cells.time));
        let Some(time) = time.filter(|time| self.table.in_range(*time)) else { return false };
        let Self { log, known, .. } = self;
        let command = known.commands.get(cells.command, || {
            let text = meant(cells.command);
            Some(log.commands_mut().intern(non_empty(&text)?))
        });
        let Some(command) = command else { return false };
        let Some(entity) = self.plain_entity(cells.entity, meant) else { return false };
        self.file.records += 1;
        self.file.events += 1;
        self.push(Event { entity, time, command, row: row_number(place) }, &[]);
        true
    }

    fn plain_entity<'c>(
        &mut self,
        cells: impl Iterator<Item = &'c [u8]>,
        meant: fn(&[u8]) -> Cow<'_, [u8]>,
    ) -> Option<Entity> {
        let Self { log, known, .. } = self;
        known.tuple.clear();
        for (column, cell) in cells.enumerate() {
            if known.values.len() == column {
                known.values.push(Known::default());
            }
            let find = || Some(log.entities_mut().intern_value(Some(non_empty(&meant(cell))?)));
            known.tuple.push(known.values[column].get(cell, find)?);
        }
        Some(known.entity(|tuple| log.entities_mut().intern_tuple(tuple)))
    }
}

impl KnownCells {
    /// The entity of the tuple, which is looked up where neither its only value nor the last tuple says it.
    #[inline]
    fn entity(&mut self, intern: impl FnOnce(&[u32]) -> Entity) -> Entity {
        if let [value] = self.tuple.as_slice() {
            let value = *value as usize;
            if value >= self.of_value.len() {
                self.of_value.resize(value + 1, None);
            }
            return *self.of_value[value].get_or_insert_with(|| intern(&self.tuple));
        }
        match &self.last {
            Some((tuple, entity)) if *tuple == self.tuple => *entity,
            _ => {
                let entity = intern(&self.tuple);
                self.last = Some((self.tuple.clone(), entity));
                entity
            }
        }
    }
}

fn non_empty(text: &[u8]) -> Option<&str> {
    str::from_utf8(text).ok().filter(|text| !text.is_empty())
}
