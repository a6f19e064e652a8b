//! `oddwalk subtract`: a model without one of its batches, as if that had never been learnt.

use anyhow::{Context, Result};

use super::job::write_models;
use crate::Exit;
use crate::args::SubtractArgs;
use crate::options::{read_models, usage};
use crate::output::{Output, check_outputs};
use crate::talk::Talk;

pub(crate) fn run(args: &SubtractArgs, talk: Talk) -> Result<Exit> {
    let out = args.out.as_deref().unwrap_or(&args.model);
    check_outputs(&[Output::File("--out", out)], &[])?;
    let without = read_models(&args.model)?.subtract(&args.batch);
    let without = without.with_context(|| args.model.display().to_string()).map_err(usage)?;
    write_models(out, &without)?;
    talk.say(&format!("model: {}", out.display()));
    Ok(Exit::Fine)
}
