//! Two tables that give each distinct thing a number: one for texts, one for lists of small values.

use std::hash::{BuildHasher, Hash};

use hashbrown::{DefaultHashBuilder, HashTable};
use rayon::prelude::*;

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

    /// What the texts take, in bytes, 16 each beside themselves.
    pub(crate) fn text_bytes(&self) -> usize {
        const BESIDE: usize = 16;
        self.buffer.len() + self.len() * BESIDE
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
        // No two texts are equal, so that the order does not depend on the number of threads.
        ids.par_sort_unstable_by(|&a, &b| self.text(a).cmp(self.text(b)));
        ids
    }
}

fn text_at<'a>(buffer: &'a str, ends: &[usize], id: u32) -> &'a str {
    let id = id as usize;
    let start = if id == 0 { 0 } else { ends[id - 1] };
    &buffer[start..ends[id]]
}

/// Distinct lists, numbered from 0 in order of first appearance, all in one buffer.
#[derive(Clone, Debug)]
pub(crate) struct Lists<T> {
    cells: Vec<T>,
    /// Where list `i` ends in `cells`.
    ends: Vec<usize>,
    index: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        let (cells, ends) = (Vec::new(), Vec::new());
        Self { cells, ends, index: HashTable::new(), hasher: DefaultHashBuilder::default() }
    }
}

impl<T: Copy + Eq + Hash> Lists<T> {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// How long all lists are together.
    pub(crate) fn cell_count(&self) -> usize {
        self.cells.len()
    }

    pub(crate) fn get(&self, id: u32) -> &[T] {
        list_at(&self.cells, &self.ends, id)
    }

    /// All lists in the order of their ids.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[T]> {
        (0..self.len() as u32).map(|id| self.get(id))
    }

    /// The list's id, and whether it is new.
    pub(crate) fn intern(&mut self, list: &[T]) -> (u32, bool) {
        let Self { cells, ends, index, hasher } = self;
        let hash = hasher.hash_one(list);
        if let Some(&id) = index.find(hash, |&id| list_at(cells, ends, id) == list) {
            return (id, false);
        }
        let id = ends.len() as u32;
        cells.extend_from_slice(list);
        ends.push(cells.len());
        index.insert_unique(hash, id, |&id| hasher.hash_one(list_at(cells, ends, id)));
        (id, true)
    }
}

fn list_at<'a, T>(cells: &'a [T], ends: &[usize], id: u32) -> &'a [T] {
    let id = id as usize;
    let start = if id == 0 { 0 } else { ends[id - 1] };
    &cells[start..ends[id]]
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
    fn equal_lists_share_an_id_and_the_empty_one_is_one_of_them() {
        let mut lists = Lists::default();
        let ids: Vec<_> = [&[1, 2][..], &[], &[2, 1], &[], &[1, 2]].map(|list| lists.intern(list)).to_vec();
        assert_eq!(ids, [(0, true), (1, true), (2, true), (1, false), (0, false)]);
        assert_eq!((lists.get(1), lists.get(2)), (&[][..], &[2, 1][..]));
    }
}
