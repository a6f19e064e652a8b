//! Parameters: what each event's command was given, by name and, where known, by value.

use rustc_hash::FxHashSet;

use crate::event_log::used as used_numbers;
use crate::interner::Lists;
use crate::{Symbol, TooManyEvents, Vocabulary};

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
/// Which names an event has is its shape: there are few distinct ones, and an event refers to its own by number. Its
/// values stand in the order of the shape's names.
#[derive(Clone, Debug, Default)]
pub struct Parameters {
    names: Vocabulary,
    values: Vocabulary,
    shapes: Lists<Symbol>,
    /// Each event's shape.
    shape: Vec<u32>,
    /// Where each event's values end in `event_values`.
    ends: Vec<u32>,
    event_values: Vec<Symbol>,
    uncapped: Uncapped,
    distinct: DistinctValues,
    /// Room for the event that is being pushed.
    event: Vec<(Symbol, Symbol)>,
    shape_buffer: Vec<Symbol>,
}

/// One event's parameters, sorted by name symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventParameters<'a> {
    /// The shape's number.
    pub shape: u32,
    /// The names.
    pub names: &'a [Symbol],
    /// The value of each name. [`Symbol::NONE`] is no value: there was none, it was empty, or it was not kept.
    pub values: &'a [Symbol],
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

    /// How many values all events have together, missing ones among them.
    pub fn value_count(&self) -> usize {
        self.event_values.len()
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
        let event = event as usize;
        let start = if event == 0 { 0 } else { self.ends[event - 1] };
        let values = &self.event_values[start as usize..self.ends[event] as usize];
        EventParameters { shape: self.shape[event], names: self.shapes.get(self.shape[event]), values }
    }

    /// Adds the next event's parameters. Of a name that stands there twice the last value counts.
    ///
    /// # Errors
    /// [`TooManyEvents`] where all events have more than `u32::MAX` values together.
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
        self.shape_buffer.clear();
        for (_, &(name, value)) in kept {
            self.shape_buffer.push(name);
            self.event_values.push(value);
        }
        let (shape, _) = self.shapes.intern(&self.shape_buffer);
        self.event = event;
        self.end_event(shape)
    }

    fn end_event(&mut self, shape: u32) -> Result<(), TooManyEvents> {
        let end = u32::try_from(self.event_values.len()).map_err(|_| TooManyEvents)?;
        self.shape.push(shape);
        self.ends.push(end);
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
        self.push_renumbered(other, name, value)?;
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
        for event in events {
            let event = self.event(event);
            let named = event.names.iter().zip(event.values);
            let kept = named.map(|(name, &value)| if dropped[name.index()] { Symbol::NONE } else { value });
            picked.event_values.extend(kept);
            // There are no more values than here, unless an event is picked twice.
            let _ = picked.end_event(event.shape);
        }
        picked.distinct = picked.distinct_again();
        picked
    }

    /// Keeps the events of the mask. A parameter that was saturated stays so, since its values are gone.
    pub(crate) fn retain(&mut self, kept: &[bool]) {
        let (mut from, mut to, mut events) = (0, 0, 0);
        for (event, _) in kept.iter().enumerate() {
            let end = self.ends[event] as usize;
            if kept[event] {
                self.event_values.copy_within(from..end, to);
                to += end - from;
                (self.shape[events], self.ends[events]) = (self.shape[event], to as u32);
                events += 1;
            }
            from = end;
        }
        self.event_values.truncate(to);
        self.shape.truncate(events);
        self.ends.truncate(events);
        self.distinct = self.distinct_again();
    }

    /// Forgets all events, and which parameters they saturated.
    pub(crate) fn clear(&mut self) {
        self.shape.clear();
        self.ends.clear();
        self.event_values.clear();
        self.distinct = DistinctValues::default();
    }

    /// The values that the events have now.
    fn distinct_again(&self) -> DistinctValues {
        let mut distinct = DistinctValues::default();
        for event in 0..self.shape.len() as u32 {
            let EventParameters { names, values, .. } = self.event(event);
            let kept = names.iter().zip(values).filter(|(_, value)| **value != Symbol::NONE);
            kept.for_each(|(&name, &value)| distinct.note(name, value, u32::MAX));
        }
        self.distinct.saturated().for_each(|name| distinct.saturate(name));
        distinct
    }

    /// The same parameters, names and values numbered in byte order, without the values of saturated parameters. Names
    /// that no event has are dropped.
    pub(crate) fn canonical(self) -> Self {
        let mut used = vec![false; self.values.symbol_count()];
        let kept = self.distinct.pairs.iter().filter(|(name, _)| !self.is_saturated(*name));
        kept.for_each(|(_, value)| used[value.index()] = true);
        let shapes = used_numbers(self.shapes.len(), self.shape.iter().map(|&shape| shape as usize));
        let named = self.shapes.iter().zip(shapes).filter(|(_, used)| *used).flat_map(|(names, _)| names);
        let named = used_numbers(self.names.symbol_count(), named.map(|name| name.index()));
        let (names, name_symbols) = self.names.canonical_where(|name| named[name.index()]);
        let (values, value_symbols) = self.values.canonical_where(|value| used[value.index()]);

        let distinct = self.distinct.renumbered(&name_symbols, &value_symbols);
        let mut canonical = Self { names, values, uncapped: self.uncapped.clone(), ..Self::default() };
        let value = |symbol: Symbol| match symbol {
            Symbol::NONE => Symbol::NONE,
            symbol => value_symbols[symbol.index()],
        };
        // There are no more values than before.
        let _ = canonical.push_renumbered(&self, |name| name_symbols[name.index()], value);
        canonical.distinct = distinct;
        canonical.forget_saturated_values();
        canonical
    }

    /// Adds the other's events. Each of its shapes is renumbered and sorted once, where an event first has it; an event's
    /// values then only change their places.
    fn push_renumbered(
        &mut self,
        other: &Self,
        name: impl Fn(Symbol) -> Symbol,
        value: impl Fn(Symbol) -> Symbol,
    ) -> Result<(), TooManyEvents> {
        let mut shapes: Vec<Option<(u32, Vec<usize>)>> = vec![None; other.shapes.len()];
        for event in 0..other.shape.len() as u32 {
            let event = other.event(event);
            let shape = shapes[event.shape as usize].get_or_insert_with(|| {
                let mut names: Vec<(Symbol, usize)> =
                    event.names.iter().map(|&old| name(old)).zip(0..).collect();
                names.sort_unstable();
                let sorted: Vec<Symbol> = names.iter().map(|(name, _)| *name).collect();
                (self.shapes.intern(&sorted).0, names.into_iter().map(|(_, place)| place).collect())
            });
            self.event_values.extend(shape.1.iter().map(|&place| value(event.values[place])));
            self.end_event(shape.0)?;
        }
        Ok(())
    }

    /// A value may be kept for another parameter's sake: a saturated one has none all the same.
    fn forget_saturated_values(&mut self) {
        let mut end = 0;
        for (&shape, &next_end) in self.shape.iter().zip(&self.ends) {
            let values = &mut self.event_values[end as usize..next_end as usize];
            end = next_end;
            for (&name, value) in self.shapes.get(shape).iter().zip(values) {
                if self.distinct.is_saturated(name) {
                    *value = Symbol::NONE;
                }
            }
        }
    }
}

