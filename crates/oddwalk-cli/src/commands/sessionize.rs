//! `oddwalk sessionize`: from logs to sessions.

use anyhow::Result;
use oddwalk::report::Columns;

use super::exit;
use super::job::Job;
use crate::Exit;
use crate::args::{LearnArgs, SessionizeArgs};
use crate::output::{check_table_path, write_table};
use crate::talk::Talk;

pub(crate) fn run(args: &SessionizeArgs, talk: Talk) -> Result<Exit> {
    check_table_path(&args.out)?;
    let learn = LearnArgs::default();
    let job = Job::new(&args.input, &args.events, &args.sessions, &learn, None)?;
    let sessionized = job.sessionize(talk)?;
    talk.quality(&sessionized.quality);
    let columns = Columns::new(sessionized.log.entities().columns(), false);
    write_table(&args.out, &columns, sessionized.texts())?;
    Ok(exit(&sessionized.quality, job.input.max_rejected))
}
