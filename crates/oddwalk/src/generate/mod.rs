//! Makes up realistic audit logs with a known number of hidden intrusions.
//!
//! A log is the trace of an organisation at work. People hold roles, keep
//! office hours in their own time zones, take days off and do the workflows of
//! their role in their own manner; scheduled scripts and the service itself
//! work by the clock. Into this a few intrusions are planted that use nothing
//! but commands of normal work, in an order that nobody else uses.
//!
//! Commands and workflows come from a table, a "world". There is one for
//! Office 365; another kind of log needs only another table.
//!
//! ```text
//! let log = Generator::office365(Options { events: 100_000, ..Options::default() });
//! let answers = log.planted().to_vec();
//! write_csv(std::io::stdout(), log)?;
//! ```

mod calendar;
mod dice;
mod event;
mod generator;
mod library;
mod names;
mod office365;
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
mod world;
mod write;

pub use event::{Event, Parameter, Planted};
pub use generator::{Generator, Options};
pub use write::{COLUMNS, write_csv};
