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
    let raw: Box<dyn Read + Send> = match input.path() {
        None => Box::new(io::stdin()),
        Some(path) => Box::new(File::open(path)?),
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

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    /// The bytes that come out, and what reading ends with.
    fn opened(bytes: &[u8]) -> (Vec<u8>, Option<String>) {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let mut plain = Vec::new();
        let progress = Progress::default();
        let problem = open(&Input::File(file.path().to_owned()), &progress).and_then(|mut opened| {
            let read = opened.bytes.read_to_end(&mut plain);
            assert!(plain.starts_with(&opened.head[..opened.head.len().min(plain.len())]));
            read
        });
        if problem.is_ok() {
            assert_eq!(progress.load(Ordering::Relaxed), bytes.len() as u64, "every byte is counted");
        }
        (plain, problem.err().map(|error| error.to_string()))
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        zstd::encode_all(bytes, 1).unwrap()
    }

    fn log(len: usize) -> Vec<u8> {
        (0..len).map(|i| b"abcdefg,\n"[i * i % 9]).collect()
    }

    #[test]
    fn plain_and_compressed_bytes_come_out_as_they_are() {
        for plain in [Vec::new(), b"x".to_vec(), log(1_000), log(300_000)] {
            for bytes in [plain.clone(), gzip(&plain), zstd(&plain)] {
                assert_eq!(opened(&bytes), (plain.clone(), None));
            }
        }
    }

    #[test]
    fn a_gzip_file_of_several_members_is_read_whole() {
        assert_eq!(opened(&[gzip(b"a\n"), gzip(b"b\n")].concat()), (b"a\nb\n".to_vec(), None));
        assert_eq!(opened(&[zstd(b"a\n"), zstd(b"b\n")].concat()), (b"a\nb\n".to_vec(), None));
    }

    /// Whatever is wrong is told, in small files as in large ones, and what came before it is read.
    #[test]
    fn damage_is_told_at_every_size() {
        for len in [10, 1_000, 300_000] {
            let plain = log(len);
            let sound = gzip(&plain);
            let mut wrong_checksum = sound.clone();
            let checksum = sound.len() - 8;
            wrong_checksum[checksum] ^= 1;
            for damaged in
                [wrong_checksum, [&sound[..], b"garbage"].concat(), sound[..sound.len() - 8].to_vec()]
            {
                let (read, problem) = opened(&damaged);
                assert_eq!(read, plain);
                assert!(problem.is_some(), "{len}");
            }
            let (read, problem) = opened(&sound[..sound.len() / 2]);
            assert!(plain.starts_with(&read) && problem.is_some(), "{len}");
            let sound = zstd(&plain);
            let (read, problem) = opened(&sound[..sound.len() - 3]);
            assert!(plain.starts_with(&read) && problem.is_some(), "{len}");
        }
        assert!(opened(&[0x1f, 0x8b]).1.is_some());
    }

    #[test]
    fn utf16_with_a_mark_becomes_utf8() {
        let text = "t,ü\n日本,😀\n".repeat(3_000);
        let units = || {
            std::iter::once('\u{feff}').chain(text.chars()).flat_map(|c| {
                let mut buffer = [0; 2];
                c.encode_utf16(&mut buffer).to_vec()
            })
        };
        let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        for bytes in [&little, &big, &gzip(&little)] {
            assert_eq!(opened(bytes), (text.clone().into_bytes(), None));
        }
    }

    #[test]
    fn a_bomb_is_cut_short() {
        let bomb = |plain: u64| {
            let reader = io::repeat(b'x').take(plain);
            let mut bounded =
                Bounded { inner: reader, compressed: Progress::default(), plain: ALWAYS_ALLOWED - 1_000 };
            io::copy(&mut bounded, &mut io::sink())
        };
        assert_eq!(bomb(1_000).unwrap(), 1_000);
        assert!(bomb(1_001).is_err());
        let mut large = Bounded::new(io::repeat(b'x').take(1_000), Arc::new(AtomicU64::new(1 << 40)));
        large.plain = ALWAYS_ALLOWED;
        assert_eq!(
            io::copy(&mut large, &mut io::sink()).unwrap(),
            1_000,
            "large data may grow in proportion"
        );
    }
}
