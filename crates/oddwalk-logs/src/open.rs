//! Opening: from a file on disk to plain bytes, whatever it is compressed or encoded with, within bounds.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::read::MultiGzDecoder;

use crate::Input;

/// How many bytes of the inputs have been read so far, for a progress bar.
pub type Progress = Arc<AtomicU64>;

/// What data may decompress to whatever its size.
const ALWAYS_ALLOWED: u64 = 1 << 30;

/// And how many times its size beyond that. Logs shrink to a tenth, the most monotonous ones to a hundredth; a bomb is
/// made to be a thousand times its size, and to be nested.
const EXPANSION: u64 = 250;

const BUFFER: usize = 1 << 18;

/// Plain bytes of one file, and the first of them to look at.
pub(crate) struct Opened {
    pub(crate) head: Vec<u8>,
    pub(crate) bytes: Box<dyn Read + Send>,
}

/// Opens the input, decompresses gzip and zstd, and turns UTF-16 into UTF-8. The form is told by the first bytes, not
/// by the name.
pub(crate) fn open(input: &Input, progress: &Progress) -> io::Result<Opened> {
    let raw: Box<dyn Read + Send> = match input {
        Input::Stdin => Box::new(io::stdin()),
        Input::File(path) => Box::new(File::open(path)?),
    };
    let (magic, raw) = peek(Counted { inner: raw, bytes: Arc::clone(progress) }, 4)?;
    let compressed = Arc::new(AtomicU64::new(0));
    let counted = Counted { inner: raw, bytes: Arc::clone(&compressed) };
    let plain: Box<dyn Read + Send> = match magic.as_slice() {
        [0x1f, 0x8b, ..] => {
            let decoder = MultiGzDecoder::new(BufReader::with_capacity(BUFFER, counted));
            Box::new(Bounded::new(decoder, compressed))
        }
        [0x28, 0xb5, 0x2f, 0xfd] => {
            Box::new(Bounded::new(zstd::stream::read::Decoder::new(counted)?, compressed))
        }
        _ => Box::new(counted),
    };
    let (mut head, plain) = peek(plain, 4_096)?;
    if !matches!(head.as_slice(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return Ok(Opened { head, bytes: Box::new(plain) });
    }
    let decoded = encoding_rs_io::DecodeReaderBytes::new(plain);
    let (decoded_head, plain) = peek(decoded, 4_096)?;
    head = decoded_head;
    Ok(Opened { head, bytes: Box::new(plain) })
}

/// The first bytes, and a reader that still gives them.
fn peek<R: Read>(mut reader: R, len: u64) -> io::Result<(Vec<u8>, Peeked<R>)> {
    let mut head = Vec::new();
    let error = match reader.by_ref().take(len).read_to_end(&mut head) {
        Err(error) if head.is_empty() => return Err(error),
        read => read.err(),
    };
    let reader = Peeked { head: Cursor::new(head.clone()), error, rest: reader };
    Ok((head, reader))
}

/// Gives the bytes that were looked at again, then the error that came behind them: a decompressor tells of a wrong
/// checksum only once.
struct Peeked<R> {
    head: Cursor<Vec<u8>>,
    error: Option<io::Error>,
    rest: R,
}

impl<R: Read> Read for Peeked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.head.read(buffer)? {
            0 => self.error.take().map_or_else(|| self.rest.read(buffer), Err),
            read => Ok(read),
        }
    }
}

/// Counts what passes through.
struct Counted<R> {
    inner: R,
    bytes: Progress,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Ends with an error where data decompresses to far more than its size.
struct Bounded<R> {
    inner: R,
    compressed: Progress,
    plain: u64,
}

impl<R> Bounded<R> {
    fn new(inner: R, compressed: Progress) -> Self {
        Self { inner, compressed, plain: 0 }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.plain += read as u64;
        let allowed = ALWAYS_ALLOWED.max(EXPANSION * self.compressed.load(Ordering::Relaxed));
        if self.plain > allowed {
            let reason = format!("the data grows to more than {EXPANSION} times its size when decompressed");
            return Err(io::Error::other(reason));
        }
        Ok(read)
    }
}
