//! `oddwalk demo`: a made-up log with planted intrusions, scanned like a real one.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use oddwalk::core::{Findings, ScoreOptions, SessionOptions};
use oddwalk::generate::{Generator, Options, Planted, write_csv};
use oddwalk::logs::{Input, ReadOptions, Table};
use oddwalk::report::{Provenance, paragraph};
use oddwalk::{ColumnNames, FitOptions, Scan, hash_inputs, scan};

use super::{findings, provenance};
use crate::Exit;
use crate::args::DemoArgs;
use crate::options::TABLE_RECIPE;
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
    let columns = columns();
    let scan = scan_log(&inputs, &columns)?;
    let ranked = scan.findings();
    let qualities = [(TABLE_RECIPE, &scan.sessionized.quality)];
    talk.quality(&qualities);
    findings::print_top(&ranked, args.top)?;
    print_planted(&planted, &ranked)?;
    let provenance = provenance(&inputs, &columns, &scan, command_line);
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

fn columns() -> ColumnNames {
    ColumnNames {
        time: "TimeGenerated".to_owned(),
        entity: ["UserId", "ClientIP"].map(str::to_owned).to_vec(),
        command: "Operation".to_owned(),
        ..ColumnNames::default()
    }
}

fn provenance(inputs: &[Input], columns: &ColumnNames, scan: &Scan, command_line: String) -> Provenance {
    let parts = [
        words::columns(columns),
        words::sessions(&SessionOptions::default()),
        words::score(&scan.options),
        provenance::model(&scan.model),
    ];
    provenance::new(inputs, &hash_inputs(inputs), parts.concat(), command_line)
}

fn scan_log(inputs: &[Input], columns: &ColumnNames) -> Result<Scan> {
    let table = Table::events(&columns.time, columns.entity.clone(), &columns.command)?;
    let (sessions, fit) = (SessionOptions::default(), FitOptions::default());
    Ok(scan(inputs, &table, &ReadOptions::default(), &sessions, &fit, ScoreOptions::new(WINDOW)?)?)
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
