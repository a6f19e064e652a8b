//! A window over a stream: the bytes that are read but not yet used, never more than a record may have.

use std::io::{self, Read};

use memchr::memchr_iter;

const CHUNK: usize = 1 << 18;
const BOM: &[u8] = b"\xef\xbb\xbf";

/// Bytes read and not yet consumed, and the line that they begin on.
pub(crate) struct Window<R> {
    input: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    at_eof: bool,
    begun: bool,
    line: u64,
    consumed: u64,
}

impl<R: Read> Window<R> {
    pub(crate) fn new(input: R) -> Self {
        Self {
            input,
            buffer: Vec::new(),
            start: 0,
            end: 0,
            at_eof: false,
            begun: false,
            line: 1,
            consumed: 0,
        }
    }

    pub(crate) fn pending(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Whether nothing will follow the pending bytes.
    pub(crate) fn at_eof(&self) -> bool {
        self.at_eof
    }

    /// The line of the first pending byte, counted from 1.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// Lets go of the first bytes, and counts the lines in them.
    pub(crate) fn consume(&mut self, count: usize) {
        let lines = memchr_iter(b'\n', &self.pending()[..count]).count();
        self.consume_lines(count, lines);
    }

    /// Lets go of the first bytes, which hold this many line ends.
    pub(crate) fn consume_lines(&mut self, count: usize, lines: usize) {
        self.line += lines as u64;
        self.start += count;
        self.consumed += count as u64;
    }

    /// How many bytes were let go of.
    pub(crate) fn consumed(&self) -> u64 {
        self.consumed
    }

    /// Reads more behind the pending bytes. Grows where they fill the buffer, which the caller bounds by consuming.
    pub(crate) fn fill(&mut self) -> io::Result<()> {
        self.read_more()?;
        if !self.begun {
            self.begun = true;
            while self.end < BOM.len() && !self.at_eof {
                self.read_more()?;
            }
            if self.pending().starts_with(BOM) {
                self.start += BOM.len();
            }
        }
        Ok(())
    }

    fn read_more(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.end + CHUNK > self.buffer.len() {
            self.buffer.resize((2 * self.buffer.len()).max(self.end + CHUNK), 0);
        }
        loop {
            match self.input.read(&mut self.buffer[self.end..]) {
                Ok(read) => {
                    self.end += read;
                    self.at_eof = read == 0;
                    return Ok(());
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}
