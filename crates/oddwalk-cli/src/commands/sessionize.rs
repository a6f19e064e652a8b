//! `oddwalk sessionize`: from logs to sessions.

use anyhow::Result;
use oddwalk::report::Columns;

use super::job::Job;
use super::{exit, summary};
use crate::Exit;
use crate::args::{LearnArgs, SessionizeArgs};
use crate::options::TABLE_RECIPE;
use crate::output::{Output, write_table};
use crate::talk::Talk;

pub(crate) fn run(args: &SessionizeArgs, talk: Talk) -> Result<Exit> {
    let learn = LearnArgs::default();
    let job = Job::of_events(&args.input, &args.events, &args.sessions, &learn, None)?;
    job.check_outputs(&[Output::Table("--out", &args.out)])?;
    let sessionized = job.read(talk)?.sessionized;
    talk.quality(&[(TABLE_RECIPE, &sessionized.quality)]);
    talk.say(&summary::sessionized(&sessionized));
    let columns = Columns::new([(TABLE_RECIPE, sessionized.log.entities().columns())], false);
    write_table(&args.out, &columns, sessionized.texts(), None)?;
    Ok(exit(&sessionized.quality, job.input.max_rejected))
}
