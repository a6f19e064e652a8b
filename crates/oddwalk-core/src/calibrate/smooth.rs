//! Smooth: a statistic's mean and spread as smooth functions of its size and of its actor's history.

use super::numbers::{
    ROUNDING, bounded, deviation_and_mean, inner_range, log_size, quantile, trimmed_deviation,
};

/// How many terms the functions have: 1, size, its square, history, its square, their product, and no history.
const TERMS: usize = 7;

type Terms = [f64; TERMS];

/// As if so many sessions had said that size does not matter, and so many actors that history does not: an actor's sessions have
/// one history. Few sessions, or sessions of few actors, cannot bend the functions then.
const RIDGE: f64 = 10.0;

/// The spread never falls below this part of the usual residual.
const SPREAD_FLOOR: f64 = 0.05;

/// What a statistic's usual value may depend on, and the statistic.
#[derive(Clone, Copy)]
pub(super) struct Point {
    pub(super) value: f64,
    pub(super) size: f64,
    pub(super) history: u64,
}

/// The usual value and the spread of a statistic.
#[derive(Clone, Debug)]
pub(super) struct Smooth {
    size: Axis,
    history: Axis,
    mean: Terms,
    /// The logarithm of the spread, which is kept within `log_spread_range`.
    log_spread: Terms,
    log_spread_range: [f64; 2],
    /// What makes the usual standardised residual 1.
    unit: f64,
    ridge: Terms,
}

/// A logarithm, centred and scaled. Beyond the range that was learnt from, nothing is extrapolated.
#[derive(Clone, Debug)]
struct Axis {
    range: [f64; 2],
    mean: f64,
    /// 0 where all are alike.
    per_unit: f64,
}

impl Axis {
    fn of(values: &[f64]) -> Self {
        let range = inner_range(values, 0.001);
        let clamped = values.iter().map(move |value| value.clamp(range[0], range[1]));
        let (deviation, mean) = deviation_and_mean(clamped);
        let alike = deviation <= ROUNDING * (1.0 + mean.abs());
        Self { range, mean, per_unit: if alike { 0.0 } else { 1.0 / deviation } }
    }

    fn at(&self, value: f64) -> f64 {
        (value.clamp(self.range[0], self.range[1]) - self.mean) * self.per_unit
    }
}

impl Smooth {
    pub(super) fn fit(points: &[Point], sessions_per_actor: f64) -> Self {
        let of_history = RIDGE * sessions_per_actor;
        let axis = |log: fn(&Point) -> f64| Axis::of(&points.iter().map(log).collect::<Vec<_>>());
        let mut smooth = Self {
            size: axis(|point| log_size(point.size)),
            history: axis(|point| log_size(point.history as f64)),
            mean: [0.0; TERMS],
            log_spread: [0.0; TERMS],
            log_spread_range: [0.0; 2],
            unit: 1.0,
            ridge: [0.0, RIDGE, RIDGE, of_history, of_history, of_history, of_history],
        };
        let rows: Vec<Terms> = points.iter().map(|point| smooth.terms(point)).collect();
        let kept = smooth.fit_mean(&rows, &tamed(points));
        smooth.fit_spread(&rows, &kept);
        let standardised: Vec<f64> = points.iter().map(|point| smooth.standardised(point)).collect();
        smooth.unit = trimmed_deviation(&standardised);
        smooth
    }

    /// How far the value is from its usual one, in its usual spreads.
    pub(super) fn standardised(&self, point: &Point) -> f64 {
        let terms = self.terms(point);
        let [least, most] = self.log_spread_range;
        let spread = dot(&self.log_spread, &terms).clamp(least, most).exp();
        residual(bounded(point.value), dot(&self.mean, &terms)) / spread / self.unit
    }

    fn terms(&self, point: &Point) -> Terms {
        let size = self.size.at(log_size(point.size));
        let history = self.history.at(log_size(point.history as f64));
        let none = if point.history == 0 { 1.0 } else { 0.0 };
        [1.0, size, size * size, history, history * history, size * history, none]
    }

