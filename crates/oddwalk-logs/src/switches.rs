//! Parameters as they are typed at a prompt: `-Identity "ann" -Force -Delete:$true`.

use std::borrow::Cow;

use crate::contents::NamedValues;

/// The parameters of a text that begins with one, or `None` for any other text.
///
/// A parameter is `-Name`, at the beginning or behind white space; what stands between it and the next one is its
/// value. Quotes around a value go, doubled ones in it become single, and within them nothing is a parameter.
/// `$true` and `$false` are `True` and `False`, as the audit log has them.
pub(crate) fn parse(text: &str) -> Option<NamedValues<'_>> {
    let mut rest = text.trim();
    name(rest)?;
    let mut all = NamedValues::new();
    while let Some(found) = name(rest) {
        let behind = rest[1 + found.len()..].trim_start_matches(':').trim_start();
        let len = value_len(behind);
        let value = behind[..len].trim_end();
        all.push((Cow::Borrowed(found), (!value.is_empty()).then(|| unquoted(value))));
        rest = &behind[len..];
    }
    Some(all)
}

/// The name of the parameter that the text begins with.
fn name(text: &str) -> Option<&str> {
    let name = text.strip_prefix('-')?;
    let end = name
        .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '.'))
        .unwrap_or(name.len());
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| &name[..end])
}

/// How much of the text comes before the next parameter.
fn value_len(text: &str) -> usize {
    let mut quote = None;
    let mut after_space = true;
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            None if after_space && name(&text[at..]).is_some() => return at,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            _ => {}
        }
        after_space = c.is_whitespace();
    }
    text.len()
}

fn unquoted(value: &str) -> Cow<'_, str> {
    for (quote, doubled) in [("\"", "\"\""), ("'", "''")] {
        let inner = value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        if let Some(inner) = inner {
            return if inner.contains(quote) { inner.replace(doubled, quote).into() } else { inner.into() };
        }
    }
    match value {
        "$true" => "True".into(),
        "$false" => "False".into(),
        other => other.into(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<(String, Option<String>)> {
        let all = parse(text).unwrap();
        all.into_iter().map(|(name, value)| (name.into_owned(), value.map(Cow::into_owned))).collect()
    }

    #[test]
    fn names_and_values_as_they_are_typed() {
        let expected = [
            ("Identity", Some("Ann \"A\" Li")),
            ("ForwardingSmtpAddress", Some("smtp:x@y.z")),
            ("Force", None),
            ("Enabled", Some("True")),
            ("Users", Some("a, b - c")),
            ("Note", Some("it's -Force")),
            ("Last", Some("-1")),
        ];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.map(str::to_owned)));
        let text = "-Identity \"Ann \"\"A\"\" Li\" -ForwardingSmtpAddress smtp:x@y.z -Force -Enabled:$true -Users a, b - c \
                    -Note 'it''s -Force' -Last -1";
        assert_eq!(read(text), expected);
        assert_eq!(read(&format!("  {}\n", text.replace(" -", "\n  -"))).len(), expected.len());
    }

    #[test]
    fn what_begins_otherwise_is_none() {
        for text in ["", "Identity", "-", "- x", "-1", "--x", "a -Name b"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(text in "(-[a-c]|[-:\"' a$é\n]){0,30}") {
            if let Some(all) = parse(&text) {
                prop_assert!(!all.is_empty());
                let is_there = |name: &str| text.contains(&format!("-{name}"));
                prop_assert!(all.iter().all(|(name, _)| is_there(name)));
            }
        }
    }
}
