//! Provenance: what made a report, with everything that was in force.

use std::collections::BTreeSet;

use jiff::{Timestamp, Unit};
use oddwalk::InputHash;
use oddwalk::core::{LeaveOut, Model, ScoreOptions, SessionKind};
use oddwalk::logs::Input;
use oddwalk::report::Provenance;

use super::job::{Job, LogJob, Scored, SpilledScored};
use crate::words::{self, Stated, stated};

/// How the sessions of one log were scored.
pub(crate) struct ScoredBy<'a> {
    /// The number of the log.
    pub(crate) log: usize,
    pub(crate) model: &'a Model,
    pub(crate) options: ScoreOptions,
    /// `None` where the method is `msticpy`.
    pub(crate) left_out: Option<LeaveOut>,
    pub(crate) notes: &'a [String],
}

impl<'a> From<&'a Scored> for ScoredBy<'a> {
    fn from(Scored { log, scan, notes }: &'a Scored) -> Self {
        Self { log: *log, model: &scan.model, options: scan.options, left_out: scan.left_out(), notes }
    }
}

impl<'a> From<&'a SpilledScored> for ScoredBy<'a> {
    fn from(SpilledScored { log, scan, notes }: &'a SpilledScored) -> Self {
        Self { log: *log, model: &scan.model, options: scan.options, left_out: scan.leave_out, notes }
    }
}

/// What made the findings.
pub(crate) fn of(job: &Job, scored: &[ScoredBy], command_line: String) -> Provenance {
    let mut options = job.input.stated.clone();
    let score = |by: &ScoredBy| words::score(by.options, by.model, by.left_out);
    options.extend(scored.first().map(score).unwrap_or_default());
    options.extend(job.model.iter().map(|path| stated("model", path.display().to_string())));
    for part in scored {
        let of_log = of_log(&job.logs[part.log], part);
        let recipe = job.recipe(part.log);
        let named = |(name, value): Stated| {
            if scored.len() > 1 { (format!("{recipe}: {name}"), value) } else { (name, value) }
        };
        options.push(stated("recipe", recipe));
        options.extend(of_log.into_iter().map(named));
    }
    new(&job.input.inputs, job.hashes(), options, command_line)
}

/// What was in force for one log.
fn of_log(job: &LogJob, scored: &ScoredBy) -> Vec<Stated> {
    let sessions = job.sessions.iter().flat_map(words::sessions);
    let learnt = job.baseline.iter().flat_map(|baseline| &baseline.about.inputs);
    let learnt = learnt.map(|input| stated("model learnt from", identified(&input.name, &input.sha256)));
    let notes = scored.notes.iter().map(|note| stated("note", note));
    let of_log = job.stated.iter().cloned().chain(sessions);
    of_log.chain(model(scored.model)).chain(learnt).chain(notes).collect()
}

/// The time to say that a report was made at. The only place where the clock is looked at.
pub(crate) fn now() -> Option<String> {
    Timestamp::now().round(Unit::Second).ok().map(|now| now.to_string())
}

pub(crate) fn new(
    inputs: &[Input],
    hashes: &BTreeSet<InputHash>,
    options: Vec<Stated>,
    command_line: String,
) -> Provenance {
    Provenance {
        command_line,
        version: concat!("oddwalk ", env!("CARGO_PKG_VERSION")).to_owned(),
        inputs: inputs.iter().map(|input| identity(&input.name(), hashes)).collect(),
        options,
    }
}

/// What counts.
pub(crate) fn model(model: &Model) -> Vec<Stated> {
    let kind = model.counts().kind();
    let values =
        (kind == SessionKind::Values).then(|| stated("modellable", words::modellable(model.modellable())));
    [stated("sessions of", kind.to_string())].into_iter().chain(values).collect()
}

fn identity(name: &str, hashes: &BTreeSet<InputHash>) -> String {
    let known = hashes.iter().find(|hash| hash.name == name);
    known.map_or_else(|| name.to_owned(), |hash| identified(name, &hash.sha256))
}

fn identified(name: &str, sha256: &str) -> String {
    format!("{name}  sha256 {sha256}")
}
