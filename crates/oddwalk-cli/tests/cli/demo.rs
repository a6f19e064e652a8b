//! `oddwalk demo`: logs and labels for measurements.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::Place;

fn objects(text: &[u8]) -> Vec<Value> {
    text.split(|&byte| byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect()
}

/// What a script joins by.
fn key(line: &Value) -> (String, String) {
    (line["entity"].to_string(), line["begin"].to_string())
}

#[test]
fn labels_join_with_findings_by_entity_and_begin() {
    for (log, file) in [("office365", "o.csv"), ("cloudtrail", "c.ndjson"), ("windows", "w.csv")] {
        let place = Place::new();
        let made = place.run(&format!(
            "demo --log {log} --events 6000 --intrusions 12 --only-log {file} --labels labels.ndjson"
        ));
        assert_eq!((made.code, made.out.as_str()), (0, ""), "{}", made.err);
        assert_eq!(place.names().len(), 2);
        let scanned = place.run(&format!("scan {file} --out found.ndjson"));
        assert_eq!(scanned.code, 0, "{}", scanned.err);
        let found: BTreeSet<_> = objects(&place.read("found.ndjson")).iter().map(key).collect();
        let labels = objects(&place.read("labels.ndjson"));
        assert_eq!(labels.len(), 12);
        for label in &labels {
            assert!(found.contains(&key(label)), "{label}");
        }
    }
}

#[test]
fn none_can_be_planted_and_labels_need_a_log() {
    let place = Place::new();
    let none = place.run("demo --events 3000 --intrusions 0 --only-log o.csv --labels labels.ndjson");
    assert_eq!((none.code, place.read("labels.ndjson").len()), (0, 0), "{}", none.err);
    assert_eq!(place.run("demo --labels labels.ndjson").code, 2);
    assert_eq!(place.run("demo --only-log a.ndjson --labels a.ndjson").code, 2);
}

#[test]
fn other_kinds_are_scanned_by_their_recipes() {
    for (log, words) in [("cloudtrail", "9 intrusions are planted"), ("windows", "8 intrusions are planted")]
    {
        let place = Place::new();
        let shown = place.run(&format!("demo --log {log} --events 6000 --folder d"));
        assert_eq!(shown.code, 0, "{}", shown.err);
        assert!(shown.out.contains(words), "{}", shown.out);
        assert!(!shown.out.contains("  none  "), "{}", shown.out);
    }
}

/// The ranks that a list shows, those of groups among them.
fn ranks(list: &str) -> BTreeSet<usize> {
    let own = list.lines().filter_map(|line| line.get(..4)?.trim().parse().ok());
    let words = list.split_whitespace().collect::<Vec<_>>().join(" ");
    let groups =
        words.split("(rank").skip(1).map(|group| group.trim_start_matches('s').split(';').next().unwrap());
    let runs = groups.flat_map(|ranks| ranks.split(", ")).flat_map(|run| {
        let ends: Vec<usize> = run.split('–').map(|end| end.trim().parse().unwrap()).collect();
        ends[0]..=*ends.last().unwrap()
    });
    own.chain(runs.collect::<Vec<_>>()).collect()
}

#[test]
fn groups_hide_no_rank() {
    let place = Place::new();
    assert_eq!(place.run("demo --events 20000 --only-log o.csv").code, 0);
    let list = |words: &str| place.run(&format!("scan o.csv --top 50 -q {words}")).out;
    let (grouped, each) = (list(""), list("--no-groups"));
    assert!(grouped.lines().count() < each.lines().count(), "{grouped}");
    assert!(grouped.contains(" more ") && !each.contains(" more like it"), "{each}");
    assert_eq!((ranks(&grouped), ranks(&each)), ((1..=50).collect(), (1..=50).collect()), "{grouped}");
}
