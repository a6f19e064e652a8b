//! A place in a JSON text, and the steps from there.

use std::borrow::Cow;
use std::fmt;

use super::scan::{is_space, special};

/// Objects and lists in one another end here, as in `serde_json`.
pub(crate) const MAX_DEPTH: usize = 127;

/// What is wrong with a text, and behind how many of its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    what: &'static str,
    at: usize,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{} at byte {}", self.what, self.at + 1)
    }
}

/// Where reading stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'de> {
    bytes: &'de [u8],
    at: usize,
}

/// A text as it is written, whose end is known and whose escapes and UTF-8 are not looked at yet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawText<'de> {
    quoted: &'de [u8],
    is_escaped: bool,
}

impl<'de> Cursor<'de> {
    pub(crate) fn new(bytes: &'de [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// How many bytes are behind it.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    #[cold]
    pub(crate) fn fault(&self, what: &'static str) -> Fault {
        Fault { what, at: self.at }
    }

    /// The byte that begins the next part.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        while let Some(&byte) = self.bytes.get(self.at) {
            if !is_space(byte) {
                return Some(byte);
            }
            self.at += 1;
        }
        None
    }

    /// Steps over this byte, if it is the next part.
    #[inline]
    pub(crate) fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    /// Steps over the bracket that opens an object or a list.
    #[inline]
    pub(crate) fn open(&mut self, bracket: u8, depth: usize) -> Result<(), Fault> {
        if depth > MAX_DEPTH {
            return Err(self.fault("too many objects and lists in one another"));
        }
        if self.take(bracket) { Ok(()) } else { Err(self.fault("no object with named fields")) }
    }

    /// Behind an item: whether another one follows, and not the closing bracket.
    #[inline]
    pub(crate) fn goes_on(&mut self, bracket: u8) -> Result<bool, Fault> {
        let byte = self.peek();
        if byte != Some(b',') && byte != Some(bracket) {
            return Err(self.fault("no comma and no closing bracket"));
        }
        self.at += 1;
        Ok(byte == Some(b','))
    }

    /// The name of a field, with the colon behind it stepped over.
    #[inline]
    pub(crate) fn name(&mut self) -> Result<RawText<'de>, Fault> {
        let name = self.text()?;
        if self.take(b':') { Ok(name) } else { Err(self.fault("no colon behind a name")) }
    }

    /// A text, of which it is only known that it ends, and that no control character is in it.
    #[inline]
    pub(crate) fn text(&mut self) -> Result<RawText<'de>, Fault> {
        if !self.take(b'"') {
            return Err(self.fault("no text in quotes"));
        }
        let (at, mut is_escaped) = (self.at - 1, false);
        loop {
            self.at = special(self.bytes, self.at);
            match self.bytes.get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => is_escaped = true,
                Some(_) => return Err(self.fault("a control character in a text")),
                None => return Err(self.fault("a text that never ends")),
            }
            self.at += 2;
        }
        self.at += 1;
        Ok(RawText { quoted: &self.bytes[at..self.at], is_escaped })
    }

    /// A number, `true`, `false` or `null`.
    #[inline]
    pub(crate) fn scalar(&mut self) -> Result<&'de str, Fault> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let is_end = |&byte: &u8| matches!(byte, b',' | b'}' | b']') || is_space(byte);
        let scalar = &rest[..rest.iter().position(is_end).unwrap_or(rest.len())];
        if !matches!(scalar, b"true" | b"false" | b"null") && !is_number(scalar) {
            return Err(self.fault("no value"));
        }
        self.at += scalar.len();
        str::from_utf8(scalar).map_err(|_| self.fault("no value"))
    }

    /// Steps over a value. A number or literal is checked; of a text the end is found, and that no control character
    /// is in it; of an object or a list only the brackets are counted, whatever their form, and its texts are stepped
    /// over in the same way.
    #[inline]
    pub(crate) fn skip(&mut self) -> Result<(), Fault> {
        match self.peek() {
            Some(b'"') => self.text().map(|_| ()),
            Some(b'{' | b'[') => self.skip_nested(),
            _ => self.scalar().map(|_| ()),
        }
    }

    fn skip_nested(&mut self) -> Result<(), Fault> {
        let mut depth = 0_usize;
        loop {
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    self.text()?;
                    continue;
                }
                Some(b'{' | b'[') => depth += 1,
                Some(b'}' | b']') => depth -= 1,
                Some(_) => {}
                None => return Err(self.fault("an object or list that never ends")),
            }
            self.at += 1;
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// The text that is meant by one that was just stepped over. Checks escapes and UTF-8.
    #[inline]
    pub(crate) fn read(&self, text: RawText<'de>) -> Result<Cow<'de, str>, Fault> {
        text.meant().ok_or_else(|| self.fault("an escape that is none or bytes that are not UTF-8 in a text"))
    }

    /// Checks that nothing follows.
    pub(crate) fn end(&mut self) -> Result<(), Fault> {
        if self.peek().is_none() { Ok(()) } else { Err(self.fault("something behind the end")) }
    }
}

