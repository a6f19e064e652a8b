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
    Held(Box<Sessionized>, SessionKind),
    /// It is on disk.
    Spilled(Box<SpilledLog>),
}

/// What has come so far: in memory, or on disk.
#[derive(Default)]
struct Collected {
    held: Option<EventLog>,
    size: Size,
    spilled: Option<Partitions>,
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
            let (sessionized, kind) = self.read(read, sessions)?;
            return Ok(LogRead::Held(Box::new(sessionized), kind));
        }
        let (mut collected, cost) = (Collected::default(), Cost::of_method(method));
        let mut quality =
            read_parts(self.files(), self.tables(), read, |part| collected.take(part, limit, cost))?;
        self.describe(&mut quality);
        if let Some(partitions) = collected.spilled {
            return Ok(LogRead::Spilled(Box::new(SpilledLog {
                partitions,
                limit,
                sessions: *sessions,
                quality,
            })));
        }
        let log = collected.held.unwrap_or_else(|| self.tables()[0].empty_log()).canonical();
        let sessionized = Sessionized::of_log(log, quality, sessions).checked()?;
        Ok(LogRead::Held(Box::new(sessionized), self.kind))
    }
}

impl Collected {
    fn take(&mut self, part: EventLog, limit: MemoryLimit, cost: Cost) -> Result<(), ScanError> {
        if let Some(partitions) = &mut self.spilled {
            return Ok(partitions.take(&part)?);
        }
        self.size += Size::of(&part);
        match &mut self.held {
            Some(log) => log.append(part).map_err(ReadError::from)?,
            None => self.held = Some(part),
        }
        if let Some(log) = self.held.take_if(|log| cost.of_log(log, self.size) > limit.room(0)) {
            let mut partitions = Partitions::new(&log)?;
            partitions.take(&log)?;
            self.spilled = Some(partitions);
        }
        Ok(())
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
