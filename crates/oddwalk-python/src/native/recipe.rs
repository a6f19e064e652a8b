//! Recipes: what oddwalk knows of a kind of log.

use oddwalk::logs::{KqlOptions, Recipe};
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;

use super::errors::of_value;

/// The query that cuts a recipe's sessions in Microsoft Sentinel.
#[pyfunction]
pub(crate) fn recipe_kql(name: &str, lookback: &str, table: Option<String>) -> PyResult<String> {
    let recipes = Recipe::embedded();
    let recipe = recipes.iter().find(|recipe| recipe.name == name).ok_or_else(|| unknown(recipes, name))?;
    let options = KqlOptions { lookback: lookback.parse().map_err(of_value)?, table };
    recipe.kql(&options).map_err(of_value)
}

fn unknown(recipes: &[Recipe], name: &str) -> PyErr {
    let known: Vec<&str> = recipes.iter().map(|recipe| recipe.name.as_str()).collect();
    PyKeyError::new_err(format!("there is no recipe `{name}`; there are {}", known.join(", ")))
}
