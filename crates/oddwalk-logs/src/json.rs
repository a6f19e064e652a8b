//! JSON: records line by line, one after the other, in one array, or in an envelope.

pub(crate) mod cursor;
mod object;
mod scan;
mod seen;

use std::io::Read;

use oddwalk_core::Reason;

use self::object::Objects;
use crate::FileError;
use crate::chunks::{Chunks, Framed};
use crate::encode::Encoder;
use crate::envelope::EnvelopeFrames;
use crate::frame::{ArrayFrames, Frames, LineFrames};
use crate::record::Place;

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
    while !encoder.is_stopped() {
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

fn read_record(place: Place, record: &[u8], objects: &mut Objects, encoder: &mut Encoder) {
    match objects.record(record) {
        Ok(fields) => encoder.record(place, &fields),
        Err(fault) => encoder.reject(place, Reason::Malformed, &fault.to_string()),
    }
}

#[cfg(test)]
mod tests;
