//! Groups: partitions that are in memory together.

use super::SpillError;
use super::limit::{Cost, MemoryLimit};
use super::partitions::Size;

/// Partitions in their order, as many at a time as fit.
pub(super) struct Groups<'a> {
    sizes: &'a [Size],
    next: usize,
    cost: Cost,
    limit: MemoryLimit,
}

impl<'a> Groups<'a> {
    pub(super) fn new(sizes: &'a [Size], cost: Cost, limit: MemoryLimit) -> Self {
        Self { sizes, next: 0, cost, limit }
    }

    /// The numbers of the next partitions that fit beside what is kept, in bytes; none at the end.
    pub(super) fn next(&mut self, kept: u64) -> Result<Option<Vec<usize>>, SpillError> {
        let largest = self.sizes.iter().map(|&size| self.cost.of(size)).max().unwrap_or(0);
        self.limit.check(largest + kept, "the largest part of the log and what is learnt")?;
        let (start, mut room) = (self.next, self.limit.room(kept));
        while let Some(left) =
            self.sizes.get(self.next).and_then(|&size| room.checked_sub(self.cost.of(size)))
        {
            room = left;
            self.next += 1;
        }
        Ok((self.next > start).then(|| (start..self.next).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COST: Cost = Cost { event: 1 << 10, cell: 0, entity: 0 };

    fn sizes(events: &[u64]) -> Vec<Size> {
        events.iter().map(|&events| Size { events, ..Size::default() }).collect()
    }

    fn least(sizes: &[Size], kept: u64) -> u64 {
        match Groups::new(sizes, COST, MemoryLimit::new(0)).next(kept) {
            Err(SpillError::TooSmall { least, .. }) => least,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_group_fits_and_every_partition_is_in_one() {
        let sizes = sizes(&[600, 300, 200, 1_000, 0, 24]);
        let limit = MemoryLimit::new(least(&sizes, 0));
        let mut groups = Groups::new(&sizes, COST, limit);
        let mut found = Vec::new();
        while let Some(group) = groups.next(0).unwrap() {
            found.push(group);
        }
        assert_eq!(found, [vec![0, 1], vec![2], vec![3, 4], vec![5]]);
    }

    #[test]
    fn what_does_not_fit_says_what_would_do() {
        let sizes = sizes(&[1, 3]);
        let least = least(&sizes, 77);
        assert!(Groups::new(&sizes, COST, MemoryLimit::new(least)).next(77).is_ok());
        let error = Groups::new(&sizes, COST, MemoryLimit::new(least - 1)).next(77).unwrap_err().to_string();
        assert!(error.contains("is too small for the largest part"), "{error}");
    }
}
