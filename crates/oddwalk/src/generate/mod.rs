//! Makes up realistic logs with a known number of hidden intrusions.
//!
//! A log is the trace of an organisation at work. People hold roles, keep
//! office hours in their own time zones, take days off and do the workflows of
//! their role in their own manner; scheduled scripts and the service itself
//! work by the clock. Into this a few intrusions are planted that use nothing
//! but commands of normal work, in an order, a number or by somebody that is
//! not usual.
//!
//! Commands and workflows come from a table, a "world": Office 365, an AWS
//! account, Windows machines. Another kind of log needs only another table and
//! a writer.
//!
//! ```text
//! let log = Kind::Office365.log(Options { events: 100_000, ..Options::default() });
//! let answers = log.planted().to_vec();
//! Kind::Office365.write(std::io::stdout(), log)?;
//! ```

mod actor;
mod calendar;
mod cloudtrail;
mod dice;
mod event;
mod generator;
mod kind;
mod labels;
mod library;
mod names;
mod office365;
mod options;
mod people;
mod places;
mod planner;
mod plot;
mod routine;
mod scale;
mod sitting;
mod template;
#[cfg(test)]
mod tests;
mod windows;
mod world;
mod write;

pub use cloudtrail::{write_cloudtrail, write_cloudtrail_records};
pub use event::{Event, Parameter, Planted};
pub use generator::Generator;
pub use kind::Kind;
pub use labels::write_labels;
pub use options::Options;
pub use windows::{WINDOWS_COLUMNS, write_windows};
pub use write::{COLUMNS, write_csv};
