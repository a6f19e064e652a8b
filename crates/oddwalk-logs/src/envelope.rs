//! Envelopes: JSON objects around an array of records, as `CloudTrail` writes them: `{"Records": […]}`.

use crate::frame::{ArrayFrames, Frame, Frames, Text};

/// The fields that hold the records: those of `CloudTrail`'s files, of what `aws cloudtrail lookup-events` prints, and of
/// Microsoft's interfaces.
const RECORDS: [&[u8]; 3] = [b"Records", b"Events", b"value"];

/// So many bytes of a name are looked at; no name that holds records has as many.
const NAME: usize = 8;

/// Records that are the elements of an array in a field of an object: `Records`, `Events` or `value`.
///
/// That field may stand anywhere in the object; its name is not known where it is written with escapes. All other
/// fields are stepped over, whatever they hold, and so is a second one with records. Behind the object another one may
/// follow. One without such an array is told of.
#[derive(Debug, Default)]
pub(crate) struct EnvelopeFrames {
    around: Envelope,
    array: ArrayFrames,
}

impl Frames for EnvelopeFrames {
    fn next(&mut self, pending: &[u8], at_eof: bool) -> Frame {
        if self.array.is_open() {
            return self.array.next(pending, at_eof);
        }
        for (at, &byte) in pending.iter().enumerate() {
            match self.around.step(byte) {
                Step::On => {}
                Step::Array => {
                    self.array = ArrayFrames::opened();
                    return Frame::Skip(at + 1);
                }
                // It is told of from its own place, and so looked at again.
                Step::NoArray | Step::Broken if at > 0 => return Frame::Skip(at),
                Step::NoArray => {
                    self.around = Envelope::default();
                    return Frame::Bad(1, "an object without an array `Records`, `Events` or `value`");
                }
                Step::Broken => return Frame::Broken("text outside the object"),
            }
        }
        match pending.len() {
            0 if at_eof && self.around.depth > 0 => Frame::Broken("the object is never closed"),
            0 if !at_eof => Frame::Unfinished,
            len => Frame::Skip(len),
        }
    }

    fn discarded(&mut self, bytes: usize) {
        self.array.discarded(bytes);
    }

    fn gap(&self, pending: &[u8]) -> usize {
        if self.array.is_open() { self.array.gap(pending) } else { 0 }
    }

    fn begins(&self, pending: &[u8]) -> bool {
        self.array.begins(pending)
    }

    fn is_whole(&self, pending: &[u8], len: usize) -> bool {
        self.array.is_whole(pending, len)
    }
}

/// Whether the text begins as an object with records in it, as far as the text goes.
///
/// `Records` is believed wherever it stands. A record of its own may well have a field `Events` or `value`, so these have
/// to be the first one, or behind such as `@odata.context`.
pub(crate) fn is_envelope(head: &[u8]) -> bool {
    let mut around = Envelope::default();
    for (at, &byte) in head.iter().enumerate() {
        match around.step(byte) {
            Step::On => {}
            Step::Array => {
                let first = head[at + 1..].trim_ascii_start().first();
                let is_named = around.name() == RECORDS[0] || !around.has_others;
                return is_named && matches!(first, None | Some(b'{' | b']'));
            }
            Step::NoArray | Step::Broken => return false,
        }
    }
    false
}

/// The scan of what is around the array.
#[derive(Debug, Default)]
struct Envelope {
    depth: usize,
    text: Text,
    /// At depth 1: whether a name is next, and not its value.
    at_name: bool,
    /// The first bytes of the name read last.
    name: [u8; NAME],
    name_len: usize,
    /// A field is done whose name does not begin with `@`, as those do that say what an answer is.
    has_others: bool,
    /// The array of this object has been read.
    done: bool,
}

/// What a byte comes to. One that opens no array where there should be one, or that should not be there, changes nothing.
enum Step {
    On,
    /// It opens the array.
    Array,
    /// It closes an object that had none.
    NoArray,
    Broken,
}

impl Envelope {
    fn step(&mut self, byte: u8) -> Step {
        match (self.text, byte) {
            (Text::Outside, _) => return self.outside(byte),
            (Text::Escaped, _) => self.text = Text::Inside,
            (Text::Inside, b'"') => self.text = Text::Outside,
            (Text::Inside, b'\\') => (self.text, self.name_len) = (Text::Escaped, NAME),
            (Text::Inside, _) if self.is_name() && self.name_len < NAME => {
                self.name[self.name_len] = byte;
                self.name_len += 1;
            }
            (Text::Inside, _) => {}
        }
        Step::On
    }

    fn name(&self) -> &[u8] {
        &self.name[..self.name_len]
    }

