//! Tables in memory: batches of rows as one log, as if they were a file.

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use oddwalk_core::{EventLog, Quality};

use crate::columns::{Columns, Found};
use crate::duplicates::IdHasher;
use crate::encode::{Encoder, FileRead};
use crate::read::{alone, given};
use crate::{FileError, ReadError, ReadOptions, SessionsRead, Table, parquet};

/// What such a table is called where a file would be named.
const NAME: &str = "table";

/// Reads batches of rows as a log of events; `columns` are the names of all their columns. Of the options only the largest
/// size of a cell matters.
///
/// # Errors
/// [`ReadError`] where a batch cannot be read, a column is missing or of a type that cannot be what it is named as, times are
/// ambiguous, or there are too many events.
pub fn read_event_batches(
    batches: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
    columns: &[String],
    table: &Table,
    options: &ReadOptions,
) -> Result<(EventLog, Quality), ReadError> {
    let all = read(batches, columns, table, options)?;
    Ok((all.log.canonical(), all.quality))
}

/// Reads batches of rows as sessions that are cut already, one a row.
///
/// # Errors
/// As [`read_event_batches`].
pub fn read_session_batches(
    batches: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
    columns: &[String],
    table: &Table,
    options: &ReadOptions,
) -> Result<SessionsRead, ReadError> {
    read(batches, columns, table, options).map(given)
}

fn read(
    batches: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
    existing: &[String],
    table: &Table,
    options: &ReadOptions,
) -> Result<FileRead, ReadError> {
    let (columns, id_hasher) = (Columns::of(table), IdHasher::default());
    let mut encoder = Encoder::new(table, &columns, &id_hasher, NAME);
    let problem = read_batches(batches, existing, options, &mut encoder).err();
    let file = encoder.finish(problem.as_ref())?;
    match problem {
        Some(error) => Err(ReadError::File { file: NAME.to_owned(), error }),
        None => alone(file, table),
    }
}

fn read_batches(
    batches: impl Iterator<Item = Result<RecordBatch, ArrowError>>,
    existing: &[String],
    options: &ReadOptions,
    encoder: &mut Encoder,
) -> Result<(), FileError> {
    let columns = encoder.columns();
    let has: Vec<bool> = columns.find(existing)?.iter().map(|found| *found != Found::Nowhere).collect();
    encoder.has_columns(&has);
    encoder.unseen_columns(columns.unseen(&has, existing));
    for batch in batches {
        parquet::read_batch(&batch?, options.max_record, encoder)?;
        if encoder.is_stopped() {
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, Int64Array, StringArray};

    use super::*;

    fn batch(users: &[Option<&str>]) -> RecordBatch {
        let times: Vec<i64> = (1_700_000_000..).take(users.len()).collect();
        let commands: Vec<String> = (0..users.len()).map(|number| format!("command {number}")).collect();
        let columns: [(&str, ArrayRef); 3] = [
            ("time", Arc::new(Int64Array::from(times))),
            ("user", Arc::new(StringArray::from(users.to_vec()))),
            ("command", Arc::new(StringArray::from(commands))),
        ];
        RecordBatch::try_from_iter(columns).unwrap()
    }

    fn names() -> Vec<String> {
        ["time", "user", "command"].map(str::to_owned).to_vec()
    }

    #[test]
    fn batches_are_one_log_with_rows_counted_through() {
        let table = Table::events("time", vec!["user".to_owned()], "command").unwrap();
        let batches = [batch(&[Some("ann"), None]), batch(&[Some("bob")])];
        let (log, quality) =
            read_event_batches(batches.into_iter().map(Ok), &names(), &table, &ReadOptions::default())
                .unwrap();
        assert_eq!((log.len(), quality.records()), (3, 3));
        assert_eq!((log.source(2).file, log.source(2).row), ("table", 3));
        assert_eq!(quality.missing_identity, [("user".to_owned(), 1)]);
    }

    #[test]
    fn a_missing_column_is_named() {
        let table = Table::events("time", vec!["user".to_owned()], "comand").unwrap();
        let batches = [batch(&[Some("ann")])];
        let error =
            read_event_batches(batches.into_iter().map(Ok), &names(), &table, &ReadOptions::default());
        let message = error.unwrap_err().to_string();
        assert!(message.contains("comand") && message.contains("command"), "{message}");
    }
}
