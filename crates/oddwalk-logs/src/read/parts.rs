//! Reading in parts: events are handed over as they come, in the order of their files and rows, by any number of threads.

use std::cell::RefCell;
use std::thread;

use oddwalk_core::{EventLog, Quality};

use super::join::{End, Joined, Piece};
use super::queue::{Queue, Records, Task};
use super::{Reader, read_records};
use crate::encode::{Apart, FileRead, TakesParts};
use crate::{Input, ReadError, ReadOptions, Table};

/// A part has about so many events: enough that its vocabularies cost little, few enough that some of them in memory do
/// not matter.
const PART_EVENTS: usize = 1 << 18;

/// So many bytes of a text are read apart.
const BLOCK: usize = 1 << 22;

/// How reading is divided.
#[derive(Clone, Copy, Debug)]
pub(super) struct Division {
    pub(super) threads: usize,
    pub(super) events: usize,
    pub(super) block: usize,
}

impl Default for Division {
    fn default() -> Self {
        Self { threads: rayon::current_num_threads(), events: PART_EVENTS, block: BLOCK }
    }
}

/// As [`read_forms`](crate::read_forms), but hands the events over in parts while it reads on, in the order (file, row), so
/// that no more than a few parts are in memory.
///
/// A part has a vocabulary and entities of its own, in no particular order, and about a quarter of a million events, or up
/// to about a million where a group of rows in Parquet has as many. A file whose records do not name its columns first, of a
/// table with a condition on a column that no record has had so far, is one part up to the record that has it: such a record
/// takes back all those before it. `take` is called in the calling thread, and at least once, with a log without events where
/// there are none.
///
/// # Errors
/// As [`read_forms`](crate::read_forms), but that there may be any number of events; parts may have been handed over before.
/// An error of `take` ends reading and is given back.
///
/// # Panics
/// If there is no table of a number, or a table is not of events.
pub fn read_parts<E: From<ReadError>>(
    files: &[(Input, usize)],
    tables: &[Table],
    options: &ReadOptions,
    take: impl FnMut(EventLog) -> Result<(), E>,
) -> Result<Quality, E> {
    let reader = Reader::new(tables, options);
    read_divided(files, &reader, Division::default(), take)
}

pub(super) fn read_divided<E: From<ReadError>>(
    files: &[(Input, usize)],
    reader: &Reader,
    division: Division,
    mut take: impl FnMut(EventLog) -> Result<(), E>,
) -> Result<Quality, E> {
    let (mut joined, mut any) = (Joined::default(), false);
    let take_piece = |piece: Result<Piece, ReadError>| {
        let (log, _) = joined.join(piece?);
        if log.is_empty() {
            return Ok(());
        }
        any = true;
        take(log)
    };
    if division.threads > 1 {
        in_threads(files, reader, division, take_piece)?;
    } else {
        in_turn(files, reader, division, take_piece)?;
    }
    let quality = joined.finish()?;
    if !any {
        take(reader.tables[0].0.empty_log())?;
    }
    Ok(quality)
}

/// Reads one file after the other in the calling thread.
fn in_turn<E>(
    files: &[(Input, usize)],
    reader: &Reader,
    division: Division,
    take: impl FnMut(Result<Piece, ReadError>) -> Result<(), E>,
) -> Result<(), E> {
    let alone = Alone { events: division.events, take: RefCell::new(take), failed: RefCell::new(None) };
    for file in files {
        let last = reader.read_file(file, &alone);
        alone.piece(last);
        if let Some(error) = alone.failed.take() {
            return Err(error);
        }
    }
    Ok(())
}

/// Hands parts over in the thread that reads them.
struct Alone<F, E> {
    events: usize,
    take: RefCell<F>,
    failed: RefCell<Option<E>>,
}

impl<E, F: FnMut(Result<Piece, ReadError>) -> Result<(), E>> Alone<F, E> {
    fn piece(&self, piece: Result<Piece, ReadError>) -> bool {
        if self.failed.borrow().is_some() {
            return false;
        }
        let taken = (self.take.borrow_mut())(piece);
        self.failed.replace(taken.err());
        self.failed.borrow().is_none()
    }
}

