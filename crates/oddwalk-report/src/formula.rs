//! Formulas: cells of a spreadsheet that would be evaluated instead of shown.

use std::borrow::Cow;

use crate::text::is_hidden;

/// The text with an apostrophe before everything that a spreadsheet could take for the beginning of a formula.
///
/// That is the beginning of the text, and, as many a spreadsheet splits lines at semicolons or tabs whatever the quotes
/// say, what follows one of those or a line break. (OWASP, CSV injection.)
pub(crate) fn defuse_text(text: &str) -> Cow<'_, str> {
    let defused = defuse(text, |c| format!("'{c}"));
    // A tab or a line break at the very beginning is one of the dangerous beginnings itself.
    if text.starts_with(['\t', '\r', '\n']) { Cow::Owned(format!("'{defused}")) } else { defused }
}

/// The same for a list in JSON, where an escape does it and changes nothing for a reader.
pub(crate) fn defuse_json(json: &str) -> Cow<'_, str> {
    defuse(json, |c| format!("\\u{:04x}", u32::from(c)))
}

fn defuse(text: &str, defused_form: impl Fn(char) -> String) -> Cow<'_, str> {
    let starts: Vec<usize> = formula_starts(text).collect();
    if starts.is_empty() {
        return Cow::Borrowed(text);
    }
    let (mut defused, mut done) = (String::with_capacity(text.len() + 8), 0);
    for start in starts {
        let c = text[start..].chars().next().unwrap_or_default();
        defused.push_str(&text[done..start]);
        defused.push_str(&defused_form(c));
        done = start + c.len_utf8();
    }
    defused.push_str(&text[done..]);
    Cow::Owned(defused)
}

fn formula_starts(text: &str) -> impl Iterator<Item = usize> {
    let mut at_start = true;
    text.char_indices().filter_map(move |(index, c)| {
        let starts = at_start && matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
        at_start = match c {
            ';' | '\t' | '\r' | '\n' => true,
            // What is dropped or overlooked before a formula.
            c if c == '"' || c.is_whitespace() || is_hidden(c) => at_start,
            _ => false,
        };
        starts.then_some(index)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_of_formulas_are_defused() {
        let cases = [
            ("=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1", "'＝1"),
            ("  \u{feff}=1", "  \u{feff}'=1"),
            ("\tx", "'\tx"),
            ("\r=1", "'\r'=1"),
            ("\"=1\"", "\"'=1\""),
            ("a; \"=1;b", "a; \"'=1;b"),
            ("a\n=1", "a\n'=1"),
        ];
        for (text, defused) in cases {
            assert_eq!(defuse_text(text), defused);
        }
    }

    #[test]
    fn other_text_is_left_alone() {
        for text in ["", "Set-Mailbox", "a=b", "a@b.c", "'=1", "1-2", "[2603:10b6::1]:24930", "x; y"] {
            assert!(matches!(defuse_text(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn json_keeps_its_meaning() {
        let texts = ["a;=1", "; \"-1", ";", "+1"];
        let json = serde_json::to_string(&texts).unwrap();
        let defused = defuse_json(&json);
        assert_eq!(defused, r#"["a;\u003d1","; \"-1",";","+1"]"#);
        assert_eq!(serde_json::from_str::<Vec<String>>(&defused).unwrap(), texts);
    }
}
