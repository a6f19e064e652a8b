//! Reading: many files as one log.

mod join;
mod parts;
mod queue;

use std::fs::File;
use std::io::{self, Read};

use oddwalk_core::{EventLog, Quality, SessionKind, Sessions};
use rayon::prelude::*;

use self::join::{End, Piece, Whole};
pub use self::parts::read_parts;
use self::parts::{Division, read_divided};
use crate::columns::Columns;
use crate::duplicates::IdHasher;
use crate::encode::{Encoder, FileRead, Sample};
use crate::envelope::is_envelope;
use crate::open::{Opened, Progress, open};
use crate::stream::is_stream;
use crate::{FileError, Input, ReadError, Table, auditd, csv, evtx, json, parquet};

/// So much of a file is looked at to tell what it is: one that never comes to a record is not read twice.
const SAMPLE_BYTES: u64 = 1 << 26;

/// The form of a file's records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Delimited text with a header.
    Csv,
    /// One JSON object a line; or, where the first is over several lines or not alone on its line, one behind the other.
    Ndjson,
    /// One JSON array of objects.
    JsonArray,
    /// JSON objects with records in the array of their field `Records`, as `CloudTrail` writes them:
    /// `{"Records": […]}`; or of `Events` or `value`, as interfaces of Amazon and Microsoft answer. Whatever else is in such an object is stepped over.
    JsonRecords,
    /// Apache Parquet.
    Parquet,
    /// A Windows event log. Its events have the fields that `evtx_dump -o jsonl` writes.
    Evtx,
    /// Lines of the Linux audit daemon, `type=… msg=audit(…): …`, those of one event joined.
    Auditd,
}

/// How files are read, whatever is in them.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// The form of all files; `None` finds it out file by file.
    pub format: Option<Format>,
    /// The delimiter of delimited text; `None` finds it out file by file.
    pub delimiter: Option<u8>,
    /// Records of more bytes are rejected, not kept in memory.
    pub max_record: usize,
    /// Counts the bytes that have been read.
    pub progress: Progress,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { format: None, delimiter: None, max_record: 16 << 20, progress: Progress::default() }
    }
}

/// Reads all inputs in their order as one log, in which equal times keep the order (file, row).
///
/// A bad record is rejected and counted, and reading goes on; a file that cannot be read is named in the quality, and
/// the others are read. `table` is one of events.
///
/// # Errors
/// [`ReadError`] where no file can be read, where times are ambiguous, or where there are too many events.
pub fn read_events(
    inputs: &[Input],
    table: &Table,
    options: &ReadOptions,
) -> Result<(EventLog, Quality), ReadError> {
    let files: Vec<(Input, usize)> = inputs.iter().map(|input| (input.clone(), 0)).collect();
    read_forms(&files, std::slice::from_ref(table), options)
}

/// Reads files as one log in their order, each by the table with its number. The tables are forms of one log: their
/// entities have the same columns. Everything else is as in [`read_events`]; of events with the same id all but the
/// first are left out, in whatever files they are.
///
/// # Errors
/// As [`read_events`].
///
/// # Panics
/// If there is no table of a number.
pub fn read_forms(
    files: &[(Input, usize)],
    tables: &[Table],
    options: &ReadOptions,
) -> Result<(EventLog, Quality), ReadError> {
    let mut log = tables[0].empty_log();
    let reader = Reader::new(tables, options);
    let append = |part| Ok::<(), ReadError>(log.append(part)?);
    let quality = read_divided(files, &reader, Division::default(), append)?;
    Ok((log.canonical(), quality))
}

/// Sessions as they were given.
#[derive(Debug)]
pub struct SessionsRead {
    /// Their events.
    pub log: EventLog,
    /// The sessions.
    pub sessions: Sessions,
    /// What they are made of, as the first event of all has it.
    pub kind: SessionKind,
    /// What was read and what was not used.
    pub quality: Quality,
}

/// Reads sessions as they are given, one a record. `table` is one of sessions; everything else is as in [`read_events`].
///
/// # Errors
/// As [`read_events`].
pub fn read_sessions(
    inputs: &[Input],
    table: &Table,
    options: &ReadOptions,
) -> Result<SessionsRead, ReadError> {
    let reader = Reader::new(std::slice::from_ref(table), options);
    Ok(given(reader.read_sessions(inputs)?))
}

/// What was read, as sessions.
pub(crate) fn given(read: FileRead) -> SessionsRead {
    let log = read.log.canonical();
    let sessions = Sessions::given(&log, &read.sessions.ends, &read.sessions.spans);
    let kind = read.sessions.kind.unwrap_or_default();
    SessionsRead { log, sessions, kind, quality: read.quality }
}

/// One file's records as all that there is: events with one id are one, and what was named is there.
pub(crate) fn alone(read: FileRead, table: &Table) -> Result<FileRead, ReadError> {
    let mut all = Whole::new(table);
    all.join(Piece { read, end: End::Yes })?;
    all.finish()
}

/// One way to read files, which they share.
struct Reader<'a> {
    tables: Vec<(&'a Table, Columns)>,
    options: &'a ReadOptions,
    id_hasher: IdHasher,
}

impl<'a> Reader<'a> {
    fn new(tables: &'a [Table], options: &'a ReadOptions) -> Self {
        let tables = tables.iter().map(|table| (table, Columns::of(table))).collect();
        Self { tables, options, id_hasher: IdHasher::default() }
    }