impl<E, F: FnMut(Result<Piece, ReadError>) -> Result<(), E>> TakesParts for Alone<F, E> {
    fn part(&self, read: FileRead) -> bool {
        self.piece(Ok(Piece { read, end: End::No }))
    }

    fn apart(&self, _records: u64, _read: Apart) -> bool {
        false
    }

    fn is_wanted(&self) -> bool {
        self.failed.borrow().is_none()
    }

    fn events(&self) -> usize {
        self.events
    }

    fn block(&self) -> Option<usize> {
        None
    }
}

/// Reads files, and what can be read apart in one, by several threads.
fn in_threads<E>(
    files: &[(Input, usize)],
    reader: &Reader,
    division: Division,
    mut take: impl FnMut(Result<Piece, ReadError>) -> Result<(), E>,
) -> Result<(), E> {
    let waiting = 2 * division.threads * division.events;
    let queue = Queue::new(files.len(), division.threads, waiting);
    let team = Team { files, reader, division, queue };
    thread::scope(|scope| {
        let _stop = team.queue.stop(false);
        for _ in 0..division.threads {
            scope.spawn(|| team.work());
        }
        while let Some(piece) = team.queue.take() {
            take(piece)?;
        }
        Ok(())
    })
}

struct Team<'a> {
    files: &'a [(Input, usize)],
    reader: &'a Reader<'a>,
    division: Division,
    queue: Queue,
}

impl Team<'_> {
    fn work(&self) {
        let _stop = self.queue.stop(true);
        while let Some(task) = self.queue.task() {
            match task {
                Task::Records(records) => self.read_apart(records),
                Task::File(file) => {
                    let member = Member { team: self, file };
                    let last = self.reader.read_file(&self.files[file], &member);
                    self.queue.put(file, last, &|records| self.read_apart(records));
                }
            }
        }
    }

    fn read_apart(&self, records: Records) {
        let (file, place) = records.place();
        let piece = self.reader.read_apart(&self.files[file], records.before, records.read);
        self.queue.put_records(file, place, piece);
    }
}

/// The thread that reads one of the files.
struct Member<'t> {
    team: &'t Team<'t>,
    file: usize,
}

impl TakesParts for Member<'_> {
    fn part(&self, read: FileRead) -> bool {
        let piece = Ok(Piece { read, end: End::No });
        self.team.queue.put(self.file, piece, &|records| self.team.read_apart(records))
    }

    fn apart(&self, records: u64, read: Apart) -> bool {
        self.team.queue.put_apart(self.file, records, read, &|records| self.team.read_apart(records))
    }

    fn is_wanted(&self) -> bool {
        self.team.queue.is_wanted(self.file)
    }

    fn events(&self) -> usize {
        self.team.division.events
    }

    fn block(&self) -> Option<usize> {
        Some(self.team.division.block)
    }
}

impl Reader<'_> {
    /// Reads a file, and hands over what comes before its last part.
    fn read_file(&self, (input, table): &(Input, usize), taker: &dyn TakesParts) -> Result<Piece, ReadError> {
        let name = input.name();
        let mut encoder = self.encoder(*table, &name);
        encoder.hand_over_to(taker);
        let problem = read_records(input, self.options, &mut encoder).err();
        let read = encoder.finish(problem.as_ref())?;
        Ok(Piece { read, end: End::of_file(name, problem) })
    }

    /// Reads records of a file that stand together, of which it has so many before. A problem ends the file.
    fn read_apart(
        &self,
        (input, table): &(Input, usize),
        before: u64,
        read: Apart,
    ) -> Result<Piece, ReadError> {
        let name = input.name();
        let mut encoder = self.encoder(*table, &name);
        encoder.begin_behind(before);
        match read(&mut encoder) {
            Ok(()) => Ok(Piece { read: encoder.part()?, end: End::No }),
            Err(problem) => {
                let read = encoder.finish(Some(&problem))?;
                Ok(Piece { read, end: End::Early((name, problem)) })
            }
        }
    }
}

#[cfg(test)]
#[path = "parts_tests.rs"]
mod tests;
