//! `oddwalk ignore`: what a file of what is known would hide.

use anyhow::Result;
use oddwalk::core::IgnoreDepth;
use oddwalk::report::write_ignore_preview;

use super::job::Job;
use super::{exit, findings, triage};
use crate::Exit;
use crate::args::IgnoreArgs;
use crate::options::{known, scoring};
use crate::output::to_stdout;
use crate::talk::{self, Talk};

pub(crate) fn run(args: &IgnoreArgs, talk: Talk) -> Result<Exit> {
    let IgnoreArgs { preview, explain, logs, model, order, score } = args;
    let scoring = scoring(score, order, model.is_some())?;
    let file = known(preview, scoring.method)?;
    let job = Job::of_logs(logs, model.as_deref())?;
    let scored = job.score(job.read(talk)?, scoring, talk)?;
    let depth = IgnoreDepth { shown: 0, rank: *explain };
    let previews = findings::rank(&job, &scored).ignore_previews(&file, triage::last(&scored), depth);
    to_stdout(|out| write_ignore_preview(&file, &previews, talk::width(), out))?;
    Ok(exit(&scored.qualities(&job), job.input.max_rejected))
}
