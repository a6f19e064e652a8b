//! Tests of what is particular to a kind of log.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::super::calendar::NANOS;
use super::super::{Event, Kind, Options, write_cloudtrail_records};
use super::{KINDS, bytes, log_of};

#[test]
fn same_options_give_same_bytes_and_other_seeds_others() {
    for (kind, _) in KINDS {
        let text = |seed| bytes(kind, log_of(kind, seed, 3_000));
        assert_eq!(text(3), text(3));
        assert_ne!(text(3), text(4));
    }
}

#[test]
fn count_is_reached_and_hardly_exceeded() {
    for (kind, _) in KINDS {
        for (seed, events) in [(1, 5_000), (2, 20_000), (3, 100_000)] {
            let count = log_of(kind, seed, events).count() as u64;
            assert!(count >= events && count <= events + events / 50 + 800, "{count} of {events}");
        }
    }
}

#[test]
fn events_are_in_time_order() {
    for (kind, _) in KINDS {
        assert!(log_of(kind, 5, 20_000).is_sorted_by_key(|event| event.time));
    }
}

/// Events of one entity without a gap above two minutes, in at most twenty.
fn session_lengths(events: &[Event]) -> Vec<usize> {
    let mut open: BTreeMap<(&str, &str, &str), (i64, i64, usize)> = BTreeMap::new();
    let mut lengths = Vec::new();
    for event in events {
        let second = event.time / NANOS;
        let entity = (&*event.user, event.origin.as_str(), event.client.as_str());
        let session = open.entry(entity).or_insert((second, second, 0));
        if second - session.1 > 120 || second - session.0 > 1_200 {
            lengths.push(session.2);
            *session = (second, second, 0);
        }
        *session = (session.0, second, session.2 + 1);
    }
    lengths.extend(open.values().map(|session| session.2));
    lengths
}

#[test]
fn sessions_are_mostly_short_with_a_long_tail() {
    for kind in [Kind::CloudTrail, Kind::Windows] {
        let lengths = session_lengths(&log_of(kind, 1, 60_000).collect::<Vec<_>>());
        let share =
            |least: usize| lengths.iter().filter(|&&length| length >= least).count() * 100 / lengths.len();
        assert!(share(4) < 75 && share(4) > 25, "{kind:?}: {}", share(4));
        assert!(share(12) > 2, "{kind:?}: {}", share(12));
    }
}

#[test]
fn a_mass_download_is_by_far_the_longest_session() {
    let options = Options { events: 60_000, ..Options::default() };
    let planted = Kind::CloudTrail.log(options).planted().to_vec();
    let download = planted.iter().find(|plant| plant.name == "mass download").unwrap();
    let normal: Vec<Event> = Kind::CloudTrail.log(Options { intrusions: Some(0), ..options }).collect();
    let longest = session_lengths(&normal).into_iter().max().unwrap();
    assert!(download.commands.len() > 2 * longest, "{longest}");
}

#[test]
fn routines_act_day_and_night_and_people_by_day() {
    for kind in [Kind::CloudTrail, Kind::Windows] {
        let mut hours: BTreeMap<i64, usize> = BTreeMap::new();
        let mut all = 0;
        for event in log_of(kind, 2, 40_000) {
            *hours.entry(event.time / NANOS / 3_600 % 24).or_default() += 1;
            all += 1;
        }
        assert!(hours.values().all(|&count| count * 100 > all / 2), "{hours:?}");
        assert!(hours[&9] > 2 * hours[&21], "{hours:?}");
    }
}

#[test]
fn commands_are_many_and_some_are_rare() {
    for (kind, least) in [(Kind::CloudTrail, 190), (Kind::Windows, 110)] {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        log_of(kind, 1, 50_000).for_each(|event| *counts.entry(event.command).or_default() += 1);
        assert!(counts.len() > least, "{kind:?}: {}", counts.len());
        assert!(counts.values().filter(|&&count| count < 50).count() > 10);
    }
}

#[test]
fn no_placeholders_are_left() {
    for kind in [Kind::CloudTrail, Kind::Windows] {
        for event in log_of(kind, 1, 60_000) {
            for parameter in &event.parameters {
                assert!(!parameter.value.contains(['<', '>']), "{} {parameter:?}", event.command);
            }
            let parent = event.parameters.iter().any(|parameter| parameter.name == "parent");
            assert!(parent || kind == Kind::CloudTrail, "{}", event.command);
        }
    }
}

#[test]
fn records_in_one_file_are_those_of_the_lines() {
    let lines = bytes(Kind::CloudTrail, log_of(Kind::CloudTrail, 1, 2_000));
    let mut file = Vec::new();
    write_cloudtrail_records(&mut file, log_of(Kind::CloudTrail, 1, 2_000)).unwrap();
    let file: Value = serde_json::from_slice(&file).unwrap();
    let lines: Vec<Value> =
        lines.split(|&byte| byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    assert_eq!(file["Records"].as_array().unwrap(), &lines);
    assert!(lines.len() >= 2_000);
}

#[test]
fn records_have_their_own_identifiers_and_known_identities() {
    let lines = bytes(Kind::CloudTrail, log_of(Kind::CloudTrail, 1, 5_000));
    let mut ids = BTreeSet::new();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for line in lines.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
        let record: Value = serde_json::from_slice(line).unwrap();
        assert!(ids.insert(record["eventID"].as_str().unwrap().to_owned()));
        let identity = &record["userIdentity"];
        *kinds.entry(identity["type"].as_str().unwrap().to_owned()).or_default() += 1;
        if identity["type"] == "AssumedRole" {
            let issuer = &identity["sessionContext"]["sessionIssuer"];
            let (id, _) = identity["principalId"].as_str().unwrap().split_once(':').unwrap();
            assert_eq!(issuer["principalId"], id);
            assert!(issuer["arn"].as_str().unwrap().contains(":role/"));
        }
    }
    assert_eq!(kinds.keys().collect::<Vec<_>>(), ["AWSService", "AssumedRole", "IAMUser"]);
}
