//! Parameters: what each event's command was given, by name and, where known, by value.

mod distinct;

use crate::event_log::{retain, used as used_numbers};
use crate::interner::Lists;
use crate::{Symbol, TooManyEvents, Vocabulary};
use distinct::DistinctValues;

/// How many distinct values of one parameter are counted before it is saturated.
pub const VALUE_CAP: u32 = 4_096;

/// How many are kept while reading. That is more than are counted, since not every event that is read is counted: sessions
/// may be left out, and whether a parameter is saturated depends on those that are not.
pub const VALUES_READ: u32 = 16 * VALUE_CAP;

/// Which parameters keep all their values, however many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Uncapped {
    /// None: one with over [`VALUE_CAP`] distinct values loses them.
    #[default]
    None,
    /// These.
    Named(Vec<String>),
    /// Every one.
    All,
}

impl Uncapped {
    /// How many distinct values of this parameter are counted.
    pub(crate) fn cap(&self, parameter: &str) -> u32 {
        if self.covers(parameter) { u32::MAX } else { VALUE_CAP }
    }

    /// How many distinct values of this parameter are kept while reading.
    pub fn read_cap(&self, parameter: &str) -> u32 {
        if self.covers(parameter) { u32::MAX } else { VALUES_READ }
    }

    fn covers(&self, parameter: &str) -> bool {
        match self {
            Self::None => false,
            Self::Named(names) => names.iter().any(|name| name == parameter),
            Self::All => true,
        }
    }
}

/// The parameters of a log's events.
///
/// Which names an event has is its shape, of which there are few distinct ones. Shape and values, which stand in the order of
/// the shape's names, are its content: the same contents come again and again, and an event refers to its own by number.
#[derive(Clone, Debug, Default)]
pub struct Parameters {
    names: Vocabulary,
    values: Vocabulary,
    shapes: Lists<Symbol>,
    /// Distinct contents: the shape's number as if it was a symbol, and the values.
    contents: Lists<Symbol>,
    /// Each event's content.
    content: Vec<u32>,
    uncapped: Uncapped,
    distinct: DistinctValues,
    /// Room for the event that is being pushed.
    event: Vec<(Symbol, Symbol)>,
    shape_buffer: Vec<Symbol>,
    content_buffer: Vec<Symbol>,
}

/// One event's parameters, sorted by name symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventParameters<'a> {
    /// The number of what follows, which events have in common that are alike.
    pub content: u32,
    /// The shape's number.
    pub shape: u32,
    /// The names.
    pub names: &'a [Symbol],
    /// The value of each name. [`Symbol::NONE`] is no value: there was none, it was empty, or it was not kept.
    pub values: &'a [Symbol],
}

impl<'a> EventParameters<'a> {
    /// The names that have a value, and the values.
    pub(crate) fn valued(self) -> impl Iterator<Item = (Symbol, Symbol)> + 'a {
        let pairs = self.names.iter().copied().zip(self.values.iter().copied());
        pairs.filter(|(_, value)| *value != Symbol::NONE)
    }
}

impl Parameters {
    /// No events yet.
    pub fn new(uncapped: Uncapped) -> Self {
        Self { uncapped, ..Self::default() }
    }

    /// The parameters' names.
    pub fn names(&self) -> &Vocabulary {
        &self.names
    }

    /// The parameters' values.
    pub fn values(&self) -> &Vocabulary {
        &self.values
    }

    /// How many distinct shapes there are.
    pub fn shape_count(&self) -> usize {
        self.shapes.len()
    }

    /// The names of a shape, sorted by symbol.
    ///
    /// # Panics
    /// If there is no such shape.
    pub fn shape_names(&self, shape: u32) -> &[Symbol] {
        self.shapes.get(shape)
    }

    /// Whether the parameter has lost its values while reading, since it has far too many.
    pub fn is_saturated(&self, name: Symbol) -> bool {
        self.distinct.is_saturated(name)
    }

    /// Adds an event whose parameters are those of an earlier one.
    ///
    /// # Panics
    /// If there is no such event.
    pub fn push_again(&mut self, event: u32) {
        self.content.push(self.content[event as usize]);
    }

    /// How many values all distinct contents of events have together, missing ones among them.
    pub fn value_count(&self) -> usize {
        self.contents.cell_count()
    }

    /// The parameters that have lost their values while reading.
    pub fn saturated(&self) -> impl Iterator<Item = &str> {
        self.distinct.saturated().map(|name| self.names.text(name))
    }

    /// Every value that was seen of a parameter which has not lost them: the parameter's name, and the value. In no order.
    pub fn distinct_values(&self) -> impl Iterator<Item = (&str, &str)> {
        let kept = self.distinct.pairs.iter().filter(|(name, _)| !self.is_saturated(*name));
        kept.map(|(name, value)| (self.names.text(*name), self.values.text(*value)))
    }

