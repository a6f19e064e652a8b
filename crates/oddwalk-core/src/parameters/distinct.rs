//! The distinct values of parameters, as long as there are not too many.

use rustc_hash::FxHashSet;

use crate::Symbol;

/// Which values each parameter has had, until it is saturated.
#[derive(Clone, Debug, Default)]
pub(super) struct DistinctValues {
    pub(super) pairs: FxHashSet<(Symbol, Symbol)>,
    /// By the parameter's index: how many distinct values, or `None` where it is saturated.
    counts: Vec<Option<u32>>,
}

impl DistinctValues {
    pub(super) fn is_saturated(&self, name: Symbol) -> bool {
        self.counts.get(name.index()).is_some_and(Option::is_none)
    }

    pub(super) fn saturated(&self) -> impl Iterator<Item = Symbol> {
        let saturated = self.counts.iter().enumerate().filter(|(_, count)| count.is_none());
        saturated.map(|(index, _)| Symbol::from_index(index))
    }

    pub(super) fn note(&mut self, name: Symbol, value: Symbol, cap: u32) {
        let Some(count) = self.count(name) else { return };
        let new = self.pairs.insert((name, value));
        let count = count + u32::from(new);
        self.counts[name.index()] = (count <= cap).then_some(count);
    }

    pub(super) fn saturate(&mut self, name: Symbol) {
        self.count(name);
        self.counts[name.index()] = None;
    }

    fn count(&mut self, name: Symbol) -> Option<u32> {
        if self.counts.len() <= name.index() {
            self.counts.resize(name.index() + 1, Some(0));
        }
        self.counts[name.index()]
    }

    pub(super) fn renumbered(&self, names: &[Symbol], values: &[Symbol]) -> Self {
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
