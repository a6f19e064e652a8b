//! Component: one kind of evidence, from its measures to bits.

use super::actors::Actors;
use super::has_history;
use super::numbers::{ROUNDING, inner_range, trimmed_deviation};
use super::smooth::{Point, Smooth};
use super::tail::{Beyond, Tail};
use crate::{Evidence, Measure, Measured};

/// How unusual one kind of evidence is.
#[derive(Clone, Debug)]
pub(super) struct Component {
    evidence: Evidence,
    /// One for each part of the evidence.
    smooths: Vec<Smooth>,
    /// What makes the usual sum of the parts 1.
    unit: f64,
    /// `None` where actors are not compared with themselves.
    actors: Option<Actors>,
    tail: Tail,
}

impl Component {
    pub(super) fn fit(evidence: Evidence, measured: &[Measured]) -> Self {
        let usable: Vec<&Measured> =
            measured.iter().filter(|session| says_something(evidence, session)).collect();
        let part = |part| usable.iter().map(|session| point(evidence, part, session)).collect();
        let parts: Vec<Vec<Point>> = (0..parts_len(evidence)).map(part).collect();
        let smooths = parts.iter().map(|points| Smooth::fit(points)).collect();
        let mut component =
            Self { evidence, smooths, unit: 1.0, actors: None, tail: Tail::fit(&[], Beyond::Ranks) };
        let mut values: Vec<f64> = usable.iter().map(|session| component.sum(session)).collect();
        component.unit = trimmed_deviation(&values);
        values.iter_mut().for_each(|value| *value /= component.unit);
        component.compare_with_actors(&usable, &mut values);
        let sizes = usable.iter().map(|session| tempered_size(evidence, session));
        let rows: Vec<[f64; 2]> = values.into_iter().zip(sizes).map(<[f64; 2]>::from).collect();
        let ranks_only = parts.iter().any(|points| mostly_alike(points));
        component.tail = Tail::fit(&rows, if ranks_only { Beyond::Ranks } else { Beyond::Fitted });
        component
    }

    /// How often a command is used says nothing about an actor as a whole: that is in the measure already.
    fn compare_with_actors(&mut self, sessions: &[&Measured], values: &mut [f64]) {
        if self.evidence == Evidence::Volume {
            return;
        }
        let actors = Actors::fit(sessions.iter().map(|session| session.actor).zip(values.iter().copied()));
        for (value, session) in values.iter_mut().zip(sessions) {
            *value = actors.standardised(session.actor, *value, true);
        }
        self.actors = Some(actors);
    }

    /// -log2 of the p-value; 0 where there is nothing to say.
    pub(super) fn bits(&self, session: &Measured, left_out: bool) -> f64 {
        if !says_something(self.evidence, session) {
            return 0.0;
        }
        let value = self.sum(session) / self.unit;
        let value = match &self.actors {
            Some(actors) => actors.standardised(session.actor, value, left_out),
            None => value,
        };
        self.tail.bits(value, tempered_size(self.evidence, session), left_out)
    }

    fn sum(&self, session: &Measured) -> f64 {
        let parts = self.smooths.iter().enumerate();
        parts.map(|(part, smooth)| smooth.standardised(&point(self.evidence, part, session))).sum()
    }
}

/// Whether the middle 80 % of the values are all the same. There is no telling then how far off another one is.
fn mostly_alike(points: &[Point]) -> bool {
    let [low, high] = inner_range(&points.iter().map(|point| point.value).collect::<Vec<_>>(), 0.1);
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

fn point(evidence: Evidence, part: usize, session: &Measured) -> Point {
    let Measure { value, size } = measure(evidence, part, session);
    Point { value, size, history: history(session) }
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

/// What sessions are compared by: the tempered length, which a burst of one command hardly changes. Where it was not
/// measured, the evidence's own size stands in.
fn tempered_size(evidence: Evidence, session: &Measured) -> f64 {
    let tempered = session.habit[0].size;
    if tempered > 0.0 { tempered } else { measure(evidence, 0, session).size }
}
