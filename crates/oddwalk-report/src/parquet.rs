//! Parquet: the same columns with types, in the same bytes for the same rows.

mod batch;

use std::io::{self, Write};

use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use thiserror::Error;

use self::batch::Batch;
use crate::{Columns, Row};

/// How many rows are gathered before they are encoded.
const BATCH_ROWS: usize = 8_192;
/// How much text is gathered before it is encoded, whatever the number of rows.
const BATCH_BYTES: u64 = 64 << 20;
/// Encoded rows are held in memory until their row group is complete.
const ROW_GROUP_ROWS: usize = 16 * BATCH_ROWS;
const ROW_GROUP_BYTES: usize = 64 << 20;
/// How much text one list of a Parquet file can hold.
const ROW_BYTES: u64 = i32::MAX as u64;

/// Why a Parquet file could not be written.
#[derive(Debug, Error)]
pub enum ParquetWriteError {
    /// The output cannot be written to.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// One session has more text than a list of a Parquet file can hold.
    #[error(
        "a session has {bytes} bytes of text, and a row of a Parquet file at most {ROW_BYTES}; write NDJSON instead"
    )]
    SessionTooLarge {
        /// How much text the session has.
        bytes: u64,
    },
    /// The file could not be made; no rows are known to cause this.
    #[error("cannot make the Parquet file: {0}")]
    Encoding(ParquetError),
}

impl From<ParquetError> for ParquetWriteError {
    fn from(error: ParquetError) -> Self {
        match error {
            ParquetError::External(cause) => match cause.downcast::<io::Error>() {
                Ok(cause) => Self::Io(*cause),
                Err(cause) => Self::Encoding(ParquetError::External(cause)),
            },
            error => Self::Encoding(error),
        }
    }
}

/// A Parquet file in the making, which takes its rows one by one, and writes them row group by row group.
///
/// Times are nanoseconds with zone UTC, lists are `list<string>`, sources `list<struct<file: string, row: uint32>>`.
pub struct ParquetTable<'c, W: Write + Send> {
    batch: Batch<'c>,
    file: ArrowWriter<W>,
}

