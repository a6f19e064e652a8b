//! Streams of JSON objects: one behind the other, each over several lines or several on one.

use memchr::{memchr, memchr_iter};

use crate::frame::{Frame, Frames, Text};

/// Records that are objects, however their lines are broken.
///
/// A record ends with the bracket that closes it, and at the latest before a line that begins with a brace: what prints
/// objects over several lines indents what is in them, and so an object that is never closed costs only itself. What
/// is between two objects is a record up to the end of its line, and no object.
#[derive(Debug, Default)]
pub(crate) struct ObjectFrames {
    record: Within,
    scanned: usize,
    depth: usize,
    text: Text,
}

/// What the scan is in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Within {
    #[default]
    Nothing,
    Object,
    /// Text that is no object.
    Line,
}

impl Frames for ObjectFrames {
    fn next(&mut self, pending: &[u8], at_eof: bool) -> Frame {
        if self.record == Within::Nothing {
            let blank = self.gap(pending);
            self.record = match pending.get(blank) {
                _ if blank > 0 => return Frame::Skip(blank),
                None if at_eof => return Frame::Skip(0),
                None => return Frame::Unfinished,
                Some(b'{') => Within::Object,
                Some(_) => Within::Line,
            };
        }
        let is_object = self.record == Within::Object;
        let end = if is_object { self.object_end(pending) } else { self.line_end(pending, at_eof) };
        match end {
            Some(end) => {
                *self = Self::default();
                Frame::Record { range: 0..end, consumed: end }
            }
            None if at_eof => Frame::Broken("the last record is cut off"),
            None => Frame::Unfinished,
        }
    }

    fn discarded(&mut self, bytes: usize) {
        self.scanned -= bytes;
    }

    fn gap(&self, pending: &[u8]) -> usize {
        let is_between = self.record == Within::Nothing;
        if is_between { pending.iter().take_while(|byte| byte.is_ascii_whitespace()).count() } else { 0 }
    }

    fn begins(&self, pending: &[u8]) -> bool {
        self.record == Within::Nothing && pending.first() == Some(&b'{')
    }

    fn is_whole(&self, pending: &[u8], len: usize) -> bool {
        let is_begin = |line_end: usize| pending[..len].get(line_end + 1) == Some(&b'{');
        !memchr_iter(b'\n', &pending[..len]).any(is_begin)
    }
}

impl ObjectFrames {
    fn line_end(&mut self, pending: &[u8], at_eof: bool) -> Option<usize> {
        let end = memchr(b'\n', &pending[self.scanned..]).map(|at| self.scanned + at);
        self.scanned = pending.len();
        end.or(at_eof.then_some(pending.len()))
    }

    /// Line by line, since a line may begin another object; what follows a line end has to be known for that.
    fn object_end(&mut self, pending: &[u8]) -> Option<usize> {
        while self.scanned < pending.len() {
            let line_end = memchr(b'\n', &pending[self.scanned..]).map(|at| self.scanned + at);
            let line = line_end.unwrap_or(pending.len());
            if let Some(end) = self.bracket(&pending[..line]) {
                return Some(end);
            }
            match line_end.map(|at| pending.get(at + 1)) {
                Some(Some(b'{')) => return line_end,
                Some(Some(_)) => self.scanned += 1,
                Some(None) | None => return None,
            }
        }
        None
    }

    /// Behind the bracket that closes the object, if it is in this line.
    fn bracket(&mut self, line: &[u8]) -> Option<usize> {
        while let Some(&byte) = line.get(self.scanned) {
            if self.text != Text::Outside {
                self.scanned = self.text.end(line, self.scanned);
                continue;
            }
            self.scanned += 1;
            match byte {
                b'"' => self.text = Text::Inside,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth == 1 => return Some(self.scanned),
                b'}' | b']' => self.depth -= 1,
                _ => {}
            }
        }
        None
    }
}

/// Whether a text that begins with an object has more than one on its first line, or that one over several lines.
pub(crate) fn is_stream(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii();
    let (object, rest) = match ObjectFrames::default().next(text, false) {
        Frame::Record { range, consumed } => (&text[range], &text[consumed..]),
        _ => (text, &[][..]),
    };
    let follows = rest.iter().find(|&&byte| !matches!(byte, b' ' | b'\t'));
    memchr(b'\n', object).is_some() || follows == Some(&b'{')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::framed;

    fn read(text: &str, max_record: usize) -> Vec<String> {
        framed(text, ObjectFrames::default, max_record)
    }

    #[test]
    fn objects_end_with_their_bracket() {
        assert_eq!(read("", 99), [""; 0]);
        assert_eq!(read(r#"{"a":"}\"{"}{} {"b":[{}]}"#, 99), [r#"{"a":"}\"{"}"#, "{}", r#"{"b":[{}]}"#]);
        assert_eq!(read("{\n \"a\": {\n }\n}\n{\n}\n", 99), ["{\n \"a\": {\n }\n}", "{\n}"]);
    }

    #[test]
    fn what_is_wrong_costs_one_record() {
        assert_eq!(read("{\"a\":{\n{}", 99), ["{\"a\":{", "{}"]);
        assert_eq!(read("{\"a\":\"\n{}", 99), ["{\"a\":\"", "{}"]);
        assert_eq!(read("{}\nx{}\n{}}\n{}x", 99), ["{}", "x{}", "{}", "}", "{}", "x"]);
        assert_eq!(read("{}{\"a\":\n", 99), ["{}", "(1: the last record is cut off)"]);
        assert_eq!(read("{\"a\":\"long\"}{}", 5), ["too long", "{}"]);
    }

    #[test]
    fn a_stream_is_known_by_its_first_object() {
        for text in ["{\n \"a\": 1\n}", "{ \"a\":1,\n  \"b\"", "{}{}", "\u{feff}{\"a\":1} {\"a\":", "{\n"] {
            assert_eq!(is_stream(text.as_bytes()), text != "{\n", "{text}");
        }
        for text in ["{}", "{}\n{}", "{\"a\":1", "{\"a\":\n{\"a\":1}\n", "{}x\n{}", "\n{}\n", ""] {
            assert!(!is_stream(text.as_bytes()), "{text}");
        }
    }
}
