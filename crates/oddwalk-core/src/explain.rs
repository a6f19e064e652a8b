//! Explanations: what a score is made of, in bits that add up to it.

use crate::model::{Chance, KnownParameter};
use crate::scorer::{Contents, Scorer, is_modelled};
use crate::{Score, ScoreOptions, Session, Symbol};

/// How many likelier things are told.
const EXPECTED: usize = 3;

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
    /// How often the command was seen in this context.
    pub count: u64,
    /// How often the context was seen.
    pub of: u64,
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

impl<'a> Scorer<'a> {
    /// Explains the rarest window; nothing where the session has no score. The bits add up to
    /// [`Score::surprisal_bits`].
    pub fn explain_window(
        &self,
        session: &Session,
        score: &Score,
        options: &ScoreOptions,
    ) -> Explanation<'a> {
        let len = if score.is_scored() { options.window_len } else { 0 };
        let scale = if options.geometric_mean { 1.0 / options.window_len as f64 } else { 1.0 };
        self.explain(session, score.window_start..score.window_start + len, options, scale)
    }

    /// Explains the whole session. The bits add up to [`Score::session_bits`].
    pub fn explain_session(&self, session: &Session, options: &ScoreOptions) -> Explanation<'a> {
        let events = session.commands.len() + usize::from(options.tokens);
        self.explain(session, 0..events, options, 1.0)
    }

    fn explain(
        &self,
        session: &Session,
        events: std::ops::Range<usize>,
        options: &ScoreOptions,
        scale: f64,
    ) -> Explanation<'a> {
        let first = events.start;
        let steps = events.map(|event| {
            let previous = match event {
                0 if options.tokens => Some(Symbol::START),
                event if event == first => None,
                event => Some(session.commands[event - 1]),
            };
            self.step(session, event, previous, scale)
        });
        Explanation { steps: steps.collect() }
    }

    fn step(
        &self,
        session: &Session,
        event: usize,
        previous: Option<Symbol>,
        scale: f64,
    ) -> StepExplanation<'a> {
        let command = session.commands.get(event).copied();
        let symbol = command.map_or(Symbol::END, |command| self.command(command));
        let given = previous.map(|previous| self.command(previous));
        let chance = self.chance(given, symbol);
        let content = command.zip(session.events.get(event)).and_then(|(command, &event)| {
            let command = self.command(command);
            self.contents()?.explain(self, command, event, scale)
        });
        StepExplanation {
            event,
            command: command.map(|command| self.log.commands().text(command)),
            context: match previous {
                None => Context::None,
                Some(Symbol::START) => Context::Start,
                Some(previous) => Context::After(self.log.commands().text(previous)),
            },
            probability: chance.probability,
            transition_bits: chance.bits * scale,
            count: self.count(given, symbol),
            of: self.context_count(given),
            expected: self.expected(given, chance),
            content,
        }
    }

    fn chance(&self, given: Option<Symbol>, symbol: Symbol) -> Chance {
        let chain = self.model.chain();
        given.map_or_else(|| chain.marginal(symbol), |given| chain.transition(given, symbol))
    }

    fn count(&self, given: Option<Symbol>, seen: Symbol) -> u64 {
        let counts = self.model.counts();
        let alone = || counts.uses()[seen.index()];
        given.map_or_else(alone, |given| counts.transitions().get(crate::Pair { given, seen }))
    }

    fn context_count(&self, given: Option<Symbol>) -> u64 {
        let counts = self.model.counts();
        given.map_or_else(|| counts.events(), |given| counts.uses()[given.index()])
    }

    fn expected(&self, given: Option<Symbol>, actual: Chance) -> Vec<Expected<'a>> {
        let counts = self.model.counts();
        let mut seen: Vec<(Symbol, u64)> = match given {
            Some(given) => counts.transitions().row(given).collect(),
            None => {
                counts.commands().symbols().map(|symbol| (symbol, counts.uses()[symbol.index()])).collect()
            }
        };
        // Equal counts stay in the order of their symbols.
        seen.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let expected = seen.into_iter().take(EXPECTED).map(|(symbol, count)| Expected {
            command: (symbol != Symbol::END).then(|| counts.commands().text(symbol)),
            probability: self.chance(given, symbol).probability,
            count,
        });
        expected.filter(|expected| expected.probability > actual.probability).collect()
    }
}

impl Contents<'_> {
    fn explain<'a>(
        &self,
        scorer: &Scorer<'a>,
        command: Symbol,
        event: u32,
        scale: f64,
    ) -> Option<ContentExplanation<'a>> {
        let model = scorer.model;
        let (parameters, log) = (model.parameters()?, scorer.log.parameters()?);
        let event = log.event(event);
        if event.names.is_empty() {
            return None;
        }
        let present: Vec<(Symbol, Symbol)> =
            event.names.iter().map(|&name| (self.name(name), name)).collect();
        let valued: Vec<_> = present
            .iter()
            .zip(event.values)
            .filter(|((name, _), _)| is_modelled(model, command, *name))
            .collect();
        let unknown = parameters.unknown(command).absent;
        let factors = parameters.known(command).len() + 1 + valued.len();
        let share = scale / factors as f64;

        let known = parameters.known(command).iter();
        let known = known.map(|known| {
            let is_there = present.iter().any(|(name, _)| *name == known.name);
            scorer.known_parameter(command, known, is_there, share)
        });
        let strange = present.iter().filter(|(name, _)| !parameters.knows(command, *name));
        let strange = strange.map(|&(_, name)| scorer.strange_parameter(command, name));
        Some(ContentExplanation {
            factors: factors as u32,
            parameters: known.chain(strange).collect(),
            unknown_bits: unknown.bits * share,
            values: valued
                .into_iter()
                .filter_map(|(&(name, _), &value)| self.explain_value(scorer, name, value, share))
                .collect(),
        })
    }

    fn explain_value<'a>(
        &self,
        scorer: &Scorer<'a>,
        name: Symbol,
        value: Symbol,
        share: f64,
    ) -> Option<ValueExplanation<'a>> {
        let counts = scorer.model.counts();
        let texts = scorer.log.parameters()?.values();
        let seen = self.value(value);
        let chance = scorer.model.values()?.value(name, seen)?;
        Some(ValueExplanation {
            name: counts.parameters()?.names.text(name),
            value: (value != Symbol::NONE).then(|| texts.text(value)),
            probability: chance.probability,
            bits: chance.bits * share,
            count: counts.values()?.of_parameters.get(crate::Pair { given: name, seen }),
        })
    }
}

impl<'a> Scorer<'a> {
    fn known_parameter(
        &self,
        command: Symbol,
        known: &KnownParameter,
        present: bool,
        share: f64,
    ) -> ParameterExplanation<'a> {
        let counts = self.model.counts();
        let pair = crate::Pair { given: command, seen: known.name };
        let parameters = counts.parameters();
        let chance = known.presence.chance(present);
        ParameterExplanation {
            name: parameters.map_or("", |parameters| parameters.names.text(known.name)),
            present,
            probability: Some(chance.probability),
            bits: chance.bits * share,
            count: parameters.map_or(0, |parameters| parameters.of_commands.get(pair)),
            of: counts.uses()[command.index()],
        }
    }

    fn strange_parameter(&self, command: Symbol, name: Symbol) -> ParameterExplanation<'a> {
        let of = self.model.counts().uses()[command.index()];
        let name = self.log.parameters().map_or("", |parameters| parameters.names().text(name));
        ParameterExplanation { name, present: true, probability: None, bits: 0.0, count: 0, of }
    }
}
