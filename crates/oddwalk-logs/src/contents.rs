//! Contents: commands and parameters out of the forms in which tables hold them.

use std::borrow::Cow;

use oddwalk_core::{Reason, SessionKind};

use crate::field::Field;
use crate::json_value;
use crate::record::Refusal;
use crate::switches;

/// A name and, where there is one, a value.
pub(crate) type NamedValue<'a> = (Cow<'a, str>, Option<Cow<'a, str>>);

/// All parameters of an event.
pub(crate) type NamedValues<'a> = Vec<NamedValue<'a>>;

/// One event of a session that was given as a list.
pub(crate) struct Item<'a> {
    /// What it is given as, in words.
    pub(crate) found: &'static str,
    pub(crate) command: Field<'a>,
    pub(crate) kind: SessionKind,
    pub(crate) parameters: Result<NamedValues<'a>, Refusal>,
}

/// The parameters of one event: an object of names and values, a list of names, a list of objects that have a name and a
/// value, a text that is any of these as JSON, or one such as `-Name "value"`.
pub(crate) fn parameters<'a>(field: &'a Field<'a>) -> Result<NamedValues<'a>, Refusal> {
    match field {
        Field::Missing => Ok(Vec::new()),
        Field::Object(fields) => Ok(named_values(fields)),
        Field::List(items) => {
            items.iter().map(named_item).collect::<Option<_>>().ok_or_else(|| unfit("a list"))
        }
        Field::Text(text) => match json_value::parse(text) {
            Some(value @ (Field::Missing | Field::Object(_) | Field::List(_))) => {
                let owned = |(name, value): (Cow<str>, Option<Cow<str>>)| {
                    (Cow::Owned(name.into_owned()), value.map(|value| Cow::Owned(value.into_owned())))
                };
                Ok(parameters(&value)?.into_iter().map(owned).collect())
            }
            _ => switches::parse(text).ok_or_else(|| unfit(text)),
        },
        Field::InvalidUtf8 => Err((Reason::InvalidUtf8, "the parameters".to_owned())),
        other => Err(unfit(other.found())),
    }
}

/// The events of one session: a list of commands, or of objects that have a name and parameters.
pub(crate) fn items<'a>(list: &'a [Field<'a>]) -> Vec<Item<'a>> {
    list.iter().map(item).collect()
}

fn item<'a>(field: &'a Field<'a>) -> Item<'a> {
    let Field::Object(fields) = field else {
        let (command, kind) = (field.clone(), SessionKind::Commands);
        return Item { found: field.found(), command, kind, parameters: Ok(Vec::new()) };
    };
    let command = lookup(fields, "name").cloned().unwrap_or_default();
    let content =
        lookup(fields, "params").or_else(|| lookup(fields, "parameters")).unwrap_or(&Field::Missing);
    let kind = match content {
        Field::List(items) if items.iter().all(|item| !matches!(item, Field::Object(_))) => {
            SessionKind::Parameters
        }
        _ => SessionKind::Values,
    };
    Item { found: field.found(), command, kind, parameters: parameters(content) }
}

fn unfit(found: &str) -> Refusal {
    (Reason::WrongType, format!("no names and values of parameters: {found}"))
}

fn named_values<'a>(fields: &'a [(Cow<'a, str>, Field<'a>)]) -> NamedValues<'a> {
    fields.iter().map(|(name, value)| (Cow::Borrowed(name.as_ref()), value_text(value))).collect()
}

/// `{"Name": …, "Value": …}` as the audit log has it, `{"key": …, "value": …}` as maps do, or a name alone.
fn named_item<'a>(item: &'a Field<'a>) -> Option<(Cow<'a, str>, Option<Cow<'a, str>>)> {
    let Field::Object(fields) = item else { return value_text(item).map(|name| (name, None)) };
    let name = lookup(fields, "name").or_else(|| lookup(fields, "key"))?;
    let value = lookup(fields, "value").and_then(value_text);
    Some((value_text(name).unwrap_or_default(), value))
}

fn lookup<'f, 'a>(fields: &'f [(Cow<'a, str>, Field<'a>)], name: &str) -> Option<&'f Field<'a>> {
    fields.iter().rev().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, field)| field)
}

/// A value as a text: itself, a number's digits, or JSON with its keys sorted, so that equal values read the same.
pub(crate) fn value_text<'a>(field: &'a Field<'a>) -> Option<Cow<'a, str>> {
    match field {
        Field::Missing => None,
        Field::Text(text) | Field::Literal(text) => Some(Cow::Borrowed(text)),
        Field::InvalidUtf8 => Some(Cow::Borrowed("\u{fffd}")),
        Field::Other(what) => Some(Cow::Borrowed(what)),
        Field::Integer(_) | Field::Time(_) | Field::List(_) | Field::Object(_) => {
            let mut json = String::new();
            write_json(field, &mut json);
            Some(Cow::Owned(json))
        }
    }
}

