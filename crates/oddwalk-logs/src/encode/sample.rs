//! A look at a file's first records, to tell what it is.

use std::borrow::Borrow;

use crate::condition::Condition;
use crate::field::Field;
use crate::source::Source;

/// So many records are looked at.
const ENOUGH: u64 = 1_000;

/// What the first records have.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sample {
    pub(super) records: u64,
    /// Which of the columns any of them has.
    pub(crate) found: Vec<bool>,
    /// Why its first record cannot be read, where none of them can.
    pub(crate) unreadable: Option<String>,
    /// What each test came to.
    pub(crate) outcomes: Vec<Outcome>,
}

/// What a test came to, over all records that have the field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// One of them passes.
    pub(crate) some_pass: bool,
    /// One of them does not.
    pub(crate) some_fail: bool,
}

impl Sample {
    /// What the test of this number came to.
    pub(crate) fn outcome(&self, test: usize) -> Outcome {
        self.outcomes.get(test).copied().unwrap_or_default()
    }

    pub(super) fn is_enough(&self) -> bool {
        self.records >= ENOUGH
    }

    pub(super) fn take<'f>(&mut self, tests: &[Condition<Source<usize>>], fields: &[impl Borrow<Field<'f>>]) {
        self.records += 1;
        self.outcomes.resize(tests.len(), Outcome::default());
        for (test, outcome) in tests.iter().zip(&mut self.outcomes) {
            let Some(text) = test.field.any_text(fields) else { continue };
            if test.holds(Some(&text)) {
                outcome.some_pass = true;
            } else {
                outcome.some_fail = true;
            }
        }
    }
}
