//! What identifies an input: its bytes.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use oddwalk_logs::Input;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::InputHash;

/// The SHA-256 of every file. Standard input and what is no ordinary file are left out: they cannot be read twice. So is
/// a file that cannot be read: nothing was learnt from it, and the quality names it.
pub fn hash_inputs(inputs: &[Input]) -> BTreeSet<InputHash> {
    let hashes = inputs.par_iter().filter_map(|input| match input {
        Input::File(path) if path.is_file() => {
            hash_file(path).ok().map(|sha256| InputHash { sha256, name: input.name() })
        }
        _ => None,
    });
    hashes.collect()
}

fn hash_file(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex(&hasher.finalize())),
            read => hasher.update(&buffer[..read]),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
        hex.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])));
        hex
    })
}
