//! Baselines: fitted models with where they come from, and the file that keeps them.

mod batch;
mod file;
mod hash;
mod stored;

use std::collections::BTreeSet;
use std::sync::Arc;

use oddwalk_core::{CannotMerge, Counts, Model, SessionOptions};
use oddwalk_logs::Overrides;
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use batch::{Batch, BatchAbout, NoSuchBatch};
pub use file::{BadModelFile, FORMAT_VERSION};
pub use hash::hash_inputs;

use crate::alerts::joined;

/// A file's identity: its name and the SHA-256 of its bytes as they are on disk.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct InputHash {
    /// In lower-case hexadecimal digits.
    pub sha256: String,
    /// The name as it was given.
    pub name: String,
}

/// Where a model comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The kind of log, for logs that have a recipe; `table` for any other.
    pub recipe: String,
    /// What was wanted otherwise than the recipe has it, where events were read; for columns that were named by hand,
    /// what they are.
    pub wanted: Option<Overrides>,
    /// How events were cut into sessions.
    pub sessions: SessionOptions,
    /// The first and the last event's time, in nanoseconds since 1970-01-01 UTC; `None` where times are not known.
    pub time_range: Option<(i64, i64)>,
    /// The files that it has learnt from; standard input is not among them.
    pub inputs: BTreeSet<InputHash>,
}

/// A fitted model and where it comes from: a base, and the batches that it has learnt since.
#[derive(Clone, Debug)]
pub struct Baseline {
    /// Where the base comes from.
    pub about: About,
    /// The model of the base and all batches together.
    pub model: Arc<Model>,
    /// The base's counts, where there are batches; otherwise they are the model's.
    base: Option<Arc<Counts>>,
    /// Sorted by name.
    batches: Vec<Batch>,
}

/// Baselines that cannot be one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CannotJoin {
    /// They are of different kinds of logs, columns, or limits of sessions.
    #[error("the models were made with different {0}")]
    Made(&'static str),
    /// There is a batch of this name already.
    #[error("there is a batch `{0}` already: give this one another name")]
    SameBatch(String),
    /// Nobody knows which sessions are normal.
    #[error("the sessions are not judged: that takes --method oddwalk")]
    NotJudged,
    /// They count different things.
    #[error(transparent)]
    Counts(#[from] CannotMerge),
}

/// What a baseline and the logs that it scores have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlap {
    /// Files that the baseline has learnt from, byte for byte, by their names now.
    pub files: Vec<String>,
    /// The time that both cover, in nanoseconds since 1970-01-01 UTC.
    pub time_range: Option<(i64, i64)>,
}

impl Baseline {
    /// A model without batches.
    pub fn new(about: About, model: impl Into<Arc<Model>>) -> Self {
        Self { about, model: model.into(), base: None, batches: Vec::new() }
    }

    /// Both together: the same as if the model had learnt from all logs at once. The batches of both become part of the base,
    /// and cannot be taken out any more.
    ///
    /// # Errors
    /// [`CannotJoin`] where they are not of the same kind.
    pub fn merge(&self, other: &Self) -> Result<Self, CannotJoin> {
        let (mine, theirs) = (&self.about, &other.about);
        let differences = [
            (mine.recipe != theirs.recipe, "recipes"),
            (mine.wanted != theirs.wanted, "columns or conditions"),
            (mine.sessions != theirs.sessions, "limits of sessions"),
            (self.model.modellable() != other.model.modellable(), "--modellable"),
        ];
        if let Some((_, what)) = differences.into_iter().find(|(differs, _)| *differs) {
            return Err(CannotJoin::Made(what));
        }
        let counts = self.model.counts().merge(other.model.counts())?;
        let mut about = mine.clone();
        about.inputs = self.inputs().chain(other.inputs()).cloned().collect();
        about.time_range = joined(self.time_ranges().chain(other.time_ranges()));
        Ok(Self::new(about, Model::fit(counts, self.model.modellable().clone())))
    }

    /// The files that it has learnt from, those of batches among them.
    pub fn inputs(&self) -> impl Iterator<Item = &InputHash> {
        self.about.inputs.iter().chain(self.batches.iter().flat_map(|batch| &batch.about.inputs))
    }