impl<'de> RawText<'de> {
    /// The bytes between the quotes, where they are the text's own.
    #[inline]
    pub(crate) fn plain(&self) -> Option<&'de [u8]> {
        (!self.is_escaped).then(|| self.inside())
    }

    fn inside(&self) -> &'de [u8] {
        &self.quoted[1..self.quoted.len() - 1]
    }

    fn meant(self) -> Option<Cow<'de, str>> {
        match self.plain() {
            Some(plain) => str::from_utf8(plain).ok().map(Cow::Borrowed),
            None => self.unescape().or_else(|| serde_json::from_slice(self.quoted).ok()).map(Cow::Owned),
        }
    }

    /// The text, where its escapes are no more than a backslash before a character, as in texts that hold JSON.
    fn unescape(self) -> Option<String> {
        let raw = self.inside();
        let (mut text, mut at) = (Vec::with_capacity(raw.len()), 0);
        while at < raw.len() {
            let escape = special(raw, at);
            text.extend_from_slice(&raw[at..escape]);
            if let Some(&byte) = raw.get(escape + 1) {
                text.push(escaped(byte)?);
            }
            at = escape + 2;
        }
        String::from_utf8(text).ok()
    }
}

/// What a character behind a backslash stands for, if it is one.
fn escaped(byte: u8) -> Option<u8> {
    match byte {
        b'"' | b'\\' | b'/' => Some(byte),
        b'b' => Some(b'\x08'),
        b'f' => Some(b'\x0c'),
        b'n' => Some(b'\n'),
        b'r' => Some(b'\r'),
        b't' => Some(b'\t'),
        _ => None,
    }
}

/// Whether the bytes are a number as JSON writes it.
fn is_number(bytes: &[u8]) -> bool {
    let unsigned = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let (whole, rest) = digits(unsigned);
    let has_whole = whole == 1 || whole > 1 && unsigned[0] != b'0';
    has_whole && fraction(rest).and_then(exponent).is_some_and(<[u8]>::is_empty)
}

/// What is behind the fraction, if there is one; `None` where it has no digits.
fn fraction(bytes: &[u8]) -> Option<&[u8]> {
    match bytes {
        [b'.', rest @ ..] => some_digits(rest),
        _ => Some(bytes),
    }
}

/// What is behind the exponent, if there is one; `None` where it has no digits.
fn exponent(bytes: &[u8]) -> Option<&[u8]> {
    match bytes {
        [b'e' | b'E', b'+' | b'-', rest @ ..] | [b'e' | b'E', rest @ ..] => some_digits(rest),
        _ => Some(bytes),
    }
}

fn some_digits(bytes: &[u8]) -> Option<&[u8]> {
    let (count, rest) = digits(bytes);
    (count > 0).then_some(rest)
}

/// How many digits the bytes begin with, and what is behind them.
fn digits(bytes: &[u8]) -> (usize, &[u8]) {
    let count = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (count, &bytes[count..])
}
