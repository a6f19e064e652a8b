//! Parquet: only the needed columns, with each batch's dictionary encoded once.

use std::fs::File;
use std::sync::Arc;

use ::parquet::arrow::ProjectionMask;
use ::parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use ::parquet::errors::ParquetError;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType, Field as ArrowField, Schema, TimeUnit};

use crate::columns::{Columns, RecordColumns};
use crate::encode::Encoder;
use crate::field::{Field, Fields};
use crate::guard::guarded;
use crate::record::{Place, Refusal};
use crate::{FileError, arrow_field};

/// Large enough that mapping a batch's dictionary costs little beside its rows.
const BATCH_ROWS: usize = 1 << 16;

/// Reads the file's rows.
pub(crate) fn read(file: File, encoder: &mut Encoder) -> Result<(), FileError> {
    let columns = encoder.columns();
    let mut batches = guarded(|| batches(file, columns)).map_err(FileError::Parquet)??;
    loop {
        let batch = match guarded(|| batches.next()) {
            Ok(None) => break,
            Ok(Some(Ok(batch))) => batch,
            Ok(Some(Err(error))) => return Err(FileError::broken_off(encoder.records(), &error)),
            Err(panic) => return Err(FileError::broken_off(encoder.records(), &panic)),
        };
        match columns.record {
            RecordColumns::Event { time, command, parameters: None } => {
                read_events(&batch, time, command, encoder)?;
            }
            _ => read_rows(&batch, encoder)?,
        }
        if encoder.is_stopped() {
            break;
        }
    }
    if encoder.records() == 0 { Err(FileError::NoRecords) } else { Ok(()) }
}

/// The needed columns batch by batch. The Parquet types say all that is needed: what Arrow wrote beside them is one more
/// thing that may be damaged.
fn batches(file: File, columns: &Columns) -> Result<ParquetRecordBatchReader, FileError> {
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let metadata = ArrowReaderMetadata::load(&file, options.clone())?;
    check_columns(metadata.schema(), columns)?;
    let options = options.with_schema(Arc::new(with_dictionaries(metadata.schema())));
    let metadata = ArrowReaderMetadata::try_new(Arc::clone(metadata.metadata()), options)?;
    let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata);
    let roots = columns.names().iter().filter_map(|name| builder.schema().index_of(name).ok());
    let mask = ProjectionMask::roots(builder.parquet_schema(), roots);
    Ok(builder.with_projection(mask).with_batch_size(BATCH_ROWS).build()?)
}

impl From<ParquetError> for FileError {
    fn from(error: ParquetError) -> Self {
        Self::Parquet(match error {
            ParquetError::General(reason) => reason,
            other => other.to_string(),
        })
    }
}

impl From<ArrowError> for FileError {
    fn from(error: ArrowError) -> Self {
        Self::Parquet(error.to_string())
    }
}

fn check_columns(schema: &Schema, columns: &Columns) -> Result<(), FileError> {
    for name in columns.names() {
        match schema.fields().iter().filter(|field| field.name() == name).count() {
            0 => {
                let existing: Vec<String> =
                    schema.fields().iter().map(|field| field.name().clone()).collect();
                return Err(FileError::missing_column(name, &existing));
            }
            1 => {}
            _ => return Err(FileError::DuplicateColumn(name.clone())),
        }
    }
    Ok(())
}

/// The schema with texts as dictionaries, which is how Parquet holds texts that repeat.
fn with_dictionaries(schema: &Schema) -> Schema {
    let fields = schema.fields().iter().map(|field| match field.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => {
            Arc::new(ArrowField::new(field.name(), dictionary_type(), field.is_nullable()))
        }
        _ => Arc::clone(field),
    });
    Schema::new_with_metadata(fields.collect::<Vec<_>>(), schema.metadata().clone())
}

fn dictionary_type() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

