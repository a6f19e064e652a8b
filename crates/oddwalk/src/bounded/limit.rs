//! The memory limit, and what things take of it.

use std::fs;

use oddwalk_core::{Counts, EventLog};

use super::SpillError;
use super::partitions::Size;
use crate::Method;

/// What the program takes whatever it does.
const PROGRAM: u64 = 24 << 20;
/// Records that are being read by each thread.
const READING: u64 = 8 << 20;
/// Machines are thought to have so much where they do not tell.
const UNKNOWN_MACHINE: u64 = 4 << 30;

/// How much memory a scan may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemoryLimit {
    bytes: u64,
}

/// What each event takes at most, and each value or carried text of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cost {
    pub(super) event: u64,
    pub(super) cell: u64,
    /// Each entity has at least one session.
    pub(super) entity: u64,
}

impl Cost {
    /// Events that are cut, counted and scored by the method `msticpy`.
    const MSTICPY: Self = Self { event: 34, cell: 16, entity: 200 };
    /// The same by the method `oddwalk`.
    const ODDWALK: Self = Self { event: 84, cell: 24, entity: 900 };

    /// What it takes to score events.
    pub(super) fn of_method(method: Method) -> Self {
        match method {
            Method::Msticpy => Self::MSTICPY,
            Method::Oddwalk => Self::ODDWALK,
        }
    }

    /// What it takes to score a log of this size.
    pub(super) fn of_log(self, log: &EventLog, size: Size) -> u64 {
        self.of(size) + log.text_bytes() as u64 + log.entities().len() as u64 * self.entity
    }

    pub(super) fn of(self, size: Size) -> u64 {
        size.events * self.event + size.cells * self.cell + size.texts
    }
}

impl MemoryLimit {
    /// So many bytes.
    pub fn new(bytes: u64) -> Self {
        Self { bytes }
    }

    /// Two thirds of the memory that the machine has, or the container.
    pub fn of_machine() -> Self {
        let machine = memory_total().into_iter().chain(container_limit()).min();
        Self { bytes: machine.unwrap_or(UNKNOWN_MACHINE) / 3 * 2 }
    }

    /// In bytes.
    pub fn bytes(self) -> u64 {
        self.bytes
    }

    /// What is left beside other things.
    pub(super) fn room(self, kept: u64) -> u64 {
        self.bytes.saturating_sub(fixed() + kept)
    }

    /// Says that this much more than what the program always takes must fit.
    pub(super) fn check(self, needed: u64, what: &'static str) -> Result<(), SpillError> {
        let least = needed + fixed();
        if least <= self.bytes {
            Ok(())
        } else {
            Err(SpillError::TooSmall { what, limit: self.bytes, least })
        }
    }
}

fn fixed() -> u64 {
    PROGRAM + READING * rayon::current_num_threads() as u64
}

/// Whole mebibytes, rounded up, in words.
pub fn mebibytes(bytes: u64) -> String {
    format!("{} MiB", bytes.div_ceil(1 << 20))
}

/// Whole mebibytes, rounded down, in words.
pub(super) fn whole_mebibytes(bytes: u64) -> String {
    format!("{} MiB", bytes >> 20)
}

/// What counts take, about.
pub(super) fn bytes_of(counts: &Counts) -> u64 {
    const PER_ENTRY: usize = 24;
    const PER_TEXT: usize = 64;
    let texts = counts.commands().len() + counts.values().map_or(0, |values| values.texts.len());
    let parameters = counts.parameters().map_or(0, |parameters| parameters.of_commands.len());
    let values = counts.values().map_or(0, |values| values.of_parameters.len());
    let habits = counts.habits().map_or(0, |habits| {
        let runs: usize = habits.runs.iter().map(oddwalk_core::Table::len).sum();
        let by_actor = habits.steps.len() + habits.volumes.len() + habits.lengths.len();
        runs + by_actor + habits.values.len() + 4 * habits.actors.len() + habits.sample.log.len()
    });
    let entries = counts.transitions().len() + parameters + values + habits;
    (entries * PER_ENTRY + texts * PER_TEXT) as u64
}

fn memory_total() -> Option<u64> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1 << 10)
}

/// Without a limit the file says `max`.
fn container_limit() -> Option<u64> {
    ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
        .iter()
        .find_map(|path| fs::read_to_string(path).ok()?.trim().parse().ok())
}
