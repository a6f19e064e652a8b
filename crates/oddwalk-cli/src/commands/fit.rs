//! `oddwalk fit`: from logs to a model file.

use anyhow::Result;

use super::exit;
use super::job::Job;
use crate::Exit;
use crate::args::FitArgs;
use crate::options::order_of;
use crate::output::Output;
use crate::talk::Talk;

pub(crate) fn run(args: &FitArgs, talk: Talk) -> Result<Exit> {
    let FitArgs { logs, order, out } = args;
    let job = Job::of_logs(logs, None)?;
    job.check_outputs(&[Output::File("--out", out)])?;
    let read = job.read(talk)?;
    let qualities = read.qualities(&job);
    talk.quality(&qualities);
    let learnt = read.parts.iter().map(|part| {
        (part.log, part.sessionized.sessions.time_range(), job.fit(part, order_of(order), talk).into())
    });
    job.save(out, learnt, talk)?;
    Ok(exit(&qualities, job.input.max_rejected))
}
