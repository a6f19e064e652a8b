//! Conditions: which records are events of a log.

use std::borrow::Borrow;
use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::field::Field;
use crate::source::Source;

/// What a field's text is compared with. Case matters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Test {
    /// It is one of these texts.
    In(Vec<String>),
    /// It starts with one of these.
    StartsWith(Vec<String>),
    /// It contains one of these.
    Contains(Vec<String>),
    /// There is none.
    IsEmpty,
}

/// What a condition comes to for a file that has no such field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Lacking {
    /// It is not applied.
    #[default]
    Skip,
    /// The field has no text.
    Empty,
    /// In a file that names its columns first it is not applied; elsewhere, where a record just leaves out what it has
    /// not, the field has no text.
    EmptyInRecords,
}

/// A test of a field.
///
/// `F` is the field's name, or where it is among the columns that are read.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Condition<F = String> {
    /// The field.
    pub field: F,
    /// The test.
    pub test: Test,
    /// The test has to fail.
    pub negated: bool,
    /// What it comes to for a file that has no such field.
    pub lacking: Lacking,
}

/// Conditions with their fields found, and what becomes of a record that meets all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule<C = String> {
    /// For messages.
    pub(crate) words: String,
    conditions: Vec<Condition<Source<C>>>,
    /// A record that meets them is left out, not one that does not.
    excludes: bool,
}

impl Rule {
    /// Only records that meet the condition are events.
    pub(crate) fn keeping(condition: &Condition, source: impl Fn(&str) -> Source) -> Self {
        Self { words: condition.to_string(), conditions: vec![condition.found(source)], excludes: false }
    }

    /// Records that meet all of the conditions are left out.
    pub(crate) fn excluding(name: &str, conditions: &[Condition], source: impl Fn(&str) -> Source) -> Self {
        let conditions = conditions.iter().map(|condition| condition.found(&source)).collect();
        Self { words: format!("exclusion `{name}`"), conditions, excludes: true }
    }

    pub(crate) fn at(&self, position: &mut impl FnMut(&String) -> usize) -> Rule<usize> {
        let conditions = self.conditions.iter().map(|condition| condition.at(position)).collect();
        Rule { words: self.words.clone(), conditions, excludes: self.excludes }
    }
}

impl Rule<usize> {
    /// Whether a record with these fields is an event.
    pub(crate) fn keeps<'f>(&self, fields: &[impl Borrow<Field<'f>>]) -> bool {
        let is_met = |condition: &Condition<Source<usize>>| {
            condition.holds(condition.field.any_text(fields).as_deref())
        };
        self.conditions.iter().all(is_met) != self.excludes
    }

    /// Whether a record without any of the fields is one.
    pub(crate) fn keeps_lacking(&self) -> bool {
        self.conditions.iter().all(|condition| condition.holds(None)) != self.excludes
    }

    /// Whether, in a file that does not name its columns first, it waits for a record that has what it is about. What
    /// several conditions say of the records before cannot be told from the one column that was lacking.
    pub(crate) fn waits(&self) -> bool {
        match self.conditions.as_slice() {
            [condition] => condition.lacking == Lacking::Skip,
            _ => false,
        }
    }

    /// Whether it means something for a file with these columns. What no record has is known to be empty.
    pub(crate) fn applies_to(&self, found: &[bool]) -> bool {
        let is_known = |condition: &Condition<Source<usize>>| {
            condition.lacking == Lacking::Empty || condition.test == Test::IsEmpty
        };
        self.conditions.iter().all(|condition| is_known(condition) || condition.field.is_in(found))
    }
}

impl Condition {
    pub(crate) fn found(&self, source: impl Fn(&str) -> Source) -> Condition<Source> {
        let Self { field, test, negated, lacking } = self.clone();
        Condition { field: source(&field), test, negated, lacking }
    }
}

impl Condition<Source> {
    pub(crate) fn at(&self, position: &mut impl FnMut(&String) -> usize) -> Condition<Source<usize>> {
        let Self { field, test, negated, lacking } = self;
        Condition { field: field.at(position), test: test.clone(), negated: *negated, lacking: *lacking }
    }
}

impl<F> Condition<F> {
    /// Whether a field with this text meets it.
    pub(crate) fn holds(&self, text: Option<&str>) -> bool {
        let text = text.unwrap_or_default();
        let is_met = match &self.test {
            Test::In(all) => all.iter().any(|one| one == text),
            Test::StartsWith(all) => all.iter().any(|one| text.starts_with(one)),
            Test::Contains(all) => all.iter().any(|one| text.contains(one)),
            Test::IsEmpty => text.is_empty(),
        };
        is_met != self.negated
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        let (is, texts): (_, &[String]) = match (&self.test, self.negated) {
            (Test::In(texts), false) => ("is", texts),
            (Test::In(texts), true) => ("is not", texts),
            (Test::StartsWith(texts), false) => ("starts with", texts),
            (Test::StartsWith(texts), true) => ("does not start with", texts),
            (Test::Contains(texts), false) => ("contains", texts),
            (Test::Contains(texts), true) => ("does not contain", texts),
            (Test::IsEmpty, false) => ("is empty", &[]),
            (Test::IsEmpty, true) => ("is not empty", &[]),
        };
        write!(formatter, "{} {is}", self.field)?;
        let texts: Vec<String> = texts.iter().map(|text| format!("`{text}`")).collect();
        if texts.is_empty() { Ok(()) } else { write!(formatter, " {}", texts.join(" or ")) }
    }
}

