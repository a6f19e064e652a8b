//! The values' part: how likely a parameter has a value.

use rustc_hash::FxHashMap;

use super::chain::Chance;
use crate::Symbol;
use crate::counts::{Pair, ValueCounts};

/// For each modelled parameter how likely its values are, whatever the command.
#[derive(Clone, Debug)]
pub struct ValueModel {
    seen: FxHashMap<Pair, Chance>,
    /// Any other value, by the parameter's index; `None` where the parameter is not modelled.
    unseen: Vec<Option<Chance>>,
}

impl ValueModel {
    pub(super) fn fit(counts: &ValueCounts, parameters: usize, modelled: &[Symbol]) -> Self {
        let mut model = Self { seen: FxHashMap::default(), unseen: vec![None; parameters] };
        for &given in modelled {
            let row = || counts.of_parameters.row(given);
            let total = row().map(|(_, count)| count + 1).sum::<u64>() + 1;
            let chances = row().map(|(seen, count)| (Pair { given, seen }, Chance::ratio(count + 1, total)));
            model.seen.extend(chances);
            model.unseen[given.index()] = Some(Chance::ratio(1, total));
        }
        model
    }

    /// P(value | parameter), or `None` where the parameter's values are not modelled.
    ///
    /// # Panics
    /// If the parameter is not one of the counts' vocabulary.
    pub fn value(&self, parameter: Symbol, value: Symbol) -> Option<Chance> {
        let unseen = self.unseen[parameter.index()]?;
        Some(self.seen.get(&Pair { given: parameter, seen: value }).copied().unwrap_or(unseen))
    }

    /// The parameters whose values are modelled, sorted by symbol.
    pub fn modelled(&self) -> impl Iterator<Item = Symbol> {
        let modelled = self.unseen.iter().enumerate().filter(|(_, unseen)| unseen.is_some());
        modelled.map(|(index, _)| Symbol::from_index(index))
    }

    /// Whether the parameter's values are modelled.
    ///
    /// # Panics
    /// If the parameter is not one of the counts' vocabulary.
    pub fn is_modelled(&self, parameter: Symbol) -> bool {
        self.unseen[parameter.index()].is_some()
    }
}
