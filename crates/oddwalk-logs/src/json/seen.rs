//! The names that the records of a file had: which needed ones, and what else there was.

use std::collections::BTreeSet;

use crate::FileError;
use crate::columns::Columns;
use crate::encode::Encoder;

/// So many names of other fields are kept, to be told where a needed one is missing.
const NAMES_KEPT: usize = 200;

/// And so many names are looked at for it: those of the first records.
const NAMES_LOOKED_AT: usize = 20_000;

/// Which needed fields any record had, and the names of those that the first records had.
#[derive(Debug)]
pub(crate) struct SeenNames {
    found: Vec<bool>,
    /// Of these, the ones that the encoder has not been told of.
    new: Vec<usize>,
    names: BTreeSet<String>,
    looked_at: usize,
    /// The names that were kept, each in its object, in their order; and which of them should be next, since records of a
    /// file have much the same.
    kept: Vec<(usize, Box<[u8]>)>,
    next: usize,
    pub(crate) any_object: bool,
}

impl SeenNames {
    pub(crate) fn new(columns: &Columns) -> Self {
        let (found, names) = (vec![false; columns.len()], BTreeSet::new());
        let (new, kept) = (Vec::new(), Vec::new());
        Self { found, new, names, looked_at: 0, kept, next: 0, any_object: false }
    }

    /// Takes down a field: its column, if it is needed, or else its name with those of the objects that it is in; it is known
    /// by the number of its object and its own name.
    #[inline]
    pub(crate) fn note(
        &mut self,
        column: Option<usize>,
        known_by: (usize, &[u8]),
        name: impl FnOnce() -> String,
    ) {
        match column {
            Some(column) if self.found[column] => {}
            Some(column) => {
                self.found[column] = true;
                self.new.push(column);
            }
            None if self.looked_at < NAMES_LOOKED_AT => self.keep(known_by, name),
            None => {}
        }
    }

    /// Which needed names any record had.
    pub(crate) fn found(&self) -> &[bool] {
        &self.found
    }

    /// Tells the encoder of needed names that no record had before.
    #[inline]
    pub(crate) fn tell(&mut self, encoder: &mut Encoder) {
        self.new.drain(..).for_each(|column| encoder.has_column(column));
    }

    fn keep(&mut self, known_by: (usize, &[u8]), name: impl FnOnce() -> String) {
        self.looked_at += 1;
        if self.names.len() >= NAMES_KEPT || self.is_kept(known_by) {
            return;
        }
        self.names.insert(name());
        if self.kept.len() < NAMES_KEPT {
            self.kept.push((known_by.0, known_by.1.into()));
        }
    }

    fn is_kept(&mut self, (object, name): (usize, &[u8])) -> bool {
        let is_it = |kept: &(usize, Box<[u8]>)| kept.0 == object && *kept.1 == *name;
        if !self.kept.get(self.next).is_some_and(is_it) {
            match self.kept.iter().position(is_it) {
                Some(at) => self.next = at,
                None => return false,
            }
        }
        self.next += 1;
        true
    }

    /// A record may lack an identity; a file in which no record has a time or a command is something else.
    pub(crate) fn check(&self, columns: &Columns, encoder: &mut Encoder) -> Result<(), FileError> {
        if encoder.records() == 0 {
            return Err(FileError::Empty);
        }
        if !self.any_object {
            return Err(FileError::NoObjects);
        }
        let existing = self.existing(columns);
        columns.check_found(&self.found, &existing)?;
        encoder.unseen_columns(columns.unseen(&self.found, &existing));
        Ok(())
    }

    fn existing(&self, columns: &Columns) -> Vec<String> {
        let found = columns.names().iter().zip(&self.found).filter(|(_, found)| **found);
        let mut existing: Vec<String> = self.names.iter().cloned().collect();
        existing.extend(found.map(|(name, _)| name.clone()));
        existing.sort_unstable();
        existing
    }
}
