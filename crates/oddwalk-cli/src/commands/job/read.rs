//! What was read, log by log, and what became of the rest.

use anyhow::Result;
use oddwalk::core::{Quality, SessionKind};
use oddwalk::report::RecipeQuality;
use oddwalk::{Scan, Sessionized};

use super::Job;

/// Sessions of one log, and what they are made of.
pub(crate) struct SessionsRead {
    /// The number of the log.
    pub(crate) log: usize,
    pub(crate) sessionized: Sessionized,
    pub(crate) kind: SessionKind,
}

/// All that was read: of each log what became of it.
pub(crate) struct Read<T> {
    pub(crate) parts: Vec<T>,
    /// What was read of logs of which nothing is left, with their recipes, and files that are no logs, without.
    pub(super) rest: Vec<(String, Quality)>,
}

/// Sessions with their scores, and what is to be noted about them.
pub(crate) struct Scored {
    /// The number of the log.
    pub(crate) log: usize,
    pub(crate) scan: Scan,
    pub(crate) notes: Vec<String>,
}

/// What is of a log of the job.
pub(crate) trait OfLog {
    /// The number of the log.
    fn log(&self) -> usize;
    fn quality(&self) -> &Quality;
}

impl OfLog for SessionsRead {
    fn log(&self) -> usize {
        self.log
    }

    fn quality(&self) -> &Quality {
        &self.sessionized.quality
    }
}

impl OfLog for Scored {
    fn log(&self) -> usize {
        self.log
    }

    fn quality(&self) -> &Quality {
        &self.scan.sessionized.quality
    }
}

impl<T> Read<T> {
    pub(super) fn filter_map<U>(self, change: impl FnMut(T) -> Option<U>) -> Read<U> {
        Read { parts: self.parts.into_iter().filter_map(change).collect(), rest: self.rest }
    }

    pub(super) fn try_map<U>(self, change: impl FnMut(T) -> Result<U>) -> Result<Read<U>> {
        Ok(Read { parts: self.parts.into_iter().map(change).collect::<Result<_>>()?, rest: self.rest })
    }
}

impl<T: OfLog> Read<T> {
    /// What was read and what was not used, by recipe.
    pub(crate) fn qualities<'a>(&'a self, job: &'a Job) -> Vec<RecipeQuality<'a>> {
        let parts = self.parts.iter();
        let parts = parts.map(|part| (job.recipe(part.log()), part.quality()));
        parts.chain(self.rest.iter().map(|(name, quality)| (name.as_str(), quality))).collect()
    }
}
