//! An interrupt ends the command with 130 and leaves no file that is not whole.
#![cfg(target_os = "linux")]

use std::fmt::Write as _;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::{COLUMNS, Place};

fn start(place: &Place, words: &str, stdin: Stdio) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oddwalk"));
    command.args(words.split(' ')).current_dir(place.folder());
    command.stdin(stdin).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

fn wait_until(child: &mut Child, what: &str, is_so: impl Fn(&Child) -> bool) {
    let begin = Instant::now();
    while !is_so(child) {
        assert_eq!(child.try_wait().unwrap(), None, "it ended before {what}");
        assert!(begin.elapsed() < Duration::from_secs(60), "{what}");
        sleep(Duration::from_millis(1));
    }
}

/// Whether the process has a handler of its own for interrupts.
fn catches_interrupts(child: &Child) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
    caught.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 0b10 != 0)
}

#[test]
fn while_an_output_is_written() {
    let mut log = "t,u,c\n".to_owned();
    for row in 0..30_000 {
        writeln!(log, "{},user{},command{}", 1_621_371_600 + row * 7, row % 20_000, row % 300).unwrap();
    }
    let place = Place::with(&[("log.csv", log.as_bytes())]);
    for (name, kind) in [("f.ndjson", "-INT"), ("f.csv", "-TERM"), ("f.parquet", "-INT")] {
        let mut child = start(&place, &format!("scan log.csv {COLUMNS} --out {name}"), Stdio::null());
        wait_until(&mut child, "the output begins", |_| {
            place.names().iter().any(|name| name.starts_with(".oddwalk-"))
        });
        signal(&child, kind);
        assert_eq!(child.wait().unwrap().code(), Some(130), "{name}");
        assert_eq!(place.names(), ["log.csv"], "{name}");
    }
}

#[test]
fn while_waiting_for_input() {
    for kind in ["-INT", "-TERM"] {
        let place = Place::new();
        let mut child = start(&place, &format!("scan - {COLUMNS} --out f.ndjson"), Stdio::piped());
        wait_until(&mut child, "it listens", catches_interrupts);
        // Waiting closes it, and the end of the input is no interrupt.
        let stdin = child.stdin.take();
        signal(&child, kind);
        assert_eq!(child.wait().unwrap().code(), Some(130));
        drop(stdin);
        assert_eq!(place.names(), Vec::<String>::new());
    }
}
