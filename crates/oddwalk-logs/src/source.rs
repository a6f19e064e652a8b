//! Sources: which columns a field is read from, and what is done to its text.

use std::borrow::{Borrow, Cow};

use crate::field::Field;
use crate::normalise::Normalise;
use crate::record::Refusal;

/// Where a field is: in the first of some columns that has a value, or in all of them together.
///
/// `C` is a column's name, or its position among those that are read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Source<C = String> {
    pub(crate) columns: Vec<C>,
    /// What stands between the columns' texts where all of them make the field.
    pub(crate) joined_with: Option<String>,
    /// There is no text where one of the joined columns has none.
    pub(crate) needs_all: bool,
    pub(crate) normalise: Vec<Normalise>,
}

impl Source {
    /// One column, as it is.
    pub fn column(name: impl Into<String>) -> Self {
        Self::first_of(vec![name.into()])
    }

    /// The first of these columns that has a value.
    pub fn first_of(columns: Vec<String>) -> Self {
        Self { columns, joined_with: None, needs_all: false, normalise: Vec::new() }
    }

    /// All of these columns with a text between them; no value where none of them has one.
    pub fn joined(columns: Vec<String>, with: impl Into<String>) -> Self {
        Self { columns, joined_with: Some(with.into()), needs_all: false, normalise: Vec::new() }
    }

    /// The same, but without a text where one of the joined columns has none: what is left of it would be another's.
    #[must_use]
    pub(crate) fn whole(self) -> Self {
        Self { needs_all: true, ..self }
    }

    /// The same with its text changed step by step.
    #[must_use]
    pub fn normalised(self, steps: &[Normalise]) -> Self {
        Self { normalise: steps.to_vec(), ..self }
    }

    /// The same with something before the columns' names.
    pub(crate) fn below(mut self, prefix: &str) -> Self {
        self.columns.iter_mut().for_each(|column| column.insert_str(0, prefix));
        self
    }

    /// The columns' positions in place of their names.
    pub(crate) fn at(&self, position: &mut impl FnMut(&String) -> usize) -> Source<usize> {
        Source {
            columns: self.columns.iter().map(position).collect(),
            joined_with: self.joined_with.clone(),
            needs_all: self.needs_all,
            normalise: self.normalise.clone(),
        }
    }

    /// The columns in words, for messages.
    pub(crate) fn words(&self) -> String {
        self.columns.join(if self.joined_with.is_some() { " with " } else { " or " })
    }
}

impl<C> Source<C> {
    /// The one column that is read as it is, where there is no more to it.
    pub(crate) fn plain(&self) -> Option<&C> {
        match self.columns.as_slice() {
            [column] if self.normalise.is_empty() => Some(column),
            _ => None,
        }
    }
}

impl Source<usize> {
    /// One column, as it is.
    pub(crate) fn of_column(column: usize) -> Self {
        Self { columns: vec![column], joined_with: None, needs_all: false, normalise: Vec::new() }
    }

    /// Whether any of its columns is among those that were found.
    pub(crate) fn is_in(&self, found: &[bool]) -> bool {
        self.columns.iter().any(|&column| found[column])
    }

    /// The first field that has a value, as its reader found it.
    pub(crate) fn field<'r, 'f: 'r>(&self, fields: &'r [impl Borrow<Field<'f>>]) -> &'r Field<'f> {
        let mut found = self.columns.iter().map(|&column| fields[column].borrow());
        found.find(|field| **field != Field::Missing).unwrap_or(&Field::Missing)
    }

    /// The first field that has a value as its reader found it, or all of them together as a text.
    pub(crate) fn whole_field<'r, 'f: 'r>(&self, fields: &'r [impl Borrow<Field<'f>>]) -> Cow<'r, Field<'f>> {
        if self.joined_with.is_none() {
            return Cow::Borrowed(self.field(fields));
        }
        Cow::Owned(self.any_text(fields).map_or(Field::Missing, |text| Field::text(text.into_owned())))
    }

