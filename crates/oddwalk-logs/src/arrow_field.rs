//! Arrow cells of any type as fields, for columns that are read row by row.

use std::borrow::Cow;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType};

use crate::field::Field;

/// All cells of a column. Structs and maps become objects, lists lists, and everything else its text.
pub(crate) fn fields(array: &ArrayRef) -> Result<Vec<Field<'static>>, ArrowError> {
    match array.data_type() {
        DataType::Struct(_) => structs(array),
        DataType::Map(..) => maps(array),
        DataType::List(_) => {
            let lists = array.as_list::<i32>();
            nested(lists.iter(), |items| Ok(Field::List(fields(&items)?)))
        }
        DataType::LargeList(_) => {
            let lists = array.as_list::<i64>();
            nested(lists.iter(), |items| Ok(Field::List(fields(&items)?)))
        }
        DataType::FixedSizeList(..) => {
            let lists = array.as_fixed_size_list();
            nested(lists.iter(), |items| Ok(Field::List(fields(&items)?)))
        }
        kind if kind.is_integer() || kind.is_floating() || *kind == DataType::Boolean => {
            scalars(array, literal)
        }
        _ => scalars(array, Field::text),
    }
}

fn literal(text: String) -> Field<'static> {
    text.parse().map_or_else(|_| Field::Literal(text.into()), Field::Integer)
}

fn scalars(array: &ArrayRef, field: fn(String) -> Field<'static>) -> Result<Vec<Field<'static>>, ArrowError> {
    let texts = cast(array, &DataType::Utf8)?;
    let cells = texts.as_string::<i32>().iter();
    Ok(cells.map(|cell| cell.map_or(Field::Missing, |text| field(text.to_owned()))).collect())
}

fn nested<T>(
    cells: impl Iterator<Item = Option<T>>,
    field: impl Fn(T) -> Result<Field<'static>, ArrowError>,
) -> Result<Vec<Field<'static>>, ArrowError> {
    cells.map(|cell| cell.map_or(Ok(Field::Missing), &field)).collect()
}

fn structs(array: &ArrayRef) -> Result<Vec<Field<'static>>, ArrowError> {
    let structs = array.as_struct();
    let mut rows: Vec<Vec<(Cow<str>, Field)>> = vec![Vec::new(); array.len()];
    for (name, column) in structs.column_names().into_iter().zip(structs.columns()) {
        for (row, field) in rows.iter_mut().zip(fields(column)?) {
            row.push((Cow::Owned(name.to_owned()), field));
        }
    }
    let objects = rows.into_iter().enumerate();
    Ok(objects
        .map(|(row, fields)| if array.is_null(row) { Field::Missing } else { Field::Object(fields) })
        .collect())
}

fn maps(array: &ArrayRef) -> Result<Vec<Field<'static>>, ArrowError> {
    nested(array.as_map().iter(), |entries| {
        let (keys, values) = (fields(entries.column(0))?, fields(entries.column(1))?);
        let name = |field| match field {
            Field::Text(text) | Field::Literal(text) => text,
            Field::Integer(number) => Cow::Owned(number.to_string()),
            _ => Cow::Borrowed(""),
        };
        Ok(Field::Object(keys.into_iter().map(name).zip(values).collect()))
    })
}
