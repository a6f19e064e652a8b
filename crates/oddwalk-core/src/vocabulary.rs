//! The vocabulary: the table that owns the text of every symbol.

use crate::interner::Interner;

/// An interned string: a number that stands for one text of one [`Vocabulary`].
///
/// Three symbols stand for no text of the log: [`START`](Self::START), [`END`](Self::END) and
/// [`UNKNOWN`](Self::UNKNOWN). A log that contains the text `##END##` has an ordinary symbol for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(u32);

impl Symbol {
    /// Before the first event of a session.
    pub const START: Self = Self(0);
    /// After the last event of a session.
    pub const END: Self = Self(1);
    /// Whatever the model has not learnt.
    pub const UNKNOWN: Self = Self(2);
    /// Stands where a symbol could and none does: a parameter without a value. No vocabulary has it.
    pub const NONE: Self = Self(u32::MAX);
    /// How many symbols are tokens; ordinary symbols follow.
    pub const TOKENS: usize = 3;

    /// The symbol's place in tables by symbol: tokens first, then the vocabulary's texts.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// Whether this is START, END or UNKNOWN.
    pub fn is_token(self) -> bool {
        self.index() < Self::TOKENS
    }

    pub(crate) fn ordinary(id: u32) -> Self {
        Self(id + Self::TOKENS as u32)
    }

    /// The symbol at this place in tables by symbol.
    pub fn from_index(index: usize) -> Self {
        Self(index as u32)
    }
}

/// Distinct texts and their symbols.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    texts: Interner,
}

impl Vocabulary {
    /// A vocabulary that knows the tokens and no text.
    pub fn new() -> Self {
        Self::default()
    }

    /// The vocabulary of these texts, or `None` where they are not in ascending byte order.
    pub fn from_sorted<'t>(sorted: impl Iterator<Item = &'t str> + Clone) -> Option<Self> {
        if !sorted.clone().is_sorted_by(|a, b| a < b) {
            return None;
        }
        let mut vocabulary = Self::new();
        sorted.for_each(|text| {
            vocabulary.intern(text);
        });
        Some(vocabulary)
    }

    /// How many distinct texts there are, tokens not counted.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// What the texts take, in bytes, 16 each beside themselves.
    pub(crate) fn text_bytes(&self) -> usize {
        self.texts.text_bytes()
    }

    /// Whether there is no text yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many symbols there are: the texts and the three tokens. Tables by [`Symbol::index`] have this length.
    pub fn symbol_count(&self) -> usize {
        self.len() + Symbol::TOKENS
    }

    /// The text's symbol, which is made where it is new.
    pub fn intern(&mut self, text: &str) -> Symbol {
        Symbol::ordinary(self.texts.intern(text))
    }

    /// The text's symbol, or `None` where the vocabulary does not have it.
    pub fn get(&self, text: &str) -> Option<Symbol> {
        self.texts.get(text).map(Symbol::ordinary)
    }

    /// The symbol's text; tokens read `##START##`, `##END##` and `##UNK##`.
    ///
    /// # Panics
    /// If the symbol belongs to a larger vocabulary.
    pub fn text(&self, symbol: Symbol) -> &str {
        match symbol {
            Symbol::START => "##START##",
            Symbol::END => "##END##",
            Symbol::UNKNOWN => "##UNK##",
            Symbol(id) => self.texts.text(id - Symbol::TOKENS as u32),
        }
    }

    /// The texts in the order of their symbols, tokens not among them.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).map(|id| self.texts.text(id))
    }

    /// The symbols of the texts, in their order.
    pub fn symbols(&self) -> impl Iterator<Item = Symbol> + use<> {
        (0..self.len() as u32).map(Symbol::ordinary)
    }

    /// All symbols in their order, the tokens first.
    pub(crate) fn all_symbols(&self) -> impl Iterator<Item = Symbol> + use<> {
        (0..self.symbol_count()).map(Symbol::from_index)
    }

    /// The same texts numbered in byte order, and each old symbol's new one (by [`Symbol::index`]).
    ///
    /// Numbers given by order of appearance depend on the order of files and on threads; these do not.
    pub(crate) fn canonical(&self) -> (Self, Vec<Symbol>) {
        self.canonical_where(|_| true)
    }

    /// As [`canonical`](Self::canonical), of only those texts whose symbol is kept; the others map to UNKNOWN.
    pub(crate) fn canonical_where(&self, keep: impl Fn(Symbol) -> bool) -> (Self, Vec<Symbol>) {
        let mut texts = Interner::default();
        let mut renumbered = vec![Symbol::UNKNOWN; self.symbol_count()];
        renumbered[..Symbol::TOKENS].copy_from_slice(&[Symbol::START, Symbol::END, Symbol::UNKNOWN]);
        for id in self.texts.ids_by_text() {
            let symbol = Symbol::ordinary(id);
            if keep(symbol) {
                renumbered[symbol.index()] = Symbol::ordinary(texts.intern(self.texts.text(id)));
            }
        }
        (Self { texts }, renumbered)
    }

    /// For each symbol of this vocabulary the one of the same text in the other, UNKNOWN where it has none.
    pub(crate) fn translated_to(&self, other: &Self) -> Vec<Symbol> {
        let tokens = [Symbol::START, Symbol::END, Symbol::UNKNOWN];
        let ordinary = self.texts().map(|text| other.get(text).unwrap_or(Symbol::UNKNOWN));
        tokens.into_iter().chain(ordinary).collect()
    }

    /// The texts of both in byte order, and for each of the two its symbols' new numbers.
    pub(crate) fn union(&self, other: &Self) -> (Self, [Vec<Symbol>; 2]) {
        let mut both = self.clone();
        other.texts().for_each(|text| {
            both.intern(text);
        });
        let (both, _) = both.canonical();
        let renumbered = [self.translated_to(&both), other.translated_to(&both)];
        (both, renumbered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_looks_like_a_token_is_an_ordinary_symbol() {
        let mut vocabulary = Vocabulary::new();
        let symbol = vocabulary.intern("##END##");
        assert_ne!(symbol, Symbol::END);
        assert!(!symbol.is_token());
        assert_eq!(vocabulary.text(symbol), vocabulary.text(Symbol::END));
    }

    #[test]
    fn canonical_numbers_follow_the_texts_not_their_order_of_appearance() {
        let renumber = |texts: &[&str]| {
            let mut vocabulary = Vocabulary::new();
            let symbols: Vec<Symbol> = texts.iter().map(|text| vocabulary.intern(text)).collect();
            let (canonical, renumbered) = vocabulary.canonical();
            for (text, symbol) in texts.iter().zip(&symbols) {
                assert_eq!(canonical.text(renumbered[symbol.index()]), *text);
            }
            ["Add", "Set", "new"].map(|text| canonical.get(text).map(Symbol::index))
        };
        assert_eq!(renumber(&["new", "Set", "Add"]), [Some(3), Some(4), Some(5)]);
        assert_eq!(renumber(&["Set", "Add", "new"]), [Some(3), Some(4), Some(5)]);
    }
}
