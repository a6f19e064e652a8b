//! Framing: where one JSON record ends and the next begins, without reading what is in them.

use std::ops::Range;

use memchr::{memchr, memchr2};

/// What a look at the pending bytes found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// A record in this range; everything up to `consumed` is then done with.
    Record { range: Range<usize>, consumed: usize },
    /// These first bytes hold no record.
    Skip(usize),
    /// So many bytes that should hold a record hold none; says why.
    Bad(usize, &'static str),
    /// The record does not end within the pending bytes.
    Unfinished,
    /// The stream is not what it should be from here on; says why.
    Broken(&'static str),
}

/// Finds records one after the other. Called again with more bytes after [`Frame::Unfinished`], it goes on where it
/// stopped; called with `discarded`, the bytes it has seen are gone from the front.
pub(crate) trait Frames {
    fn next(&mut self, pending: &[u8], at_eof: bool) -> Frame;

    fn discarded(&mut self, bytes: usize);

    /// How many of the pending bytes stand before the next record, as far as it is easily told.
    fn gap(&self, _pending: &[u8]) -> usize {
        0
    }

    /// Whether an object that is a record begins with the first pending byte, and none of it has been scanned.
    fn begins(&self, _pending: &[u8]) -> bool {
        false
    }

    /// Whether an object that is well-formed, the first `len` of the pending bytes, is all of a record.
    fn is_whole(&self, _pending: &[u8], _len: usize) -> bool {
        false
    }
}

/// Records that end with their line.
#[derive(Debug, Default)]
pub(crate) struct LineFrames {
    /// So much of the record is known to hold no line end.
    scanned: usize,
    /// Bytes of the record are gone, so that it is one even if the rest is blank.
    discarded: bool,
}

impl Frames for LineFrames {
    fn next(&mut self, pending: &[u8], at_eof: bool) -> Frame {
        let newline = memchr(b'\n', &pending[self.scanned..]).map(|at| self.scanned + at);
        let (end, consumed) = match newline {
            Some(at) => (at, at + 1),
            None if at_eof => (pending.len(), pending.len()),
            None => {
                self.scanned = pending.len();
                return Frame::Unfinished;
            }
        };
        self.scanned = 0;
        let begun = std::mem::take(&mut self.discarded);
        if !begun && pending[..end].iter().all(u8::is_ascii_whitespace) {
            return Frame::Skip(consumed);
        }
        Frame::Record { range: 0..end, consumed }
    }

    fn discarded(&mut self, bytes: usize) {
        self.scanned -= bytes;
        self.discarded = true;
    }
}

/// Records that are the elements of an array.
#[derive(Debug, Default)]
pub(crate) struct ArrayFrames {
    in_array: bool,
    in_element: bool,
    scanned: usize,
    depth: usize,
    text: Text,
}

/// Whether a scan is inside a text, where brackets and commas mean nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Text {
    #[default]
    Outside,
    Inside,
    /// Behind a backslash: the next byte means nothing either.
    Escaped,
}

impl Frames for ArrayFrames {
    fn next(&mut self, pending: &[u8], at_eof: bool) -> Frame {
        if !self.in_element {
            let blank = self.gap(pending);
            match pending.get(blank) {
                _ if blank > 0 => return Frame::Skip(blank),
                Some(b'[') if !self.in_array => return self.bracket(true),
                Some(b']') if self.in_array => return self.bracket(false),
                Some(_) if !self.in_array => return Frame::Broken("text outside the array"),
                // It closes nothing, and is an element of its own.
                Some(b'}') => (self.in_element, self.scanned) = (true, 1),
                Some(_) => self.in_element = true,
                None if at_eof && self.in_array => return Frame::Broken("the array is never closed"),
                None if at_eof => return Frame::Skip(0),
                None => return Frame::Unfinished,
            }
        }
        match self.element_end(pending) {
            Some(end) => {
                (self.scanned, self.in_element) = (0, false);
                Frame::Record { range: 0..end, consumed: end }
            }
            None if at_eof => Frame::Broken("the last record is cut off"),
            None => Frame::Unfinished,
        }
    }

    fn discarded(&mut self, bytes: usize) {
        self.scanned -= bytes;
    }

    fn gap(&self, pending: &[u8]) -> usize {
        let between = |byte: &u8| byte.is_ascii_whitespace() || self.in_array && *byte == b',';
        if self.in_element { 0 } else { pending.iter().take_while(|byte| between(byte)).count() }
    }

    fn begins(&self, pending: &[u8]) -> bool {
        self.in_array && !self.in_element && pending.first() == Some(&b'{')
    }

    fn is_whole(&self, pending: &[u8], len: usize) -> bool {
        let mut behind = pending[len..].iter().filter(|byte| !byte.is_ascii_whitespace());
        matches!(behind.next(), Some(b',' | b']' | b'}'))
    }
}

impl ArrayFrames {
    /// Behind the bracket that opens the array.
    pub(crate) fn opened() -> Self {
        Self { in_array: true, ..Self::default() }
    }

    /// Whether the array has been opened and not closed.
    pub(crate) fn is_open(&self) -> bool {
        self.in_array
    }

    fn bracket(&mut self, opens: bool) -> Frame {
        self.in_array = opens;
        Frame::Skip(1)
    }

    /// Where the element ends: before the comma or bracket that follows it.
    fn element_end(&mut self, pending: &[u8]) -> Option<usize> {
        while let Some(&byte) = pending.get(self.scanned) {
            match byte {
                _ if self.text != Text::Outside => {
                    self.scanned = self.text.end(pending, self.scanned);
                    continue;
                }
                b'"' => self.text = Text::Inside,
                b'{' | b'[' => self.depth += 1,
                b',' | b']' | b'}' if self.depth == 0 => return Some(self.scanned),
                b']' | b'}' => self.depth -= 1,
                _ => {}
            }
            self.scanned += 1;
        }
        None
    }
}

impl Text {
    /// Behind the text that the scan is in at this place, or at the end of what there is of it.
    pub(crate) fn end(&mut self, pending: &[u8], mut at: usize) -> usize {
        while let Some(rest @ [_, ..]) = pending.get(at..) {
            match *self {
                Self::Outside => break,
                Self::Escaped => (*self, at) = (Self::Inside, at + 1),
                Self::Inside => match memchr2(b'"', b'\\', rest) {
                    Some(next) if rest[next] == b'"' => (*self, at) = (Self::Outside, at + next + 1),
                    Some(next) => (*self, at) = (Self::Escaped, at + next + 1),
                    None => at = pending.len(),
                },
            }
        }
        at
    }
}
