//! Chunks: a stream cut into framed records, one at a time, each within the size limit.

use std::io::{self, Read};

use crate::frame::{Frame, Frames};
use crate::record::Place;
use crate::window::Window;

/// One record's bytes, or why there are none.
#[derive(Debug)]
pub(crate) enum Framed<'a> {
    Record(&'a [u8]),
    /// It is over the limit and was stepped over.
    TooLong,
    /// What should be one is none; says why.
    Bad(&'static str),
    /// Nothing behind this can be read.
    Broken(&'static str),
}

/// Reads a stream record by record.
pub(crate) struct Chunks<R, F> {
    window: Window<R>,
    frames: F,
    max_record: usize,
    /// The record given out last, to be let go of.
    used: usize,
    row: u64,
    broken: bool,
}

impl<R: Read, F: Frames> Chunks<R, F> {
    pub(crate) fn new(bytes: R, frames: F, max_record: usize) -> Self {
        Self { window: Window::new(bytes), frames, max_record, used: 0, row: 0, broken: false }
    }

    /// The next record and its place; `None` at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<(Place, Framed<'_>)>> {
        self.window.consume(std::mem::take(&mut self.used));
        let mut too_long_since = None;
        while !self.broken {
            let pending = self.window.pending();
            let at_eof = self.window.at_eof();
            match self.frames.next(pending, at_eof) {
                Frame::Skip(0) | Frame::Unfinished if at_eof => return Ok(None),
                Frame::Skip(0) => self.window.fill()?,
                Frame::Skip(count) => self.window.consume(count),
                Frame::Record { consumed, .. } if too_long_since.is_some() || consumed > self.max_record => {
                    let line = too_long_since.unwrap_or(self.window.line());
                    self.window.consume(consumed);
                    return Ok(Some((self.place(line), Framed::TooLong)));
                }
                Frame::Record { range, consumed } => {
                    self.used = consumed;
                    let place = self.place(self.window.line());
                    return Ok(Some((place, Framed::Record(&self.window.pending()[range]))));
                }
                Frame::Bad(count, reason) => {
                    self.used = count;
                    return Ok(Some((self.place(self.window.line()), Framed::Bad(reason))));
                }
                Frame::Unfinished if pending.len() > self.max_record => {
                    let count = pending.len();
                    too_long_since.get_or_insert(self.window.line());
                    self.frames.discarded(count);
                    self.window.consume(count);
                }
                Frame::Unfinished => self.window.fill()?,
                Frame::Broken(reason) => {
                    self.broken = true;
                    let line = too_long_since.unwrap_or(self.window.line());
                    return Ok(Some((self.place(line), Framed::Broken(reason))));
                }
            }
        }
        Ok(None)
    }

    /// Lets go of the last record and of what stands before the next one.
    pub(crate) fn settle(&mut self) {
        self.window.consume(std::mem::take(&mut self.used));
        self.window.consume(self.frames.gap(self.window.pending()));
    }

    /// Behind [`settle`](Self::settle): the next record's place and the bytes that it begins, if it is an object of
    /// which nothing has been scanned. A reader that knows where it ends may [`take`](Self::take) it, which saves the
    /// search for its end.
    pub(crate) fn ahead(&self) -> Option<(Place, &[u8])> {
        let pending = self.window.pending();
        let place = Place { row: self.row + 1, line: Some(self.window.line()) };
        self.frames.begins(pending).then_some((place, pending))
    }

    /// Whether the next record is an object of this length, and [`next`](Self::next) would give the same.
    pub(crate) fn is_whole(&self, len: usize) -> bool {
        len <= self.max_record && self.frames.is_whole(self.window.pending(), len)
    }

    /// Takes the next record, which is this long, as read.
    pub(crate) fn take(&mut self, len: usize) {
        self.row += 1;
        self.used = len;
    }

    fn place(&mut self, line: u64) -> Place {
        self.row += 1;
        Place { row: self.row, line: Some(line) }
    }
}

#[cfg(test)]
#[path = "chunks_tests.rs"]
mod tests;
