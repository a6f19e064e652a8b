//! What each step takes, at several sizes and vocabularies: `cargo bench -p oddwalk-core --bench steps`.

mod made;

use std::hint::black_box;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use made::{encoded, written};
use oddwalk_core::{
    Counts, DEFAULT_ORDER, LeaveOut, Measurer, Model, Modellable, ScoreOptions, Scorer, SessionKind,
    SessionOptions, sessionize,
};

/// Events, and distinct commands.
const SIZES: [(u32, u32); 5] =
    [(10_000, 1_000), (100_000, 100), (100_000, 1_000), (100_000, 10_000), (1_000_000, 1_000)];

fn steps(criterion: &mut Criterion) {
    for (events, commands) in SIZES {
        let mut group = criterion.benchmark_group(format!("{events} events of {commands} commands"));
        group.throughput(Throughput::Elements(events.into()));
        group
            .sample_size(10)
            .warm_up_time(Duration::from_millis(500))
            .measurement_time(Duration::from_secs(2));
        of_size(&mut group, events, commands);
        group.finish();
    }
}

fn of_size(group: &mut BenchmarkGroup<WallTime>, events: u32, commands: u32) {
    let Ok(options) = ScoreOptions::new(3) else { return };
    let written = written(events, commands);
    run(group, "encode", || encoded(&written, false));
    let log = encoded(&written, false);
    run(group, "sessionize", || sessionize(&log, &SessionOptions::default()));
    let sessions = sessionize(&log, &SessionOptions::default());
    let fit = || Model::fit(Counts::of(&log, &sessions, SessionKind::Commands), Modellable::Categories);
    run(group, "fit", fit);
    let habits = || Counts::of_habits(&log, &sessions, SessionKind::Commands, DEFAULT_ORDER);
    let fit_habits = || Model::fit(habits(), Modellable::Categories);
    run(group, "fit, with habits", fit_habits);
    let (model, with_habits) = (fit(), fit_habits());
    run(group, "score", || Scorer::new(&model, &log, &sessions).score(&options));
    run(group, "measure", || {
        Measurer::new(&with_habits, &log, &sessions).map(|all| all.measure(LeaveOut::Session, &options))
    });
}

fn run<T>(group: &mut BenchmarkGroup<WallTime>, name: &str, mut step: impl FnMut() -> T) {
    group.bench_function(BenchmarkId::from_parameter(name), |bencher| bencher.iter(|| black_box(step())));
}

criterion_group!(benches, steps);
criterion_main!(benches);
