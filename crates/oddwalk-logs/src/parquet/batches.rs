//! Batches of rows: as many at a time as fit into a bounded memory, with texts that repeat kept once.

use std::fs::File;
use std::ops::Range;
use std::sync::Arc;

use ::parquet::arrow::ProjectionMask;
use ::parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Schema};

use super::shared_file::SharedFile;
use crate::FileError;
use crate::columns::{Columns, Found};
use crate::guard::guarded;

/// Large enough that mapping a batch's dictionary costs little beside its rows.
const BATCH_ROWS: usize = 1 << 16;

/// About so many bytes of a column are decoded at a time.
const BATCH_BYTES: usize = 1 << 26;

/// About so many elements of lists are decoded at a time.
const BATCH_VALUES: usize = 1 << 21;

/// A row is taken for so many bytes where groups are put together to be read apart.
const ROW_BYTES: usize = 64;

/// A group of more rows is not: what is read of it has to be handed over in parts.
const MAX_APART_ROWS: usize = 1 << 20;

/// A batch that cannot be read is tried again with fewer rows.
const FEWER: usize = 64;

/// Reads the needed columns, one group of rows after the other, so that each batch has one dictionary.
pub(super) struct Batches {
    file: SharedFile,
    metadata: ArrowReaderMetadata,
    mask: ProjectionMask,
    found: Vec<Found>,
    /// The group that is being read, and those behind it.
    groups: Range<usize>,
    /// Rows of this group that were given out.
    rows: usize,
    batch_rows: usize,
    reader: Option<ParquetRecordBatchReader>,
}

impl Batches {
    /// The Parquet types say all that is needed: what Arrow wrote beside them is one more thing that may be damaged.
    pub(super) fn open(file: File, columns: &Columns) -> Result<Self, FileError> {
        let file = SharedFile::new(file);
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let metadata = ArrowReaderMetadata::load(&file, options.clone())?;
        let existing: Vec<String> =
            metadata.schema().fields().iter().map(|field| field.name().clone()).collect();
        let found = columns.find(&existing)?;
        let options = options.with_schema(Arc::new(with_dictionaries(metadata.schema())));
        let metadata = ArrowReaderMetadata::try_new(Arc::clone(metadata.metadata()), options)?;
        let roots = found.iter().filter_map(|found| match found {
            Found::Whole(root) | Found::Inside(root) => Some(*root),
            Found::Nowhere => None,
        });
        let mask = ProjectionMask::roots(metadata.parquet_schema(), roots);
        let groups = 0..metadata.metadata().num_row_groups();
        Ok(Self { file, metadata, mask, found, groups, rows: 0, batch_rows: 0, reader: None }.at_start())
    }

    fn at_start(mut self) -> Self {
        (self.rows, self.reader) = (0, None);
        self.batch_rows = self.rows_at_a_time();
        self
    }

    /// The next groups, about as many as have so many bytes, and how many rows they have; `None` in a group, and where that
    /// is too large.
    pub(super) fn apart(&mut self, block: usize) -> Option<(Self, u64)> {
        let (mut rows, begin) = (0, self.groups.start);
        if self.rows > 0 || self.reader.is_some() || begin >= self.groups.end {
            return None;
        }
        while rows < block.div_ceil(ROW_BYTES) && self.groups.start < self.groups.end {
            let with_next = rows.saturating_add(self.group_rows(self.groups.start));
            if with_next > MAX_APART_ROWS {
                break;
            }
            (rows, self.groups.start) = (with_next, self.groups.start + 1);
        }
        self.batch_rows = self.rows_at_a_time();
        let groups = begin..self.groups.start;
        let (file, metadata, mask) = (self.file.clone(), self.metadata.clone(), self.mask.clone());
        let apart = Self {
            file,
            metadata,
            mask,
            found: self.found.clone(),
            groups,
            rows: 0,
            batch_rows: 0,
            reader: None,
        };
        (begin < self.groups.start).then(|| (apart.at_start(), rows as u64))
    }

    fn group_rows(&self, group: usize) -> usize {
        usize::try_from(self.metadata.metadata().row_group(group).num_rows()).unwrap_or_default()
    }

