//! Carried columns: texts that go with events into the report, and count for nothing.

use rustc_hash::FxHashMap;

use crate::event_log::{retain, used};
use crate::{Symbol, Vocabulary};

/// For each event and carried column a text, or none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Carried {
    names: Vec<String>,
    texts: Vocabulary,
    /// Column by column, each event's text; [`Symbol::NONE`] where it has none.
    cells: Vec<Vec<Symbol>>,
}

/// What one session has in one carried column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarriedTexts<'a> {
    /// The column's name.
    pub column: &'a str,
    /// The distinct texts in order of first occurrence, and how many events have each.
    pub texts: Vec<(&'a str, usize)>,
}

impl Carried {
    /// No events yet, of these columns, whose names differ.
    pub(crate) fn new(names: Vec<String>) -> Self {
        let cells = names.iter().map(|_| Vec::new()).collect();
        Self { names, texts: Vocabulary::new(), cells }
    }

    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    pub(crate) fn texts(&self) -> &Vocabulary {
        &self.texts
    }

    /// Adds the next event's texts, in the order of the columns; what is not given is none.
    pub(crate) fn push(&mut self, texts: &[Option<&str>]) {
        let Self { texts: known, cells, .. } = self;
        for (column, cells) in cells.iter_mut().enumerate() {
            let text = texts.get(column).copied().flatten();
            cells.push(text.map_or(Symbol::NONE, |text| known.intern(text)));
        }
    }

    pub(crate) fn text(&self, column: usize, event: u32) -> Option<&str> {
        let symbol = self.cells[column][event as usize];
        (symbol != Symbol::NONE).then(|| self.texts.text(symbol))
    }

    /// Adds the events of the other, which has the same columns.
    pub(crate) fn append(&mut self, other: &Self) {
        let texts: Vec<Symbol> = other.texts.texts().map(|text| self.texts.intern(text)).collect();
        for (mine, theirs) in self.cells.iter_mut().zip(&other.cells) {
            mine.extend(theirs.iter().map(|&symbol| match symbol {
                Symbol::NONE => Symbol::NONE,
                symbol => texts[symbol.index() - Symbol::TOKENS],
            }));
        }
    }

    /// The same with the texts numbered in byte order, of which those that no event has are dropped.
    pub(crate) fn canonical(mut self) -> Self {
        let some = |symbol: &&mut Symbol| **symbol != Symbol::NONE;
        let met = self.cells.iter().flatten().filter(|symbol| **symbol != Symbol::NONE);
        let met = used(self.texts.symbol_count(), met.map(|symbol| symbol.index()));
        let (texts, renumbered) = self.texts.canonical_where(|symbol| met[symbol.index()]);
        self.texts = texts;
        let cells = self.cells.iter_mut().flatten().filter(some);
        cells.for_each(|symbol| *symbol = renumbered[symbol.index()]);
        self
    }

    /// Keeps the events of the mask.
    pub(crate) fn retain(&mut self, kept: &[bool]) {
        self.cells.iter_mut().for_each(|cells| retain(cells, kept));
    }

    /// Forgets all events.
    pub(crate) fn clear(&mut self) {
        self.cells.iter_mut().for_each(Vec::clear);
    }

    /// What these events have, column by column.
    pub(crate) fn of<'a>(&'a self, events: &'a [u32]) -> impl ExactSizeIterator<Item = CarriedTexts<'a>> {
        self.names.iter().zip(&self.cells).map(|(column, cells)| {
            let texts = counted(events.iter().map(|&event| cells[event as usize]));
            let texts = texts.into_iter().map(|(symbol, count)| (self.texts.text(symbol), count));
            CarriedTexts { column, texts: texts.collect() }
        })
    }
}

/// The distinct symbols in order of first occurrence, and how often each occurs.
fn counted(symbols: impl Iterator<Item = Symbol>) -> Vec<(Symbol, usize)> {
    let mut counts: Vec<(Symbol, usize)> = Vec::new();
    let mut places = FxHashMap::default();
    for symbol in symbols.filter(|symbol| *symbol != Symbol::NONE) {
        let place = *places.entry(symbol).or_insert(counts.len());
        match counts.get_mut(place) {
            Some((_, count)) => *count += 1,
            None => counts.push((symbol, 1)),
        }
    }
    counts
}
