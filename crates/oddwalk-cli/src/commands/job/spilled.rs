//! Logs that do not fit into memory: what was read of each, and its sessions once they are scored.

use anyhow::{Result, anyhow};
use oddwalk::core::Quality;
use oddwalk::{Learning, LogRead, MemoryLimit, Method, SpilledLog, SpilledScan};

use super::read::OfLog;
use super::{Job, Read, SessionsRead};
use crate::options::Scoring;
use crate::talk::Talk;

/// All logs, in memory or on disk.
pub(crate) enum ReadWithin {
    Held(Read<SessionsRead>),
    Spilled(Read<SpilledRead>),
}

/// Events of one log, on disk.
pub(crate) struct SpilledRead {
    /// The number of the log.
    pub(crate) log: usize,
    pub(crate) spilled: SpilledLog,
}

/// Sessions of one log with their scores, on disk, and what is to be noted about them.
pub(crate) struct SpilledScored {
    /// The number of the log.
    pub(crate) log: usize,
    pub(crate) scan: SpilledScan,
    pub(crate) notes: Vec<String>,
}

impl OfLog for SpilledScored {
    fn log(&self) -> usize {
        self.log
    }

    fn quality(&self) -> &Quality {
        &self.scan.quality
    }
}

impl Job {
    /// Reads the inputs as sessions, or puts them on disk where they take more memory than this.
    pub(crate) fn read_within(&self, limit: MemoryLimit, method: Method, talk: Talk) -> Result<ReadWithin> {
        self.say_recipes(talk);
        let read = self.reading(talk, || {
            self.of_each_log(self.logs.iter().enumerate(), |(log, job)| {
                let sessions = job.sessions.unwrap_or_default();
                Ok((log, job.log.read_within(limit, method, &self.input.read, &sessions)?))
            })
        })?;
        if read.parts.iter().all(|(_, read)| matches!(read, LogRead::Held(..))) {
            let held = read.filter_map(|(log, read)| match read {
                LogRead::Held(sessionized, kind) => {
                    Some(SessionsRead { log, sessionized: *sessionized, kind: self.logs[log].kind(kind) })
                }
                LogRead::Spilled(_) => None,
            });
            return Ok(ReadWithin::Held(held));
        }
        // Given sessions would be cut again.
        if let Some(job) = self.logs.iter().find(|job| job.log.is_given()) {
            return Err(anyhow!(
                "{}: its sessions are cut already, and stay in memory, while another log does not fit: scan them apart",
                job.log.recipe
            ));
        }
        let spilled = read.try_map(|(log, read)| {
            let spilled = match read {
                LogRead::Spilled(spilled) => *spilled,
                LogRead::Held(sessionized, _) => {
                    SpilledLog::of(*sessionized, limit, self.logs[log].sessions.unwrap_or_default())?
                }
            };
            Ok(SpilledRead { log, spilled })
        });
        spilled.map(ReadWithin::Spilled)
    }

    /// Scores all sessions, each log's by its baseline or by a model of themselves. So many of the oddest are explained.
    pub(crate) fn score_spilled(
        &self,
        read: Read<SpilledRead>,
        scoring: Scoring,
        explained: usize,
        talk: Talk,
    ) -> Result<Read<SpilledScored>> {
        let Read { parts, rest } = read;
        let parts = parts.into_iter().map(|part| (part.log, part.spilled));
        let mut scored = self.of_each_log(parts, |(log, spilled)| {
            let (job, fit) = (&self.logs[log], self.logs[log].fit_of(self.logs[log].fit.kind));
            let fit = oddwalk::FitOptions { order: scoring.order, ..fit };
            let learning = match &job.baseline {
                Some(baseline) => Learning::Baseline(baseline),
                None => Learning::Fit(&fit, scoring.leave_out),
            };
            let scan = spilled.scan(learning, scoring.method, scoring.options, explained)?;
            let notes = self.say_notes(log, &scan.facts, fit.kind, talk);
            Ok(SpilledScored { log, scan, notes })
        })?;
        scored.rest = rest.into_iter().filter(|(name, _)| !name.is_empty()).chain(scored.rest).collect();
        Ok(scored)
    }
}
