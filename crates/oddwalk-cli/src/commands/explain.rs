//! `oddwalk explain`: why a session got its score.

use anyhow::{Result, anyhow};
use oddwalk::core::{Finding, Findings, Source};
use oddwalk::report::{counted, write_explanation};

use super::job::Job;
use super::{exit, findings, triage};
use crate::Exit;
use crate::args::ExplainArgs;
use crate::options::{scoring, usage};
use crate::output::to_stdout;
use crate::talk::{self, Talk};

pub(crate) fn run(args: &ExplainArgs, talk: Talk) -> Result<Exit> {
    let ExplainArgs { logs, model, order, score, .. } = args;
    let scoring = scoring(score, order, model.is_some())?;
    let file = triage::file(args.triage.ignore.as_deref(), &scoring, &[])?;
    let job = Job::of_logs(logs, model.as_deref())?;
    let scored = job.score(job.read(talk)?, scoring, talk)?;
    let findings = findings::rank(&job, &scored);
    let finding = find(args, &findings)?;
    let ignorer = file.as_ref().map(|file| (file, findings.ignorer(file, triage::last(&scored))));
    if let Some((file, line)) = ignorer.as_ref().and_then(|(file, by)| Some((file, by.line(&finding)?))) {
        talk.say(&format!("note: ignored by {}: line {}: {}", file.name, line.line, line.reason));
    }
    let explainer = findings.explainer();
    let window = explainer.window(&finding);
    let whole = args.whole.then(|| explainer.session(&finding));
    let reasons = explainer.reasons(&finding);
    let (width, style) = (talk::width(), talk::style());
    to_stdout(|out| write_explanation(&finding, &window, whole.as_ref(), &reasons, width, style, out))?;
    Ok(exit(&scored.qualities(&job), job.input.max_rejected))
}

fn find<'a>(args: &ExplainArgs, findings: &Findings<'a>) -> Result<Finding<'a>> {
    match &args.row {
        Some(place) => at_row(place, findings),
        None => at_rank(args.rank, findings),
    }
}

fn at_rank<'a>(rank: u64, findings: &Findings<'a>) -> Result<Finding<'a>> {
    let index = usize::try_from(rank - 1).ok();
    index.and_then(|index| findings.iter().nth(index)).ok_or_else(|| {
        let are = if findings.len() == 1 { "is" } else { "are" };
        anyhow!("--rank {rank}: there {are} {}", counted(findings.len() as u64, "session", "sessions"))
    })
}

fn at_row<'a>(place: &str, findings: &Findings<'a>) -> Result<Finding<'a>> {
    let parsed = place.rsplit_once(':').and_then(|(file, row)| Some((file, row.parse::<u64>().ok()?)));
    let Some((file, row)) = parsed else {
        return Err(usage(anyhow!("--row {place}: name a file, then `:`, then the number of a record")));
    };
    let is_it = |source: Source| u64::from(source.row) == row && source.file == file;
    findings.iter().find(|finding| finding.session.sources().any(is_it)).ok_or_else(|| {
        anyhow!(
            "--row {place}: no session has this record; name the file as it is among the inputs, then :ROW"
        )
    })
}
