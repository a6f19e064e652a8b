//! The order of entities wherever they lie: that of canonical entities in memory.

use std::cmp::Ordering;

/// By the values in byte order, missing ones last.
pub(super) fn by_values(mine: &[Option<String>], theirs: &[Option<String>]) -> Ordering {
    fn key(value: &Option<String>) -> (bool, Option<&str>) {
        (value.is_none(), value.as_deref())
    }
    mine.iter().map(key).cmp(theirs.iter().map(key))
}
