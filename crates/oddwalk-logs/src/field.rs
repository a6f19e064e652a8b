//! One field of a record, whatever the format it was read from.

use std::borrow::Cow;

use smallvec::SmallVec;

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
}
