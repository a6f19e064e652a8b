//! Tests of what is planted.

use std::collections::{BTreeMap, BTreeSet};

use super::super::calendar::NANOS;
use super::super::{Event, Kind, Options, Planted};
use super::{KINDS, log_of};

#[test]
fn planted_commands_are_normal_commands() {
    for (kind, _) in KINDS {
        for (seed, events) in [(1, 3_000), (6, 1_000), (2, 20_000), (3, 20_000), (4, 20_000), (5, 100_000)] {
            let log = log_of(kind, seed, events);
            let planted = log.planted().to_vec();
            let normal: BTreeSet<&str> =
                log.filter(|event| event.planted.is_none()).map(|event| event.command).collect();
            for plant in &planted {
                for command in &plant.commands {
                    assert!(normal.contains(command), "seed {seed}: {command} of {}", plant.name);
                }
            }
        }
    }
}

/// A command that hardly anybody uses would give an intrusion away as well.
#[test]
fn planted_commands_are_in_daily_use() {
    for (kind, _) in &KINDS[1..] {
        let log = log_of(*kind, 7, 120_000);
        let planted = log.planted().to_vec();
        let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
        let normal = log.filter(|event| event.planted.is_none());
        normal.for_each(|event| *uses.entry(event.command).or_default() += 1);
        for command in planted.iter().flat_map(|plant| &plant.commands) {
            assert!(uses[command] >= 10, "{command}: {}", uses[command]);
        }
    }
}

#[test]
fn planted_sessions_stand_alone() {
    for (kind, world) in KINDS {
        for seed in 1..6 {
            let log = log_of(kind, seed, 30_000);
            let planted = log.planted().to_vec();
            assert_eq!(planted.len(), world.plots.len());
            let events: Vec<Event> = log.collect();
            for (number, plant) in (0..).zip(&planted) {
                stands_alone(number, plant, &events);
            }
        }
    }
}

fn stands_alone(number: u16, plant: &Planted, events: &[Event]) {
    let same_entity = |event: &Event| {
        *event.user == plant.user && event.origin == plant.origin && event.client == plant.client
    };
    let own: Vec<&Event> = events.iter().filter(|event| event.planted == Some(number)).collect();
    let commands: Vec<&str> = own.iter().map(|event| event.command).collect();
    assert_eq!(commands, plant.commands);
    assert!(own.iter().all(|event| same_entity(event)), "{}", plant.name);
    assert_eq!((own[0].time, own[own.len() - 1].time), (plant.begin, plant.end));
    assert!(plant.end - plant.begin < 20 * 60 * NANOS);
    assert!(own.windows(2).all(|pair| pair[1].time - pair[0].time < 120 * NANOS));
    let margin = 21 * 60 * NANOS;
    let near = |event: &&Event| plant.begin - margin <= event.time && event.time <= plant.end + margin;
    let mut others = events.iter().filter(near).filter(|event| event.planted.is_none());
    // A routine goes on while somebody else uses its account from elsewhere.
    let is_routine = plant.user.contains("svc-") || plant.user.contains("instance");
    assert!(!others.any(|event| same_entity(event) || !is_routine && *event.user == plant.user));
}

#[test]
fn planted_intrusions_are_spread_and_have_their_own_victims() {
    for (kind, _) in KINDS {
        let log = log_of(kind, 7, 100_000);
        let planted = log.planted();
        assert!(planted.windows(2).all(|pair| pair[1].begin - pair[0].begin > 86_400 * NANOS));
        let users: BTreeSet<&str> = planted.iter().map(|plant| plant.user.as_str()).collect();
        assert_eq!(users.len(), planted.len());
    }
}

#[test]
fn intrusions_can_be_left_out() {
    for (kind, _) in KINDS {
        let mut log = kind.log(Options { events: 3_000, intrusions: Some(0), ..Options::default() });
        assert!(log.planted().is_empty());
        assert!(log.all(|event| event.planted.is_none()));
    }
}

#[test]
fn intrusions_can_be_fewer_and_more() {
    for (kind, world) in KINDS {
        for (wanted, events) in [(5, 20_000), (40, 60_000), (300, 100_000)] {
            let log = kind.log(Options { events, intrusions: Some(wanted), ..Options::default() });
            let planted = log.planted().to_vec();
            assert!(planted.len() <= wanted && planted.len() >= wanted * 9 / 10, "{}", planted.len());
            assert!(planted.is_sorted_by_key(|plant| plant.begin));
            let mut names: BTreeMap<&str, usize> = BTreeMap::new();
            planted.iter().for_each(|plant| *names.entry(plant.name).or_default() += 1);
            assert_eq!(names.len(), wanted.min(world.plots.len()));
            let events: Vec<Event> = log.collect();
            for (number, plant) in (0..).zip(&planted) {
                stands_alone(number, plant, &events);
            }
        }
    }
}

#[test]
fn the_order_of_the_intrusions_follows_from_the_seed() {
    let names = |seed| {
        let log = log_of(Kind::Windows, seed, 20_000);
        log.planted().iter().map(|plant| plant.name).collect::<Vec<_>>()
    };
    assert_ne!(names(1), names(2));
}
