//! Delimited records one at a time, of which a bad one costs only itself.
//!
//! Where a record cannot be read its true end is in doubt: reading goes on at the line behind its first line, and looks
//! at the lines behind that again. In a file in which that comes to many times its size, records end with their lines
//! until it no longer does, so that reading stays linear.

use std::borrow::Cow;
use std::io::{self, Read};

use memchr::memchr;

use super::block::Block;
use super::scanner::{Fault, Scan, Scanner, unquote};
use crate::record::Place;
use crate::window::Window;

/// A header of more cells is no header.
const MAX_HEADER_CELLS: usize = 1 << 16;

/// So many times what has been read may be looked at again, and [`RESCAN_ALWAYS`] beyond that.
const RESCANS: u64 = 8;

const RESCAN_ALWAYS: u64 = 1 << 26;

/// What one step through the file came to.
#[derive(Debug)]
pub(crate) enum Step<'a> {
    Record(Place, Record<'a>),
    Bad(Place, Fault),
}

/// One record's cells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'a> {
    pub(super) bytes: &'a [u8],
    /// Where each cell ends.
    pub(super) ends: &'a [usize],
}

impl<'a> Record<'a> {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The cell without its quotes, or `None` behind the last one.
    pub(crate) fn cell(&self, index: usize) -> Option<Cow<'a, [u8]>> {
        self.raw(index).map(unquote)
    }

    /// The cell as it is written, or `None` behind the last one.
    pub(crate) fn raw(&self, index: usize) -> Option<&'a [u8]> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before] + 1);
        Some(&self.bytes[start..end])
    }
}

/// Reads a file of delimited records. Blank lines are no records.
pub(crate) struct Records<R> {
    window: Window<R>,
    scanner: Scanner,
    max_record: usize,
    row: u64,
    /// Bytes of the record given out last, to be let go of.
    used: usize,
    /// Bytes that were looked at in records that were given up.
    rescanned: u64,
    /// What ended the file behind the last block.
    error: Option<io::Error>,
}

impl<R: Read> Records<R> {
    pub(crate) fn new(bytes: R, delimiter: u8, max_record: usize) -> Self {
        let scanner = Scanner::new(delimiter, MAX_HEADER_CELLS);
        // The header is row 0.
        let window = Window::new(bytes);
        Self { window, scanner, max_record, row: 0, used: 0, rescanned: 0, error: None }
    }

    /// Says how many cells the records have. A record is scanned no further than about twice that, so that a file made
    /// of unclosed quotes is still read in linear time.
    pub(crate) fn expect_cells(&mut self, cells: usize) {
        self.scanner.limit_cells(2 * cells + 64);
    }

    /// Says that what came was not the header yet.
    pub(crate) fn expect_header(&mut self) {
        self.row = 0;
    }

    /// The next record, or `None` at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<Step<'_>>> {
        self.release();
        self.skip_blank_lines()?;
        if self.window.pending().is_empty() {
            return Ok(None);
        }
        let place = Place { row: self.row, line: Some(self.window.line()) };
        self.row += 1;
        self.scanner.restart();
        let by_line = self.rescanned > RESCAN_ALWAYS + RESCANS * self.window.consumed();
        loop {
            let pending = self.window.pending();
            let scan = match memchr(b'\n', pending).filter(|_| by_line) {
                Some(line_end) => self.scanner.scan(&pending[..=line_end], true),
                None => self.scanner.scan(pending, self.window.at_eof()),
            };
            let too_long = match scan {
                Scan::Complete(len) if len <= self.max_record => {
                    self.used = len;
                    let (bytes, ends) = (&self.window.pending()[..len], self.scanner.ends());
                    return Ok(Some(Step::Record(place, Record { bytes, ends })));
                }
                Scan::Complete(_) => true,
                Scan::Unfinished => pending.len() > self.max_record,
                // Whatever is read at once, the limit comes first.
                Scan::Fault(_, seen) if seen > self.max_record => true,
                Scan::Fault(fault, seen) => return self.give_up(place, fault, seen),
            };
            if too_long {
                return self.give_up(place, Fault::TooLong, self.max_record);
            }
            self.window.fill()?;
        }
    }

    /// The next steps, whose records have about so many bytes, in an empty block; `None` at the end.
    pub(crate) fn block(&mut self, size: usize, mut block: Block) -> io::Result<Option<Block>> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        while block.size() < size {
            match self.next() {
                Ok(Some(step)) => block.push(&step),
                Ok(None) => break,
                Err(error) => {
                    self.error = Some(error);
                    break;
                }
            }
        }
        match self.error.take() {
            Some(error) if block.len() == 0 => Err(error),
            error => {
                self.error = error;
                Ok((block.len() > 0).then_some(block))
            }
        }
    }

    fn release(&mut self) {
        let used = std::mem::take(&mut self.used);
        let first_end = || memchr(b'\n', &self.window.pending()[..used]);
        if self.scanner.has_quotes() && first_end().is_some_and(|end| end + 1 < used) {
            self.window.consume(used);
        } else {
            // One that was quoted may be the last of a file, without a line end: no line follows that could be wrong.
            let lines = usize::from(used > 0);
            self.window.consume_lines(used, lines);
        }
    }

    fn give_up(&mut self, place: Place, fault: Fault, seen: usize) -> io::Result<Option<Step<'_>>> {
        self.rescanned += seen as u64;
        self.skip_line()?;
        Ok(Some(Step::Bad(place, fault)))
    }

    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let pending = self.window.pending();
            if let Some(line_end) = memchr(b'\n', pending) {
                self.window.consume(line_end + 1);
                return Ok(());
            }
            self.window.consume(pending.len());
            if self.window.at_eof() {
                return Ok(());
            }
            self.window.fill()?;
        }
    }

    fn skip_blank_lines(&mut self) -> io::Result<()> {
        loop {
            match self.window.pending() {
                [b'\n', ..] => self.window.consume(1),
                [b'\r', b'\n', ..] => self.window.consume(2),
                [] | [b'\r'] if !self.window.at_eof() => self.window.fill()?,
                _ => return Ok(()),
            }
        }
    }
}

#[cfg(test)]
#[path = "records_tests.rs"]
mod tests;
