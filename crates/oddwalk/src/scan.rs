//! The pipeline: from inputs to scored sessions.

use std::sync::Arc;

use oddwalk_core::{
    Counts, DEFAULT_ORDER, EventLog, Findings, Judged, LeaveOut, Model, Modellable, Part, Quality, Score,
    ScoreOptions, Scorer, SessionKind, SessionOptions, SessionText, Sessions,
};
use oddwalk_logs::{BY_HAND, Input, ReadError, ReadOptions, Table};
use thiserror::Error;

use crate::{JudgedSessions, Log, NoHabits, SpillError};

/// What is learnt from sessions.
#[derive(Clone, Debug)]
pub struct FitOptions {
    /// What of an event is counted.
    pub kind: SessionKind,
    /// Which parameters have their values modelled.
    pub modellable: Modellable,
    /// How many commands before a command matter at most, where habits are learnt too; `None` where they are not, which is
    /// enough for the method `msticpy`.
    pub order: Option<u8>,
}

impl Default for FitOptions {
    /// Commands alone, and habits.
    fn default() -> Self {
        Self { kind: SessionKind::default(), modellable: Modellable::default(), order: Some(DEFAULT_ORDER) }
    }
}

impl FitOptions {
    pub(crate) fn counts(&self, log: &EventLog, sessions: &Sessions) -> Counts {
        match self.order {
            None => Counts::of(log, sessions, self.kind),
            Some(order) => Counts::of_habits(log, sessions, self.kind, order),
        }
    }
}

/// How sessions are scored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// Equal to msticpy 3.0.2: a session is as odd as its rarest window.
    Msticpy,
    /// By all kinds of evidence, calibrated. A model that is made of the very sessions that are judged looks at each as if
    /// this had not been counted; one that was made before has nothing to leave out.
    #[default]
    Oddwalk,
}

/// A scan that has no result.
#[derive(Debug, Error)]
pub enum ScanError {
    /// Nothing could be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Everything that was read was refused or left out; the quality says why.
    #[error("no events are left of {} records", .0.records())]
    NoEvents(Box<Quality>),
    /// Memory or temporary files are not enough.
    #[error(transparent)]
    Spill(#[from] SpillError),
    /// Habits are wanted, and were not learnt.
    #[error(transparent)]
    NoHabits(#[from] NoHabits),
    /// There are events, but every session was left out.
    #[error("no sessions are left of {} events: {}", .quality.events(), left_out(*.too_short, *.without_identity))]
    NoSessions {
        /// How many sessions are shorter than `min_events`.
        too_short: u64,
        /// How many events were dropped since a value of their entity is missing.
        without_identity: u64,
        /// What was read and what was not used.
        quality: Box<Quality>,
    },
}

impl ScanError {
    /// What was read and what was not used, where reading came to an end.
    pub fn quality(&self) -> Option<&Quality> {
        match self {
            Self::Read(_) | Self::Spill(_) | Self::NoHabits(_) => None,
            Self::NoEvents(quality) | Self::NoSessions { quality, .. } => Some(quality),
        }
    }
}

fn left_out(too_short: u64, without_identity: u64) -> String {
    let reasons =
        [(too_short, "sessions have too few events"), (without_identity, "events lack an identity")];
    let given = reasons.iter().filter(|(count, _)| *count > 0);
    given.map(|(count, reason)| format!("{count} {reason}")).collect::<Vec<_>>().join(", ")
}

/// Events cut into sessions.
#[derive(Debug)]
pub struct Sessionized {
    /// Every event.
    pub log: EventLog,
    /// The sessions.
    pub sessions: Sessions,
    /// What was read and what was not used.
    pub quality: Quality,
}

impl Sessionized {
    /// The sessions with their texts, ordered by entity, then time.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = SessionText<'_>> {
        self.sessions.iter().map(|session| SessionText::new(&self.log, session))
    }

    pub(crate) fn checked(self) -> Result<Self, ScanError> {
        if self.log.is_empty() {
            return Err(ScanError::NoEvents(Box::new(self.quality)));
        }
        if self.sessions.is_empty() {
            return Err(ScanError::NoSessions {
                too_short: self.sessions.sessions_too_short(),
                without_identity: self.sessions.events_without_identity(),
                quality: Box::new(self.quality),
            });
        }
        Ok(self)
    }
}

/// Sessions and their scores.
#[derive(Debug)]
pub struct Scan {
    /// The sessions that were scored.
    pub sessionized: Sessionized,
    /// The model that scored them.
    pub model: Arc<Model>,
    /// How it scored them.
    pub options: ScoreOptions,
    /// One score for each session.
    pub scores: Vec<Score>,
    /// What the method `oddwalk` has found out; `None` where the method is `msticpy`.
    pub judged: Option<JudgedSessions>,
}

impl Sessionized {
    /// Learns from the sessions.
    pub fn fit(&self, options: &FitOptions) -> Model {
        self.fit_of(&self.sessions, options)
    }

