//! Comparisons: the same sessions ranked by two methods, and where these disagree.

use std::cmp::Ordering;

use crate::{Finding, Findings};

/// A session in both rankings.
#[derive(Clone, Copy, Debug)]
pub struct Moved<'a> {
    /// As the reference has it.
    pub reference: Finding<'a>,
    /// As it is judged.
    pub judged: Finding<'a>,
}

/// All sessions of two rankings, joined.
#[derive(Clone, Debug)]
pub struct Comparison<'a> {
    /// By the rank that they are judged to have.
    pub all: Vec<Moved<'a>>,
}

/// How far two rankings agree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Agreement {
    /// How many sessions there are.
    pub sessions: usize,
    /// How many of them the reference has no score of.
    pub unscored: usize,
    /// Spearman's rank correlation over those that have one, from -1 to 1; `None` where they are fewer than two.
    pub correlation: Option<f64>,
}

impl Moved<'_> {
    /// The rank of the reference, where it has a score.
    pub fn reference_rank(&self) -> Option<usize> {
        self.reference.score.is_scored().then_some(self.reference.rank)
    }

    /// By how many times the rank has become better: from 100 to 1 is as far as from 10,000 to 100.
    fn by_rise(&self, other: &Self) -> Ordering {
        let cross = |one: &Self, two: &Self| one.reference.rank as u128 * two.judged.rank as u128;
        cross(self, other).cmp(&cross(other, self))
    }

    fn has_risen(&self) -> Ordering {
        self.reference.rank.cmp(&self.judged.rank)
    }
}

impl<'a> Comparison<'a> {
    /// Joins two rankings of the same sessions by part and number.
    ///
    /// # Panics
    /// If they are not of the same sessions.
    pub fn new(reference: &Findings<'a>, judged: &Findings<'a>) -> Self {
        assert_eq!(reference.len(), judged.len(), "rankings of the same sessions");
        let mut by_place: Vec<Finding> = reference.iter().collect();
        by_place.sort_unstable_by_key(place);
        let of = |finding: Finding<'a>| {
            let known = by_place.binary_search_by_key(&place(&finding), place);
            known.ok().map(|index| Moved { reference: by_place[index], judged: finding })
        };
        let all: Vec<Moved> = judged.iter().filter_map(of).collect();
        assert_eq!(all.len(), judged.len(), "rankings of the same sessions");
        Self { all }
    }

    /// Those whose rank has become better by the most times, the farthest first; of equal ones the one that is judged odder.
    pub fn risen(&self, top: usize) -> Vec<Moved<'a>> {
        let mut risen = self.moved(Ordering::Greater);
        risen.sort_by(|a, b| b.by_rise(a));
        risen.truncate(top);
        risen
    }

    /// Those whose rank has become worse by the most times, the farthest first; of equal ones the one that the reference has
    /// higher.
    pub fn sunk(&self, top: usize) -> Vec<Moved<'a>> {
        let mut sunk = self.moved(Ordering::Less);
        sunk.sort_by(|a, b| a.by_rise(b).then(a.reference.rank.cmp(&b.reference.rank)));
        sunk.truncate(top);
        sunk
    }

    fn moved(&self, which: Ordering) -> Vec<Moved<'a>> {
        self.all.iter().filter(|moved| moved.has_risen() == which).copied().collect()
    }

    /// How many sessions are among the first `top` of both.
    pub fn in_common(&self, top: usize) -> usize {
        self.all.iter().take(top).filter(|moved| moved.reference.rank <= top).count()
    }

    /// How far they agree.
    pub fn agreement(&self) -> Agreement {
        let scored: Vec<usize> = self.all.iter().filter_map(Moved::reference_rank).collect();
        let (sessions, unscored) = (self.all.len(), self.all.len() - scored.len());
        Agreement { sessions, unscored, correlation: correlation(&scored) }
    }
}

fn place(finding: &Finding) -> (usize, usize) {
    (finding.part, finding.number)
}

/// Of the ranks 1 to n in another order, each rank's place being that of the other ranking. What has no score is behind all
/// that have one, so that no rank is missing.
fn correlation(ranks: &[usize]) -> Option<f64> {
    let squared = |(index, rank): (usize, &usize)| (rank.abs_diff(index + 1) as u128).pow(2);
    let distance: u128 = ranks.iter().enumerate().map(squared).sum();
    let n = ranks.len() as f64;
    (ranks.len() > 1).then(|| 1.0 - 6.0 * distance as f64 / (n * (n * n - 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correlations_are_spearmans() {
        let of = |ranks: &[usize]| correlation(ranks).unwrap();
        assert!((of(&[1, 2, 3, 4]) - 1.0).abs() < 1e-12);
        assert!((of(&[4, 3, 2, 1]) + 1.0).abs() < 1e-12);
        assert!((of(&[2, 1, 4, 3, 5]) - 0.8).abs() < 1e-12);
        assert_eq!((correlation(&[1]), correlation(&[])), (None, None));
    }
}
