//! How fitting and scoring grow with the number of distinct commands: `cargo bench -p oddwalk-core`.
//!
//! The events are as many each time. The reference, whose tables are V x V, takes V times V times V.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use oddwalk_core::{
    Counts, Entities, Event, EventLog, Model, Modellable, Parameters, ScoreOptions, Scorer, SessionKind,
    SessionOptions, Sessions, Uncapped, sessionize,
};

const EVENTS: u32 = 200_000;
const EVENTS_OF_A_SESSION: u32 = 20;

/// A linear congruential generator: the same log on every machine, without a dependency.
struct Dice(u64);

impl Dice {
    /// A number below `sides`; small ones are likelier, as commands are.
    fn skewed(&mut self, sides: u32) -> u32 {
        let mut roll = || {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) as u32 % sides
        };
        roll().min(roll())
    }
}

/// A log of so many distinct commands, each with up to 5 of 40 parameters, most with one of 8 values.
fn log(commands: u32) -> (EventLog, Sessions) {
    let entities = Entities::new(vec!["user".into()], vec![0]);
    let mut log = EventLog::new(entities).with_parameters(Parameters::new(Uncapped::None));
    let mut dice = Dice(7);
    for event in 0..EVENTS {
        let user = format!("user {}", event / EVENTS_OF_A_SESSION);
        let entity = log.entities_mut().intern(&[Some(&user)]);
        let command = log.commands_mut().intern(&format!("Command-{}", dice.skewed(commands)));
        let pushed = log.push(Event { entity, time: i64::from(event), command, row: event });
        assert_eq!(pushed, Ok(()));
        let parameters: Vec<(String, String)> = (0..dice.skewed(6))
            .map(|_| (format!("Parameter-{}", dice.skewed(40)), format!("value {}", dice.skewed(8))))
            .collect();
        let parameters = parameters.iter().map(|(name, value)| (name.as_str(), Some(value.as_str())));
        let pushed = log.parameters_mut().map(|all| all.push(parameters));
        assert_eq!(pushed, Some(Ok(())));
    }
    let log = log.canonical();
    let sessions = sessionize(&log, &SessionOptions::default());
    (log, sessions)
}

fn growth(criterion: &mut Criterion) {
    let Ok(options) = ScoreOptions::new(3) else { return };
    for (kind, name) in [(SessionKind::Commands, "commands"), (SessionKind::Values, "parameters and values")]
    {
        let mut group = criterion.benchmark_group(format!("fit and score {name}"));
        group.throughput(Throughput::Elements(EVENTS.into())).sample_size(10);
        for commands in [100, 1_000, 10_000] {
            let (log, sessions) = log(commands);
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
