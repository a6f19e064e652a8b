//! `oddwalk scan`: from logs to findings.

use anyhow::Result;

use super::job::Job;
use super::{exit, findings};
use crate::Exit;
use crate::args::ScanArgs;
use crate::options::score_options;
use crate::talk::Talk;

pub(crate) fn run(args: &ScanArgs, talk: Talk, command_line: String) -> Result<Exit> {
    let ScanArgs { input, events, sessions, learn, baseline, score, output } = args;
    let options = score_options(score)?;
    let job = Job::new(input, events, sessions, learn, baseline.model.as_deref())?;
    job.check_outputs(&findings::outputs(output, baseline))?;
    let scan = job.score(job.sessionize(talk)?, options, talk)?;
    findings::write(output, &scan, &job.input.inputs, command_line, talk)?;
    if let Some(path) = &baseline.save_model {
        job.save(path, &scan.sessionized, &scan.model)?;
        talk.say(&format!("model: {}", path.display()));
    }
    Ok(exit(&scan.sessionized.quality, job.input.max_rejected))
}