fn write_json(field: &Field, out: &mut String) {
    match field {
        Field::Missing => out.push_str("null"),
        Field::Literal(text) => out.push_str(text),
        Field::Integer(number) | Field::Time(number) => out.push_str(&number.to_string()),
        Field::Text(text) => write_text(text, out),
        Field::InvalidUtf8 => write_text("\u{fffd}", out),
        Field::Other(what) => write_text(what, out),
        Field::List(items) => {
            write_all(out, ['[', ']'], items, |item, out| write_json(item, out));
        }
        Field::Object(fields) => {
            let mut sorted: Vec<_> = fields.iter().collect();
            // Stable: of a name that stands there twice the last one stays last.
            sorted.sort_by(|a, b| a.0.cmp(&b.0));
            write_all(out, ['{', '}'], sorted, |(name, value), out| {
                write_text(name, out);
                out.push(':');
                write_json(value, out);
            });
        }
    }
}

fn write_all<T>(
    out: &mut String,
    brackets: [char; 2],
    items: impl IntoIterator<Item = T>,
    write: impl Fn(T, &mut String),
) {
    out.push(brackets[0]);
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        write(item, out);
    }
    out.push(brackets[1]);
}

fn write_text(text: &str, out: &mut String) {
    out.push_str(&serde_json::Value::from(text).to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Vec<(String, Option<String>)> {
        let field = json_value::parse(json).unwrap();
        let read = parameters(&field).unwrap();
        read.into_iter().map(|(name, value)| (name.into_owned(), value.map(Cow::into_owned))).collect()
    }

    fn pairs(pairs: &[(&str, Option<&str>)]) -> Vec<(String, Option<String>)> {
        pairs.iter().map(|(name, value)| ((*name).into(), value.map(Into::into))).collect()
    }

    #[test]
    fn every_form_of_parameters() {
        let expected = pairs(&[("Identity", Some("a\"b")), ("Force", Some("true"))]);
        assert_eq!(read(r#"[{"Name":"Identity","Value":"a\"b"},{"Name":"Force","Value":"true"}]"#), expected);
        assert_eq!(read(r#"{"Identity":"a\"b","Force":true}"#), expected);
        assert_eq!(read(r#"[{"key":"Identity","value":"a\"b"},{"key":"Force","value":true}]"#), expected);
        assert_eq!(read(r#"["Identity","Force"]"#), pairs(&[("Identity", None), ("Force", None)]));
        assert_eq!(read("null"), pairs(&[]));
        let text = Field::text(r#"{"Identity":"a\"b","Force":true}"#);
        assert_eq!(parameters(&text).unwrap().len(), 2);
        assert_eq!(parameters(&Field::text("-Identity 'a' -Force")).unwrap().len(), 2);
    }

    #[test]
    fn values_are_texts_that_do_not_depend_on_the_order_of_keys() {
        let expected = pairs(&[
            ("a", Some("1")),
            ("b", Some("1.0")),
            ("c", None),
            ("d", None),
            ("e", Some(r#"{"x":[1,"2",null,false],"y":{"k":"\u0001"}}"#)),
            ("f", Some("[]")),
        ]);
        let json =
            r#"{"a":1,"b":1.0,"c":null,"d":"","e":{"y":{"k":"\u0001"},"x":[1,"2",null,false]},"f":[]}"#;
        assert_eq!(read(json), expected);
    }

    #[test]
    fn numbers_keep_their_digits() {
        let json = r#"{"a":123456789012345678901234,"b":1.0,"c":1e5,"d":0.6046602879796196,"e":-0}"#;
        let expected = [
            ("a", Some("123456789012345678901234")),
            ("b", Some("1.0")),
            ("c", Some("1e5")),
            ("d", Some("0.6046602879796196")),
            ("e", Some("0")),
        ];
        assert_eq!(read(json), pairs(&expected));
    }

    #[test]
    fn what_has_no_names_is_refused() {
        for json in ["12", "true", r#""plain text""#, r#"[{"Value":"x"}]"#, "[null]"] {
            let field = json_value::parse(json).unwrap();
            assert_eq!(parameters(&field).unwrap_err().0, Reason::WrongType, "{json}");
        }
        assert!(parameters(&Field::text("Name x")).is_err());
    }
}
