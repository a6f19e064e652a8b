//! The queue between the threads that read parts and the one that takes them in their order.
//!
//! Files are begun in their order. A reader that is ahead waits where much is read and not yet taken, but for the file that
//! is being taken; before it waits, it reads what of its own file was left to others. So the parts that come next are always
//! being read by somebody, and few wait in memory.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::join::{End, Piece};
use crate::ReadError;
use crate::encode::Apart;

/// So many files may be begun for each thread before the one that is being taken ends.
const FILES_AHEAD: usize = 64;

/// So many parts of a file may wait for each thread.
const PARTS_AHEAD: usize = 2;

/// What there is to do.
pub(super) enum Task {
    /// To read the file of this number.
    File(usize),
    Records(Records),
}

/// Records that stand together, to be read by any thread.
pub(super) struct Records {
    pub(super) file: usize,
    place: usize,
    /// So many are before them in their file.
    pub(super) before: u64,
    pub(super) read: Apart,
}

pub(super) struct Queue {
    files: usize,
    threads: usize,
    /// So many events may wait, beside those of the file that is being taken.
    events: usize,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The file that is being taken.
    current: usize,
    /// Those files from it on that were begun.
    begun: VecDeque<Places>,
    records: Vec<Records>,
    /// How many events wait.
    events: usize,
    is_stopped: bool,
}

/// A file's parts from the next one on; `None` while one is being read.
#[derive(Default)]
struct Places {
    first: usize,
    pieces: VecDeque<Option<Result<Piece, ReadError>>>,
}

/// Ends all reading when it goes, be it in a panic: nobody waits then for what will never come.
pub(super) struct Stop<'q> {
    queue: &'q Queue,
    only_in_panic: bool,
}

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        if thread::panicking() || !self.only_in_panic {
            self.queue.lock().is_stopped = true;
            self.queue.changed.notify_all();
        }
    }
}

impl Queue {
    pub(super) fn new(files: usize, threads: usize, events: usize) -> Self {
        Self { files, threads, events, state: Mutex::default(), changed: Condvar::new() }
    }

    pub(super) fn stop(&self, only_in_panic: bool) -> Stop<'_> {
        Stop { queue: self, only_in_panic }
    }

    /// What a thread does next, or `None` where all is done.
    pub(super) fn task(&self) -> Option<Task> {
        let mut state = self.lock();
        while !state.is_stopped && state.current < self.files {
            if let Some(records) = state.first_records(None) {
                return Some(Task::Records(records));
            }
            if self.may_begin(&state) {
                state.begun.push_back(Places::default());
                return Some(Task::File(state.current + state.begun.len() - 1));
            }
            state = self.wait(state);
        }
        None
    }

    fn may_begin(&self, state: &State) -> bool {
        let begun = state.begun.len();
        let is_room = state.events < self.events && begun < FILES_AHEAD * self.threads;
        state.current + begun < self.files && (begun == 0 || is_room)
    }

    /// Puts in the next part of a file once there is room; `false` where nobody wants it.
    pub(super) fn put(&self, file: usize, piece: Result<Piece, ReadError>, help: &dyn Fn(Records)) -> bool {
        let Some(mut state) = self.room(file, help) else { return false };
        state.events += events(&piece);
        let Some(places) = state.places(file) else { return false };
        places.pieces.push_back(Some(piece));
        self.changed.notify_all();
        true
    }

    /// Leaves the next part of a file to any thread; `false` where nobody wants it.
    pub(super) fn put_apart(&self, file: usize, before: u64, read: Apart, help: &dyn Fn(Records)) -> bool {
        let Some(mut state) = self.room(file, help) else { return false };
        let Some(places) = state.places(file) else { return false };
        let place = places.first + places.pieces.len();
        places.pieces.push_back(None);
        state.records.push(Records { file, place, before, read });
        self.changed.notify_all();
        true
    }

    /// Whether anybody wants more of a file.
    pub(super) fn is_wanted(&self, file: usize) -> bool {
        self.lock().places(file).is_some()
    }

    /// Puts in what was left to a thread.
    pub(super) fn put_records(&self, file: usize, place: usize, piece: Result<Piece, ReadError>) {
        let mut state = self.lock();
        let events = events(&piece);
        let Some(places) = state.places(file) else { return };
        let first = places.first;
        if let Some(room) = places.pieces.get_mut(place - first) {
            *room = Some(piece);
            state.events += events;
        }
        self.changed.notify_all();
    }

    /// Takes the next part of all, or `None` behind the last one.
    pub(super) fn take(&self) -> Option<Result<Piece, ReadError>> {
        let mut state = self.lock();
        while !state.is_stopped && state.current < self.files {
            if let Some(piece) = state.next() {
                self.changed.notify_all();
                return Some(piece);
            }
            state = self.wait(state);
        }
        None
    }

    /// Waits until a part of the file has room, and reads meanwhile what of it was left to others.
    fn room(&self, file: usize, help: &dyn Fn(Records)) -> Option<MutexGuard<'_, State>> {
        let mut state = self.lock();
        loop {
            let waiting = state.places(file)?.pieces.len();
            let is_current = file == state.current;
            if waiting < PARTS_AHEAD * self.threads && (is_current || state.events < self.events) {
                return Some(state);
            }
            if let Some(records) = state.first_records(Some(file)) {
                drop(state);
                help(records);
                state = self.lock();
            } else {
                state = self.wait(state);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'q>(&'q self, state: MutexGuard<'q, State>) -> MutexGuard<'q, State> {
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }
}

impl Records {
    /// What is needed to put in what was read.
    pub(super) fn place(&self) -> (usize, usize) {
        (self.file, self.place)
    }
}

impl State {
    /// The file's parts, or `None` where nobody wants any more of them.
    fn places(&mut self, file: usize) -> Option<&mut Places> {
        if self.is_stopped {
            return None;
        }
        self.begun.get_mut(file.checked_sub(self.current)?)
    }

    /// The first records of all, or of a file, that are left to any thread.
    fn first_records(&mut self, file: Option<usize>) -> Option<Records> {
        let records = self.records.iter().enumerate();
        let of_file = records.filter(|(_, records)| file.is_none_or(|file| records.file == file));
        let first = of_file.min_by_key(|(_, records)| records.place());
        let first = first.map(|(index, _)| index)?;
        Some(self.records.swap_remove(first))
    }

    /// The next part, if it is there.
    fn next(&mut self) -> Option<Result<Piece, ReadError>> {
        let places = self.begun.front_mut()?;
        let piece = places.pieces.front_mut()?.take()?;
        places.pieces.pop_front();
        places.first += 1;
        self.events -= events(&piece);
        if piece.as_ref().is_ok_and(|piece| !matches!(piece.end, End::No)) {
            self.end_file();
        }
        Some(piece)
    }

    /// What was read behind a file's end, which a problem may have brought, is not wanted.
    fn end_file(&mut self) {
        let behind = self.begun.pop_front().into_iter().flat_map(|places| places.pieces);
        self.events -= behind.flatten().map(|piece| events(&piece)).sum::<usize>();
        self.current += 1;
        let current = self.current;
        self.records.retain(|records| records.file >= current);
    }
}

fn events(piece: &Result<Piece, ReadError>) -> usize {
    piece.as_ref().map_or(0, |piece| piece.read.log.len())
}
