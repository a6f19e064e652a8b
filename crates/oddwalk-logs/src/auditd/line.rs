//! One line of the audit daemon: whose event it belongs to, and its keys with their values.

use memchr::memmem;

use crate::time::{EpochUnit, TimeFormat};

/// What the daemon puts between a line and its own interpretation of the values in it.
const ENRICHMENT: u8 = 0x1d;

/// A line: `node=HOST type=TYPE msg=audit(SECONDS.MILLISECONDS:SERIAL): CONTENT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'l> {
    /// All of it.
    pub(super) whole: &'l [u8],
    /// The host, which is empty in a log that is of one host only.
    pub(super) node: &'l str,
    /// The type of the record.
    pub(super) kind: &'l str,
    /// Nanoseconds since 1970-01-01 UTC.
    pub(super) time: i64,
    pub(super) serial: u64,
    content: &'l [u8],
}

impl<'l> Line<'l> {
    pub(super) fn parse(whole: &'l [u8]) -> Option<Self> {
        let whole = whole.trim_ascii();
        let (node, rest) = match whole.strip_prefix(b"node=") {
            Some(rest) => word(rest)?,
            None => ("", whole),
        };
        let (kind, rest) = word(rest.strip_prefix(b"type=")?)?;
        let rest = rest.strip_prefix(b"msg=audit(")?;
        let (id, content) = rest.split_at(memmem::find(rest, b"):")?);
        let (time, serial) = str::from_utf8(id).ok()?.split_once(':')?;
        let time = time.starts_with(|first: char| first.is_ascii_digit()).then_some(time)?;
        let time = TimeFormat::Epoch(EpochUnit::Seconds).parse(time).ok()?;
        Some(Self { whole, node, kind, time, serial: serial.parse().ok()?, content: &content[2..] })
    }

    /// Every key with its value in the order of the line. The text `msg='…'` of a program is keys and values too, and so
    /// is what stands behind the line as an interpretation of it.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&'l str, Value<'l>)> + use<'l> {
        self.parts().into_iter().flat_map(|rest| Pairs { rest })
    }

    fn parts(&self) -> [&'l [u8]; 3] {
        let (content, enrichment) = split(self.content, memchr::memchr(ENRICHMENT, self.content), 1);
        // In front of it is always another key or the blank behind the colon: it is no part of a value.
        let (outer, text) = split(content, memmem::find(content, b" msg='"), 6);
        // Of a text that holds apostrophes itself the last one closes it.
        let text = text.trim_ascii_end();
        [outer, text.strip_suffix(b"'").unwrap_or(text), enrichment]
    }
}

/// The text up to a blank, and what is behind that.
fn word(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.iter().position(|&byte| byte == b' ')?;
    let word = str::from_utf8(&bytes[..end]).ok().filter(|word| !word.is_empty())?;
    Some((word, &bytes[end + 1..]))
}

/// What is before the separator of so many bytes, and what is behind it.
fn split(bytes: &[u8], separator: Option<usize>, len: usize) -> (&[u8], &[u8]) {
    separator.map_or((bytes, b""), |at| (&bytes[..at], &bytes[at + len..]))
}

/// A value as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Value<'l> {
    pub(super) bytes: &'l [u8],
    /// It stood in quotes, which are taken off.
    pub(super) is_quoted: bool,
}

/// Reads `key=value` after `key=value`; words between them are stepped over.
struct Pairs<'l> {
    rest: &'l [u8],
}

impl<'l> Iterator for Pairs<'l> {
    type Item = (&'l str, Value<'l>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.rest = self.rest.trim_ascii_start();
            let end = self.rest.iter().position(|&byte| byte == b'=' || byte.is_ascii_whitespace())?;
            let (key, behind) = self.rest.split_at(end);
            self.rest = &behind[1..];
            if behind[0] == b'=' {
                let value = self.value();
                if let Ok(key) = str::from_utf8(key) {
                    return Some((key.trim_start_matches('('), value));
                }
            }
        }
    }
}

