//! Recipes as they are written: TOML with every unknown key and every wrong type told of with its line.

use std::collections::BTreeMap;

use oddwalk_core::{Boundary, MissingIdentity, SessionOptions};
use serde::Deserialize;
use thiserror::Error;
use toml::Spanned;

use super::check;
use super::{Exclusion, Form, ParameterFields, Recipe, Skip};
use crate::condition::{Condition, Lacking, Test};
use crate::normalise::Normalise;
use crate::source::Source;
use crate::time::parse_duration;
use crate::toml_text::{BadToml, line_of, read_toml};

/// A recipe that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {reason}")]
pub struct BadRecipe {
    /// The line, counted from 1.
    pub line: usize,
    /// The key, and what was expected.
    pub reason: String,
}

impl From<BadToml> for BadRecipe {
    fn from(BadToml { line, reason }: BadToml) -> Self {
        Self { line, reason }
    }
}

/// A key, a field that it is about, and where in the text.
pub(super) type Mentioned = (&'static str, String, usize);

/// What is wrong, and where in the text.
pub(super) type Wrong = (usize, String);

pub(super) fn parse(text: &str) -> Result<Recipe, BadRecipe> {
    let written: Written = read_toml(text)?;
    let bad = |(at, reason): Wrong| BadRecipe { line: line_of(text, at), reason };
    check::check(&written).map_err(bad)?;
    let mentioned = written.mentioned();
    let recipe = written.recipe().map_err(bad)?;
    check::check_mentioned(&recipe, &mentioned).map_err(bad)?;
    Ok(recipe)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    pub(super) name: Spanned<String>,
    pub(super) title: String,
    part_of: Option<String>,
    pub(super) time: Spanned<String>,
    pub(super) entity: Spanned<Vec<Spanned<String>>>,
    #[serde(default)]
    pub(super) actor: Vec<Spanned<String>>,
    pub(super) command: Spanned<String>,
    #[serde(default)]
    parameters: WrittenParameters,
    id: Option<String>,
    #[serde(default)]
    pub(super) carry: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) normalise: BTreeMap<Spanned<String>, Vec<Normalise>>,
    #[serde(default, rename = "where")]
    conditions: Vec<Spanned<WrittenCondition>>,
    #[serde(default, rename = "exclude")]
    pub(super) exclusions: Vec<WrittenExclusion>,
    #[serde(default)]
    pub(super) fields: BTreeMap<Spanned<String>, WrittenSource>,
    #[serde(default)]
    sessions: WrittenSessions,
    pub(super) forms: Spanned<Vec<WrittenForm>>,
    #[serde(default)]
    skip: Vec<WrittenSkip>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenParameters {
    from: Option<String>,
    #[serde(default)]
    fields: Vec<String>,
    #[serde(default)]
    set: Vec<String>,
    #[serde(default)]
    labelled: bool,
    words: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenCondition {
    field: String,
    equals: Option<String>,
    not_equals: Option<String>,
    r#in: Option<Vec<String>>,
    not_in: Option<Vec<String>>,
    starts_with: Option<Texts>,
    not_starts_with: Option<Texts>,
    contains: Option<Texts>,
    not_contains: Option<Texts>,
    is_empty: Option<bool>,
    #[serde(default)]
    always: bool,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a text or a list of texts")]
enum Texts {
    One(String),
    Several(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenExclusion {
    pub(super) name: Spanned<String>,
    title: String,
    #[serde(rename = "where")]
    pub(super) conditions: Spanned<Vec<Spanned<WrittenCondition>>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSessions {
    max_duration: Option<Spanned<String>>,
    max_gap: Option<Spanned<String>>,
    boundary: Option<WrittenBoundary>,
    null_entity: Option<WrittenNullEntity>,
    min_events: Option<usize>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WrittenBoundary {
    Over,
    AtLeast,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WrittenNullEntity {
    Merge,
    Separate,
    Drop,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenForm {
    pub(super) name: Spanned<String>,
    title: String,
    pub(super) table: Option<Spanned<String>>,
    pub(super) recognise: Spanned<Vec<String>>,
    #[serde(default)]
    recognise_where: Vec<Spanned<WrittenCondition>>,
    #[serde(default)]
    recognise_any: Vec<Spanned<WrittenCondition>>,
    #[serde(default, rename = "where")]
    conditions: Vec<Spanned<WrittenCondition>>,
    #[serde(default)]
    prefix: String,
    #[serde(default)]
    pub(super) fields: BTreeMap<Spanned<String>, WrittenSource>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "a column, a list of columns, or { join = [columns], with = \"text\" }")]
pub(super) enum WrittenSource {
    Column(String),
    FirstOf(Vec<String>),
    Joined { join: Vec<String>, with: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSkip {
    title: String,
    recognise: Vec<String>,
    #[serde(default)]
    recognise_where: Vec<Spanned<WrittenCondition>>,
}

impl Written {
    /// The fields about which something is said: key, field, and where.
    fn mentioned(&self) -> Vec<Mentioned> {
        let of =
            |key: &'static str| move |name: &Spanned<String>| (key, name.as_ref().clone(), name.span().start);
        let forms = self.forms.as_ref().iter().flat_map(|form| form.fields.keys());
        let all = self.normalise.keys().map(of("normalise")).chain(self.fields.keys().map(of("fields")));
        all.chain(forms.map(of("forms.fields"))).collect()
    }

    fn recipe(self) -> Result<Recipe, Wrong> {
        let entity = texts(self.entity.into_inner());
        let actor = texts(self.actor);
        let WrittenParameters { from, fields, set, labelled, words } = self.parameters;
        Ok(Recipe {
            name: self.name.into_inner(),
            title: self.title,
            part_of: self.part_of,
            time: self.time.into_inner(),
            actor: if actor.is_empty() { entity[..1].to_vec() } else { actor },
            entity,
            command: self.command.into_inner(),
            parameters: ParameterFields { from, fields, set, labelled, words },
            id: self.id,
            carry: texts(self.carry),
            normalise: self.normalise.into_iter().map(|(field, steps)| (field.into_inner(), steps)).collect(),
            conditions: conditions(self.conditions)?,
            exclusions: self
                .exclusions
                .into_iter()
                .map(WrittenExclusion::exclusion)
                .collect::<Result<_, _>>()?,
            locations: sources(self.fields),
            sessions: self.sessions.options()?,
            forms: self.forms.into_inner().into_iter().map(WrittenForm::form).collect::<Result<_, _>>()?,
            named: Vec::new(),
            skip: self.skip.into_iter().map(WrittenSkip::skip).collect::<Result<_, _>>()?,
        })
    }
}

fn texts(written: Vec<Spanned<String>>) -> Vec<String> {
    written.into_iter().map(Spanned::into_inner).collect()
}

fn sources(written: BTreeMap<Spanned<String>, WrittenSource>) -> BTreeMap<String, Source> {
    written.into_iter().map(|(name, source)| (name.into_inner(), source.source())).collect()
}

fn conditions(written: Vec<Spanned<WrittenCondition>>) -> Result<Vec<Condition>, Wrong> {
    written.into_iter().map(condition).collect()
}

fn condition(written: Spanned<WrittenCondition>) -> Result<Condition, Wrong> {
    let at = written.span().start;
    let WrittenCondition { field, always, .. } = written.as_ref();
    let lacking = if *always { Lacking::Empty } else { Lacking::Skip };
    let field = field.clone();
    let mut tests = tests(written.into_inner());
    let says_nothing = |test: &Test| match test {
        Test::In(texts) => texts.is_empty(),
        Test::StartsWith(texts) | Test::Contains(texts) => {
            texts.is_empty() || texts.iter().any(String::is_empty)
        }
        Test::IsEmpty => false,
    };
    match (tests.pop(), tests.is_empty()) {
        (Some((test, _)), true) if says_nothing(&test) => {
            Err((at, format!("the condition on `{field}` is of no text at all, or of an empty one")))
        }
        (Some((test, negated)), true) => Ok(Condition { field, test, negated, lacking }),
        _ => Err((
            at,
            format!(
                "the condition on `{field}` needs one of `equals`, `in`, `starts_with`, `contains` (each also with \
                 `not_` before it) or `is_empty`, and no more"
            ),
        )),
    }
}

/// Every test that is written, and whether it is negated.
fn tests(written: WrittenCondition) -> Vec<(Test, bool)> {
    let one = |text: String| Test::In(vec![text]);
    let all = [
        (written.equals.map(one), false),
        (written.not_equals.map(one), true),
        (written.r#in.map(Test::In), false),
        (written.not_in.map(Test::In), true),
        (written.starts_with.map(Texts::all).map(Test::StartsWith), false),
        (written.not_starts_with.map(Texts::all).map(Test::StartsWith), true),
        (written.contains.map(Texts::all).map(Test::Contains), false),
        (written.not_contains.map(Texts::all).map(Test::Contains), true),
        (written.is_empty.map(|_| Test::IsEmpty), written.is_empty == Some(false)),
    ];
    all.into_iter().filter_map(|(test, negated)| Some((test?, negated))).collect()
}

impl Texts {
    fn all(self) -> Vec<String> {
        match self {
            Self::One(text) => vec![text],
            Self::Several(texts) => texts,
        }
    }
}

impl WrittenExclusion {
    fn exclusion(self) -> Result<Exclusion, Wrong> {
        let conditions = conditions(self.conditions.into_inner())?;
        Ok(Exclusion { name: self.name.into_inner(), title: self.title, conditions, applies: false })
    }
}

impl WrittenSessions {
    fn options(self) -> Result<SessionOptions, Wrong> {
        let known = SessionOptions::default();
        Ok(SessionOptions {
            max_duration: limit("max_duration", self.max_duration, known.max_duration)?,
            max_gap: limit("max_gap", self.max_gap, known.max_gap)?,
            boundary: self.boundary.map_or(known.boundary, |boundary| match boundary {
                WrittenBoundary::Over => Boundary::Over,
                WrittenBoundary::AtLeast => Boundary::AtLeast,
            }),
            missing_identity: self.null_entity.map_or(known.missing_identity, |choice| match choice {
                WrittenNullEntity::Merge => MissingIdentity::Merge,
                WrittenNullEntity::Separate => MissingIdentity::Separate,
                WrittenNullEntity::Drop => MissingIdentity::Drop,
            }),
            min_events: self.min_events.unwrap_or(known.min_events),
        })
    }
}

fn limit(key: &str, written: Option<Spanned<String>>, known: i64) -> Result<i64, Wrong> {
    let Some(text) = written else { return Ok(known) };
    parse_duration(text.as_ref()).ok_or_else(|| {
        let reason =
            format!("`{key}`: `{}` is no length of time; write it as 20m, 90s or 1h 30m", text.as_ref());
        (text.span().start, reason)
    })
}

impl WrittenForm {
    fn form(self) -> Result<Form, Wrong> {
        Ok(Form {
            name: self.name.into_inner(),
            title: self.title,
            table: self.table.map(Spanned::into_inner),
            recognise: self.recognise.into_inner(),
            recognise_where: conditions(self.recognise_where)?,
            recognise_any: conditions(self.recognise_any)?,
            conditions: conditions(self.conditions)?,
            prefix: self.prefix,
            fields: sources(self.fields),
        })
    }
}

impl WrittenSkip {
    fn skip(self) -> Result<Skip, Wrong> {
        let Self { title, recognise, recognise_where } = self;
        Ok(Skip { title, recognise, recognise_where: conditions(recognise_where)? })
    }
}

impl WrittenSource {
    /// Whether it names any column.
    pub(super) fn has_columns(&self) -> bool {
        match self {
            Self::Column(column) => !column.is_empty(),
            Self::FirstOf(columns) | Self::Joined { join: columns, .. } => !columns.is_empty(),
        }
    }

    fn source(self) -> Source {
        match self {
            Self::Column(column) => Source::column(column),
            Self::FirstOf(columns) => Source::first_of(columns),
            Self::Joined { join, with } => Source::joined(join, with),
        }
    }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
