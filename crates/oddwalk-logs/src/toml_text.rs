//! TOML that people write: every unknown key and every wrong type is told of with its line.

use memchr::memchr_iter;
use serde::de::DeserializeOwned;
use thiserror::Error;

/// A text that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {reason}")]
pub struct BadToml {
    /// The line, counted from 1.
    pub line: usize,
    /// The key, and what was expected.
    pub reason: String,
}

/// Reads a text.
///
/// # Errors
/// [`BadToml`] where it is none, or not what is expected.
pub fn read_toml<T: DeserializeOwned>(text: &str) -> Result<T, BadToml> {
    toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        BadToml { line: line_of(text, at), reason: reason(text, at, &error) }
    })
}

/// The line of the text, counted from 1, that this place is on.
pub fn line_of(text: &str, at: usize) -> usize {
    memchr_iter(b'\n', &text.as_bytes()[..at.min(text.len())]).count() + 1
}

/// One line with the key, without the excerpt that the parser draws.
fn reason(text: &str, at: usize, error: &toml::de::Error) -> String {
    let message = error.message().trim().replace('\n', "; ");
    let names_key =
        ["unknown field", "missing field", "duplicate"].iter().any(|words| message.starts_with(words));
    let key = if names_key { None } else { key_before(text, at) };
    key.map_or_else(|| message.clone(), |key| format!("`{key}`: {message}"))
}

/// The key whose value is here, as far as that can be told: the last one with an equals sign that is in no text and no
/// comment.
fn key_before(text: &str, at: usize) -> Option<&str> {
    let (mut quote, mut key, mut begin) = (None, None, 0);
    let mut chars = text.get(..at)?.char_indices();
    while let Some((place, char)) = chars.next() {
        match (quote, char) {
            (Some('"'), '\\') => drop(chars.next()),
            (Some('#'), '\n') => (quote, begin) = (None, place + 1),
            (Some(open), _) if open == char && open != '#' => quote = None,
            (None, '"' | '\'' | '#') => quote = Some(char),
            (None, '=') => key = Some(text[begin..place].trim()),
            (None, '\n' | ',' | '{' | '[') => begin = place + 1,
            _ => {}
        }
    }
    key.filter(|key| !key.is_empty() && !key.contains('\n'))
}