    /// Says that a parameter has too many values, in this log or in another part of the same one.
    pub fn saturate(&mut self, name: &str) {
        let name = self.names.intern(name);
        self.distinct.saturate(name);
    }

    /// Which parameters keep all their values.
    pub fn uncapped(&self) -> &Uncapped {
        &self.uncapped
    }

    /// An event's parameters.
    ///
    /// # Panics
    /// If there is no such event.
    pub fn event(&self, event: u32) -> EventParameters<'_> {
        self.content(self.content[event as usize])
    }

    /// The number of an event's content.
    pub(crate) fn event_content(&self, event: u32) -> u32 {
        self.content[event as usize]
    }

    /// A distinct content.
    pub(crate) fn content(&self, content: u32) -> EventParameters<'_> {
        match self.contents.get(content) {
            [shape, values @ ..] => {
                let shape = shape.index() as u32;
                EventParameters { content, shape, names: self.shapes.get(shape), values }
            }
            [] => EventParameters { content, shape: 0, names: &[], values: &[] },
        }
    }

    /// Adds the next event's parameters. Of a name that stands there twice the last value counts.
    ///
    /// # Errors
    /// [`TooManyEvents`] where there are `u32::MAX` events.
    pub fn push<'t>(
        &mut self,
        parameters: impl Iterator<Item = (&'t str, Option<&'t str>)>,
    ) -> Result<(), TooManyEvents> {
        let mut event = std::mem::take(&mut self.event);
        event.clear();
        for (name, value) in parameters {
            let name = self.names.intern(name);
            event.push((name, value.map_or(Symbol::NONE, |value| self.value(name, value))));
        }
        // Stable: the last of equal names stays last, and is the one that the next line keeps.
        event.sort_by_key(|(name, _)| *name);
        let kept = event
            .iter()
            .enumerate()
            .filter(|(place, (name, _))| event.get(place + 1).is_none_or(|(next, _)| next != name));
        let Self { shape_buffer, content_buffer, .. } = self;
        shape_buffer.clear();
        content_buffer.clear();
        for (_, &(name, value)) in kept {
            shape_buffer.push(name);
            content_buffer.push(value);
        }
        self.event = event;
        let content = self.intern_buffers();
        self.push_event(content)
    }

    /// The content whose names and values are in the buffers.
    fn intern_buffers(&mut self) -> u32 {
        let (shape, _) = self.shapes.intern(&self.shape_buffer);
        self.content_buffer.insert(0, Symbol::from_index(shape as usize));
        self.contents.intern(&self.content_buffer).0
    }

    fn push_event(&mut self, content: u32) -> Result<(), TooManyEvents> {
        if self.content.len() >= u32::MAX as usize {
            return Err(TooManyEvents);
        }
        self.content.push(content);
        Ok(())
    }

    fn value(&mut self, name: Symbol, value: &str) -> Symbol {
        if value.is_empty() || self.distinct.is_saturated(name) {
            return Symbol::NONE;
        }
        let value = self.values.intern(value);
        self.distinct.note(name, value, self.uncapped.read_cap(self.names.text(name)));
        value
    }

    /// Adds the other's events behind these.
    pub(crate) fn append(&mut self, other: &Self) -> Result<(), TooManyEvents> {
        let names: Vec<Symbol> = other.names.texts().map(|text| self.names.intern(text)).collect();
        let values: Vec<Symbol> = other.values.texts().map(|text| self.values.intern(text)).collect();
        let name = |symbol: Symbol| names[symbol.index() - Symbol::TOKENS];
        let value = |symbol: Symbol| match symbol {
            Symbol::NONE => Symbol::NONE,
            symbol => values[symbol.index() - Symbol::TOKENS],
        };
        self.push_renumbered(other, name, |_, symbol| value(symbol))?;
        other.distinct.pairs.iter().for_each(|&(theirs, their_value)| {
            let mine = name(theirs);
            self.distinct.note(mine, value(their_value), self.uncapped.read_cap(self.names.text(mine)));
        });
        other.distinct.saturated().for_each(|theirs| self.distinct.saturate(name(theirs)));
        Ok(())
    }

    /// Those of these events, which have no values of these parameters, or none at all. None of them is saturated: what there is
    /// is all that is wanted.
    pub(crate) fn picked(&self, events: impl Iterator<Item = u32>, valueless: Option<&[&str]>) -> Self {
        let dropped = |name: Symbol| valueless.is_none_or(|names| names.contains(&self.names.text(name)));
        let dropped: Vec<bool> = self.names.all_symbols().map(dropped).collect();
        let (names, values, shapes) = (self.names.clone(), self.values.clone(), self.shapes.clone());
        let mut picked = Self { names, values, shapes, uncapped: Uncapped::All, ..Self::default() };
        let kept = |name: Symbol, value| if dropped[name.index()] { Symbol::NONE } else { value };
        // There are no more events than here.
        let _ = picked.push_picked(self, events, |name| name, kept);
        picked.distinct = picked.distinct_again();
        picked
    }

    /// Keeps the events of the mask. A parameter that was saturated stays so, since its values are gone.
    pub(crate) fn retain(&mut self, kept: &[bool]) {
        retain(&mut self.content, kept);
        self.distinct = self.distinct_again();
    }

    /// Forgets all events, and which parameters they saturated.
    pub(crate) fn clear(&mut self) {
        self.content.clear();
        self.contents = Lists::default();
        self.distinct = DistinctValues::default();
    }

    /// The values that the events have now.
    fn distinct_again(&self) -> DistinctValues {
        let mut distinct = DistinctValues::default();
        for content in self.used_contents() {
            let valued = self.content(content).valued();
            valued.for_each(|(name, value)| distinct.note(name, value, u32::MAX));
        }
        self.distinct.saturated().for_each(|name| distinct.saturate(name));
        distinct
    }

    /// The contents that events have.
    fn used_contents(&self) -> impl Iterator<Item = u32> {
        let used = used_numbers(self.contents.len(), self.content.iter().map(|&content| content as usize));
        (0..self.contents.len() as u32).filter(move |&content| used[content as usize])
    }

    /// The same parameters, names and values numbered in byte order, without the values of saturated parameters. Names
    /// that no event has are dropped.
    pub(crate) fn canonical(self) -> Self {
        let mut used = vec![false; self.values.symbol_count()];
        let kept = self.distinct.pairs.iter().filter(|(name, _)| !self.is_saturated(*name));
        kept.for_each(|(_, value)| used[value.index()] = true);
        let named = self.used_contents().flat_map(|content| self.content(content).names);
        let named = used_numbers(self.names.symbol_count(), named.map(|name| name.index()));
        let (names, name_symbols) = self.names.canonical_where(|name| named[name.index()]);
        let (values, value_symbols) = self.values.canonical_where(|value| used[value.index()]);

        let distinct = self.distinct.renumbered(&name_symbols, &value_symbols);
        let mut canonical = Self { names, values, uncapped: self.uncapped.clone(), ..Self::default() };
        // A value may be kept for another parameter's sake: a saturated one has none all the same.
        let value = |name: Symbol, symbol: Symbol| match symbol {
            symbol if symbol == Symbol::NONE || distinct.is_saturated(name) => Symbol::NONE,
            symbol => value_symbols[symbol.index()],
        };
        // There are no more events than before.
        let _ = canonical.push_renumbered(&self, |name| name_symbols[name.index()], value);
        canonical.distinct = distinct;
        canonical
    }

    /// Adds the other's events. `value` makes a value of the new name and the old value.
    fn push_renumbered(
        &mut self,
        other: &Self,
        name: impl Fn(Symbol) -> Symbol,
        value: impl Fn(Symbol, Symbol) -> Symbol,
    ) -> Result<(), TooManyEvents> {
        self.content.reserve(other.content.len());
        self.push_picked(other, 0..other.content.len() as u32, name, value)
    }

    /// As [`push_renumbered`](Self::push_renumbered), of these events alone. Each content is renumbered once, where an event
    /// first has it.
    fn push_picked(
        &mut self,
        other: &Self,
        events: impl Iterator<Item = u32>,
        name: impl Fn(Symbol) -> Symbol,
        value: impl Fn(Symbol, Symbol) -> Symbol,
    ) -> Result<(), TooManyEvents> {
        let mut contents: Vec<Option<u32>> = vec![None; other.contents.len()];
        for event in events {
            let old = other.content[event as usize];
            let content = &mut contents[old as usize];
            let content = *content.get_or_insert_with(|| self.renumbered(other.content(old), &name, &value));
            self.push_event(content)?;
        }
        Ok(())
    }

    /// The content with other names, which it is sorted by, and other values.
    fn renumbered(
        &mut self,
        content: EventParameters,
        name: impl Fn(Symbol) -> Symbol,
        value: impl Fn(Symbol, Symbol) -> Symbol,
    ) -> u32 {
        let pairs = content.names.iter().zip(content.values);
        let mut pairs: Vec<(Symbol, Symbol)> = pairs
            .map(|(&old, &symbol)| {
                let new = name(old);
                (new, value(new, symbol))
            })
            .collect();
        pairs.sort_by_key(|(name, _)| *name);
        self.shape_buffer.clear();
        self.shape_buffer.extend(pairs.iter().map(|(name, _)| *name));
        self.content_buffer.clear();
        self.content_buffer.extend(pairs.iter().map(|(_, value)| *value));
        self.intern_buffers()
    }
}
