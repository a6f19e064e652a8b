//! Model tables: everything that a model has learnt, as NDJSON.

use std::io::{self, Write};

use oddwalk_core::{Chance, Model, Symbol, Vocabulary};
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
    probability: f64,
}

/// Writes all counts and probabilities of a model, one a line: tables `command` (without context), `transition`,
/// `parameter` (of a command) and `value` (of a parameter). What was never seen with `given` has the probability of
/// `##UNK##` there.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_model_tables(recipe: &str, model: &Model, out: impl Write) -> io::Result<()> {
    let mut tables = Tables { recipe, model, out };
    tables.commands()?;
    tables.transitions()?;
    tables.parameters()?;
    tables.values()?;
    tables.out.flush()
}

struct Tables<'a, W> {
    recipe: &'a str,
    model: &'a Model,
    out: W,
}

impl<W: Write> Tables<'_, W> {
    fn commands(&mut self) -> io::Result<()> {
        let (model, counts) = (self.model, self.model.counts());
        symbols(counts.commands()).try_for_each(|symbol| {
            let text = counts.commands().text(symbol);
            self.write("command", None, text, counts.uses()[symbol.index()], model.chain().marginal(symbol))
        })
    }

    fn transitions(&mut self) -> io::Result<()> {
        let (model, counts) = (self.model, self.model.counts());
        let text = |symbol| counts.commands().text(symbol);
        symbols(counts.commands()).filter(|&given| given != Symbol::END).try_for_each(|given| {
            let chance = |seen| model.chain().transition(given, seen);
            counts.transitions().row(given).try_for_each(|(seen, count)| {
                self.write("transition", Some(text(given)), text(seen), count, chance(seen))
            })?;
            let unknown = Symbol::UNKNOWN;
            self.write("transition", Some(text(given)), text(unknown), 0, chance(unknown))
        })
    }

    fn parameters(&mut self) -> io::Result<()> {
        let counts = self.model.counts();
        let (Some(parameters), Some(chances)) = (counts.parameters(), self.model.parameters()) else {
            return Ok(());
        };
        symbols(counts.commands()).try_for_each(|given| {
            let command = Some(counts.commands().text(given));
            let row = parameters.of_commands.row(given).zip(chances.known(given));
            for ((name, count), known) in row {
                self.write("parameter", command, parameters.names.text(name), count, known.presence.present)?;
            }
            let unknown = chances.unknown(given).present;
            self.write("parameter", command, parameters.names.text(Symbol::UNKNOWN), 0, unknown)
        })
    }

    /// Only of parameters whose values are modelled.
    fn values(&mut self) -> io::Result<()> {
        let counts = self.model.counts();
        let (Some(parameters), Some(values), Some(chances)) =
            (counts.parameters(), counts.values(), self.model.values())
        else {
            return Ok(());
        };
        parameters.names.symbols().try_for_each(|given| {
            let name = Some(parameters.names.text(given));
            let row = values.of_parameters.row(given).chain([(Symbol::UNKNOWN, 0)]);
            for (seen, count) in row {
                if let Some(chance) = chances.value(given, seen) {
                    self.write("value", name, values.texts.text(seen), count, chance)?;
                }
            }
            Ok(())
        })
    }

    fn write(
        &mut self,
        table: &'static str,
        given: Option<&str>,
        seen: &str,
        count: u64,
        chance: Chance,
    ) -> io::Result<()> {
        let entry = Entry { recipe: self.recipe, table, given, seen, count, probability: chance.probability };
        json::write(&entry, &mut self.out)?;
        self.out.write_all(b"\n")
    }
}

fn symbols(vocabulary: &Vocabulary) -> impl Iterator<Item = Symbol> {
    (0..vocabulary.symbol_count()).map(Symbol::from_index)
}
