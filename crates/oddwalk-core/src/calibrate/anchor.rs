//! Anchor: how values are distributed around one rank of size.

use super::excess::{Excess, Fit, SHAPES, log_tail};
use super::tail::Beyond;

/// The share of values below the threshold.
const BODY: f64 = 0.9;

/// Less than this beyond the threshold does not say how it goes on: ranks are all there is.
const LEAST_EXCESS: f64 = 20.0;

/// How many steps the ranks have at most.
const STEPS: usize = 4096;

/// No p-value is below 2 to the minus so much, which is a normal number still.
const MOST_BITS: f64 = 1000.0;

/// -log2 of p-values: ranks up to a threshold, a fitted tail beyond it.
#[derive(Clone, Debug)]
pub(super) struct Anchor {
    /// The last value of each step, ascending.
    lasts: Vec<f64>,
    /// The weight from each step's first value on.
    weights: Vec<f64>,
    weight: f64,
    /// The weight beyond all steps.
    beyond: f64,
    /// `None` where ranks are all there is.
    tail: Option<FittedTail>,
}

#[derive(Clone, Debug)]
struct FittedTail {
    threshold: f64,
    scale: f64,
}

/// An anchor whose shape is to be chosen.
pub(super) struct Unshaped {
    anchor: Anchor,
    pub(super) weight: f64,
    /// One for each shape; `None` where ranks are all there is.
    pub(super) fits: Option<[Fit; SHAPES]>,
}

impl Unshaped {
    /// From values in ascending order with their weights, all above 0.
    pub(super) fn new(beyond: Beyond, rows: &[[f64; 2]]) -> Self {
        let weight: f64 = rows.iter().map(|[_, weight]| weight).sum();
        let Some(&[threshold, _]) = rows.get(reach(rows, BODY * weight)) else {
            return Self { anchor: Anchor::with_steps(rows, weight, 0.0), weight, fits: None };
        };
        let (body, above) = rows.split_at(rows.partition_point(|&[value, _]| value <= threshold));
        let excesses: Vec<_> = above.iter().map(|&[value, weight]| [value - threshold, weight]).collect();
        let limit = rows[reach(rows, (1.0 - censored_share(weight)) * weight)][0] - threshold;
        let excess = (limit > 0.0 && beyond == Beyond::Fitted).then(|| Excess::new(&excesses, limit));
        let Some(excess) = excess.filter(|excess| excess.weight() >= LEAST_EXCESS) else {
            return Self { anchor: Anchor::with_steps(rows, weight, 0.0), weight, fits: None };
        };
        let rest = above.iter().map(|[_, weight]| weight).sum();
        let mut anchor = Anchor::with_steps(body, weight, rest);
        anchor.tail = Some(FittedTail { threshold, scale: 1.0 });
        Self { anchor, weight, fits: Some(excess.fits()) }
    }

    /// With the scale of the shape that was chosen.
    pub(super) fn shaped(self, shape_index: usize) -> Anchor {
        let mut anchor = self.anchor;
        if let (Some(tail), Some(fits)) = (&mut anchor.tail, self.fits) {
            tail.scale = fits[shape_index].scale.max(f64::MIN_POSITIVE);
        }
        anchor
    }
}

/// At which row the weights first add up to so much.
fn reach(rows: &[[f64; 2]], target: f64) -> usize {
    let mut sum = 0.0;
    let reached = rows.iter().position(|[_, weight]| {
        sum += weight;
        sum >= target
    });
    reached.unwrap_or(rows.len().saturating_sub(1))
}

/// What may be intrusions does not say how ordinary values go on: the top 1 %, or 10 sessions where that is more, but never
/// more than 5 %.
fn censored_share(weight: f64) -> f64 {
    (10.0 / weight).clamp(0.01, 0.05)
}

impl Anchor {
    /// `beyond` is the weight beyond these rows.
    fn with_steps(rows: &[[f64; 2]], weight: f64, beyond: f64) -> Self {
        let size = rows.len().div_ceil(STEPS);
        let (mut lasts, mut weights) = (Vec::new(), Vec::new());
        let (mut below, mut first, mut count) = (0.0, 0.0, 0);
        for (index, &[value, weight_here]) in rows.iter().enumerate() {
            below += weight_here;
            count += 1;
            // Whatever is left over at the end is a step as well.
            let next = rows.get(index + 1);
            if (count >= size || next.is_none()) && next.is_none_or(|next| next[0] > value) {
                lasts.push(value);
                weights.push(weight - first);
                (first, count) = (below, 0);
            }
        }
        Self { lasts, weights, weight, beyond, tail: None }
    }

    /// -log2 of the share of values that are at least so large. `own` is the weight of this very value among them, which
    /// is taken out; 0 if it is not one of them.
    pub(super) fn bits(&self, value: f64, shape: f64, own: f64) -> f64 {
        match &self.tail {
            Some(tail) if value > tail.threshold => {
                let nats = log_tail(shape, (value - tail.threshold) / tail.scale);
                (self.rank_bits(self.beyond, own) + nats / std::f64::consts::LN_2).min(MOST_BITS)
            }
            _ => {
                let at = self.lasts.partition_point(|&last| last < value);
                self.rank_bits(self.weights.get(at).copied().unwrap_or(self.beyond), own)
            }
        }
    }

    /// -log2 of a weight's share. The one more is the session that is judged.
    fn rank_bits(&self, at_or_above: f64, own: f64) -> f64 {
        let all = (self.weight - own).max(0.0) + 1.0;
        let share = ((at_or_above - own).max(0.0) + 1.0) / all;
        (0.0 - share.log2()).max(0.0)
    }
}
