//! The model: counts made ready for scoring, smoothed the way msticpy does it.
//!
//! One chain over commands, with an optional part for parameters and an optional part for their values. What was never
//! seen has one probability per row: it is kept as that constant, never as a table of everything by everything.

mod chain;
mod habits;
mod parameters;
mod tables;
mod values;

use std::collections::BTreeSet;

pub use chain::{Chain, Chance};
pub(crate) use habits::{ActorCommand, ContentTables, HabitTables, ValueRow};
pub use parameters::{KnownParameter, ParameterModel, Presence, SetChance};
pub use tables::Row;
pub use values::ValueModel;

use crate::counts::ValueCounts;
use crate::{Counts, Symbol, Vocabulary};

/// Which parameters have their values modelled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Modellable {
    /// Those that look like categories: at most 20 distinct values, at least 20 uses, and at most one distinct value for
    /// ten uses.
    #[default]
    Categories,
    /// These, whatever their values look like.
    Named(BTreeSet<String>),
    /// Every one.
    All,
}

/// Counts and what follows from them. A model that is not fitted does not exist.
#[derive(Clone, Debug)]
pub struct Model {
    counts: Counts,
    modellable: Modellable,
    chain: Chain,
    parameters: Option<ParameterModel>,
    values: Option<ValueModel>,
    habits: Option<HabitTables>,
}

impl Model {
    /// Fits the model. `modellable` matters where values were counted.
    pub fn fit(counts: Counts, modellable: Modellable) -> Self {
        let chain = Chain::fit(&counts);
        let parameters = counts
            .parameters()
            .map(|parameters| ParameterModel::fit(parameters, &chain, counts.uses().len()));
        let values = counts.parameters().and_then(|parameters| {
            let values = parameters.values.as_ref()?;
            let uses = parameters.of_commands.column_totals(parameters.names.symbol_count());
            let modelled = modellable.choose(values, &parameters.names, &uses);
            Some(ValueModel::fit(values, parameters.names.symbol_count(), &modelled))
        });
        let habits = HabitTables::of(&counts);
        Self { counts, modellable, chain, parameters, values, habits }
    }

    /// What the model has learnt from.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Which parameters were to have their values modelled.
    pub fn modellable(&self) -> &Modellable {
        &self.modellable
    }

    /// The names of the parameters whose values are modelled.
    pub fn modelled_parameters(&self) -> impl Iterator<Item = &str> {
        let parts = self.values.iter().zip(self.counts.parameters());
        parts.flat_map(|(values, parameters)| values.modelled().map(|name| parameters.names.text(name)))
    }

    /// The commands' part.
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// The parameters' part, where they were counted.
    pub fn parameters(&self) -> Option<&ParameterModel> {
        self.parameters.as_ref()
    }

    /// The habits' part, where they were counted.
    pub(crate) fn habit_tables(&self) -> Option<&HabitTables> {
        self.habits.as_ref()
    }

    /// As if so many commands were known.
    #[cfg(test)]
    pub(crate) fn set_vocabulary(&mut self, vocabulary: usize) {
        self.habits.iter_mut().for_each(|tables| tables.walks.vocabulary = vocabulary);
    }

    /// The values' part, where they were counted.
    pub fn values(&self) -> Option<&ValueModel> {
        self.values.as_ref()
    }
}

impl Modellable {
    /// The parameters whose values are modelled, sorted by symbol. A saturated one has nothing to model.
    fn choose(&self, values: &ValueCounts, names: &Vocabulary, uses: &[u64]) -> Vec<Symbol> {
        let chosen = |&name: &Symbol| match self {
            Self::All => true,
            Self::Named(chosen) => chosen.contains(names.text(name)),
            Self::Categories => {
                let (distinct, uses) = (values.of_parameters.row(name).len() as u64, uses[name.index()]);
                (1..=20).contains(&distinct) && uses >= 20 && 100 * distinct <= 10 * uses
            }
        };
        let kept = |name: &Symbol| values.saturated.binary_search(name).is_err();
        names.symbols().filter(chosen).filter(kept).collect()
    }
}
