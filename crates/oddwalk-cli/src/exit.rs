//! Exit codes, all of them.

use std::process::ExitCode;

/// How the command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Everything was done. A reader that closes the pipe early is no failure.
    Fine,
    /// There are findings of the kind that `--fail-on` asks for. This comes before [`Partial`](Self::Partial).
    Alert,
    /// The arguments make no sense.
    Usage,
    /// The input cannot be read, or nothing is left of it; or the output cannot be written.
    Input,
    /// It was done, but files were skipped or more records were rejected than `--max-rejected` allows.
    Partial,
    /// Interrupted by the user.
    Interrupted,
}

impl Exit {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Alert => 1,
            Self::Usage => 2,
            Self::Input => 3,
            Self::Partial => 4,
            Self::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        exit.code().into()
    }
}
