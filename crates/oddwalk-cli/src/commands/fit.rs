//! `oddwalk fit`: from logs to a model file.

use anyhow::Result;

use super::exit;
use super::job::Job;
use crate::Exit;
use crate::args::FitArgs;
use crate::options::TABLE_RECIPE;
use crate::output::Output;
use crate::talk::Talk;

pub(crate) fn run(args: &FitArgs, talk: Talk) -> Result<Exit> {
    let FitArgs { input, events, sessions, learn, out } = args;
    let job = Job::of_events(input, events, sessions, learn, None)?;
    job.check_outputs(&[Output::File("--out", out)])?;
    let read = job.read(talk)?;
    talk.quality(&[(TABLE_RECIPE, &read.sessionized.quality)]);
    let model = job.fit(&read, talk);
    job.save(out, &read.sessionized, model.into(), talk)?;
    Ok(exit(&read.sessionized.quality, job.input.max_rejected))
}