impl<'c, W: Write + Send> ParquetTable<'c, W> {
    /// Begins the file.
    ///
    /// # Errors
    /// If `out` cannot be written to.
    pub fn new(columns: &'c Columns, out: W) -> Result<Self, ParquetWriteError> {
        let batch = Batch::new(columns);
        let file = ArrowWriter::try_new(out, batch.schema(), Some(properties()))?;
        Ok(Self { batch, file })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// If the output cannot be written to, or the session has over 2 GiB of text. What was written by then is no Parquet
    /// file.
    pub fn push(&mut self, row: &Row) -> Result<(), ParquetWriteError> {
        let bytes = self.batch.list_bytes(row);
        if bytes > ROW_BYTES {
            return Err(ParquetWriteError::SessionTooLarge { bytes });
        }
        if self.batch.rows() >= BATCH_ROWS || self.batch.bytes() + bytes > BATCH_BYTES {
            self.file.write(&self.batch.take()?)?;
        }
        self.batch.push(row, bytes);
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// If the output cannot be written to.
    pub fn finish(mut self) -> Result<(), ParquetWriteError> {
        self.file.write(&self.batch.take()?)?;
        self.file.close()?;
        Ok(())
    }
}

/// Writes one row per session, as [`ParquetTable`] does.
///
/// # Errors
/// As [`ParquetTable::push`].
pub fn write_parquet<'a, R: Into<Row<'a>>>(
    columns: &Columns,
    rows: impl IntoIterator<Item = R>,
    out: impl Write + Send,
) -> Result<(), ParquetWriteError> {
    let mut table = ParquetTable::new(columns, out)?;
    rows.into_iter().try_for_each(|row| table.push(&row.into()))?;
    table.finish()
}

/// Nothing here depends on the clock, nor on the version of the Parquet library but for its encoding.
fn properties() -> WriterProperties {
    WriterProperties::builder()
        .set_created_by(concat!("oddwalk version ", env!("CARGO_PKG_VERSION")).into())
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
        .set_max_row_group_bytes(Some(ROW_GROUP_BYTES))
        .build()
}

#[cfg(test)]
mod tests {
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Float64Type, Int64Type, TimestampNanosecondType, UInt32Type};
    use arrow_array::{Array, RecordBatch};
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    use super::*;
    use crate::sample::{Sample, ranked_together};

    #[test]
    fn what_was_written_reads_back() {
        let sample = Sample::hostile();
        let (table, _) = read_back(&sample.columns(true), sample.findings().iter());
        let column = |name| table.column_by_name(name).unwrap();
        let mut findings = 0;
        for (index, finding) in sample.findings().iter().enumerate() {
            let row = Row::from(finding);
            let is_null = column("likelihood").is_null(index);
            assert_eq!(is_null, row.likelihood().is_none());
            let bits = column("surprisal_bits").as_primitive::<Float64Type>().value(index);
            assert!(is_null || Some(bits.to_bits()) == row.surprisal_bits().map(f64::to_bits));
            let bits = column("session_surprisal_bits").as_primitive::<Float64Type>();
            assert_eq!(bits.is_valid(index).then(|| bits.value(index)), row.session_bits());
            assert_eq!(
                column("rank").as_primitive::<Int64Type>().values()[index].unsigned_abs() as usize,
                index + 1
            );
            let begin = column("begin").as_primitive::<TimestampNanosecondType>();
            assert_eq!(begin.is_valid(index).then(|| begin.value(index)), row.span().map(|span| span.begin));
            assert_eq!(texts(column("session"), index), row.commands().collect::<Vec<_>>());
            assert_eq!(texts(column("window"), index), row.window().collect::<Vec<_>>());
            let sources = column("sources").as_list::<i32>().value(index);
            let rows = sources.as_struct().column(1).as_primitive::<UInt32Type>().values().to_vec();
            assert_eq!(rows, row.sources().map(|source| source.row).collect::<Vec<_>>());
            let users = column("user").as_string::<i32>();
            assert_eq!(users.is_valid(index).then(|| users.value(index)), row.entity().next().unwrap());
            findings += 1;
        }
        assert_eq!(table.num_rows(), findings);
    }

    #[test]
    fn judgements_read_back() {
        let sample = Sample::exchange().judged();
        let (findings, reasons) = (sample.findings(), sample.reasons());
        let rows = findings.iter().zip(&reasons);
        let rows = rows.map(|(finding, reasons)| Row::from(finding).because(reasons.clone()));
        let (table, _) = read_back(&Columns::of(&findings), rows);
        let names: Vec<_> = table.schema().fields().iter().map(|field| field.name().clone()).collect();
        assert_eq!(names, Columns::of(&findings).names());
        let column = |name| table.column_by_name(name).unwrap();
        for (index, (finding, reasons)) in findings.iter().zip(reasons).enumerate() {
            let row = Row::from(finding).because(reasons);
            let bits = column("score_bits").as_primitive::<Float64Type>().value(index);
            assert_eq!(Some(bits), row.score_bits());
            let bits = column("novelty_bits").as_primitive::<Float64Type>().value(index);
            assert_eq!(Some(bits), row.evidence_bits()[5]);
            let history = column("history").as_primitive::<Int64Type>();
            let history = history.is_valid(index).then(|| history.value(index).unsigned_abs());
            assert_eq!(history, row.history());
            let is_uncertain = column("order_uncertain").as_boolean().value(index);
            assert_eq!(Some(is_uncertain), row.judgement().map(|known| known.order_uncertain));
            let reason = column("reason").as_string::<i32>();
            assert_eq!(reason.is_valid(index).then(|| reason.value(index).to_owned()), row.reason());
        }
    }

    #[test]
    fn what_a_part_has_no_column_for_is_null() {
        let (exchange, trail) = (Sample::exchange(), Sample::cloudtrail());
        let findings = ranked_together([("office365-exchange", &exchange), ("aws-cloudtrail", &trail)]);
        let (table, _) = read_back(&Columns::of(&findings), findings.iter());
        let cells = |name, index| {
            let column = table.column_by_name(name).unwrap().as_string::<i32>();
            column.is_valid(index).then(|| column.value(index).to_owned())
        };
        for (index, finding) in findings.iter().enumerate() {
            assert_eq!(cells("recipe", index).as_deref(), Some(finding.recipe));
            let mut own = finding.session.entity();
            let (first, second) = (own.next().flatten(), own.next().flatten());
            assert_eq!(cells("ClientIP", index).as_deref(), second);
            let (has, lacks) = if finding.part == 0 { ("UserId", "arn") } else { ("arn", "UserId") };
            assert_eq!((cells(has, index).as_deref(), cells(lacks, index)), (first, None));
        }
    }

    #[test]
    fn an_empty_table_has_its_columns() {
        let sample = Sample::empty();
        for ranked in [false, true] {
            let columns = sample.columns(ranked);
            let (table, bytes) = read_back(&columns, sample.findings().iter());
            assert_eq!(table.num_rows(), 0);
            let schema = table.schema();
            let names: Vec<_> = schema.fields().iter().map(|field| field.name().clone()).collect();
            assert_eq!(names, columns.names());
            assert!(bytes.ends_with(b"PAR1"));
        }
    }

    #[test]
    fn the_same_rows_are_the_same_bytes() {
        let sample = Sample::exchange();
        let columns = sample.columns(false);
        let (first, second) = (read_back(&columns, sample.rows()), read_back(&columns, sample.rows()));
        assert_eq!(first, second);
    }

    #[test]
    fn many_rows_are_several_batches() {
        let sample = Sample::exchange();
        let rows: Vec<Row> = sample.rows().cycle().take(20_000).collect();
        let (table, _) = read_back(&sample.columns(false), rows);
        assert_eq!(table.num_rows(), 20_000);
    }

    #[test]
    fn a_full_disk_is_an_io_error() {
        let sample = Sample::exchange();
        let result = write_parquet(&sample.columns(false), sample.rows(), &mut [0_u8; 10][..]);
        assert!(matches!(result, Err(ParquetWriteError::Io(_))), "{result:?}");
    }

    fn read_back<'a, R: Into<Row<'a>>>(
        columns: &Columns,
        rows: impl IntoIterator<Item = R>,
    ) -> (RecordBatch, Vec<u8>) {
        let mut bytes = Vec::new();
        write_parquet(columns, rows, &mut bytes).unwrap();
        let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes.clone())).unwrap();
        let schema = reader.schema().clone();
        let mut batches = reader.with_batch_size(1 << 20).build().unwrap();
        let table = batches.next().map_or_else(|| RecordBatch::new_empty(schema), Result::unwrap);
        assert!(batches.next().is_none());
        (table, bytes)
    }

    fn texts(column: &dyn Array, index: usize) -> Vec<String> {
        let list = column.as_list::<i32>().value(index);
        list.as_string::<i32>().iter().flatten().map(str::to_owned).collect()
    }
}
