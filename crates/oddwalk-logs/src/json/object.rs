//! The needed fields of a JSON object, found without building any other.
//!
//! What is read is checked as a full parser checks it: the needed values, the names of all fields on the way to them
//! that have escapes, and the commas, colons and brackets around both. What is stepped over is checked only as far as
//! its end has to be known: texts have to end and have no control characters, brackets have to be as many closing as
//! opening ones, and numbers and literals that stand beside needed fields have to be some. Not checked are a skipped
//! text's escapes and UTF-8, how deep a skipped object goes, and what stands between its brackets and texts.

use std::borrow::Cow;

use super::cursor::{Cursor, Fault, RawText};
use super::seen::SeenNames;
use crate::columns::Columns;
use crate::field::{Field, Fields};
use crate::json_value;
use crate::paths::{Node, Paths};

/// Reads objects one after the other.
#[derive(Debug)]
pub(crate) struct Objects<'c> {
    paths: &'c Paths,
    columns: usize,
    pub(crate) names: SeenNames,
    /// Which objects the record has had already.
    entered: Vec<bool>,
}

impl<'c> Objects<'c> {
    pub(crate) fn new(columns: &'c Columns) -> Self {
        let paths = columns.paths();
        let entered = vec![false; paths.len()];
        Self { paths, columns: columns.len(), names: SeenNames::new(columns), entered }
    }

    /// The needed fields of a record.
    pub(crate) fn record<'de>(&mut self, json: &'de [u8]) -> Result<Fields<'de>, Fault> {
        let mut fields = self.missing();
        self.object(json, Node::RECORD, &mut fields)?;
        self.names.any_object = true;
        Ok(fields)
    }

    /// The needed fields of the record that these bytes begin with, and its length.
    pub(crate) fn record_ahead<'de>(&mut self, bytes: &'de [u8]) -> Result<(Fields<'de>, usize), Fault> {
        let mut fields = self.missing();
        let mut walk = self.walk(bytes, &mut fields);
        walk.object(Node::RECORD, 1)?;
        let len = walk.cursor.position();
        Ok((fields, len))
    }

    /// Reads an object that is held by a field: into `fields`, all those that are needed below the field's node.
    ///
    /// Where a name stands twice the last one counts, as in every JSON library.
    pub(crate) fn object<'de>(
        &mut self,
        json: &'de [u8],
        node: Node,
        fields: &mut [Field<'de>],
    ) -> Result<(), Fault> {
        let mut walk = self.walk(json, fields);
        walk.object(node, 1)?;
        walk.cursor.end()
    }

    fn missing<'de>(&self) -> Fields<'de> {
        let mut fields = Fields::new();
        fields.resize(self.columns, Field::Missing);
        fields
    }

    fn walk<'w, 'de>(&'w mut self, json: &'de [u8], fields: &'w mut [Field<'de>]) -> Walk<'w, 'de> {
        self.entered.fill(false);
        let Self { paths, names, entered, .. } = self;
        Walk { cursor: Cursor::new(json), paths, names, entered, fields }
    }
}

/// The way through one object.
struct Walk<'w, 'de> {
    cursor: Cursor<'de>,
    paths: &'w Paths,
    names: &'w mut SeenNames,
    entered: &'w mut [bool],
    fields: &'w mut [Field<'de>],
}

impl<'de> Walk<'_, 'de> {
    fn object(&mut self, node: Node, depth: usize) -> Result<(), Fault> {
        self.cursor.open(b'{', depth)?;
        let mut goes_on = !self.cursor.take(b'}');
        while goes_on {
            match self.name(node)? {
                Some(node) => self.needed(node, depth + 1)?,
                None => self.cursor.skip()?,
            }
            goes_on = self.cursor.goes_on(b'}')?;
        }
        Ok(())
    }

    /// Where the next name leads.
    #[inline]
    fn name(&mut self, object: Node) -> Result<Option<Node>, Fault> {
        let raw = self.cursor.name()?;
        let read = || self.cursor.read(raw).map(into_bytes);
        let name = raw.plain().map_or_else(read, |plain| Ok(Cow::Borrowed(plain)))?;
        let node = self.paths.step(object, &name);
        let column = node.and_then(|node| self.paths.column(node));
        let full_name = || self.paths.full_name(object, &String::from_utf8_lossy(&name));
        self.names.note(column, (object.index(), &name), full_name);
        Ok(node)
    }

    /// Reads the value of a needed field, or looks for such fields in it, or both.
    #[inline]
    fn needed(&mut self, node: Node, depth: usize) -> Result<(), Fault> {
        let value = self.cursor;
        if let Some(column) = self.paths.column(node) {
            self.fields[column] = json_value::field(&mut self.cursor, depth)?;
            if !self.paths.is_object(node) {
                return Ok(());
            }
            self.cursor = value;
        }
        self.inside(node, depth)
    }

    /// Looks for needed fields in a value. What is neither an object nor a text of one has none.
    fn inside(&mut self, node: Node, depth: usize) -> Result<(), Fault> {
        self.enter(node);
        match self.cursor.peek() {
            Some(b'{') => self.object(node, depth),
            Some(b'"') => {
                let text = self.cursor.text()?;
                self.inside_text(node, text)
            }
            _ => self.cursor.skip(),
        }
    }

    /// An object that replaces one of the same name takes its fields along.
    fn enter(&mut self, node: Node) {
        if std::mem::replace(&mut self.entered[node.index()], true) {
            self.paths.below(node).iter().for_each(|&column| self.fields[column] = Field::Missing);
        }
    }

    /// Looks for needed fields in a text that holds an object; what they hold does not outlive it, and so is copied.
    fn inside_text(&mut self, node: Node, text: RawText<'de>) -> Result<(), Fault> {
        let text = self.cursor.read(text)?;
        if !text.trim_ascii_start().starts_with('{') {
            return Ok(());
        }
        let mut fields: Fields = std::iter::repeat_n(Field::Missing, self.fields.len()).collect();
        let cursor = Cursor::new(text.as_bytes());
        let Self { paths, names, entered, .. } = self;
        let mut walk = Walk { cursor, paths, names, entered, fields: &mut fields };
        walk.object(node, 1)?;
        walk.cursor.end()?;
        for &column in self.paths.below(node) {
            self.fields[column] = std::mem::take(&mut fields[column]).into_owned();
        }
        Ok(())
    }
}

fn into_bytes(text: Cow<'_, str>) -> Cow<'_, [u8]> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    }
}

#[cfg(test)]
#[path = "object_tests.rs"]
mod tests;
