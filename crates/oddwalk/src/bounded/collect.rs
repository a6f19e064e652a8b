//! Collecting: the parts of a log in memory, or on disk once they are too much.

use oddwalk_core::{EventLog, Quality, SessionKind, SessionOptions};
use oddwalk_logs::{ReadError, ReadOptions, read_parts};

use super::limit::{Cost, MemoryLimit};
use super::partitions::{Partitions, Size};
use super::scan::SpilledLog;
use crate::{Log, Method, ScanError, Sessionized};

/// A log that was read.
#[derive(Debug)]
pub enum LogRead {
    /// It is in memory, cut into sessions, and this is what they are made of.
    Held(Sessionized, SessionKind),
    /// It is on disk.
    Spilled(SpilledLog),
}

/// What has come so far.
enum Collected {
    Nothing,
    Held(EventLog, Size),
    Spilled(Partitions),
}

impl Log {
    /// As [`read`](Self::read), but where scoring the log by this method would take more memory than this, its events go to
    /// temporary files. Sessions that are given are always in memory.
    ///
    /// # Errors
    /// [`ScanError`] where nothing can be read or nothing is left, or the disk is full.
    pub fn read_within(
        &self,
        limit: MemoryLimit,
        method: Method,
        read: &ReadOptions,
        sessions: &SessionOptions,
    ) -> Result<LogRead, ScanError> {
        if self.is_given() {
            return self.read(read, sessions).map(|(sessionized, kind)| LogRead::Held(sessionized, kind));
        }
        let (mut collected, cost) = (Collected::Nothing, Cost::of_method(method));
        let mut quality = read_parts(self.files(), self.tables(), read, |part| {
            collected = std::mem::replace(&mut collected, Collected::Nothing).with(part, limit, cost)?;
            Ok::<_, ScanError>(())
        })?;
        self.describe(&mut quality);
        let log = match collected {
            Collected::Spilled(partitions) => {
                return Ok(LogRead::Spilled(SpilledLog { partitions, limit, sessions: *sessions, quality }));
            }
            Collected::Held(log, _) => log,
            Collected::Nothing => self.tables()[0].empty_log(),
        };
        Ok(LogRead::Held(Sessionized::of_log(log.canonical(), quality, sessions).checked()?, self.kind))
    }
}

impl Collected {
    fn with(self, part: EventLog, limit: MemoryLimit, cost: Cost) -> Result<Self, ScanError> {
        let (held, size) = match self {
            Self::Spilled(mut partitions) => {
                partitions.take(&part)?;
                return Ok(Self::Spilled(partitions));
            }
            Self::Held(log, size) => (Some(log), size + Size::of(&part)),
            Self::Nothing => (None, Size::of(&part)),
        };
        if cost.of(size) > limit.room(0) {
            let mut partitions = Partitions::new(&part)?;
            held.iter().chain([&part]).try_for_each(|log| partitions.take(log))?;
            return Ok(Self::Spilled(partitions));
        }
        let Some(mut log) = held else { return Ok(Self::Held(part, size)) };
        log.append(part).map_err(ReadError::from)?;
        Ok(Self::Held(log, size))
    }
}

impl SpilledLog {
    /// Events that are in memory, to be scanned beside others that are not.
    ///
    /// # Errors
    /// [`ScanError`] where the disk is full.
    pub fn of(
        sessionized: Sessionized,
        limit: MemoryLimit,
        sessions: SessionOptions,
    ) -> Result<Self, ScanError> {
        let Sessionized { log, quality, .. } = sessionized;
        let mut partitions = Partitions::new(&log)?;
        partitions.take(&log)?;
        Ok(Self {
            partitions,
            limit,
            sessions,
            quality: Quality { tied_events: 0, time_range: None, ..quality },
        })
    }

    /// How many bytes of it lie on disk, and where.
    pub fn on_disk(&self) -> (u64, &std::path::Path) {
        (self.partitions.bytes(), self.partitions.folder())
    }
}
