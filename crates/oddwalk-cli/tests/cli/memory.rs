//! A memory limit changes no byte of any output.

use std::fmt::Write as _;

use crate::support::{COLUMNS, Outcome, Place, without_command_line};

/// Beyond what the program itself takes there is no room for this log, by either method.
const EVENTS: u32 = 300_000;

/// Users who do one thing after the other in bursts, each with commands of their own.
fn log() -> String {
    let mut state = 7_u32;
    let mut next = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    let (mut text, mut time, mut user) = ("t,u,c,p\n".to_owned(), 1_621_371_600, 0);
    for event in 0..EVENTS {
        if event % 150 == 0 {
            (time, user) = (1_621_371_600 + next(4_000_000), next(400));
        }
        time += next(4);
        let (command, value) = ((user + next(1 + event % 9)) % 40, next(5));
        writeln!(text, "{time},user {user},do {command},\"{{\"\"p{}\"\":\"\"{value}\"\"}}\"", command % 3)
            .unwrap();
    }
    text
}

fn scan(place: &Place, options: &str, name: &str) -> Outcome {
    let outputs = format!("--out {name} --report {name}.html --save-model {name}.model");
    let outcome = place.run(&format!("scan log.csv {COLUMNS} {options} {outputs}"));
    assert_eq!(outcome.code, 0, "{options}: {}", outcome.err);
    outcome
}

fn what_was_said(outcome: &Outcome) -> Vec<&str> {
    let own = |line: &&str| ["report:", "findings:", "model:"].iter().any(|start| line.starts_with(start));
    let spilled = |line: &&str| line.contains("temporary files");
    outcome.err.lines().filter(|line| !own(line) && !spilled(line)).collect()
}

/// The least limit that does, in mebibytes, as messages tell it.
fn least(place: &Place, options: &str) -> u32 {
    let mut limit = 41;
    loop {
        let outcome =
            place.run(&format!("scan log.csv {COLUMNS} {options} --threads 3 --memory-limit {limit}MiB"));
        if outcome.code == 0 {
            return limit;
        }
        let (_, least) = outcome.err.rsplit_once("at least ").unwrap();
        let least: u32 = least.strip_suffix(" MiB\n").unwrap().parse().unwrap();
        assert!(least > limit, "{}", outcome.err);
        limit = least;
    }
}

/// Where what is learnt takes more than the events, the least that does may be enough for all.
fn same_within_a_limit(options: &str, must_spill: bool) {
    let place = Place::with(&[("log.csv", log().as_bytes())]);
    let least = least(&place, options);
    for (kind, threads) in [("ndjson", 1), ("csv", 3)] {
        let held = scan(&place, options, &format!("held.{kind}"));
        assert!(!held.err.contains("temporary files"), "{}", held.err);
        let name = format!("{least}.{kind}");
        let limited = format!("{options} --memory-limit {least}MiB --threads {threads}");
        let spilled = scan(&place, &limited, &name);
        let on_disk = spilled.err.contains("more than fits into memory");
        assert!(on_disk || !must_spill || threads == 1, "{}", spilled.err);
        assert_eq!(spilled.out, held.out);
        assert_eq!(what_was_said(&spilled), what_was_said(&held));
        assert_eq!(place.read(&format!("{name}.model")), place.read(&format!("held.{kind}.model")));
        let [found, expected] = [name.as_str(), &format!("held.{kind}")].map(|name| place.read(name));
        if kind == "ndjson" {
            assert!(without_command_line(&found) == without_command_line(&expected), "{limited}");
        } else {
            assert!(found == expected, "{limited} {kind}");
        }
    }
    let [held, spilled] = ["held.csv.html", &format!("{least}.csv.html")].map(|name| place.report(name));
    assert!(held.findings == spilled.findings && !held.findings.is_empty());
    for block in ["sessions", "parts", "groups", "filters"] {
        assert_eq!(held.page.get(block), spilled.page.get(block), "{block}");
    }
}

#[test]
fn the_method_msticpy() {
    same_within_a_limit("--method msticpy", true);
}

#[test]
fn the_method_oddwalk() {
    same_within_a_limit("", false);
}

#[test]
fn the_method_oddwalk_with_parameters() {
    same_within_a_limit("--parameters p", true);
}

#[test]
fn a_limit_that_is_too_small_leaves_nothing_behind() {
    let place = Place::with(&[("log.csv", log().as_bytes())]);
    let outcome = place.run(&format!("scan log.csv {COLUMNS} --memory-limit 20MiB --out f.csv"));
    assert_eq!(outcome.code, 3);
    assert!(outcome.err.contains("a memory limit of 20 MiB is too small for"), "{}", outcome.err);
    assert_eq!(place.names(), ["log.csv"]);
}

#[test]
fn no_room_for_temporary_files_names_the_way_out() {
    let place = Place::with(&[("log.csv", log().as_bytes())]);
    let outcome = place.run_with(
        &format!("scan log.csv {COLUMNS} --memory-limit 41MiB --method msticpy --threads 2"),
        &[("TMPDIR", "/nowhere")],
    );
    assert_eq!(outcome.code, 3, "{}", outcome.err);
    assert!(outcome.err.contains("/nowhere: ") && outcome.err.contains("TMPDIR"), "{}", outcome.err);
}

#[test]
fn what_makes_no_sense_with_a_limit() {
    let place = Place::with(&[("log.csv", b"t,u,c\n1,ann,a\n")]);
    for (options, what) in [
        ("--memory-limit 12apples", "12apples"),
        ("--memory-limit 1GiB --budget 5", "--budget"),
        ("--memory-limit 1GiB --leave-out actor", "--leave-out actor"),
    ] {
        let outcome = place.run(&format!("scan log.csv {COLUMNS} {options}"));
        assert_eq!(outcome.code, 2, "{}", outcome.err);
        assert!(outcome.err.contains(what), "{}", outcome.err);
    }
}

#[test]
fn the_environment_may_set_the_limit() {
    let place = Place::with(&[("log.csv", log().as_bytes())]);
    let outcome = place.run_with(
        &format!("scan log.csv {COLUMNS} --method msticpy --threads 2"),
        &[("ODDWALK_MEMORY_LIMIT", "41MiB")],
    );
    assert_eq!(outcome.code, 0);
    assert!(outcome.err.contains("more than fits into memory"), "{}", outcome.err);
}
