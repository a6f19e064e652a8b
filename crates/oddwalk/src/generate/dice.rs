//! Seeded randomness made of integers only.
//!
//! Floating point logarithms and powers may differ in the last bit from one
//! machine to the next, and the ranges of the `rand` crate may change between
//! its versions. The same seed must give the same bytes everywhere, so every
//! draw here is integer arithmetic over the fixed `ChaCha8` stream.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A stream of random choices that depends on its seed alone.
#[derive(Debug, Clone)]
pub(super) struct Dice {
    rng: ChaCha8Rng,
}

impl Dice {
    /// Opens stream number `stream` of `seed`; streams do not disturb each other.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut key = [0_u8; 32];
        for (place, part) in (1_u64..).zip(key.chunks_exact_mut(8)) {
            part.copy_from_slice(&mix(seed, place).to_le_bytes());
        }
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(stream);
        Self { rng }
    }

    /// Any 64 bits.
    pub(super) fn bits(&mut self) -> u64 {
        self.rng.next_u64()
    }

    /// A number from 0 to `limit - 1`; 0 when `limit` is 0.
    pub(super) fn below(&mut self, limit: u32) -> u32 {
        let wide = (self.bits() >> 32) * u64::from(limit);
        u32::try_from(wide >> 32).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// Like [`Dice::between`], but leaning towards `low`: most repeats are short.
    pub(super) fn leaning(&mut self, low: u32, high: u32) -> u32 {
        self.between(low, high).min(self.between(low, high))
    }

    /// Seconds from `low` to `high`, both included.
    pub(super) fn seconds(&mut self, low: u32, high: u32) -> i64 {
        i64::from(self.between(low, high))
    }

    /// True in `chance` of 100 cases.
    pub(super) fn percent(&mut self, chance: u32) -> bool {
        self.below(100) < chance
    }

    /// A place in a list of `length` entries; 0 for an empty list.
    pub(super) fn index(&mut self, length: usize) -> usize {
        place(self.bits(), length)
    }
}

/// Stirs two numbers into one, so that equal inputs always give equal output.
///
/// Used where a value must be found again later without being stored, such as
/// the mailbox a piece of work is about.
pub(super) fn mix(left: u64, right: u64) -> u64 {
    let mut word =
        left.wrapping_add(right.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_add(0x632b_e59b_d9b4_e019);
    word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// A stable number for a piece of text.
pub(super) fn mix_text(text: &str) -> u64 {
    text.bytes().fold(0, |sum, byte| mix(sum, u64::from(byte)))
}

/// Folds `word` into a place in a list of `length` entries; 0 for an empty list.
pub(super) fn place(word: u64, length: usize) -> usize {
    usize::try_from(part(word, length as u64)).unwrap_or(0)
}

/// Folds `word` into 0 to `limit - 1`; 0 when `limit` is 0.
pub(super) fn part(word: u64, limit: u64) -> u64 {
    word.checked_rem(limit).unwrap_or(0)
}
