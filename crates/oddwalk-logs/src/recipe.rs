//! Recipes: what is where in one type of log, as TOML that people can read and write.

mod check;
mod embedded;
mod kql;
mod overrides;
mod parse;

use std::collections::BTreeMap;

use oddwalk_core::SessionOptions;

pub use self::kql::{BadKql, BadLookback, KqlOptions, Lookback};
pub use self::overrides::{BadOverride, Overrides};
pub use self::parse::BadRecipe;
use crate::condition::{Condition, Rule};
use crate::normalise::Normalise;
use crate::parameter_sources::ParameterSources;
use crate::source::Source;

/// The name of what is no recipe from a file: columns are named by hand.
pub const BY_HAND: &str = "table";

/// How one type of log is read: in words of its own fields, and where each of its forms has them.
///
/// A field is a name that the recipe speaks of. A form says which columns it is read from; where it says nothing, it is
/// the column of the same name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipe {
    /// As it is asked for.
    pub name: String,
    /// What it reads, in a line.
    pub title: String,
    /// A recipe that reads all of what this reads a part of: where files of both are found, that one reads them all.
    pub part_of: Option<String>,
    /// The field that says when.
    pub time: String,
    /// The fields that say who: sessions are cut by them.
    pub entity: Vec<String>,
    /// Those of the entity's fields that say whose habits they are.
    pub actor: Vec<String>,
    /// The field that says what was done.
    pub command: String,
    /// Where parameters come from.
    pub parameters: ParameterFields,
    /// The field that is the same only in copies of one event; copies are removed.
    pub id: Option<String>,
    /// Fields to show with a session.
    pub carry: Vec<String>,
    /// What is done to the texts of fields.
    pub normalise: BTreeMap<String, Vec<Normalise>>,
    /// What has to hold for a record to be an event.
    pub conditions: Vec<Condition>,
    /// Records that can be left out, if asked for.
    pub exclusions: Vec<Exclusion>,
    /// Where fields are, in whatever form, that are not the columns of the same name.
    pub locations: BTreeMap<String, Source>,
    /// How sessions are cut.
    pub sessions: SessionOptions,
    /// The forms in which the log is found.
    pub forms: Vec<Form>,
    /// Files that look like the log and are none.
    pub skip: Vec<Skip>,
    /// Fields that somebody named who reads these files: one of the files has to have them.
    pub named: Vec<String>,
}

/// Where an event's parameters come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParameterFields {
    /// A field that holds names and values: an object, a list of `{Name, Value}`, either as JSON text, or a text such as
    /// `-Name "value"`.
    pub from: Option<String>,
    /// Fields each of which is a parameter with a value.
    pub fields: Vec<String>,
    /// Fields whose texts are parameters, so that what they mean depends on the command.
    pub set: Vec<String>,
    /// The texts of the set have their field's name before them.
    pub labelled: bool,
    /// A command line: each word behind the first is a parameter.
    pub words: Option<String>,
}

/// Records that can be left out: those that meet all of the conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// As it is asked for.
    pub name: String,
    /// What it leaves out, in a line.
    pub title: String,
    /// The conditions.
    pub conditions: Vec<Condition>,
    /// It is asked for.
    pub applies: bool,
}

/// One form in which the log is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// A word for it.
    pub name: String,
    /// What it is, in a line.
    pub title: String,
    /// The table of Microsoft Sentinel or Defender in which the same log can be queried.
    pub table: Option<String>,
    /// The columns by which it is known.
    pub recognise: Vec<String>,
    /// What has to hold for the first records, so far as they have the field, for the file to be this.
    pub recognise_where: Vec<Condition>,
    /// Of these, one has to hold for one of the first records.
    pub recognise_any: Vec<Condition>,
    /// Conditions on records of this form.
    pub conditions: Vec<Condition>,
    /// What stands before the names of this form's columns. A field that no list of columns is given for may also be the
    /// column of its own name.
    pub prefix: String,
    /// Where fields are in this form, if not where the recipe has them in any form.
    pub fields: BTreeMap<String, Source>,
}

/// A file that looks like the log and is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    /// What it is, in a line.
    pub title: String,
    /// The columns by which it is known.
    pub recognise: Vec<String>,
    /// What has to hold for the first records, so far as they have the field, for the file to be this.
    pub recognise_where: Vec<Condition>,
}

impl Form {
    /// All of its conditions, whatever they are for.
    fn conditions(&self) -> impl Iterator<Item = &Condition> {
        self.conditions.iter().chain(&self.recognise_where).chain(&self.recognise_any)
    }