    /// Learns from the sessions that began before a time, and keeps the others. Also says how many were learnt from.
    pub fn fit_until(&mut self, time: i64, options: &FitOptions) -> (Model, usize) {
        let (earlier, others) = self.sessions.split_at(time);
        self.sessions = others;
        (self.fit_of(&earlier, options), earlier.len())
    }

    fn fit_of(&self, sessions: &Sessions, options: &FitOptions) -> Model {
        Model::fit(options.counts(&self.log, sessions), options.modellable.clone())
    }

    /// Scores the sessions by a model, which may have learnt from them or from others.
    pub fn score(self, model: impl Into<Arc<Model>>, options: ScoreOptions) -> Scan {
        let model = model.into();
        let scores = Scorer::new(&model, &self.log, &self.sessions).score(&options);
        Scan { sessionized: self, model, options, scores, judged: None }
    }
}

impl Scan {
    /// What was taken out of the model before it looked at a session; `None` where the method is `msticpy`.
    pub fn left_out(&self) -> Option<LeaveOut> {
        self.judged.as_ref().map(|judged| judged.leave_out)
    }

    /// The sessions, the oddest first.
    pub fn findings(&self) -> Findings<'_> {
        Findings::rank([self.part(BY_HAND)])
    }

    /// The sessions as a part of a ranking of several recipes: [`Findings::rank`] takes one of each.
    pub fn part<'a>(&'a self, recipe: &'a str) -> Part<'a> {
        let Self { sessionized: Sessionized { log, sessions, .. }, model, options, scores, judged } = self;
        let judged = judged.as_ref();
        let judged = judged
            .map(|JudgedSessions { judgements, leave_out, .. }| Judged { judgements, leave_out: *leave_out });
        Part { recipe, log, sessions, scores, model, options: *options, judged }
    }
}

/// Reads the inputs as one log of events and cuts it into sessions.
///
/// # Errors
/// [`ScanError`] where nothing can be read or nothing is left.
pub fn sessionize(
    inputs: &[Input],
    table: &Table,
    read: &ReadOptions,
    options: &SessionOptions,
) -> Result<Sessionized, ScanError> {
    let log = Log::of_table(inputs, table.clone(), SessionKind::Commands);
    log.read(read, options).map(|(sessionized, _)| sessionized)
}

/// All of it: reads the inputs as one log of events, cuts it into sessions, learns from them and scores each, which is
/// left out of what was learnt where `fit` learns habits and the method looks at them.
///
/// # Errors
/// [`ScanError`] where nothing can be read or nothing is left, or habits are wanted that are not learnt.
pub fn scan(
    inputs: &[Input],
    table: &Table,
    read: &ReadOptions,
    sessions: &SessionOptions,
    fit: &FitOptions,
    method: Method,
    score: ScoreOptions,
) -> Result<Scan, ScanError> {
    let sessionized = sessionize(inputs, table, read, sessions)?;
    let model = sessionized.fit(fit);
    match method {
        Method::Msticpy => Ok(sessionized.score(model, score)),
        Method::Oddwalk => Ok(sessionized.judge(model, score, LeaveOut::Session)?),
    }
}

/// Reads the inputs as sessions that are already cut. The kind is what the first event of all is made of.
///
/// # Errors
/// [`ScanError`] where nothing can be read or nothing is left.
pub fn read_session_table(
    inputs: &[Input],
    table: &Table,
    read: &ReadOptions,
) -> Result<(Sessionized, SessionKind), ScanError> {
    Log::of_table(inputs, table.clone(), SessionKind::Commands).read(read, &SessionOptions::default())
}
