//! The object `#page`: what the columns mean, and everything that is there once.

use std::io::{self, Write};

use serde::Serialize;

use super::binary::{Places, Used};
use super::escape::{Escaping, push_line};
use super::rows::NONE;
use super::tables::Tables;
use super::texts::{Kept, Texts};
use super::thin::Chosen;
use super::transitions::Transition;
use crate::json::{self, List};

const VERSION: u32 = 1;

/// How many sessions there are in which form.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Sessions {
    pub(super) all: usize,
    pub(super) shown: usize,
    pub(super) with_line: usize,
    pub(super) explained: usize,
    /// Of all sessions, also of those that are not drawn.
    pub(super) entities: usize,
}

/// What the object is made from.
pub(super) struct Meta<'a> {
    pub(super) title: &'a str,
    pub(super) made_at: Option<&'a str>,
    pub(super) judged: bool,
    pub(super) score_name: Option<&'a str>,
    /// Whether something else has scored the sessions, so that nothing is known but what is drawn.
    pub(super) marks: bool,
    pub(super) sessions: Sessions,
    pub(super) tables: &'a Tables,
    pub(super) chosen: &'a Chosen,
    pub(super) used: &'a Used,
    pub(super) transitions: &'a [Transition],
    pub(super) places: &'a Places,
    pub(super) notices: &'a [String],
    /// A line of JSON that is known to be valid.
    pub(super) quality: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonRecipe<'a> {
    name: &'a str,
    entity_columns: &'a [String],
}

struct JsonCarried<'a> {
    name: &'a str,
    texts: &'a Texts,
    kept: &'a Kept,
}

#[derive(Serialize)]
struct JsonTransition {
    recipe: u8,
    previous: Option<u32>,
    command: Option<u32>,
    count: u32,
    of: u64,
    row: Option<usize>,
}

impl Meta<'_> {
    /// The object as it stands in the page.
    pub(super) fn written(&self) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        let mut object = Object { out: Escaping(&mut out), is_first: true };
        let Self { tables, used, .. } = self;
        object.key("version", &VERSION)?;
        object.key("title", &self.title)?;
        object.key("made_at", &self.made_at)?;
        object.key("judged", &self.judged)?;
        if self.marks {
            object.key("marks", &true)?;
        }
        if let Some(name) = self.score_name {
            object.key("score_name", &name)?;
        }
        object.key("sessions", &self.sessions)?;
        object.key("rows", &self.sessions.shown)?;
        let recipes = tables.recipes.iter();
        let recipes = || recipes.clone().map(|(name, columns)| JsonRecipe { name, entity_columns: columns });
        object.key("recipes", &List(recipes))?;
        object.key("commands", &List(|| kept(&tables.commands, &used.commands)))?;
        object.raw_list("entities", kept(&tables.entities, &used.entities))?;
        let carried = tables.carried.iter().zip(&used.carried);
        let carried = || carried.clone().map(|((name, texts), kept)| JsonCarried { name, texts, kept });
        object.key("carried", &List(carried))?;
        object.key("files", &List(|| kept(&tables.files, &used.files)))?;
        object.key("transitions", &List(|| self.transitions.iter().map(|one| self.transition(one))))?;
        object.key("columns", self.places)?;
        object.key("notices", &self.notices)?;
        object.begin("quality")?;
        match self.quality {
            None => out.extend_from_slice(b"null"),
            Some(quality) => push_line(quality.trim_end(), &mut out),
        }
        out.push(b'}');
        Ok(out)
    }

    fn transition(&self, one: &Transition) -> JsonTransition {
        let command = |old: u32| (old != NONE).then(|| self.used.commands.new_number(old));
        let &Transition { recipe, previous, command: next, count, of, rows } = one;
        let row = rows.iter().find_map(|&row| self.chosen.place(row));
        JsonTransition { recipe, previous: command(previous), command: command(next), count, of, row }
    }
}

impl Serialize for JsonCarried<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Named<'a, T> {
            name: &'a str,
            texts: T,
        }
        let Self { name, texts, kept: used } = self;
        Named { name, texts: List(|| kept(texts, used)) }.serialize(serializer)
    }
}

fn kept<'a>(texts: &'a Texts, kept: &'a Kept) -> impl Iterator<Item = &'a str> {
    kept.old.iter().map(|&number| texts.get(number))
}

/// Writes an object key by key.
struct Object<W> {
    out: W,
    is_first: bool,
}

impl<W: Write> Object<W> {
    fn key(&mut self, name: &str, value: &impl Serialize) -> io::Result<()> {
        self.begin(name)?;
        json::write(value, &mut self.out)
    }

    /// A list of what is JSON already.
    fn raw_list<'a>(&mut self, name: &str, values: impl Iterator<Item = &'a str>) -> io::Result<()> {
        self.begin(name)?;
        let mut before = "[";
        for value in values {
            write!(self.out, "{before}{value}")?;
            before = ",";
        }
        self.out.write_all(if before == "[" { b"[]" } else { b"]" })
    }

    fn begin(&mut self, name: &str) -> io::Result<()> {
        let before = if std::mem::take(&mut self.is_first) { '{' } else { ',' };
        write!(self.out, "{before}\"{name}\":")
    }
}