impl<'l> Pairs<'l> {
    fn value(&mut self) -> Value<'l> {
        let quoted = self.rest.strip_prefix(b"\"");
        let end = quoted.and_then(|text| memchr::memchr(b'"', text).map(|end| (text, end)));
        if let Some((text, end)) = end {
            self.rest = &text[end + 1..];
            return Value { bytes: &text[..end], is_quoted: true };
        }
        let end = self.rest.iter().position(u8::is_ascii_whitespace).unwrap_or(self.rest.len());
        let (value, rest) = self.rest.split_at(end);
        self.rest = rest;
        Value { bytes: without_punctuation(value), is_quoted: false }
    }
}

/// Older programs write `(hostname=?, terminal=ssh)`.
fn without_punctuation(value: &[u8]) -> &[u8] {
    let value = value.strip_suffix(b",").unwrap_or(value);
    if value.contains(&b'(') { value } else { value.strip_suffix(b")").unwrap_or(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(content: &str) -> Vec<String> {
        let line = format!("type=X msg=audit(1.0:1): {content}");
        let pairs = Line::parse(line.as_bytes()).unwrap();
        let shown = |(key, value): (&str, Value)| {
            let quote = if value.is_quoted { "\"" } else { "" };
            format!("{key}={quote}{}{quote}", String::from_utf8_lossy(value.bytes))
        };
        pairs.pairs().map(shown).collect()
    }

    #[test]
    fn a_line_says_which_event_it_is_of() {
        let text = b"node=web-1 type=SYSCALL msg=audit(1551485405.594:7507): arch=c000003e\r";
        let line = Line::parse(text).unwrap();
        assert_eq!(
            (line.node, line.kind, line.time, line.serial),
            ("web-1", "SYSCALL", 1_551_485_405_594_000_000, 7507)
        );
        let bare = Line::parse(b"type=EOE msg=audit(1551485405.594:7507):").unwrap();
        assert_eq!((bare.node, bare.kind, bare.pairs().count()), ("", "EOE", 0));
        assert_eq!(Line::parse(b"type=UNKNOWN[1334] msg=audit(1.5:1): ").unwrap().kind, "UNKNOWN[1334]");
    }

    #[test]
    fn what_is_no_line_is_none() {
        for text in [
            "",
            "----",
            "type=",
            "type=X",
            "type= msg=audit(1.0:1): a=b",
            "type=X msg=audit(1.0:1)",
            "type=X msg=audit(1.0): a=b",
            "type=X msg=audit(x:1): a=b",
            "type=X msg=audit(-1.0:1): a=b",
            "type=X msg=audit(1.0:-1): a=b",
            "type=X msg=audit(99999999999999.0:1): a=b",
            "type=X msg=audit(01/02/2020 10:00:00.123:1): a=b",
            "node= type=X msg=audit(1.0:1): a=b",
            "{\"type\":\"X\"}",
        ] {
            assert_eq!(Line::parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn values_stand_bare_or_in_quotes() {
        assert_eq!(
            pairs("a=1  b=\"two words\" c= d=\"\" subj==unconfined e=\"never closed"),
            ["a=1", "b=\"two words\"", "c=", "d=\"\"", "subj==unconfined", "e=\"never"]
        );
        assert_eq!(pairs("avc:  denied  { read } for  pid=1 comm=\"x\""), ["pid=1", "comm=\"x\""]);
    }

    #[test]
    fn a_programs_own_text_is_keys_and_values() {
        let new =
            "pid=1 msg='op=login acct=\"o'brien\" hostname=? res=failed'\u{1d}UID=\"root\" AUID=\"unset\"";
        assert_eq!(
            pairs(new),
            [
                "pid=1",
                "op=login",
                "acct=\"o'brien\"",
                "hostname=?",
                "res=failed",
                "UID=\"root\"",
                "AUID=\"unset\""
            ]
        );
        let old = "pid=1 msg='PAM: setcred acct=\"root\" : exe=\"/bin/su\" (hostname=?, addr=?, terminal=(none) res=x)'";
        assert_eq!(
            pairs(old),
            ["pid=1", "acct=\"root\"", "exe=\"/bin/su\"", "hostname=?", "addr=?", "terminal=(none)", "res=x"]
        );
    }
}
