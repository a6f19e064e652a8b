//! Parts: what is read of a file is handed over as reading goes on, so that no file has to fit into memory.

use std::mem;

use oddwalk_core::{EventLog, FileQuality, Quality};

use super::{Encoder, GivenSessions, KnownCells, empty_log, empty_quality};
use crate::duplicates::IdHash;
use crate::identity::LastEntity;
use crate::{FileError, ReadError};

/// A reader that has nothing to hand over asks every so many records whether anybody waits for it.
const ASK_EVERY: u64 = 1 << 13;

/// What one file gave, or a part of it.
pub(crate) struct FileRead {
    pub(crate) log: EventLog,
    pub(crate) sessions: GivenSessions,
    pub(crate) quality: Quality,
    /// The id of each event, where the table has ids.
    pub(crate) ids: Vec<IdHash>,
    /// Events whose parameters cannot be read, counted from 1.
    pub(crate) unreadable: Vec<u32>,
    /// Known at the end of the file.
    pub(crate) unseen_columns: Vec<Unseen>,
}

/// An entity column that no record of the file has, and the columns that they have.
#[derive(Clone, Debug)]
pub(crate) struct Unseen {
    pub(crate) column: String,
    pub(crate) existing: Vec<String>,
}

/// Reads some records that stand together, with an encoder for them alone.
pub(crate) type Apart = Box<dyn FnOnce(&mut Encoder) -> Result<(), FileError> + Send>;

/// Takes one file's parts in their order.
pub(crate) trait TakesParts {
    /// Takes the next part; `false` where nobody wants any more.
    fn part(&self, part: FileRead) -> bool;

    /// Has the next part read by any thread; `records` are before it. `false` where nobody wants any more.
    fn apart(&self, records: u64, read: Apart) -> bool;

    /// Whether anybody wants more.
    fn is_wanted(&self) -> bool;

    /// A part has no fewer events than this, but for the last one.
    fn events(&self) -> usize;

    /// About so many bytes are worth being read apart, if anything is.
    fn block(&self) -> Option<usize>;
}

/// Where the encoder of a file is between its parts.
#[derive(Default)]
pub(super) struct Parts<'a> {
    taker: Option<&'a dyn TakesParts>,
    /// Records in the parts before this one.
    pub(super) records_before: u64,
    pub(super) is_refused: bool,
}

impl FileRead {
    /// Takes back the events, one for each id, that are not to be kept: copies of events of other files.
    pub(crate) fn retain(&mut self, keep: &[bool]) {
        let copies = keep.iter().filter(|keep| !**keep).count();
        if copies == 0 {
            return;
        }
        let dropped = self.unreadable.iter().filter(|&&event| !keep[event as usize - 1]).count() as u64;
        self.quality.unreadable_parameters.count -= dropped;
        self.quality.drop_duplicates(0, copies as u64);
        self.log.retain(keep);
        self.quality.missing_identity = self.log.missing_identity();
    }
}

impl<'a> Encoder<'a> {
    /// Says who takes what was read before the file's end is reached.
    pub(crate) fn hand_over_to(&mut self, taker: &'a dyn TakesParts) {
        self.parts.taker = Some(taker);
    }

    /// Says that so many of the file's records are before those that this encoder takes.
    pub(crate) fn begin_behind(&mut self, records: u64) {
        self.parts.records_before = records;
    }

    /// Says that no record of the file has a needed column that [`has_columns`](Self::has_columns) does not know.
    pub(crate) fn has_no_other_columns(&mut self) {
        self.rules.know_all();
    }

    /// Whether reading goes on. To be asked where nothing of this encoder is kept by the reader: what was read is handed
    /// over if it is as large as a part.
    pub(crate) fn goes_on(&mut self) -> bool {
        if let Some(taker) = self.parts.taker {
            if self.log.len() >= taker.events() {
                self.hand_over(taker);
            } else if self.file.records % ASK_EVERY == ASK_EVERY - 1 {
                self.parts.is_refused |= !taker.is_wanted();
            }
        }
        !self.is_stopped()
    }

    /// About how many bytes are worth being read [apart](Self::apart), or `None` where this encoder has to see all records: one
    /// has to know the ids of all others.
    pub(crate) fn block(&self) -> Option<usize> {
        self.parts.taker.filter(|_| self.columns.id.is_none() && self.rules.are_settled())?.block()
    }

    /// Has the next records, so many, read by any thread. Everything the encoder was told of the file's columns has to be
    /// told again to the one that they are read with.
    pub(crate) fn apart(&mut self, records: u64, read: Apart) {
        let Some(taker) = self.parts.taker else { return };
        if self.file.records > 0 {
            self.hand_over(taker);
        }
        self.parts.is_refused |= !taker.apart(self.parts.records_before, read);
        self.parts.records_before += records;
    }

    /// What was read since the last part; reading goes on behind it.
    pub(crate) fn part(&mut self) -> Result<FileRead, ReadError> {
        if let Some(fatal) = self.fatal.take() {
            return Err(fatal);
        }
        let name = self.file.name.clone();
        let log = mem::replace(&mut self.log, empty_log(self.table, &name));
        let mut quality = mem::replace(&mut self.quality, empty_quality(self.table, self.columns));
        let file = mem::replace(&mut self.file, FileQuality { name, ..FileQuality::default() });
        self.parts.records_before += file.records;
        quality.files.push(file);
        // They know numbers of the log that is gone.
        (self.last_entity, self.known) = (LastEntity::default(), KnownCells::default());
        let (ids, unreadable) = (mem::take(&mut self.ids), mem::take(&mut self.unreadable));
        let (sessions, unseen_columns) = (mem::take(&mut self.sessions), Vec::new());
        Ok(FileRead { log, sessions, quality, ids, unreadable, unseen_columns })
    }

    fn hand_over(&mut self, taker: &dyn TakesParts) {
        if self.fatal.is_some() || !self.rules.are_settled() {
            return;
        }
        if let Ok(part) = self.part() {
            self.parts.is_refused |= !taker.part(part);
        }
    }
}
