//! Judging: sessions compared with those that a model has learnt from.

use std::sync::Arc;

use oddwalk_core::{
    Calibration, Examined, Judgement, LeaveOut, Measured, Measurer, Model, ScoreOptions, Verdict,
};
use rayon::prelude::*;
use thiserror::Error;

use crate::{Baseline, Scan, Sessionized};

/// A model that has learnt no habits cannot judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the model has learnt no habits: it was made for --method msticpy")]
pub struct NoHabits;

/// Judgements, and how they came about.
#[derive(Clone, Debug)]
pub struct JudgedSessions {
    /// One for each session.
    pub judgements: Vec<Judgement>,
    /// What was taken out of the model before it looked at a session.
    pub leave_out: LeaveOut,
    /// The scores of the sessions that these were compared with; `None` where these were compared with themselves.
    pub sample: Option<SampleScores>,
}

/// What a model says of its own sessions.
#[derive(Clone, Debug, PartialEq)]
pub struct SampleScores {
    /// The score of each session of its sample, as if the model had not learnt from it.
    pub bits: Vec<f64>,
    /// How many sessions it has learnt from.
    pub sessions: u64,
}

/// How unusual sessions like those are that a model has learnt from.
#[derive(Clone, Debug)]
pub struct Calibrated {
    /// Judges sessions.
    pub calibration: Calibration,
    /// What it says of those that it was learnt from.
    pub sample: SampleScores,
}

impl Sessionized {
    /// Judges the sessions by a model with habits: each is measured by all kinds of evidence, and what is measured is
    /// compared with the sessions that the model has learnt from. Those are these very ones where something is left out; else
    /// they are others, of which the model has a sample.
    ///
    /// # Errors
    /// [`NoHabits`] where the model has none.
    pub fn judge(
        self,
        model: impl Into<Arc<Model>>,
        options: ScoreOptions,
        leave_out: LeaveOut,
    ) -> Result<Scan, NoHabits> {
        let model = model.into();
        let mut examined = self.examine(&model, &options, leave_out)?;
        if leave_out == LeaveOut::Actor {
            // Not even how odd the actor usually is may be known.
            examined.iter_mut().for_each(|examined| examined.measured.actor = None);
        }
        if leave_out == LeaveOut::Nothing {
            let calibrated = calibration_of(&model, &options).ok_or(NoHabits)?;
            return Ok(self.judged(model, options, &examined, calibrated));
        }
        let (_, verdicts) = Calibration::fit_and_judge(examined.iter().map(|examined| &examined.measured));
        let judgements =
            verdicts.into_iter().zip(&examined).map(|(verdict, it)| judgement(verdict, it)).collect();
        Ok(self.scan(model, options, &examined, JudgedSessions { judgements, leave_out, sample: None }))
    }

    /// Judges the sessions by a baseline, which has learnt from others.
    ///
    /// # Errors
    /// [`NoHabits`] where it was made without.
    pub fn judge_by(self, baseline: &Baseline, options: ScoreOptions) -> Result<Scan, NoHabits> {
        let model = Arc::clone(&baseline.model);
        let examined = self.examine(&model, &options, LeaveOut::Nothing)?;
        let calibrated = baseline.calibrate(&options).ok_or(NoHabits)?;
        Ok(self.judged(model, options, &examined, calibrated))
    }

    fn examine(
        &self,
        model: &Model,
        options: &ScoreOptions,
        leave_out: LeaveOut,
    ) -> Result<Vec<Examined>, NoHabits> {
        let measurer = Measurer::new(model, &self.log, &self.sessions).ok_or(NoHabits)?;
        Ok(measurer.measure(leave_out, options))
    }

    fn judged(self, model: Arc<Model>, options: ScoreOptions, examined: &[Examined], by: Calibrated) -> Scan {
        let judge =
            |examined: &Examined| judgement(by.calibration.judge(&examined.measured, false), examined);
        let judgements = examined.par_iter().map(judge).collect();
        let judged = JudgedSessions { judgements, leave_out: LeaveOut::Nothing, sample: Some(by.sample) };
        self.scan(model, options, examined, judged)
    }

    fn scan(
        self,
        model: Arc<Model>,
        options: ScoreOptions,
        examined: &[Examined],
        judged: JudgedSessions,
    ) -> Scan {
        let scores = examined.iter().map(|examined| examined.score).collect();
        Scan { sessionized: self, model, options, scores, judged: Some(judged) }
    }
}

pub(crate) fn judgement(verdict: Verdict, examined: &Examined) -> Judgement {
    Judgement {
        verdict,
        order_uncertain: examined.order_uncertain,
        history: (!examined.is_nobody).then_some(examined.measured.history),
    }
}

fn measured(examined: &[Examined]) -> Vec<Measured> {
    examined.iter().map(|examined| examined.measured).collect()
}

/// How unusual sessions like those are that the model has learnt from. `None` where it has no habits.
pub fn calibration_of(model: &Model, options: &ScoreOptions) -> Option<Calibrated> {
    calibrated(model, model, options)
}

/// By the sessions that a model has learnt from, whose actors are numbered as `whole` numbers them.
fn calibrated(model: &Model, whole: &Model, options: &ScoreOptions) -> Option<Calibrated> {
    let sample = &model.counts().habits()?.sample;
    let examined = Measurer::new(model, &sample.log, &sample.sessions)?.measure(LeaveOut::Session, options);
    let actors = Measurer::new(whole, &sample.log, &sample.sessions)?;
    let measured: Vec<Measured> = measured(&examined)
        .into_iter()
        .enumerate()
        .map(|(number, measured)| Measured { actor: actors.actor(number), ..measured })
        .collect();
    let calibration = Calibration::fit(&measured);
    let bits = measured.par_iter().map(|measured| calibration.judge(measured, true).score_bits).collect();
    let sample = SampleScores { bits, sessions: model.counts().sessions() };
    Some(Calibrated { calibration, sample })
}

impl Baseline {
    /// How unusual sessions like those are that were learnt before the first batch. What is usual for an actor is also known from
    /// the batches, by how they looked before they were learnt: later, they would look too usual.
    pub fn calibrate(&self, options: &ScoreOptions) -> Option<Calibrated> {
        if self.batches().is_empty() {
            return calibration_of(&self.model, options);
        }
        let base = Model::fit(self.base().clone(), self.model.modellable().clone());
        let mut calibrated = calibrated(&base, &self.model, options)?;
        for batch in self.batches() {
            calibrated.calibration.take_in(&batch.measured_by(&self.model, options)?);
        }
        Some(calibrated)
    }
}
