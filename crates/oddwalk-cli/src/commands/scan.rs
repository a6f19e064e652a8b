//! `oddwalk scan`: from logs to findings.

use anyhow::Result;
use oddwalk::{ScanOptions, scan};

use super::{exit, findings};
use crate::Exit;
use crate::args::ScanArgs;
use crate::options::{InputOptions, score_options, session_options};
use crate::talk::Talk;

pub(crate) fn run(args: &ScanArgs, talk: Talk, command_line: String) -> Result<Exit> {
    let options =
        ScanOptions { sessions: session_options(&args.sessions)?, score: score_options(&args.score)? };
    let InputOptions { inputs, table, read, max_rejected } = InputOptions::events(&args.input, &args.events)?;
    findings::check(&args.output, &inputs)?;
    let total = inputs.iter().map(oddwalk::logs::Input::size).sum();
    let scan = talk.with_progress(&read.progress, total, || scan(&inputs, &table, &read, &options))?;
    findings::write(&args.output, &scan, &inputs, command_line, talk)?;
    Ok(exit(&scan.sessionized.quality, max_rejected))
}
