//! The search for the bytes that mean something in a JSON text, eight at a time.

const BYTES: usize = size_of::<u64>();
const ONES: u64 = u64::MAX / 0xff;
const HIGH: u64 = ONES << 7;

/// Where at or behind `at` the next quote, backslash or control character is; the length where there is none.
///
/// Most texts of a log are so short that this is faster than a call of `memchr` (docs/adr/0015).
#[inline]
pub(super) fn special(bytes: &[u8], mut at: usize) -> usize {
    while let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let found = specials(u64::from_le_bytes(*word));
        if found != 0 {
            return at + found.trailing_zeros() as usize / BYTES;
        }
        at += BYTES;
    }
    let is_special = |&byte: &u8| matches!(byte, b'"' | b'\\' | ..b' ');
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(is_special).unwrap_or(rest.len())
}

/// The high bit of each byte that is special. A byte behind one may have it as well, so only the first one counts.
///
/// A byte of ASCII has it if subtracting borrows from it: 1 from its difference to a quote or a backslash, which is zero
/// for these alone, or a space from itself.
fn specials(word: u64) -> u64 {
    let differs = |byte: u8| word ^ (ONES * u64::from(byte));
    let borrows = differs(b'"').wrapping_sub(ONES)
        | differs(b'\\').wrapping_sub(ONES)
        | word.wrapping_sub(ONES * u64::from(b' '));
    borrows & !word & HIGH
}

/// White space between the parts of a JSON text.
#[inline]
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_is_special_or_not_wherever_it_stands() {
        for byte in 0..=u8::MAX {
            let special_byte = byte < 0x20 || byte == b'"' || byte == b'\\';
            for filler in [b'x', b' ', b'!', b'#', b'[', b']', 0x7f, 0x80, 0xff] {
                for at in 0..20 {
                    let mut bytes = [filler; 20];
                    bytes[at] = byte;
                    assert_eq!(special(&bytes, 0), if special_byte { at } else { 20 }, "{byte} at {at}");
                }
            }
        }
        assert_eq!((special(b"", 0), special(b"ab", 2)), (0, 2));
    }
}
