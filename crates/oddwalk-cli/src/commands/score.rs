//! `oddwalk score`: from a table of sessions to findings.

use anyhow::Result;
use oddwalk::score_table;

use super::{exit, findings};
use crate::Exit;
use crate::args::ScoreTableArgs;
use crate::options::{InputOptions, score_options};
use crate::talk::Talk;

pub(crate) fn run(args: &ScoreTableArgs, talk: Talk, command_line: String) -> Result<Exit> {
    let options = score_options(&args.score)?;
    let InputOptions { inputs, table, read, max_rejected } =
        InputOptions::sessions(&args.input, &args.columns)?;
    findings::check(&args.output, &inputs)?;
    let total = inputs.iter().map(oddwalk::logs::Input::size).sum();
    let scan = talk.with_progress(&read.progress, total, || score_table(&inputs, &table, &read, &options))?;
    findings::write(&args.output, &scan, &inputs, command_line, talk)?;
    Ok(exit(&scan.sessionized.quality, max_rejected))
}
