//! Finds where a delimited record and its cells end, over bytes that may still be arriving.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr2};

const QUOTE: u8 = b'"';

/// Quotes in JSON stand close together: looking this far byte by byte is cheaper than starting `memchr`.
const NEAR: usize = 16;

const ONES: u64 = u64::MAX / 0xff;

/// Why a record is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The file ends inside a quoted cell.
    UnclosedQuote,
    /// Something other than a delimiter or a line end follows a closing quote. It is what a missing quote in one record
    /// looks like from the next one.
    TextAfterQuote,
    /// More cells than anything in this file can have.
    TooManyCells,
    /// More bytes than a record may have.
    TooLong,
}

/// What the pending bytes hold.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Scan {
    /// A record of this many bytes, its line end included.
    Complete(usize),
    /// The record does not end here.
    Unfinished,
    /// It cannot be read, as this many of its bytes show.
    Fault(Fault, usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    CellStart,
    Plain,
    Quoted,
    /// Behind a quote in a quoted cell: the first half of an escaped quote, or the closing one.
    QuoteSeen,
}

/// A scan of one record that can go on when more bytes have come. All positions count from the record's first byte.
#[derive(Debug)]
pub(crate) struct Scanner {
    delimiter: u8,
    max_cells: usize,
    state: State,
    at: usize,
    ends: Vec<usize>,
    quoted: bool,
}

impl Scanner {
    pub(crate) fn new(delimiter: u8, max_cells: usize) -> Self {
        Self { delimiter, max_cells, state: State::CellStart, at: 0, ends: Vec::new(), quoted: false }
    }

    /// Bounds what a broken record can cost: a scan ends after so many cells.
    pub(crate) fn limit_cells(&mut self, max_cells: usize) {
        self.max_cells = max_cells;
    }

    pub(crate) fn restart(&mut self) {
        (self.state, self.at, self.quoted) = (State::CellStart, 0, false);
        self.ends.clear();
    }

    /// Where each cell of the complete record ends.
    pub(crate) fn ends(&self) -> &[usize] {
        &self.ends
    }

    /// Whether a cell of the complete record was quoted, so that the record may have several lines.
    pub(crate) fn has_quotes(&self) -> bool {
        self.quoted
    }

    /// Scans on; `bytes` begins with the record's first byte.
    pub(crate) fn scan(&mut self, bytes: &[u8], at_eof: bool) -> Scan {
        if self.at == 0
            && let Some(scan) = self.scan_plain_line(bytes).or_else(|| self.scan_quoted_line(bytes))
        {
            return scan;
        }
        while self.at < bytes.len() {
            let step = match self.state {
                State::CellStart if bytes[self.at] == QUOTE => self.open_quote(),
                State::CellStart | State::Plain => self.plain(bytes),
                State::Quoted => self.quoted(bytes),
                State::QuoteSeen => self.behind_quote(bytes, at_eof),
            };
            if let Some(scan) = step {
                return scan;
            }
        }
        if at_eof { self.end_of_file(bytes) } else { Scan::Unfinished }
    }

    /// The usual record: one line without a quote.
    fn scan_plain_line(&mut self, bytes: &[u8]) -> Option<Scan> {
        let line_end = memchr2(b'\n', QUOTE, bytes).filter(|&at| bytes[at] == b'\n')?;
        self.ends.extend(memchr_iter(self.delimiter, &bytes[..line_end]));
        if let Some(last) = self.max_cells.checked_sub(1).and_then(|last| self.ends.get(last)) {
            return Some(Scan::Fault(Fault::TooManyCells, last + 1));
        }
        Some(self.complete(bytes, line_end))
    }

    /// The other usual record: cells of which some are quoted, without a quote in them. Whatever else there is, and a record
    /// that is not all there, is left to the scan cell by cell.
    fn scan_quoted_line(&mut self, bytes: &[u8]) -> Option<Scan> {
        if matches!(self.delimiter, b'\n' | b'\r' | QUOTE) {
            return None;
        }
        let (mut at, mut quoted) = (0, false);
        let end = loop {
            let stop = if bytes.get(at) == Some(&QUOTE) {
                quoted = true;
                find(bytes, at + 1, QUOTE, QUOTE) + 1
            } else {
                find(bytes, at, self.delimiter, b'\n')
            };
            match bytes.get(stop) {
                Some(&byte) if byte == self.delimiter => self.ends.push(stop),
                Some(b'\n') => break Some(stop),
                Some(b'\r') if bytes.get(stop + 1) == Some(&b'\n') => break Some(stop + 1),
                _ => break None,
            }
            at = stop + 1;
            if self.ends.len() >= self.max_cells {
                break None;
            }
        };
        let scan = end.map(|end| self.complete(bytes, end));
        if scan.is_some() {
            self.quoted = quoted;
        } else {
            self.ends.clear();
        }
        scan
    }

