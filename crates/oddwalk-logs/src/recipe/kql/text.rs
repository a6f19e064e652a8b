//! Texts as Kusto writes them: literals, names, comments and lengths of time, of which none ends before its end.

use std::fmt::Write;

use super::words::is_reserved;

/// A string literal that stands for this text and nothing else.
pub(super) fn literal(text: &str) -> String {
    let mut written = String::from('"');
    text.chars().for_each(|c| push_escaped(&mut written, c));
    written.push('"');
    written
}

/// Several literals with commas between them.
pub(super) fn literals(texts: &[String]) -> String {
    texts.iter().map(|text| literal(text)).collect::<Vec<_>>().join(", ")
}

/// A name of a table or a column, in brackets unless nothing else can be meant by it.
pub(super) fn name(name: &str) -> String {
    if is_plain(name) { name.to_owned() } else { format!("[{}]", literal(name)) }
}

fn is_plain(name: &str) -> bool {
    let is_word = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    is_word && name.starts_with(|c: char| !c.is_ascii_digit()) && !is_reserved(name)
}

/// A text in a comment, which ends with its line: whatever could end a line becomes a space.
pub(super) fn comment(text: &str) -> String {
    text.chars().map(|c| if is_hidden(c) { ' ' } else { c }).collect::<String>().trim().to_owned()
}

/// A length of time, in the largest unit that it is a whole number of.
pub(super) fn timespan(ticks: i64) -> String {
    const UNITS: [(i64, &str); 6] = [
        (864_000_000_000, "d"),
        (36_000_000_000, "h"),
        (600_000_000, "m"),
        (10_000_000, "s"),
        (10_000, "ms"),
        (1, "tick"),
    ];
    let unit = UNITS.iter().find(|(unit, _)| ticks != 0 && ticks % unit == 0);
    unit.map_or_else(|| "0s".to_owned(), |(unit, letters)| format!("{}{letters}", ticks / unit))
}

fn push_escaped(out: &mut String, c: char) {
    match c {
        '"' | '\\' => out.extend(['\\', c]),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c if is_hidden(c) => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| {
            // Writing to a text does not fail.
            let _ = write!(out, "\\u{unit:04X}");
        }),
        c => out.push(c),
    }
}

/// Whether the character could end a line, turn the direction of text, or not be seen.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_do_not_end_early() {
        for (text, expected) in [
            ("nt authority\\", r#""nt authority\\""#),
            ("a\"b'c", r#""a\"b'c""#),
            ("a\r\n\tb", r#""a\r\n\tb""#),
            ("// | take 1 ä", r#""// | take 1 ä""#),
            ("\0\u{85}\u{2028}\u{202e}\u{e0041}", r#""\u0000\u0085\u2028\u202E\uDB40\uDC41""#),
        ] {
            assert_eq!(literal(text), expected);
        }
    }

    #[test]
    fn names_that_could_be_something_else_stand_in_brackets() {
        for plain in ["UserId", "TimeGenerated", "_ResourceId", "S1", "account"] {
            assert_eq!(name(plain), plain);
        }
        for (other, expected) in [
            ("by", r#"["by"]"#),
            ("True", r#"["True"]"#),
            ("__crossDB", r#"["__crossDB"]"#),
            ("1A", r#"["1A"]"#),
            ("User Id", r#"["User Id"]"#),
            ("Ä", r#"["Ä"]"#),
            ("", r#"[""]"#),
            ("A\"]", r#"["A\"]"]"#),
        ] {
            assert_eq!(name(other), expected);
        }
    }

    #[test]
    fn comments_keep_to_their_line() {
        assert_eq!(comment("a\r\nb\u{2028}c\u{2029}d\u{85}e // ä\n"), "a  b c d e // ä");
    }

    #[test]
    fn lengths_of_time_keep_their_value() {
        for (ticks, expected) in [
            (0, "0s"),
            (600_000_000, "1m"),
            (900_000_000, "90s"),
            (864_000_000_000 * 60, "60d"),
            (15_000, "15000tick"),
            (20_000, "2ms"),
        ] {
            assert_eq!(timespan(ticks), expected);
        }
    }
}
