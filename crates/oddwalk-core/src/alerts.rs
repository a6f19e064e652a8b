//! Alerts: where the list of odd sessions is cut, by a share of false discoveries or by a budget.

use std::cmp::Ordering;

const DAY_NS: f64 = 86_400e9;

/// Where a ranking is cut.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cut {
    /// The least score, in bits, of those that are kept; infinite where none is.
    pub threshold_bits: f64,
    /// How many sessions are kept.
    pub kept: usize,
    /// How many are not. Of sessions that are as odd as the last that is kept, some may be among them.
    pub cut: usize,
}

/// The score, in bits, that discoveries reach if this share of them may be false (Benjamini and Hochberg). Scores are -log2
/// of p-values. `None` if there are no discoveries; equal scores are discoveries together.
pub fn false_discovery_cut(score_bits: &[f64], fdr: f64) -> Option<f64> {
    let ranking = ranking(score_bits);
    let sessions = ranking.len() as f64;
    // p <= fdr · rank / sessions, in logarithms: a p-value may be far below what a number can be.
    let is_discovery =
        |&(index, bits): &(usize, f64)| bits >= sessions.log2() - fdr.log2() - ((index + 1) as f64).log2();
    ranking.into_iter().enumerate().rfind(is_discovery).map(|(_, bits)| bits)
}

/// Where the ranking of one dump is cut so that no more than `per_day` sessions a day are looked at. Scores are in bits.
/// `span_ns` is the time from the dump's first event to its last, in nanoseconds; a part of a day has its part of the
/// budget, rounded up, and at least 1 session. Exactly so many are kept, or all if they are fewer: sessions as odd as the
/// last one that is kept are cut where the ranking's order says so.
#[expect(clippy::cast_sign_loss, reason = "a budget that is not above 0 is 0")]
pub fn budget_cut(score_bits: &[f64], per_day: f64, span_ns: u64) -> Cut {
    let ranking = ranking(score_bits);
    let budget = if per_day > 0.0 { (per_day * span_ns as f64 / DAY_NS).ceil().max(1.0) } else { 0.0 };
    let kept = if budget < ranking.len() as f64 { budget as usize } else { ranking.len() };
    let threshold_bits = kept.checked_sub(1).map_or(f64::INFINITY, |last| ranking[last]);
    Cut { threshold_bits, kept, cut: ranking.len() - kept }
}

/// The least score, in bits, at which a sample stays within a budget of `per_day` a day over `span_ns` nanoseconds, if sessions
/// come as the sample's do: each is a score and how many sessions it stands for. Where the oddest alone are more than that,
/// theirs; infinite where there is no sample.
pub fn budget_threshold(sample: &[(f64, f64)], per_day: f64, span_ns: u64) -> f64 {
    let budget = (per_day * span_ns as f64 / DAY_NS).max(1.0);
    let mut sample: Vec<(f64, f64)> = sample.iter().copied().filter(|(bits, _)| !bits.is_nan()).collect();
    sample.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let mut spent = 0.0;
    let mut threshold = sample.first().map_or(f64::INFINITY, |(bits, _)| *bits);
    for equals in sample.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        spent += equals.iter().map(|(_, weight)| weight).sum::<f64>();
        if spent > budget {
            break;
        }
        threshold = equals[0].0;
    }
    threshold
}

/// What a threshold keeps of these scores.
pub fn threshold_cut(score_bits: &[f64], threshold_bits: f64) -> Cut {
    let kept = score_bits.iter().filter(|bits| **bits >= threshold_bits).count();
    Cut { threshold_bits, kept, cut: score_bits.len() - kept }
}

