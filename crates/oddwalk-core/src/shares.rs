//! Shares: how much of a whole one owner may give, and which of their things are taken.

/// How many things are taken of one owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cap {
    /// At most so many, and at least 1.
    pub most: u64,
    /// Whether no owner has more than their share of what is taken. Where there are too few owners for that, nobody gives
    /// more than this share of what there is.
    pub is_share_of_taken: bool,
}

/// The most that can be taken of each owner, who have so many things, such that nobody gives more than a share of all that
/// is taken.
pub fn share_cap(counts: &[u64], share: f64) -> Cap {
    /// Products of a share and a whole number are not exact.
    const CLOSE: f64 = 1e-9;
    let taken = |most: u64| counts.iter().map(|&count| count.min(most)).sum::<u64>() as f64;
    let holds = |most: u64| most as f64 <= share * taken(most) + CLOSE;
    if !holds(1) {
        let most = wholes_within(share * taken(u64::MAX) + CLOSE, counts.iter().sum());
        return Cap { most, is_share_of_taken: false };
    }
    // With every thing more that may be taken of each, fewer owners have one more: what holds for many holds for fewer.
    let (mut most, mut too_many) = (1, counts.iter().copied().max().unwrap_or(0) + 1);
    while most + 1 < too_many {
        let middle = most.midpoint(too_many);
        if holds(middle) {
            most = middle;
        } else {
            too_many = middle;
        }
    }
    Cap { most, is_share_of_taken: true }
}

/// The largest whole number that is no more than `limit`, from 1 to `all`.
fn wholes_within(limit: f64, all: u64) -> u64 {
    let (mut within, mut above) = (1, all.saturating_add(1));
    while within + 1 < above {
        let middle = within.midpoint(above);
        if middle as f64 <= limit { within = middle } else { above = middle }
    }
    within
}

/// Which of so many things in a row are taken, if `taken` of them are, evenly.
pub fn evenly(things: usize, taken: usize) -> impl Iterator<Item = usize> {
    let taken = taken.min(things);
    (0..taken).map(move |number| (2 * number + 1) * things / (2 * taken))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cap(counts: &[u64], share: f64) -> (u64, bool) {
        let Cap { most, is_share_of_taken } = share_cap(counts, share);
        (most, is_share_of_taken)
    }

    #[test]
    fn nobody_gives_more_than_their_share_of_what_is_taken() {
        let mut counts = vec![10; 40];
        assert_eq!(cap(&counts, 0.05), (10, true), "all of everybody");
        counts.push(1_000_000);
        // 21 of 421.
        assert_eq!(cap(&counts, 0.05), (21, true));
        assert_eq!(cap(&[7; 20], 0.05), (7, true));
        assert_eq!(cap(&[1, 100, 3, 50], 0.25), (1, true));
        for share in [0.05, 0.1, 0.3] {
            let counts: Vec<u64> = (0..60).map(|number| number * number % 47).collect();
            let (most, _) = cap(&counts, share);
            let taken: u64 = counts.iter().map(|count| count.min(&most)).sum();
            assert!(most as f64 <= share * taken as f64 + 1e-9, "{share}");
        }
    }

    #[test]
    fn few_owners_give_a_share_of_what_there_is() {
        assert_eq!(cap(&[100; 19], 0.05), (95, false));
        assert_eq!(cap(&[3], 0.05), (1, false));
        assert_eq!(cap(&[], 0.05), (1, false));
    }

    #[test]
    fn things_are_taken_from_all_of_the_row() {
        let taken = |things, taken| evenly(things, taken).collect::<Vec<_>>();
        assert_eq!(taken(10, 2), [2, 7]);
        assert_eq!(taken(5, 5), [0, 1, 2, 3, 4]);
        assert_eq!(taken(3, 9), [0, 1, 2]);
        assert_eq!(taken(9, 1), [4]);
        assert_eq!(taken(0, 1), [0; 0]);
    }
}