    /// Fits twice, the second time without the 1 % that are farthest off. Returns the residuals, NaN where they are among
    /// the farthest 1 % still.
    fn fit_mean(&mut self, rows: &[Terms], values: &[f64]) -> Vec<f64> {
        let mut kept: Vec<f64> = vec![0.0; rows.len()];
        for _ in 0..2 {
            self.mean = least_squares(
                &self.ridge,
                rows.iter().zip(values).zip(&kept).filter(|(_, kept)| !kept.is_nan()).map(|(row, _)| row),
            );
            kept =
                rows.iter().zip(values).map(|(row, &value)| residual(value, dot(&self.mean, row))).collect();
            let limit = quantile(kept.iter().map(|residual| residual.abs()).collect(), 0.99);
            kept.iter_mut()
                .filter(|residual| residual.abs() > limit)
                .for_each(|residual| *residual = f64::NAN);
        }
        kept
    }

    fn fit_spread(&mut self, rows: &[Terms], residuals: &[f64]) {
        let kept = || rows.iter().zip(residuals).filter(|(_, residual)| !residual.is_nan());
        let (deviation, _) = deviation_and_mean(kept().map(|(_, &residual)| residual));
        let floor = SPREAD_FLOOR * deviation.max(ROUNDING);
        let logs: Vec<f64> = kept().map(|(_, residual)| (residual.abs() + floor).ln()).collect();
        self.log_spread = least_squares(&self.ridge, kept().map(|(row, _)| row).zip(&logs));
        let fitted: Vec<f64> = rows.iter().map(|row| dot(&self.log_spread, row)).collect();
        self.log_spread_range = inner_range(&fitted, 0.001);
    }
}

/// The values, those far outside of the middle 98 % brought closer: no single one may bend the functions.
fn tamed(points: &[Point]) -> Vec<f64> {
    let values: Vec<f64> = points.iter().map(|point| bounded(point.value)).collect();
    let [low, high] = inner_range(&values, 0.01);
    let reach = 10.0 * (high - low);
    values.into_iter().map(|value| value.clamp(low - reach, high + reach)).collect()
}

/// What rounding alone makes of a residual is none.
fn residual(value: f64, usual: f64) -> f64 {
    let residual = value - usual;
    if residual.abs() <= ROUNDING * (1.0 + usual.abs()) { 0.0 } else { residual }
}

fn dot(coefficients: &Terms, terms: &Terms) -> f64 {
    coefficients.iter().zip(terms).map(|(coefficient, term)| coefficient * term).sum()
}

/// The coefficients that fit best, all but the first drawn towards 0.
fn least_squares<'a>(ridge: &Terms, rows: impl Iterator<Item = (&'a Terms, &'a f64)>) -> Terms {
    let mut matrix = [[0.0; TERMS]; TERMS];
    let mut right = [0.0; TERMS];
    for (terms, value) in rows {
        for (i, term) in terms.iter().enumerate() {
            right[i] += term * value;
            (0..=i).for_each(|j| matrix[i][j] += term * terms[j]);
        }
    }
    (1..TERMS).for_each(|i| matrix[i][i] += ridge[i]);
    // Without any rows there is nothing to solve.
    matrix[0][0] = matrix[0][0].max(1.0);
    solve(matrix, right)
}

/// Solves a positive definite system by Cholesky's method. Of the matrix, the lower triangle is read.
fn solve(mut matrix: [Terms; TERMS], mut right: Terms) -> Terms {
    for i in 0..TERMS {
        for j in 0..=i {
            let rest = matrix[i][j] - (0..j).map(|k| matrix[i][k] * matrix[j][k]).sum::<f64>();
            // Rounding may take away what little there is of a term that is another's copy.
            matrix[i][j] = if i == j { rest.max(ROUNDING).sqrt() } else { rest / matrix[j][j] };
        }
        right[i] = (right[i] - (0..i).map(|k| matrix[i][k] * right[k]).sum::<f64>()) / matrix[i][i];
    }
    for i in (0..TERMS).rev() {
        let after: f64 = (i + 1..TERMS).map(|k| matrix[k][i] * right[k]).sum();
        right[i] = (right[i] - after) / matrix[i][i];
    }
    right
}
