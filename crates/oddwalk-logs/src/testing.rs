//! What the tests of several modules share.

use std::fs;
use std::io::{self, Read};
use std::path::PathBuf;

use oddwalk_core::EventLog;

use crate::chunks::{Chunks, Framed};
use crate::columns::Columns;
use crate::duplicates::IdHasher;
use crate::encode::{Encoder, FileRead};
use crate::frame::Frames;
use crate::{FileError, Table};

/// Gives so many bytes at a time: what is read must not depend on how much of it comes at once.
pub(crate) struct Portions<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) size: usize,
}

impl Read for Portions<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.size.min(buffer.len()).min(self.bytes.len());
        buffer[..size].copy_from_slice(&self.bytes[..size]);
        self.bytes = &self.bytes[size..];
        Ok(size)
    }
}

/// The sizes to try: byte by byte, so that everything is cut somewhere; in small pieces; all at once.
pub(crate) const SIZES: [usize; 3] = [1, 5, usize::MAX];

/// What is framed, which is the same however much comes at a time: records, and in brackets what is wrong.
pub(crate) fn framed<F: Frames>(text: &str, frames: impl Fn() -> F, max_record: usize) -> Vec<String> {
    let [one, five, whole] = SIZES.map(|size| {
        let bytes = Portions { bytes: text.as_bytes(), size };
        let mut chunks = Chunks::new(bytes, frames(), max_record);
        let mut seen = Vec::new();
        while let Some((place, framed)) = chunks.next().unwrap() {
            seen.push(match framed {
                Framed::Record(record) => str::from_utf8(record).unwrap().trim_end().to_owned(),
                Framed::TooLong => "too long".to_owned(),
                Framed::Bad(reason) | Framed::Broken(reason) => {
                    format!("({}: {reason})", place.line.unwrap())
                }
            });
        }
        seen
    });
    assert_eq!(one, whole, "byte by byte");
    assert_eq!(five, whole, "five bytes at a time");
    whole
}

/// Columns `t`, `u` and `c`.
pub(crate) fn table() -> Table {
    Table::events("t", vec!["u".into()], "c").unwrap()
}

/// A table of sessions `s` of somebody `u`, from `b` to `e`.
pub(crate) fn session_table() -> Table {
    Table::sessions("s", vec!["u".into()], Some("b".into()), Some("e".into())).unwrap()
}

/// What a reader makes of a file called `f`, and its problem.
pub(crate) fn read_with(
    table: &Table,
    read: impl FnOnce(&mut Encoder) -> Result<(), FileError>,
) -> (FileRead, Option<String>) {
    let columns = Columns::of(table);
    let id_hasher = IdHasher::default();
    let mut encoder = Encoder::new(table, &columns, &id_hasher, "f");
    let problem = read(&mut encoder).err();
    let file = encoder.finish(problem.as_ref()).unwrap();
    (file, problem.map(|problem| problem.to_string()))
}

/// Each event as `row user command second`; `-` stands for a missing user.
pub(crate) fn events(log: &EventLog) -> Vec<String> {
    let describe = |event: u32| {
        let index = event as usize;
        let user = log.entities().values(log.event_entities()[index]).next().flatten().unwrap_or("-");
        let command = log.commands().text(log.event_commands()[index]);
        format!("{} {user} {command} {}", log.source(event).row, log.times()[index] / 1_000_000_000)
    };
    (0..log.len() as u32).map(describe).collect()
}

/// Each reason and how many records were rejected for it.
pub(crate) fn rejected(file: &FileRead) -> Vec<(&'static str, u64)> {
    file.quality.rejected.iter().map(|(reason, rejected)| (reason.code(), rejected.count)).collect()
}

/// A log that is not of this project, or `None`, and says so, where this machine has none: they are in the folder that
/// `ODDWALK_SHARED` names, or in `shared` beside the repository.
#[expect(clippy::print_stderr, reason = "a test that is left out has to say so")]
pub(crate) fn real_log(path: &str) -> Option<Vec<u8>> {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    let shared = std::env::var_os("ODDWALK_SHARED").map_or(beside, PathBuf::from);
    let path = shared.join(path);
    let read = fs::read(&path).ok();
    if read.is_none() {
        eprintln!("skipped: no real log {} (set ODDWALK_SHARED)", path.display());
    }
    read
}
