//! Ranks: where a size stands among the sizes that were learnt from.

use super::numbers::bounded_size;

/// Of more distinct sizes, so many are kept, evenly; between them ranks are interpolated.
const KNOTS: usize = 4096;

/// Sizes and their ranks.
#[derive(Clone, Debug)]
pub(super) struct Ranks {
    /// Ascending and distinct.
    sizes: Vec<f64>,
    /// The share of smaller sizes and half of the equal ones.
    ranks: Vec<f64>,
}

impl Ranks {
    pub(super) fn of(sizes: &[f64]) -> Self {
        let mut sorted: Vec<f64> = sizes.iter().map(|&size| bounded_size(size)).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let mut below = 0;
        let all: Vec<(f64, f64)> = sorted
            .chunk_by(|a, b| a >= b)
            .map(|equal| {
                let rank = (below as f64 + equal.len() as f64 / 2.0) / sorted.len() as f64;
                below += equal.len();
                (equal[0], rank)
            })
            .collect();
        let step = all.len().div_ceil(KNOTS).max(1);
        let kept = |&(index, _): &(usize, _)| index % step == 0 || index + 1 == all.len();
        let (sizes, ranks) = all.iter().enumerate().filter(kept).map(|(_, &knot)| knot).unzip();
        Self { sizes, ranks }
    }

    /// Between 0 and 1.
    pub(super) fn rank(&self, size: f64) -> f64 {
        let size = bounded_size(size);
        let at = self.sizes.partition_point(|&knot| knot < size);
        match (at, self.sizes.get(at)) {
            (_, None) => self.ranks.last().copied().unwrap_or(0.5),
            (0, Some(_)) => self.ranks[0],
            (_, Some(above)) => {
                let below = self.sizes[at - 1];
                let share = (size - below) / (above - below);
                self.ranks[at - 1] + share * (self.ranks[at] - self.ranks[at - 1])
            }
        }
    }
}
