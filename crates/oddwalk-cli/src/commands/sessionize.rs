//! `oddwalk sessionize`: from logs to sessions.

use anyhow::Result;
use oddwalk::Facts;
use oddwalk::report::{Columns, Row};

use super::job::Job;
use super::{exit, summary};
use crate::Exit;
use crate::args::{LearnArgs, SessionizeArgs};
use crate::output::{Output, check_columns, only, write_table};
use crate::talk::Talk;

pub(crate) fn run(args: &SessionizeArgs, talk: Talk) -> Result<Exit> {
    let learn = LearnArgs::default();
    let job = Job::of_events(&args.input, &args.events, &args.sessions, &learn, None)?;
    job.check_outputs(&[Output::Table("--out", &args.out)])?;
    let wanted = args.columns.names();
    check_columns(Some(&args.out), &wanted)?;
    only(job.columns(false), &wanted)?;
    let read = job.read(talk)?;
    let qualities = read.qualities(&job);
    talk.quality(&qualities);
    talk.say(&summary::sessionized(
        &read.parts.iter().map(|part| Facts::from(&part.sessionized)).collect::<Vec<_>>(),
    ));
    let columns =
        read.parts.iter().map(|part| (job.recipe(part.log), part.sessionized.log.entities().columns()));
    let rows = read.parts.iter().enumerate().flat_map(|(part, read)| {
        read.sessionized.texts().map(move |session| Row::from(session).in_part(part))
    });
    write_table(&args.out, &only(Columns::new(columns, false), &wanted)?, rows, None)?;
    Ok(exit(&qualities, job.input.max_rejected))
}