/// A text that is no condition.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "`{0}` is no condition: write FIELD is TEXT, FIELD starts with TEXT, FIELD contains TEXT or FIELD is empty, each \
     also with `is not` or `does not`; several texts with a comma between them"
)]
pub struct BadCondition(pub String);

impl std::str::FromStr for Condition {
    type Err = BadCondition;

    /// Reads what people write: `EventID is 4688,4689`, `User does not start with svc-`, `User is not empty`.
    fn from_str(text: &str) -> Result<Self, BadCondition> {
        let bad = || BadCondition(text.to_owned());
        let padded = format!("{} ", text.trim());
        let found = WORDS.iter().filter_map(|words| Some((padded.find(words.0)?, words)));
        // The first words count, and of those that begin there the longest.
        let (at, (words, test, negated)) =
            found.min_by_key(|(at, words)| (*at, usize::MAX - words.0.len())).ok_or_else(bad)?;
        let (field, texts) = (padded[..at].trim(), padded[at + words.len()..].trim());
        let texts: Vec<String> = split_list(texts);
        if field.is_empty() || (test.is_none() != texts.iter().all(String::is_empty)) {
            return Err(bad());
        }
        let test = test.map_or(Test::IsEmpty, |test| test(texts));
        Ok(Self { field: field.to_owned(), test, negated: *negated, lacking: Lacking::EmptyInRecords })
    }
}

type OfTexts = fn(Vec<String>) -> Test;

const WORDS: [(&str, Option<OfTexts>, bool); 8] = [
    (" is empty ", None, false),
    (" is not empty ", None, true),
    (" is not ", Some(Test::In), true),
    (" is ", Some(Test::In), false),
    (" starts with ", Some(Test::StartsWith), false),
    (" does not start with ", Some(Test::StartsWith), true),
    (" contains ", Some(Test::Contains), false),
    (" does not contain ", Some(Test::Contains), true),
];

/// Texts with commas between them; `\,` is a comma of a text.
pub fn split_list(list: &str) -> Vec<String> {
    let mut texts = vec![String::new()];
    for part in list.split_inclusive(',') {
        let (text, ends) = match (part.strip_suffix("\\,"), part.strip_suffix(',')) {
            (Some(text), _) => (format!("{text},"), false),
            (None, Some(text)) => (text.to_owned(), true),
            (None, None) => (part.to_owned(), false),
        };
        texts.iter_mut().next_back().into_iter().for_each(|last| last.push_str(&text));
        texts.extend(ends.then(String::new));
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_read_as_people_write_them() {
        let texts = |all: &[&str]| all.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        for (text, field, test, negated) in [
            ("EventID is 4688,4689", "EventID", Test::In(texts(&["4688", "4689"])), false),
            ("a.b is not x\\,y", "a.b", Test::In(texts(&["x,y"])), true),
            (" u starts with svc is ", "u", Test::StartsWith(texts(&["svc is"])), false),
            ("the user does not start with a,b", "the user", Test::StartsWith(texts(&["a", "b"])), true),
            ("u contains x", "u", Test::Contains(texts(&["x"])), false),
            ("u does not contain x", "u", Test::Contains(texts(&["x"])), true),
            ("u is empty", "u", Test::IsEmpty, false),
            ("u is not empty", "u", Test::IsEmpty, true),
        ] {
            let lacking = Lacking::EmptyInRecords;
            let expected = Condition { field: field.into(), test, negated, lacking };
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
        for text in ["", "u", "u is", "is x", "u = x", "u is empty x", "u contains "] {
            assert!(text.parse::<Condition>().is_err(), "{text}");
        }
    }

    fn condition(test: Test, negated: bool) -> Condition {
        Condition { field: "f".into(), test, negated, lacking: Lacking::Skip }
    }

    #[test]
    fn every_test_and_its_negation() {
        let texts = |all: &[&str]| all.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        for (test, met, unmet, words) in [
            (Test::In(texts(&["a", "b"])), Some("b"), Some("ab"), "f is `a` or `b`"),
            (Test::StartsWith(texts(&["ab"])), Some("abc"), Some("cab"), "f starts with `ab`"),
            (Test::Contains(texts(&["b"])), Some("abc"), None, "f contains `b`"),
            (Test::IsEmpty, None, Some(" "), "f is empty"),
            (Test::In(texts(&[""])), None, Some("x"), "f is ``"),
            (Test::In(texts(&["A"])), Some("A"), Some("a"), "f is `A`"),
        ] {
            let plain = condition(test.clone(), false);
            assert!(plain.holds(met) && !plain.holds(unmet), "{words}");
            assert_eq!(plain.to_string(), words);
            let negated = condition(test, true);
            assert!(!negated.holds(met) && negated.holds(unmet), "not {words}");
        }
        let negated = condition(Test::Contains(texts(&["x"])), true);
        assert_eq!(negated.to_string(), "f does not contain `x`");
    }
}
