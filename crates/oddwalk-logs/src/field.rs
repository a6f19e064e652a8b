//! One field of a record, whatever the format it was read from.

use std::borrow::Cow;

use oddwalk_core::Reason;
use smallvec::SmallVec;

use crate::number::without_fraction;
use crate::record::Refusal;
use crate::{contents, json_value};

/// What an object is called where a single field is needed.
pub(crate) const AN_OBJECT: &str = "an object; a field in it goes by both names with a dot between them";

/// What an element of an XML document that became JSON is called where it has attributes: an object with its text.
const TEXT: &str = "#text";

/// A field as its reader found it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Field<'a> {
    /// No such field, null, or an empty text.
    #[default]
    Missing,
    /// A text that is not empty.
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(i64),
    /// Another number, or a truth value, as JSON writes it.
    Literal(Cow<'a, str>),
    /// Nanoseconds since 1970-01-01 UTC, from a column that is typed as a time.
    Time(i64),
    /// A list of fields.
    List(Vec<Field<'a>>),
    /// Named fields in the order of the record.
    Object(Vec<(Cow<'a, str>, Field<'a>)>),
    /// Bytes that are not UTF-8.
    InvalidUtf8,
    /// Something else; says what.
    Other(&'static str),
}

/// One record's fields in the order of the needed columns; a usual record's need no allocation.
pub(crate) type Fields<'a> = SmallVec<[Field<'a>; 6]>;

impl<'a> Field<'a> {
    pub(crate) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Missing } else { Self::Text(text) }
    }

    pub(crate) fn bytes(bytes: Cow<'a, [u8]>) -> Self {
        match bytes {
            Cow::Borrowed(bytes) => str::from_utf8(bytes).map_or(Self::InvalidUtf8, Self::text),
            Cow::Owned(bytes) => String::from_utf8(bytes).map_or(Self::InvalidUtf8, Self::text),
        }
    }

    /// The text of an identity or a command, `None` where there is none; whole numbers are theirs in digits alone. An
    /// XML element that became an object for its attributes' sake, `{"#attributes": …, "#text": 4688}`, means its text.
    pub(crate) fn as_text(&self) -> Result<Option<Cow<'_, str>>, Refusal> {
        match self {
            Self::Missing => Ok(None),
            Self::Text(text) => Ok(Some(Cow::Borrowed(text))),
            Self::Literal(text) => Ok(Some(without_fraction(text))),
            Self::Integer(number) | Self::Time(number) => Ok(Some(number.to_string().into())),
            Self::InvalidUtf8 => Err((Reason::InvalidUtf8, String::new())),
            Self::List(_) => Err((Reason::WrongType, "a list".to_owned())),
            Self::Object(fields) => match fields.iter().find(|(name, _)| name == TEXT) {
                Some((_, text)) => text.as_text(),
                None => Err((Reason::WrongType, AN_OBJECT.to_owned())),
            },
            Self::Other(found) => Err((Reason::WrongType, (*found).to_owned())),
        }
    }

    /// Any field as a text, `None` where there is none; what is nested as JSON with its keys sorted.
    pub(crate) fn any_text(&self) -> Option<Cow<'_, str>> {
        self.as_text().unwrap_or_else(|_| contents::value_text(self))
    }

    /// The field at this path of names with dots between them, in an object or in a text that holds one as JSON.
    pub(crate) fn inside(self, path: &str) -> Self {
        let fields = match self {
            Self::Object(fields) => fields,
            Self::Text(text) => match json_value::parse_owned(&text) {
                Some(Self::Object(fields)) => fields,
                _ => return Self::Missing,
            },
            _ => return Self::Missing,
        };
        let mut found = Self::Missing;
        for (name, field) in fields {
            if name == path {
                found = field;
            } else if let Some(rest) =
                path.strip_prefix(name.as_ref()).and_then(|rest| rest.strip_prefix('.'))
            {
                found = field.inside(rest);
            }
        }
        found
    }

    /// The same without anything borrowed.
    pub(crate) fn into_owned(self) -> Field<'static> {
        let owned = |text: Cow<str>| Cow::Owned(text.into_owned());
        match self {
            Self::Missing => Field::Missing,
            Self::Text(text) => Field::Text(owned(text)),
            Self::Integer(number) => Field::Integer(number),
            Self::Literal(text) => Field::Literal(owned(text)),
            Self::Time(time) => Field::Time(time),
            Self::List(items) => Field::List(items.into_iter().map(Self::into_owned).collect()),
            Self::Object(fields) => {
                let fields = fields.into_iter();
                Field::Object(fields.map(|(name, field)| (owned(name), field.into_owned())).collect())
            }
            Self::InvalidUtf8 => Field::InvalidUtf8,
            Self::Other(what) => Field::Other(what),
        }
    }

    /// What it is, in words.
    pub(crate) fn found(&self) -> &'static str {
        match self {
            Self::Missing => "null or an empty text",
            Self::Text(_) | Self::InvalidUtf8 => "a text",
            Self::Literal(text) if matches!(text.as_ref(), "true" | "false") => "a truth value",
            Self::Integer(_) | Self::Literal(_) => "a number",
            Self::Time(_) => "a time",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
            Self::Other(found) => found,
        }
    }

    /// How many bytes its texts have.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Text(text) | Self::Literal(text) => text.len(),
            Self::List(items) => items.iter().map(Self::size).sum(),
            Self::Object(fields) => fields.iter().map(|(name, field)| name.len() + field.size()).sum(),
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::json_value::parse;

    #[test]
    fn an_xml_element_means_its_text() {
        for (json, meant) in [
            (r##"{"#attributes":{"Qualifiers":1},"#text":4688}"##, Ok(Some("4688"))),
            (r##"{"#text":"a"}"##, Ok(Some("a"))),
            (r##"{"#text":null}"##, Ok(None)),
            (r##"{"#text":["a","b"]}"##, Err("a list")),
            (r#"{"text":"a"}"#, Err("an object; a field in it goes by both names with a dot between them")),
        ] {
            let field = parse(json).unwrap();
            let text = field.as_text().map_err(|(_, detail)| detail);
            assert_eq!(text.as_ref().map(Option::as_deref).map_err(String::as_str), meant, "{json}");
        }
    }
}
