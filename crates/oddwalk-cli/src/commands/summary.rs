//! What became of the events, in one line.

use oddwalk::Facts;
use oddwalk::report::counted;

/// The sessions that were scored.
pub(crate) fn scanned(all: &[Facts]) -> String {
    let unscored = sum(all, |facts| facts.unscored);
    let commands = sum(all, |facts| facts.commands.len() as u64);
    let mut parts = vec![sessions(all), counted(commands, "command", "commands")];
    if unscored > 0 {
        parts
            .push(format!("{} too short for a window, not scored", counted(unscored, "session", "sessions")));
    }
    parts.extend(left_out(all));
    parts.join(" · ")
}

/// The sessions that were cut.
pub(crate) fn sessionized(all: &[Facts]) -> String {
    let mut parts = vec![sessions(all)];
    parts.extend(left_out(all));
    parts.join(" · ")
}

fn sum(all: &[Facts], number: impl Fn(&Facts) -> u64) -> u64 {
    all.iter().map(number).sum()
}

fn sessions(all: &[Facts]) -> String {
    let (sessions, entities) = (sum(all, |facts| facts.sessions), sum(all, |facts| facts.entities));
    format!("{} of {}", counted(sessions, "session", "sessions"), counted(entities, "entity", "entities"))
}

fn left_out(all: &[Facts]) -> Vec<String> {
    let (short, nobody) = (sum(all, |facts| facts.too_short), sum(all, |facts| facts.without_identity));
    let mut parts = Vec::new();
    if short > 0 {
        parts.push(format!("{} left out by --min-events", counted(short, "session", "sessions")));
    }
    if nobody > 0 {
        parts.push(format!("{} without identity dropped", counted(nobody, "event", "events")));
    }
    parts
}
