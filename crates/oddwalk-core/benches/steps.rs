//! What each step takes, at several sizes and vocabularies: `cargo bench -p oddwalk-core --bench steps`.
//!
//! Commands count alone; `growth` has parameters and values. `score` and `measure` are these methods alone: the log's
//! texts are translated to the model's before.

mod made;
mod timed;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main};
use made::WrittenLog;
use oddwalk_core::{
    Counts, DEFAULT_ORDER, EventLog, LeaveOut, Measurer, Model, Modellable, ScoreOptions, Scorer,
    SessionKind, SessionOptions, Sessions, sessionize,
};
use timed::{group, run};

/// Events, and distinct commands; of 10,000, as many events have about half.
const SIZES: [(u32, u32); 7] = [
    (10_000, 100),
    (10_000, 1_000),
    (10_000, 10_000),
    (100_000, 100),
    (100_000, 1_000),
    (100_000, 10_000),
    (1_000_000, 1_000),
];

fn steps(criterion: &mut Criterion) {
    for (events, commands) in SIZES {
        let mut group = group(criterion, &format!("{events} events of {commands} commands"), events);
        let written = WrittenLog::new(events, commands, SessionKind::Commands);
        run(&mut group, "encode", || written.encoded());
        let log = written.encoded();
        run(&mut group, "sessionize", || sessionize(&log, &SessionOptions::default()));
        let sessions = sessionize(&log, &SessionOptions::default());
        reference(&mut group, &log, &sessions);
        habits(&mut group, &log, &sessions);
        group.finish();
    }
}

/// The reference's method.
fn reference(group: &mut BenchmarkGroup<WallTime>, log: &EventLog, sessions: &Sessions) {
    let Ok(options) = ScoreOptions::new(3) else { return };
    let fit = || Model::fit(Counts::of(log, sessions, SessionKind::Commands), Modellable::Categories);
    run(group, "fit", fit);
    let model = fit();
    let scorer = Scorer::new(&model, log, sessions);
    run(group, "score", || scorer.score(&options));
}

/// The method `oddwalk`, on the log that it has learnt from.
fn habits(group: &mut BenchmarkGroup<WallTime>, log: &EventLog, sessions: &Sessions) {
    let Ok(options) = ScoreOptions::new(3) else { return };
    let counts = || Counts::of_habits(log, sessions, SessionKind::Commands, DEFAULT_ORDER);
    let fit = || Model::fit(counts(), Modellable::Categories);
    run(group, "fit, with habits", fit);
    let model = fit();
    let Some(measurer) = Measurer::new(&model, log, sessions) else { return };
    run(group, "measure", || measurer.measure(LeaveOut::Session, &options));
}

criterion_group!(benches, steps);
criterion_main!(benches);
