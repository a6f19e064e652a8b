//! Explaining: what each step of a session adds, once it is left out.

use super::contents::LogContents;
use super::{LeaveOut, Measurer, Scratch};
use crate::explain::likeliest;
use crate::model::ContentTables;
use crate::{
    ContentExplanation, Context, Expected, Explanation, ParameterExplanation, Score, ScoreOptions,
    StepExplanation, Symbol, ValueExplanation,
};

impl<'a> Measurer<'a> {
    /// Explains the rarest window of a session. The bits add up to [`Score::surprisal_bits`].
    pub fn explain_window(
        &self,
        number: usize,
        score: &Score,
        leave_out: LeaveOut,
        options: &ScoreOptions,
    ) -> Explanation<'a> {
        let scratch = self.loaded(number, leave_out);
        let steps = score.window_start..score.window_start + options.window_len();
        let steps = steps.start..steps.end.min(scratch.chances.len());
        let uncertain = scratch.ties.any() && scratch.ties.most_of(steps.clone());
        Explanation { steps: steps.map(|step| self.step(&scratch, number, step, uncertain)).collect() }
    }

    /// Explains the whole session. The bits add up to [`Score::session_bits`].
    pub fn explain_session(&self, number: usize, leave_out: LeaveOut) -> Explanation<'a> {
        let scratch = self.loaded(number, leave_out);
        let uncertain = scratch.ties.most();
        let steps = 0..scratch.chances.len();
        Explanation { steps: steps.map(|step| self.step(&scratch, number, step, uncertain)).collect() }
    }

    pub(super) fn loaded(&self, number: usize, leave_out: LeaveOut) -> Scratch {
        let mut scratch = Scratch::default();
        self.load(&mut scratch, number, leave_out);
        scratch
    }

    /// One step; without its context where `uncertain` and it is not sure.
    pub(super) fn step(
        &self,
        scratch: &Scratch,
        number: usize,
        step: usize,
        uncertain: bool,
    ) -> StepExplanation<'a> {
        let Scratch { path, left_out, chances, .. } = scratch;
        let loose = uncertain && !scratch.ties.is_sure(step);
        let (given, seen) = (path.previous(step), path.symbol(step));
        let bits = if loose { chances[step].loose_bits() } else { chances[step].bits };
        let (count, of) = if loose {
            (self.uses(seen, left_out), self.events(left_out))
        } else {
            self.steps(given, seen, left_out)
        };
        StepExplanation {
            event: step,
            command: self.command_text(path.own_step(step).1),
            context: self.context(path.own_step(step).0, loose),
            probability: (-bits).exp2(),
            transition_bits: bits,
            usual_bits: Some(self.usual_step_bits(scratch, number, step, loose)),
            count,
            of,
            seen: self.uses(seen, left_out),
            expected: self.expected(scratch, number, step, loose),
            content: self.explain_content(scratch, number, step),
        }
    }

    /// How many events are left, END not among them.
    fn events(&self, left_out: &super::LeftOut) -> u64 {
        let events = self.model.counts().events();
        events.saturating_sub(left_out.all.total.saturating_sub(left_out.uses.get(Symbol::END)))
    }

    fn context(&self, given: Symbol, loose: bool) -> Context<'a> {
        match given {
            _ if loose => Context::None,
            Symbol::START => Context::Start,
            given => Context::After(self.log.commands().text(given)),
        }
    }

    fn command_text(&self, command: Symbol) -> Option<&'a str> {
        (command != Symbol::END).then(|| self.log.commands().text(command))
    }

    /// The likelier ones of everybody's most frequent commands there, the most frequent first.
    fn expected(&self, scratch: &Scratch, number: usize, step: usize, loose: bool) -> Vec<Expected<'a>> {
        let Scratch { path, left_out, chances, .. } = scratch;
        let (counts, given) = (self.model.counts(), path.previous(step));
        let left = |(symbol, _)| (symbol, self.steps(given, symbol, left_out).0);
        let seen = if loose {
            likeliest(counts.commands().symbols().map(|symbol| (symbol, self.uses(symbol, left_out))))
        } else {
            likeliest(counts.transitions().row(given).map(left))
        };
        let expected = seen.into_iter().filter(|(_, count)| *count > 0).map(|(symbol, count)| {
            let chances = self.chances_instead(path, step, symbol, self.actor(number), left_out);
            let bits = if loose { chances.loose_bits() } else { chances.bits };
            let command = (symbol != Symbol::END).then(|| counts.commands().text(symbol));
            Expected { command, probability: (-bits).exp2(), count }
        });
        let bits = if loose { chances[step].loose_bits() } else { chances[step].bits };
        expected.filter(|expected| expected.probability > (-bits).exp2()).collect()
    }

    /// The entropy of all that could come there: commands, END, and one more for all that nobody knows.
    fn usual_step_bits(&self, scratch: &Scratch, number: usize, step: usize, loose: bool) -> f64 {
        let Scratch { path, left_out, .. } = scratch;
        let actor = self.actor(number);
        let symbols = (Symbol::END.index()..self.model.counts().uses().len()).map(Symbol::from_index);
        let bits = symbols.map(|symbol| {
            let chances = self.chances_instead(path, step, symbol, actor, left_out);
            if loose { chances.loose_bits() } else { chances.bits }
        });
        bits.map(|bits| bits * (-bits).exp2()).sum()
    }

    fn explain_content(
        &self,
        scratch: &Scratch,
        number: usize,
        step: usize,
    ) -> Option<ContentExplanation<'a>> {
        let (contents, tables) = self.contents.as_ref().zip(self.tables.contents.as_ref())?;
        let &event = self.session(number).events.get(step)?;
        let command = scratch.path.symbol(step);
        let nothing = self.uses(command, &scratch.left_out) == 0 || tables.of_command(command).is_empty();
        if nothing && contents.own(event).next().is_none() {
            return None;
        }
        let mut content = ContentExplanation {
            factors: 1,
            parameters: Vec::new(),
            unknown_bits: 0.0,
            values: Vec::new(),
            usual_bits: Some(scratch.contents[step].expected),
        };
        if self.uses(command, &scratch.left_out) > 0 {
            self.explain_parameters(scratch, (contents, tables), (command, event), &mut content);
        }
        Some(content)
    }

    fn explain_parameters(
        &self,
        scratch: &Scratch,
        (contents, tables): (&LogContents<'a>, &ContentTables),
        (command, event): (Symbol, u32),
        content: &mut ContentExplanation<'a>,
    ) {
        let left_out = &scratch.left_out;
        let (names, values) = (contents.parameters().names(), contents.parameters().values());
        let mut present: Vec<usize> = Vec::new();
        let mut strange = Vec::new();
        for ((name, value), (own_name, own_value)) in contents.of(event).zip(contents.own(event)) {
            let Some(place) = tables.find(command, name) else {
                strange.push(self.strange(command, left_out).explained(names.text(own_name), true));
                continue;
            };
            present.push(place);
            let fact = value.and_then(|value| self.value(place, name, value, left_out));
            content.values.extend(fact.map(|fact| ValueExplanation {
                name: names.text(own_name),
                value: Some(values.text(own_value)),
                probability: (-fact.bits).exp2(),
                bits: fact.bits,
                count: fact.count,
                of: fact.of,
            }));
        }
        present.sort_unstable();
        for place in tables.of_command(command) {
            let is_present = present.binary_search(&place).is_ok();
            let fact = self.parameter(command, place, is_present, left_out);
            if is_present || fact.count > 0 {
                content.parameters.push(fact.explained(self.parameter_text(tables.name(place)), is_present));
            }
        }
        content.parameters.append(&mut strange);
    }

    fn parameter_text(&self, name: Symbol) -> &'a str {
        self.model.counts().parameters().map_or("", |parameters| parameters.names.text(name))
    }
}

impl super::contents::ParameterFact {
    fn explained(self, name: &str, present: bool) -> ParameterExplanation<'_> {
        let Self { bits, count, of, .. } = self;
        ParameterExplanation { name, present, probability: Some((-bits).exp2()), bits, count, of }
    }
}
