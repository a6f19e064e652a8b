//! JSON that a terminal can show: what would act or hide in it is escaped, which changes nothing for a reader.

use std::io::{self, Write};

use oddwalk_core::Source;
use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;

use crate::text::is_hidden;

/// Writes the value on one line.
pub(crate) fn write(value: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(out, Visible);
    Ok(value.serialize(&mut serializer)?)
}

/// Compact JSON in which hidden characters are `\uXXXX`.
struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        mut fragment: &str,
    ) -> io::Result<()> {
        while let Some(start) = fragment.find(is_hidden) {
            let hidden = fragment[start..].chars().next().unwrap_or_default();
            out.write_all(&fragment.as_bytes()[..start])?;
            for unit in hidden.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            fragment = &fragment[start + hidden.len_utf8()..];
        }
        out.write_all(fragment.as_bytes())
    }
}

/// A list that is made again for each writing.
pub(crate) struct List<F>(pub(crate) F);

impl<F, I> Serialize for List<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// Where an event came from, as `{"file":"a.csv","row":17}`.
#[derive(Serialize)]
pub(crate) struct JsonSource<'a> {
    file: &'a str,
    row: u32,
}

impl<'a> From<Source<'a>> for JsonSource<'a> {
    fn from(source: Source<'a>) -> Self {
        Self { file: source.file, row: source.row }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_survives_and_none_acts() {
        for c in '\0'..=char::MAX {
            let (text, mut json) = (format!("{c}a{c}"), Vec::new());
            write(&text, &mut json).unwrap();
            let json = String::from_utf8(json).unwrap();
            assert!(!json.contains(is_hidden), "{c:?}: {json}");
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
