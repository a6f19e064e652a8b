//! Conditions: which records are events of a log.

use std::borrow::Borrow;
use std::fmt;

use serde::{Deserialize, Serialize};

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
    /// It holds for files too that have no such field: the field then has no text. Without this, the condition is not
    /// applied to such a file.
    pub always: bool,
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

    /// Whether it has more than one condition.
    pub(crate) fn is_compound(&self) -> bool {
        self.conditions.len() > 1
    }

    /// Whether it means something for a file with these columns.
    pub(crate) fn applies_to(&self, found: &[bool]) -> bool {
        self.conditions.iter().all(|condition| condition.always || condition.field.is_in(found))
    }
}

impl Condition {
    pub(crate) fn found(&self, source: impl Fn(&str) -> Source) -> Condition<Source> {
        let Self { field, test, negated, always } = self.clone();
        Condition { field: source(&field), test, negated, always }
    }
}

impl Condition<Source> {
    pub(crate) fn at(&self, position: &mut impl FnMut(&String) -> usize) -> Condition<Source<usize>> {
        let Self { field, test, negated, always } = self;
        Condition { field: field.at(position), test: test.clone(), negated: *negated, always: *always }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(test: Test, negated: bool) -> Condition {
        Condition { field: "f".into(), test, negated, always: false }
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
