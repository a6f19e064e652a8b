//! One column of a batch: each distinct cell once, and which of them each row has.

use std::borrow::Cow;
use std::rc::Rc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Int32Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use oddwalk_core::Reason;

use crate::columns::Columns;
use crate::field::Field;
use crate::record::Refusal;
use crate::{FileError, arrow_field, json_value};

const A_TIME: &str = "a timestamp, an epoch number or a text";

/// A column of a batch, and what is needed to speak of it.
#[derive(Clone, Copy)]
pub(crate) struct Column<'a> {
    name: &'a str,
    array: &'a ArrayRef,
    /// The path to what is needed inside of each cell.
    inside: Option<&'a str>,
    /// A cell of more bytes is refused.
    max_cell: usize,
}

/// A column's cells as numbers of its distinct values.
pub(crate) struct Cells<T> {
    codes: Rc<Vec<u32>>,
    distinct: Vec<Result<T, Refusal>>,
}

/// A column of times: numbers as they stand there, or anything else.
pub(crate) enum Times<'a> {
    Numbers(TypedTimes<'a>),
    Cells(Cells<Field<'a>>),
}

/// Times in a unit of so many nanoseconds.
#[derive(Clone, Copy)]
pub(crate) struct TypedTimes<'a> {
    numbers: &'a [i64],
    /// The column, if some of its cells are null.
    with_nulls: Option<&'a ArrayRef>,
    unit: i64,
}

impl TypedTimes<'_> {
    /// The nanoseconds; `None` where there is no time, or none that fits.
    #[inline]
    pub(crate) fn get(&self, row: usize) -> Option<i64> {
        if self.is_null(row) { None } else { self.numbers[row].checked_mul(self.unit) }
    }

    /// The same as a field, which says why there is none.
    pub(crate) fn field(&self, row: usize) -> Field<'static> {
        match self.get(row) {
            Some(time) => Field::Time(time),
            None if self.is_null(row) => Field::Missing,
            None => Field::Other("a time outside the years 1678 to 2261"),
        }
    }

    #[inline]
    fn is_null(&self, row: usize) -> bool {
        self.with_nulls.is_some_and(|array| array.is_null(row))
    }
}

impl Cells<Field<'_>> {
    /// The cells of a column that is not there.
    pub(crate) fn missing(rows: usize) -> Self {
        Self { codes: Rc::new(vec![0; rows]), distinct: vec![Ok(Field::Missing)] }
    }
}

impl<T> Cells<T> {
    pub(crate) fn get(&self, row: usize) -> Result<&T, &Refusal> {
        self.distinct[self.codes[row] as usize].as_ref()
    }

    /// Encodes, or refuses, each distinct cell once, in the row where it comes first.
    pub(crate) fn encode<'c, U>(
        &'c self,
        mut encode: impl FnMut(usize, &'c T) -> Result<U, Refusal>,
    ) -> Cells<U> {
        let mut encoded: Vec<Option<Result<U, Refusal>>> = Vec::new();
        encoded.resize_with(self.distinct.len(), || None);
        for (row, &code) in self.codes.iter().enumerate() {
            let code = code as usize;
            if encoded[code].is_none() {
                let cell = self.distinct[code].as_ref();
                encoded[code] = Some(cell.map_err(Refusal::clone).and_then(|cell| encode(row, cell)));
            }
        }
        // No row has what is not encoded.
        let unused = || Err((Reason::Malformed, String::new()));
        let distinct = encoded.into_iter().map(|cell| cell.unwrap_or_else(unused)).collect();
        Cells { codes: Rc::clone(&self.codes), distinct }
    }
}

impl<'a> Column<'a> {
    pub(crate) fn new(
        batch: &'a RecordBatch,
        columns: &'a Columns,
        index: usize,
        max_cell: usize,
    ) -> Result<Self, FileError> {
        let name = &columns.names()[index];
        let array = batch.column_by_name(name).ok_or_else(|| FileError::missing_column(name, &[]))?;
        Ok(Self { name, array, inside: None, max_cell })
    }

    /// The column, or what is inside of one; `None` where the file has neither.
    pub(crate) fn find(
        batch: &'a RecordBatch,
        columns: &'a Columns,
        index: usize,
        max_cell: usize,
    ) -> Option<Self> {
        let name = &columns.names()[index];
        if let Some(array) = batch.column_by_name(name) {
            return Some(Self { name, array, inside: None, max_cell });
        }
        let dots = name.match_indices('.').map(|(at, _)| at).rev();
        let mut around = dots.filter_map(|at| Some((batch.column_by_name(&name[..at])?, &name[at + 1..])));
        around.next().map(|(array, path)| Self { name, array, inside: Some(path), max_cell })
    }

