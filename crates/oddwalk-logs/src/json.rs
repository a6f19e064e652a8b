//! JSON: an array of records, or records line by line.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::io::Read;

use oddwalk_core::Reason;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::FileError;
use crate::chunks::{Chunks, Framed};
use crate::columns::Columns;
use crate::encode::{Encoder, Unseen};
use crate::envelope::EnvelopeFrames;
use crate::field::{Field, Fields};
use crate::frame::{ArrayFrames, Frames, LineFrames};
use crate::json_value::{CowStr, FieldSeed};
use crate::record::Place;

/// So many names of other fields are kept, to be told where a needed one is missing.
const NAMES_KEPT: usize = 200;

/// Reads records that stand one on each line.
pub(crate) fn read_lines(
    bytes: impl Read,
    max_record: usize,
    encoder: &mut Encoder,
) -> Result<(), FileError> {
    read(bytes, LineFrames::default(), max_record, encoder)
}

/// Reads records that are the elements of one array.
pub(crate) fn read_array(
    bytes: impl Read,
    max_record: usize,
    encoder: &mut Encoder,
) -> Result<(), FileError> {
    read(bytes, ArrayFrames::default(), max_record, encoder)
}

/// Reads records that are the elements of the array `Records` in an object, as `CloudTrail` writes them.
pub(crate) fn read_envelopes(
    bytes: impl Read,
    max_record: usize,
    encoder: &mut Encoder,
) -> Result<(), FileError> {
    read(bytes, EnvelopeFrames::default(), max_record, encoder)
}

fn read(
    bytes: impl Read,
    frames: impl Frames,
    max_record: usize,
    encoder: &mut Encoder,
) -> Result<(), FileError> {
    let mut chunks = Chunks::new(bytes, frames, max_record);
    let columns = encoder.columns();
    let mut names = SeenNames::new(columns);
    while !encoder.is_stopped() {
        let (place, record) = match chunks.next() {
            Ok(Some(next)) => next,
            Ok(None) => return names.check(columns, encoder),
            Err(error) => return Err(FileError::broken_off(encoder.records(), &error)),
        };
        match record {
            Framed::Record(record) => read_record(place, record, columns, &mut names, encoder),
            Framed::TooLong => encoder.reject(place, Reason::TooLong, &format!("over {max_record} bytes")),
            Framed::Bad(reason) => encoder.reject(place, Reason::Malformed, reason),
            Framed::Broken(reason) => return Err(FileError::broken_off(encoder.records(), &reason)),
        }
    }
    Ok(())
}

/// Reads one record, for readers whose records become JSON too.
pub(crate) fn read_record(
    place: Place,
    record: &[u8],
    columns: &Columns,
    names: &mut SeenNames,
    encoder: &mut Encoder,
) {
    let mut fields: Fields = std::iter::repeat_n(Field::Missing, columns.len()).collect();
    let mut json = serde_json::Deserializer::from_slice(record);
    let object = Object { columns, names, fields: &mut fields, path: "" };
    match object.deserialize(&mut json).and_then(|()| json.end()) {
        Ok(()) => {
            names.any_object = true;
            names.tell(encoder);
            encoder.record(place, &fields);
        }
        Err(error) => encoder.reject(place, Reason::Malformed, &error.to_string()),
    }
}

/// Reads the needed fields of an object that a text holds, whose names begin with this name and a dot.
pub(crate) fn read_below<'de>(
    name: &str,
    json: &'de [u8],
    columns: &Columns,
    names: &mut SeenNames,
    fields: &mut [Field<'de>],
) -> Result<(), String> {
    if json.trim_ascii().is_empty() {
        return Ok(());
    }
    let path = &format!("{name}.");
    let mut json = serde_json::Deserializer::from_slice(json);
    let object = Object { columns, names, fields, path };
    object.deserialize(&mut json).and_then(|()| json.end()).map_err(|error| error.to_string())
}

