//! Real logs, which are no part of the project: what their recipes read of them. A test is left out where there are none.

use std::path::PathBuf;

use super::{counts, scan, scan_with_code};
use crate::support::Place;

/// A file or folder that is not of this project, or `None`, and says so, where this machine has none.
#[expect(clippy::print_stderr, reason = "a test that is left out has to say so")]
fn real(path: &str) -> Option<String> {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    let shared = std::env::var_os("ODDWALK_SHARED").map_or(beside, PathBuf::from);
    let path = shared.join("data").join(path);
    if path.exists() {
        return Some(path.display().to_string());
    }
    eprintln!("skipped: no real log {} (set ODDWALK_SHARED)", path.display());
    None
}

#[test]
fn an_export_of_exchange_has_its_sessions() {
    let Some(log) = real("office365/exchange_admin_demo.csv") else { return };
    let scanned = scan(&Place::new(), &[&log]);
    assert_eq!((scanned.findings.len(), counts(scanned.only())), (359, [1_334, 1_334, 0, 0]));
    assert!(scanned.forms()[0].ends_with(": office365-exchange sentinel"), "{:?}", scanned.forms());
    let missing: Vec<_> = scanned.only()["missing_identity"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["events"].as_u64())
        .collect();
    assert_eq!(missing, [Some(1_090), Some(1_270)]);
    assert_eq!(scan(&Place::new(), &[&log, "--no-normalise"]).findings.len(), 400);
}

#[test]
fn a_trail_has_its_calls_and_errors() {
    let Some(folder) = real("cloudtrail") else { return };
    let place = Place::new();
    let scanned = scan(&place, &[&folder]);
    let quality = scanned.only();
    assert_eq!((scanned.forms().len(), counts(quality)), (55, [2_900, 2_855, 0, 45]));
    let failed = scan(&place, &[&folder, "--all-records", "--where", "errorCode is not empty"]);
    assert_eq!(counts(failed.only())[1], 300);
}

#[test]
fn every_log_of_processes_is_recognised() {
    let Some(folder) = real("process") else { return };
    let place = Place::new();
    let scanned = scan_with_code(&place, &[&folder], 0);
    let forms: Vec<String> =
        scanned.forms().iter().map(|form| form.rsplit('/').next().unwrap().to_owned()).collect();
    assert_eq!(
        forms,
        [
            "auditd_raw.log: linux-process audit-log",
            "linux_auditd_execve.parquet: linux-process table",
            "sysmon.evtx: windows-process evtx-sysmon",
            "windows_4688.csv: windows-process sentinel",
            "windows_4688_sentinel.parquet: windows-process sentinel",
        ]
    );
    let events = |name: &str| {
        let files = scanned.qualities.iter().flat_map(|quality| quality["files"].as_array().unwrap());
        let file = files.into_iter().find(|file| file["file"].as_str().unwrap().ends_with(name));
        file.unwrap()["events"].as_u64().unwrap()
    };
    assert_eq!((events("sysmon.evtx"), events("auditd_raw.log")), (227, 146));
    assert_eq!(
        (events("4688.csv"), events("4688_sentinel.parquet"), events("execve.parquet")),
        (363, 1_000, 1_000)
    );
}
