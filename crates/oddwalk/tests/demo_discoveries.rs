//! What is discovered in the demo's logs: their intrusions use nothing but commands of normal work.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use oddwalk::core::{LeaveOut, ScoreOptions, false_discovery_cut};
use oddwalk::generate::{Kind, Options, Planted};
use oddwalk::logs::{Input, Overrides, ReadOptions, Recipe};
use oddwalk::{FitOptions, Log, Logs, Scan};

const FDR: f64 = 0.05;

/// As the demo reads its own log.
fn log_of(kind: Kind, inputs: &[Input]) -> Log {
    let name = match kind {
        Kind::Office365 => return Log::by_hand(inputs, &by_hand()),
        Kind::CloudTrail => "aws-cloudtrail",
        Kind::Windows => "windows-process",
    };
    let recipe = Recipe::embedded().iter().find(|recipe| recipe.name == name).unwrap();
    let logs = Logs::recognise(inputs, std::slice::from_ref(recipe), true, &ReadOptions::default());
    logs.logs.into_iter().next().unwrap()
}

fn by_hand() -> Recipe {
    let columns = Overrides {
        time: Some("TimeGenerated".to_owned()),
        entity: ["UserId", "ClientIP"].map(str::to_owned).to_vec(),
        command: Some("Operation".to_owned()),
        ..Overrides::default()
    };
    Recipe::by_hand(&columns).unwrap().unwrap()
}

/// A log with so many intrusions, judged, and the intrusions.
fn scan(kind: Kind, seed: u64, events: u64, intrusions: usize) -> (Scan, Vec<Planted>) {
    let log = kind.log(Options { seed, events, intrusions: Some(intrusions), ..Options::default() });
    let planted = log.planted().to_vec();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(kind.file_name());
    kind.write(std::io::BufWriter::new(std::fs::File::create(&path).unwrap()), log).unwrap();
    let log = log_of(kind, &[Input::File(path)]);
    let (sessionized, kind) = log.read(&ReadOptions::default(), &log.sessions).unwrap();
    let model = sessionized.fit(&FitOptions { kind, ..FitOptions::default() });
    let scan = sessionized.judge(model, ScoreOptions::new(3).unwrap(), LeaveOut::Session).unwrap();
    (scan, planted)
}

/// The planted session's number.
fn number(kind: Kind, planted: &Planted, scan: &Scan) -> Option<usize> {
    let entity: Vec<&str> = match kind {
        Kind::Office365 => vec![&planted.user, &planted.origin],
        _ => planted.entity.iter().map(|(_, value)| value.as_str()).collect(),
    };
    scan.sessionized.sessions.iter().position(|session| {
        let values = scan.sessionized.log.entities().values(session.entity);
        session.span.is_some_and(|span| span.begin == planted.begin)
            && values.flatten().eq(entity.iter().copied())
    })
}

/// What became of one log.
struct Outcome {
    sessions: usize,
    /// How many other sessions are discovered.
    others: usize,
    /// Each planted session's name, rank, and whether it is discovered.
    planted: Vec<(&'static str, usize, bool)>,
    /// Each planted session's bits, by evidence and all together.
    bits: Vec<(Vec<f64>, f64)>,
}

impl Outcome {
    fn found(&self) -> usize {
        self.planted.iter().filter(|(.., found)| *found).count()
    }
}

fn outcome(kind: Kind, seed: u64, events: u64, intrusions: usize) -> Outcome {
    let (scan, planted) = scan(kind, seed, events, intrusions);
    let judgements = &scan.judged.as_ref().unwrap().judgements;
    let scores: Vec<f64> = judgements.iter().map(|judgement| judgement.verdict.score_bits).collect();
    let threshold = false_discovery_cut(&scores, FDR).unwrap_or(f64::INFINITY);
    let at_least = |least: f64| scores.iter().filter(|&&bits| bits >= least).count();
    let numbers: Vec<_> =
        planted.iter().map(|planted| (planted.name, number(kind, planted, &scan).unwrap())).collect();
    let planted: Vec<_> = numbers
        .iter()
        .map(|&(name, number)| (name, at_least(scores[number]), scores[number] >= threshold))
        .collect();
    let found = planted.iter().filter(|(.., found)| *found).count();
    let bits = numbers
        .iter()
        .map(|&(_, number)| (judgements[number].verdict.evidence_bits.to_vec(), scores[number]))
        .collect();
    Outcome { sessions: scores.len(), others: at_least(threshold) - found, planted, bits }
}

/// The demo's intrusions are made to look like work: no false discoveries are paid for them, and the oddest are at the top of
/// the ranking, but few are as odd as a discovery has to be among thousands of sessions.
#[test]
fn little_is_discovered_but_the_oddest_intrusions_are_at_the_top() {
    for kind in [Kind::Office365, Kind::CloudTrail, Kind::Windows] {
        let outcome = outcome(kind, 1, 15_000, 5);
        let best = outcome.planted.iter().map(|(_, rank, _)| *rank).min().unwrap();
        assert!(outcome.planted.len() == 5 && outcome.others <= 1, "{kind:?}: {} others", outcome.others);
        assert!(best <= 20, "{kind:?}: {:?} of {} sessions", outcome.planted, outcome.sessions);
    }
}

#[test]
fn where_nothing_is_planted_little_is_discovered() {
    let seeds = |kind| (100..104).filter(|&seed| outcome(kind, seed, 6_000, 0).others > 0).count();
    let count: usize = [Kind::Office365, Kind::CloudTrail, Kind::Windows].map(seeds).iter().sum();
    assert!(count <= 1, "{count} of 12");
}

/// `cargo test -p oddwalk --test demo_discoveries -- --ignored --nocapture`
#[test]
#[ignore = "prints, and takes some minutes"]
#[allow(clippy::print_stdout, reason = "the figures are what it is for")]
fn figures_what_is_discovered_in_the_demos_logs() {
    for (kind, events) in [(Kind::Office365, 40_000), (Kind::CloudTrail, 28_000), (Kind::Windows, 25_000)] {
        for seed in 1..11 {
            let outcome = outcome(kind, seed, events, 5);
            let (found, others, sessions) = (outcome.found(), outcome.others, outcome.sessions);
            println!("{kind:?} {seed}: {found} of 5, and {others} others, of {sessions} sessions");
            for ((name, rank, _), (evidence, score)) in outcome.planted.iter().zip(&outcome.bits) {
                println!("  rank {rank:4} {score:5.1} bits of {evidence:.1?} {name}");
            }
        }
        let seeds = (100..120).filter(|&seed| outcome(kind, seed, events, 0).others > 0).count();
        println!("{kind:?}: where nothing is planted, something is discovered in {seeds} of 20 logs");
    }
}
