//! The kinds of logs there are.

use std::io::{self, Write};

use super::event::Event;
use super::generator::Generator;
use super::options::Options;
use super::{cloudtrail, windows, write};

/// A kind of log that can be made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Changes made by the administrators of an Office 365 tenant.
    Office365,
    /// Calls to the programming interfaces of an AWS account.
    CloudTrail,
    /// Processes started on the Windows machines of a company.
    Windows,
}

impl Kind {
    /// A log of this kind.
    #[must_use]
    pub fn log(self, options: Options) -> Generator {
        match self {
            Self::Office365 => Generator::office365(options),
            Self::CloudTrail => Generator::cloudtrail(options),
            Self::Windows => Generator::windows(options),
        }
    }

    /// What to call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Office365 => "Office 365 admin log",
            Self::CloudTrail => "AWS CloudTrail log",
            Self::Windows => "Windows process log",
        }
    }

    /// Name for a file of it.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Office365 => "office365.csv",
            Self::CloudTrail => "cloudtrail.ndjson",
            Self::Windows => "windows.csv",
        }
    }

    /// Writes events of this kind in the form that the file's name promises,
    /// and returns how many were written.
    ///
    /// # Errors
    ///
    /// Gives back whatever error `out` gives.
    pub fn write(self, out: impl Write, events: impl IntoIterator<Item = Event>) -> io::Result<u64> {
        match self {
            Self::Office365 => write::write_csv(out, events),
            Self::CloudTrail => cloudtrail::write_cloudtrail(out, events),
            Self::Windows => windows::write_windows(out, events),
        }
    }
}
