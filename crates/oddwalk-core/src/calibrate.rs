//! Calibration: how unusual measured sessions are, each kind of evidence alone and all together.
//!
//! A measure becomes a number that is alike for every size, history and actor (`smooth`, `actors`), that number a
//! p-value (`tail`), the p-values of all evidence one sum, and that sum the session's p-value (`tail` again).

mod actors;
mod anchor;
mod component;
mod excess;
mod numbers;
mod ranks;
mod smooth;
mod tail;

use rayon::prelude::*;

use crate::{Evidence, Measured};
use component::Component;
use tail::{Beyond, Tail};

/// How much a bit of each kind of evidence counts, in the order of [`Evidence::ALL`].
const WEIGHTS: [f64; Evidence::COUNT] = [1.0, 0.35, 0.35, 0.5, 0.5, 0.35];

/// Sessions that are worth a task of their own.
const SESSIONS_PER_TASK: usize = 1024;

/// How unusual measured sessions are, learnt from sessions scored as if they had not been counted.
#[derive(Clone, Debug)]
pub struct Calibration {
    /// In the order of [`Evidence::ALL`].
    components: Vec<Component>,
    /// Of all evidence together, by the number of events: of all sessions, for those without a history; and of those with
    /// one, who alone can be odd in their habits.
    sessions: [Tail; 2],
}

/// How unusual a session is. Twice as unusual is one bit more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// -log2 of each evidence's p-value, in the order of [`Evidence::ALL`]: from 0, where there is nothing, to 1000.
    pub evidence_bits: [f64; Evidence::COUNT],
    /// -log2 of the session's p-value: from 0 to 1000.
    pub score_bits: f64,
}

impl Verdict {
    /// The session's p-value, above 0: about the share of ordinary sessions of its length that are at least as odd.
    pub fn p(&self) -> f64 {
        (-self.score_bits).exp2()
    }

    /// -log2 of the p-value of one kind of evidence alone.
    pub fn bits(&self, evidence: Evidence) -> f64 {
        self.evidence_bits[evidence as usize]
    }
}

impl Calibration {
    /// Learns from sessions, each measured as if it had not been counted. With none, nothing is unusual; with few, a
    /// p-value is never below 1 / (their number + 1): that takes some hundred sessions.
    pub fn fit(measured: &[Measured]) -> Self {
        Self::fitted(&measured.iter().collect::<Vec<_>>()).0
    }

    /// As [`fit`](Self::fit), and judges these very sessions: each is left out of what it is judged by.
    pub fn fit_and_judge<'m>(measured: impl IntoIterator<Item = &'m Measured>) -> (Self, Vec<Verdict>) {
        let measured: Vec<&Measured> = measured.into_iter().collect();
        let (fitted, bits) = Self::fitted(&measured);
        let judge = |(session, evidence_bits): (&&Measured, [f64; Evidence::COUNT])| {
            fitted.verdict(session, evidence_bits, true)
        };
        let judged = measured.par_iter().zip(bits).with_min_len(SESSIONS_PER_TASK).map(judge).collect();
        (fitted, judged)
    }

    /// Also gives the evidence bits of each session.
    fn fitted(measured: &[&Measured]) -> (Self, Vec<[f64; Evidence::COUNT]>) {
        let fitted: Vec<(Component, Vec<f64>)> =
            Evidence::ALL.par_iter().map(|&evidence| Component::fit(evidence, measured)).collect();
        let (components, columns): (Vec<Component>, Vec<Vec<f64>>) = fitted.into_iter().unzip();
        let mut bits = vec![[0.0; Evidence::COUNT]; measured.len()];
        for (number, column) in columns.into_iter().enumerate() {
            bits.iter_mut().zip(column).for_each(|(bits, of_evidence)| bits[number] = of_evidence);
        }
        let sum =
            |(session, bits): (&&Measured, &[f64; Evidence::COUNT])| [together(bits), session.events as f64];
        let sums: Vec<[f64; 2]> = measured.iter().zip(&bits).map(sum).collect();
        let known = measured.iter().zip(&sums).filter(|(session, _)| has_history(session));
        let known: Vec<[f64; 2]> = known.map(|(_, &sum)| sum).collect();
        let sessions = [sums, known].map(|rows| Tail::fit(&rows, Beyond::Fitted));
        (Self { components, sessions }, bits)
    }

    /// Learns from sessions that were judged normal what is usual for their actors, in this order. How unusual anything is
    /// stays: of these sessions the unusual ones are missing, so that they know less of that than they seem to.
    pub fn take_in(&mut self, measured: &[Measured]) {
        let components = self.components.par_iter_mut();
        components.for_each(|component| measured.iter().for_each(|session| component.take_in(session)));
    }

    /// How unusual a session is. `left_out`: the session is one of those that were learnt from, so what it has taught about
    /// its actor, and its own rank, is taken out first. Equal sessions of one actor get equal verdicts.
    pub fn judge(&self, measured: &Measured, left_out: bool) -> Verdict {
        self.verdict(measured, evidence_bits(&self.components, measured, left_out), left_out)
    }

    fn verdict(&self, measured: &Measured, evidence_bits: [f64; Evidence::COUNT], left_out: bool) -> Verdict {
        let alike = &self.sessions[usize::from(has_history(measured))];
        let score_bits = alike.bits(together(&evidence_bits), measured.events as f64, left_out);
        Verdict { evidence_bits, score_bits }
    }
}

/// Whether there is anything that the session can be compared with. Nobody has no history.
fn has_history(session: &Measured) -> bool {
    session.actor.is_some() && session.history > 0
}

fn evidence_bits(components: &[Component], measured: &Measured, left_out: bool) -> [f64; Evidence::COUNT] {
    let mut bits = [0.0; Evidence::COUNT];
    for (bits, component) in bits.iter_mut().zip(components) {
        *bits = component.bits(measured, left_out);
    }
    bits
}

/// The weighted sum of all evidence. That the kinds depend on each other does no harm, since the sum is calibrated again: copies of
/// one kind make it larger for all sessions alike.
fn together(bits: &[f64; Evidence::COUNT]) -> f64 {
    WEIGHTS.iter().zip(bits).map(|(weight, bits)| weight * bits).sum()
}
