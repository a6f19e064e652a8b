//! What is listed: a finding with what is said about it.

use oddwalk_core::{Finding, Group, Reasons};

use crate::alike::alike;
use crate::clue::{notes, strongest};

/// A finding as it is listed.
#[derive(Clone, Debug)]
pub struct Listed<'a> {
    pub(super) finding: Finding<'a>,
    /// Why it is odd; empty where there is nothing to say.
    pub(super) reason: String,
    /// What else is to be known about it.
    pub(super) notes: String,
    /// How many more are like it; empty where none is.
    pub(super) alike: String,
}

impl<'a> From<Finding<'a>> for Listed<'a> {
    fn from(finding: Finding<'a>) -> Self {
        Self { finding, reason: String::new(), notes: String::new(), alike: String::new() }
    }
}

impl Listed<'_> {
    /// The finding with the strongest clue, where sessions are judged.
    #[must_use]
    pub fn because(self, reasons: &Reasons) -> Self {
        let reason = strongest(reasons).map(|words| words.quoted()).unwrap_or_default();
        Self { reason, notes: notes(&self.finding).join(" · "), ..self }
    }

    /// The rarest finding of a group, for all of them.
    #[must_use]
    pub fn for_all_of(self, group: &Group) -> Self {
        Self { alike: alike(group).unwrap_or_default(), ..self }
    }
}
