//! Records: where one is, and why one is not used.

use oddwalk_core::Reason;

/// Which record of the file is being read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// Counted from 1.
    pub(crate) row: u64,
    /// The line it begins on, counted from 1, where the file has lines.
    pub(crate) line: Option<u64>,
}

/// Why a record is not used, with the value that was found.
pub(crate) type Refusal = (Reason, String);
