//! Explaining: a score's steps taken again, one by one.

use super::{
    ContentExplanation, Context, Expected, Explanation, ParameterExplanation, StepExplanation,
    ValueExplanation,
};
use crate::model::{Chance, KnownParameter};
use crate::scorer::{Contents, Scorer, is_modelled};
use crate::{Pair, Score, ScoreOptions, Session, Symbol};

/// How many likelier things are told.
const EXPECTED: usize = 3;

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
            context: self.context(previous),
            probability: chance.probability,
            transition_bits: chance.bits * scale,
            usual_bits: None,
            count: self.count(given, symbol),
            of: self.context_count(given),
            seen: self.model.counts().uses()[symbol.index()],
            expected: self.expected(given, chance),
            content,
        }
    }

    fn context(&self, previous: Option<Symbol>) -> Context<'a> {
        match previous {
            None => Context::None,
            Some(Symbol::START) => Context::Start,
            Some(previous) => Context::After(self.log.commands().text(previous)),
        }
    }

    fn chance(&self, given: Option<Symbol>, symbol: Symbol) -> Chance {
        let chain = self.model.chain();
        given.map_or_else(|| chain.marginal(symbol), |given| chain.transition(given, symbol))
    }

    fn count(&self, given: Option<Symbol>, seen: Symbol) -> u64 {
        let counts = self.model.counts();
        let alone = || counts.uses()[seen.index()];
        given.map_or_else(alone, |given| counts.transitions().get(Pair { given, seen }))
    }

    fn context_count(&self, given: Option<Symbol>) -> u64 {
        let counts = self.model.counts();
        given.map_or_else(|| counts.events(), |given| counts.uses()[given.index()])
    }

    fn expected(&self, given: Option<Symbol>, actual: Chance) -> Vec<Expected<'a>> {
        let counts = self.model.counts();
        let seen = match given {
            Some(given) => likeliest(counts.transitions().row(given)),
            None => likeliest(counts.commands().symbols().map(|symbol| (symbol, self.count(None, symbol)))),
        };
        let expected = seen.into_iter().map(|(symbol, count)| Expected {
            command: (symbol != Symbol::END).then(|| counts.commands().text(symbol)),
            probability: self.chance(given, symbol).probability,
            count,
        });
        expected.filter(|expected| expected.probability > actual.probability).collect()
    }
}

/// Those with the highest counts; equal ones stay in the order of their symbols.
pub(crate) fn likeliest(seen: impl Iterator<Item = (Symbol, u64)>) -> Vec<(Symbol, u64)> {
    let mut likeliest: Vec<(Symbol, u64)> = Vec::with_capacity(EXPECTED + 1);
    for (symbol, count) in seen {
        let place = likeliest.partition_point(|(_, other)| *other >= count);
        if place < EXPECTED {
            likeliest.insert(place, (symbol, count));
            likeliest.truncate(EXPECTED);
        }
    }
    likeliest
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
        let mut there: Vec<Symbol> = present.iter().map(|(name, _)| *name).collect();
        there.sort_unstable();
        let unknown = parameters.unknown(command).absent;
        let factors = parameters.known(command).len() + 1 + valued.len();
        let share = scale / factors as f64;

        let known = parameters.known(command).iter();
        let known = known.map(|known| {
            let is_there = there.binary_search(&known.name).is_ok();
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
            usual_bits: None,
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
        let of_parameters = &counts.values()?.of_parameters;
        Some(ValueExplanation {
            name: counts.parameters()?.names.text(name),
            value: (value != Symbol::NONE).then(|| texts.text(value)),
            probability: chance.probability,
            bits: chance.bits * share,
            count: of_parameters.get(Pair { given: name, seen }),
            of: of_parameters.row(name).map(|(_, count)| count).sum(),
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
        let pair = Pair { given: command, seen: known.name };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likeliest_are_the_first_of_equals() {
        let counts = [1, 2, 2, 5, 2, 1].into_iter().enumerate();
        let seen = counts.map(|(index, count)| (Symbol::from_index(index), count));
        let likeliest: Vec<_> =
            likeliest(seen).iter().map(|(symbol, count)| (symbol.index(), *count)).collect();
        assert_eq!(likeliest, [(3, 5), (1, 2), (2, 2)]);
    }
}
