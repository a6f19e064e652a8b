//! `oddwalk scan`: from logs to findings.

use anyhow::Result;

use super::findings::{self, Asked};
use super::job::Job;
use crate::Exit;
use crate::args::ScanArgs;
use crate::options::{memory_limit, scoring};
use crate::talk::Talk;

pub(crate) fn run(args: &ScanArgs, talk: Talk, command_line: String) -> Result<Exit> {
    let ScanArgs { logs, baseline, score, output, memory } = args;
    let scoring = scoring(score, &baseline.order, baseline.model.is_some())?.until(baseline)?;
    let limit = memory_limit(memory, &scoring, output)?;
    let job = Job::of_logs(logs, baseline.model.as_deref())?;
    findings::run(&job, scoring, &Asked { output, baseline }, limit, command_line, talk)
}
