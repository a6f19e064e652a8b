//! Tail: p-values of a statistic whose distribution changes smoothly with the rank of a size.

use rayon::prelude::*;

use super::anchor::{Anchor, Unshaped};
use super::excess::{SHAPES, shape};
use super::ranks::Ranks;

/// So many sessions for each stretch between two anchors.
const SESSIONS_PER_STRETCH: usize = 800;

/// So many stretches at most.
const STRETCHES: usize = 8;

/// An anchor with less around it borrows its neighbour's distribution.
const LEAST_WEIGHT: f64 = 20.0;

/// The shape that is expected before anything was seen, and how surely.
const SHAPE_PRIOR: [f64; 2] = [0.15, 0.1];

/// How to go on beyond what was seen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Beyond {
    /// As the largest values do.
    Fitted,
    /// Not at all: nothing is rarer than its rank.
    Ranks,
}

/// -log2 of p-values by value and size.
#[derive(Clone, Debug)]
pub(super) struct Tail {
    ranks: Ranks,
    /// At even distances from the smallest size's rank to the largest's; a single one is for all sizes.
    anchors: Vec<Anchor>,
    /// Which anchor's distribution is used at each of them.
    lenders: Vec<usize>,
    /// Of all anchors' tails.
    shape: f64,
}

impl Tail {
    /// From values, none of them NaN, and their sizes.
    pub(super) fn fit(rows: &[[f64; 2]], beyond: Beyond) -> Self {
        let sizes: Vec<f64> = rows.iter().map(|&[_, size]| size).collect();
        let ranks = Ranks::of(&sizes);
        let mut order: Vec<(f64, u32)> = rows.iter().map(|&[value, _]| value).zip(0..).collect();
        // By number where values are equal, so that sums do not depend on how the sort went.
        order.par_sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let stretches = (rows.len() / SESSIONS_PER_STRETCH).clamp(1, STRETCHES);
        let places: Vec<f64> = sizes.iter().map(|&size| ranks.rank(size) * stretches as f64).collect();
        let count = if stretches == 1 { 1 } else { stretches + 1 };
        let around = |anchor: usize| {
            let weight = |row: u32| if count == 1 { 1.0 } else { hat(places[row as usize], anchor) };
            let around = order.iter().map(|&(value, row)| [value, weight(row)]);
            Unshaped::new(beyond, &around.filter(|&[_, weight]| weight > 0.0).collect::<Vec<_>>())
        };
        let anchors: Vec<Unshaped> = (0..count).into_par_iter().map(around).collect();
        let best = best_shape(&anchors);
        let lenders = lenders(&anchors);
        let anchors = anchors.into_iter().map(|anchor| anchor.shaped(best)).collect();
        Self { ranks, anchors, lenders, shape: shape(best) }
    }

    /// -log2 of the p-value of a value of this size: finite, at least 0, and never less for a larger value. `left_out`: it
    /// is one of those that were learnt from.
    #[expect(clippy::cast_sign_loss, reason = "ranks are not negative")]
    pub(super) fn bits(&self, value: f64, size: f64, left_out: bool) -> f64 {
        let stretches = self.anchors.len() - 1;
        let own = |weight: f64| if left_out { weight } else { 0.0 };
        if stretches == 0 {
            return self.anchors[0].bits(value, self.shape, own(1.0));
        }
        let place = self.ranks.rank(size) * stretches as f64;
        let first = (place as usize).min(stretches - 1);
        let share = place - first as f64;
        let [low, high] = [first, first + 1].map(|anchor| {
            let lender = self.lenders[anchor];
            self.anchors[lender].bits(value, self.shape, own(hat(place, lender)))
        });
        (1.0 - share) * low + share * high
    }
}

/// How much a place counts for an anchor: 1 at it, 0 at its neighbours.
fn hat(place: f64, anchor: usize) -> f64 {
    (1.0 - (place - anchor as f64).abs()).max(0.0)
}

/// The shape that is likeliest for all anchors together.
fn best_shape(anchors: &[Unshaped]) -> usize {
    let [expected, deviation] = SHAPE_PRIOR;
    let posterior = |index: usize| {
        let likelihood: f64 =
            anchors.iter().filter_map(|anchor| anchor.fits).map(|fits| fits[index].log_likelihood).sum();
        likelihood - ((shape(index) - expected) / deviation).powi(2) / 2.0
    };
    let posteriors: Vec<f64> = (0..SHAPES).map(posterior).collect();
    (1..SHAPES).fold(0, |best, index| if posteriors[index] > posteriors[best] { index } else { best })
}

/// For each anchor the nearest one with enough around it, the lower of two.
fn lenders(anchors: &[Unshaped]) -> Vec<usize> {
    let enough: Vec<usize> =
        (0..anchors.len()).filter(|&index| anchors[index].weight >= LEAST_WEIGHT).collect();
    let nearest = |index: usize| enough.iter().copied().min_by_key(|&other| other.abs_diff(index));
    (0..anchors.len()).map(|index| nearest(index).unwrap_or(index)).collect()
}
