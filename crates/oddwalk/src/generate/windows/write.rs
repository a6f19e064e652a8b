//! Writes process creations as rows of Sentinel's table `SecurityEvent`.

use std::io::{self, Write};

use super::super::calendar::{NANOS, push_iso};
use super::super::event::Event;
use super::paths::path;

/// Names of the columns, as Microsoft Sentinel exports them.
pub const WINDOWS_COLUMNS: [&str; 13] = [
    "TimeGenerated",
    "EventID",
    "Computer",
    "Account",
    "SubjectUserName",
    "SubjectDomainName",
    "SubjectLogonId",
    "NewProcessId",
    "NewProcessName",
    "ParentProcessName",
    "TokenElevationType",
    "MandatoryLabel",
    "CommandLine",
];

/// Writes `events` as CSV with a line of column names and returns how many
/// were written.
///
/// # Errors
///
/// Gives back whatever error `out` gives.
pub fn write_windows(out: impl Write, events: impl IntoIterator<Item = Event>) -> io::Result<u64> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(WINDOWS_COLUMNS)?;
    let mut count = 0;
    for event in events {
        table.write_record(row(&event))?;
        count += 1;
    }
    table.flush()?;
    Ok(count)
}

fn row(event: &Event) -> [String; WINDOWS_COLUMNS.len()] {
    let (domain, name) = event.user.split_once('\\').unwrap_or(("", &event.user));
    let given = |name| event.parameters.iter().find(|parameter| parameter.name == name);
    let value = |name| given(name).map_or("", |parameter| parameter.value.as_ref());
    let program = path(event.command, name);
    let (elevation, label) = token(value("level"), name);
    let mut time = String::new();
    push_iso(&mut time, event.time.div_euclid(NANOS));
    let line = match value("line") {
        "" => format!("\"{program}\""),
        line => format!("\"{program}\" {line}"),
    };
    [
        time,
        "4688".to_owned(),
        event.origin.clone(),
        event.user.to_string(),
        name.to_owned(),
        domain.to_owned(),
        event.client.clone(),
        process_id(event.number),
        program,
        path(value("parent"), name),
        elevation.to_owned(),
        label.to_owned(),
        line,
    ]
}

/// Process numbers are multiples of four.
fn process_id(number: u64) -> String {
    format!("0x{:x}", 4 * (300 + number % 16_000))
}

/// Kind of token and integrity. Who has an administrator's account runs with
/// half of it until asked.
fn token(level: &str, name: &str) -> (&'static str, &'static str) {
    let usual = if name.starts_with("adm-") { "%%1938" } else { "%%1936" };
    match level {
        "low" => (usual, "S-1-16-4096"),
        "high" => ("%%1937", "S-1-16-12288"),
        "system" => ("%%1936", "S-1-16-16384"),
        _ => (usual, "S-1-16-8192"),
    }
}
