//! A JSON value as a field.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use memchr::memchr;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::field::Field;
use crate::number;

/// Values in values in values end here.
const MAX_DEPTH: usize = 126;

const INNER: FieldSeed = FieldSeed { is_inner: true };

/// The value that a text holds as JSON, or `None` where it is no JSON.
pub(crate) fn parse(text: &str) -> Option<Field<'_>> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = FieldSeed::default().deserialize(&mut json).ok()?;
    json.end().ok().map(|()| value)
}

/// The same without anything borrowed from the text.
pub(crate) fn parse_owned(text: &str) -> Option<Field<'static>> {
    parse(text).map(Field::into_owned)
}

/// A text borrowed from the record where it has no escapes.
#[derive(serde::Deserialize)]
#[serde(transparent)]
pub(crate) struct CowStr<'a>(#[serde(borrow)] pub(crate) Cow<'a, str>);

/// Reads any value as a field.
#[derive(Clone, Copy, Default)]
pub(crate) struct FieldSeed {
    /// It stands in another one, whose depth is known to be bounded.
    is_inner: bool,
}

impl<'de> DeserializeSeed<'de> for FieldSeed {
    type Value = Field<'de>;

    /// From its text, since nothing else has all digits of a number.
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Field<'de>, D::Error> {
        let json = <&RawValue>::deserialize(deserializer)?.get();
        match json.as_bytes() {
            [b'-' | b'0'..=b'9', ..] => Ok(number::of_json(json)),
            [b'"', text @ .., b'"'] if memchr(b'\\', text).is_none() => {
                Ok(Field::text(&json[1..=text.len()]))
            }
            _ if !self.is_inner && depth(json) > MAX_DEPTH => {
                Err(D::Error::custom("recursion limit exceeded"))
            }
            _ => serde_json::Deserializer::from_str(json).deserialize_any(Inside).map_err(D::Error::custom),
        }
    }
}

/// Reads what is no number.
struct Inside;

impl<'de> Visitor<'de> for Inside {
    type Value = Field<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Field<'de>, E> {
        Ok(Field::text(text.to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Field<'de>, E> {
        Ok(Field::Literal(if value { "true" } else { "false" }.into()))
    }

    fn visit_unit<E>(self) -> Result<Field<'de>, E> {
        Ok(Field::Missing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Field<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(field) = sequence.next_element_seed(INNER)? {
            list.push(field);
        }
        Ok(Field::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Field<'de>, A::Error> {
        let mut fields = Vec::new();
        while let Some((CowStr(name), field)) = map.next_entry_seed(PhantomData, INNER)? {
            fields.push((name, field));
        }
        Ok(Field::Object(fields))
    }
}

/// How deep values stand in others.
fn depth(json: &str) -> usize {
    let (mut depth, mut deepest, mut text, mut escaped) = (0_usize, 0, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => text = !text,
            b'[' | b'{' if !text => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}
