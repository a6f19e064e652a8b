//! Batches: what a baseline has learnt later, kept apart so that it can be taken out again.

use std::collections::BTreeSet;
use std::sync::Arc;

use oddwalk_core::{
    CannotMerge, Counts, Evidence, LeaveOut, Measure, Measured, Measurer, Model, Modellable, Sample,
    ScoreOptions,
};
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
    /// How the sessions of its sample looked to the baseline before they were learnt, in the sample's order. Whose they are the
    /// sample says. Empty where nobody has looked.
    pub measured: Vec<Measured>,
    /// How many events a window had then.
    pub window_len: usize,
}

impl Batch {
    /// How the sessions of its sample looked, with their actors as the model numbers them. `None` where there are no habits.
    pub(crate) fn measured_by(&self, model: &Model, options: &ScoreOptions) -> Option<Vec<Measured>> {
        let sample = &self.counts.habits()?.sample;
        let actors = Measurer::new(model, &sample.log, &sample.sessions)?;
        let with_actor =
            |(number, &measured): (usize, &Measured)| Measured { actor: actors.actor(number), ..measured };
        let mut measured: Vec<Measured> = self.measured.iter().enumerate().map(with_actor).collect();
        if self.window_len != options.window_len() {
            measured.iter_mut().for_each(|measured| measured.set(Evidence::Window, Measure::NONE));
        }
        Some(measured)
    }
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
    /// is that of everything together. `options` are those of the score.
    ///
    /// # Errors
    /// [`CannotJoin`] where there is a batch of this name, or other things were counted.
    pub fn update(
        &self,
        name: &str,
        about: BatchAbout,
        counts: Counts,
        options: &ScoreOptions,
    ) -> Result<Self, CannotJoin> {
        let Err(place) = self.place(name) else { return Err(CannotJoin::SameBatch(name.to_owned())) };
        let all = self.model.counts().merge(&counts)?;
        let mut batches = self.batches.clone();
        let (measured, window_len) = (self.look_at(&counts, options), options.window_len());
        batches.insert(place, Batch { name: name.to_owned(), about, counts, measured, window_len });
        let base = self.base.clone().unwrap_or_else(|| Arc::new(self.base().clone()));
        let model = Model::fit(all, self.model.modellable().clone()).into();
        Ok(Self { about: self.about.clone(), model, base: Some(base), batches })
    }

    /// How the sessions of the counts' sample look before they are learnt.
    fn look_at(&self, counts: &Counts, options: &ScoreOptions) -> Vec<Measured> {
        let measurer = counts.habits().and_then(|habits| {
            let Sample { log, sessions, .. } = &habits.sample;
            Measurer::new(&self.model, log, sessions)
        });
        let examined =
            measurer.map(|measurer| measurer.measure(LeaveOut::Nothing, options)).unwrap_or_default();
        examined.into_iter().map(|examined| Measured { actor: None, ..examined.measured }).collect()
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