/// Which values each parameter has had, until it is saturated.
#[derive(Clone, Debug, Default)]
struct DistinctValues {
    pairs: FxHashSet<(Symbol, Symbol)>,
    /// By the parameter's index: how many distinct values, or `None` where it is saturated.
    counts: Vec<Option<u32>>,
}

impl DistinctValues {
    fn is_saturated(&self, name: Symbol) -> bool {
        self.counts.get(name.index()).is_some_and(Option::is_none)
    }

    fn saturated(&self) -> impl Iterator<Item = Symbol> {
        let saturated = self.counts.iter().enumerate().filter(|(_, count)| count.is_none());
        saturated.map(|(index, _)| Symbol::from_index(index))
    }

    fn note(&mut self, name: Symbol, value: Symbol, cap: u32) {
        let Some(count) = self.count(name) else { return };
        let new = self.pairs.insert((name, value));
        let count = count + u32::from(new);
        self.counts[name.index()] = (count <= cap).then_some(count);
    }

    fn saturate(&mut self, name: Symbol) {
        self.count(name);
        self.counts[name.index()] = None;
    }

    fn count(&mut self, name: Symbol) -> Option<u32> {
        if self.counts.len() <= name.index() {
            self.counts.resize(name.index() + 1, Some(0));
        }
        self.counts[name.index()]
    }

    fn renumbered(&self, names: &[Symbol], values: &[Symbol]) -> Self {
        let mut renumbered = Self::default();
        let kept = self.pairs.iter().filter(|(name, _)| !self.is_saturated(*name));
        kept.for_each(|(name, value)| {
            renumbered.note(names[name.index()], values[value.index()], u32::MAX);
        });
        // A name that no event has is UNKNOWN now.
        let saturated = self.saturated().map(|name| names[name.index()]).filter(|name| !name.is_token());
        saturated.for_each(|name| renumbered.saturate(name));
        renumbered
    }
}
