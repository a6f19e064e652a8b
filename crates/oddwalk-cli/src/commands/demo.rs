//! `oddwalk demo`: a made-up log with planted intrusions, scanned like a real one.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use oddwalk::core::{Findings, ScoreOptions, SessionOptions};
use oddwalk::generate::{Generator, Options, Planted, write_csv};
use oddwalk::logs::{BY_HAND, Input, Overrides, ReadOptions, Recipe};
use oddwalk::report::{Provenance, paragraph};
use oddwalk::{FitOptions, Log, Scan, hash_inputs};

use super::{findings, provenance};
use crate::Exit;
use crate::args::DemoArgs;
use crate::output::{Ending, to_file, to_stdout};
use crate::talk::{self, Talk};
use crate::words;

const WINDOW: usize = 3;

/// So many findings carry their explanation in the table.
const EXPLAINED: usize = 1_000;

/// An intrusion at a later rank is one that nobody would look at.
const FOUND: usize = 100;

pub(crate) fn run(args: &DemoArgs, talk: Talk, command_line: String) -> Result<Exit> {
    let folder = &args.folder;
    std::fs::create_dir_all(folder).with_context(|| format!("{}: cannot be made", folder.display()))?;
    let (log, table, report) =
        (folder.join("office365.csv"), folder.join("findings.ndjson"), folder.join("report.html"));
    let planted = make_log(args, &log)?;
    talk.say(&format!("made-up Office 365 admin log: {}", log.display()));

    let inputs = [Input::File(log)];
    let recipe = recipe()?;
    let scan = scan_log(&inputs, &recipe)?;
    let ranked = scan.findings();
    let qualities = [(BY_HAND, &scan.sessionized.quality)];
    talk.quality(&qualities);
    findings::print_top(&ranked, args.top)?;
    print_planted(&planted, &ranked)?;
    let provenance = provenance(&inputs, &recipe, &scan, command_line);
    let ending = Ending { qualities: &qualities, provenance: &provenance };
    findings::write_all(&table, &ranked, EXPLAINED, Some(ending))?;
    findings::write_report(&report, &ranked, ending)?;
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

fn make_log(args: &DemoArgs, path: &Path) -> Result<Vec<Planted>> {
    let log = Generator::office365(Options { seed: args.seed, events: args.events, ..Options::default() });
    let planted = log.planted().to_vec();
    to_file(path, |out| {
        write_csv(out, log)?;
        Ok(())
    })?;
    Ok(planted)
}

/// The commands alone: who did what, and when.
fn recipe() -> Result<Recipe> {
    let columns = Overrides {
        time: Some("TimeGenerated".to_owned()),
        entity: ["UserId", "ClientIP"].map(str::to_owned).to_vec(),
        command: Some("Operation".to_owned()),
        ..Overrides::default()
    };
    Recipe::by_hand(&columns)?.context("the demo's columns are all named")
}

fn provenance(inputs: &[Input], recipe: &Recipe, scan: &Scan, command_line: String) -> Provenance {
    let parts = [
        words::recipe(recipe),
        words::sessions(&SessionOptions::default()),
        words::score(&scan.options),
        provenance::model(&scan.model),
    ];
    provenance::new(inputs, &hash_inputs(inputs), parts.concat(), command_line)
}

fn scan_log(inputs: &[Input], recipe: &Recipe) -> Result<Scan> {
    let log = Log::by_hand(inputs, recipe);
    let (sessionized, kind) = log.read(&ReadOptions::default(), &log.sessions)?;
    let model = sessionized.fit(&FitOptions { kind, ..FitOptions::default() });
    Ok(sessionized.score(model, ScoreOptions::new(WINDOW)?))
}

/// The rank of every planted session, found or not: the log's maker knows them, the scan does not.
fn print_planted(planted: &[Planted], findings: &Findings) -> Result<()> {
    let mut ranked: Vec<(Option<usize>, &Planted)> =
        planted.iter().map(|intrusion| (rank(intrusion, findings), intrusion)).collect();
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

fn rank(planted: &Planted, findings: &Findings) -> Option<usize> {
    let is_it = |finding: &oddwalk::core::Finding| {
        let same_time = finding.session.session.span.is_some_and(|span| span.begin == planted.begin);
        same_time
            && finding.session.entity().eq([Some(planted.user.as_str()), Some(planted.client_ip.as_str())])
    };
    findings.iter().find(is_it).map(|finding| finding.rank)
}
