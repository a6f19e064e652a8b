//! A recipe as a query for Microsoft Sentinel, whose rows are the sessions that oddwalk would cut from the table itself.
//!
//! What the query relies on is in `docs/adr/0016-queries-for-sentinel.md`.

mod condition;
mod lookback;
mod parameters;
mod query;
mod source;
mod text;
mod words;

use thiserror::Error;

pub use self::lookback::{BadLookback, Lookback};
use super::{Form, Recipe};
use crate::error::nearest;

/// How a query is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KqlOptions {
    /// How far back it looks.
    pub lookback: Lookback,
    /// The table that it reads, one of [`Recipe::tables`]; `None` is the first of them.
    pub table: Option<String>,
}

/// A recipe cannot be a query, or not the one that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadKql {
    /// Its log is in no table.
    #[error("the recipe {0} has no query: none of its forms has a `table`")]
    NoTable(String),
    /// Its log is in other tables.
    #[error("the recipe {recipe} has no table `{table}`{}; it has {}", hint(.table, .existing), .existing.join(", "))]
    OtherTable {
        /// The recipe's name.
        recipe: String,
        /// What was asked for.
        table: String,
        /// What there is.
        existing: Vec<String>,
    },
    /// The query's own columns have names too.
    #[error("`entity`: the query has a column `{0}` of its own; give the field another name")]
    TakenName(String),
    /// A column without a name cannot be read.
    #[error("the field `{0}` is read from a column whose name is empty")]
    NamelessColumn(String),
    /// A table is searched by a time as it is.
    #[error("`time`: the field `{0}` is joined or normalised, and a query needs the time as it is")]
    ChangedTime(String),
    /// Names with values and names alone do not go together in one object.
    #[error("`parameters`: a query can have `set` and `words`, or `from`, and this recipe has both")]
    MixedParameters,
    /// Kusto's functions take so many arguments.
    #[error("`{what}`: a query can have {limit} of them, and this recipe has more")]
    TooMany {
        /// Of what.
        what: String,
        /// So many are possible.
        limit: usize,
    },
}

fn hint(table: &str, existing: &[String]) -> String {
    nearest(table, existing).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

impl Recipe {
    /// The tables of Microsoft Sentinel in which the log can be queried.
    pub fn tables(&self) -> Vec<&str> {
        let mut tables: Vec<&str> = Vec::new();
        for table in self.forms.iter().filter_map(|form| form.table.as_deref()) {
            if !tables.contains(&table) {
                tables.push(table);
            }
        }
        tables
    }

    /// The query that cuts sessions in Microsoft Sentinel, Log Analytics or Azure Data Explorer as oddwalk does with the
    /// table's export: by the same conditions, entity, limits and parameters.
    ///
    /// Its result has a row for each session with the columns `recipe`, `begin`, `end`, those of the entity, `session`
    /// (a list of names with parameters, in order of time) and `n_events`; [`Table::of_query`](crate::Table::of_query)
    /// reads it.
    ///
    /// # Errors
    /// [`BadKql`] where the recipe has no such table, or says something that a query cannot do.
    pub fn kql(&self, options: &KqlOptions) -> Result<String, BadKql> {
        query::query(self, self.form_of_table(options.table.as_deref())?, options.lookback)
    }

    fn form_of_table(&self, wanted: Option<&str>) -> Result<&Form, BadKql> {
        let mut forms = self.forms.iter().filter(|form| form.table.is_some());
        let first = forms.clone().next().ok_or_else(|| BadKql::NoTable(self.name.clone()))?;
        let Some(wanted) = wanted else { return Ok(first) };
        forms.find(|form| form.table.as_deref() == Some(wanted)).ok_or_else(|| BadKql::OtherTable {
            recipe: self.name.clone(),
            table: wanted.to_owned(),
            existing: self.tables().into_iter().map(str::to_owned).collect(),
        })
    }
}

#[cfg(test)]
#[path = "kql_tests.rs"]
mod tests;
