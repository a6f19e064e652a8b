//! The pipeline: from inputs to scored sessions.

use oddwalk_core::{
    Chain, Counts, EventLog, Findings, Quality, Score, ScoreOptions, SessionOptions, SessionText, Sessions,
    score,
};
use oddwalk_logs::{Input, ReadError, ReadOptions, Table, read_events, read_sessions};
use thiserror::Error;

/// How a scan is done, once the inputs are read.
#[derive(Clone, Copy, Debug)]
pub struct ScanOptions {
    /// How events are cut into sessions.
    pub sessions: SessionOptions,
    /// How sessions are scored.
    pub score: ScoreOptions,
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
            Self::Read(_) => None,
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

    fn checked(self) -> Result<Self, ScanError> {
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
    /// One score for each session.
    pub scores: Vec<Score>,
}

impl Scan {
    /// Fits a chain to the sessions, and scores the same sessions by it.
    fn of(sessionized: Sessionized, options: &ScoreOptions) -> Self {
        let Sessionized { log, sessions, .. } = &sessionized;
        let chain = Chain::fit(&Counts::of(sessions, log.commands().symbol_count()));
        let scores = score(&chain, sessions, options);
        Self { sessionized, scores }
    }

    /// The sessions, the oddest first.
    pub fn findings(&self) -> Findings<'_> {
        Findings::rank(&self.sessionized.log, &self.sessionized.sessions, &self.scores)
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
    let (log, quality) = read_events(inputs, table, read)?;
    let sessions = oddwalk_core::sessionize(&log, options);
    Sessionized { log, sessions, quality }.checked()
}

/// Reads the inputs as one log of events, cuts it into sessions, learns from all of them and scores each.
///
/// # Errors
/// [`ScanError`] where nothing can be read or nothing is left.
pub fn scan(
    inputs: &[Input],
    table: &Table,
    read: &ReadOptions,
    options: &ScanOptions,
) -> Result<Scan, ScanError> {
    Ok(Scan::of(sessionize(inputs, table, read, &options.sessions)?, &options.score))
}

/// Reads the inputs as sessions that are already cut, learns from all of them and scores each.
///
/// # Errors
/// [`ScanError`] where nothing can be read or nothing is left.
pub fn score_table(
    inputs: &[Input],
    table: &Table,
    read: &ReadOptions,
    options: &ScoreOptions,
) -> Result<Scan, ScanError> {
    let (log, sessions, quality) = read_sessions(inputs, table, read)?;
    Ok(Scan::of(Sessionized { log, sessions, quality }.checked()?, options))
}