    /// The first and the last time of the base and all batches, in nanoseconds since 1970-01-01 UTC.
    pub fn time_range(&self) -> Option<(i64, i64)> {
        joined(self.time_ranges())
    }

    fn time_ranges(&self) -> impl Iterator<Item = (i64, i64)> {
        self.about
            .time_range
            .into_iter()
            .chain(self.batches.iter().filter_map(|batch| batch.about.time_range))
    }

    /// What of these logs would be learnt a second time: files that the baseline has learnt, unless of other times; and where
    /// the times overlap, files of the same names, which may have grown since.
    pub fn learnt_already(
        &self,
        inputs: &BTreeSet<InputHash>,
        time_range: Option<(i64, i64)>,
    ) -> Option<Overlap> {
        let Overlap { mut files, time_range: common } = self.overlap(inputs, time_range);
        let are_apart = common.is_none() && time_range.is_some() && self.time_range().is_some();
        if common.is_some() {
            let grown = inputs.iter().filter(|input| self.inputs().any(|known| known.name == input.name));
            files.extend(grown.map(|input| input.name.clone()));
            files.sort_unstable();
            files.dedup();
        }
        (!files.is_empty() && !are_apart).then_some(Overlap { files, time_range: common })
    }

    /// What of these logs the model has seen already: it would find nothing odd in that.
    pub fn overlap(&self, inputs: &BTreeSet<InputHash>, time_range: Option<(i64, i64)>) -> Overlap {
        let learnt = |input: &&InputHash| self.inputs().any(|known| known.sha256 == input.sha256);
        let files = inputs.iter().filter(learnt).map(|input| input.name.clone()).collect();
        let common = |mine: (i64, i64)| {
            let theirs = time_range?;
            Some((mine.0.max(theirs.0), mine.1.min(theirs.1))).filter(|(begin, end)| begin <= end)
        };
        Overlap { files, time_range: joined(self.time_ranges().filter_map(common)) }
    }
}

/// The baselines of one file: at most one for each recipe.
#[derive(Clone, Debug, Default)]
pub struct Baselines {
    /// In the order of their recipes.
    pub all: Vec<Baseline>,
}

impl Baselines {
    /// The baseline of this kind of log.
    pub fn of(&self, recipe: &str) -> Option<&Baseline> {
        self.all.iter().find(|baseline| baseline.about.recipe == recipe)
    }

    /// Puts a baseline in the place of the one of the same recipe.
    pub fn replace(&mut self, baseline: Baseline) {
        let known = self.all.iter_mut().find(|known| known.about.recipe == baseline.about.recipe);
        if let Some(known) = known {
            *known = baseline;
        }
    }

    /// Without a batch, in each baseline that has it.
    ///
    /// # Errors
    /// [`NoSuchBatch`] where none has it.
    pub fn subtract(&self, name: &str) -> Result<Self, NoSuchBatch> {
        let without: Vec<Result<Baseline, NoSuchBatch>> =
            self.all.iter().map(|baseline| baseline.subtract(name)).collect();
        if without.iter().all(Result::is_err) {
            let known: BTreeSet<String> =
                without.into_iter().filter_map(Result::err).flat_map(|error| error.known).collect();
            return Err(NoSuchBatch { name: name.to_owned(), known: known.into_iter().collect() });
        }
        let all =
            self.all.iter().zip(without).map(|(with, without)| without.unwrap_or_else(|_| with.clone()));
        Ok(Self { all: all.collect() })
    }

    /// Adds a baseline, which is merged with one of the same recipe.
    ///
    /// # Errors
    /// [`CannotJoin`] where that one is not of the same kind.
    pub fn add(&mut self, baseline: Baseline) -> Result<(), CannotJoin> {
        let place = self.all.binary_search_by(|known| known.about.recipe.cmp(&baseline.about.recipe));
        match place {
            Ok(place) => self.all[place] = self.all[place].merge(&baseline)?,
            Err(place) => self.all.insert(place, baseline),
        }
        Ok(())
    }
}
