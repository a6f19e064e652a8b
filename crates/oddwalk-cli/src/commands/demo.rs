//! `oddwalk demo`: a made-up log with planted intrusions, scanned like a real one.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use oddwalk::core::{Finding, Findings, LeaveOut, ScoreOptions};
use oddwalk::generate::{Kind, Options, Planted, write_labels};
use oddwalk::logs::{BY_HAND, Input, Overrides, ReadOptions, Recipe};
use oddwalk::report::{Provenance, paragraph};
use oddwalk::{FitOptions, Log, Logs, Scan, Told, hash_inputs};

use super::{findings, provenance};
use crate::Exit;
use crate::args::{DemoArgs, LogArg};
use crate::output::{Ending, Output, check_outputs, to_file, to_stdout};
use crate::talk::{self, Talk};
use crate::words;

const WINDOW: usize = 3;

/// So many findings carry their explanation in the table.
const EXPLAINED: usize = 1_000;

/// An intrusion at a later rank is one that nobody would look at.
const FOUND: usize = 100;

pub(crate) fn run(args: &DemoArgs, talk: Talk, command_line: String) -> Result<Exit> {
    match &args.only_log {
        Some(log) => only_log(args, log),
        None => demo(args, talk, command_line),
    }
}

/// Leaves reading to another run.
fn only_log(args: &DemoArgs, log: &Path) -> Result<Exit> {
    let labels = args.labels.as_deref();
    let outputs = labels.map(|labels| Output::File("--labels", labels));
    let outputs: Vec<Output> = outputs.into_iter().chain([Output::File("--only-log", log)]).collect();
    check_outputs(&outputs, &[])?;
    let planted = make_log(args, log)?;
    if let Some(labels) = labels {
        to_file(labels, |out| Ok(write_labels(out, &planted)?))?;
    }
    Ok(Exit::Fine)
}

fn demo(args: &DemoArgs, talk: Talk, command_line: String) -> Result<Exit> {
    let (folder, kind) = (&args.folder, kind(args.log));
    std::fs::create_dir_all(folder).with_context(|| format!("{}: cannot be made", folder.display()))?;
    let (log, table, report) =
        (folder.join(kind.file_name()), folder.join("findings.ndjson"), folder.join("report.html"));
    let planted = make_log(args, &log)?;
    talk.say(&format!("made-up {}: {}", kind.title(), log.display()));

    let inputs = [Input::File(log)];
    let recipe = recipe(kind)?;
    let log = log_of(&inputs, &recipe)?;
    let scan = scan_log(&log)?;
    let ranked = scan.findings();
    let qualities = [(log.recipe.as_str(), &scan.sessionized.quality)];
    talk.quality(&qualities);
    findings::print_top(&ranked, args.top, true)?;
    print_planted(kind, &planted, &ranked)?;
    let provenance = provenance(&inputs, &recipe, &log, &scan, command_line);
    let ending = Ending { qualities: &qualities, ignored: None, provenance: &provenance };
    let told = Told::new(&ranked, None, EXPLAINED);
    findings::write_all(&table, &told, &[], Some(ending))?;
    findings::write_report(&report, &told, ending)?;
    to_stdout(|out| {
        writeln!(
            out,
            "\nall findings: {}\nreport to open in a browser: {}",
            table.display(),
            report.display()
        )
    })?;
    Ok(Exit::Fine)
}

fn kind(log: LogArg) -> Kind {
    match log {
        LogArg::Office365 => Kind::Office365,
        LogArg::CloudTrail => Kind::CloudTrail,
        LogArg::Windows => Kind::Windows,
    }
}

fn make_log(args: &DemoArgs, path: &Path) -> Result<Vec<Planted>> {
    let kind = kind(args.log);
    let options =
        Options { seed: args.seed, events: args.events, intrusions: args.intrusions, ..Options::default() };
    let log = kind.log(options);
    let planted = log.planted().to_vec();
    to_file(path, |out| {
        kind.write(out, log)?;
        Ok(())
    })?;
    Ok(planted)
}

