//! Parameters: what each event's command was given, by name and, where known, by value.

use rustc_hash::FxHashSet;

use crate::interner::Lists;
use crate::{Symbol, Vocabulary};

/// How many distinct values of one parameter are kept before it is saturated.
pub const VALUE_CAP: u32 = 4_096;

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
    /// How many distinct values this parameter may have.
    pub(crate) fn cap(&self, parameter: &str) -> u32 {
        match self {
            Self::All => u32::MAX,
            Self::Named(names) if names.iter().any(|name| name == parameter) => u32::MAX,
            _ => VALUE_CAP,
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

    /// Whether the parameter has lost its values, since it has too many.
    pub fn is_saturated(&self, name: Symbol) -> bool {
        self.distinct.is_saturated(name)
    }

    /// The parameters that have lost their values, sorted by symbol.
    pub(crate) fn saturated(&self) -> impl Iterator<Item = Symbol> {
        self.distinct.saturated()
    }

    /// Which parameters keep all their values.
    pub(crate) fn uncapped(&self) -> &Uncapped {
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
    pub fn push<'t>(&mut self, parameters: impl Iterator<Item = (&'t str, Option<&'t str>)>) {
        let mut event: Vec<(Symbol, Symbol)> = Vec::new();
        for (name, value) in parameters {
            let name = self.names.intern(name);
            let value = value.map_or(Symbol::NONE, |value| self.value(name, value));
            match event.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => *known = value,
                None => event.push((name, value)),
            }
        }
        self.push_symbols(&mut event);
    }

    fn push_symbols(&mut self, event: &mut [(Symbol, Symbol)]) {
        event.sort_unstable_by_key(|(name, _)| *name);
        let names: Vec<Symbol> = event.iter().map(|(name, _)| *name).collect();
        self.shape.push(self.shapes.intern(&names).0);
        self.event_values.extend(event.iter().map(|(_, value)| *value));
        self.ends.push(self.event_values.len() as u32);
    }

    fn value(&mut self, name: Symbol, value: &str) -> Symbol {
        if value.is_empty() || self.distinct.is_saturated(name) {
            return Symbol::NONE;
        }
        let value = self.values.intern(value);
        self.distinct.note(name, value, self.uncapped.cap(self.names.text(name)));
        value
    }

    /// Adds the other's events behind these.
    pub(crate) fn append(&mut self, other: &Self) {
        let names: Vec<Symbol> = other.names.texts().map(|text| self.names.intern(text)).collect();
        let values: Vec<Symbol> = other.values.texts().map(|text| self.values.intern(text)).collect();
        let name = |symbol: Symbol| names[symbol.index() - Symbol::TOKENS];
        let value = |symbol: Symbol| match symbol {
            Symbol::NONE => Symbol::NONE,
            symbol => values[symbol.index() - Symbol::TOKENS],
        };
        self.push_renumbered(other, name, value);
        other.distinct.pairs.iter().for_each(|&(theirs, their_value)| {
            let mine = name(theirs);
            self.distinct.note(mine, value(their_value), self.uncapped.cap(self.names.text(mine)));
        });
        other.distinct.saturated().for_each(|theirs| self.distinct.saturate(name(theirs)));
    }

    /// The same parameters, names and values numbered in byte order, without the values of saturated parameters.
    pub(crate) fn canonical(self) -> Self {
        let mut used = vec![false; self.values.symbol_count()];
        let kept = self.distinct.pairs.iter().filter(|(name, _)| !self.is_saturated(*name));
        kept.for_each(|(_, value)| used[value.index()] = true);
        let (names, name_symbols) = self.names.canonical();
        let (values, value_symbols) = self.values.canonical_where(|value| used[value.index()]);

        let distinct = self.distinct.renumbered(&name_symbols, &value_symbols);
        let mut canonical = Self { names, values, uncapped: self.uncapped.clone(), ..Self::default() };
        let value = |symbol: Symbol| match symbol {
            Symbol::NONE => Symbol::NONE,
            symbol => value_symbols[symbol.index()],
        };
        canonical.push_renumbered(&self, |name| name_symbols[name.index()], value);
        canonical.distinct = distinct;
        canonical.forget_saturated_values();
        canonical
    }

    fn push_renumbered(
        &mut self,
        other: &Self,
        name: impl Fn(Symbol) -> Symbol,
        value: impl Fn(Symbol) -> Symbol,
    ) {
        let mut pairs = Vec::new();
        for event in 0..other.shape.len() as u32 {
            let event = other.event(event);
            pairs.clear();
            pairs.extend(event.names.iter().zip(event.values).map(|(&n, &v)| (name(n), value(v))));
            self.push_symbols(&mut pairs);
        }
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
        self.saturated().for_each(|name| renumbered.saturate(names[name.index()]));
        renumbered
    }
}
