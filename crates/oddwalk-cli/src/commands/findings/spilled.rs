//! Findings that are on disk: the same outputs, some findings at a time.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use oddwalk::report::{Columns, Page, Row};
use oddwalk::{Facts, SpilledFindings, Told, mebibytes};

use super::{Asked, needs_provenance, print_explained, write_page};
use crate::Exit;
use crate::args::FindingsArgs;
use crate::commands::job::{Job, Read, SpilledRead, SpilledScored};
use crate::commands::provenance::ScoredBy;
use crate::commands::{exit, exit_with_alerts, provenance, summary};
use crate::options::{Alerting, Scoring};
use crate::output::{Ending, is_stdout, only, write_pushed};
use crate::talk::Talk;
use crate::words::REPORT_TITLE;

/// Scores what was read, and writes everything that was asked for.
pub(super) fn run(
    job: &Job,
    read: Read<SpilledRead>,
    scoring: Scoring,
    asked: &Asked,
    alerting: &Alerting,
    command_line: String,
    talk: Talk,
) -> Result<Exit> {
    let Asked { output, baseline } = asked;
    say_spilled(&read, talk);
    let scored = job.score_spilled(read, scoring, explained(output).max(output.top), talk)?;
    let qualities = scored.qualities(job);
    talk.quality(&qualities);
    say_scanned(&scored, talk);
    let made_by = needs_provenance(output).then(|| {
        let by: Vec<ScoredBy> = scored.parts.iter().map(ScoredBy::from).collect();
        let mut made_by = provenance::of(job, &by, command_line);
        made_by.options.extend(alerting.stated());
        made_by
    });
    let ending =
        made_by.as_ref().map(|provenance| Ending { qualities: &qualities, ignored: None, provenance });
    let findings = SpilledFindings::new(scored.parts.iter().map(|part| (job.recipe(part.log), &part.scan)));
    write(output, &findings, ending, talk)?;
    if let Some(path) = &baseline.save_model {
        let learnt = scored.parts.iter();
        let learnt = learnt.map(|part| (part.log, part.scan.facts.time_range, Arc::clone(&part.scan.model)));
        job.save(path, learnt, talk)?;
    }
    let exit = exit(&qualities, job.input.max_rejected);
    Ok(exit_with_alerts(alerting.fails(&findings.first(1)?.findings()), exit, talk))
}

fn say_spilled(read: &Read<SpilledRead>, talk: Talk) {
    for SpilledRead { spilled, .. } in &read.parts {
        let (bytes, folder) = spilled.on_disk();
        talk.say(&format!(
            "more than fits into memory: {} of events in temporary files in {}",
            mebibytes(bytes),
            folder.display()
        ));
    }
}

fn say_scanned(scored: &Read<SpilledScored>, talk: Talk) {
    let facts: Vec<Facts> = scored.parts.iter().map(|part| part.scan.facts.clone()).collect();
    talk.say(&summary::scanned(&facts));
    let bytes = scored.parts.iter().map(|part| part.scan.disk_bytes).sum();
    talk.say(&format!("{} were written to temporary files in all", mebibytes(bytes)));
}

/// How many findings are explained in files.
fn explained(args: &FindingsArgs) -> usize {
    if args.report.is_some() || args.out.is_some() { args.explain } else { 0 }
}

fn write(args: &FindingsArgs, findings: &SpilledFindings, ending: Option<Ending>, talk: Talk) -> Result<()> {
    if let Some((path, ending)) = args.report.as_ref().zip(ending) {
        write_report(path, findings, args.explain, ending)?;
        talk.say(&format!("report: {}", path.display()));
    }
    if let Some(path) = &args.out {
        let columns = only(columns(findings)?, &args.columns.names())?;
        write_pushed(path, &columns, ending, |push| each_row(findings, args.explain, |_, row| push(row)))?;
        if is_stdout(path) {
            return Ok(());
        }
        talk.say(&format!("findings: {}", path.display()));
    }
    let batch = findings.first(args.top)?;
    let first = batch.findings();
    let told = Told::of_batch(&first, batch.first_times(), args.top);
    print_explained(&told.explained(args.top).collect::<Vec<_>>(), !args.no_groups)
}

fn write_report(path: &Path, findings: &SpilledFindings, explain: usize, ending: Ending) -> Result<()> {
    let mut page = Page::new(REPORT_TITLE, Page::MAX_BYTES);
    each_row(findings, explain, |columns, row| Ok(page.push(columns, row)?))?;
    write_page(path, &page, ending)
}

fn columns(findings: &SpilledFindings) -> Result<Columns> {
    let batch = findings.first(0)?;
    Ok(Columns::of(&batch.findings()))
}

/// All rows by rank, the first so many explained.
fn each_row(
    findings: &SpilledFindings,
    explain: usize,
    mut take: impl FnMut(&Columns, Row) -> Result<()>,
) -> Result<()> {
    let mut explained = explain;
    findings.each_batch(explain, |batch| {
        let some = batch.findings();
        let told = Told::of_batch(&some, batch.first_times(), std::mem::take(&mut explained));
        let columns = told.columns();
        told.rows().try_for_each(|row| take(&columns, row))
    })
}
