//! Model tables: everything that a model has learnt, as NDJSON.

use std::io::{self, Write};

use oddwalk_core::{Model, Row, Symbol, Vocabulary};
use serde::Serialize;

use crate::json;

/// One line of a table.
#[derive(Serialize)]
struct Entry<'a> {
    recipe: &'a str,
    table: &'static str,
    /// What it depends on: a command, or a parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<&'a str>,
    /// What it is about; `##UNK##` stands for whatever was never seen.
    seen: &'a str,
    count: u64,
    smoothed: u64,
    probability: f64,
    /// Whether the values of this parameter count in scores.
    #[serde(skip_serializing_if = "Option::is_none")]
    modelled: Option<bool>,
}

/// Writes all counts and probabilities of a model, one a line, as `docs/model-tables.md` says: tables `command`,
/// `transition`, `parameter`, `parameter-marginal`, `value` and `value-marginal`.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_model_tables(recipe: &str, model: &Model, out: impl Write) -> io::Result<()> {
    let commands = model.counts().commands();
    let mut tables = Tables { recipe, model, out };
    tables.write("command", commands, commands, model.command_rows())?;
    tables.write("transition", commands, commands, model.transition_rows())?;
    if let Some(parameters) = model.counts().parameters() {
        let names = &parameters.names;
        tables.write("parameter", commands, names, model.parameter_rows())?;
        tables.write("parameter-marginal", commands, names, model.parameter_marginal_rows())?;
        if let Some(values) = &parameters.values {
            tables.write("value", names, &values.texts, model.value_rows())?;
            tables.write("value-marginal", names, &values.texts, model.value_marginal_rows())?;
        }
    }
    tables.out.flush()
}

struct Tables<'a, W> {
    recipe: &'a str,
    model: &'a Model,
    out: W,
}

impl<W: Write> Tables<'_, W> {
    fn write(
        &mut self,
        table: &'static str,
        given: &Vocabulary,
        seen: &Vocabulary,
        mut rows: impl Iterator<Item = Row>,
    ) -> io::Result<()> {
        rows.try_for_each(|row| {
            let entry = Entry {
                recipe: self.recipe,
                table,
                given: row.given.map(|symbol| given.text(symbol)),
                seen: seen.text(row.seen),
                count: row.count,
                smoothed: row.smoothed,
                probability: row.probability,
                modelled: row.given.filter(|_| table == "value").map(|name| self.is_modelled(name)),
            };
            json::write(&entry, &mut self.out)?;
            self.out.write_all(b"\n")
        })
    }

    fn is_modelled(&self, parameter: Symbol) -> bool {
        self.model.values().is_some_and(|values| values.is_modelled(parameter))
    }
}
