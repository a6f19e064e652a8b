//! Triage: leaving out what is known, and saying what was left out.

use std::path::{Path, PathBuf};

use anyhow::Result;
use oddwalk::core::{Findings, IgnoreDepth, IgnoreFile, Ignored};
use oddwalk::report::ignored_lines;

use super::job::{Read, Scored};
use crate::args::FindingsArgs;
use crate::options::{Alerting, Scoring, known};
use crate::output::{Output, check_outputs, is_stdout};
use crate::talk::Talk;

/// The file of what is known, which no output may take the place of.
pub(crate) fn file(path: Option<&Path>, scoring: &Scoring, outputs: &[Output]) -> Result<Option<IgnoreFile>> {
    let Some(path) = path else { return Ok(None) };
    check_outputs(outputs, &[PathBuf::from(path)])?;
    known(path, scoring.method).map(Some)
}

/// The time of the last event.
pub(crate) fn last(scored: &Read<Scored>) -> Option<i64> {
    let ranges = scored.parts.iter().filter_map(|part| part.scan.sessionized.sessions.time_range());
    ranges.map(|(_, last)| last).max()
}

/// What is ignored of all that is shown to somebody.
pub(crate) fn ignored<'l>(
    findings: &Findings,
    file: &'l IgnoreFile,
    scored: &Read<Scored>,
    depth: IgnoreDepth,
    talk: Talk,
) -> Ignored<'l> {
    let ignored = findings.ignored(file, last(scored), depth);
    ignored_lines(&ignored).iter().for_each(|line| talk.say(line));
    ignored
}

/// As far down as anybody is told of findings, or of why they are odd.
pub(crate) fn depth(args: &FindingsArgs, alerting: &Alerting, findings: &Findings) -> IgnoreDepth {
    let printed = if args.out.as_deref().is_some_and(is_stdout) { 0 } else { args.top };
    let explained = if args.out.is_some() || args.report.is_some() { args.explain } else { 0 };
    let alerts = if alerting.is_cutting() { findings.len() } else { 0 };
    IgnoreDepth { shown: printed.max(usize::from(alerting.can_fail())), rank: explained.max(alerts) }
}
