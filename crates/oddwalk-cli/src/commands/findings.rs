//! Where findings go: the terminal, a table, a report.

mod spilled;

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use oddwalk::core::{Finding, Findings, Group, Ignored, Reasons, grouped};
use oddwalk::report::{Listed, Page, write_ndjson_quality, write_terminal};
use oddwalk::{Facts, MemoryLimit, Method, Told};

use super::job::{Job, Read, ReadWithin, Scored};
use super::provenance::ScoredBy;
use super::{alerts, exit, exit_with_alerts, provenance, summary, triage};
use crate::Exit;
use crate::args::{BaselineArgs, FindingsArgs};
use crate::options::{Alerting, Scoring};
use crate::output::{
    Ending, Output, check_columns, is_ndjson, is_stdout, only, to_file, to_stdout, write_table,
};
use crate::talk::{self, Talk};
use crate::words::{REPORT_TITLE, stated};

/// What is asked for.
pub(crate) struct Asked<'a> {
    pub(crate) output: &'a FindingsArgs,
    pub(crate) baseline: &'a BaselineArgs,
}

/// Reads and scores the inputs, and writes everything that was asked for. What would take more memory than the limit is
/// scored on disk.
pub(crate) fn run(
    job: &Job,
    scoring: Scoring,
    asked: &Asked,
    limit: Option<MemoryLimit>,
    command_line: String,
    talk: Talk,
) -> Result<Exit> {
    let Asked { output, baseline } = asked;
    let alerting = Alerting::new(&output.alerts, scoring.method)?;
    job.check_outputs(&outputs(output, baseline))?;
    let file = triage::file(output.triage.ignore.as_deref(), &scoring, &outputs(output, baseline))?;
    let columns =
        job.columns(true).with_judged(scoring.method == Method::Oddwalk).with_ignored(file.is_some());
    check_columns(output.out.as_deref(), &output.columns.names())?;
    only(columns, &output.columns.names())?;
    let read = match limit {
        None => job.read(talk)?,
        Some(limit) => match job.read_within(limit, scoring.method, talk)? {
            ReadWithin::Held(read) => read,
            ReadWithin::Spilled(read) => {
                return spilled::run(job, read, scoring, asked, &alerting, command_line, talk);
            }
        },
    };
    let scored = job.score(read, scoring, talk)?;
    let mut findings = rank(job, &scored);
    tell(job, &scored, talk);
    alerts::cut(&mut findings, &alerting, job, &scored, talk)?;
    let depth = triage::depth(output, &alerting, &findings);
    let ignored = file.as_ref().map(|file| triage::ignored(&findings, file, &scored, depth, talk));
    let shown = ignored.as_ref().map_or_else(|| findings.clone(), |ignored| findings.without(ignored));
    let made_by = needs_provenance(output).then(|| {
        let by: Vec<ScoredBy> = scored.parts.iter().map(ScoredBy::from).collect();
        let mut made_by = provenance::of(job, &by, command_line);
        made_by.options.extend(alerting.stated());
        made_by.options.extend(file.iter().map(|file| stated("ignore", file.name.clone())));
        made_by
    });
    let qualities = scored.qualities(job);
    let ending = made_by.as_ref().map(|provenance| Ending {
        qualities: &qualities,
        ignored: ignored.as_ref(),
        provenance,
    });
    write(output, &findings, &shown, ignored.as_ref(), ending, talk)?;
    if let Some(path) = &baseline.save_model {
        let learnt = scored.parts.iter().map(|part| {
            (part.log, part.scan.sessionized.sessions.time_range(), Arc::clone(&part.scan.model))
        });
        job.save(path, learnt, talk)?;
    }
    let exit = exit(&scored.qualities(job), job.input.max_rejected);
    Ok(exit_with_alerts(alerting.fails(&shown), exit, talk))
}

/// All sessions of all logs, the oddest first.
pub(crate) fn rank<'a>(job: &'a Job, scored: &'a Read<Scored>) -> Findings<'a> {
    Findings::rank(scored.parts.iter().map(|part| part.scan.part(job.recipe(part.log))))
}

