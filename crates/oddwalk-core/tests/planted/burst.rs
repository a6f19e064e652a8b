//! A session of 300 events among short ones.

use oddwalk_core::Verdict;

use crate::simulate::{Random, Work, any_command, foreign_topic, judged, ordinary, topics};

const SESSIONS: usize = 5_000;
const EVENTS: usize = 300;

/// 300 times a common command of the actor.
fn same(actor: u64) -> Work {
    Work { actor, commands: vec![10 * topics(actor)[1]; EVENTS] }
}

/// 300 events of commands that others use.
fn others(actor: u64, random: &mut Random) -> Work {
    let topic = foreign_topic(actor, random);
    Work { actor, commands: (0..EVENTS).map(|_| any_command(topic, random)).collect() }
}

/// The verdict on the planted session, which is the first.
fn verdict(seed: u64, plant: impl Fn(u64, &mut Random) -> Work) -> Verdict {
    let mut random = Random::new(seed);
    let mut work = ordinary(SESSIONS, &mut random);
    let actor = random.below(40);
    work.insert(0, plant(actor, &mut random));
    judged(&work)[0]
}

/// How many of these logs have it below 1e-4.
fn found(seeds: std::ops::Range<u64>, plant: fn(u64, &mut Random) -> Work) -> usize {
    seeds.filter(|&seed| verdict(seed, plant).p() < 1e-4).count()
}

/// The target is all of them: where volume alone speaks, and by half, one of three stays above 1e-4.
#[test]
fn a_command_300_times_is_mostly_found() {
    assert_eq!(found(0..3, |actor, _| same(actor)), 2);
}

#[test]
fn commands_of_others_300_times_are_found() {
    assert_eq!(found(0..3, others), 3);
}

/// What is planted: by an actor's number and chance.
type Plant = fn(u64, &mut Random) -> Work;

/// `cargo test -p oddwalk-core --test planted -- --ignored --nocapture ten_bursts`
#[test]
#[ignore = "prints, and takes its time"]
#[allow(clippy::print_stdout, reason = "the figures are what it is for")]
fn figures_ten_bursts_of_each_kind() {
    let plants: [(&str, Plant); 2] = [("one command", |actor, _| same(actor)), ("others' commands", others)];
    for (name, plant) in plants {
        for seed in 0..10 {
            let Verdict { score_bits, evidence_bits } = verdict(seed, plant);
            println!("{name}: {score_bits:5.1} bits of {evidence_bits:.1?}");
        }
        println!("{name}: {} of 10 below 1e-4", found(0..10, plant));
    }
}
