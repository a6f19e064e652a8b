//! Both methods on the same sessions: the reference's scores are those that it has alone, and the join loses nothing.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fmt::Write as _;

use oddwalk::core::{ScoreOptions, SessionOptions};
use oddwalk::logs::{ReadOptions, Table, find_inputs};
use oddwalk::{Compared, FitOptions, Method, Rankings, Scan};

/// Routine of two people, a session with something new, and short ones.
fn log() -> String {
    let mut text = "t,u,c\n".to_owned();
    for day in 0..40 {
        let commands = if day == 33 { ["a", "x", "b"] } else { ["a", "b", "c"] };
        for (step, command) in commands.iter().enumerate() {
            writeln!(text, "{},ann,{command}", 1_600_000_000 + day * 86_400 + step * 10).unwrap();
        }
        writeln!(text, "{},bob,{}", 1_600_040_000 + day * 86_400, if day == 20 { "y" } else { "d" }).unwrap();
    }
    text
}

fn scan(method: Method) -> Scan {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.csv");
    std::fs::write(&path, log()).unwrap();
    let inputs = find_inputs(&[path]).unwrap();
    let table = Table::events("t", vec!["u".to_owned()], "c").unwrap();
    let (read, sessions) = (ReadOptions::default(), SessionOptions::default());
    let options = ScoreOptions::new(3).unwrap();
    oddwalk::scan(&inputs, &table, &read, &sessions, &FitOptions::default(), method, options).unwrap()
}

#[test]
fn both_methods_rank_the_same_sessions() {
    let compared = Compared::new(scan(Method::Oddwalk));
    // A session that is too short has no number, which is no number's equal.
    let bits = |scores: &[oddwalk::core::Score]| -> Vec<u64> {
        scores.iter().flat_map(|score| [score.surprisal_bits, score.session_bits].map(f64::to_bits)).collect()
    };
    assert_eq!(
        bits(&compared.reference),
        bits(&scan(Method::Msticpy).scores),
        "the counts are shared, the scores its own"
    );
    let rankings = Rankings::new([("table", &compared)].into_iter());
    let comparison = rankings.comparison();
    assert_eq!(comparison.all.len(), 80);
    for (index, moved) in comparison.all.iter().enumerate() {
        assert_eq!(moved.judged.rank, index + 1);
        assert_eq!((moved.judged.part, moved.judged.number), (moved.reference.part, moved.reference.number));
        assert!(moved.judged.judgement.is_some() && moved.reference.judgement.is_none());
    }
    let agreement = comparison.agreement();
    assert_eq!((agreement.sessions, agreement.unscored), (80, 40), "sessions of one event have no window");
    assert!(agreement.correlation.unwrap().abs() <= 1.0);
    assert_eq!((comparison.in_common(80), comparison.in_common(0)), (80, 0));
}

#[test]
fn what_moved_most_comes_first() {
    let compared = Compared::new(scan(Method::Oddwalk));
    let rankings = Rankings::new([("table", &compared)].into_iter());
    let comparison = rankings.comparison();
    let ratio = |moved: &oddwalk::core::Moved| moved.reference.rank as f64 / moved.judged.rank as f64;
    let (risen, sunk) = (comparison.risen(80), comparison.sunk(80));
    assert!(risen.iter().all(|moved| moved.judged.rank < moved.reference.rank));
    assert!(sunk.iter().all(|moved| moved.judged.rank > moved.reference.rank));
    assert!(risen.windows(2).all(|pair| ratio(&pair[0]) >= ratio(&pair[1])));
    assert!(sunk.windows(2).all(|pair| ratio(&pair[0]) <= ratio(&pair[1])));
    assert_eq!(comparison.risen(2).len(), 2);
    let short = &risen[0];
    assert_eq!(short.judged.session.commands().collect::<Vec<_>>(), ["y"], "what has no window can be odd");
    assert_eq!(short.reference_rank(), None);
}
