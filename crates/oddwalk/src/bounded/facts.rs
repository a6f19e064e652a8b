//! What is told of a scan as a whole.

use std::collections::BTreeSet;

use oddwalk_core::{EventLog, Score, Sessions};

use crate::alerts::joined;
use crate::{Scan, Sessionized};

/// How much there is of everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Sessions that were kept.
    pub sessions: u64,
    /// Those of them that are too short for a window.
    pub unscored: u64,
    /// Distinct entities of all events.
    pub entities: u64,
    /// Distinct commands of all events.
    pub commands: BTreeSet<String>,
    /// Distinct names of parameters.
    pub parameters: BTreeSet<String>,
    /// Sessions that were left out since they have too few events.
    pub too_short: u64,
    /// Events that were left out since a value of their entity is missing.
    pub without_identity: u64,
    /// Events that share their time with another one of their entity.
    pub tied_events: u64,
    /// From the first event of all sessions to the last.
    pub time_range: Option<(i64, i64)>,
    /// From the first event of all to the last, those that are in no session among them.
    pub event_range: Option<(i64, i64)>,
}

impl Facts {
    /// Of events cut into sessions.
    pub fn of(log: &EventLog, sessions: &Sessions) -> Self {
        let texts = |vocabulary: &oddwalk_core::Vocabulary| vocabulary.texts().map(str::to_owned).collect();
        Self {
            sessions: sessions.len() as u64,
            unscored: 0,
            entities: log.entities().len() as u64,
            commands: texts(log.commands()),
            parameters: log.parameters().map(|parameters| texts(parameters.names())).unwrap_or_default(),
            too_short: sessions.sessions_too_short(),
            without_identity: sessions.events_without_identity(),
            tied_events: sessions.tied_events(),
            time_range: sessions.time_range(),
            event_range: log.time_range(),
        }
    }

    /// With those sessions counted that have no score.
    #[must_use]
    pub fn with_scores(self, scores: &[Score]) -> Self {
        Self { unscored: scores.iter().filter(|score| !score.is_scored()).count() as u64, ..self }
    }

    /// Both together; no entity is in both.
    #[must_use]
    pub fn plus(mut self, other: Self) -> Self {
        self.commands.extend(other.commands);
        self.parameters.extend(other.parameters);
        Self {
            sessions: self.sessions + other.sessions,
            unscored: self.unscored + other.unscored,
            entities: self.entities + other.entities,
            commands: self.commands,
            parameters: self.parameters,
            too_short: self.too_short + other.too_short,
            without_identity: self.without_identity + other.without_identity,
            tied_events: self.tied_events + other.tied_events,
            time_range: joined(self.time_range.into_iter().chain(other.time_range)),
            event_range: joined(self.event_range.into_iter().chain(other.event_range)),
        }
    }
}

impl From<&Sessionized> for Facts {
    fn from(sessionized: &Sessionized) -> Self {
        Self::of(&sessionized.log, &sessionized.sessions)
    }
}

impl From<&Scan> for Facts {
    fn from(scan: &Scan) -> Self {
        Self::from(&scan.sessionized).with_scores(&scan.scores)
    }
}
