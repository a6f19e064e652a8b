//! `oddwalk explain`: why a session got its score.

use anyhow::{Result, bail};
use oddwalk::core::{Finding, Findings};
use oddwalk::report::write_explanation;

use super::exit;
use super::job::Job;
use crate::Exit;
use crate::args::ExplainArgs;
use crate::options::score_options;
use crate::output::to_stdout;
use crate::talk::{self, Talk};

pub(crate) fn run(args: &ExplainArgs, talk: Talk) -> Result<Exit> {
    let ExplainArgs { input, events, sessions, learn, model, score, .. } = args;
    let options = score_options(score)?;
    let job = Job::of_events(input, events, sessions, learn, model.as_deref())?;
    let scan = job.score(job.read(talk)?, options, talk);
    let findings = scan.findings();
    let finding = find(args, &findings)?;
    let (scorer, session) = (scan.scorer(), &finding.session.session);
    let window = scorer.explain_window(session, &finding.score, &options);
    let whole = args.whole.then(|| scorer.explain_session(session, &options));
    let (width, style) = (talk::width(), talk::style());
    to_stdout(|out| write_explanation(&finding, &window, whole.as_ref(), width, style, out))?;
    Ok(exit(&scan.sessionized.quality, job.input.max_rejected))
}

fn find<'a>(args: &ExplainArgs, findings: &Findings<'a>) -> Result<Finding<'a>> {
    let Some(place) = &args.row else {
        return match findings.iter().nth(args.rank.wrapping_sub(1)) {
            Some(finding) => Ok(finding),
            None => bail!("--rank {}: there are {} sessions", args.rank, findings.len()),
        };
    };
    let is_place = |source: oddwalk::core::Source| format!("{}:{}", source.file, source.row) == *place;
    match findings.iter().find(|finding| finding.session.sources().any(is_place)) {
        Some(finding) => Ok(finding),
        None => bail!(
            "--row {place}: no session has this record; name the file as it is among the inputs, then :ROW"
        ),
    }
}
