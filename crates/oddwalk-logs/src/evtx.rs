//! EVTX: the event logs of Windows, chunk by chunk, each event read as the JSON that it becomes.
//!
//! The file is a header and then chunks of equal size, which need nothing of each other: it is read as a stream, in the
//! order of the file. It has room for more chunks than were written: what is behind the last one, be it zeros or what was
//! on the disk before, is no error.

use std::error::Error;
use std::io::Read;
use std::mem;
use std::sync::Arc;

use ::evtx::err::EvtxError;
use ::evtx::{EvtxChunk, EvtxChunkData, EvtxRecord, IterChunkRecords, ParserSettings};
use oddwalk_core::Reason;

use crate::FileError;
use crate::encode::Encoder;
use crate::guard::guarded;
use crate::json::{self, Objects};
use crate::record::{Place, Refusal};

/// What every file begins with.
pub(crate) const MAGIC: &[u8] = b"ElfFile\0";

/// Chunks begin behind so many bytes, whatever the header says.
const HEADER: usize = 4_096;

const CHUNK: usize = 1 << 16;

const CHUNK_MAGIC: &[u8] = b"ElfChnk\0";
const CHUNK_HEADER: usize = 512;

const RECORD_MAGIC: [u8; 4] = *b"\x2a\x2a\0\0";
const RECORD_SIZES: std::ops::Range<u32> = 28..CHUNK as u32;

const ALL_DAMAGED: &str = "every event is damaged";
const NO_CHUNK: &str = "nothing behind its header is a chunk of events";

/// Reads the file's events.
pub(crate) fn read(mut bytes: impl Read, max_record: usize, encoder: &mut Encoder) -> Result<(), FileError> {
    let (header, ended) = block(&mut bytes, HEADER);
    ended?;
    if !header.starts_with(MAGIC) {
        return Err(FileError::Evtx("it does not begin with `ElfFile`"));
    }
    let objects = Objects::new(encoder.columns());
    let mut events = Events { objects, max_record, unwritten: 0, encoder };
    while events.encoder.goes_on() {
        let (chunk, ended) = block(&mut bytes, CHUNK);
        let (len, was_written) = (chunk.len(), was_written(&chunk));
        events.room(chunk, was_written);
        if let Err(error) = ended {
            return Err(FileError::broken_off(events.encoder.records(), &error));
        }
        if len < CHUNK {
            return events.finish(header.len() < HEADER || was_written);
        }
    }
    Ok(())
}

/// The next bytes, fewer than so many where the stream ends or breaks.
fn block(bytes: &mut impl Read, size: usize) -> (Vec<u8>, std::io::Result<()>) {
    let mut block = Vec::with_capacity(size);
    let ended = bytes.take(size as u64).read_to_end(&mut block);
    (block, ended.map(|_| ()))
}

/// Whether there is a chunk of events, be it a damaged one. Records begin at multiples of eight.
fn was_written(chunk: &[u8]) -> bool {
    let is_record = |start: &[u8]| match *start {
        [a, b, c, d, ref size @ ..] if [a, b, c, d] == RECORD_MAGIC => {
            size.try_into().is_ok_and(|size| RECORD_SIZES.contains(&u32::from_le_bytes(size)))
        }
        _ => false,
    };
    chunk.starts_with(CHUNK_MAGIC)
        || chunk.get(CHUNK_HEADER..).is_some_and(|records| records.chunks_exact(8).any(is_record))
}

/// One file's events on their way to the encoder.
struct Events<'e, 'a> {
    objects: Objects<'a>,
    max_record: usize,
    /// So much room without a chunk was seen since the last one.
    unwritten: u64,
    encoder: &'e mut Encoder<'a>,
}

impl Events<'_, '_> {
    /// Chunks are written one behind the other: where there is none between two, one was destroyed.
    fn room(&mut self, bytes: Vec<u8>, was_written: bool) {
        if !was_written {
            self.unwritten += u64::from(bytes.iter().any(|&byte| byte != 0));
            return;
        }
        for _ in 0..mem::take(&mut self.unwritten) {
            self.reject((Reason::Malformed, "a chunk: it has neither a header nor events".to_owned()));
        }
        self.chunk(bytes);
    }

    /// Reads a chunk, filled up with zeros where the file ends in it.
    fn chunk(&mut self, mut bytes: Vec<u8>) {
        let len = bytes.len();
        bytes.resize(CHUNK, 0);
        let read = guarded(|| EvtxChunkData::new(bytes, false).map_err(|error| whole(&error)));
        let settings = Arc::new(ParserSettings::default());
        match read.unwrap_or_else(Err) {
            Ok(data) => match guarded(|| EvtxChunk::new(&data.data, &data.header, settings)) {
                Ok(Ok(mut chunk)) => self.records(chunk.iter(), len),
                Ok(Err(error)) => self.reject((Reason::Malformed, whole(&error))),
                Err(panic) => self.reject((Reason::Malformed, panic)),
            },
            Err(why) => self.reject((Reason::Malformed, format!("a chunk: {why}"))),
        }
    }

    /// `len` is how much of the chunk the file has.
    fn records(&mut self, mut records: IterChunkRecords, len: usize) {
        while !self.encoder.is_stopped() {
            match guarded(|| records.next().map(|record| json_of(record, len))) {
                Ok(Some(Ok(json))) => self.record(&json),
                Ok(Some(Err(refusal))) => self.reject(refusal),
                Ok(None) => return,
                // The iterator may be in any state now.
                Err(panic) => return self.reject((Reason::Malformed, panic)),
            }
        }
    }

    fn record(&mut self, json: &[u8]) {
        if json.len() > self.max_record {
            return self.reject((Reason::TooLong, format!("over {} bytes", self.max_record)));
        }
        json::read_record(self.place(), json, &mut self.objects, self.encoder);
    }

    fn reject(&mut self, (reason, detail): Refusal) {
        self.encoder.reject(self.place(), reason, &detail);
    }

    fn place(&self) -> Place {
        Place { row: self.encoder.records() + 1, line: None }
    }

    fn finish(self, cut_off: bool) -> Result<(), FileError> {
        let records = self.encoder.records();
        if cut_off {
            return Err(FileError::broken_off(records, &"the file ends in a chunk"));
        }
        if records == 0 && self.unwritten > 0 {
            return Err(FileError::Evtx(NO_CHUNK));
        }
        if records > 0 && !self.objects.names.any_object {
            return Err(FileError::NothingReadable(ALL_DAMAGED));
        }
        self.objects.names.check(self.encoder.columns(), self.encoder)
    }
}

fn json_of(record: Result<EvtxRecord, EvtxError>, len: usize) -> Result<Vec<u8>, Refusal> {
    let damaged = |error: EvtxError| (Reason::Malformed, whole(&error));
    let record = record.map_err(damaged)?;
    if record.binxml_offset + u64::from(record.binxml_size) > len as u64 {
        return Err((Reason::Malformed, "the event is cut off".to_owned()));
    }
    record.into_json_bytes().map(|json| json.data).map_err(damaged)
}

/// An error with what it came from.
fn whole(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text = format!("{text}: {inner}");
        source = inner.source();
    }
    text
}

#[cfg(test)]
mod made;
#[cfg(test)]
#[path = "evtx_tests.rs"]
mod tests;
