//! `oddwalk model diff`: what has become normal from one model to another.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, anyhow};
use oddwalk::core::{Change, Counts, differences};
use oddwalk::report::{write_model_diff, write_model_diff_ndjson};
use oddwalk::{Baseline, Baselines};

use crate::Exit;
use crate::args::ModelDiffArgs;
use crate::options::{read_models, usage};
use crate::output::{Output, check_outputs, is_ndjson, is_stdout, to_file, to_stdout};
use crate::talk::Talk;

pub(crate) fn run(args: &ModelDiffArgs, talk: Talk) -> Result<Exit> {
    let ModelDiffArgs { before, after, top, out } = args;
    check_out(args)?;
    let (before, after) = (read_models(before)?, read_models(after)?);
    let all = by_recipe(&before, &after);
    if let Some(path) = out.as_deref() {
        write_all(&all, path)?;
        if is_stdout(path) {
            return Ok(Exit::Fine);
        }
        talk.say(&format!("differences: {}", path.display()));
    }
    to_stdout(|out| {
        all.iter().try_for_each(|(recipe, changes)| write_model_diff(recipe, changes, *top, &mut *out))
    })?;
    Ok(Exit::Fine)
}

fn check_out(args: &ModelDiffArgs) -> Result<()> {
    let Some(path) = args.out.as_deref() else { return Ok(()) };
    check_outputs(&[Output::Table("--out", path)], &[args.before.clone(), args.after.clone()])?;
    if is_ndjson(path) {
        return Ok(());
    }
    Err(usage(anyhow!("--out {}: the name must end in .ndjson, or be -", path.display())))
}

/// What differs between the models of each recipe that either file has.
fn by_recipe<'a>(before: &'a Baselines, after: &'a Baselines) -> Vec<(&'a str, Vec<Change<'a>>)> {
    let recipes = before.all.iter().chain(&after.all).map(|baseline| baseline.about.recipe.as_str());
    let recipes: BTreeSet<&str> = recipes.collect();
    let of = |recipe: &'a str| {
        let [before, after] = [before, after].map(|models| models.of(recipe).map(counts));
        (recipe, differences(before, after))
    };
    recipes.into_iter().map(of).collect()
}

fn counts(baseline: &Baseline) -> &Counts {
    baseline.model.counts()
}

fn write_all(all: &[(&str, Vec<Change>)], path: &Path) -> Result<()> {
    let mut lines = Vec::new();
    for (recipe, changes) in all {
        write_model_diff_ndjson(recipe, changes, &mut lines)?;
    }
    if is_stdout(path) {
        return to_stdout(|out| std::io::Write::write_all(out, &lines));
    }
    to_file(path, |out| Ok(std::io::Write::write_all(out, &lines)?))
}
