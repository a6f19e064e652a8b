//! What a caller can ask of the generator.

/// What to generate. The same options give the same log, byte for byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Any number; other seeds give other people, habits and intrusions.
    pub seed: u64,
    /// Least number of events; slightly more may come. Number of days and of
    /// people follow from it. A log needs some hundred events to hold the
    /// intrusions; smaller wishes are exceeded.
    pub events: u64,
    /// First day in local time, counted in days from 1970-01-01.
    pub first_day: i64,
    /// How many intrusions to hide in the log: each plot once if `None`. More
    /// than there are plots take them in turns, as far as there are victims.
    pub intrusions: Option<usize>,
}

impl Default for Options {
    /// 100 000 events from Monday, 8 April 2024, with each intrusion once.
    fn default() -> Self {
        Self { seed: 1, events: 100_000, first_day: 19_821, intrusions: None }
    }
}
