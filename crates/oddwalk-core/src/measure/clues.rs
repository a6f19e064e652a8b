//! Clues: what in a session speaks for each kind of evidence.

use super::order::{own_after, rarest_window};
use super::{LeaveOut, Measurer, Scratch, weight};
use crate::clues::{HabitFact, NoveltyFact, VolumeFact};
use crate::{Clue, Evidence, Fact, ScoreOptions, StepExplanation, Symbol, Verdict};

/// Evidence of fewer bits is found in one session of four or more.
const LEAST_BITS: f64 = 2.0;

impl<'a> Measurer<'a> {
    /// Why a session is odd: what speaks most for each kind of evidence that is unusual, the most unusual first.
    pub fn clues(
        &self,
        number: usize,
        verdict: &Verdict,
        leave_out: LeaveOut,
        options: &ScoreOptions,
    ) -> Vec<Clue<'a>> {
        let scratch = self.loaded(number, leave_out);
        let mut clues: Vec<Clue> = Vec::new();
        for (evidence, bits) in Evidence::ALL.into_iter().zip(verdict.evidence_bits) {
            if bits >= LEAST_BITS {
                let fact = self.fact(&scratch, number, evidence, options.window_len());
                clues.extend(fact.map(|fact| Clue { evidence, bits, fact }));
            }
        }
        clues.sort_by(|a, b| b.bits.total_cmp(&a.bits));
        clues
    }

    fn fact(
        &self,
        scratch: &Scratch,
        number: usize,
        evidence: Evidence,
        window_len: usize,
    ) -> Option<Fact<'a>> {
        match evidence {
            Evidence::Habit => self.habit_fact(scratch, number).map(Fact::Habit),
            Evidence::Walk => {
                let uncertain = scratch.ties.most();
                self.rarest_step(scratch, number, 0..scratch.chances.len(), uncertain).map(Fact::Step)
            }
            Evidence::Window => {
                let (start, _) = rarest_window(&scratch.chances, &scratch.ties, window_len);
                let steps = start..scratch.chances.len().min(start + window_len);
                let uncertain = scratch.ties.any() && scratch.ties.most_of(steps.clone());
                self.rarest_step(scratch, number, steps, uncertain).map(Fact::Step)
            }
            Evidence::Content => self.content_fact(scratch, number),
            Evidence::Volume => self.volume_fact(scratch, number).map(Fact::Volume),
            Evidence::Novelty => Some(Fact::Novelty(self.novelty_fact(scratch, number))),
        }
    }

    fn rarest_step(
        &self,
        scratch: &Scratch,
        number: usize,
        steps: std::ops::Range<usize>,
        uncertain: bool,
    ) -> Option<StepExplanation<'a>> {
        let bits = |step: usize| {
            if uncertain && !scratch.ties.is_sure(step) {
                scratch.chances[step].loose_bits()
            } else {
                scratch.chances[step].bits
            }
        };
        let rarest = first_largest(steps, bits)?;
        Some(self.step(scratch, number, rarest, uncertain))
    }

    /// The event of the largest excess; of what is said about it, that which adds most.
    fn content_fact(&self, scratch: &Scratch, number: usize) -> Option<Fact<'a>> {
        let excess = |event: usize| scratch.contents[event].bits - scratch.contents[event].expected;
        let event = first_largest(0..scratch.contents.len(), excess)?;
        let step = self.step(scratch, number, event, false);
        let (command, content) = (step.command?, step.content?);
        let bits_of_value = |place: usize| content.values[place].bits;
        let bits_of_parameter = |place: usize| content.parameters[place].bits;
        let value = first_largest(0..content.values.len(), bits_of_value);
        let parameter = first_largest(0..content.parameters.len(), bits_of_parameter);
        match (parameter, value) {
            (Some(parameter), value)
                if value.is_none_or(|value| bits_of_parameter(parameter) >= bits_of_value(value)) =>
            {
                Some(Fact::Parameter { command, parameter: content.parameters[parameter] })
            }
            (_, value) => value.map(|value| Fact::Value { command, value: content.values[value] }),
        }
    }

    /// The command, or the step, that everybody's habits make so much likelier than the actor's own; what is there many times
    /// counts by its logarithm.
    fn habit_fact(&self, scratch: &Scratch, number: usize) -> Option<HabitFact<'a>> {
        let Scratch { path, left_out, chances, ties, .. } = scratch;
        let actor = self.actor(number)?;
        let times = |step: usize, order: usize| {
            let same = |other: &&super::Chances| match order {
                0 => other.step.1 == chances[step].step.1,
                _ => other.step == chances[step].step,
            };
            chances.iter().filter(same).count()
        };
        let sure = |step: usize| !ties.most() || ties.is_sure(step);
        let gain = |(step, order): (usize, usize)| {
            let ratio = chances[step].everybody[order] / chances[step].actor[order];
            if order == 1 && !sure(step) { f64::NEG_INFINITY } else { ratio.log2() }
        };
        // Counting how often each step is there would be quadratic: only the likeliest candidates are.
        let mut candidates: Vec<(usize, usize)> =
            (0..chances.len()).flat_map(|step| [(step, 0), (step, 1)]).collect();
        candidates.sort_by(|a, b| gain(*b).total_cmp(&gain(*a)));
        candidates.truncate(CANDIDATES);
        let weighted =
            |place: usize| gain(candidates[place]) * weight(times(candidates[place].0, candidates[place].1));
        let (step, order) = candidates[first_largest(0..candidates.len(), weighted)?];
        let (given, seen) = (path.previous(step), path.symbol(step));
        let (before, command) = path.own_step(step);
        let [own_given, own_seen] = path.own(step);
        let (own, (count, of)) = if order == 0 {
            let own = self.own(actor, own_seen, seen, left_out);
            (own, (self.uses(seen, left_out), self.everything(left_out)))
        } else {
            let steps = own_given.followed_by(self.habits, seen);
            (own_after(own_given, steps, (given, seen), left_out), self.steps(given, seen, left_out))
        };
        let begins = order == 1 && before == Symbol::START;
        Some(HabitFact {
            after: (order == 1 && !begins).then(|| self.log.commands().text(before)),
            begins,
            command: (command != Symbol::END).then(|| self.log.commands().text(command)),
            own: own.count,
            own_of: own.of,
            count,
            of,
        })
    }

    fn everything(&self, left_out: &super::LeftOut) -> u64 {
        self.tables.walks.events.saturating_sub(left_out.all.total)
    }

    fn volume_fact(&self, scratch: &Scratch, number: usize) -> Option<VolumeFact<'a>> {
        let Scratch { path, left_out, .. } = scratch;
        let actor = self.actor(number);
        let rarest = self.volume(path, actor, left_out);
        let (symbol, command) = match rarest.times {
            0 => (rarest.command, self.model.counts().commands().text(rarest.command)),
            _ => (self.command(rarest.command), self.log.commands().text(rarest.command)),
        };
        (rarest.tested > 0).then(|| {
            let told = self.told_volume(symbol, actor, left_out);
            VolumeFact { command, times: rarest.times, ..told }
        })
    }

    fn novelty_fact(&self, scratch: &Scratch, number: usize) -> NoveltyFact<'a> {
        let Scratch { path, left_out, .. } = scratch;
        let to_all: Vec<Symbol> = self.new_to_all(path, left_out).collect();
        let own = self.actor(number).map(|actor| {
            let new: Vec<Symbol> = self.new_to_actor(path, actor, left_out).collect();
            let new = new.into_iter().filter(|command| to_all.binary_search(command).is_err());
            (new.collect::<Vec<_>>(), self.own_variety(actor, left_out))
        });
        let texts = |symbols: Vec<Symbol>| {
            symbols.into_iter().map(|symbol| self.log.commands().text(symbol)).collect::<Vec<_>>()
        };
        let (to_actor, own) = own.map_or((Vec::new(), None), |(new, own)| (new, Some(own)));
        NoveltyFact { to_all: texts(to_all), to_actor: texts(to_actor), own }
    }
}

/// So many steps are looked at for the one that is least the actor's own.
const CANDIDATES: usize = 32;

/// The first of those with the largest number.
fn first_largest(places: std::ops::Range<usize>, number: impl Fn(usize) -> f64) -> Option<usize> {
    places.reduce(|largest, place| if number(place) > number(largest) { place } else { largest })
}
