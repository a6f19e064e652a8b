//! Two tables that give each distinct thing a small number: one for texts, one for tuples of numbers.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Distinct texts, numbered from 0 in order of first appearance.
///
/// All text lives in one buffer, so a million short strings are one allocation. The hash is seeded at random: log
/// text is chosen by attackers, and numbering never depends on it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interner {
    buffer: String,
    /// Byte offset in `buffer` where text `i` ends.
    ends: Vec<usize>,
    index: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Interner {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn text(&self, id: u32) -> &str {
        text_at(&self.buffer, &self.ends, id)
    }

    pub(crate) fn get(&self, text: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(text);
        self.index.find(hash, |&id| self.text(id) == text).copied()
    }

    pub(crate) fn intern(&mut self, text: &str) -> u32 {
        let Self { buffer, ends, index, hasher } = self;
        let hash = hasher.hash_one(text);
        if let Some(&id) = index.find(hash, |&id| text_at(buffer, ends, id) == text) {
            return id;
        }
        let id = ends.len() as u32;
        buffer.push_str(text);
        ends.push(buffer.len());
        index.insert_unique(hash, id, |&id| hasher.hash_one(text_at(buffer, ends, id)));
        id
    }

    /// The ids in byte order of their texts.
    pub(crate) fn ids_by_text(&self) -> Vec<u32> {
        let mut ids: Vec<u32> = (0..self.len() as u32).collect();
        ids.sort_unstable_by_key(|&id| self.text(id));
        ids
    }
}

fn text_at<'a>(buffer: &'a str, ends: &[usize], id: u32) -> &'a str {
    let id = id as usize;
    let start = if id == 0 { 0 } else { ends[id - 1] };
    &buffer[start..ends[id]]
}

/// Distinct tuples of `width` numbers, numbered from 0 in order of first appearance.
#[derive(Clone, Debug, Default)]
pub(crate) struct TupleTable {
    width: usize,
    cells: Vec<u32>,
    len: usize,
    index: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl TupleTable {
    pub(crate) fn new(width: usize) -> Self {
        Self { width, ..Self::default() }
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn tuple(&self, id: u32) -> &[u32] {
        tuple_at(&self.cells, self.width, id)
    }

    /// The tuple's id, and whether it is new. `tuple` has the table's width.
    pub(crate) fn intern(&mut self, tuple: &[u32]) -> (u32, bool) {
        debug_assert_eq!(tuple.len(), self.width);
        let Self { width, cells, len, index, hasher } = self;
        let hash = hasher.hash_one(tuple);
        if let Some(&id) = index.find(hash, |&id| tuple_at(cells, *width, id) == tuple) {
            return (id, false);
        }
        let id = *len as u32;
        cells.extend_from_slice(tuple);
        *len += 1;
        index.insert_unique(hash, id, |&id| hasher.hash_one(tuple_at(cells, *width, id)));
        (id, true)
    }
}

fn tuple_at(cells: &[u32], width: usize, id: u32) -> &[u32] {
    let start = id as usize * width;
    &cells[start..start + width]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_share_an_id_and_ids_count_up() {
        let mut interner = Interner::default();
        let ids: Vec<u32> = ["b", "a", "", "b", "ä"].iter().map(|text| interner.intern(text)).collect();
        assert_eq!(ids, [0, 1, 2, 0, 3]);
        assert_eq!(interner.text(2), "");
        assert_eq!(interner.get("ä"), Some(3));
        assert_eq!(interner.get("c"), None);
        assert_eq!(interner.ids_by_text(), [2, 1, 0, 3]);
    }

    #[test]
    fn tuples_of_no_columns_are_all_the_same() {
        let mut table = TupleTable::new(0);
        assert_eq!(table.intern(&[]), (0, true));
        assert_eq!(table.intern(&[]), (0, false));
        assert_eq!(table.len(), 1);
    }
}
