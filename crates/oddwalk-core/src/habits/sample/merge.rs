//! Putting samples together, and taking them apart.

use super::{SAMPLE_SIZE, Sample, with_values_of};
use crate::{Counts, Sessions, Span};

impl Sample {
    /// Both together, with the values that the merged counts still keep.
    pub(crate) fn merge(&self, other: &Self, merged: &Counts) -> Self {
        let both = self.joined(other);
        Self { log: with_values_of(both.log, merged), ..both }.canonical()
    }

    /// Takes a part's sessions out of a whole, or `None` where one is not there. Those that gave way to others need not be
    /// there, and what they gave way to does not come back: the result is exact where the whole was not full.
    pub(crate) fn subtract(&self, part: &Self, whole: &Counts, left: &Counts) -> Option<Self> {
        let both = self.joined(part);
        let both = Self { log: with_values_of(both.log, whole), ..both }.renumbered();
        let mine = self.keys.len() as u32;
        let mut theirs: Vec<u32> = (mine..both.keys.len() as u32).collect();
        theirs.sort_by(|&a, &b| both.compare(a, b));
        let mut theirs = theirs.into_iter().peekable();
        // These are in order already.
        let mut kept: Vec<u32> = Vec::with_capacity(self.keys.len());
        for number in 0..mine {
            if theirs.next_if(|&taken| both.compare(taken, number).is_eq()).is_none() {
                kept.push(number);
            }
        }
        let last = self.keys.last().filter(|_| self.keys.len() == SAMPLE_SIZE);
        let evicted = |number: u32| last.is_some_and(|last| both.keys[number as usize] >= *last);
        if !theirs.all(evicted) {
            return None;
        }
        let rest = both.only(&kept);
        Some(Self { log: with_values_of(rest.log, left), ..rest }.canonical())
    }

    /// The other's sessions behind these.
    fn joined(&self, other: &Self) -> Self {
        let mut log = self.log.clone();
        // Both are bounded, and far below what a log holds.
        let _ = log.append(other.log.clone());
        let offset = self.log.len() as u32;
        let ends = self.sessions.ends().iter().copied();
        let ends: Vec<u32> = ends.chain(other.sessions.ends().iter().map(|end| end + offset)).collect();
        let spans: Vec<Option<Span>> = [self.sessions.spans(), other.sessions.spans()].concat();
        let sessions = Sessions::given_with_times(&log, &ends, &spans);
        Self { log, sessions, keys: [&self.keys[..], &other.keys].concat() }
    }
}
