//! Causes: the single contributions that an explanation is made of.

use oddwalk_core::{
    ContentExplanation, Explanation, ParameterExplanation, StepExplanation, ValueExplanation,
};

/// Of fewer cases, nobody would say what is usual.
const FEW: u64 = 30;

/// Why something is surprising that is not rare.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Smoothing {
    /// So little was seen that there is not much to learn from it.
    OfFew,
    /// There is enough to learn from, but the method spreads it over all that there could be: this is left.
    To(f64),
}

/// One contribution, with the step that it belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cause<'e> {
    /// A command where it stands.
    Command(&'e StepExplanation<'e>),
    /// A parameter that is there, or is not.
    Parameter(&'e StepExplanation<'e>, &'e ParameterExplanation<'e>),
    /// A parameter's value.
    Value(&'e StepExplanation<'e>, &'e ValueExplanation<'e>),
    /// That there is no parameter nobody knows: a factor of msticpy's, never much.
    NothingUnknown(f64),
}

impl<'e> Cause<'e> {
    pub(crate) fn bits(&self) -> f64 {
        match self {
            Self::Command(step) => step.transition_bits,
            Self::Parameter(_, parameter) => parameter.bits,
            Self::Value(_, value) => value.bits,
            Self::NothingUnknown(bits) => *bits,
        }
    }

    /// A parameter that the command was never seen with: it says much and counts for nothing.
    pub(crate) fn is_strange(&self) -> bool {
        matches!(self, Self::Parameter(_, parameter) if parameter.probability.is_none())
    }

    /// A parameter that is there, or not, as it is most of the time.
    pub(crate) fn is_usual(&self) -> bool {
        match self {
            Self::Parameter(_, parameter) if parameter.present => 2 * parameter.count >= parameter.of,
            Self::Parameter(_, parameter) => 2 * parameter.count <= parameter.of,
            Self::NothingUnknown(_) => true,
            Self::Command(_) | Self::Value(..) => false,
        }
    }

    /// What smoothing did to the share of what was seen, where it took more than half of it.
    pub(crate) fn smoothing(&self) -> Option<Smoothing> {
        match self {
            Self::Command(step) => smoothing(step.count, step.of, Some(step.probability)),
            Self::Parameter(_, parameter) => {
                let absent = parameter.of.saturating_sub(parameter.count);
                let count = if parameter.present { parameter.count } else { absent };
                smoothing(count, parameter.of, parameter.probability)
            }
            Self::Value(_, value) => smoothing(value.count, value.of, Some(value.probability)),
            Self::NothingUnknown(_) => None,
        }
    }

    /// Whether both are the same contribution of one explanation.
    pub(crate) fn is(&self, other: &Cause) -> bool {
        match (self, other) {
            (Self::Command(a), Cause::Command(b)) => std::ptr::eq(*a, *b),
            (Self::Parameter(_, a), Cause::Parameter(_, b)) => std::ptr::eq(*a, *b),
            (Self::Value(_, a), Cause::Value(_, b)) => std::ptr::eq(*a, *b),
            _ => false,
        }
    }

    /// The largest contribution; of equal ones the first.
    pub(crate) fn largest(explanation: &'e Explanation<'e>) -> Option<Self> {
        let causes = explanation.steps.iter().flat_map(|step| {
            let content = step.content.as_ref();
            [Self::Command(step)]
                .into_iter()
                .chain(content.map(|content| Self::of_content(step, content)).unwrap_or_default())
        });
        causes.reduce(|largest, cause| if cause.bits() > largest.bits() { cause } else { largest })
    }

    /// Everything that an event's parameters and values contribute, the largest first.
    pub(crate) fn of_content(
        step: &'e StepExplanation<'e>,
        content: &'e ContentExplanation<'e>,
    ) -> Vec<Self> {
        let parameters = content.parameters.iter().map(|parameter| Self::Parameter(step, parameter));
        let values = content.values.iter().map(|value| Self::Value(step, value));
        let mut causes: Vec<_> =
            parameters.chain(values).chain([Self::NothingUnknown(content.unknown_bits)]).collect();
        causes.sort_by(|a, b| b.bits().total_cmp(&a.bits()));
        causes
    }
}

fn smoothing(count: u64, of: u64, probability: Option<f64>) -> Option<Smoothing> {
    let probability = probability.filter(|probability| probability * of as f64 * 2.0 < count as f64)?;
    Some(if of < FEW { Smoothing::OfFew } else { Smoothing::To(probability) })
}
