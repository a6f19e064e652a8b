//! Joining: the parts of many files as what was read of one log.

use oddwalk_core::{EventLog, Quality, SessionKind};

use crate::duplicates::SeenIds;
use crate::encode::{FileRead, GivenSessions, Unseen};
use crate::error::nearest;
use crate::{FileError, ReadError, Table};

/// A file that could not be read to its end, and why.
pub(super) type Problem = (String, FileError);

/// A part of a file.
pub(super) struct Piece {
    pub(super) read: FileRead,
    pub(super) end: End,
}

/// Whether a file ends with a part.
pub(super) enum End {
    No,
    Yes,
    /// It could not be read any further.
    Early(Problem),
}

impl End {
    /// The end of a file that was read until there was nothing more, or a problem.
    pub(super) fn of_file(name: String, problem: Option<FileError>) -> Self {
        problem.map_or(Self::Yes, |problem| Self::Early((name, problem)))
    }
}

/// What was read of all parts so far, but for their events.
#[derive(Default)]
pub(super) struct Joined {
    quality: Quality,
    seen_ids: SeenIds,
    /// Named columns that no file has which was read to its end.
    unseen_columns: Vec<Unseen>,
    any_whole: bool,
    first_problem: Option<Problem>,
    /// Whether the file of the next part has begun.
    is_in_file: bool,
}

impl Joined {
    /// Takes the next part; gives what is kept of it.
    pub(super) fn join(&mut self, piece: Piece) -> (EventLog, GivenSessions) {
        let Piece { mut read, end } = piece;
        let is_new: Vec<bool> = read.ids.iter().map(|id| self.seen_ids.is_new(*id)).collect();
        read.retain(&is_new);
        self.count(read.quality);
        self.is_in_file = matches!(end, End::No);
        match end {
            End::No => {}
            End::Yes => self.file_is_whole(read.unseen_columns),
            End::Early(problem) => self.first_problem = self.first_problem.take().or(Some(problem)),
        }
        (read.log, read.sessions)
    }

    fn count(&mut self, quality: Quality) {
        self.quality.append(quality);
        if self.is_in_file
            && let Some(part) = self.quality.files.pop()
            && let Some(file) = self.quality.files.last_mut()
        {
            file.records += part.records;
            file.events += part.events;
            file.problem = part.problem;
        }
    }

    fn file_is_whole(&mut self, unseen: Vec<Unseen>) {
        let known = &mut self.unseen_columns;
        known.retain(|known| unseen.iter().any(|here| here.column == known.column));
        if !self.any_whole {
            *known = unseen;
        }
        self.any_whole = true;
    }

    /// What became of the records, behind the last file.
    pub(super) fn finish(self) -> Result<Quality, ReadError> {
        if let Some(Unseen { column, existing }) = self.unseen_columns.into_iter().next() {
            let nearest = nearest(&column, &existing);
            return Err(ReadError::ColumnNowhere { column, existing, nearest });
        }
        match self.first_problem {
            Some((file, error)) if self.quality.records() == 0 => Err(ReadError::File { file, error }),
            _ => Ok(self.quality),
        }
    }
}

/// Everything in memory.
pub(super) struct Whole {
    joined: Joined,
    log: EventLog,
    sessions: GivenSessions,
}

impl Whole {
    pub(super) fn new(table: &Table) -> Self {
        Self { joined: Joined::default(), log: table.empty_log(), sessions: GivenSessions::default() }
    }

    /// What sessions are made of, once one is there.
    pub(super) fn kind(&self) -> Option<SessionKind> {
        self.sessions.kind
    }

    pub(super) fn join(&mut self, piece: Piece) -> Result<(), ReadError> {
        let (log, sessions) = self.joined.join(piece);
        let offset = self.log.len() as u32;
        self.log.append(log)?;
        self.sessions.kind = self.sessions.kind.or(sessions.kind);
        self.sessions.ends.extend(sessions.ends.iter().map(|end| end + offset));
        self.sessions.spans.extend(sessions.spans);
        Ok(())
    }

    pub(super) fn finish(self) -> Result<FileRead, ReadError> {
        let Self { joined, log, sessions } = self;
        let quality = joined.finish()?;
        let (ids, unreadable, unseen_columns) = (Vec::new(), Vec::new(), Vec::new());
        Ok(FileRead { log, sessions, quality, ids, unreadable, unseen_columns })
    }
}
