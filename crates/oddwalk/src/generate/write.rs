//! Writes a generated log as a table.

use std::io::{self, Write};

use super::calendar::{self, NANOS};
use super::event::{Event, Parameter};

/// Names of the columns, as Microsoft Sentinel exports them.
pub const COLUMNS: [&str; 5] = ["TimeGenerated", "UserId", "ClientIP", "Operation", "Parameters"];

/// Writes `events` as CSV with a line of column names and returns how many
/// events were written.
///
/// Times are UTC, `2024-03-04T08:15:30Z`; parameters are a JSON list of
/// `{"Name": .., "Value": ..}`; an unknown user or address is an empty cell.
///
/// # Errors
///
/// Gives back whatever error `out` gives.
pub fn write_csv<W: Write>(out: W, events: impl IntoIterator<Item = Event>) -> io::Result<u64> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(COLUMNS)?;
    let mut time = String::new();
    let mut json = Vec::new();
    let mut count = 0;
    for event in events {
        time.clear();
        calendar::push_iso(&mut time, event.time.div_euclid(NANOS));
        json.clear();
        push_parameters(&mut json, &event.parameters)?;
        table.write_record([
            time.as_bytes(),
            event.user.as_bytes(),
            event.origin.as_bytes(),
            event.command.as_bytes(),
            &json,
        ])?;
        count += 1;
    }
    table.flush()?;
    Ok(count)
}

/// Appends parameters as a JSON list of names and values.
fn push_parameters(out: &mut Vec<u8>, parameters: &[Parameter]) -> io::Result<()> {
    out.push(b'[');
    for (index, parameter) in parameters.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        out.extend_from_slice(b"{\"Name\":");
        serde_json::to_writer(&mut *out, parameter.name)?;
        out.extend_from_slice(b",\"Value\":");
        serde_json::to_writer(&mut *out, parameter.value.as_ref())?;
        out.push(b'}');
    }
    out.push(b']');
    Ok(())
}
