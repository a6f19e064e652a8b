//! Counts as they are stored.

use oddwalk_core::{Counts, Pair, PairCounts, ParameterCounts, Symbol, ValueCounts, Vocabulary};
use serde::{Deserialize, Serialize};

use super::StoredModellable;
use super::habits::StoredHabits;

#[derive(Serialize, Deserialize)]
pub(super) struct StoredCounts {
    sessions: u64,
    commands: Vec<String>,
    uses: Vec<u64>,
    transitions: StoredPairs,
    parameters: Option<StoredParameters>,
    habits: Option<StoredHabits>,
}

#[derive(Serialize, Deserialize)]
struct StoredParameters {
    names: Vec<String>,
    of_commands: StoredPairs,
    values: Option<StoredValues>,
}

#[derive(Serialize, Deserialize)]
struct StoredValues {
    texts: Vec<String>,
    of_parameters: StoredPairs,
    saturated: Vec<u32>,
    uncapped: StoredModellable,
}

type StoredPairs = Vec<(u32, u32, u64)>;

impl StoredCounts {
    pub(super) fn of(counts: &Counts) -> Self {
        Self {
            sessions: counts.sessions(),
            commands: texts(counts.commands()),
            uses: counts.uses().to_vec(),
            transitions: pairs(counts.transitions()),
            parameters: counts.parameters().map(|parameters| StoredParameters {
                names: texts(&parameters.names),
                of_commands: pairs(&parameters.of_commands),
                values: parameters.values.as_ref().map(|values| StoredValues {
                    texts: texts(&values.texts),
                    of_parameters: pairs(&values.of_parameters),
                    saturated: values.saturated.iter().map(|name| name.index() as u32).collect(),
                    uncapped: StoredModellable::of_uncapped(&values.uncapped),
                }),
            }),
            habits: counts.habits().map(|habits| StoredHabits::of(habits, counts)),
        }
    }

    pub(super) fn into_counts(self) -> Result<Counts, String> {
        let Self { sessions, commands, uses, transitions, parameters, habits } = self;
        let parameters = parameters.map(StoredParameters::into_counts).transpose()?;
        let (commands, transitions) = (vocabulary(&commands)?, pair_counts(transitions)?);
        let habits = habits.map(|habits| habits.into_habits(&commands, parameters.as_ref())).transpose()?;
        Counts::from_parts(sessions, commands, uses, transitions, parameters, habits)
            .map_err(|error| error.to_string())
    }
}

impl StoredParameters {
    fn into_counts(self) -> Result<ParameterCounts, String> {
        let values = self.values.map(StoredValues::into_counts).transpose()?;
        Ok(ParameterCounts {
            names: vocabulary(&self.names)?,
            of_commands: pair_counts(self.of_commands)?,
            values,
        })
    }
}

impl StoredValues {
    fn into_counts(self) -> Result<ValueCounts, String> {
        Ok(ValueCounts {
            texts: vocabulary(&self.texts)?,
            of_parameters: pair_counts(self.of_parameters)?,
            saturated: self.saturated.into_iter().map(|index| Symbol::from_index(index as usize)).collect(),
            uncapped: self.uncapped.into_uncapped(),
        })
    }
}

fn texts(vocabulary: &Vocabulary) -> Vec<String> {
    vocabulary.texts().map(str::to_owned).collect()
}

fn vocabulary(texts: &[String]) -> Result<Vocabulary, String> {
    let sorted = Vocabulary::from_sorted(texts.iter().map(String::as_str));
    sorted.ok_or_else(|| "texts that are not in order".to_owned())
}

fn pairs(counts: &PairCounts) -> StoredPairs {
    counts.iter().map(|(pair, count)| (pair.given.index() as u32, pair.seen.index() as u32, count)).collect()
}

fn pair_counts(stored: StoredPairs) -> Result<PairCounts, String> {
    let symbol = |index: u32| Symbol::from_index(index as usize);
    let pair = |(given, seen, count)| (Pair { given: symbol(given), seen: symbol(seen) }, count);
    PairCounts::from_sorted(stored.into_iter().map(pair).collect())
        .ok_or_else(|| "pairs that are not in order".to_owned())
}