    /// Texts, or numbers and truth values.
    pub(crate) fn scalars(self) -> Result<Cells<Field<'a>>, FileError> {
        if self.is_nested() { Err(self.unfit("text")) } else { self.anything() }
    }

    /// Cells of any type.
    pub(crate) fn anything(self) -> Result<Cells<Field<'a>>, FileError> {
        if let Some(dictionary) = self.array.as_dictionary_opt::<Int32Type>() {
            let mut distinct = arrow_field::fields(dictionary.values())?;
            let missing = distinct.len() as u32;
            distinct.push(Field::Missing);
            let keys = dictionary.keys();
            let codes: Vec<u32> = if keys.null_count() == 0 {
                keys.values().iter().map(|key| key.cast_unsigned()).collect()
            } else {
                keys.iter().map(|key| key.map_or(missing, i32::cast_unsigned)).collect()
            };
            return Ok(Cells { codes: Rc::new(codes), distinct: self.within_limit(distinct) });
        }
        Ok(self.each(arrow_field::fields(self.array)?))
    }

    /// Typed times, epoch numbers, or texts.
    pub(crate) fn times(self) -> Result<Cells<Field<'a>>, FileError> {
        Ok(match self.as_times()? {
            Times::Numbers(times) => {
                self.each((0..times.numbers.len()).map(|row| times.field(row)).collect())
            }
            Times::Cells(cells) => cells,
        })
    }

    /// The same, typed times as the numbers that they are.
    pub(crate) fn as_times(self) -> Result<Times<'a>, FileError> {
        let array = self.array;
        Ok(match array.data_type() {
            DataType::Timestamp(unit, _) => Times::Numbers(match unit {
                TimeUnit::Second => typed::<TimestampSecondType>(array, 1_000_000_000),
                TimeUnit::Millisecond => typed::<TimestampMillisecondType>(array, 1_000_000),
                TimeUnit::Microsecond => typed::<TimestampMicrosecondType>(array, 1_000),
                TimeUnit::Nanosecond => typed::<TimestampNanosecondType>(array, 1),
            }),
            DataType::Date32
            | DataType::Date64
            | DataType::Time32(_)
            | DataType::Time64(_)
            | DataType::Boolean => return Err(self.unfit(A_TIME)),
            _ if self.is_nested() => return Err(self.unfit(A_TIME)),
            _ => Times::Cells(self.anything()?),
        })
    }

    /// Lists of commands, or texts that are JSON lists, each of which is parsed once.
    pub(crate) fn lists(self) -> Result<Cells<Field<'a>>, FileError> {
        match self.array.data_type() {
            DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _)
                if !is_nested(item.data_type()) || matches!(item.data_type(), DataType::Struct(_)) =>
            {
                self.anything()
            }
            _ if self.is_nested() => Err(self.unfit("a list of commands")),
            _ => {
                let Cells { codes, distinct } = self.anything()?;
                let distinct = distinct.into_iter().map(|cell| cell.map(parsed_list)).collect();
                Ok(Cells { codes, distinct })
            }
        }
    }

    fn each(self, fields: Vec<Field<'a>>) -> Cells<Field<'a>> {
        let codes = Rc::new((0..fields.len() as u32).collect());
        Cells { codes, distinct: self.within_limit(fields) }
    }

    fn within_limit(self, fields: Vec<Field<'a>>) -> Vec<Result<Field<'a>, Refusal>> {
        let too_long = || (Reason::TooLong, format!("column `{}`: over {} bytes", self.name, self.max_cell));
        let checked = |field: Field<'a>| match self.inside {
            _ if field.size() > self.max_cell => Err(too_long()),
            Some(path) => Ok(field.inside(path)),
            None => Ok(field),
        };
        fields.into_iter().map(checked).collect()
    }

    fn unfit(self, expected: &'static str) -> FileError {
        let (column, found) = (self.name.to_owned(), self.array.data_type().to_string());
        FileError::ColumnType { column, found, expected }
    }

    fn is_nested(self) -> bool {
        is_nested(self.array.data_type())
    }
}

fn is_nested(kind: &DataType) -> bool {
    kind.is_nested() && !matches!(kind, DataType::Dictionary(..))
}

fn parsed_list(field: Field) -> Field {
    match field {
        Field::Text(Cow::Borrowed(text)) => {
            let list = json_value::parse(text).filter(|value| matches!(value, Field::List(_)));
            list.unwrap_or(Field::Text(Cow::Borrowed(text)))
        }
        other => other,
    }
}

fn typed<T: ArrowPrimitiveType<Native = i64>>(array: &ArrayRef, unit: i64) -> TypedTimes<'_> {
    let times = array.as_primitive::<T>();
    TypedTimes { numbers: times.values(), with_nulls: Some(array).filter(|_| times.null_count() > 0), unit }
}
