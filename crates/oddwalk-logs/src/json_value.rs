//! A JSON value as a field.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::field::Field;

/// The value that a text holds as JSON, or `None` where it is no JSON.
pub(crate) fn parse(text: &str) -> Option<Field<'_>> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = FieldSeed.deserialize(&mut json).ok()?;
    json.end().ok().map(|()| value)
}

/// A text borrowed from the record where it has no escapes.
#[derive(serde::Deserialize)]
#[serde(transparent)]
pub(crate) struct CowStr<'a>(#[serde(borrow)] pub(crate) Cow<'a, str>);

/// Reads any value as a field.
pub(crate) struct FieldSeed;

impl<'de> DeserializeSeed<'de> for FieldSeed {
    type Value = Field<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Field<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for FieldSeed {
    type Value = Field<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Field<'de>, E> {
        Ok(Field::text(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Field<'de>, E> {
        Ok(Field::text(text.to_owned()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Field<'de>, E> {
        Ok(Field::Integer(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Field<'de>, E> {
        Ok(i64::try_from(number).map_or_else(|_| Field::Literal(number.to_string().into()), Field::Integer))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Field<'de>, E> {
        // As JSON writes it: 1.0 stays one, and 1e300 stays short.
        let json = serde_json::Number::from_f64(number).map(|number| number.to_string());
        Ok(Field::Literal(json.unwrap_or_default().into()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Field<'de>, E> {
        Ok(Field::Literal(if value { "true" } else { "false" }.into()))
    }

    fn visit_unit<E>(self) -> Result<Field<'de>, E> {
        Ok(Field::Missing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Field<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(field) = sequence.next_element_seed(FieldSeed)? {
            list.push(field);
        }
        Ok(Field::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Field<'de>, A::Error> {
        let mut fields = Vec::new();
        while let Some((CowStr(name), field)) = map.next_entry_seed(PhantomData, FieldSeed)? {
            fields.push((name, field));
        }
        Ok(Field::Object(fields))
    }
}
