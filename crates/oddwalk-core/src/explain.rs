//! Explanations: what a score is made of, in bits that add up to it.

mod build;

pub(crate) use build::likeliest;

#[cfg(test)]
mod tests;

/// Why a window, or a whole session, is as surprising as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation<'a> {
    /// One for each event, END among them where it counts.
    pub steps: Vec<StepExplanation<'a>>,
}

/// What one event adds.
#[derive(Clone, Debug, PartialEq)]
pub struct StepExplanation<'a> {
    /// Which event of the session it is, counted from 0; END has the number behind the last.
    pub event: usize,
    /// Its command, or `None` for END.
    pub command: Option<&'a str>,
    /// What came before.
    pub context: Context<'a>,
    /// P(command | context).
    pub probability: f64,
    /// What the command adds to the surprisal.
    pub transition_bits: f64,
    /// What commands there usually add: the entropy of all that could come. The method `oddwalk` knows it.
    pub usual_bits: Option<f64>,
    /// How often the command was seen in this context.
    pub count: u64,
    /// How often the context was seen.
    pub of: u64,
    /// How often the command was seen at all; of END, how many sessions were.
    pub seen: u64,
    /// What was likelier in this context, the likeliest first.
    pub expected: Vec<Expected<'a>>,
    /// What the parameters and their values add, where they are modelled and the event has any.
    pub content: Option<ContentExplanation<'a>>,
}

/// What an event's command depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context<'a> {
    /// Nothing: the event begins a window that does not begin the session.
    None,
    /// It begins the session.
    Start,
    /// The command before it.
    After(&'a str),
}

/// Something that was likelier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected<'a> {
    /// The command, or `None` for END.
    pub command: Option<&'a str>,
    /// P(command | context).
    pub probability: f64,
    /// How often it was seen in this context.
    pub count: u64,
}

/// What an event's parameters and values add.
#[derive(Clone, Debug, PartialEq)]
pub struct ContentExplanation<'a> {
    /// How many factors the geometric mean is taken over: the parameters known of the command, one for UNKNOWN, and the
    /// values that are modelled.
    pub factors: u32,
    /// The parameters that the command is known to have, there or not; and those there that it is not known to have.
    pub parameters: Vec<ParameterExplanation<'a>>,
    /// What the factor for UNKNOWN adds.
    pub unknown_bits: f64,
    /// The values of the parameters that are there and modelled.
    pub values: Vec<ValueExplanation<'a>>,
    /// What the command's parameters and values usually add. The method `oddwalk` knows it.
    pub usual_bits: Option<f64>,
}

/// What one parameter adds by being there, or by not being there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ParameterExplanation<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether it is there.
    pub present: bool,
    /// P(that it is there, or not there, as it is | command), or `None` where the command is not known to have it: it is
    /// then no factor in this method.
    pub probability: Option<f64>,
    /// What it adds to the surprisal.
    pub bits: f64,
    /// How often the command was seen with it.
    pub count: u64,
    /// How often the command was seen.
    pub of: u64,
}

/// What one value adds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ValueExplanation<'a> {
    /// The parameter's name.
    pub name: &'a str,
    /// Its value, or `None` where there is none or it was not kept.
    pub value: Option<&'a str>,
    /// P(value | parameter).
    pub probability: f64,
    /// What it adds to the surprisal.
    pub bits: f64,
    /// How often the parameter was seen with it.
    pub count: u64,
    /// How often the parameter was seen with any value.
    pub of: u64,
}

impl Explanation<'_> {
    /// What all steps add up to: the surprisal of what is explained.
    pub fn bits(&self) -> f64 {
        self.steps.iter().map(StepExplanation::bits).sum()
    }
}

impl StepExplanation<'_> {
    /// What the event adds.
    pub fn bits(&self) -> f64 {
        self.transition_bits + self.content.as_ref().map_or(0.0, ContentExplanation::bits)
    }
}

impl ContentExplanation<'_> {
    /// What the parameters and values add.
    pub fn bits(&self) -> f64 {
        self.parameter_bits() + self.value_bits()
    }

    /// What the parameters add, UNKNOWN among them.
    pub fn parameter_bits(&self) -> f64 {
        self.parameters.iter().map(|parameter| parameter.bits).sum::<f64>() + self.unknown_bits
    }

    /// What the values add.
    pub fn value_bits(&self) -> f64 {
        self.values.iter().map(|value| value.bits).sum()
    }
}
