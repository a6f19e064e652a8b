//! What became of the events, in one line.

use oddwalk::report::counted;
use oddwalk::{Scan, Sessionized};

/// The sessions that were scored.
pub(crate) fn scanned(scan: &Scan) -> String {
    let unscored = scan.scores.iter().filter(|score| !score.is_scored()).count() as u64;
    let commands = scan.sessionized.log.commands().len() as u64;
    let mut parts = vec![sessions(&scan.sessionized), counted(commands, "command", "commands")];
    if unscored > 0 {
        parts
            .push(format!("{} too short for a window, not scored", counted(unscored, "session", "sessions")));
    }
    parts.extend(left_out(&scan.sessionized));
    parts.join(" · ")
}

/// The sessions that were cut.
pub(crate) fn sessionized(sessionized: &Sessionized) -> String {
    let mut parts = vec![sessions(sessionized)];
    parts.extend(left_out(sessionized));
    parts.join(" · ")
}

fn sessions(sessionized: &Sessionized) -> String {
    let sessions = counted(sessionized.sessions.len() as u64, "session", "sessions");
    format!("{sessions} of {}", counted(sessionized.log.entities().len() as u64, "entity", "entities"))
}

fn left_out(sessionized: &Sessionized) -> Vec<String> {
    let (short, nobody) =
        (sessionized.sessions.sessions_too_short(), sessionized.sessions.events_without_identity());
    let mut parts = Vec::new();
    if short > 0 {
        parts.push(format!("{} left out by --min-events", counted(short, "session", "sessions")));
    }
    if nobody > 0 {
        parts.push(format!("{} without identity dropped", counted(nobody, "event", "events")));
    }
    parts
}
