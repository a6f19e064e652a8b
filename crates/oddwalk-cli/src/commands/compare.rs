//! `oddwalk compare`: the same sessions by both methods.

use std::path::Path;

use anyhow::{Result, anyhow};
use oddwalk::core::Comparison;
use oddwalk::report::{MovedBecause, write_comparison, write_comparison_ndjson};
use oddwalk::{Compared, Rankings};

use super::exit;
use super::job::{Job, Read};
use crate::Exit;
use crate::args::{CompareArgs, MethodArg, ScoreArgs};
use crate::options::{Scoring, scoring, usage};
use crate::output::{Output, is_ndjson, is_stdout, to_file, to_stdout};
use crate::talk::{self, Talk};

pub(crate) fn run(args: &CompareArgs, talk: Talk) -> Result<Exit> {
    let CompareArgs { logs, model, .. } = args;
    let scoring = scoring_of(args)?;
    let job = Job::of_logs(logs, model.as_deref())?;
    check_out(args.out.as_deref(), &job)?;
    let scored = job.score(job.read(talk)?, scoring, talk)?;
    talk.quality(&scored.qualities(&job));
    let exit = exit(&scored.qualities(&job), job.input.max_rejected);
    let Read { parts, .. } = scored;
    let compared: Vec<_> = parts.into_iter().map(|part| (part.log, Compared::new(part.scan))).collect();
    let rankings = Rankings::new(compared.iter().map(|(log, compared)| (job.recipe(*log), compared)));
    write(args, &rankings, talk)?;
    Ok(exit)
}

fn scoring_of(args: &CompareArgs) -> Result<Scoring> {
    let CompareArgs { window, leave_out, order, model, .. } = args;
    let score = ScoreArgs {
        method: MethodArg::Oddwalk,
        window: *window,
        leave_out: *leave_out,
        no_tokens: false,
        geometric_mean: false,
    };
    scoring(&score, order, model.is_some())
}

fn check_out(out: Option<&Path>, job: &Job) -> Result<()> {
    let Some(path) = out else { return Ok(()) };
    job.check_outputs(&[Output::Table("--out", path)])?;
    if is_ndjson(path) {
        return Ok(());
    }
    Err(usage(anyhow!("--out {}: the name must end in .ndjson, or be -", path.display())))
}

fn write(args: &CompareArgs, rankings: &Rankings, talk: Talk) -> Result<()> {
    let comparison = rankings.comparison();
    if let Some(path) = &args.out {
        if is_stdout(path) {
            return to_stdout(|out| write_comparison_ndjson(&comparison, out));
        }
        to_file(path, |out| Ok(write_comparison_ndjson(&comparison, out)?))?;
        talk.say(&format!("comparison: {}", path.display()));
    }
    print(args.top, rankings, &comparison)
}

fn print(top: usize, rankings: &Rankings, comparison: &Comparison) -> Result<()> {
    let (judged, reference) = (rankings.judged.explainer(), rankings.reference.explainer());
    let risen = comparison.risen(top).into_iter();
    let risen: Vec<_> =
        risen.map(|moved| MovedBecause::risen(moved, &judged.reasons(&moved.judged))).collect();
    let sunk = comparison.sunk(top).into_iter();
    let sunk: Vec<_> =
        sunk.map(|moved| MovedBecause::sunk(moved, &reference.window(&moved.reference))).collect();
    to_stdout(|out| write_comparison(comparison, &risen, &sunk, talk::width(), out))
}
