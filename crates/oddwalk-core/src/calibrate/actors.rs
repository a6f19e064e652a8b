//! Actors: what is usual for each, drawn towards what is usual for all.

use rustc_hash::FxHashMap;

/// As if an actor had so many more sessions that are like everybody's.
const KAPPA: f64 = 10.0;

/// No session teaches more about its actor than one so many deviations off: one intrusion hides no other.
const FARTHEST: f64 = 8.0;

/// Sums of a statistic, by actor.
#[derive(Clone, Debug)]
pub(super) struct Actors {
    sums: FxHashMap<u32, Sums>,
    everybody: Sums,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    count: f64,
    sum: f64,
    squares: f64,
}

impl Sums {
    fn add(&mut self, value: f64) {
        let value = value.clamp(-FARTHEST, FARTHEST);
        self.count += 1.0;
        self.sum += value;
        self.squares += value * value;
    }

    /// Without a value that was added. Nothing is left of the only one, not even rounding.
    fn without(self, value: f64) -> Self {
        let value = value.clamp(-FARTHEST, FARTHEST);
        if self.count <= 1.0 {
            return Self::default();
        }
        Self { count: self.count - 1.0, sum: self.sum - value, squares: self.squares - value * value }
    }

    /// The sum of squared distances from a point.
    fn squares_around(&self, point: f64) -> f64 {
        (self.squares - 2.0 * point * self.sum + self.count * point * point).max(0.0)
    }
}

impl Actors {
    /// From the actors of standardised values and the values, in one order.
    pub(super) fn fit(values: impl Iterator<Item = (Option<u32>, f64)>) -> Self {
        let mut fitted = Self { sums: FxHashMap::default(), everybody: Sums::default() };
        for (actor, value) in values {
            fitted.everybody.add(value);
            if let Some(actor) = actor {
                fitted.sums.entry(actor).or_default().add(value);
            }
        }
        fitted
    }

    /// Learns what is usual for an actor from one more value; what is usual for everybody stays.
    pub(super) fn take_in(&mut self, actor: Option<u32>, value: f64) {
        if let Some(actor) = actor {
            self.sums.entry(actor).or_default().add(value);
        }
    }

    /// How far a value is from what is usual for its actor. `left_out`: it is one of those that were learnt from.
    pub(super) fn standardised(&self, actor: Option<u32>, value: f64, left_out: bool) -> f64 {
        let known = actor.and_then(|actor| self.sums.get(&actor)).copied().unwrap_or_default();
        let own = if left_out { known.without(value) } else { known };
        let count = self.everybody.count.max(1.0);
        let mean = self.everybody.sum / count;
        let variance = self.everybody.squares_around(mean) / count;
        let own_mean = (own.sum + KAPPA * mean) / (own.count + KAPPA);
        let own_variance = (own.squares_around(own_mean) + KAPPA * variance) / (own.count + KAPPA);
        let deviation = own_variance.sqrt();
        (value - own_mean) / if deviation > 0.0 { deviation } else { 1.0 }
    }
}
