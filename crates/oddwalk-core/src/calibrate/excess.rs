//! Excess: how far beyond a threshold values are, as a generalised Pareto distribution.

/// How many shapes are tried.
pub(super) const SHAPES: usize = 21;

/// Points that the likelihood is summed over; more are merged with their neighbours.
const POINTS: usize = 512;

/// Shape 0 is the exponential distribution; 0.5 has no variance.
pub(super) fn shape(index: usize) -> f64 {
    0.5 * index as f64 / (SHAPES - 1) as f64
}

/// log(1 + shape · x) / shape, which is x where the shape is 0.
pub(super) fn log_tail(shape: f64, x: f64) -> f64 {
    if shape > 0.0 { (shape * x).ln_1p() / shape } else { x }
}

/// Excesses, those beyond a limit known only to be beyond it.
pub(super) struct Excess {
    /// Excesses in units, and weights.
    points: Vec<[f64; 2]>,
    weight: f64,
    /// The limit in units, and the weight beyond it.
    censored: [f64; 2],
    /// The exponential distribution's scale.
    unit: f64,
}

/// The best scale for one shape.
#[derive(Clone, Copy, Default)]
pub(super) struct Fit {
    pub(super) scale: f64,
    pub(super) log_likelihood: f64,
}

impl Excess {
    /// From excesses in ascending order, all above 0, with their weights; `limit` is above 0.
    pub(super) fn new(excesses: &[[f64; 2]], limit: f64) -> Self {
        let (inner, outer) = excesses.split_at(excesses.partition_point(|&[excess, _]| excess < limit));
        let total = |points: &[[f64; 2]]| points.iter().map(|[_, weight]| weight).sum::<f64>();
        let moment = |points: &[[f64; 2]]| points.iter().map(|[excess, weight]| weight * excess).sum::<f64>();
        let (weight, beyond) = (total(inner), total(outer));
        let unit = ((moment(inner) + beyond * limit) / weight).max(f64::MIN_POSITIVE);
        let merged = inner.chunks(inner.len().div_ceil(POINTS).max(1)).map(|points| {
            let weight = total(points);
            [moment(points) / weight / unit, weight]
        });
        Self { points: merged.collect(), weight, censored: [limit / unit, beyond], unit }
    }

    /// How much is known exactly.
    pub(super) fn weight(&self) -> f64 {
        self.weight
    }

    /// The best scale for each shape.
    pub(super) fn fits(&self) -> [Fit; SHAPES] {
        let mut log_scale = 0.0;
        std::array::from_fn(|index| {
            log_scale = self.best(shape(index), log_scale);
            Fit {
                scale: log_scale.exp() * self.unit,
                log_likelihood: self.log_likelihood(shape(index), log_scale),
            }
        })
    }

    /// Newton's method on the logarithm of the scale, in which the likelihood is concave; where it leaves the bracket, half
    /// of the bracket.
    fn best(&self, shape: f64, start: f64) -> f64 {
        let [mut low, mut high] = [-4.0, 1.0];
        let mut at: f64 = start;
        for _ in 0..40 {
            let [slope, curvature] = self.slopes(shape, at);
            if slope > 0.0 {
                low = at;
            } else {
                high = at;
            }
            let newton = at - slope / curvature;
            let next = if newton > low && newton < high { newton } else { f64::midpoint(low, high) };
            if (next - at).abs() < 1e-6 {
                break;
            }
            at = next;
        }
        at
    }

    /// The likelihood's first and second derivative by the logarithm of the scale.
    fn slopes(&self, shape: f64, log_scale: f64) -> [f64; 2] {
        let per_scale = (-log_scale).exp();
        let term = |[excess, weight]: [f64; 2]| {
            let inner = 1.0 / (1.0 + shape * excess * per_scale);
            let slope = weight * excess * per_scale * inner;
            [slope, slope * inner]
        };
        let sums = self.points.iter().fold([0.0; 2], |sums, &point| {
            let [slope, curvature] = term(point);
            [sums[0] + slope, sums[1] + curvature]
        });
        let [slope, curvature] = term(self.censored);
        [(1.0 + shape) * sums[0] + slope - self.weight, -(1.0 + shape) * sums[1] - curvature]
    }

    fn log_likelihood(&self, shape: f64, log_scale: f64) -> f64 {
        let per_scale = (-log_scale).exp();
        let log = |[excess, weight]: [f64; 2]| weight * log_tail(shape, excess * per_scale);
        let known: f64 = self.points.iter().copied().map(log).sum();
        -self.weight * log_scale - (1.0 + shape) * known - log(self.censored)
    }
}
