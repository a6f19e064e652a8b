//! Rows: where in a sorted table that stands which belongs to one thing.

use std::ops::Range;

/// Where the row of each thing begins, by its number.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    starts: Vec<u32>,
}

impl Rows {
    /// `given` are the numbers below `len` to which a table's entries belong, in the table's order, which is ascending.
    pub(crate) fn of(len: usize, given: impl Iterator<Item = usize>) -> Self {
        let mut starts = vec![0_u32; len + 1];
        for given in given.filter(|given| *given < len) {
            starts[given + 1] += 1;
        }
        for row in 0..len {
            starts[row + 1] += starts[row];
        }
        Self { starts }
    }

    /// The places of the row's entries; none where there is no such row.
    pub(crate) fn range(&self, given: usize) -> Range<usize> {
        match self.starts.get(given..given + 2) {
            Some(&[start, end]) => start as usize..end as usize,
            _ => 0..0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_where_its_entries_are() {
        let rows = Rows::of(4, [0, 0, 2, 3, 3].into_iter());
        assert_eq!([0, 1, 2, 3, 4].map(|given| rows.range(given)), [0..2, 2..2, 2..3, 3..5, 0..0]);
    }
}
