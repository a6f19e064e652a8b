//! Where the parameters of an event are, and how they are read from there.

use std::borrow::{Borrow, Cow};

use crate::contents::{self, NamedValues};
use crate::field::Field;
use crate::record::Refusal;
use crate::source::Source;

/// Every place that parameters come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ParameterSources<C = String> {
    /// Names and values.
    pub(crate) from: Option<Source<C>>,
    /// Values, each with its name.
    pub(crate) fields: Vec<(String, Source<C>)>,
    /// Texts that are parameters, each with what stands before it.
    pub(crate) set: Vec<(String, Source<C>)>,
    /// A command line.
    pub(crate) words: Option<Source<C>>,
}

impl<C> ParameterSources<C> {
    /// Events have no parameters.
    pub(crate) fn none() -> Self {
        Self { from: None, fields: Vec::new(), set: Vec::new(), words: None }
    }

    /// One column holds names and values.
    pub(crate) fn of(source: Source<C>) -> Self {
        Self { from: Some(source), ..Self::none() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.from.is_none() && self.words.is_none() && self.has_names_and_values_alone()
    }

    /// Nothing but the column of names and values.
    pub(crate) fn has_names_and_values_alone(&self) -> bool {
        self.fields.is_empty() && self.set.is_empty()
    }
}

impl ParameterSources {
    pub(crate) fn at(&self, position: &mut impl FnMut(&String) -> usize) -> ParameterSources<usize> {
        let mut named = |all: &[(String, Source)]| {
            all.iter().map(|(name, source)| (name.clone(), source.at(position))).collect()
        };
        let (fields, set) = (named(&self.fields), named(&self.set));
        let from = self.from.as_ref().map(|source| source.at(position));
        let words = self.words.as_ref().map(|source| source.at(position));
        ParameterSources { from, fields, set, words }
    }
}

impl ParameterSources<usize> {
    /// The parameters of one event.
    pub(crate) fn read<'r, 'f: 'r>(
        &'r self,
        fields: &'r [impl Borrow<Field<'f>>],
    ) -> Result<NamedValues<'r>, Refusal> {
        let mut all = match &self.from {
            Some(source) => contents::parameters(source.field(fields))?,
            None => Vec::new(),
        };
        let text = |source: &Source<usize>| source.any_text(fields).filter(|text| !text.is_empty());
        let valued = self.fields.iter().map(|(name, source)| (name, text(source)));
        all.extend(valued.filter_map(|(name, value)| Some((Cow::Borrowed(name.as_str()), Some(value?)))));
        let in_set = self.set.iter().filter_map(|(label, source)| Some((label, text(source)?)));
        all.extend(in_set.map(|(label, text)| (labelled(label, text), None)));
        if let Some(line) = self.words.as_ref().and_then(text) {
            let words = line.split_whitespace().skip(1).map(|word| (Cow::Owned(word.to_owned()), None));
            all.extend(words);
        }
        Ok(all)
    }
}

fn labelled<'t>(label: &str, text: Cow<'t, str>) -> Cow<'t, str> {
    if label.is_empty() { text } else { format!("{label}{text}").into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_gives_its_own() {
        let at = Source::of_column;
        let sources = ParameterSources {
            from: Some(at(0)),
            fields: vec![("error".into(), at(1)), ("absent".into(), at(4))],
            set: vec![("parent=".into(), at(2)), (String::new(), at(4))],
            words: Some(at(3)),
        };
        let fields = [
            Field::text(r#"{"a":1}"#),
            Field::text("Denied"),
            Field::text("cmd.exe"),
            Field::text("ls  -l /x"),
            Field::Missing,
        ];
        let read = sources.read(&fields).unwrap();
        let read: Vec<_> = read.iter().map(|(name, value)| (name.as_ref(), value.as_deref())).collect();
        let expected = [
            ("a", Some("1")),
            ("error", Some("Denied")),
            ("parent=cmd.exe", None),
            ("-l", None),
            ("/x", None),
        ];
        assert_eq!(read, expected);
    }
}