/// Of Office 365 the commands alone: who did what, and when. Other kinds as they are recognised.
fn recipe(kind: Kind) -> Result<Recipe> {
    let name = match kind {
        Kind::Office365 => return by_hand(),
        Kind::CloudTrail => "aws-cloudtrail",
        Kind::Windows => "windows-process",
    };
    crate::recipes::recipe(name)
}

fn by_hand() -> Result<Recipe> {
    let columns = Overrides {
        time: Some("TimeGenerated".to_owned()),
        entity: ["UserId", "ClientIP"].map(str::to_owned).to_vec(),
        command: Some("Operation".to_owned()),
        ..Overrides::default()
    };
    Recipe::by_hand(&columns)?.context("the demo's columns are all named")
}

fn provenance(inputs: &[Input], recipe: &Recipe, log: &Log, scan: &Scan, command_line: String) -> Provenance {
    let parts = [
        words::recipe(recipe),
        words::sessions(&log.sessions),
        words::score(scan.options, &scan.model, scan.left_out()),
        provenance::model(&scan.model),
    ];
    provenance::new(inputs, &hash_inputs(inputs), parts.concat(), command_line)
}

fn log_of(inputs: &[Input], recipe: &Recipe) -> Result<Log> {
    if recipe.name == BY_HAND {
        return Ok(Log::by_hand(inputs, recipe));
    }
    let logs = Logs::recognise(inputs, std::slice::from_ref(recipe), true, &ReadOptions::default());
    logs.logs.into_iter().next().context("the demo's log is of its recipe")
}

fn scan_log(log: &Log) -> Result<Scan> {
    let (sessionized, kind) = log.read(&ReadOptions::default(), &log.sessions)?;
    let model = sessionized.fit(&FitOptions { kind, ..FitOptions::default() });
    Ok(sessionized.judge(model, ScoreOptions::new(WINDOW)?, LeaveOut::Session)?)
}

/// The rank of every planted session, found or not: the log's maker knows them, the scan does not.
fn print_planted(kind: Kind, planted: &[Planted], findings: &Findings) -> Result<()> {
    let mut ranked: Vec<(Option<usize>, &Planted)> =
        planted.iter().map(|intrusion| (rank(kind, intrusion, findings), intrusion)).collect();
    ranked.sort_by_key(|(rank, _)| rank.unwrap_or(usize::MAX));
    let found = ranked.iter().filter(|(rank, _)| rank.is_some_and(|rank| rank <= FOUND)).count();
    to_stdout(|out| {
        let (all, sessions) = (planted.len(), findings.len());
        writeln!(out, "\n{all} intrusions are planted among the {sessions} sessions. Where they ended up:")?;
        writeln!(out, "  rank  intrusion")?;
        ranked.iter().try_for_each(|(rank, intrusion)| print_intrusion(*rank, intrusion, out))?;
        writeln!(out, "{found} of {all} are among the first {FOUND}.")
    })
}

fn print_intrusion(rank: Option<usize>, intrusion: &Planted, out: &mut impl Write) -> std::io::Result<()> {
    const INDENT: usize = 8;
    let rank = rank.map_or("none".to_owned(), |rank| rank.to_string());
    writeln!(out, "{rank:>6}  {}, by {}", intrusion.name, intrusion.user)?;
    for line in paragraph(intrusion.story, talk::width().saturating_sub(INDENT)) {
        writeln!(out, "{:INDENT$}{line}", "")?;
    }
    Ok(())
}

fn rank(kind: Kind, planted: &Planted, findings: &Findings) -> Option<usize> {
    let entity: Vec<Option<&str>> = match kind {
        Kind::Office365 => vec![Some(&planted.user), Some(&planted.origin)],
        _ => planted.entity.iter().map(|(_, value)| Some(value.as_str())).collect(),
    };
    let is_it = |finding: &Finding| {
        let same_time = finding.session.session.span.is_some_and(|span| span.begin == planted.begin);
        same_time && finding.session.entity().eq(entity.iter().copied())
    };
    findings.iter().find(is_it).map(|finding| finding.rank)
}
