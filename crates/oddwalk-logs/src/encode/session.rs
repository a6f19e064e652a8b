//! Sessions that are given as lists, one a record.

use std::borrow::{Borrow, Cow};

use oddwalk_core::{Event, Reason, SessionKind, Span, Symbol};

use super::{Encoder, row_number};
use crate::columns::RecordColumns;
use crate::contents::{self, Item};
use crate::field::Field;
use crate::json_value;
use crate::record::{Place, Refusal};

impl Encoder<'_> {
    pub(super) fn session<'f>(
        &mut self,
        place: Place,
        span: [&Field; 2],
        session: &Field,
        fields: &[impl Borrow<Field<'f>>],
    ) -> Result<(), Refusal> {
        let [begin, end] = span.map(|field| match field {
            Field::Missing => Ok(None),
            field => self.time(place, field).map(Some),
        });
        let (begin, end) = (begin?, end?);
        if begin.zip(end).is_some_and(|(begin, end)| begin > end) {
            return Err((Reason::UnusableTime, "the session ends before it begins".to_owned()));
        }
        if !self.session_in_range(begin.or(end)) {
            return Ok(());
        }
        let list = list_of(session)?;
        let items = contents::items(&list);
        let kind = self.kind_with(&items)?;
        let RecordColumns::Session { session: column, .. } = self.columns.record else { return Ok(()) };
        let commands = items.iter().map(|item| self.command(column, &item.command));
        let commands: Vec<Symbol> = commands.collect::<Result<_, _>>()?;
        let entity = self.entity(fields)?;
        // Only a session that is used says what sessions are made of.
        self.sessions.kind = Some(kind);
        self.count_taken(entity);
        let (time, row) = (begin.or(end).unwrap_or_default(), row_number(place));
        for (command, item) in commands.into_iter().zip(&items) {
            let parameters = self.readable(place, &item.parameters);
            self.push(Event { entity, time, command, row }, parameters);
        }
        self.sessions.ends.push(self.log.len() as u32);
        let span = begin.or(end).map(|begin| Span { begin, end: end.unwrap_or(begin) });
        self.sessions.spans.push(span);
        Ok(())
    }

    /// Of a session without a time nobody knows that it is inside.
    fn session_in_range(&mut self, time: Option<i64>) -> bool {
        let Some(time) = time else {
            let inside = !self.table.is_limited();
            self.quality.out_of_range += u64::from(!inside);
            return inside;
        };
        self.in_range(time)
    }

    /// What sessions are made of, which the first event of all says. Names with parameters and names alone do not mix;
    /// parameters with and without values do, as in the reference.
    fn kind_with(&self, items: &[Item]) -> Result<SessionKind, Refusal> {
        let first = items.first().ok_or((Reason::MissingCommand, "an empty session".to_owned()))?;
        let kind = self.sessions.kind.unwrap_or(first.kind);
        let alone = |kind: SessionKind| kind == SessionKind::Commands;
        let Some(event) = items.iter().position(|item| alone(item.kind) != alone(kind)) else {
            return Ok(kind);
        };
        let (found, before) = (items[event].found, if alone(kind) { "texts" } else { "objects" });
        let missing = items[event].command == Field::Missing && alone(items[event].kind);
        let reason = if missing { Reason::MissingCommand } else { Reason::WrongType };
        Err((reason, format!("event {}: {found}, where the events before are {before}", event + 1)))
    }
}

/// A list, or a text that is a JSON list.
fn list_of<'f>(session: &'f Field<'f>) -> Result<Cow<'f, [Field<'f>]>, Refusal> {
    match session {
        Field::List(list) => Ok(Cow::Borrowed(list)),
        Field::Text(text) => match json_value::parse(text) {
            Some(Field::List(list)) => Ok(Cow::Owned(list)),
            _ => Err((Reason::WrongType, text.to_string())),
        },
        Field::Missing => Err((Reason::MissingCommand, String::new())),
        other => other.as_text().and(Err((Reason::WrongType, "no list of commands".to_owned()))),
    }
}