    fn is_name(&self) -> bool {
        self.depth == 1 && self.at_name
    }

    fn outside(&mut self, byte: u8) -> Step {
        match byte {
            b'{' if self.depth == 0 => *self = Self { depth: 1, at_name: true, ..Self::default() },
            byte if self.depth == 0 => {
                return if byte.is_ascii_whitespace() { Step::On } else { Step::Broken };
            }
            b'"' => {
                self.text = Text::Inside;
                self.name_len = if self.is_name() { 0 } else { self.name_len };
            }
            b'[' if self.is_records() => {
                self.done = true;
                return Step::Array;
            }
            b'}' | b']' if self.depth == 1 && !self.done => return Step::NoArray,
            b'}' | b']' => self.depth -= 1,
            b'{' | b'[' => self.depth += 1,
            b':' if self.depth == 1 => self.at_name = false,
            b',' if self.depth == 1 => {
                self.at_name = true;
                self.has_others |= self.name().first() != Some(&b'@');
            }
            _ => {}
        }
        Step::On
    }

    /// Whether a value that begins here is that of the field with the records.
    fn is_records(&self) -> bool {
        self.depth == 1 && !self.at_name && !self.done && RECORDS.contains(&self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::framed;

    fn read(text: &str) -> Vec<String> {
        framed(text, EnvelopeFrames::default, 1 << 20)
    }

    #[test]
    fn only_the_array_of_records_is_read() {
        assert_eq!(
            read(r#"{"Records":[1,{"a":[2]}],"Errors":[3,[4]],"x":"[5]","y":{"Records":[6]}}"#),
            ["1", "{\"a\":[2]}"]
        );
        assert_eq!(
            read(r#"{"note":"[1]","Other":[2],"z":{"Records":[3]} , "Records" : [ 4,5 ] }"#),
            ["4", "5"]
        );
        assert_eq!(read(r#"{"Records":[1],"Records":[2]}"#), ["1"]);
        assert_eq!(read(r#"{"Events":[1],"NextToken":"x"}{"a":1,"value":[2]}"#), ["1", "2"]);
        assert_eq!(read(r#"{"Event":[0],"valued":[0],"Recordsss":[0],"va\u006cue":[0],"value":[2]}"#), ["2"]);
        assert_eq!(read(r#"{"x":"Records","y":["Records",[1]],"z\"":"\\","Records":[2]}"#), ["2"]);
    }

    #[test]
    fn objects_may_follow_one_another() {
        assert_eq!(read("{\"Records\":[1]}\n{\"Records\":[]}{\"Records\":[2]}\n"), ["1", "2"]);
        assert_eq!(read(""), [""; 0]);
    }

    #[test]
    fn what_has_no_records_is_told_of() {
        let none = "an object without an array `Records`, `Events` or `value`";
        for text in [
            "{}",
            r#"{"Records":null}"#,
            r#"{"records":[1]}"#,
            r#"{"Recordss":[1],"Record":[2]}"#,
            r#"{"a":[{"Records":[1]}]}"#,
        ] {
            assert_eq!(
                read(&format!("{text}\n{{\n\"Records\":[1]}}")),
                [format!("(1: {none})"), "1".to_owned()],
                "{text}"
            );
        }
        assert_eq!(read("{\"Records\":[1]}\nx{\"Records\":[1]}"), ["1", "(2: text outside the object)"]);
        assert_eq!(read("{\"Records\":[1]\n"), ["1", "(2: the object is never closed)"]);
        assert_eq!(read("{\"Records\":[1"), ["(1: the last record is cut off)"]);
    }

    #[test]
    fn an_envelope_is_known_by_its_beginning() {
        assert!(is_envelope(b" {\n\"Records\": [\n {"));
        assert!(is_envelope(br#"{"next":null,"Records":["#));
        assert!(is_envelope(br#"{"Records":[]}"#));
        assert!(is_envelope(br#"{"Events":[{"EventId":"1"}],"NextToken":"x"}"#));
        assert!(is_envelope(br#"{"@odata.context":"x","@odata.count":1,"value":[{"id":"1"}]}"#));
        assert!(is_envelope(br#"{"value":[]}"#));
        assert!(!is_envelope(br#"{"t":1,"value":[{"id":"1"}]}"#));
        assert!(!is_envelope(br#"{"@t":1,"t":1,"Events":[{"id":"1"}]}"#));
        assert!(!is_envelope(br#"{"Records":["a"]}"#));
        assert!(!is_envelope(br#"{"t":1,"x":{"Records":[{}]}}"#));
        assert!(!is_envelope(br#"{"t":1,"x":[{"a":1}]"#));
    }
}
