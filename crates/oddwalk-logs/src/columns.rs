//! The columns that are read: each needed name once, whatever it is needed for.

use crate::condition::{Condition, Rule};
use crate::encode::Unseen;
use crate::parameter_sources::ParameterSources;
use crate::paths::Paths;
use crate::source::Source;
use crate::table::Shape;
use crate::{FileError, Table};

/// The distinct names of a table's columns, and which of them is what.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    names: Vec<String>,
    paths: Paths,
    pub(crate) record: RecordColumns,
    /// In the order of the table's entity columns.
    pub(crate) entity: Vec<Source<usize>>,
    /// What decides whether a record is an event.
    pub(crate) rules: Vec<Rule<usize>>,
    /// What is the same only in copies of an event.
    pub(crate) id: Option<Source<usize>>,
    /// What is shown with a session.
    pub(crate) carried: Vec<Source<usize>>,
    /// No file may lack a column that was named.
    pub(crate) is_strict: bool,
    /// What somebody has named: one of the files has to have it.
    named: Vec<Source<usize>>,
}

/// Positions among the names.
#[derive(Clone, Debug)]
pub(crate) enum RecordColumns {
    Event { time: Source<usize>, command: Source<usize>, parameters: Box<ParameterSources<usize>> },
    Session { session: usize, begin: Option<usize>, end: Option<usize> },
    Sample { tests: Vec<Condition<Source<usize>>> },
}

/// The columns of events that are each read as they are, from one column.
#[derive(Clone, Debug)]
pub(crate) struct PlainEvent {
    pub(crate) time: usize,
    pub(crate) command: usize,
    pub(crate) entity: Vec<usize>,
    pub(crate) parameters: Option<usize>,
}

/// Where a needed column is in a file that names its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// It is this one.
    Whole(usize),
    /// It is a field of an object, or of a JSON text, in this one.
    Inside(usize),
    /// The file has none.
    Nowhere,
}

