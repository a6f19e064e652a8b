//! Alerts: how many of the oddest sessions of a scan are worth somebody's time.

use oddwalk_core::{Cut, budget_cut, budget_threshold, false_discovery_cut, threshold_cut};
use thiserror::Error;

use crate::Scan;

/// Where the list of findings is to be cut; nowhere if nothing is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Wanted {
    /// So many sessions a day can be looked at, more than 0.
    pub per_day: Option<f64>,
    /// This share of those that are kept may be false discoveries (Benjamini and Hochberg).
    pub fdr: Option<f64>,
}

/// What a budget keeps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Budget {
    /// Where the ranking is cut.
    pub cut: Cut,
    /// The time that the budget was spread over, in nanoseconds: from the first event to the last.
    pub span_ns: u64,
    /// Whether that is the time of what the model has learnt from, whose sessions set the threshold.
    pub by_model: bool,
}

/// Where the list of findings is cut.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alerts {
    /// By a budget, where there is one.
    pub budget: Option<Budget>,
    /// By false discoveries, where a share of them is given.
    pub discoveries: Option<Cut>,
    /// So many findings are kept, from the first: those that are within both.
    pub kept: usize,
}

/// A budget is for a day, and nobody knows how many days there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("nobody knows how many days there are, since the sessions that it is spread over have no times")]
pub struct NoTimes;

/// Cuts the ranking of all these scans, which are judged.
///
/// Where they are judged by a model that has learnt from other sessions, and `learnt` is from its first event to its last, a
/// budget is a threshold: the one that would have kept to it on what the model has learnt from, so that an ordinary day has
/// about as many alerts as the budget allows, an attack more, and a holiday fewer. Without `learnt`, exactly as many of the
/// scanned sessions are kept as the budget allows for the time from their first event to the last, those of all scans
/// together.
///
/// # Errors
/// [`NoTimes`] where there is a budget, and no time.
pub fn alerts<'a>(
    scans: impl Iterator<Item = &'a Scan> + Clone,
    learnt: Option<(i64, i64)>,
    wanted: Wanted,
) -> Result<Alerts, NoTimes> {
    let bits: Vec<f64> = scans.clone().flat_map(bits).collect();
    let budget = wanted.per_day.map(|per_day| budget(scans, &bits, learnt, per_day)).transpose()?;
    let discoveries = wanted.fdr.map(|fdr| {
        let threshold = false_discovery_cut(&bits, fdr).unwrap_or(f64::INFINITY);
        threshold_cut(&bits, threshold)
    });
    let cuts = budget.map(|budget| budget.cut).into_iter().chain(discoveries);
    let kept = cuts.map(|cut| cut.kept).min().unwrap_or(bits.len());
    Ok(Alerts { budget, discoveries, kept })
}

fn budget<'a>(
    scans: impl Iterator<Item = &'a Scan> + Clone,
    bits: &[f64],
    learnt: Option<(i64, i64)>,
    per_day: f64,
) -> Result<Budget, NoTimes> {
    if let Some(range) = learnt {
        let span_ns = length(range);
        let threshold = budget_threshold(&samples(scans), per_day, span_ns);
        return Ok(Budget { cut: threshold_cut(bits, threshold), span_ns, by_model: true });
    }
    let ranges = scans.filter_map(|scan| scan.sessionized.sessions.time_range());
    let span_ns = length(joined(ranges).ok_or(NoTimes)?);
    Ok(Budget { cut: budget_cut(bits, per_day, span_ns), span_ns, by_model: false })
}

/// The scores of what the models have learnt from, and how many sessions each stands for.
fn samples<'a>(scans: impl Iterator<Item = &'a Scan>) -> Vec<(f64, f64)> {
    let samples = scans.filter_map(|scan| scan.judged.as_ref()?.sample.as_ref());
    let weighed = samples.flat_map(|sample| {
        let weight = sample.sessions as f64 / sample.bits.len().max(1) as f64;
        sample.bits.iter().map(move |&bits| (bits, weight))
    });
    weighed.collect()
}

fn bits(scan: &Scan) -> impl Iterator<Item = f64> {
    let judgements = scan.judged.iter().flat_map(|judged| &judged.judgements);
    judgements.map(|judgement| judgement.verdict.score_bits)
}

fn length((begin, end): (i64, i64)) -> u64 {
    end.abs_diff(begin)
}

/// From the first begin to the last end of all these times.
pub fn joined(ranges: impl Iterator<Item = (i64, i64)>) -> Option<(i64, i64)> {
    ranges.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}
