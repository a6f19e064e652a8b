//! Arrow cells of any type as fields, which borrow their texts from the column.

use std::borrow::Cow;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type, Int32Type, Int64Type, UInt64Type};
use arrow_array::{Array, ArrayRef, OffsetSizeTrait};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType};

use crate::field::Field;
use crate::number;

/// All cells of a column. Structs and maps become objects, lists lists, numbers numbers, and everything else its text.
pub(crate) fn fields(array: &ArrayRef) -> Result<Vec<Field<'_>>, ArrowError> {
    Ok(match array.data_type() {
        DataType::Struct(_) => return structs(array),
        DataType::Map(..) => return maps(array),
        DataType::List(_) => return lists::<i32>(array),
        DataType::LargeList(_) => return lists::<i64>(array),
        DataType::FixedSizeList(..) => return fixed_lists(array),
        DataType::Dictionary(..) if array.as_dictionary_opt::<Int32Type>().is_some() => {
            let dictionary = array.as_dictionary::<Int32Type>();
            let distinct = fields(dictionary.values())?;
            let cell = |key: i32| distinct.get(key.cast_unsigned() as usize).cloned().unwrap_or_default();
            dictionary.keys().iter().map(|key| key.map_or(Field::Missing, cell)).collect()
        }
        DataType::Utf8 => array.as_string::<i32>().iter().map(text).collect(),
        DataType::Binary => array.as_binary::<i32>().iter().map(bytes).collect(),
        kind => return scalars(array, kind),
    })
}

fn text(text: Option<&str>) -> Field<'_> {
    text.map_or(Field::Missing, Field::text)
}

fn bytes(bytes: Option<&[u8]>) -> Field<'_> {
    bytes.map_or(Field::Missing, |bytes| Field::bytes(bytes.into()))
}

/// What is not a text that can be borrowed.
fn scalars(array: &ArrayRef, kind: &DataType) -> Result<Vec<Field<'static>>, ArrowError> {
    Ok(match kind {
        DataType::UInt64 => {
            let numbers = array.as_primitive::<UInt64Type>();
            numbers.iter().map(|cell| cell.map_or(Field::Missing, number::of_unsigned)).collect()
        }
        kind if kind.is_integer() => {
            let numbers = cast(array, &DataType::Int64)?;
            let numbers = numbers.as_primitive::<Int64Type>();
            numbers.iter().map(|cell| cell.map_or(Field::Missing, Field::Integer)).collect()
        }
        DataType::Float32 => {
            let numbers = array.as_primitive::<Float32Type>();
            numbers.iter().map(|cell| cell.map_or(Field::Missing, number::of_float)).collect()
        }
        kind if kind.is_floating() => {
            let numbers = cast(array, &DataType::Float64)?;
            let numbers = numbers.as_primitive::<Float64Type>();
            numbers.iter().map(|cell| cell.map_or(Field::Missing, number::of_float)).collect()
        }
        DataType::Boolean => {
            let literal = |cell: bool| Field::Literal(if cell { "true" } else { "false" }.into());
            array.as_boolean().iter().map(|cell| cell.map_or(Field::Missing, literal)).collect()
        }
        DataType::BinaryView | DataType::FixedSizeBinary(_) | DataType::LargeBinary => {
            let cells = cast(array, &DataType::Binary)?;
            let owned = |cell: &[u8]| Field::bytes(cell.to_owned().into());
            cells.as_binary::<i32>().iter().map(|cell| cell.map_or(Field::Missing, owned)).collect()
        }
        _ => {
            let cells = cast(array, &DataType::Utf8)?;
            let owned = |cell: &str| Field::text(cell.to_owned());
            cells.as_string::<i32>().iter().map(|cell| cell.map_or(Field::Missing, owned)).collect()
        }
    })
}

fn lists<O: OffsetSizeTrait>(array: &ArrayRef) -> Result<Vec<Field<'_>>, ArrowError> {
    let lists = array.as_list::<O>();
    let items = fields(lists.values())?;
    let ends = lists.value_offsets().windows(2);
    let cells = ends.map(|ends| ends[0].as_usize()..ends[1].as_usize()).enumerate();
    Ok(cells.map(|(row, range)| list(array.is_null(row), items.get(range))).collect())
}

fn fixed_lists(array: &ArrayRef) -> Result<Vec<Field<'_>>, ArrowError> {
    let lists = array.as_fixed_size_list();
    let (items, size) = (fields(lists.values())?, lists.value_length().cast_unsigned() as usize);
    let cell = |row: usize| list(array.is_null(row), items.get(row * size..(row + 1) * size));
    Ok((0..array.len()).map(cell).collect())
}

fn list<'a>(is_null: bool, items: Option<&[Field<'a>]>) -> Field<'a> {
    if is_null { Field::Missing } else { Field::List(items.unwrap_or_default().to_vec()) }
}

fn structs(array: &ArrayRef) -> Result<Vec<Field<'_>>, ArrowError> {
    let structs = array.as_struct();
    let mut rows: Vec<Vec<(Cow<str>, Field)>> = vec![Vec::new(); array.len()];
    for (name, column) in structs.column_names().into_iter().zip(structs.columns()) {
        for (row, field) in rows.iter_mut().zip(fields(column)?) {
            row.push((Cow::Borrowed(name), field));
        }
    }
    let objects = rows.into_iter().enumerate();
    Ok(objects
        .map(|(row, fields)| if array.is_null(row) { Field::Missing } else { Field::Object(fields) })
        .collect())
}

fn maps(array: &ArrayRef) -> Result<Vec<Field<'_>>, ArrowError> {
    let maps = array.as_map();
    let names = fields(maps.keys())?.into_iter().map(|field| match field {
        Field::Text(text) | Field::Literal(text) => text,
        Field::Integer(number) => Cow::Owned(number.to_string()),
        _ => Cow::Borrowed(""),
    });
    let entries: Vec<(Cow<str>, Field)> = names.zip(fields(maps.values())?).collect();
    let ends = maps.value_offsets().windows(2);
    let at = |end: i32| end.cast_unsigned() as usize;
    let cells = ends.map(|ends| at(ends[0])..at(ends[1])).enumerate();
    let object = |entries: Option<&[_]>| Field::Object(entries.unwrap_or_default().to_vec());
    Ok(cells
        .map(|(row, range)| if array.is_null(row) { Field::Missing } else { object(entries.get(range)) })
        .collect())
}
