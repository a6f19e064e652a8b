//! How fitting and scoring grow with the number of distinct commands where parameters and values count too:
//! `cargo bench -p oddwalk-core --bench growth`. `steps` has commands alone.
//!
//! The events are as many each time. The reference, whose tables are V x V, takes V times V times V.

mod made;
mod timed;

use criterion::{Criterion, criterion_group, criterion_main};
use made::WrittenLog;
use oddwalk_core::{
    Counts, Model, Modellable, ScoreOptions, Scorer, SessionKind, SessionOptions, sessionize,
};
use timed::{group, run};

const EVENTS: u32 = 200_000;

fn growth(criterion: &mut Criterion) {
    let Ok(options) = ScoreOptions::new(3) else { return };
    let mut group = group(criterion, "fit and score parameters and values", EVENTS);
    for commands in [100, 1_000, 10_000] {
        let log = WrittenLog::new(EVENTS, commands, SessionKind::Values).encoded();
        let sessions = sessionize(&log, &SessionOptions::default());
        run(&mut group, &commands.to_string(), || {
            let counts = Counts::of(&log, &sessions, SessionKind::Values);
            let model = Model::fit(counts, Modellable::Categories);
            Scorer::new(&model, &log, &sessions).score(&options)
        });
    }
    group.finish();
}

criterion_group!(benches, growth);
criterion_main!(benches);
