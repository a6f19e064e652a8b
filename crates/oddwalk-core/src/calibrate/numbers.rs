//! Numbers: quantiles, and what keeps every result finite.

/// Statistics beyond this, either way, are taken for this: their squares and sums stay finite.
const FARTHEST: f64 = 1e60;

/// Values that differ by no more than this part of their size differ by rounding.
pub(super) const ROUNDING: f64 = 1e-9;

/// A statistic within bounds; NaN stays NaN.
pub(super) fn bounded(value: f64) -> f64 {
    value.clamp(-FARTHEST, FARTHEST)
}

/// A size within bounds, so that differences stay finite; 0 of what is none.
pub(super) fn bounded_size(size: f64) -> f64 {
    if size > 0.0 { size.min(1e300) } else { 0.0 }
}

/// log2(1 + size).
pub(super) fn log_size(size: f64) -> f64 {
    bounded_size(size).ln_1p() / std::f64::consts::LN_2
}

/// The value that a share of the values does not exceed; 0 where there is none.
#[expect(clippy::cast_sign_loss, reason = "a share is not negative")]
pub(super) fn quantile(mut values: Vec<f64>, share: f64) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let at = (share * (values.len() - 1) as f64).round() as usize;
    *values.select_nth_unstable_by(at, f64::total_cmp).1
}

/// What is left without this share of the values at either end.
pub(super) fn inner_range(values: &[f64], share: f64) -> [f64; 2] {
    [share, 1.0 - share].map(|share| quantile(values.to_vec(), share))
}

/// The standard deviation without the 1 % that are farthest from 0; 1 where there is none.
pub(super) fn trimmed_deviation(values: &[f64]) -> f64 {
    let limit = quantile(values.iter().map(|value| value.abs()).collect(), 0.99);
    let (deviation, _) = deviation_and_mean(values.iter().copied().filter(|value| value.abs() <= limit));
    if deviation > 0.0 { deviation } else { 1.0 }
}

/// The standard deviation and the mean; both 0 of no values.
pub(super) fn deviation_and_mean(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let count = values.clone().count().max(1) as f64;
    let mean = values.clone().sum::<f64>() / count;
    let square = values.map(|value| (value - mean) * (value - mean)).sum::<f64>() / count;
    (square.sqrt(), mean)
}
