//! Identity: from a record's fields to its entity.

use std::borrow::Cow;

use oddwalk_core::{Entities, Entity};

/// Neighbouring records often share their entity: its texts are then compared, not hashed.
#[derive(Default)]
pub(crate) struct LastEntity {
    values: Vec<LastValue>,
    tuple: Vec<u32>,
    entity: Option<Entity>,
}

#[derive(Default)]
struct LastValue {
    missing: bool,
    text: String,
    number: Option<u32>,
}

impl LastEntity {
    pub(crate) fn entity<'f, E>(
        &mut self,
        entities: &mut Entities,
        fields: impl ExactSizeIterator<Item = Result<Option<Cow<'f, str>>, E>>,
    ) -> Result<Entity, E> {
        let Self { values, tuple, entity } = self;
        values.resize_with(fields.len(), LastValue::default);
        tuple.clear();
        for (last, value) in values.iter_mut().zip(fields) {
            let value = value?;
            let number = last.is(value.as_deref()).unwrap_or_else(|| {
                *entity = None;
                let number = entities.intern_value(value.as_deref());
                last.set(value.as_deref(), number);
                number
            });
            tuple.push(number);
        }
        Ok(*entity.get_or_insert_with(|| entities.intern_tuple(tuple)))
    }
}

impl LastValue {
    fn is(&self, value: Option<&str>) -> Option<u32> {
        let same = value.map_or(self.missing, |value| !self.missing && self.text == value);
        self.number.filter(|_| same)
    }

    fn set(&mut self, value: Option<&str>, number: u32) {
        self.missing = value.is_none();
        self.text.clear();
        self.text.push_str(value.unwrap_or_default());
        self.number = Some(number);
    }
}