/// Which needed fields any record had, and the names of those that the first records had.
pub(crate) struct SeenNames {
    found: Vec<bool>,
    /// Of these, the ones that the encoder has not been told of.
    new: Vec<usize>,
    names: BTreeSet<String>,
    /// Whether any record could be read.
    pub(crate) any_object: bool,
}

impl SeenNames {
    pub(crate) fn new(columns: &Columns) -> Self {
        Self { found: vec![false; columns.len()], new: Vec::new(), names: BTreeSet::new(), any_object: false }
    }

    pub(crate) fn note(&mut self, name: &str, column: Option<usize>) {
        match column {
            Some(column) if self.found[column] => {}
            Some(column) => {
                self.found[column] = true;
                self.new.push(column);
            }
            None if self.names.len() < NAMES_KEPT && !self.names.contains(name) => {
                self.names.insert(name.to_owned());
            }
            None => {}
        }
    }

    /// Which needed names any record had.
    pub(crate) fn found(&self) -> &[bool] {
        &self.found
    }

    /// Tells the encoder of needed names that no record had before.
    pub(crate) fn tell(&mut self, encoder: &mut Encoder) {
        self.new.drain(..).for_each(|column| encoder.has_column(column));
    }

    /// A record may lack an identity; a file in which no record has a time or a command is something else.
    pub(crate) fn check(self, columns: &Columns, encoder: &mut Encoder) -> Result<(), FileError> {
        if encoder.records() == 0 {
            return Err(FileError::Empty);
        }
        if !self.any_object {
            return Err(FileError::NoObjects);
        }
        let existing = self.existing(columns);
        columns.check_found(&self.found, &existing)?;
        let unseen = columns.entity.iter().filter(|source| columns.is_strict && !source.is_in(&self.found));
        let unseen = unseen.map(|source| columns.names()[source.columns[0]].clone());
        let unseen = unseen.map(|column| Unseen { column, existing: existing.clone() });
        encoder.unseen_entity_columns(unseen.collect());
        Ok(())
    }

    fn existing(&self, columns: &Columns) -> Vec<String> {
        let found = columns.names().iter().zip(&self.found).filter(|(_, found)| **found);
        let mut existing: Vec<String> = self.names.iter().cloned().collect();
        existing.extend(found.map(|(name, _)| name.clone()));
        existing.sort_unstable();
        existing
    }
}

/// Reads the needed fields of one object and steps over all others without building them. A field in an object in the
/// record goes by the names of both with a dot between them.
struct Object<'s, 'de> {
    columns: &'s Columns,
    names: &'s mut SeenNames,
    fields: &'s mut [Field<'de>],
    /// What stands before the names of this object's fields: nothing, or `user.`.
    path: &'s str,
}

impl<'de> DeserializeSeed<'de> for Object<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Object<'_, 'de> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("an object with named fields")
    }

    /// Where a name stands twice the last one counts, as in every JSON library.
    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(CowStr(name)) = map.next_key()? {
            let name: Cow<str> =
                if self.path.is_empty() { name } else { format!("{}{name}", self.path).into() };
            let column = self.columns.position(&name);
            self.names.note(&name, column);
            match column {
                Some(column) => self.fields[column] = map.next_value_seed(FieldSeed::default())?,
                None if self.columns.is_inside(&name) => {
                    let path = &format!("{name}.");
                    let Self { columns, names, fields, .. } = &mut self;
                    map.next_value_seed(MaybeObject(Object { columns, names, fields, path }))?;
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// An object, or anything else, in which there is then no field.
struct MaybeObject<'s, 'de>(Object<'s, 'de>);

impl<'de> DeserializeSeed<'de> for MaybeObject<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let json = <&RawValue>::deserialize(deserializer)?.get();
        if !json.starts_with('{') {
            return Ok(());
        }
        self.0.deserialize(&mut serde_json::Deserializer::from_str(json)).map_err(D::Error::custom)
    }
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
