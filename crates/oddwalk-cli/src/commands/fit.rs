//! `oddwalk fit`: from logs to a model file.

use anyhow::Result;

use super::exit;
use super::job::Job;
use crate::Exit;
use crate::args::FitArgs;
use crate::output::Output;
use crate::talk::Talk;

pub(crate) fn run(args: &FitArgs, talk: Talk) -> Result<Exit> {
    let FitArgs { input, events, sessions, learn, out } = args;
    let job = Job::new(input, events, sessions, learn, None)?;
    job.check_outputs(&[Output::File("--out", out)])?;
    let sessionized = job.sessionize(talk)?;
    talk.quality(&sessionized.quality);
    job.save(out, &sessionized, &job.fit(&sessionized).into())?;
    talk.say(&format!("model: {}", out.display()));
    Ok(exit(&sessionized.quality, job.input.max_rejected))
}
