//! A JSON value as a field.

use std::borrow::Cow;

use crate::field::Field;
use crate::json::cursor::{Cursor, Fault};
use crate::number;

/// The value that a text holds as JSON, or `None` where it is no JSON.
pub(crate) fn parse(text: &str) -> Option<Field<'_>> {
    let mut cursor = Cursor::new(text.as_bytes());
    let value = field(&mut cursor, 1).ok()?;
    cursor.end().ok().map(|()| value)
}

/// The same without anything borrowed from the text.
pub(crate) fn parse_owned(text: &str) -> Option<Field<'static>> {
    parse(text).map(Field::into_owned)
}

/// Reads any value, and checks all of it. `depth` is what it would have as an object or a list, counted from 1.
pub(crate) fn field<'de>(cursor: &mut Cursor<'de>, depth: usize) -> Result<Field<'de>, Fault> {
    match cursor.peek() {
        Some(b'"') => text(cursor).map(Field::text),
        Some(b'{') => object(cursor, depth).map(Field::Object),
        Some(b'[') => list(cursor, depth).map(Field::List),
        _ => cursor.scalar().map(scalar),
    }
}

fn text<'de>(cursor: &mut Cursor<'de>) -> Result<Cow<'de, str>, Fault> {
    let text = cursor.text()?;
    cursor.read(text)
}

fn scalar(text: &str) -> Field<'_> {
    match text {
        "null" => Field::Missing,
        "true" | "false" => Field::Literal(Cow::Borrowed(text)),
        number => number::of_json(number),
    }
}

fn object<'de>(cursor: &mut Cursor<'de>, depth: usize) -> Result<Vec<(Cow<'de, str>, Field<'de>)>, Fault> {
    let mut fields = Vec::new();
    cursor.open(b'{', depth)?;
    let mut goes_on = !cursor.take(b'}');
    while goes_on {
        let name = cursor.name()?;
        fields.push((cursor.read(name)?, field(cursor, depth + 1)?));
        goes_on = cursor.goes_on(b'}')?;
    }
    Ok(fields)
}

fn list<'de>(cursor: &mut Cursor<'de>, depth: usize) -> Result<Vec<Field<'de>>, Fault> {
    let mut items = Vec::new();
    cursor.open(b'[', depth)?;
    let mut goes_on = !cursor.take(b']');
    while goes_on {
        items.push(field(cursor, depth + 1)?);
        goes_on = cursor.goes_on(b']')?;
    }
    Ok(items)
}