/// The scores, highest first. What has no score is last.
fn ranking(score_bits: &[f64]) -> Vec<f64> {
    let mut ranking: Vec<f64> =
        score_bits.iter().map(|&bits| if bits.is_nan() { f64::NEG_INFINITY } else { bits }).collect();
    ranking.sort_unstable_by(|a, b| b.partial_cmp(a).unwrap_or(Ordering::Equal));
    ranking
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits(p: &[f64]) -> Vec<f64> {
        p.iter().map(|p| -p.log2()).collect()
    }

    #[test]
    fn the_last_rank_within_its_share_counts() {
        // Steps of 0.01: the second is above its 0.02, the third is not above its 0.03.
        let scores = bits(&[0.5, 0.029, 0.005, 0.025, 0.9]);
        assert_eq!(false_discovery_cut(&scores, 0.05), Some(scores[1]));
        assert_eq!(false_discovery_cut(&scores, 0.01), None);
        assert_eq!(false_discovery_cut(&[], 0.05), None);
    }

    #[test]
    fn equal_scores_are_discoveries_together() {
        let scores = bits(&[0.02, 0.02, 0.02, 0.9]);
        assert_eq!(false_discovery_cut(&scores, 0.03), Some(scores[0]));
    }

    #[test]
    fn nothing_is_discovered_without_a_share_or_a_score() {
        for fdr in [0.0, -1.0, f64::NAN] {
            assert_eq!(false_discovery_cut(&[1000.0], fdr), None, "share {fdr}");
        }
        assert_eq!(false_discovery_cut(&[f64::NAN], 0.05), None);
    }

    #[test]
    fn no_score_is_too_high() {
        assert_eq!(false_discovery_cut(&[5000.0, 0.0], 0.05), Some(5000.0));
    }

    #[test]
    fn a_budget_is_for_a_day() {
        let scores: Vec<f64> = (0..100).map(f64::from).collect();
        let kept = |per_day, hours: u64| budget_cut(&scores, per_day, hours * 3_600_000_000_000).kept;
        assert_eq!([kept(10.0, 24), kept(10.0, 36), kept(10.0, 25)], [10, 15, 11]);
        assert_eq!([kept(10.0, 12), kept(10.0, 1), kept(10.0, 0)], [5, 1, 1]);
        assert_eq!([kept(0.5, 24), kept(0.0, 24), kept(f64::NAN, 24), kept(-1.0, 24)], [1, 0, 0, 0]);
        assert_eq!([kept(10.0, 1000), kept(f64::INFINITY, 24), kept(1e300, 24)], [100; 3]);
    }

    #[test]
    fn a_threshold_keeps_the_sample_within_the_budget() {
        let day = 86_400_000_000_000;
        let sample: Vec<(f64, f64)> = (0..100).map(|bits| (f64::from(bits), 3.0)).collect();
        let threshold = |per_day, days: u64| Some(budget_threshold(&sample, per_day, days * day));
        // Each stands for three: ten sessions have room for three of them.
        assert_eq!([threshold(10.0, 1), threshold(1.0, 10), threshold(9.0, 1)], [Some(97.0); 3]);
        assert_eq!([threshold(1.0, 1), threshold(300.0, 1), threshold(1e9, 1)], [99.0, 0.0, 0.0].map(Some));
        let equals = [(5.0, 1.0), (4.0, 1.0), (4.0, 1.0), (4.0, 1.0), (f64::NAN, 1.0)];
        assert_eq!(Some(budget_threshold(&equals, 3.0, day)), Some(5.0), "equals are in or out together");
        assert!(budget_threshold(&[], 3.0, day).is_infinite());
        let cut = threshold_cut(&[1.0, 7.0, 5.0, f64::NAN], 5.0);
        assert_eq!(cut, Cut { threshold_bits: 5.0, kept: 2, cut: 2 });
    }

    #[test]
    fn exactly_the_budget_is_kept_even_of_equals() {
        let cut = budget_cut(&[3.0, 1.0, 3.0, 3.0], 2.0, 86_400_000_000_000);
        assert_eq!(cut, Cut { threshold_bits: 3.0, kept: 2, cut: 2 });
        let none = budget_cut(&[], 2.0, 0);
        assert_eq!(none, Cut { threshold_bits: f64::INFINITY, kept: 0, cut: 0 });
    }
}
