//! Which recipes may read the input, and what is wanted otherwise than they have it.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use oddwalk::logs::{Normalise, Overrides, Recipe, split_list};
use oddwalk::{Baseline, Baselines};

use crate::args::{ColumnArgs, EventArgs, LearnArgs, ParameterArgs, RecipeArgs};
use crate::options::usage;

/// How the input is to be read.
pub(crate) enum Reading {
    /// All of it by this recipe, made of columns that were named.
    ByHand(Box<(Recipe, Overrides)>),
    /// Each file by the recipe that fits.
    Recipes {
        recipes: Vec<Recipe>,
        /// What is wanted otherwise than they have it, one for each.
        wanted: Vec<Overrides>,
        /// They were named, not only tried.
        asked_for: bool,
    },
}

/// Names from comma lists, in which `\,` is a comma of a name.
pub(crate) fn names(lists: &[String]) -> Vec<String> {
    lists.iter().flat_map(|list| split_list(list)).collect()
}

/// What the arguments and the model come to.
pub(crate) fn reading(events: &EventArgs, learn: &LearnArgs, models: Option<&Baselines>) -> Result<Reading> {
    let wanted = overrides(&events.columns, &events.changes, &learn.parameters)?;
    let known = |baseline: &Baseline| baseline.about.wanted.clone().unwrap_or_default();
    if events.choice.recipe.is_empty() {
        let table = models.and_then(|models| models.of(oddwalk::logs::BY_HAND)).map(known);
        let columns = wanted.clone().or(&table.unwrap_or_default());
        if let Some(recipe) = Recipe::by_hand(&columns).map_err(usage)? {
            return Ok(Reading::ByHand(Box::new((recipe, columns))));
        }
    }
    let (recipes, asked_for) = candidates(&events.choice.recipe)?;
    let mut able = Vec::new();
    let mut unable = None;
    for recipe in recipes {
        let model = models.and_then(|models| models.of(&recipe.name)).map(known);
        let wanted = wanted.clone().or(&model.unwrap_or_default());
        let wanted = if asked_for { wanted } else { fitting(wanted, &recipe) };
        match recipe.with(&wanted) {
            Ok(recipe) => able.push((recipe, wanted)),
            Err(error) => unable = unable.or(Some(error)),
        }
    }
    match unable {
        Some(error) if asked_for || able.is_empty() => Err(usage(error)),
        _ => {
            check_exclusions(&wanted.exclude, &able)?;
            check_normalised(&wanted.normalise, &able)?;
            let (recipes, wanted) = able.into_iter().unzip();
            Ok(Reading::Recipes { recipes, wanted, asked_for })
        }
    }
}

/// Where no recipe was named, exclusions are for those that have them.
fn fitting(mut wanted: Overrides, recipe: &Recipe) -> Overrides {
    wanted.exclude.retain(|name| recipe.exclusions.iter().any(|exclusion| exclusion.name == *name));
    wanted
}

fn check_exclusions(names: &[String], able: &[(Recipe, Overrides)]) -> Result<()> {
    let known =
        || able.iter().flat_map(|(recipe, _)| &recipe.exclusions).map(|exclusion| exclusion.name.as_str());
    let unknown = names.iter().find(|name| known().all(|known| known != name.as_str()));
    unknown.map_or(Ok(()), |name| {
        let mut known: Vec<&str> = known().collect();
        known.sort_unstable();
        known.dedup();
        Err(usage(anyhow!("--exclude: no recipe has an exclusion `{name}`; there are {}", known.join(", "))))
    })
}

/// Steps for a field that is never read would be forgotten without a word.
fn check_normalised(steps: &[(String, Normalise)], able: &[(Recipe, Overrides)]) -> Result<()> {
    let unused = steps.iter().find(|(field, _)| able.iter().all(|(recipe, _)| !recipe.uses(field)));
    unused.map_or(Ok(()), |(field, _)| Err(usage(anyhow!("--normalise: no recipe reads a field `{field}`"))))
}

/// The recipes that were asked for, or all that come with oddwalk.
fn candidates(asked_for: &[String]) -> Result<(Vec<Recipe>, bool)> {
    if !asked_for.is_empty() {
        let recipes = asked_for.iter().map(|name| recipe(name)).collect::<Result<Vec<_>>>()?;
        check_distinct(&recipes)?;
        return Ok((recipes, true));
    }
    Ok((Recipe::embedded().to_vec(), false))
}

fn check_distinct(recipes: &[Recipe]) -> Result<()> {
    let twice = recipes
        .iter()
        .enumerate()
        .find(|(index, recipe)| recipes[..*index].iter().any(|known| known.name == recipe.name));
    twice.map_or(Ok(()), |(_, recipe)| Err(usage(anyhow!("--recipe: {} is there twice", recipe.name))))
}

/// A recipe by its name, or from a file.
pub(crate) fn recipe(name: &str) -> Result<Recipe> {
    if is_file(name) {
        return read(Path::new(name));
    }
    let found = Recipe::embedded().iter().find(|recipe| recipe.name == name);
    found.cloned().ok_or_else(|| unknown(name))
}

fn is_file(name: &str) -> bool {
    name.contains(['/', '\\'])
        || Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

/// No such recipe comes with oddwalk.
pub(crate) fn unknown(name: &str) -> anyhow::Error {
    let known: Vec<&str> = Recipe::embedded().iter().map(|recipe| recipe.name.as_str()).collect();
    usage(anyhow!(
        "no recipe is called `{name}`: there are {}; a file's name ends in .toml",
        known.join(", ")
    ))
}

/// Reads a recipe file.
pub(crate) fn read(path: &Path) -> Result<Recipe> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("{}: cannot be read", path.display()))?;
    Recipe::parse(&text).map_err(|error| anyhow!("{}, {error}", path.display()))
}

/// What is asked for otherwise than a recipe has it.
pub(crate) fn overrides(
    columns: &ColumnArgs,
    changes: &RecipeArgs,
    parameters: &ParameterArgs,
) -> Result<Overrides> {
    let RecipeArgs {
        exclude,
        conditions,
        all_records,
        no_normalise,
        normalise,
        id,
        keep_duplicates,
        carry,
        ..
    } = changes;
    let conditions = conditions.iter().map(|text| text.parse().context("--where").map_err(usage));
    Ok(Overrides {
        time: columns.time.clone(),
        entity: names(&columns.entity),
        actor: names(&columns.actor),
        command: columns.command.clone(),
        parameters: parameters.parameters.clone(),
        no_parameters: parameters.no_parameters,
        id: id.clone(),
        keep_duplicates: *keep_duplicates,
        carry: names(carry),
        conditions: conditions.collect::<Result<_>>()?,
        no_conditions: *all_records,
        exclude: names(exclude),
        no_normalise: *no_normalise,
        normalise: names(normalise).iter().map(|step| step_of(step)).collect::<Result<_>>()?,
    })
}

fn step_of(text: &str) -> Result<(String, Normalise)> {
    let Some((field, step)) = text.rsplit_once(':').filter(|(field, _)| !field.is_empty()) else {
        return Err(usage(anyhow!(
            "--normalise `{text}`: name a field, then `:`, then a step such as lower"
        )));
    };
    Ok((field.to_owned(), step.parse().context("--normalise").map_err(usage)?))
}
