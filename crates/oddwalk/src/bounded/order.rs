//! The order of entities wherever they lie: that of canonical entities in memory.

use std::cmp::Ordering;

/// By the values in byte order, missing ones last.
pub(super) fn by_values(mine: &[Option<String>], theirs: &[Option<String>]) -> Ordering {
    let (mine, theirs) = (mine.iter().map(Option::as_deref), theirs.iter().map(Option::as_deref));
    mine.map(key).cmp(theirs.map(key))
}

fn key(value: Option<&str>) -> (bool, Option<&str>) {
    (value.is_none(), value)
}
