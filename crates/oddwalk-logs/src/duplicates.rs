//! Duplicates: events that are the same by their id.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

/// What an id comes to. Ids are written by attackers, and two that met in their hash would hide an event: hence two
/// keyed hashes, whose keys nobody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct IdHash(u128);

impl IdHash {
    /// The event has no id, and is no copy of any other.
    pub(crate) const NONE: Self = Self(0);
}

/// The keys of one read.
#[derive(Clone, Debug, Default)]
pub(crate) struct IdHasher([RandomState; 2]);

impl IdHasher {
    pub(crate) fn hash(&self, id: Option<&str>) -> IdHash {
        let Some(id) = id.filter(|id| !id.is_empty()) else { return IdHash::NONE };
        let [high, low] = self.0.each_ref().map(|keys| u128::from(keys.hash_one(id)));
        IdHash((high << 64 | low).max(1))
    }
}

/// The ids that were met.
#[derive(Debug, Default)]
pub(crate) struct SeenIds(HashSet<IdHash>);

impl SeenIds {
    /// Whether this id, if there is one, was not met before.
    pub(crate) fn is_new(&mut self, id: IdHash) -> bool {
        id == IdHash::NONE || self.0.insert(id)
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}
