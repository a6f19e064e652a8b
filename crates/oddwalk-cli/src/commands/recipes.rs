//! `oddwalk recipes`: what can be read without naming columns.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use oddwalk::logs::{KqlOptions, Recipe};
use oddwalk::report::{neutralise, paragraph};

use crate::Exit;
use crate::args::{RecipeKqlArgs, RecipesCommand};
use crate::options::{session_options, usage};
use crate::output::to_stdout;
use crate::recipes::{overrides, read, recipe, unknown};
use crate::talk;

pub(crate) fn run(command: &RecipesCommand) -> Result<Exit> {
    match command {
        RecipesCommand::List => list(),
        RecipesCommand::Show(args) => show(&args.name),
        RecipesCommand::Check(args) => check(&args.files),
        RecipesCommand::Kql(args) => kql(args),
    }
}

fn list() -> Result<Exit> {
    const INDENT: usize = 4;
    let width = talk::width().saturating_sub(INDENT);
    to_stdout(|out| {
        for recipe in Recipe::embedded() {
            writeln!(out, "{}", recipe.name)?;
            for line in paragraph(&recipe.title, width) {
                writeln!(out, "{:INDENT$}{line}", "")?;
            }
            for form in &recipe.forms {
                for (number, line) in paragraph(&form.title, width - 2).into_iter().enumerate() {
                    writeln!(out, "{:INDENT$}{} {line}", "", if number == 0 { "-" } else { " " })?;
                }
            }
        }
        Ok(())
    })?;
    Ok(Exit::Fine)
}

fn show(name: &str) -> Result<Exit> {
    let text = Recipe::embedded_text(name).ok_or_else(|| unknown(name))?;
    to_stdout(|out| write!(out, "{text}"))?;
    Ok(Exit::Fine)
}

fn check(files: &[PathBuf]) -> Result<Exit> {
    let verdicts: Vec<(bool, String)> = files.iter().map(|path| verdict(path)).collect();
    to_stdout(|out| verdicts.iter().try_for_each(|(_, line)| writeln!(out, "{}", neutralise(line))))?;
    Ok(if verdicts.iter().all(|(is_sound, _)| *is_sound) { Exit::Fine } else { Exit::Input })
}

fn verdict(path: &Path) -> (bool, String) {
    match read(path) {
        Ok(Recipe { name, forms, .. }) => {
            let forms: Vec<&str> = forms.iter().map(|form| form.name.as_str()).collect();
            (true, format!("{}: recipe {name}, forms {}", path.display(), forms.join(", ")))
        }
        Err(error) => (false, format!("{error:#}")),
    }
}

fn kql(args: &RecipeKqlArgs) -> Result<Exit> {
    let wanted = overrides(&args.columns, &args.changes, &args.parameters)?;
    let recipe = recipe(&args.which)?.with(&wanted).map_err(usage)?;
    let sessions = session_options(&args.sessions, recipe.sessions)?;
    let recipe = Recipe { sessions, ..recipe };
    let lookback = args.lookback.parse().context("--lookback").map_err(usage)?;
    let options = KqlOptions { lookback, table: args.table.clone() };
    let query = recipe.kql(&options).map_err(usage)?;
    to_stdout(|out| write!(out, "{query}"))?;
    Ok(Exit::Fine)
}
