//! Component: one kind of evidence, from its measures to bits.

use rayon::prelude::*;

use super::actors::Actors;
use super::numbers::{ROUNDING, inner_range};
use super::smooth::{Point, Smooth};
use super::tail::{Beyond, Tail};
use super::{SESSIONS_PER_TASK, has_history};
use crate::{Evidence, Measure, Measured};

/// How unusual one kind of evidence is.
#[derive(Clone, Debug)]
pub(super) struct Component {
    evidence: Evidence,
    /// Whether sessions differ in length. If not, how much there is to look at is no nuisance but a trait of the session.
    sizes_matter: bool,
    parts: Vec<Part>,
    /// Of several parts' sum, what is usual for each actor.
    sum: Option<Actors>,
    tail: Tail,
    /// A tail that was fitted to so many sessions is believed to four times the bits that their ranks have.
    most_bits: f64,
}

/// One measure of the evidence.
#[derive(Clone, Debug)]
struct Part {
    smooth: Smooth,
    /// `None` where actors are not compared with themselves: how often a command is used says nothing about an actor as a
    /// whole, since that is in the measure already.
    actors: Option<Actors>,
}

impl Part {
    fn fit(evidence: Evidence, part: usize, sessions: &[&Measured], sizes_matter: bool) -> Self {
        let points: Vec<Point> =
            sessions.iter().map(|session| point(evidence, part, session, sizes_matter)).collect();
        let smooth = Smooth::fit(&points, sessions_per_actor(sessions));
        let values = points.iter().map(|point| smooth.standardised(point));
        let actors = sessions.iter().map(|session| session.actor).zip(values);
        let actors = (evidence != Evidence::Volume).then(|| Actors::fit(actors));
        Self { smooth, actors }
    }

    fn standardised(&self, session: &Measured, point: &Point, left_out: bool) -> f64 {
        let value = self.smooth.standardised(point);
        self.actors.as_ref().map_or(value, |actors| actors.standardised(session.actor, value, left_out))
    }
}

impl Component {
    /// Also gives the bits of each session, as one of those that are learnt from.
    pub(super) fn fit(evidence: Evidence, measured: &[&Measured]) -> (Self, Vec<f64>) {
        let usable: Vec<&Measured> =
            measured.iter().copied().filter(|session| says_something(evidence, session)).collect();
        let sizes_matter =
            !mostly_alike(&usable.iter().map(|session| session.events as f64).collect::<Vec<_>>());
        let parts =
            (0..parts_len(evidence)).map(|part| Part::fit(evidence, part, &usable, sizes_matter)).collect();
        let mut component = Self {
            evidence,
            sizes_matter,
            parts,
            sum: None,
            tail: Tail::fit(&[], Beyond::Ranks),
            most_bits: 0.0,
        };
        if component.parts.len() > 1 {
            let sums = usable.iter().map(|session| (session.actor, component.value(session, true)));
            component.sum = Some(Actors::fit(sums));
        }
        let row = |session: &&Measured| [component.value(session, true), component.size(session)];
        let rows: Vec<[f64; 2]> = usable.par_iter().with_min_len(SESSIONS_PER_TASK).map(row).collect();
        let alike = |part| {
            let values = usable.iter().map(|session| measure(evidence, part, session).value);
            mostly_alike(&values.collect::<Vec<_>>())
        };
        let ranks_only = (0..parts_len(evidence)).any(alike);
        // New commands come one by one: between one and the next a fitted tail has nothing to go by.
        let ranks_only = ranks_only || evidence == Evidence::Novelty;
        component.most_bits = 4.0 * (rows.len() as f64 + 1.0).log2();
        component.tail = Tail::fit(&rows, if ranks_only { Beyond::Ranks } else { Beyond::Fitted });
        let mut known = component.bits_of(&rows).into_iter();
        let mut bits = vec![0.0; measured.len()];
        let usable = measured.iter().zip(&mut bits).filter(|(session, _)| says_something(evidence, session));
        usable.for_each(|(_, bits)| *bits = known.next().unwrap_or(0.0));
        (component, bits)
    }

    /// -log2 of the p-values of sessions that were learnt from, by their values and sizes.
    fn bits_of(&self, rows: &[[f64; 2]]) -> Vec<f64> {
        let bits = |&[value, size]: &[f64; 2]| self.believed(self.tail.bits(value, size, true));
        rows.par_iter().with_min_len(SESSIONS_PER_TASK).map(bits).collect()
    }

