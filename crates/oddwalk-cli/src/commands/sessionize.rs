//! `oddwalk sessionize`: from logs to sessions.

use anyhow::Result;
use oddwalk::report::Columns;
use oddwalk::sessionize;

use super::{exit, summary};
use crate::Exit;
use crate::args::SessionizeArgs;
use crate::options::{InputOptions, session_options};
use crate::output::{check_table_path, write_table};
use crate::talk::Talk;

pub(crate) fn run(args: &SessionizeArgs, talk: Talk) -> Result<Exit> {
    let options = session_options(&args.sessions)?;
    let InputOptions { inputs, table, read, max_rejected } = InputOptions::events(&args.input, &args.events)?;
    check_table_path(&args.out, &inputs)?;
    let total = inputs.iter().map(oddwalk::logs::Input::size).sum();
    let work = || sessionize(&inputs, &table, &read, &options);
    let sessionized = talk.with_progress(&read.progress, total, work)?;
    talk.quality(&sessionized.quality);
    talk.say(&summary::sessionized(&sessionized));
    let columns = Columns::new(sessionized.log.entities().columns(), false);
    write_table(&args.out, &columns, sessionized.texts())?;
    Ok(exit(&sessionized.quality, max_rejected))
}
