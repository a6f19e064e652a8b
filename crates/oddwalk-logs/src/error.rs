//! What can go wrong while reading, said with the file, the column and what to do.

use std::path::PathBuf;

use oddwalk_core::TooManyEvents;
use thiserror::Error;

/// Nothing, or nothing sound, could be read.
#[derive(Debug, Error)]
pub enum ReadError {
    /// An input that was named does not exist.
    #[error("{0}: no such file, folder or pattern")]
    NotFound(String),
    /// A folder cannot be listed.
    #[error("{path}: cannot be listed: {reason}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The inputs hold no file at all.
    #[error("no file in {0}")]
    NoFiles(String),
    /// Standard input was named twice.
    #[error("standard input (`-`) can be read only once")]
    StdinTwice,
    /// No file could be read. The first problem is told.
    #[error("{file}: {error}")]
    File {
        /// The file's name as it was given.
        file: String,
        /// Why it could not be read.
        error: FileError,
    },
    /// A time means different moments in different countries, so that going on would be guessing.
    #[error(
        "{file}, row {row}, column `{column}`: the time `{value}` can be day/month or month/day: say which with \
         --time-format, such as `--time-format '%d/%m/%Y %H:%M:%S'`"
    )]
    AmbiguousTime {
        /// The file's name as it was given.
        file: String,
        /// The record in the file, counted from 1.
        row: u64,
        /// The time column.
        column: String,
        /// The value.
        value: String,
    },
    /// More events than a log can hold.
    #[error(transparent)]
    TooManyEvents(#[from] TooManyEvents),
    /// No record of any file has a value in an entity column.
    #[error("no record of any file has a field `{column}`{}", hint(.nearest.as_deref(), .existing))]
    ColumnNowhere {
        /// The column that was asked for.
        column: String,
        /// The columns that one of the files has.
        existing: Vec<String>,
        /// The one that is spelt most like it.
        nearest: Option<String>,
    },
}

/// Why a file could not be read, or not to its end.
#[derive(Debug, Error)]
pub enum FileError {
    /// The system could not open or read it.
    #[error("cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// It has no bytes, or nothing but white space.
    #[error("is empty")]
    Empty,
    /// It has columns and no record.
    #[error("has columns but no records")]
    NoRecords,
    /// The first record cannot be read.
    #[error("has no readable header: {0}")]
    Header(&'static str),
    /// A column that is needed is not there.
    #[error("has no column `{column}`{}", hint(.nearest.as_deref(), .existing))]
    MissingColumn {
        /// The column that was asked for.
        column: String,
        /// The columns there are.
        existing: Vec<String>,
        /// The one that is spelt most like it.
        nearest: Option<String>,
    },
    /// Two columns have the needed name.
    #[error("has more than one column `{0}`")]
    DuplicateColumn(String),
    /// A column has a type from which the field cannot be read.
    #[error("column `{column}` has the type {found}; {expected} is needed")]
    ColumnType {
        /// The column.
        column: String,
        /// Its type.
        found: String,
        /// What would do.
        expected: &'static str,
    },
    /// Compressed data that ends too early or is damaged.
    #[error("breaks off after {records} records: {reason}")]
    BrokenOff {
        /// How many records came before the break.
        records: u64,
        /// What the decompressor or the system said.
        reason: String,
    },
    /// The file is no valid Parquet.
    #[error("is not readable as Parquet: {0}")]
    Parquet(String),
    /// The file is no Windows event log.
    #[error("is not readable as EVTX: {0}")]
    Evtx(&'static str),
    /// Not one of its records can be read; says what each has to be.
    #[error("has no readable record: {0}")]
    NothingReadable(&'static str),
    /// Not one of its records is a JSON object.
    #[error("has no readable record: each has to be a JSON object on a line of its own, or in one array")]
    NoObjects,
}

impl FileError {
    pub(crate) fn broken_off(records: u64, reason: &impl ToString) -> Self {
        Self::BrokenOff { records, reason: reason.to_string() }
    }

    pub(crate) fn missing_column(column: &str, existing: &[String]) -> Self {
        let (existing, nearest) = (existing.to_vec(), nearest(column, existing));
        Self::MissingColumn { column: column.to_owned(), existing, nearest }
    }
}

/// The name that is spelt most like the one that was asked for, if any is close.
pub(crate) fn nearest(name: &str, existing: &[String]) -> Option<String> {
    let name = name.to_lowercase();
    let similarity = |other: &String| strsim::jaro_winkler(&name, &other.to_lowercase());
    let scored = existing.iter().map(|other| (similarity(other), other));
    let best = scored.max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    (best.0 > 0.7).then(|| best.1.clone())
}

fn hint(nearest: Option<&str>, existing: &[String]) -> String {
    const SHOWN: usize = 40;
    let nearest = nearest.map(|name| format!("; did you mean `{}`?", shortened(name))).unwrap_or_default();
    let names: Vec<String> = existing.iter().take(SHOWN).map(|name| shortened(name)).collect();
    match existing.len() {
        0 => nearest,
        1..=SHOWN => format!("{nearest} (columns: {})", names.join(", ")),
        all => format!("{nearest} (columns: {} and {} more)", names.join(", "), all - SHOWN),
    }
}

/// A file that is no table can have names of any length.
fn shortened(name: &str) -> String {
    const CHARS: usize = 60;
    match name.char_indices().nth(CHARS) {
        Some((cut, _)) => format!("{}…", &name[..cut]),
        None => name.to_owned(),
    }
}
