//! How fitting and scoring grow with the number of distinct commands: `cargo bench -p oddwalk-core --bench growth`.
//!
//! The events are as many each time. The reference, whose tables are V x V, takes V times V times V.

mod made;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use made::{encoded, written};
use oddwalk_core::{
    Counts, Model, Modellable, ScoreOptions, Scorer, SessionKind, SessionOptions, sessionize,
};

const EVENTS: u32 = 200_000;

fn growth(criterion: &mut Criterion) {
    let Ok(options) = ScoreOptions::new(3) else { return };
    for (kind, name) in [(SessionKind::Commands, "commands"), (SessionKind::Values, "parameters and values")]
    {
        let mut group = criterion.benchmark_group(format!("fit and score {name}"));
        group.throughput(Throughput::Elements(EVENTS.into())).sample_size(10);
        for commands in [100, 1_000, 10_000] {
            let log = encoded(&written(EVENTS, commands), true);
            let sessions = sessionize(&log, &SessionOptions::default());
            group.bench_function(BenchmarkId::from_parameter(commands), |bencher| {
                bencher.iter(|| {
                    let model = Model::fit(Counts::of(&log, &sessions, kind), Modellable::Categories);
                    black_box(Scorer::new(&model, &log, &sessions).score(&options))
                });
            });
        }
        group.finish();
    }
}

criterion_group!(benches, growth);
criterion_main!(benches);