fn read_events(
    batch: &RecordBatch,
    time: usize,
    command: usize,
    encoder: &mut Encoder,
) -> Result<(), FileError> {
    let columns = encoder.columns();
    let first_row = encoder.records() + 1;
    let place = |row: usize| Place { row: first_row + row as u64, line: None };
    let times = encode(&times(column(batch, columns, time)?)?, |row, field| encoder.time(place(row), field));
    let commands = coded(column(batch, columns, command)?, |field| encoder.command(field))?;
    let mut entity = Vec::new();
    for &index in &columns.entity {
        entity.push(coded(column(batch, columns, index)?, |field| encoder.entity_value(index, field))?);
    }
    let mut values = vec![0; entity.len()];
    for row in 0..batch.num_rows() {
        let event = times.get(row).and_then(|time| {
            let command = commands.get(row)?;
            for (value, column) in values.iter_mut().zip(&entity) {
                *value = column.get(row)?;
            }
            Ok((time, command))
        });
        match event {
            Ok((time, command)) => encoder.encoded(place(row), time, command, &values),
            Err((reason, detail)) => encoder.reject(place(row), *reason, detail),
        }
    }
    Ok(())
}

/// A column's cells as numbers of its distinct values, each of which was encoded, or refused, once.
struct Coded<T> {
    codes: Vec<u32>,
    distinct: Vec<Result<T, Refusal>>,
}

impl<T: Copy> Coded<T> {
    fn get(&self, row: usize) -> Result<T, &Refusal> {
        self.distinct[self.codes[row] as usize].as_ref().copied()
    }
}

/// A column and its name, for errors.
#[derive(Clone, Copy)]
struct Column<'a> {
    name: &'a str,
    array: &'a ArrayRef,
}

fn column<'a>(batch: &'a RecordBatch, columns: &'a Columns, index: usize) -> Result<Column<'a>, FileError> {
    let name = &columns.names()[index];
    let array = batch.column_by_name(name).ok_or_else(|| FileError::missing_column(name, &[]))?;
    Ok(Column { name, array })
}

impl Column<'_> {
    fn unfit(&self, expected: &'static str) -> FileError {
        let (column, found) = (self.name.to_owned(), self.array.data_type().to_string());
        FileError::ColumnType { column, found, expected }
    }

    fn is_nested(&self) -> bool {
        let kind = self.array.data_type();
        kind.is_nested() && !matches!(kind, DataType::Dictionary(..))
    }
}

/// Encodes a column of texts, or of numbers and truth values as their texts.
fn coded<T>(
    column: Column,
    mut encode: impl FnMut(&Field) -> Result<T, Refusal>,
) -> Result<Coded<T>, FileError> {
    if column.is_nested() {
        return Err(column.unfit("text"));
    }
    let texts = dictionary(column.array)?;
    let dictionary = texts.as_dictionary::<Int32Type>();
    let values = dictionary.values();
    let missing = values.len() as u32;
    let mut distinct: Vec<_> = match values.as_string_opt::<i32>() {
        Some(texts) => texts.iter().map(|cell| encode(&text(cell))).collect(),
        None => values.as_binary::<i32>().iter().map(|cell| encode(&bytes(cell))).collect(),
    };
    distinct.push(encode(&Field::Missing));
    let codes = dictionary.keys().iter().map(|key| key.map_or(missing, i32::cast_unsigned)).collect();
    Ok(Coded { codes, distinct })
}

fn encode<T>(
    fields: &[Field<'static>],
    mut encode: impl FnMut(usize, &Field) -> Result<T, Refusal>,
) -> Coded<T> {
    let distinct = fields.iter().enumerate().map(|(row, field)| encode(row, field)).collect();
    Coded { codes: (0..fields.len() as u32).collect(), distinct }
}

/// The column as a dictionary of texts, or of bytes where nobody said that they are text.
fn dictionary(array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
    let (kind, texts) = (array.data_type(), dictionary_type());
    if *kind == texts {
        return Ok(Arc::clone(array));
    }
    if is_bytes(kind) {
        let to = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Binary));
        return cast(&cast(array, &DataType::Binary)?, &to);
    }
    cast(&cast(array, &DataType::Utf8)?, &texts)
}

fn is_bytes(kind: &DataType) -> bool {
    use DataType::{Binary, BinaryView, FixedSizeBinary, LargeBinary};
    matches!(kind, Binary | BinaryView | FixedSizeBinary(_) | LargeBinary)
}

fn text(text: Option<&str>) -> Field<'_> {
    text.map_or(Field::Missing, Field::text)
}

fn bytes(bytes: Option<&[u8]>) -> Field<'_> {
    bytes.map_or(Field::Missing, |bytes| Field::bytes(bytes.into()))
}

