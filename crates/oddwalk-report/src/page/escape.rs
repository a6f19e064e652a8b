//! Escapes: what stands in a data block of the page neither ends the block nor acts on whoever reads the source.

use std::io::{self, Write};

use crate::text::is_hidden;

/// Passes JSON on with every `<`, which can only be in its texts, as `\u003c`.
pub(super) struct Escaping<W>(pub(super) W);

impl<W: Write> Write for Escaping<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut parts = bytes.split(|&byte| byte == b'<');
        self.0.write_all(parts.next().unwrap_or_default())?;
        for part in parts {
            self.0.write_all(br"\u003c")?;
            self.0.write_all(part)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A line of JSON that is known to be valid, whoever wrote it: the same to a reader, without `<` and without characters
/// that act or hide.
pub(super) fn push_line(line: &str, out: &mut Vec<u8>) {
    let mut rest = line;
    while let Some(start) = rest.find(|c| c == '<' || is_hidden(c)) {
        let acting = rest[start..].chars().next().unwrap_or_default();
        out.extend_from_slice(&rest.as_bytes()[..start]);
        push_escaped(acting, out);
        rest = &rest[start + acting.len_utf8()..];
    }
    out.extend_from_slice(rest.as_bytes());
}

/// Control characters of ASCII are no part of a text in valid JSON, but may stand between its parts.
fn push_escaped(c: char, out: &mut Vec<u8>) {
    if c.is_ascii_control() && c != '\u{7f}' {
        out.push(b' ');
        return;
    }
    for unit in c.encode_utf16(&mut [0; 2]) {
        out.extend_from_slice(format!("\\u{unit:04x}").as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_acts_and_nothing_is_lost() {
        let acts = |c: &char| *c == '<' || is_hidden(*c);
        let others = ('\0'..=char::MAX).step_by(97);
        let all = ('\0'..=char::MAX).filter(acts).chain(others);
        for c in all.filter(|c| *c > '\u{1f}' && !matches!(c, '"' | '\\')) {
            let line = format!("{{\"{c}\":\t\"a{c}{c}\" \r}}");
            let mut escaped = Vec::new();
            push_line(&line, &mut escaped);
            let escaped = String::from_utf8(escaped).unwrap();
            assert!(!escaped.contains('<') && !escaped.contains(is_hidden), "{escaped:?}");
            let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
            assert_eq!(read(&escaped), read(&line));
        }
    }

    #[test]
    fn what_is_written_in_parts_is_escaped_as_a_whole() {
        let mut out = Vec::new();
        let mut escaping = Escaping(&mut out);
        for part in ["<", "a<", "", "<<b", "é"] {
            escaping.write_all(part.as_bytes()).unwrap();
        }
        assert_eq!(String::from_utf8(out).unwrap(), r"\u003ca\u003c\u003c\u003cbé");
    }
}
