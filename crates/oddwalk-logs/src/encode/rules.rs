//! The rules of a table while a file is read that may turn out to lack what a rule is about.

use std::borrow::Borrow;

use crate::condition::Rule;
use crate::field::Field;

/// Rules, and which columns the file is known to have.
///
/// A rule about a column that a file lacks is not applied. Where a file does not name its columns first, such a rule
/// waits: once a record has the column, all records before lacked it, and what is done with them is clear.
pub(super) struct Rules<'a> {
    all: &'a [Rule<usize>],
    applied: Vec<bool>,
    found: Vec<bool>,
    /// No other column will be seen.
    are_all: bool,
}

impl<'a> Rules<'a> {
    pub(super) fn new(all: &'a [Rule<usize>], columns: usize) -> Self {
        let found = vec![false; columns];
        let applied = all.iter().map(|rule| !rule.waits() || rule.applies_to(&found)).collect();
        Self { all, applied, found, are_all: false }
    }

    /// These are the file's columns.
    pub(super) fn know(&mut self, found: &[bool]) {
        self.found = found.to_vec();
        self.applied = self.all.iter().map(|rule| rule.applies_to(found)).collect();
    }

    /// No record will have a column that is not known by now.
    pub(super) fn know_all(&mut self) {
        self.are_all = true;
    }

    /// Whether no record that is still to come can change what was done with those before.
    pub(super) fn are_settled(&self) -> bool {
        let mut waiting = self.all.iter().zip(&self.applied).filter(|(_, applied)| !**applied);
        self.are_all || waiting.all(|(rule, _)| rule.keeps_lacking())
    }

    /// Which columns the file is known to have.
    pub(super) fn found(self) -> Vec<bool> {
        self.found
    }

    /// A record has this column. Gives the rules that leave out everything before it.
    pub(super) fn see(&mut self, column: usize) -> Vec<&'a Rule<usize>> {
        self.found[column] = true;
        let mut leaving_out = Vec::new();
        for (rule, applied) in self.all.iter().zip(&mut self.applied) {
            if !*applied && rule.applies_to(&self.found) {
                *applied = true;
                leaving_out.extend(Some(rule).filter(|rule| !rule.keeps_lacking()));
            }
        }
        leaving_out
    }

    /// The first rule by which a record with these fields is no event.
    pub(super) fn against<'f>(&self, fields: &[impl Borrow<Field<'f>>]) -> Option<&'a Rule<usize>> {
        let mut applied = self.all.iter().zip(&self.applied).filter(|(_, applied)| **applied);
        applied.find(|(rule, _)| !rule.keeps(fields)).map(|(rule, _)| rule)
    }

    /// The rules that were never applied.
    pub(super) fn skipped(&self) -> impl Iterator<Item = &'a Rule<usize>> {
        self.all.iter().zip(&self.applied).filter(|(_, applied)| !**applied).map(|(rule, _)| rule)
    }
}
