//! Raw Linux audit logs: the lines of one event, which others may stand between, joined into one record.
//!
//! Lines belong to one event where host, time and serial number are the same. An event is open until [`OPEN_EVENTS`] newer
//! ones have begun, whatever its lines say of its end, and shorter where the open ones together are over the limit of one
//! record. Events are given out in the order of their first lines.
//!
//! A joined record has these fields, all of them texts but the time:
//!
//! - `time`, `serial`, `node`, and `types`: each type of its lines once, in their order; `EOE`, which only says that an
//!   event ends, is left out.
//! - The keys of its `SYSCALL`, `CWD` and `PROCTITLE` lines under their own names.
//! - Of its `EXECVE` lines `execve.a0`, `execve.a1`… and `execve.argc`; `args`, the list of all arguments; `cmdline`, the
//!   arguments with spaces between them.
//! - The keys of other lines behind their type in small letters, `path.name`; of several lines of a type the first one
//!   counts. An event without a `SYSCALL` line, such as a login, has them under their own names too.

mod event;
mod line;
mod open;
mod value;

use std::io::Read;

use oddwalk_core::Reason;

use self::event::Event;
use self::line::Line;
use self::open::OpenEvents;
use crate::FileError;
use crate::chunks::{Chunks, Framed};
use crate::encode::Encoder;
use crate::frame::LineFrames;
use crate::json::SeenNames;
use crate::record::Place;

/// So many newer events may begin before an event counts as complete. The kernel writes an event's lines within
/// milliseconds, so that few others come between.
const OPEN_EVENTS: usize = 512;

const NO_LINE: &str = "each line has to begin with `type=… msg=audit(SECONDS.MILLISECONDS:SERIAL):`";

/// Whether the text begins with a line of the audit daemon.
pub(crate) fn begins(text: &[u8]) -> bool {
    let mut lines = text.split(|&byte| byte == b'\n');
    let first = lines.find(|line| !line.trim_ascii().is_empty() && !is_of_ausearch(line));
    first.is_some_and(|line| Line::parse(line).is_some())
}

/// What `ausearch` writes before each event, if it is not to write them raw.
fn is_of_ausearch(line: &[u8]) -> bool {
    line.trim_ascii() == b"----" || line.starts_with(b"time->")
}

/// Reads the file's events.
pub(crate) fn read(bytes: impl Read, max_record: usize, encoder: &mut Encoder) -> Result<(), FileError> {
    let mut lines = Chunks::new(bytes, LineFrames::default(), max_record);
    let names = SeenNames::new(encoder.columns());
    let mut reader = Reader { open: OpenEvents::new(max_record), names, row: 0, max_record, encoder };
    let ended = loop {
        match lines.next() {
            _ if !reader.encoder.goes_on() => return Ok(()),
            Ok(Some((place, line))) => reader.line(place.line, &line),
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    reader.rest();
    ended.map_err(|error| FileError::broken_off(reader.encoder.records(), &error))?;
    reader.finish()
}

/// One file's lines on their way to the encoder.
struct Reader<'e, 'a> {
    open: OpenEvents,
    names: SeenNames,
    /// Of the event, or the unusable line, that began last.
    row: u64,
    max_record: usize,
    encoder: &'e mut Encoder<'a>,
}

impl Reader<'_, '_> {
    fn line(&mut self, number: Option<u64>, framed: &Framed) {
        match framed {
            Framed::Record(bytes) if is_of_ausearch(bytes) => {}
            Framed::Record(bytes) => match Line::parse(bytes) {
                Some(line) => self.part(number, &line),
                None => self.reject(number, Reason::Malformed, NO_LINE),
            },
            Framed::TooLong => self.reject(number, Reason::TooLong, &self.too_long()),
            Framed::Bad(reason) | Framed::Broken(reason) => self.reject(number, Reason::Malformed, reason),
        }
    }

    fn part(&mut self, number: Option<u64>, line: &Line) {
        if self.open.add(line) {
            return self.give_out(OPEN_EVENTS);
        }
        if self.open.is_gone(line) {
            let late = format!("a line of event {} that comes too late: the event is closed", line.serial);
            return self.reject(number, Reason::Malformed, &late);
        }
        self.row += 1;
        self.open.begin(Place { row: self.row, line: number }, line);
        self.give_out(OPEN_EVENTS);
    }

    /// Gives out the oldest events until no more than so many are open.
    fn give_out(&mut self, open: usize) {
        while let Some(event) = self.open.oldest_over(open) {
            self.event(&event);
        }
    }

    fn event(&mut self, event: &Event) {
        if event.is_too_long {
            return self.encoder.reject(event.place, Reason::TooLong, &self.too_long());
        }
        let columns = self.encoder.columns();
        self.names.any_object = true;
        let fields = event.fields(columns, &mut self.names);
        self.names.tell(self.encoder);
        self.encoder.record(event.place, &fields);
    }

    fn reject(&mut self, line: Option<u64>, reason: Reason, detail: &str) {
        self.row += 1;
        self.encoder.reject(Place { row: self.row, line }, reason, detail);
    }

    fn too_long(&self) -> String {
        format!("over {} bytes", self.max_record)
    }

    fn rest(&mut self) {
        self.give_out(0);
    }

    fn finish(self) -> Result<(), FileError> {
        if self.encoder.records() > 0 && !self.names.any_object {
            return Err(FileError::NothingReadable(NO_LINE));
        }
        self.names.check(self.encoder.columns(), self.encoder)
    }
}

#[cfg(test)]
#[path = "auditd_tests.rs"]
mod tests;
