//! Where findings go: the terminal, a table, a report.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use oddwalk::Scan;
use oddwalk::core::{Findings, ScoreOptions};
use oddwalk::report::{Columns, Provenance, Report, Row, write_html, write_terminal};

use super::job::{Job, Scored};
use super::{provenance, summary};
use crate::args::{BaselineArgs, FindingsArgs};
use crate::output::{Output, is_stdout, to_file, to_stdout, write_table};
use crate::talk::{self, Talk};

/// So many findings are listed in a report.
const REPORT_TOP: usize = 200;

/// Reads and scores the inputs, and writes everything that was asked for.
pub(crate) fn run(
    job: &Job,
    options: ScoreOptions,
    output: &FindingsArgs,
    baseline: &BaselineArgs,
    command_line: String,
    talk: Talk,
) -> Result<Scan> {
    job.check_outputs(&outputs(output, baseline))?;
    let scored = job.score(job.read(talk)?, options, talk);
    write(output, job, &scored, command_line, talk)?;
    if let Some(path) = &baseline.save_model {
        let Scan { sessionized, model, .. } = &scored.scan;
        job.save(path, sessionized, Arc::clone(model), talk)?;
    }
    Ok(scored.scan)
}

/// The files that are asked for.
fn outputs<'a>(args: &'a FindingsArgs, baseline: &'a BaselineArgs) -> Vec<Output<'a>> {
    let table = args.out.as_deref().map(|path| Output::Table("--out", path));
    let report = args.report.as_deref().map(|path| Output::File("--report", path));
    let model = baseline.save_model.as_deref().map(|path| Output::File("--save-model", path));
    [table, report, model].into_iter().flatten().collect()
}

fn write(args: &FindingsArgs, job: &Job, scored: &Scored, command_line: String, talk: Talk) -> Result<()> {
    let scan = &scored.scan;
    let findings = scan.findings();
    talk.quality(&scan.sessionized.quality);
    talk.say(&summary::scanned(scan));
    if let Some(path) = &args.report {
        write_report(path, scan, &findings, &provenance::of(job, scored, command_line))?;
        talk.say(&format!("report: {}", path.display()));
    }
    if let Some(path) = &args.out {
        write_all(path, scan, &findings, args.explain)?;
        if is_stdout(path) {
            return Ok(());
        }
        talk.say(&format!("findings: {}", path.display()));
    }
    print_top(&findings, args.top)
}

/// All findings as a table, the oddest of them with their explanation where the table has room for it.
pub(crate) fn write_all(path: &Path, scan: &Scan, findings: &Findings, explained: usize) -> Result<()> {
    let explainer = findings.explainer();
    let rows = findings.iter().map(|finding| {
        let row = Row::from(finding);
        if finding.rank > explained { row } else { row.explained(explainer.window(&finding)) }
    });
    write_table(path, &Columns::new(scan.sessionized.log.entities().columns(), true), rows)
}

/// The ranking on standard output.
pub(crate) fn print_top(findings: &Findings, top: usize) -> Result<()> {
    let (width, style) = (talk::width(), talk::style());
    to_stdout(|out| write_terminal(findings.iter().take(top), width, style, out))
}

pub(crate) fn write_report(
    path: &Path,
    scan: &Scan,
    findings: &Findings,
    provenance: &Provenance,
) -> Result<()> {
    let quality = &scan.sessionized.quality;
    let explainer = findings.explainer();
    let explanations: Vec<_> =
        findings.iter().take(REPORT_TOP).map(|finding| explainer.window(&finding)).collect();
    let (title, top) = ("oddwalk report", REPORT_TOP);
    let report = Report { title, findings, top, explanations: &explanations, quality, provenance };
    to_file(path, |out| Ok(write_html(&report, out)?))
}