    /// The names of the file's columns.
    pub(super) fn names(&self) -> Vec<String> {
        self.metadata.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// Which of the needed columns the file has.
    pub(super) fn has_columns(&self) -> Vec<bool> {
        self.found.iter().map(|found| *found != Found::Nowhere).collect()
    }

    /// The next batch, or `None` at the end. Where one is damaged or too large, as much of it as can be read comes first.
    pub(super) fn next(&mut self) -> Result<Option<RecordBatch>, String> {
        while self.groups.start < self.groups.end {
            let read = guarded(|| self.read().map_err(|error| error.to_string()));
            match read.unwrap_or_else(Err) {
                Ok(Some(batch)) => {
                    self.rows += batch.num_rows();
                    return Ok(Some(batch));
                }
                Ok(None) => self.end_group()?,
                Err(reason) if self.batch_rows == 1 => return Err(reason),
                Err(_) => {
                    self.batch_rows = (self.batch_rows / FEWER).max(1);
                    self.reader = None;
                }
            }
        }
        Ok(None)
    }

    /// Where rows are is counted from what the groups say of themselves, be they read one after the other or not.
    fn end_group(&mut self) -> Result<(), String> {
        let (rows, said) = (self.rows, self.group_rows(self.groups.start));
        if rows != said {
            return Err(format!("a group of rows has {rows} of them, and says {said}"));
        }
        (self.groups.start, self.rows, self.reader) = (self.groups.start + 1, 0, None);
        self.batch_rows = self.rows_at_a_time();
        Ok(())
    }

    fn read(&mut self) -> Result<Option<RecordBatch>, FileError> {
        if self.reader.is_none() {
            let (file, metadata) = (self.file.clone(), self.metadata.clone());
            let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata);
            let builder = builder.with_projection(self.mask.clone());
            let builder = builder.with_row_groups(vec![self.groups.start]);
            self.reader = Some(builder.with_batch_size(self.batch_rows).with_offset(self.rows).build()?);
        }
        Ok(self.reader.as_mut().and_then(Iterator::next).transpose()?)
    }

    /// So many rows that no column takes much more than [`BATCH_BYTES`], if all rows of the group are alike.
    fn rows_at_a_time(&self) -> usize {
        let metadata = self.metadata.metadata();
        if self.groups.start >= metadata.num_row_groups() {
            return BATCH_ROWS;
        }
        let group = metadata.row_group(self.groups.start);
        let rows = self.group_rows(self.groups.start).max(1);
        let of_row = |all: i64| (usize::try_from(all).unwrap_or_default() / rows).max(1);
        let columns = group.columns().iter().enumerate();
        let needed = columns.filter(|(leaf, _)| self.mask.leaf_included(*leaf));
        let fitting = needed.map(|(_, column)| {
            let by_bytes = BATCH_BYTES / of_row(column.uncompressed_size());
            by_bytes.min(BATCH_VALUES / of_row(column.num_values()))
        });
        fitting.min().unwrap_or(BATCH_ROWS).clamp(1, BATCH_ROWS)
    }
}

impl From<::parquet::errors::ParquetError> for FileError {
    fn from(error: ::parquet::errors::ParquetError) -> Self {
        Self::Parquet(match error {
            ::parquet::errors::ParquetError::General(reason) => reason,
            other => other.to_string(),
        })
    }
}

impl From<ArrowError> for FileError {
    fn from(error: ArrowError) -> Self {
        Self::Parquet(error.to_string())
    }
}

/// The schema with texts as dictionaries, which is how Parquet holds texts that repeat.
fn with_dictionaries(schema: &Schema) -> Schema {
    let fields: Vec<FieldRef> = schema.fields().iter().map(with_dictionary).collect();
    Schema::new_with_metadata(fields, schema.metadata().clone())
}

fn with_dictionary(field: &FieldRef) -> FieldRef {
    let dictionary = |values| DataType::Dictionary(Box::new(DataType::Int32), Box::new(values));
    let kind = match field.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => dictionary(DataType::Utf8),
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => dictionary(DataType::Binary),
        DataType::List(item) => DataType::List(with_dictionary(item)),
        DataType::LargeList(item) => DataType::LargeList(with_dictionary(item)),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(with_dictionary).collect()),
        DataType::Map(entries, sorted) => DataType::Map(with_dictionary(entries), *sorted),
        _ => return Arc::clone(field),
    };
    Arc::new(Field::new(field.name(), kind, field.is_nullable()))
}
