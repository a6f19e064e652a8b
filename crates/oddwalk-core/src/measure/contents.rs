//! Contents: how surprising an event's parameters and their values are, given its command.

use super::{LeftOut, Mean, Measurer, Scratch, weight};
use crate::counts::ParameterCounts;
use crate::model::ValueRow;
use crate::parameters::Parameters;
use crate::{Measure, Model, Symbol};

/// The parameters of the log in the model's terms.
pub(crate) struct LogContents<'a> {
    parameters: &'a Parameters,
    names: Vec<Symbol>,
    /// Empty where values are not counted.
    values: Vec<Symbol>,
    /// By the model's parameter: whether its values are not kept.
    saturated: Vec<bool>,
    used_once: Vec<[[f64; 2]; 2]>,
}

/// What one event's parameters and values add.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct ContentStep {
    pub(crate) bits: f64,
    /// How much the command's parameters and values usually add.
    pub(crate) expected: f64,
}

impl ContentStep {
    fn add(&mut self, bits: f64, expected: f64) {
        self.bits += bits;
        self.expected += expected;
    }
}

/// What one parameter adds by being there or not.
pub(crate) struct ParameterFact {
    pub(crate) bits: f64,
    pub(crate) expected: f64,
    /// How often the command had it, and how often the command was used.
    pub(crate) count: u64,
    pub(crate) of: u64,
}

/// What one value adds.
pub(crate) struct ValueFact {
    pub(crate) bits: f64,
    pub(crate) expected: f64,
    /// How often the command's parameter had it, and how often it had any.
    pub(crate) count: u64,
    pub(crate) of: u64,
}

impl ParameterFact {
    fn of(count: u64, of: u64, present: bool) -> Self {
        let count = count.min(of);
        let share = share(count, of);
        let bits = match present {
            true => 0.0 - share.log2(),
            false if count == 0 => 0.0,
            false => 0.0 - (1.0 - share).log2(),
        };
        let expected = if count == 0 { 0.0 } else { entropy(share) };
        Self { bits, expected, count, of }
    }

    fn adds(&self) -> [f64; 2] {
        [self.bits, self.expected]
    }
}

/// By the place of a command's parameter: what it adds, bits and expected bits, by not being there and by being there, if the
/// command is left out once. In most sessions most commands are used once.
fn used_once(model: &Model) -> Vec<[[f64; 2]; 2]> {
    let pairs = model.counts().parameters().into_iter().flat_map(|parameters| parameters.of_commands.iter());
    let adds = pairs.map(|(pair, count)| {
        let of = model.counts().uses()[pair.given.index()].saturating_sub(1);
        let there = ParameterFact::of(count.saturating_sub(1), of, true).adds();
        [ParameterFact::of(count, of, false).adds(), there]
    });
    adds.collect()
}

impl<'a> LogContents<'a> {
    pub(super) fn new(model: &Model, parameters: &'a Parameters) -> Option<Self> {
        let counts: &ParameterCounts = model.counts().parameters()?;
        let mut saturated = vec![false; counts.names.symbol_count()];
        let values = counts.values.as_ref();
        values.iter().flat_map(|values| &values.saturated).for_each(|name| saturated[name.index()] = true);
        let translated = values.map(|values| parameters.values().translated_to(&values.texts));
        Some(Self {
            parameters,
            names: parameters.names().translated_to(&counts.names),
            values: translated.unwrap_or_default(),
            saturated,
            used_once: used_once(model),
        })
    }

    /// The event's parameters, and their values where those are counted and there is one.
    pub(crate) fn of(&self, event: u32) -> impl Iterator<Item = (Symbol, Option<Symbol>)> {
        self.of_content(self.parameters.event_content(event))
    }

    /// The same of a content that events have.
    fn of_content(&self, content: u32) -> impl Iterator<Item = (Symbol, Option<Symbol>)> {
        let content = self.parameters.content(content);
        content.names.iter().zip(content.values).map(|(name, &value)| {
            let name = self.names[name.index()];
            let kept = value != Symbol::NONE && !self.saturated[name.index()];
            (name, if kept { self.values.get(value.index()).copied() } else { None })
        })
    }

    /// The same in the log's own symbols.
    pub(crate) fn own(&self, event: u32) -> impl Iterator<Item = (Symbol, Symbol)> {
        let event = self.parameters.event(event);
        event.names.iter().copied().zip(event.values.iter().copied())
    }

    pub(crate) fn parameters(&self) -> &'a Parameters {
        self.parameters
    }
}

