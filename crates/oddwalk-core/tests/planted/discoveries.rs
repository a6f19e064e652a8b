//! What is discovered at a share of 5 % false discoveries: planted sessions, and little where nothing is planted.

use oddwalk_core::{Verdict, false_discovery_cut};

use crate::simulate::{Random, Work, foreign_topic, judged, ordinary, walk};

const FDR: f64 = 0.05;
const PLANTED: usize = 5;
const SESSIONS: usize = 5_000;

/// Sessions of 20 to 40 events, each of an actor of at least some 20 sessions, in a topic that is not theirs.
fn strange(random: &mut Random) -> Vec<Work> {
    let first = random.below(8) * PLANTED as u64;
    let work = |actor| {
        let topic = foreign_topic(actor, random);
        let len = 20 + random.below(21);
        Work { actor, commands: walk([topic; 3], len, random) }
    };
    (first..first + PLANTED as u64).map(work).collect()
}

/// The planted sessions come first.
fn with_planted(seed: u64) -> Vec<Verdict> {
    let mut random = Random::new(seed);
    let mut work = ordinary(SESSIONS, &mut random);
    work.splice(0..0, strange(&mut random));
    judged(&work)
}

/// In how many of these logs without anything planted anything is discovered.
fn with_discoveries(seeds: std::ops::Range<u64>, sessions: usize) -> usize {
    let verdicts = seeds.map(|seed| judged(&ordinary(sessions, &mut Random::new(seed))));
    verdicts.filter(|verdicts| discovered(verdicts, 0).1 > 0).count()
}

/// How many of the planted sessions are discovered, and how many others.
fn discovered(verdicts: &[Verdict], planted: usize) -> (usize, usize) {
    let scores: Vec<f64> = verdicts.iter().map(|verdict| verdict.score_bits).collect();
    let threshold = false_discovery_cut(&scores, FDR).unwrap_or(f64::INFINITY);
    let among = |scores: &[f64]| scores.iter().filter(|&&bits| bits >= threshold).count();
    (among(&scores[..planted]), among(&scores[planted..]))
}

#[test]
fn strange_sessions_are_discovered_and_few_others() {
    let counts: Vec<_> = (0..4).map(|seed| discovered(&with_planted(seed), PLANTED)).collect();
    let sum = |of: fn(&(usize, usize)) -> usize| counts.iter().map(of).sum::<usize>();
    assert!(sum(|(found, _)| *found) >= 5 && sum(|(_, others)| *others) <= 2, "{counts:?}");
}

#[test]
fn where_nothing_is_planted_little_is_discovered() {
    let seeds = with_discoveries(1_000..1_030, 1_000);
    assert!(seeds <= 3, "{seeds} of 30");
}

/// `cargo test -p oddwalk-core --test planted -- --ignored --nocapture ten_logs`
#[test]
#[ignore = "prints, and takes its time"]
#[allow(clippy::print_stdout, reason = "the figures are what it is for")]
fn figures_what_is_discovered_in_ten_logs() {
    for seed in 0..10 {
        let verdicts = with_planted(seed);
        let (found, others) = discovered(&verdicts, PLANTED);
        println!("seed {seed}: {found} of {PLANTED}, and {others} others");
        for Verdict { score_bits, evidence_bits } in &verdicts[..PLANTED] {
            println!("  {score_bits:5.1} bits of {evidence_bits:.1?}");
        }
    }
}

/// `cargo test -p oddwalk-core --test planted -- --ignored --nocapture 5_000`
#[test]
#[ignore = "prints, and takes some minutes"]
#[allow(clippy::print_stdout, reason = "the figures are what it is for")]
fn figures_how_often_anything_is_discovered_among_5_000() {
    for seeds in [100..160, 200..400] {
        let count = seeds.end - seeds.start;
        println!("something is discovered in {} of {count} logs", with_discoveries(seeds, SESSIONS));
    }
}
