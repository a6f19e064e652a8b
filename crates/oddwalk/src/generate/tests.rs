//! Tests of the whole generator.

mod intrusions;
mod kinds;
mod readable;
mod tables;

use std::collections::{BTreeMap, BTreeSet};

use super::calendar::NANOS;
use super::dice::mix_text;
use super::world::World;
use super::{COLUMNS, Event, Generator, Kind, Options, cloudtrail, office365, windows, write_csv};

/// All kinds of logs with their tables.
const KINDS: [(Kind, &World); 3] = [
    (Kind::Office365, &office365::WORLD),
    (Kind::CloudTrail, &cloudtrail::WORLD),
    (Kind::Windows, &windows::WORLD),
];

fn log_of(kind: Kind, seed: u64, events: u64) -> Generator {
    kind.log(Options { seed, events, ..Options::default() })
}

fn bytes(kind: Kind, log: Generator) -> Vec<u8> {
    let mut out = Vec::new();
    kind.write(&mut out, log).unwrap();
    out
}

fn log(seed: u64, events: u64) -> Generator {
    Generator::office365(Options { seed, events, ..Options::default() })
}

fn csv_text(seed: u64, events: u64) -> String {
    let mut out = Vec::new();
    write_csv(&mut out, log(seed, events)).unwrap();
    String::from_utf8(out).unwrap()
}

/// The address without its port.
fn host(event: &Event) -> &str {
    event.origin.rsplit_once(':').map_or("", |(host, _)| host)
}

fn is_person(event: &Event) -> bool {
    event.user.contains('@') && !event.user.starts_with("svc-")
}

/// Lengths of sessions: one user and address, no gap above two minutes, at
/// most twenty minutes.
fn session_lengths(events: &[Event]) -> Vec<usize> {
    let mut open: BTreeMap<(&str, &str), (i64, i64, usize)> = BTreeMap::new();
    let mut lengths = Vec::new();
    for event in events {
        let second = event.time / NANOS;
        let session = open.entry((&event.user, host(event))).or_insert((second, second, 0));
        if second - session.1 > 120 || second - session.0 > 1_200 {
            lengths.push(session.2);
            *session = (second, second, 0);
        }
        session.1 = second;
        session.2 += 1;
    }
    lengths.extend(open.values().map(|session| session.2));
    lengths
}

#[test]
fn same_options_give_same_bytes() {
    assert_eq!(csv_text(3, 4_000), csv_text(3, 4_000));
}

/// Sum over the bytes of a small log.
const GOLDEN: u64 = 17_534_523_203_301_419_137;

/// Fails when the output changes at all. After a wanted change of tables or
/// machinery, put the new number above.
#[test]
fn bytes_are_the_same_on_every_machine() {
    assert_eq!(mix_text(&csv_text(1, 2_000)), GOLDEN);
}

#[test]
fn seeds_differ() {
    let (left, right) = (csv_text(1, 2_000), csv_text(2, 2_000));
    let left: BTreeSet<&str> = left.lines().collect();
    let common = right.lines().filter(|line| left.contains(line)).count();
    assert!(common < 50, "{common} lines in common");
}

#[test]
fn count_is_reached_and_hardly_exceeded() {
    for (seed, events) in [(1, 5_000), (2, 20_000), (3, 100_000), (4, 300_000)] {
        let count = log(seed, events).count() as u64;
        assert!(count >= events, "{count} of {events}");
        assert!(count <= events + events / 50 + 300, "{count} of {events}");
    }
    assert!(log(1, 0).count() > 50, "even an empty wish holds the intrusions");
}

#[test]
fn events_are_in_time_order() {
    let seconds: Vec<i64> = log(5, 30_000).map(|event| event.time).collect();
    assert!(seconds.is_sorted());
    let days = (seconds[seconds.len() - 1] - seconds[0]) / (86_400 * NANOS);
    assert!(days >= log(5, 30_000).days() - 2);
    let ties = seconds.windows(2).filter(|pair| pair[0] == pair[1]).count();
    assert!(ties > 1_000, "whole seconds make ties");
}

#[test]
fn people_keep_office_hours() {
    let log = log(1, 50_000);
    let offsets = log.planner.offsets();
    let (mut inside, mut weekend, mut all) = (0, 0, 0);
    for event in log.filter(|event| is_person(event) && event.planted.is_none()) {
        let local = event.time / NANOS + offsets[&*event.user] * 60;
        let hour = local.rem_euclid(86_400) / 3_600;
        all += 1;
        inside += u32::from((7..19).contains(&hour));
        weekend += u32::from(super::calendar::is_weekend(local.div_euclid(86_400)));
    }
    assert!(inside * 100 > all * 90, "{inside} of {all}");
    assert!(weekend * 100 < all * 8, "{weekend} of {all}");
}

#[test]
fn users_and_addresses_are_sometimes_empty() {
    let events: Vec<Event> = log(1, 20_000).collect();
    assert!(events.iter().any(|event| event.user.is_empty() && event.origin.is_empty()));
    assert!(events.iter().any(|event| !event.user.is_empty() && event.origin.is_empty()));
    assert!(events.iter().any(|event| event.origin.starts_with("[2001:db8:")));
}

#[test]
fn sessions_are_mostly_short_with_a_long_tail() {
    let events: Vec<Event> = log(1, 100_000).collect();
    let lengths = session_lengths(&events);
    let short = lengths.iter().filter(|&&length| length <= 3).count();
    assert!(short * 100 > lengths.len() * 45, "{short} of {}", lengths.len());
    assert!(lengths.iter().filter(|&&length| length > 100).count() >= 20);
}

#[test]
fn about_a_day_is_held_in_memory() {
    let mut log = log(1, 200_000);
    let mut most = 0;
    while log.next().is_some() {
        most = most.max(log.beats.len());
    }
    assert!(most < 14_000, "{most}");
}

#[test]
fn csv_can_be_read_back() {
    let text = csv_text(1, 3_000);
    let mut table = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(table.headers().unwrap().iter().collect::<Vec<_>>(), COLUMNS);
    let mut count = 0;
    for (record, event) in table.records().zip(log(1, 3_000)) {
        let record = record.unwrap();
        assert!(record[0].ends_with('Z') && record[0].len() == 20);
        assert_eq!((&record[1], &record[2], &record[3]), (&*event.user, &*event.origin, event.command));
        let parameters: serde_json::Value = serde_json::from_str(&record[4]).unwrap();
        assert_eq!(parameters[0]["Name"], event.parameters[0].name);
        assert_eq!(parameters[0]["Value"], *event.parameters[0].value);
        count += 1;
    }
    assert!(count >= 3_000);
}
