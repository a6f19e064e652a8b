//! A scan whose events are on disk: learn from each group of partitions, then score each.

use std::sync::Arc;

use oddwalk_core::{
    Calibration, Counts, EventLog, Examined, Judgement, LeaveOut, Measurer, Model, Quality, Score,
    ScoreOptions, Scorer, SessionOptions, Sessions, sessionize,
};
use rayon::prelude::*;

use super::examined::Examinations;
use super::groups::Groups;
use super::limit::{Cost, MemoryLimit, bytes_of};
use super::partitions::Partitions;
use super::run::Run;
use super::stored::Template;
use super::{Facts, SpillError};
use crate::judge::judgement;
use crate::{Baseline, FitOptions, Method, NoHabits, ScanError, calibration_of};

/// Counts that are added up: those of both, and their sum.
const ADDED_UP: u64 = 3;
/// Counts, and what a model makes of them.
const OF_MODEL: u64 = 2;

/// A log that does not fit into memory.
#[derive(Debug)]
pub struct SpilledLog {
    pub(super) partitions: Partitions,
    pub(super) limit: MemoryLimit,
    pub(super) sessions: SessionOptions,
    /// What was read; what sessions add to it is known when they are cut.
    pub quality: Quality,
}

/// What sessions are compared with.
#[derive(Clone, Copy, Debug)]
pub enum Learning<'a> {
    /// With what they teach themselves; of a session so much is left out where the method is `oddwalk`, by session or nothing.
    Fit(&'a FitOptions, LeaveOut),
    /// With what was learnt before.
    Baseline(&'a Baseline),
}

/// Sessions on disk with their scores, ranked group by group.
#[derive(Debug)]
pub struct SpilledScan {
    /// The model that scored them.
    pub model: Arc<Model>,
    /// How it scored them.
    pub options: ScoreOptions,
    /// What was taken out of the model before it looked at a session; `None` where the method is `msticpy`.
    pub leave_out: Option<LeaveOut>,
    /// What was read and what was not used.
    pub quality: Quality,
    /// How much there is of everything.
    pub facts: Facts,
    /// How many bytes were written to temporary files.
    pub disk_bytes: u64,
    pub(super) template: Template,
    pub(super) runs: Vec<Run>,
}

impl SpilledLog {
    /// Learns from all sessions, or from none where there is a baseline, and scores each. Of the oddest so many are to be
    /// explained.
    ///
    /// # Errors
    /// [`ScanError`] where nothing is left, habits are wanted that are not known, or memory or disk is not enough.
    pub fn scan(
        self,
        learning: Learning,
        method: Method,
        options: ScoreOptions,
        explained: usize,
    ) -> Result<SpilledScan, ScanError> {
        let cost = Cost::of_method(method);
        let model = match learning {
            Learning::Fit(fit, _) => Arc::new(self.fit(fit, cost)?),
            Learning::Baseline(baseline) => Arc::clone(&baseline.model),
        };
        let kept = OF_MODEL * bytes_of(model.counts());
        let mut pass = Pass {
            log: &self,
            model: &model,
            options,
            explained,
            cost,
            kept,
            runs: Vec::new(),
            facts: Facts::default(),
        };
        let leave_out = pass.all(learning, method)?;
        let Pass { runs, facts, .. } = pass;
        self.check(&facts)?;
        let quality =
            Quality { tied_events: facts.tied_events, time_range: facts.event_range, ..self.quality.clone() };
        let disk_bytes = self.partitions.bytes() + runs.iter().map(Run::bytes).sum::<u64>();
        let template = self.partitions.template().clone();
        Ok(SpilledScan { model, options, leave_out, quality, facts, disk_bytes, template, runs })
    }

    fn fit(&self, fit: &FitOptions, cost: Cost) -> Result<Model, ScanError> {
        let mut all: Option<Counts> = None;
        self.each_group(cost, 0, |log, sessions| {
            let counts = fit.counts(&log, &sessions);
            // Room for the sum.
            drop((log, sessions));
            let sum = match all.take() {
                None => counts,
                Some(others) => others.merge(&counts).map_err(SpillError::from)?,
            };
            let bytes = bytes_of(all.insert(sum));
            self.limit.check(ADDED_UP * bytes, "what is learnt")?;
            Ok(bytes)
        })?;
        let none = || fit.counts(&self.partitions.template().empty(), &Sessions::default());
        Ok(Model::fit(all.unwrap_or_else(none), fit.modellable.clone()))
    }

    /// Cuts the events of one group after the other into sessions. `kept` is what other things take; what is done with a group
    /// says what they take from then on.
    fn each_group(
        &self,
        cost: Cost,
        mut kept: u64,
        mut take: impl FnMut(EventLog, Sessions) -> Result<u64, ScanError>,
    ) -> Result<(), ScanError> {
        let sizes = self.partitions.sizes();
        let mut groups = Groups::new(&sizes, cost, self.limit);
        while let Some(group) = groups.next(kept)? {
            let log = self.partitions.load(&group)?;
            let sessions = sessionize(&log, &self.sessions);
            kept = take(log, sessions)?;
        }
        Ok(())
    }

    fn check(&self, facts: &Facts) -> Result<(), ScanError> {
        let quality = || Box::new(self.quality.clone());
        if self.partitions.sizes().iter().all(|size| size.events == 0) {
            return Err(ScanError::NoEvents(quality()));
        }
        if facts.sessions == 0 {
            let (too_short, without_identity) = (facts.too_short, facts.without_identity);
            return Err(ScanError::NoSessions { too_short, without_identity, quality: quality() });
        }
        Ok(())
    }
}

/// Scoring, group by group.
struct Pass<'a> {
    log: &'a SpilledLog,
    model: &'a Model,
    options: ScoreOptions,
    explained: usize,
    cost: Cost,
    /// What the model takes.
    kept: u64,
    runs: Vec<Run>,
    facts: Facts,
}