    fn open_quote(&mut self) -> Option<Scan> {
        (self.state, self.quoted) = (State::Quoted, true);
        self.at += 1;
        None
    }

    fn plain(&mut self, bytes: &[u8]) -> Option<Scan> {
        self.state = State::Plain;
        let Some(stop) = memchr2(self.delimiter, b'\n', &bytes[self.at..]).map(|skip| self.at + skip) else {
            self.at = bytes.len();
            return None;
        };
        if bytes[stop] == b'\n' { Some(self.complete(bytes, stop)) } else { self.end_cell(stop) }
    }

    /// Goes just behind the next quote that is not doubled, or to the end.
    fn quoted(&mut self, bytes: &[u8]) -> Option<Scan> {
        while let Some(skip) = find_quote(&bytes[self.at..]) {
            self.at += skip + 1;
            if bytes.get(self.at) != Some(&QUOTE) {
                self.state = State::QuoteSeen;
                return None;
            }
            self.at += 1;
        }
        self.at = bytes.len();
        None
    }

    fn behind_quote(&mut self, bytes: &[u8], at_eof: bool) -> Option<Scan> {
        match (bytes[self.at], bytes.get(self.at + 1)) {
            (QUOTE, _) => self.open_quote(),
            (byte, _) if byte == self.delimiter => self.end_cell(self.at),
            (b'\n', _) => Some(self.complete(bytes, self.at)),
            (b'\r', Some(b'\n')) => Some(self.complete(bytes, self.at + 1)),
            (b'\r', None) if !at_eof => Some(Scan::Unfinished),
            (b'\r', None) => Some(self.end_of_file(bytes)),
            (b'\r', Some(_)) => Some(Scan::Fault(Fault::TextAfterQuote, self.at + 2)),
            _ => Some(Scan::Fault(Fault::TextAfterQuote, self.at + 1)),
        }
    }

    fn end_cell(&mut self, stop: usize) -> Option<Scan> {
        self.ends.push(stop);
        self.state = State::CellStart;
        self.at = stop + 1;
        (self.ends.len() >= self.max_cells).then_some(Scan::Fault(Fault::TooManyCells, self.at))
    }

    fn complete(&mut self, bytes: &[u8], line_end: usize) -> Scan {
        let carriage_return = bytes[..line_end].ends_with(b"\r");
        self.ends.push(line_end - usize::from(carriage_return));
        Scan::Complete(line_end + 1)
    }

    fn end_of_file(&mut self, bytes: &[u8]) -> Scan {
        if self.state == State::Quoted {
            return Scan::Fault(Fault::UnclosedQuote, bytes.len());
        }
        self.ends.push(bytes.len() - usize::from(bytes.ends_with(b"\r")));
        Scan::Complete(bytes.len())
    }
}

/// Where at or behind `at` the next of two bytes is, eight at a time; the length where there is none. Most cells are so short
/// that this is faster than a call of `memchr`.
#[inline]
fn find(bytes: &[u8], mut at: usize, one: u8, other: u8) -> usize {
    while let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let word = u64::from_le_bytes(*word);
        let found = zeros(word ^ (ONES * u64::from(one))) | zeros(word ^ (ONES * u64::from(other)));
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += size_of::<u64>();
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at.min(bytes.len()) + rest.iter().position(|&byte| byte == one || byte == other).unwrap_or(rest.len())
}

/// The high bit of each byte that is zero. A byte behind one may have it as well, so only the first one counts.
fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & (ONES << 7)
}

fn find_quote(bytes: &[u8]) -> Option<usize> {
    let near = &bytes[..NEAR.min(bytes.len())];
    near.iter().position(|&byte| byte == QUOTE).or_else(|| {
        let far = memchr(QUOTE, &bytes[near.len()..])?;
        Some(near.len() + far)
    })
}

/// A cell without its quotes; copied only where it holds an escaped one.
pub(crate) fn unquote(cell: &[u8]) -> Cow<'_, [u8]> {
    let [QUOTE, inner @ .., QUOTE] = cell else { return Cow::Borrowed(cell) };
    let Some(mut quote) = find_quote(inner) else { return Cow::Borrowed(inner) };
    let mut plain = Vec::with_capacity(inner.len());
    let mut rest = inner;
    loop {
        let (head, tail) = rest.split_at(quote + 1);
        plain.extend_from_slice(head);
        rest = tail.strip_prefix(&[QUOTE]).unwrap_or(tail);
        match find_quote(rest) {
            Some(next) => quote = next,
            None => break,
        }
    }
    plain.extend_from_slice(rest);
    Cow::Owned(plain)
}