    /// The column of a field's name; where the form has a prefix, one without it will do.
    fn column(&self, field: &str) -> Source {
        let plain = Source::column(field);
        if self.prefix.is_empty() {
            return plain;
        }
        Source::first_of([plain.clone().below(&self.prefix).columns, plain.columns].concat())
    }
}

impl ParameterFields {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether any of them can have a value.
    pub fn have_values(&self) -> bool {
        self.from.is_some() || !self.fields.is_empty()
    }
}

impl Recipe {
    /// Reads a recipe from TOML.
    ///
    /// # Errors
    /// [`BadRecipe`] with the line, the key, and what was expected.
    pub fn parse(text: &str) -> Result<Self, BadRecipe> {
        parse::parse(text)
    }

    /// The recipes that come with oddwalk, by name.
    pub fn embedded() -> &'static [Self] {
        embedded::all()
    }

    /// The TOML of a recipe that comes with oddwalk.
    pub fn embedded_text(name: &str) -> Option<&'static str> {
        embedded::text(name)
    }

    /// A recipe that says nothing, but that a file's columns are what they are called.
    fn blank() -> Self {
        let form = Form {
            name: BY_HAND.to_owned(),
            title: "a table".to_owned(),
            table: None,
            recognise: Vec::new(),
            recognise_where: Vec::new(),
            recognise_any: Vec::new(),
            conditions: Vec::new(),
            prefix: String::new(),
            fields: BTreeMap::new(),
        };
        Self {
            name: BY_HAND.to_owned(),
            title: "columns that are named by hand".to_owned(),
            part_of: None,
            time: String::new(),
            entity: Vec::new(),
            actor: Vec::new(),
            command: String::new(),
            parameters: ParameterFields::default(),
            id: None,
            carry: Vec::new(),
            normalise: BTreeMap::new(),
            conditions: Vec::new(),
            exclusions: Vec::new(),
            locations: BTreeMap::new(),
            sessions: SessionOptions::default(),
            forms: vec![form],
            skip: Vec::new(),
            named: Vec::new(),
        }
    }

    /// Whether the recipe speaks of the field.
    pub fn uses(&self, field: &str) -> bool {
        self.fields().any(|known| known == field)
    }

    /// Where a field is in a form, with what is done to its text.
    pub(crate) fn source(&self, form: &Form, field: &str) -> Source {
        let own = form.fields.get(field).cloned();
        let usual = || self.locations.get(field).cloned().map(|usual| usual.below(&form.prefix));
        let source = own.or_else(usual).unwrap_or_else(|| form.column(field));
        let source = if self.id.as_deref() == Some(field) { source.whole() } else { source };
        source.normalised(self.normalise.get(field).map_or(&[], Vec::as_slice))
    }

    /// Which of the entity's fields make the actor.
    pub(crate) fn actors(&self) -> Vec<usize> {
        (0..self.entity.len()).filter(|&index| self.actor.contains(&self.entity[index])).collect()
    }

    /// Where the parameters are in a form.
    pub(crate) fn parameter_sources(&self, form: &Form) -> ParameterSources {
        let ParameterFields { from, fields, set, labelled, words } = &self.parameters;
        let source = |field: &String| self.source(form, field);
        let label = |name: &String| if *labelled { format!("{name}=") } else { String::new() };
        ParameterSources {
            from: from.as_ref().map(source),
            fields: fields.iter().map(|name| (name.clone(), source(name))).collect(),
            set: set.iter().map(|name| (label(name), source(name))).collect(),
            words: words.as_ref().map(source),
        }
    }

    /// What decides whether a record of a form is an event.
    pub(crate) fn rules(&self, form: &Form) -> Vec<Rule> {
        let source = |field: &str| self.source(form, field);
        let keeping = self.conditions.iter().chain(&form.conditions);
        let keeping = keeping.map(|condition| Rule::keeping(condition, source));
        let asked_for = self.exclusions.iter().filter(|exclusion| exclusion.applies);
        let excluding =
            asked_for.map(|Exclusion { name, conditions, .. }| Rule::excluding(name, conditions, source));
        keeping.chain(excluding).collect()
    }

    /// Every field that the recipe speaks of.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &String> {
        let ParameterFields { from, fields, set, words, .. } = &self.parameters;
        let conditions = self.conditions.iter().chain(self.exclusions.iter().flat_map(|e| &e.conditions));
        [&self.time, &self.command]
            .into_iter()
            .chain(&self.entity)
            .chain(from)
            .chain(fields)
            .chain(set)
            .chain(words)
            .chain(&self.id)
            .chain(&self.carry)
            .chain(conditions.map(|condition| &condition.field))
            .chain(self.forms.iter().flat_map(Form::conditions).map(|condition| &condition.field))
    }
}
