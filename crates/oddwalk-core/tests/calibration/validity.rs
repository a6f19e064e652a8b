//! A p-value is below any level no more often than that level says, by length and by history.

use oddwalk_core::{Calibration, Evidence, Measured, Verdict};

use crate::simulate::World;

const LEVELS: [f64; 4] = [0.001, 0.01, 0.05, 0.2];

/// Lengths and histories of the bands, the least inclusive, the most not.
type Band = (&'static str, fn(&Measured) -> u64, u64, u64);

const BANDS: [Band; 11] = [
    ("all", length, 0, u64::MAX),
    ("length 1-4", length, 1, 5),
    ("length 5-9", length, 5, 10),
    ("length 10-19", length, 10, 20),
    ("length 20-49", length, 20, 50),
    ("length 50-", length, 50, u64::MAX),
    ("history 0", history, 0, 1),
    ("history 1-4", history, 1, 5),
    ("history 5-19", history, 5, 20),
    ("history 20-99", history, 20, 100),
    ("history 100-", history, 100, u64::MAX),
];

fn length(session: &Measured) -> u64 {
    session.events
}

fn history(session: &Measured) -> u64 {
    session.history
}

/// Sessions and what was found of them.
type Run = (Vec<Measured>, Vec<Verdict>);

/// How many sessions there are in each band, and how many of them reach each level.
#[derive(Clone, Copy, Default)]
struct Tally {
    sessions: u64,
    reached: [u64; 4],
}

impl Tally {
    fn add(&mut self, bits: f64) {
        self.sessions += 1;
        for (reached, level) in self.reached.iter_mut().zip(LEVELS) {
            *reached += u64::from(bits >= -level.log2());
        }
    }

    /// Observed over promised.
    fn ratios(&self) -> [f64; 4] {
        std::array::from_fn(|at| self.reached[at] as f64 / self.sessions.max(1) as f64 / LEVELS[at])
    }

    /// Whether no level is reached more often than `tolerance` times what it promises, and 3.5 deviations of chance.
    fn holds(&self, tolerance: [f64; 4]) -> bool {
        let most = |at: usize| {
            let expected = LEVELS[at] * tolerance[at] * self.sessions as f64;
            expected + 3.5 * expected.sqrt() + 1.0
        };
        (0..4).all(|at| (self.reached[at] as f64) < most(at))
    }
}

fn by_band(runs: &[Run], bits: impl Fn(&Verdict) -> f64) -> [Tally; BANDS.len()] {
    let mut tallies = [Tally::default(); BANDS.len()];
    for (sessions, verdicts) in runs {
        for (session, verdict) in sessions.iter().zip(verdicts) {
            for (tally, (_, by, least, most)) in tallies.iter_mut().zip(BANDS) {
                if (least..most).contains(&by(session)) {
                    tally.add(bits(verdict));
                }
            }
        }
    }
    tallies
}

fn table(tallies: &[Tally]) -> String {
    let row = |(tally, band): (&Tally, &Band)| {
        let ratios = tally.ratios().map(|ratio| format!("{ratio:.2}")).join("/");
        format!("{:14} {:7} {ratios}\n", band.0, tally.sessions)
    };
    tallies.iter().zip(&BANDS).map(row).collect()
}

/// Sessions that were learnt from, and as many that were not.
fn run(seed: u64, count: usize) -> [Run; 2] {
    let mut world = World::new(seed);
    let learnt = world.sessions(count);
    let fresh = world.fresh(count, &learnt);
    let calibration = Calibration::fit(&learnt);
    [(learnt, true), (fresh, false)].map(|(sessions, left_out)| {
        let verdicts = sessions.iter().map(|session| calibration.judge(session, left_out)).collect();
        (sessions, verdicts)
    })
}

fn runs(seeds: std::ops::Range<u64>, count: usize) -> [Vec<Run>; 2] {
    let (mut learnt, mut fresh) = (Vec::new(), Vec::new());
    for [own, new] in seeds.map(|seed| run(seed, count)) {
        learnt.push(own);
        fresh.push(new);
    }
    [learnt, fresh]
}

fn check(runs: &[Run], name: &str, tolerance: [f64; 4]) {
    let tallies = by_band(runs, |verdict| verdict.score_bits);
    for (tally, band) in tallies.iter().zip(&BANDS) {
        assert!(tally.holds(tolerance), "{name}, {}:\n{}", band.0, table(&tallies));
    }
}

/// The tolerance: what bands of length and history may be off, because the tail is fitted and not known. At .001 half as
/// much again; at the other levels 15 %.
#[test]
fn no_level_is_reached_too_often() {
    let [learnt, fresh] = runs(0..5, 5_000);
    check(&learnt, "learnt", [1.5, 1.15, 1.15, 1.15]);
    check(&fresh, "fresh", [1.5, 1.15, 1.15, 1.15]);
}

#[test]
fn few_sessions_reach_no_level_too_often() {
    let [learnt, fresh] = runs(1000..1080, 30);
    check(&learnt, "learnt", [1.15; 4]);
    check(&fresh, "fresh", [1.3; 4]);
    let least = 1.0 / 31.0 - 1e-12;
    for verdict in learnt.iter().chain(&fresh).flat_map(|(_, verdicts)| verdicts) {
        assert!(verdict.p() >= least, "{verdict:?}");
        assert!(verdict.evidence_bits.iter().all(|bits| (-bits).exp2() >= least), "{verdict:?}");
    }
}

/// `cargo test --release -p oddwalk-core --test calibration -- --ignored --nocapture tables`
#[test]
#[ignore = "prints, and takes its time"]
#[allow(clippy::print_stdout, reason = "the tables are what it is for")]
fn figures_tables() {
    for (seeds, count) in [(600, 30), (300, 100), (200, 400), (100, 1_500), (60, 5_000)] {
        let both = runs(10_000..10_000 + seeds, count);
        for (runs, name) in both.iter().zip(["learnt", "fresh"]) {
            let tallies = by_band(runs, |verdict| verdict.score_bits);
            println!("{seeds} times {count} sessions, {name}\n{}", table(&tallies));
            for evidence in Evidence::ALL {
                let tallies = by_band(runs, |verdict| verdict.bits(evidence));
                print!("{:8} {}", evidence.name(), table(&tallies[..1]));
            }
        }
    }
}