impl Pass<'_> {
    /// Scores all sessions, and says what was left out of the model where they are judged.
    fn all(&mut self, learning: Learning, method: Method) -> Result<Option<LeaveOut>, ScanError> {
        match (method, learning) {
            (Method::Msticpy, _) => {
                self.score()?;
                return Ok(None);
            }
            (Method::Oddwalk, Learning::Fit(_, LeaveOut::Nothing)) => {
                let by = calibration_of(self.model, &self.options).ok_or(NoHabits)?;
                self.judge_by(&by.calibration)?;
            }
            (Method::Oddwalk, Learning::Baseline(baseline)) => {
                let by = baseline.calibrate(&self.options).ok_or(NoHabits)?;
                self.judge_by(&by.calibration)?;
            }
            (Method::Oddwalk, Learning::Fit(_, leave_out)) => {
                self.judge_by_themselves(leave_out)?;
                return Ok(Some(leave_out));
            }
        }
        Ok(Some(LeaveOut::Nothing))
    }

    fn score(&mut self) -> Result<(), ScanError> {
        let log = self.log;
        log.each_group(self.cost, self.kept, |log, sessions| {
            let scores = Scorer::new(self.model, &log, &sessions).score(&self.options);
            self.write((&log, &sessions), &scores, None)?;
            Ok(self.kept)
        })
    }

    /// By what is known to be usual.
    fn judge_by(&mut self, calibration: &Calibration) -> Result<(), ScanError> {
        let log = self.log;
        log.each_group(self.cost, self.kept, |log, sessions| {
            let examined = self.measure(&log, &sessions, LeaveOut::Nothing)?;
            let judge =
                |examined: &Examined| judgement(calibration.judge(&examined.measured, false), examined);
            let judgements: Vec<Judgement> = examined.par_iter().map(judge).collect();
            let scores: Vec<Score> = examined.into_iter().map(|examined| examined.score).collect();
            self.write((&log, &sessions), &scores, Some((&judgements, LeaveOut::Nothing)))?;
            Ok(self.kept)
        })
    }

    /// By what is usual among themselves, which is known when all are measured.
    fn judge_by_themselves(&mut self, leave_out: LeaveOut) -> Result<(), ScanError> {
        let log = self.log;
        // Room for all from the first group on: the groups of both passes must be the same.
        let kept = self.kept + Examinations::bytes(self.model.counts().sessions());
        let mut examined = Examinations::default();
        log.each_group(self.cost, kept, |log, sessions| {
            examined.take(&log, &sessions, self.measure(&log, &sessions, leave_out)?);
            Ok(kept)
        })?;
        let (judged, mut first) = (examined.judge(), 0);
        log.each_group(self.cost, kept, |log, sessions| {
            let numbers = || first..first + sessions.len();
            let judgements: Vec<Judgement> = numbers().map(|number| judged.judgement(number)).collect();
            let scores: Vec<Score> = numbers().map(|number| judged.score(number)).collect();
            self.write((&log, &sessions), &scores, Some((&judgements, leave_out)))?;
            first += sessions.len();
            Ok(kept)
        })
    }

    fn measure(
        &self,
        log: &EventLog,
        sessions: &Sessions,
        leave_out: LeaveOut,
    ) -> Result<Vec<Examined>, NoHabits> {
        let measurer = Measurer::new(self.model, log, sessions).ok_or(NoHabits)?;
        Ok(measurer.measure(leave_out, &self.options))
    }

    /// Writes a group's sessions as a run.
    fn write(
        &mut self,
        (log, sessions): (&EventLog, &Sessions),
        scores: &[Score],
        judged: Option<(&[Judgement], LeaveOut)>,
    ) -> Result<(), SpillError> {
        self.facts = std::mem::take(&mut self.facts).plus(Facts::of(log, sessions).with_scores(scores));
        let by = (self.model, self.options);
        self.runs.push(Run::write((log, sessions), scores, judged, by, self.explained)?);
        Ok(())
    }
}
