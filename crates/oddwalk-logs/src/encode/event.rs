//! Events that are given row by row, and events that are taken back.

use std::borrow::Borrow;

use oddwalk_core::{Event, Reason, Rejected};
use smallvec::SmallVec;

use super::{Encoder, row_number};
use crate::columns::RecordColumns;
use crate::condition::Rule;
use crate::field::Field;
use crate::record::{Place, Refusal};

impl Encoder<'_> {
    pub(super) fn event<'f>(
        &mut self,
        place: Place,
        time: &Field,
        fields: &[impl Borrow<Field<'f>>],
    ) -> Result<(), Refusal> {
        let columns = self.columns;
        let RecordColumns::Event { command, parameters, .. } = &columns.record else { return Ok(()) };
        let time = self.time(place, time)?;
        if !self.in_range(time) {
            return Ok(());
        }
        let command = command.text(fields).map_err(|(column, refusal)| self.of_column(column, refusal))?;
        let command = command.ok_or((Reason::MissingCommand, String::new()))?;
        let entity = self.entity(fields)?;
        if !self.is_new(fields) {
            self.quality.duplicates += 1;
            return Ok(());
        }
        let command = self.log.commands_mut().intern(&command);
        let parameters = (!parameters.is_empty()).then(|| parameters.read(fields));
        self.take_event(place, Event { entity, time, command, row: row_number(place) }, parameters.as_ref());
        if !columns.carried.is_empty() {
            let texts: SmallVec<[_; 6]> =
                columns.carried.iter().map(|source| source.any_text(fields)).collect();
            self.log.push_carried(&texts.iter().map(Option::as_deref).collect::<SmallVec<[_; 6]>>());
        }
        Ok(())
    }

    /// Whether no event of the file had the record's id.
    fn is_new<'f>(&mut self, fields: &[impl Borrow<Field<'f>>]) -> bool {
        let Some(source) = &self.columns.id else { return true };
        let id = self.id_hasher.hash(source.any_text(fields).as_deref());
        let is_new = self.seen_ids.is_new(id);
        if is_new {
            self.ids.push(id);
        }
        is_new
    }

    /// Takes back every event of the file: none of them has what a rule needs.
    pub(super) fn leave_out_all(&mut self, rule: &Rule<usize>) {
        let records = self.file.events + self.quality.duplicates;
        if records > 0 {
            self.quality.leave_out(&rule.words, records);
        }
        self.file.events = 0;
        self.quality.duplicates = 0;
        self.quality.unreadable_parameters = Rejected::default();
        self.quality.missing_identity.iter_mut().for_each(|(_, count)| *count = 0);
        self.unreadable.clear();
        self.seen_ids.clear();
        self.ids.clear();
        self.log.clear_events();
    }
}
