//! An interrupt ends the command with 130 and leaves no file that is not whole.
#![cfg(target_os = "linux")]

use std::fmt::Write as _;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::{COLUMNS, Place};

/// How often a race may be lost.
const TRIES: usize = 20;

fn start(place: &Place, words: &str, stdin: Stdio) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oddwalk"));
    command.args(words.split(' ')).current_dir(place.folder());
    command.stdin(stdin).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// Waits until it is so; false if the process ends before.
fn wait_until(child: &mut Child, what: &str, is_so: impl Fn(&Child) -> bool) -> bool {
    let begin = Instant::now();
    while !is_so(child) {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        assert!(begin.elapsed() < Duration::from_secs(60), "{what}");
        sleep(Duration::from_millis(1));
    }
    true
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
        // On a busy machine the file may be whole before the signal comes.
        let interrupted = (0..TRIES).any(|_| {
            let _ = std::fs::remove_file(place.path(name));
            interrupted_while_writing(&place, name, kind)
        });
        assert!(interrupted, "{name}: it was never interrupted while it wrote");
        assert_eq!(place.names(), ["log.csv"], "{name}");
    }
}

/// Whether the signal came before the output was whole.
fn interrupted_while_writing(place: &Place, name: &str, kind: &str) -> bool {
    let mut child = start(place, &format!("scan log.csv {COLUMNS} --out {name}"), Stdio::null());
    let is_begun = |_: &Child| place.names().iter().any(|name| name.starts_with(".oddwalk-"));
    if wait_until(&mut child, "the output begins", is_begun) {
        signal(&child, kind);
    }
    match child.wait().unwrap().code() {
        Some(130) => !place.path(name).exists(),
        code => {
            assert_eq!(code, Some(0), "{name}");
            false
        }
    }
}

#[test]
fn while_waiting_for_input() {
    for kind in ["-INT", "-TERM"] {
        let place = Place::new();
        let mut child = start(&place, &format!("scan - {COLUMNS} --out f.ndjson"), Stdio::piped());
        assert!(wait_until(&mut child, "it listens", catches_interrupts));
        // Waiting closes it, and the end of the input is no interrupt.
        let stdin = child.stdin.take();
        signal(&child, kind);
        assert_eq!(child.wait().unwrap().code(), Some(130));
        drop(stdin);
        assert_eq!(place.names(), Vec::<String>::new());
    }
}
