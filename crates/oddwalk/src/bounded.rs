//! Logs larger than memory: the same sessions, model and findings, part by part.
//!
//! A log that does not fit is split by actor into temporary files. Sessions never cross entities, and entities never cross
//! actors, so that each file can be cut, counted and scored alone; counts add up, and findings are merged from sorted runs.

mod batch;
mod collect;
mod examined;
mod facts;
mod groups;
mod limit;
mod merge;
mod order;
mod partitions;
mod run;
mod saturation;
mod scan;
mod stored;

use std::io;
use std::path::{Path, PathBuf};

use oddwalk_core::{CannotMerge, TooManyEvents};
use thiserror::Error;

pub use self::batch::Batch;
pub use self::collect::LogRead;
pub use self::facts::Facts;
use self::limit::whole_mebibytes;
pub use self::limit::{MemoryLimit, mebibytes};
pub use self::merge::SpilledFindings;
pub use self::scan::{Learning, SpilledLog, SpilledScan};

/// Why a log that is larger than memory could not be scanned.
#[derive(Debug, Error)]
pub enum SpillError {
    /// Temporary files cannot be written or read.
    #[error("{}: temporary files for what does not fit into memory: {error}; TMPDIR names another folder", .folder.display())]
    Io {
        /// Where they are.
        folder: PathBuf,
        /// What went wrong.
        error: io::Error,
    },
    /// What was read back is not what was written.
    #[error("{}: a temporary file was damaged: {error}", .folder.display())]
    Damaged {
        /// Where it is.
        folder: PathBuf,
        /// What is wrong.
        error: postcard::Error,
    },
    /// The limit is too small.
    #[error("a memory limit of {} is too small for {what}: that alone takes at least {}", whole_mebibytes(*.limit), mebibytes(*.least))]
    TooSmall {
        /// What needs more.
        what: &'static str,
        /// The limit, in bytes.
        limit: u64,
        /// What would do, in bytes.
        least: u64,
    },
    /// There are more events than can be numbered.
    #[error(transparent)]
    TooManyEvents(#[from] TooManyEvents),
    /// Parts of one log that were counted differently; no log is known to cause this.
    #[error(transparent)]
    CannotMerge(#[from] CannotMerge),
}

impl SpillError {
    fn io(folder: &Path, error: io::Error) -> Self {
        Self::Io { folder: folder.to_owned(), error }
    }

    fn damaged(folder: &Path, error: postcard::Error) -> Self {
        Self::Damaged { folder: folder.to_owned(), error }
    }
}