impl Measurer<'_> {
    /// What parameters and values add once `left_out` is taken out. A command that nobody else has used has
    /// nothing to be compared with.
    pub(super) fn content(&self, command: Symbol, content: u32, left_out: &LeftOut) -> ContentStep {
        let mut step = ContentStep::default();
        let Some((contents, tables)) = self.contents.as_ref().zip(self.tables.contents.as_ref()) else {
            return step;
        };
        if self.uses(command, left_out) == 0 {
            return step;
        }
        let mut present: Vec<usize> = Vec::new();
        for (name, value) in contents.of_content(content) {
            let Some(place) = tables.find(command, name) else {
                step.add(self.strange(command, left_out).bits, 0.0);
                continue;
            };
            present.push(place);
            if let Some(fact) = value.and_then(|value| self.value(place, name, value, left_out)) {
                step.add(fact.bits, fact.expected);
            }
        }
        present.sort_unstable();
        let is_used_once = left_out.uses.get(command) == 1;
        for place in tables.of_command(command) {
            let present = present.binary_search(&place).is_ok();
            let usual = is_used_once && left_out.parameters.get(place as u32) == u64::from(present);
            let [bits, expected] = match contents.used_once.get(place) {
                Some(known) if usual => known[usize::from(present)],
                _ => self.parameter(command, place, present, left_out).adds(),
            };
            step.add(bits, expected);
        }
        step
    }

    /// A parameter that the command is not known to have.
    pub(crate) fn strange(&self, command: Symbol, left_out: &LeftOut) -> ParameterFact {
        let of = self.uses(command, left_out);
        ParameterFact { bits: 0.0 - share(0, of).log2(), expected: 0.0, count: 0, of }
    }

    /// The command's parameter at this place. Where nobody else has it, it is not missed.
    pub(crate) fn parameter(
        &self,
        command: Symbol,
        place: usize,
        present: bool,
        left_out: &LeftOut,
    ) -> ParameterFact {
        let known = self.tables.contents.as_ref().map_or(0, |tables| tables.uses(place));
        let count = known.saturating_sub(left_out.parameters.get(place as u32));
        ParameterFact::of(count, self.uses(command, left_out), present)
    }

    /// The value of the parameter at this place. `None` where no other value is known.
    pub(crate) fn value(
        &self,
        place: usize,
        name: Symbol,
        value: Symbol,
        left_out: &LeftOut,
    ) -> Option<ValueFact> {
        let tables = self.tables.contents.as_ref()?;
        let row = left_out.value_row(place).unwrap_or_else(|| tables.values(place));
        let pooled = left_out.pooled_row(name).unwrap_or_else(|| tables.pooled(name));
        if row.uses == 0 || pooled.uses == 0 {
            return None;
        }
        let count = tables.value_count(self.habits, place, value);
        let count = count.saturating_sub(left_out.values.get((place as u32, value)));
        let anywhere = self.pooled_count(name, value).saturating_sub(left_out.pooled.get((name, value)));
        let base = if anywhere > 0 {
            anywhere as f64 / (pooled.uses + pooled.types) as f64
        } else {
            new_share(pooled)
        };
        let share = (count as f64 + row.types as f64 * base) / (row.uses + row.types) as f64;
        Some(ValueFact { bits: 0.0 - share.log2(), expected: usual_bits(row, pooled), count, of: row.uses })
    }

    /// How often the parameter has the value, whatever the command.
    pub(crate) fn pooled_count(&self, name: Symbol, value: Symbol) -> u64 {
        let tables = self.tables.contents.as_ref();
        tables.map_or(0, |tables| tables.pooled_count(self.model.counts(), name, value))
    }
}

/// How likely something is that was there `count` times of `of`: half a time is added to both sides.
fn share(count: u64, of: u64) -> f64 {
    (count as f64 + 0.5) / (of as f64 + 1.0)
}

fn entropy(share: f64) -> f64 {
    -(share * share.log2() + (1.0 - share) * (1.0 - share).log2())
}

/// How likely the next value is one that was never seen.
fn new_share(row: ValueRow) -> f64 {
    row.types as f64 / (row.uses + row.types) as f64
}

/// How many bits a value usually adds: those that are seen again by their share, the others by being new.
fn usual_bits(row: ValueRow, pooled: ValueRow) -> f64 {
    let uses = row.uses as f64;
    let new_bits = -(new_share(row) * new_share(pooled)).log2();
    let single = uses - row.repeated as f64;
    ((row.repeated as f64 * uses.log2() - row.sum + single * new_bits) / uses).max(0.0)
}

/// The event whose parameters and values add most beyond what they usually add. The size is of distinct commands, each of
/// which weighs by the logarithm of its uses.
pub(crate) fn measure(has_parameters: bool, scratch: &Scratch) -> Measure {
    if !has_parameters {
        return Measure::NONE;
    }
    let excess = scratch.contents.iter().map(|step| step.bits - step.expected);
    let value = excess.fold(f64::NEG_INFINITY, f64::max);
    let mut size = Mean::default();
    scratch.path.distinct().iter().for_each(|&(_, times)| size.add(0.0, weight(times as usize)));
    Measure { value, size: size.measure().size }
}
