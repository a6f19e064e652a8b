//! Thinning: which rows are drawn where not all can be.

/// The rows that are drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chosen {
    /// Their numbers, ascending.
    pub(super) rows: Vec<u32>,
    /// So many are the rarest of all, without a gap.
    pub(super) rarest: usize,
}

/// So many of all rows: the rarest, which are at least half and at least `first` as far as these are as many; and of the
/// others an even sample by rank.
pub(super) fn choose(wanted: usize, all: usize, first: usize) -> Chosen {
    if wanted >= all {
        return Chosen { rows: (0..all as u32).collect(), rarest: all };
    }
    let rarest = wanted.div_ceil(2).max(first.min(wanted));
    let (sample, others) = ((wanted - rarest) as u64, (all - rarest) as u64);
    let sampled = (0..sample).map(|place| rarest as u32 + (place * others / sample) as u32);
    Chosen { rows: (0..rarest as u32).chain(sampled).collect(), rarest }
}

impl Chosen {
    /// Where the row is drawn.
    pub(super) fn place(&self, row: u32) -> Option<usize> {
        self.rows.binary_search(&row).ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_rarest_are_kept_and_the_others_evenly(
            wanted in 0usize..500, all in 0usize..2_000, first in 0usize..600,
        ) {
            let Chosen { rows, rarest } = choose(wanted, all, first);
            prop_assert_eq!(rows.len(), wanted.min(all));
            prop_assert!(rows.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(rows.iter().all(|&row| (row as usize) < all));
            prop_assert!(rarest * 2 >= rows.len() && rarest >= first.min(rows.len()).min(all));
            prop_assert!(rows[..rarest].iter().copied().eq(0..rarest as u32));
            let sampled = &rows[rarest..];
            let step = (all - rarest).checked_div(sampled.len()).unwrap_or(0) as u32;
            prop_assert!(sampled.windows(2).all(|pair| (step..=step + 1).contains(&(pair[1] - pair[0]))));
        }
    }
}
