//! Texts of the page: each is there once, cut where it is long, and known by its number.

use std::borrow::Cow;
use std::hash::BuildHasher;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxBuildHasher;

use crate::text::ELLIPSIS;

/// How many characters of one text of the log are on the page, outside of the findings' lines.
const TEXT_CHARS: usize = 300;

/// Texts by number, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Texts {
    texts: Vec<Box<str>>,
    numbers: HashTable<u32>,
}

impl Texts {
    /// The number of the text, which is cut where it is long: longer ones that begin alike are one.
    pub(super) fn number(&mut self, text: &str) -> u32 {
        self.whole_number(&cut(text))
    }

    /// The number of the text as it is.
    pub(super) fn whole_number(&mut self, text: &str) -> u32 {
        let Self { texts, numbers } = self;
        let is_it = |&number: &u32| *texts[number as usize] == *text;
        let hash = |&number: &u32| hash_of(&texts[number as usize]);
        match numbers.entry(hash_of(text), is_it, hash) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(place) => {
                let number = texts.len() as u32;
                place.insert(number);
                texts.push(text.into());
                number
            }
        }
    }

    pub(super) fn get(&self, number: u32) -> &str {
        &self.texts[number as usize]
    }

    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }
}

fn hash_of(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
}

/// The first characters of the text, with `…` where something was cut.
pub(super) fn cut(text: &str) -> Cow<'_, str> {
    let mut ends = text.char_indices().skip(TEXT_CHARS - 1).map(|(end, _)| end);
    match (ends.next(), ends.next()) {
        (Some(end), Some(_)) => Cow::Owned(format!("{}{ELLIPSIS}", &text[..end])),
        _ => Cow::Borrowed(text),
    }
}

/// Which of so many numbers are used, and what they become when the others are left out.
#[derive(Debug)]
pub(super) struct Kept {
    /// The old numbers, ascending.
    pub(super) old: Vec<u32>,
    new: Vec<u32>,
}

impl Kept {
    /// Those among the first `count` numbers that are used.
    pub(super) fn of(count: usize, used: impl Iterator<Item = u32>) -> Self {
        let mut is_used = vec![false; count];
        used.for_each(|number| is_used[number as usize] = true);
        let old: Vec<u32> = (0..count as u32).filter(|&number| is_used[number as usize]).collect();
        let mut new = vec![u32::MAX; count];
        old.iter().zip(0..).for_each(|(&old, number)| new[old as usize] = number);
        Self { old, new }
    }

    /// The new number; what is no number stays none.
    pub(super) fn new_number(&self, old: u32) -> u32 {
        self.new.get(old as usize).copied().unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_one_number() {
        let mut texts = Texts::default();
        assert_eq!(["a", "b", "a", ""].map(|text| texts.number(text)), [0, 1, 0, 2]);
        assert_eq!((texts.len(), texts.get(1)), (3, "b"));
    }

    #[test]
    fn long_texts_are_cut_at_a_character() {
        let (fits, long) = ("é".repeat(300), "é".repeat(301));
        assert_eq!(cut(&fits), fits);
        assert_eq!(cut(&long), format!("{}…", "é".repeat(299)));
    }

    #[test]
    fn numbers_close_up() {
        let kept = Kept::of(5, [3, 1, 3].into_iter());
        assert_eq!(kept.old, [1, 3]);
        assert_eq!([1, 3, u32::MAX].map(|old| kept.new_number(old)), [0, 1, u32::MAX]);
    }
}