    /// Learns what is usual for the session's actor, and nothing else.
    pub(super) fn take_in(&mut self, session: &Measured) {
        if !says_something(self.evidence, session) {
            return;
        }
        let (evidence, actor) = (self.evidence, session.actor);
        let mut sum = 0.0;
        for (number, part) in self.parts.iter_mut().enumerate() {
            let value = part.smooth.standardised(&point(evidence, number, session, self.sizes_matter));
            sum += part.actors.as_ref().map_or(value, |actors| actors.standardised(actor, value, false));
            part.actors.iter_mut().for_each(|actors| actors.take_in(actor, value));
        }
        self.sum.iter_mut().for_each(|actors| actors.take_in(actor, sum));
    }

    /// -log2 of the p-value; 0 where there is nothing to say.
    pub(super) fn bits(&self, session: &Measured, left_out: bool) -> f64 {
        if !says_something(self.evidence, session) {
            return 0.0;
        }
        let value = if left_out { self.value(session, true) } else { self.value(&as_learnt(session), false) };
        self.believed(self.tail.bits(value, self.size(session), left_out))
    }

    /// Beyond what is believed, more is still more, but by its logarithm alone.
    fn believed(&self, bits: f64) -> f64 {
        let beyond = bits - self.most_bits;
        if beyond > 0.0 { self.most_bits + beyond.ln_1p() } else { bits }
    }

    fn size(&self, session: &Measured) -> f64 {
        if self.sizes_matter { tempered_size(self.evidence, session) } else { 0.0 }
    }

    /// How far off the session is from what is usual for its size, its actor's history, and its actor.
    fn value(&self, session: &Measured, left_out: bool) -> f64 {
        let parts = self.parts.iter().enumerate();
        let value = parts
            .map(|(number, part)| {
                part.standardised(
                    session,
                    &point(self.evidence, number, session, self.sizes_matter),
                    left_out,
                )
            })
            .sum();
        self.sum.as_ref().map_or(value, |actors| actors.standardised(session.actor, value, left_out))
    }
}

/// Whether the middle 80 % of the values are all the same. There is no telling then how far off another one is.
fn mostly_alike(values: &[f64]) -> bool {
    let [low, high] = inner_range(values, 0.1);
    high - low <= ROUNDING * (1.0 + low.abs())
}

fn parts_len(evidence: Evidence) -> usize {
    if evidence == Evidence::Habit { 2 } else { 1 }
}

fn measure(evidence: Evidence, part: usize, session: &Measured) -> Measure {
    match evidence {
        Evidence::Habit => session.habit[part],
        other => session.others[other as usize - 1],
    }
}

fn point(evidence: Evidence, part: usize, session: &Measured, sizes_matter: bool) -> Point {
    let Measure { value, size } = measure(evidence, part, session);
    Point { value, size: if sizes_matter { size } else { 0.0 }, history: history(session) }
}

fn history(session: &Measured) -> u64 {
    if has_history(session) { session.history } else { 0 }
}

/// Whether all parts were measured. Without a history there is no habit, and everything is new.
fn says_something(evidence: Evidence, session: &Measured) -> bool {
    let needs_history = matches!(evidence, Evidence::Habit | Evidence::Novelty);
    (has_history(session) || !needs_history)
        && (0..parts_len(evidence)).all(|part| !measure(evidence, part, session).value.is_nan())
}

/// The session as those were measured that were learnt from. What is usually new falls with every session that is known, and
/// of a new session one more is known: where nothing is new, that alone would make it odder than all that were learnt from.
fn as_learnt(session: &Measured) -> Measured {
    let mut learnt = *session;
    let novelty = &mut learnt.others[Evidence::Novelty as usize - 1].value;
    if *novelty < 0.0 && has_history(session) {
        *novelty *= 1.0 + 1.0 / session.history as f64;
    }
    learnt
}

/// What sessions are compared by: the tempered length, which a burst of one command hardly changes. Where it was not
/// measured, the evidence's own size stands in.
fn tempered_size(evidence: Evidence, session: &Measured) -> f64 {
    let tempered = session.habit[0].size;
    if tempered > 0.0 { tempered } else { measure(evidence, 0, session).size }
}

fn sessions_per_actor(sessions: &[&Measured]) -> f64 {
    let mut actors: Vec<Option<u32>> = sessions.iter().map(|session| session.actor).collect();
    actors.sort_unstable();
    actors.dedup();
    sessions.len() as f64 / actors.len().max(1) as f64
}
