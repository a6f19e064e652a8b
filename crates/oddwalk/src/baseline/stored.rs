//! Baselines as they are stored: plain data, checked when it comes back.

mod counts;
mod habits;
mod measured;
mod sample;

use std::collections::BTreeSet;

use oddwalk_core::{Boundary, Counts, MissingIdentity, Modellable, SessionOptions, Uncapped};
use oddwalk_logs::Overrides;
use serde::{Deserialize, Serialize};

use super::{About, Baseline, Baselines, Batch, BatchAbout, InputHash};
use counts::StoredCounts;
use measured::StoredMeasured;

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
    batches: Vec<StoredBatch>,
}

#[derive(Serialize, Deserialize)]
struct StoredBatch {
    name: String,
    time_range: Option<(i64, i64)>,
    inputs: BTreeSet<InputHash>,
    counts: StoredCounts,
    measured: Vec<StoredMeasured>,
    window_len: u64,
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
            counts: StoredCounts::of(baseline.base()),
            batches: baseline.batches().iter().map(StoredBatch::of).collect(),
        }
    }

    fn into_baseline(self) -> Result<Baseline, String> {
        let Self { recipe, wanted, sessions, time_range, inputs, modellable, counts, batches } = self;
        let sessions = sessions.into_options()?;
        let counts = counts.into_counts()?;
        let batches: Vec<Batch> =
            batches.into_iter().map(StoredBatch::into_batch).collect::<Result<_, _>>()?;
        if !batches.is_sorted_by(|a, b| a.name < b.name) {
            return Err("two batches of one name".to_owned());
        }
        let events =
            batches.iter().try_fold(size(&counts), |sum, batch| sum.checked_add(size(&batch.counts)));
        if events.is_none_or(|events| events >= 1 << 53) {
            return Err("more events than can be counted".to_owned());
        }
        let about = About { recipe, wanted, sessions, time_range, inputs };
        Baseline::of_batches(about, counts, batches, modellable.into_modellable())
            .map_err(|error| error.to_string())
    }
}

/// How much was counted, which stays exact below 2^53.
fn size(counts: &Counts) -> u64 {
    counts.uses().iter().sum()
}

impl StoredBatch {
    fn of(batch: &Batch) -> Self {
        let BatchAbout { time_range, inputs } = batch.about.clone();
        Self {
            name: batch.name.clone(),
            time_range,
            inputs,
            counts: StoredCounts::of(&batch.counts),
            measured: batch.measured.iter().map(StoredMeasured::of).collect(),
            window_len: batch.window_len as u64,
        }
    }

    fn into_batch(self) -> Result<Batch, String> {
        let Self { name, time_range, inputs, counts, measured, window_len } = self;
        let counts = counts.into_counts()?;
        let sampled = counts.habits().map_or(0, |habits| habits.sample.sessions.len());
        if measured.len() != sampled {
            return Err("a batch whose sessions were not all looked at".to_owned());
        }
        let measured = measured.into_iter().map(StoredMeasured::into_measured).collect::<Result<_, _>>()?;
        let window_len = usize::try_from(window_len).unwrap_or(usize::MAX);
        Ok(Batch { name, about: BatchAbout { time_range, inputs }, counts, measured, window_len })
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
