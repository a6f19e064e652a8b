//! What became of the events, in one line.

use oddwalk::report::counted;
use oddwalk::{Scan, Sessionized};

/// The sessions that were scored.
pub(crate) fn scanned<'a>(scans: impl Iterator<Item = &'a Scan> + Clone) -> String {
    let all = || scans.clone().flat_map(|scan| &scan.scores);
    let unscored = all().filter(|score| !score.is_scored()).count() as u64;
    let commands = scans.clone().map(|scan| scan.sessionized.log.commands().len() as u64).sum();
    let sessionized = scans.map(|scan| &scan.sessionized);
    let mut parts = vec![sessions(sessionized.clone()), counted(commands, "command", "commands")];
    if unscored > 0 {
        parts
            .push(format!("{} too short for a window, not scored", counted(unscored, "session", "sessions")));
    }
    parts.extend(left_out(sessionized));
    parts.join(" · ")
}

/// The sessions that were cut.
pub(crate) fn sessionized<'a>(all: impl Iterator<Item = &'a Sessionized> + Clone) -> String {
    let mut parts = vec![sessions(all.clone())];
    parts.extend(left_out(all));
    parts.join(" · ")
}

fn sessions<'a>(all: impl Iterator<Item = &'a Sessionized> + Clone) -> String {
    let sessions = all.clone().map(|one| one.sessions.len() as u64).sum();
    let entities = all.map(|one| one.log.entities().len() as u64).sum();
    format!("{} of {}", counted(sessions, "session", "sessions"), counted(entities, "entity", "entities"))
}

fn left_out<'a>(all: impl Iterator<Item = &'a Sessionized> + Clone) -> Vec<String> {
    let short = all.clone().map(|one| one.sessions.sessions_too_short()).sum();
    let nobody = all.map(|one| one.sessions.events_without_identity()).sum();
    let mut parts = Vec::new();
    if short > 0 {
        parts.push(format!("{} left out by --min-events", counted(short, "session", "sessions")));
    }
    if nobody > 0 {
        parts.push(format!("{} without identity dropped", counted(nobody, "event", "events")));
    }
    parts
}