/// A time column's cells: typed times, epoch numbers, or texts.
fn times(column: Column) -> Result<Vec<Field<'static>>, FileError> {
    let array = column.array;
    Ok(match array.data_type() {
        DataType::Timestamp(TimeUnit::Second, _) => typed::<TimestampSecondType>(array, 1_000_000_000),
        DataType::Timestamp(TimeUnit::Millisecond, _) => typed::<TimestampMillisecondType>(array, 1_000_000),
        DataType::Timestamp(TimeUnit::Microsecond, _) => typed::<TimestampMicrosecondType>(array, 1_000),
        DataType::Timestamp(TimeUnit::Nanosecond, _) => typed::<TimestampNanosecondType>(array, 1),
        kind if kind.is_integer() => {
            let integers = cast(array, &DataType::Int64)?;
            let field = |cell: Option<i64>| cell.map_or(Field::Missing, Field::Integer);
            integers.as_primitive::<Int64Type>().iter().map(field).collect()
        }
        DataType::Date32
        | DataType::Date64
        | DataType::Time32(_)
        | DataType::Time64(_)
        | DataType::Boolean => {
            return Err(column.unfit(A_TIME));
        }
        _ if column.is_nested() => return Err(column.unfit(A_TIME)),
        _ => owned_texts(array)?,
    })
}

const A_TIME: &str = "a timestamp, an epoch number or a text";

fn owned_texts(array: &ArrayRef) -> Result<Vec<Field<'static>>, FileError> {
    if is_bytes(array.data_type()) {
        let bytes = cast(array, &DataType::Binary)?;
        let owned =
            |cell: Option<&[u8]>| cell.map_or(Field::Missing, |cell| Field::bytes(cell.to_owned().into()));
        return Ok(bytes.as_binary::<i32>().iter().map(owned).collect());
    }
    let texts = cast(array, &DataType::Utf8)?;
    let owned = |cell: Option<&str>| cell.map_or(Field::Missing, |text| Field::text(text.to_owned()));
    Ok(texts.as_string::<i32>().iter().map(owned).collect())
}

/// Times in a unit of so many nanoseconds.
fn typed<T: ArrowPrimitiveType<Native = i64>>(array: &ArrayRef, unit: i64) -> Vec<Field<'static>> {
    let field = |cell: Option<i64>| match cell {
        None => Field::Missing,
        Some(number) => number
            .checked_mul(unit)
            .map_or(Field::Other("a time outside the years 1678 to 2261"), Field::Time),
    };
    array.as_primitive::<T>().iter().map(field).collect()
}

/// Reads row by row, where a column holds more than one thing in a cell.
fn read_rows(batch: &RecordBatch, encoder: &mut Encoder) -> Result<(), FileError> {
    let columns = encoder.columns();
    let (times_at, parameters_at, session_at) = match columns.record {
        RecordColumns::Event { time, parameters, .. } => ([Some(time), None], parameters, None),
        RecordColumns::Session { session, begin, end } => ([begin, end], None, Some(session)),
    };
    let mut fields = Vec::new();
    for index in 0..columns.len() {
        let column = column(batch, columns, index)?;
        fields.push(match index {
            _ if Some(index) == session_at => lists(column)?,
            _ if Some(index) == parameters_at => arrow_field::fields(column.array)?,
            _ if times_at.contains(&Some(index)) => times(column)?,
            _ if column.is_nested() => return Err(column.unfit("text")),
            _ => owned_texts(column.array)?,
        });
    }
    for row in 0..batch.num_rows() {
        let record: Fields = fields.iter_mut().map(|column| std::mem::take(&mut column[row])).collect();
        encoder.record(Place { row: encoder.records() + 1, line: None }, &record);
    }
    Ok(())
}

/// A column of lists of commands, or of texts that are JSON lists.
fn lists(column: Column) -> Result<Vec<Field<'static>>, FileError> {
    match column.array.data_type() {
        DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _)
            if !item.data_type().is_nested() || matches!(item.data_type(), DataType::Struct(_)) =>
        {
            Ok(arrow_field::fields(column.array)?)
        }
        _ if column.is_nested() => Err(column.unfit("a list of commands")),
        _ => owned_texts(column.array),
    }
}

#[cfg(test)]
#[path = "parquet_tests.rs"]
mod tests;
