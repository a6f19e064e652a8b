//! An explanation as JSON, described in `docs/ndjson.md`.

use std::ops::Range;

use oddwalk_core::{
    ContentExplanation, Context, Expected, Explanation, ParameterExplanation, StepExplanation,
    ValueExplanation,
};
use serde::Serialize;

/// So many steps of a whole session are told.
const SESSION_STEPS: usize = 500;

#[derive(Serialize)]
pub(super) struct JsonExplanation<'a> {
    bits: f64,
    steps: Vec<JsonStep<'a>>,
}

#[derive(Serialize)]
pub(super) struct JsonStep<'a> {
    event: usize,
    command: Option<&'a str>,
    context: &'static str,
    previous: Option<&'a str>,
    probability: f64,
    transition_bits: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    usual_bits: Option<f64>,
    count: u64,
    of: u64,
    seen: u64,
    expected: Vec<JsonExpected<'a>>,
    content: Option<JsonContent<'a>>,
}

#[derive(Serialize)]
struct JsonExpected<'a> {
    command: Option<&'a str>,
    probability: f64,
    count: u64,
}

#[derive(Serialize)]
struct JsonContent<'a> {
    factors: u32,
    parameters: Vec<JsonParameter<'a>>,
    unknown_bits: f64,
    values: Vec<JsonValue<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    usual_bits: Option<f64>,
}

#[derive(Serialize)]
pub(super) struct JsonParameter<'a> {
    name: &'a str,
    present: bool,
    probability: Option<f64>,
    bits: f64,
    count: u64,
    of: u64,
}

#[derive(Serialize)]
pub(super) struct JsonValue<'a> {
    name: &'a str,
    value: Option<&'a str>,
    probability: f64,
    bits: f64,
    count: u64,
    of: u64,
}

impl<'a> From<&Explanation<'a>> for JsonExplanation<'a> {
    fn from(explanation: &Explanation<'a>) -> Self {
        Self::part(explanation, 0..explanation.steps.len())
    }
}

impl<'a> JsonExplanation<'a> {
    /// The whole session, of which a stretch around the window where it is long; the bits stay the whole's.
    pub(super) fn of_session(explanation: &Explanation<'a>, window: Range<usize>) -> Self {
        Self::part(explanation, around(&window, explanation.steps.len()))
    }

    fn part(explanation: &Explanation<'a>, steps: Range<usize>) -> Self {
        let bits = unsigned(explanation.bits());
        Self { bits, steps: explanation.steps[steps].iter().map(JsonStep::from).collect() }
    }
}

/// Which of so many steps are told: all, or a stretch with the window in its middle as far as there is room.
fn around(window: &Range<usize>, steps: usize) -> Range<usize> {
    let told = steps.min(SESSION_STEPS);
    let middle = window.start + window.len() / 2;
    let start = middle.saturating_sub(told / 2).min(steps - told);
    start..start + told
}

impl<'a> From<&StepExplanation<'a>> for JsonStep<'a> {
    fn from(step: &StepExplanation<'a>) -> Self {
        let (context, previous) = match step.context {
            Context::None => ("none", None),
            Context::Start => ("start", None),
            Context::After(previous) => ("after", Some(previous)),
        };
        Self {
            event: step.event,
            command: step.command,
            context,
            previous,
            probability: step.probability,
            transition_bits: unsigned(step.transition_bits),
            usual_bits: step.usual_bits.map(unsigned),
            count: step.count,
            of: step.of,
            seen: step.seen,
            expected: step.expected.iter().map(JsonExpected::from).collect(),
            content: step.content.as_ref().map(JsonContent::from),
        }
    }
}

impl<'a> From<&Expected<'a>> for JsonExpected<'a> {
    fn from(expected: &Expected<'a>) -> Self {
        let &Expected { command, probability, count } = expected;
        Self { command, probability, count }
    }
}

impl<'a> From<&ContentExplanation<'a>> for JsonContent<'a> {
    fn from(content: &ContentExplanation<'a>) -> Self {
        Self {
            factors: content.factors,
            parameters: content.parameters.iter().map(JsonParameter::from).collect(),
            unknown_bits: unsigned(content.unknown_bits),
            values: content.values.iter().map(JsonValue::from).collect(),
            usual_bits: content.usual_bits.map(unsigned),
        }
    }
}

impl<'a> From<&ParameterExplanation<'a>> for JsonParameter<'a> {
    fn from(parameter: &ParameterExplanation<'a>) -> Self {
        let &ParameterExplanation { name, present, probability, bits, count, of } = parameter;
        Self { name, present, probability, bits: unsigned(bits), count, of }
    }
}

impl<'a> From<&ValueExplanation<'a>> for JsonValue<'a> {
    fn from(value: &ValueExplanation<'a>) -> Self {
        let &ValueExplanation { name, value, probability, bits, count, of } = value;
        Self { name, value, probability, bits: unsigned(bits), count, of }
    }
}

/// A zero without a sign. Infinite it cannot be: every probability of a fitted model is above 0.
pub(super) fn unsigned(bits: f64) -> f64 {
    bits + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_session_is_told_around_its_window() {
        assert_eq!(around(&(1..4), 500), 0..500);
        assert_eq!(around(&(0..0), 3), 0..3);
        assert_eq!(around(&(0..3), 5_000), 0..500);
        assert_eq!(around(&(4_000..4_003), 5_001), 3_751..4_251);
        assert_eq!(around(&(4_998..5_001), 5_001), 4_501..5_001);
    }
}
