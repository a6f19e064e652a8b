//! `oddwalk score`: from a table of sessions to findings.

use anyhow::Result;

use super::findings::{self, Asked};
use super::job::Job;
use crate::Exit;
use crate::args::ScoreTableArgs;
use crate::options::scoring;
use crate::talk::Talk;

pub(crate) fn run(args: &ScoreTableArgs, talk: Talk, command_line: String) -> Result<Exit> {
    let ScoreTableArgs { input, columns, modellable, baseline, score, output } = args;
    let scoring = scoring(score, &baseline.order, baseline.model.is_some())?.until(baseline)?;
    let job = Job::of_sessions(input, columns, modellable, baseline.model.as_deref())?;
    findings::run(&job, scoring, &Asked { output, baseline }, None, command_line, talk)
}
