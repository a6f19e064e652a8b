//! `oddwalk demo`: a made-up log with planted intrusions, scanned like a real one.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use oddwalk::core::{Findings, ScoreOptions, SessionOptions};
use oddwalk::generate::{Generator, Options, Planted, write_csv};
use oddwalk::logs::{Input, ReadOptions, Table};
use oddwalk::report::Columns;
use oddwalk::{FitOptions, Scan, scan};

use super::findings;
use crate::Exit;
use crate::args::DemoArgs;
use crate::output::{to_file, to_stdout, write_table};
use crate::talk::Talk;

const WINDOW: usize = 3;

pub(crate) fn run(args: &DemoArgs, talk: Talk, command_line: String) -> Result<Exit> {
    let folder = &args.folder;
    std::fs::create_dir_all(folder).with_context(|| format!("{}: cannot be made", folder.display()))?;
    let (log, table, report) =
        (folder.join("office365.csv"), folder.join("findings.ndjson"), folder.join("report.html"));
    let planted = make_log(args, &log)?;
    talk.say(&format!("made-up Office 365 admin log: {}", log.display()));

    let inputs = [Input::File(log)];
    let scan = scan_log(&inputs)?;
    let ranked = scan.findings();
    talk.quality(&scan.sessionized.quality);
    findings::print_top(&ranked, args.top)?;
    print_planted(&planted, &ranked)?;
    write_table(&table, &Columns::new(ranked.entity_columns(), true), ranked.iter())?;
    findings::write_report(&report, &scan, &ranked, &findings::provenance(&inputs, command_line))?;
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

fn scan_log(inputs: &[Input]) -> Result<Scan> {
    let entity = ["UserId", "ClientIP"].map(str::to_owned).to_vec();
    let table = Table::events("TimeGenerated", entity, "Operation")?;
    let (sessions, fit) = (SessionOptions::default(), FitOptions::default());
    Ok(scan(inputs, &table, &ReadOptions::default(), &sessions, &fit, ScoreOptions::new(WINDOW)?)?)
}

/// The rank of every planted session, found or not: the log's maker knows them, the scan does not.
fn print_planted(planted: &[Planted], findings: &Findings) -> Result<()> {
    let all = findings.len();
    to_stdout(|out| {
        writeln!(out, "\nWhere the {} planted intrusions ended up among {all} sessions:", planted.len())?;
        for intrusion in planted {
            let Planted { name, story, .. } = intrusion;
            match rank(intrusion, findings) {
                Some(rank) => writeln!(out, "{rank:>8}  {name}: {story}")?,
                None => writeln!(out, "not seen  {name}: {story}")?,
            }
        }
        Ok(())
    })
}

fn rank(planted: &Planted, findings: &Findings) -> Option<usize> {
    let is_it = |finding: &oddwalk::core::Finding| {
        let same_time = finding.session.session.span.is_some_and(|span| span.begin == planted.begin);
        same_time
            && finding.session.entity().eq([Some(planted.user.as_str()), Some(planted.client_ip.as_str())])
    };
    findings.iter().find(is_it).map(|finding| finding.rank)
}