    fn encoder(&self, table: usize, file: &str) -> Encoder<'_> {
        let (table, columns) = &self.tables[table];
        Encoder::new(table, columns, &self.id_hasher, file)
    }

    /// Reads files of sessions, each as a whole.
    fn read_sessions(&self, inputs: &[Input]) -> Result<FileRead, ReadError> {
        let mut all = Whole::new(self.tables[0].0);
        let mut rest = inputs;
        // The first event of all says what sessions are made of: until it is known, no other file can be judged.
        while let ([input, behind @ ..], None) = (rest, all.kind()) {
            all.join(self.read_whole(input, None)?)?;
            rest = behind;
        }
        let kind = all.kind();
        // Some files at a time, so that what is read but not yet joined stays small.
        for inputs in rest.chunks(4 * rayon::current_num_threads()) {
            let read = inputs.par_iter().map(|input| self.read_whole(input, kind));
            for piece in read.collect::<Vec<_>>() {
                all.join(piece?)?;
            }
        }
        all.finish()
    }

    fn read_whole(&self, input: &Input, kind: Option<SessionKind>) -> Result<Piece, ReadError> {
        let name = input.name();
        let mut encoder = self.encoder(0, &name);
        encoder.expect_kind(kind);
        let problem = read_records(input, self.options, &mut encoder).err();
        let read = encoder.finish(problem.as_ref())?;
        Ok(Piece { read, end: End::of_file(name, problem) })
    }
}

fn read_records(input: &Input, options: &ReadOptions, encoder: &mut Encoder) -> Result<(), FileError> {
    let opened = open(input, &options.progress)?;
    read_opened(input, opened, options, encoder)
}

fn read_opened(
    input: &Input,
    opened: Opened,
    options: &ReadOptions,
    encoder: &mut Encoder,
) -> Result<(), FileError> {
    let format = match options.format {
        Some(format) => format,
        None => detect(input, &opened.head)?,
    };
    match format {
        Format::Csv => csv::read(&opened.head, opened.bytes, options, encoder),
        Format::Ndjson if is_stream(&opened.head) => {
            json::read_stream(opened.bytes, options.max_record, encoder)
        }
        Format::Ndjson => json::read_lines(opened.bytes, options.max_record, encoder),
        Format::JsonArray => json::read_array(opened.bytes, options.max_record, encoder),
        Format::JsonRecords => json::read_envelopes(opened.bytes, options.max_record, encoder),
        Format::Parquet => parquet::read(seekable(input, opened)?, options, encoder),
        Format::Evtx => evtx::read(opened.bytes, options.max_record, encoder),
        Format::Auditd => auditd::read(opened.bytes, options.max_record, encoder),
    }
}

/// Looks at a file's first records. Where it breaks off, what came before is enough if there was anything.
pub(crate) fn sample(input: &Input, table: &Table, options: &ReadOptions) -> Result<Sample, FileError> {
    let (columns, id_hasher) = (Columns::of(table), IdHasher::default());
    let options = &ReadOptions { progress: Progress::default(), ..options.clone() };
    let mut encoder = Encoder::new(table, &columns, &id_hasher, "");
    let mut opened = open(input, &options.progress)?;
    if !opened.head.starts_with(b"PAR1") {
        opened.bytes = Box::new(opened.bytes.take(SAMPLE_BYTES.max(4 * options.max_record as u64)));
    }
    match read_opened(input, opened, options, &mut encoder) {
        Err(error) if encoder.records() == 0 => Err(error),
        _ => Ok(encoder.sampled()),
    }
}

/// By the first bytes, so that an object that holds records has to name them early; a name that ends in `.csv` or `.tsv` is believed where they leave a doubt.
pub(crate) fn detect(input: &Input, head: &[u8]) -> Result<Format, FileError> {
    if head.starts_with(b"PAR1") {
        return Ok(Format::Parquet);
    }
    if head.starts_with(evtx::MAGIC) {
        return Ok(Format::Evtx);
    }
    let name = input.file_name().to_lowercase();
    let delimited = [".csv", ".tsv"].iter().any(|suffix| name.contains(suffix));
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None => Err(FileError::Empty),
        Some(b'{') if !delimited && is_envelope(text) => Ok(Format::JsonRecords),
        Some(b'{') if !delimited => Ok(Format::Ndjson),
        Some(b'[') if !delimited => Ok(Format::JsonArray),
        Some(b't' | b'n' | b'-') if !delimited && auditd::begins(text) => Ok(Format::Auditd),
        Some(_) => Ok(Format::Csv),
    }
}

/// Parquet is read from its end: a stream of it, or a compressed file, is laid out on disk first. A named pipe is not
/// opened again, since what was read of it is gone.
pub(crate) fn seekable(input: &Input, mut opened: Opened) -> io::Result<File> {
    if let Some(path) = input.path()
        && path.is_file()
    {
        let mut magic = [0; 4];
        let mut file = File::open(path)?;
        if file.read_exact(&mut magic).is_ok() && magic == *b"PAR1" {
            return Ok(file);
        }
    }
    let mut file = tempfile::tempfile()?;
    io::copy(&mut opened.bytes, &mut file)?;
    Ok(file)
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
