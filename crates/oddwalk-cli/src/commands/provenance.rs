//! Provenance: what made a report, with everything that was in force.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::{Timestamp, Unit};
use oddwalk::core::{Model, SessionKind};
use oddwalk::logs::Input;
use oddwalk::report::Provenance;
use oddwalk::{Baseline, InputHash};

use super::job::{Job, Scored, TableOptions};
use crate::words::{self, Stated, stated};

/// What made the findings.
pub(crate) fn of(job: &Job, scored: &Scored, command_line: String) -> Provenance {
    let Scored { scan, notes } = scored;
    let mut options = job.input.stated.clone();
    match &job.table {
        TableOptions::Events(columns, sessions) => {
            options.extend(words::columns(columns));
            options.extend(words::sessions(sessions));
        }
        TableOptions::Sessions(columns) => options.extend(columns.iter().cloned()),
    }
    options.extend(words::score(&scan.options));
    options.extend(model(&scan.model));
    if let Some((path, baseline)) = job.model.as_deref().zip(job.baseline.as_ref()) {
        options.extend(origin(path, baseline));
    }
    options.extend(notes.iter().map(|note| stated("note", note)));
    new(&job.input.inputs, job.hashes(), options, command_line)
}

/// The only place where the clock is looked at.
pub(crate) fn new(
    inputs: &[Input],
    hashes: &BTreeSet<InputHash>,
    options: Vec<Stated>,
    command_line: String,
) -> Provenance {
    let now = Timestamp::now().round(Unit::Second).ok();
    Provenance {
        command_line,
        version: concat!("oddwalk ", env!("CARGO_PKG_VERSION")).to_owned(),
        made_at: now.map(|now| now.to_string()),
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

/// Where the model comes from that was not learnt from the inputs.
fn origin(path: &Path, baseline: &Baseline) -> Vec<Stated> {
    let inputs = baseline.about.inputs.iter();
    let learnt = inputs.map(|input| stated("model learnt from", identified(&input.name, &input.sha256)));
    [stated("model", path.display().to_string())].into_iter().chain(learnt).collect()
}

fn identity(name: &str, hashes: &BTreeSet<InputHash>) -> String {
    let known = hashes.iter().find(|hash| hash.name == name);
    known.map_or_else(|| name.to_owned(), |hash| identified(name, &hash.sha256))
}

fn identified(name: &str, sha256: &str) -> String {
    format!("{name}  sha256 {sha256}")
}
