//! Tests of what is planted.

use std::collections::BTreeSet;

use super::super::calendar::NANOS;
use super::super::office365::WORLD;
use super::super::{Event, Generator, Options};
use super::log;

#[test]
fn planted_commands_are_normal_commands() {
    for (seed, events) in [(1, 3_000), (6, 1_000), (2, 20_000), (3, 20_000), (4, 20_000), (5, 100_000)] {
        let log = log(seed, events);
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

#[test]
fn planted_sessions_stand_alone() {
    for seed in 1..6 {
        let log = log(seed, 30_000);
        let planted = log.planted().to_vec();
        assert_eq!(planted.len(), WORLD.plots.len());
        let events: Vec<Event> = log.collect();
        for (number, plant) in (0..).zip(&planted) {
            let own: Vec<&Event> = events.iter().filter(|event| event.planted == Some(number)).collect();
            let commands: Vec<&str> = own.iter().map(|event| event.command).collect();
            assert_eq!(commands, plant.commands);
            assert!(own.iter().all(|event| *event.user == plant.user && event.client_ip == plant.client_ip));
            assert_eq!((own[0].time, own[own.len() - 1].time), (plant.begin, plant.end));
            assert!(plant.end - plant.begin < 20 * 60 * NANOS);
            assert!(own.windows(2).all(|pair| pair[1].time - pair[0].time < 120 * NANOS));
            let margin = 21 * 60 * NANOS;
            let near =
                |event: &&Event| plant.begin - margin <= event.time && event.time <= plant.end + margin;
            let others = events.iter().filter(near).filter(|event| event.planted.is_none());
            assert_eq!(others.filter(|event| *event.user == plant.user).count(), 0, "{}", plant.name);
        }
    }
}

#[test]
fn planted_intrusions_are_spread_and_have_their_own_victims() {
    let log = log(7, 100_000);
    let planted = log.planted();
    assert!(planted.windows(2).all(|pair| pair[1].begin - pair[0].begin > 86_400 * NANOS));
    let users: BTreeSet<&str> = planted.iter().map(|plant| plant.user.as_str()).collect();
    assert_eq!(users.len(), planted.len());
}

#[test]
fn intrusions_can_be_left_out() {
    let options = Options { events: 3_000, intrusions: false, ..Options::default() };
    let mut log = Generator::office365(options);
    assert!(log.planted().is_empty());
    assert!(log.all(|event| event.planted.is_none()));
}
