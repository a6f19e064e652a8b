//! The answer key as a table for machines.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::calendar::{NANOS, push_iso};
use super::event::Planted;

/// Writes what is planted as NDJSON, one intrusion a line, in the given order.
///
/// `entity` and `begin` are those of the session that the log's recipe gives,
/// as findings have them; `user`, `origin` and `client` are the log's own.
///
/// # Errors
///
/// Gives back whatever error `out` gives.
pub fn write_labels(mut out: impl Write, planted: &[Planted]) -> io::Result<()> {
    for intrusion in planted {
        serde_json::to_writer(&mut out, &label(intrusion))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn label(planted: &Planted) -> Value {
    let entity: Map<String, Value> =
        planted.entity.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    json!({
        "name": planted.name,
        "story": planted.story,
        "entity": entity,
        "begin": time(planted.begin),
        "end": time(planted.end),
        "n_events": planted.commands.len(),
        "session": planted.commands,
        "user": planted.user,
        "origin": planted.origin,
        "client": planted.client,
    })
}

fn time(nanos: i64) -> String {
    let mut out = String::new();
    push_iso(&mut out, nanos.div_euclid(NANOS));
    out
}
