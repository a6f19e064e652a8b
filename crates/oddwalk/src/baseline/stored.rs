//! Baselines as they are stored: plain data, checked when it comes back.

use std::collections::BTreeSet;

use oddwalk_core::{
    Boundary, Counts, MissingIdentity, Model, Modellable, Pair, PairCounts, ParameterCounts, SessionOptions,
    Symbol, Uncapped, ValueCounts, Vocabulary,
};
use oddwalk_logs::Overrides;
use serde::{Deserialize, Serialize};

use super::{About, Baseline, Baselines, InputHash};

/// Everything in a file.
#[derive(Serialize, Deserialize)]
pub(super) struct Stored {
    baselines: Vec<StoredBaseline>,
}

#[derive(Serialize, Deserialize)]
struct StoredBaseline {
    recipe: String,
    wanted: Option<Overrides>,
    sessions: StoredSessionOptions,
    time_range: Option<(i64, i64)>,
    inputs: BTreeSet<InputHash>,
    modellable: StoredModellable,
    counts: StoredCounts,
}

#[derive(Serialize, Deserialize)]
struct StoredSessionOptions {
    max_duration: i64,
    max_gap: i64,
    cut_at_limit: bool,
    missing_identity: u8,
    min_events: u64,
}

/// Also which parameters keep all their values: `None` is none of them.
#[derive(Serialize, Deserialize)]
enum StoredModellable {
    Categories,
    Named(Vec<String>),
    All,
}

#[derive(Serialize, Deserialize)]
struct StoredCounts {
    sessions: u64,
    commands: Vec<String>,
    uses: Vec<u64>,
    transitions: StoredPairs,
    parameters: Option<StoredParameters>,
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

impl Stored {
    pub(super) fn of(baselines: &Baselines) -> Self {
        Self { baselines: baselines.all.iter().map(StoredBaseline::of).collect() }
    }

    /// # Errors
    /// Says what makes no sense.
    pub(super) fn into_baselines(self) -> Result<Baselines, String> {
        let all: Vec<Baseline> =
            self.baselines.into_iter().map(StoredBaseline::into_baseline).collect::<Result<_, _>>()?;
        if !all.is_sorted_by(|a, b| a.about.recipe < b.about.recipe) {
            return Err("two models of one recipe".to_owned());
        }
        Ok(Baselines { all })
    }
}

impl StoredBaseline {
    fn of(baseline: &Baseline) -> Self {
        let About { recipe, wanted, sessions, time_range, inputs } = baseline.about.clone();
        Self {
            recipe,
            wanted,
            sessions: StoredSessionOptions::of(&sessions),
            time_range,
            inputs,
            modellable: StoredModellable::of(baseline.model.modellable()),
            counts: StoredCounts::of(baseline.model.counts()),
        }
    }

    fn into_baseline(self) -> Result<Baseline, String> {
        let Self { recipe, wanted, sessions, time_range, inputs, modellable, counts } = self;
        let sessions = sessions.into_options()?;
        let counts = counts.into_counts()?;
        let model = Model::fit(counts, modellable.into_modellable());
        Ok(Baseline { about: About { recipe, wanted, sessions, time_range, inputs }, model: model.into() })
    }
}

impl StoredSessionOptions {
    fn of(options: &SessionOptions) -> Self {
        Self {
            max_duration: options.max_duration,
            max_gap: options.max_gap,
            cut_at_limit: options.boundary == Boundary::AtLeast,
            missing_identity: match options.missing_identity {
                MissingIdentity::Merge => 0,
                MissingIdentity::Separate => 1,
                MissingIdentity::Drop => 2,
            },
            min_events: options.min_events as u64,
        }
    }

    fn into_options(self) -> Result<SessionOptions, String> {
        let missing_identity = match self.missing_identity {
            0 => MissingIdentity::Merge,
            1 => MissingIdentity::Separate,
            2 => MissingIdentity::Drop,
            other => return Err(format!("{other} is no way to treat missing identities")),
        };
        if self.max_duration < 0 || self.max_gap < 0 {
            return Err("limits of sessions below 0".to_owned());
        }
        Ok(SessionOptions {
            max_duration: self.max_duration,
            max_gap: self.max_gap,
            boundary: if self.cut_at_limit { Boundary::AtLeast } else { Boundary::Over },
            missing_identity,
            min_events: usize::try_from(self.min_events).unwrap_or(usize::MAX),
        })
    }
}

impl StoredModellable {
    fn of(modellable: &Modellable) -> Self {
        match modellable {
            Modellable::Categories => Self::Categories,
            Modellable::Named(names) => Self::Named(names.iter().cloned().collect()),
            Modellable::All => Self::All,
        }
    }

    fn of_uncapped(uncapped: &Uncapped) -> Self {
        match uncapped {
            Uncapped::None => Self::Categories,
            Uncapped::Named(names) => Self::Named(names.clone()),
            Uncapped::All => Self::All,
        }
    }

    fn into_modellable(self) -> Modellable {
        match self {
            Self::Categories => Modellable::Categories,
            Self::Named(names) => Modellable::Named(names.into_iter().collect()),
            Self::All => Modellable::All,
        }
    }

    fn into_uncapped(self) -> Uncapped {
        match self {
            Self::Categories => Uncapped::None,
            Self::Named(names) => Uncapped::Named(names),
            Self::All => Uncapped::All,
        }
    }
}

impl StoredCounts {
    fn of(counts: &Counts) -> Self {
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
        }
    }

    fn into_counts(self) -> Result<Counts, String> {
        let Self { sessions, commands, uses, transitions, parameters } = self;
        let parameters = parameters.map(StoredParameters::into_counts).transpose()?;
        let (commands, transitions) = (vocabulary(&commands)?, pair_counts(transitions)?);
        Counts::from_parts(sessions, commands, uses, transitions, parameters, None)
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
