//! Batches: what a baseline has learnt later, kept apart so that it can be taken out again.

use std::collections::BTreeSet;
use std::sync::Arc;

use oddwalk_core::{CannotMerge, Counts, Model, Modellable};
use thiserror::Error;

use super::{About, Baseline, CannotJoin, InputHash};

/// Where a batch comes from; the rest is the baseline's own [`About`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BatchAbout {
    /// The first and the last event's time, in nanoseconds since 1970-01-01 UTC; `None` where times are not known.
    pub time_range: Option<(i64, i64)>,
    /// The files that it comes from; standard input is not among them.
    pub inputs: BTreeSet<InputHash>,
}

/// What a baseline has learnt in one update.
#[derive(Clone, Debug)]
pub struct Batch {
    /// What it is called, for [`Baseline::subtract`].
    pub name: String,
    /// Where it comes from.
    pub about: BatchAbout,
    /// What was counted.
    pub counts: Counts,
}

/// A baseline has no batch of this name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("there is no batch `{name}`; {}", known_batches(.known))]
pub struct NoSuchBatch {
    /// The name that was asked for.
    pub name: String,
    /// The names that there are, sorted.
    pub known: Vec<String>,
}

fn known_batches(known: &[String]) -> String {
    match known {
        [] => "there are none".to_owned(),
        known => format!("there are: {}", known.join(", ")),
    }
}

impl Baseline {
    /// The batches that were learnt one by one, sorted by name.
    pub fn batches(&self) -> &[Batch] {
        &self.batches
    }

    /// What was counted before the first batch.
    pub fn base(&self) -> &Counts {
        self.base.as_deref().unwrap_or_else(|| self.model.counts())
    }

    /// Learns from more sessions, which are kept apart under a name: [`subtract`](Self::subtract) takes them out again. The model
    /// is that of everything together.
    ///
    /// # Errors
    /// [`CannotJoin`] where there is a batch of this name, or other things were counted.
    pub fn update(&self, name: &str, about: BatchAbout, counts: Counts) -> Result<Self, CannotJoin> {
        let Err(place) = self.place(name) else { return Err(CannotJoin::SameBatch(name.to_owned())) };
        let all = self.model.counts().merge(&counts)?;
        let mut batches = self.batches.clone();
        batches.insert(place, Batch { name: name.to_owned(), about, counts });
        let base = self.base.clone().unwrap_or_else(|| Arc::new(self.base().clone()));
        let model = Model::fit(all, self.model.modellable().clone()).into();
        Ok(Self { about: self.about.clone(), model, base: Some(base), batches })
    }

    /// Without a batch: the same, byte for byte, as if it had never been learnt.
    ///
    /// # Errors
    /// [`NoSuchBatch`] where there is none of this name.
    pub fn subtract(&self, name: &str) -> Result<Self, NoSuchBatch> {
        let unknown = || NoSuchBatch {
            name: name.to_owned(),
            known: self.batches.iter().map(|batch| batch.name.clone()).collect(),
        };
        let place = self.place(name).map_err(|_| unknown())?;
        let mut batches = self.batches.clone();
        batches.remove(place);
        // They were merged before, in another order.
        let (about, modellable) = (self.about.clone(), self.model.modellable().clone());
        Self::of_batches(about, self.base().clone(), batches, modellable).map_err(|_| unknown())
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.batches.binary_search_by(|batch| batch.name.as_str().cmp(name))
    }

    /// A base, and batches sorted by name.
    pub(super) fn of_batches(
        about: About,
        base: Counts,
        batches: Vec<Batch>,
        modellable: Modellable,
    ) -> Result<Self, CannotMerge> {
        if batches.is_empty() {
            return Ok(Self::new(about, Model::fit(base, modellable)));
        }
        let mut all = base.clone();
        for batch in &batches {
            all = all.merge(&batch.counts)?;
        }
        let model = Model::fit(all, modellable).into();
        Ok(Self { about, model, base: Some(base.into()), batches })
    }
}
