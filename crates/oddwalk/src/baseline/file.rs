//! The model file: a frame with a version and a checksum around plain data.
//!
//! ```text
//! 8 bytes   "oddwalk\0"
//! 4 bytes   the format's version, little-endian
//! 8 bytes   the body's length, little-endian
//! body      the baselines, as postcard writes them
//! 32 bytes  SHA-256 of everything before
//! ```

use sha2::{Digest, Sha256};
use thiserror::Error;

use super::Baselines;
use super::stored::Stored;

/// The version that this program writes and reads.
pub const FORMAT_VERSION: u32 = 3;

const MAGIC: &[u8; 8] = b"oddwalk\0";
const HEADER: usize = 20;
const CHECKSUM: usize = 32;

/// Bytes that are no model file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadModelFile {
    /// It does not begin like one.
    #[error("is no oddwalk model file")]
    Foreign,
    /// It was written by an older program.
    #[error(
        "has format version {0}, and this program reads version {FORMAT_VERSION}: learn from the logs again"
    )]
    Older(u32),
    /// It was written by a newer program.
    #[error("has format version {0}, and this program reads version {FORMAT_VERSION}: use a newer oddwalk")]
    Newer(u32),
    /// It ends too early.
    #[error("is cut off: {found} bytes of {expected}")]
    Truncated {
        /// How long it should be.
        expected: u64,
        /// How long it is.
        found: u64,
    },
    /// Its bytes are not those that were written.
    #[error("was altered: its checksum does not match")]
    Altered,
    /// Its checksum matches, but what is in it makes no sense.
    #[error("holds no sound model: {0}")]
    Unsound(String),
}

impl Baselines {
    /// The bytes of a model file. The same baselines have the same bytes, however they came about.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Writing plain data to memory has no way to fail.
        let body = postcard::to_stdvec(&Stored::of(self)).unwrap_or_default();
        let mut bytes = Vec::with_capacity(HEADER + body.len() + CHECKSUM);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&FORMAT_VERSION.to_le_bytes());
        bytes.extend_from_slice(&(body.len() as u64).to_le_bytes());
        bytes.extend_from_slice(&body);
        let checksum = Sha256::digest(&bytes);
        bytes.extend_from_slice(&checksum);
        bytes
    }

    /// Reads a model file. Nothing in it is ever run, and nothing in it can make the program fail later.
    ///
    /// # Errors
    /// [`BadModelFile`] says what is wrong with it.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadModelFile> {
        let body = checked_body(bytes)?;
        let (stored, rest): (Stored, &[u8]) =
            postcard::take_from_bytes(body).map_err(|error| BadModelFile::Unsound(error.to_string()))?;
        if !rest.is_empty() {
            return Err(BadModelFile::Unsound("something stands behind it".to_owned()));
        }
        stored.into_baselines().map_err(BadModelFile::Unsound)
    }
}

fn checked_body(bytes: &[u8]) -> Result<&[u8], BadModelFile> {
    let known = bytes.len().min(MAGIC.len());
    if known == 0 || bytes[..known] != MAGIC[..known] {
        return Err(BadModelFile::Foreign);
    }
    let found = bytes.len() as u64;
    let Some((header, rest)) = bytes.split_at_checked(HEADER) else {
        return Err(BadModelFile::Truncated { expected: (HEADER + CHECKSUM) as u64, found });
    };
    let version = header[8..12].iter().rev().fold(0, |number: u32, &byte| number << 8 | u32::from(byte));
    if version > FORMAT_VERSION {
        return Err(BadModelFile::Newer(version));
    }
    if version < FORMAT_VERSION {
        return Err(BadModelFile::Older(version));
    }
    let len = header[12..].iter().rev().fold(0, |number: u64, &byte| number << 8 | u64::from(byte));
    let expected = len.saturating_add((HEADER + CHECKSUM) as u64);
    if found < expected {
        return Err(BadModelFile::Truncated { expected, found });
    }
    let (body, checksum) = rest.split_at(rest.len() - CHECKSUM);
    let sound = found == expected && Sha256::digest(&bytes[..bytes.len() - CHECKSUM]).as_slice() == checksum;
    if sound { Ok(body) } else { Err(BadModelFile::Altered) }
}