impl Columns {
    pub(crate) fn of(table: &Table) -> Self {
        let mut names: Vec<String> = Vec::new();
        let mut position = |name: &String| {
            names.iter().position(|known| known == name).unwrap_or_else(|| {
                names.push(name.clone());
                names.len() - 1
            })
        };
        let record = match &table.shape {
            Shape::Event { time, command, parameters } => RecordColumns::Event {
                time: time.at(&mut position),
                command: command.at(&mut position),
                parameters: Box::new(parameters.at(&mut position)),
            },
            Shape::Session { session, begin, end } => RecordColumns::Session {
                session: position(session),
                begin: begin.as_ref().map(&mut position),
                end: end.as_ref().map(&mut position),
            },
            Shape::Sample { names, tests } => {
                names.iter().for_each(|name| {
                    position(name);
                });
                RecordColumns::Sample { tests: tests.iter().map(|test| test.at(&mut position)).collect() }
            }
        };
        let entity = table.entity.iter().map(|(_, source)| source.at(&mut position)).collect();
        let rules = table.rules.iter().map(|rule| rule.at(&mut position)).collect();
        let id = table.id.as_ref().map(|source| source.at(&mut position));
        let carried = table.carried.iter().map(|(_, source)| source.at(&mut position)).collect();
        let named = table.named.iter().map(|source| source.at(&mut position)).collect();
        Self {
            named,
            paths: Paths::of(&names),
            record,
            entity,
            rules,
            id,
            carried,
            is_strict: table.is_strict,
            names,
        }
    }

    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// The names as those of fields in objects.
    pub(crate) fn paths(&self) -> &Paths {
        &self.paths
    }

    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }

    /// The columns where all that is read of an event is read from one column each, as it is.
    pub(crate) fn plain_event(&self) -> Option<PlainEvent> {
        let RecordColumns::Event { time, command, parameters } = &self.record else { return None };
        if !self.rules.is_empty() || self.id.is_some() || !self.carried.is_empty() {
            return None;
        }
        let parameters = match &**parameters {
            none if none.is_empty() => None,
            ParameterSources { from: Some(from), words: None, .. }
                if parameters.has_names_and_values_alone() =>
            {
                Some(*from.plain()?)
            }
            _ => return None,
        };
        let entity = self.entity.iter().map(|source| source.plain().copied()).collect::<Option<_>>()?;
        Some(PlainEvent { time: *time.plain()?, command: *command.plain()?, entity, parameters })
    }

    /// Where each column is in a file with these.
    pub(crate) fn find(&self, existing: &[String]) -> Result<Vec<Found>, FileError> {
        let found = self.names.iter().map(|name| find(name, existing)).collect::<Result<Vec<_>, _>>()?;
        let has: Vec<bool> = found.iter().map(|found| *found != Found::Nowhere).collect();
        self.check_found(&has, existing)?;
        if self.is_strict
            && let Some(missing) = self.entity.iter().find(|source| !source.is_in(&has))
        {
            return Err(self.missing(missing, existing));
        }
        Ok(found)
    }

    /// Says what is missing of the columns without which a file cannot be what it is taken for. Single records may lack
    /// an identity.
    pub(crate) fn check_found(&self, found: &[bool], existing: &[String]) -> Result<(), FileError> {
        let whole = Source::of_column;
        let required = match &self.record {
            RecordColumns::Event { time, command, parameters } => {
                let parameters = parameters.from.clone().filter(|_| self.is_strict);
                [Some(time.clone()), Some(command.clone()), parameters]
            }
            RecordColumns::Session { session, begin, end } => {
                [Some(whole(*session)), begin.map(whole), end.map(whole)]
            }
            RecordColumns::Sample { .. } => [None, None, None],
        };
        let missing = required.into_iter().flatten().find(|source| !source.is_in(found));
        missing.map_or(Ok(()), |source| Err(self.missing(&source, existing)))
    }

    /// What was named and is not in a file with these columns.
    pub(crate) fn unseen(&self, found: &[bool], existing: &[String]) -> Vec<Unseen> {
        let unseen = self.named.iter().filter(|source| !source.is_in(found));
        let name = |source: &Source<usize>| self.names[source.columns[0]].clone();
        unseen.map(|source| Unseen { column: name(source), existing: existing.to_vec() }).collect()
    }

    fn missing(&self, source: &Source<usize>, existing: &[String]) -> FileError {
        let names: Vec<&str> = source.columns.iter().map(|&column| self.names[column].as_str()).collect();
        FileError::missing_column(&names.join("` or `"), existing)
    }
}

/// `user.name` is below `user`.
fn is_below(name: &str, object: &str) -> bool {
    name.strip_prefix(object).is_some_and(|rest| rest.starts_with('.'))
}

fn find(name: &str, existing: &[String]) -> Result<Found, FileError> {
    let mut whole = (0..existing.len()).filter(|&index| existing[index] == name);
    match (whole.next(), whole.next()) {
        (Some(index), None) => return Ok(Found::Whole(index)),
        (Some(_), Some(_)) => return Err(FileError::DuplicateColumn(name.to_owned())),
        (None, _) => {}
    }
    // The portal of Log Analytics says in the name of a time's column which zone it means.
    if let Some(index) = existing.iter().position(|column| column.strip_suffix(" [UTC]") == Some(name)) {
        return Ok(Found::Whole(index));
    }
    let around = (0..existing.len()).filter(|&index| is_below(name, &existing[index]));
    let nearest = around.max_by_key(|&index| existing[index].len());
    Ok(nearest.map_or(Found::Nowhere, Found::Inside))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_by_name_or_inside_others() {
        let existing = ["a", "a.b", "c", "c", "t [UTC]"].map(str::to_owned);
        assert_eq!(find("a", &existing).unwrap(), Found::Whole(0));
        assert_eq!(find("a.b", &existing).unwrap(), Found::Whole(1));
        assert_eq!(find("a.x", &existing).unwrap(), Found::Inside(0));
        assert_eq!(find("a.b.x", &existing).unwrap(), Found::Inside(1));
        assert_eq!(find("t", &existing).unwrap(), Found::Whole(4));
        assert_eq!(find("ab", &existing).unwrap(), Found::Nowhere);
        assert!(matches!(find("c", &existing), Err(FileError::DuplicateColumn(_))));
    }
}