/// The files that are asked for.
fn outputs<'a>(args: &'a FindingsArgs, baseline: &'a BaselineArgs) -> Vec<Output<'a>> {
    let table = args.out.as_deref().map(|path| Output::Table("--out", path));
    let report = args.report.as_deref().map(|path| Output::File("--report", path));
    let model = baseline.save_model.as_deref().map(|path| Output::File("--save-model", path));
    [table, report, model].into_iter().flatten().collect()
}

/// What was read, and what was not used.
fn tell(job: &Job, scored: &Read<Scored>, talk: Talk) {
    talk.quality(&scored.qualities(job));
    talk.say(&summary::scanned(&scored.parts.iter().map(|part| Facts::from(&part.scan)).collect::<Vec<_>>()));
}

fn write(
    args: &FindingsArgs,
    findings: &Findings,
    shown: &Findings,
    ignored: Option<&Ignored>,
    ending: Option<Ending>,
    talk: Talk,
) -> Result<()> {
    // Why a finding is odd takes time to find out, so that it is not done where nobody asks.
    let is_asked_for = args.report.is_some() || args.out.is_some();
    let told = Told::new(findings, ignored, if is_asked_for { args.explain } else { 0 });
    if let Some((path, ending)) = args.report.as_ref().zip(ending) {
        write_report(path, &told, ending)?;
        talk.say(&format!("report: {}", path.display()));
    }
    if let Some(path) = &args.out {
        write_all(path, &told, &args.columns.names(), ending)?;
        if is_stdout(path) {
            return Ok(());
        }
        talk.say(&format!("findings: {}", path.display()));
    }
    print_top(shown, args.top, !args.no_groups)
}

/// The inputs are read once more for it, so that it is only made where it is written.
fn needs_provenance(args: &FindingsArgs) -> bool {
    args.report.is_some() || args.out.as_deref().is_some_and(is_ndjson)
}

/// All findings as a table, the oddest of them with their explanation where the table has room for it.
pub(crate) fn write_all(path: &Path, told: &Told, columns: &[String], ending: Option<Ending>) -> Result<()> {
    write_table(path, &only(told.columns(), columns)?, told.rows(), ending)
}

/// The report of those findings that are not ignored.
pub(crate) fn write_report(path: &Path, told: &Told, ending: Ending) -> Result<()> {
    let (columns, mut page) = (told.columns(), Page::new(REPORT_TITLE, Page::MAX_BYTES));
    told.rows().try_for_each(|row| page.push(&columns, row))?;
    write_page(path, &page, ending)
}

fn write_page(path: &Path, page: &Page, ending: Ending) -> Result<()> {
    let mut quality = Vec::new();
    write_ndjson_quality(ending.qualities, ending.ignored, ending.provenance, &mut quality)?;
    let quality = String::from_utf8(quality)?;
    to_file(path, |out| Ok(page.write(Some(&quality), provenance::now().as_deref(), out)?))
}

/// The ranking on standard output, where `grouped` one finding for all that are odd for the same reason.
pub(crate) fn print_top(findings: &Findings, top: usize, grouped: bool) -> Result<()> {
    let explainer = findings.explainer();
    let reasons: Vec<Reasons> =
        findings.iter().take(top).map(|finding| explainer.reasons(&finding)).collect();
    print_explained(&findings.iter().zip(&reasons).collect::<Vec<_>>(), grouped)
}

/// As [`print_top`], of findings that are explained.
fn print_explained(explained: &[(Finding, &Reasons)], grouped: bool) -> Result<()> {
    let listed = if grouped { first_of_groups(explained) } else { each(explained) };
    let (width, style) = (talk::width(), talk::style());
    to_stdout(|out| write_terminal(listed, width, style, out))
}

fn each<'a>(explained: &[(Finding<'a>, &Reasons)]) -> Vec<Listed<'a>> {
    explained.iter().map(|(finding, reasons)| Listed::from(*finding).because(reasons)).collect()
}

fn first_of_groups<'a>(explained: &[(Finding<'a>, &Reasons)]) -> Vec<Listed<'a>> {
    let groups = grouped(explained.iter().copied());
    // They are in the order of their ranks.
    let is_first = |group: &Group| {
        let place = explained.binary_search_by_key(&group.rank(), |(finding, _)| finding.rank).ok()?;
        explained.get(place)
    };
    let listed = groups.iter().filter_map(|group| {
        let (finding, reasons) = is_first(group)?;
        Some(Listed::from(*finding).because(reasons).for_all_of(group))
    });
    listed.collect()
}
