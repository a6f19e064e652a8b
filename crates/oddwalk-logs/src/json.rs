//! JSON: records line by line, one after the other, in one array, or in an envelope.

pub(crate) mod cursor;
mod object;
#[cfg(test)]
mod reference;
mod scan;
mod seen;

use std::io::Read;

use oddwalk_core::Reason;

pub(crate) use self::object::Objects;
pub(crate) use self::seen::SeenNames;
use crate::FileError;
use crate::chunks::{Chunks, Framed};
use crate::encode::Encoder;
use crate::envelope::EnvelopeFrames;
use crate::frame::{ArrayFrames, Frames, LineFrames};
use crate::record::Place;
use crate::stream::ObjectFrames;

/// Reads records that stand one on each line.
pub(crate) fn read_lines(
    bytes: impl Read,
    max_record: usize,
    encoder: &mut Encoder,
) -> Result<(), FileError> {
    read(bytes, LineFrames::default(), max_record, encoder)
}

/// Reads records that stand one behind the other, whatever their lines.
pub(crate) fn read_stream(
    bytes: impl Read,
    max_record: usize,
    encoder: &mut Encoder,
) -> Result<(), FileError> {
    read(bytes, ObjectFrames::default(), max_record, encoder)
}

/// Reads records that are the elements of one array.
pub(crate) fn read_array(
    bytes: impl Read,
    max_record: usize,
    encoder: &mut Encoder,
) -> Result<(), FileError> {
    read(bytes, ArrayFrames::default(), max_record, encoder)
}

/// Reads records that are the elements of an array in an object, as `CloudTrail` writes them.
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
    let mut objects = Objects::new(columns);
    while encoder.goes_on() {
        if take_ahead(&mut chunks, &mut objects, encoder) {
            continue;
        }
        let (place, record) = match chunks.next() {
            Ok(Some(next)) => next,
            Ok(None) => return objects.names.check(columns, encoder),
            Err(error) => return Err(FileError::broken_off(encoder.records(), &error)),
        };
        match record {
            Framed::Record(record) => read_record(place, record, &mut objects, encoder),
            Framed::TooLong => encoder.reject(place, Reason::TooLong, &format!("over {max_record} bytes")),
            Framed::Bad(reason) => encoder.reject(place, Reason::Malformed, reason),
            Framed::Broken(reason) => return Err(FileError::broken_off(encoder.records(), &reason)),
        }
    }
    Ok(())
}

/// Takes a record without looking for its end first, which is twice the work; `false` where that has to be done: at the end
/// of what has come of the file so far, or where the record is malformed.
fn take_ahead(
    chunks: &mut Chunks<impl Read, impl Frames>,
    objects: &mut Objects,
    encoder: &mut Encoder,
) -> bool {
    chunks.settle();
    let Some((place, bytes)) = chunks.ahead() else { return false };
    let Ok((fields, len)) = objects.record_ahead(bytes) else { return false };
    if !chunks.is_whole(len) {
        return false;
    }
    objects.names.any_object = true;
    objects.names.tell(encoder);
    encoder.record(place, &fields);
    drop(fields);
    chunks.take(len);
    true
}

/// Reads one record.
pub(crate) fn read_record(place: Place, record: &[u8], objects: &mut Objects, encoder: &mut Encoder) {
    match objects.record(record) {
        Ok(fields) => {
            objects.names.tell(encoder);
            encoder.record(place, &fields);
        }
        Err(fault) => encoder.reject(place, Reason::Malformed, &fault.to_string()),
    }
}

#[cfg(test)]
mod tests;