    /// The text of an identity or a command, `None` where there is none. A refusal goes with the column it is about.
    pub(crate) fn text<'r, 'f: 'r>(
        &self,
        fields: &'r [impl Borrow<Field<'f>>],
    ) -> Result<Option<Cow<'r, str>>, (usize, Refusal)> {
        let text = |&column: &usize| fields[column].borrow().as_text().map_err(|refusal| (column, refusal));
        let found = match &self.joined_with {
            Some(with) => joined(self.columns.iter().map(text), with, self.needs_all)?,
            None => first(self.columns.iter().map(text))?,
        };
        Ok(found.map(|text| self.normalised_text(text)).filter(|text| !text.is_empty()))
    }

    /// Any field as a text: what is nested as JSON.
    pub(crate) fn any_text<'r, 'f: 'r>(&self, fields: &'r [impl Borrow<Field<'f>>]) -> Option<Cow<'r, str>> {
        let text = |&column: &usize| Ok::<_, Refusal>(fields[column].borrow().any_text());
        let found = match &self.joined_with {
            Some(with) => joined(self.columns.iter().map(text), with, self.needs_all),
            None => first(self.columns.iter().map(text)),
        };
        found.ok().flatten().map(|text| self.normalised_text(text))
    }

    fn normalised_text<'r>(&self, text: Cow<'r, str>) -> Cow<'r, str> {
        self.normalise.iter().fold(text, |text, step| step.apply(text))
    }
}

fn first<'r, E>(
    texts: impl Iterator<Item = Result<Option<Cow<'r, str>>, E>>,
) -> Result<Option<Cow<'r, str>>, E> {
    for text in texts {
        if let Some(text) = text? {
            return Ok(Some(text));
        }
    }
    Ok(None)
}

fn joined<'r, E>(
    texts: impl Iterator<Item = Result<Option<Cow<'r, str>>, E>>,
    with: &str,
    needs_all: bool,
) -> Result<Option<Cow<'r, str>>, E> {
    let texts = texts.collect::<Result<Vec<_>, E>>()?;
    let some_missing = needs_all && texts.iter().any(Option::is_none);
    if some_missing || texts.iter().all(Option::is_none) {
        return Ok(None);
    }
    let texts: Vec<&str> = texts.iter().map(|text| text.as_deref().unwrap_or_default()).collect();
    Ok(Some(texts.join(with).into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(columns: &[usize], with: Option<&str>) -> Source<usize> {
        let joined_with = with.map(str::to_owned);
        Source { columns: columns.to_vec(), joined_with, needs_all: false, normalise: Vec::new() }
    }

    impl Source<usize> {
        fn whole_at(self) -> Self {
            Self { needs_all: true, ..self }
        }
    }

    #[test]
    fn the_first_value_or_all_of_them() {
        let fields = [Field::Missing, Field::text("ann"), Field::Integer(7)];
        let text =
            |columns: &[usize], with| source(columns, with).text(&fields).unwrap().map(Cow::into_owned);
        assert_eq!(text(&[0, 1, 2], None).as_deref(), Some("ann"));
        assert_eq!(text(&[2, 1], None).as_deref(), Some("7"));
        assert_eq!(text(&[0], None), None);
        assert_eq!(text(&[1, 2], Some("--")).as_deref(), Some("ann--7"));
        assert_eq!(text(&[0, 1], Some("--")).as_deref(), Some("--ann"));
        assert_eq!(text(&[0, 0], Some("--")), None);
        assert_eq!(source(&[0, 1], Some("--")).whole_at().text(&fields).unwrap(), None);
        assert_eq!(source(&[1, 2], Some("--")).whole_at().text(&fields).unwrap().as_deref(), Some("ann--7"));
    }

    #[test]
    fn a_refusal_names_the_column() {
        let fields = [Field::text("x"), Field::List(Vec::new())];
        assert_eq!(source(&[1, 0], None).text(&fields).unwrap_err().0, 1);
        assert!(source(&[0, 1], None).text(&fields).is_ok(), "the first one is enough");
        assert_eq!(source(&[1], None).any_text(&fields).as_deref(), Some("[]"));
    }
}
