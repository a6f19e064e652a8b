//! Examinations: what was found in all sessions before it is known what is usual.

use oddwalk_core::{Calibration, EventLog, Examined, Judgement, Measured, Score, Sessions, Verdict};

use super::order::by_values;

/// Session after session, group by group.
#[derive(Default)]
pub(super) struct Examinations {
    measured: Vec<Measured>,
    rest: Vec<Rest>,
    owners: Vec<Owner>,
}

/// What was examined beyond what sessions are compared in.
struct Rest {
    score: Score,
    order_uncertain: bool,
    history: Option<u64>,
}

/// An entity, and how many sessions from the first on are its.
struct Owner {
    values: Vec<Option<String>>,
    first: u32,
    sessions: u32,
}

/// Scores and judgements, session after session.
pub(super) struct Judged {
    verdicts: Vec<Verdict>,
    rest: Vec<Rest>,
}

impl Examinations {
    pub(super) fn take(&mut self, log: &EventLog, sessions: &Sessions, examined: Vec<Examined>) {
        let first = self.rest.len() as u32;
        let mut last = None;
        for (session, number) in sessions.iter().zip(first..) {
            // A group has the sessions of an entity together, and no other group has any.
            if let Some(owner) = self.owners.last_mut().filter(|_| last == Some(session.entity)) {
                owner.sessions += 1;
            } else {
                let values = log.entities().values(session.entity);
                let values = values.map(|value| value.map(str::to_owned)).collect();
                self.owners.push(Owner { values, first: number, sessions: 1 });
            }
            last = Some(session.entity);
        }
        self.measured.reserve_exact(examined.len());
        self.rest.reserve_exact(examined.len());
        for Examined { measured, score, order_uncertain, is_nobody } in examined {
            let history = (!is_nobody).then_some(measured.history);
            self.measured.push(measured);
            self.rest.push(Rest { score, order_uncertain, history });
        }
    }

    /// Judges all by each other. Sums of fractions depend on the order, which is that of the entities' texts: as in memory.
    pub(super) fn judge(mut self) -> Judged {
        self.owners.sort_unstable_by(|a, b| by_values(&a.values, &b.values));
        let order = || self.owners.iter().flat_map(|owner| owner.first..owner.first + owner.sessions);
        let in_order = order().map(|number| &self.measured[number as usize]);
        let (_, judged) = Calibration::fit_and_judge(in_order);
        let nothing = Verdict { evidence_bits: Default::default(), score_bits: 0.0 };
        let mut verdicts = vec![nothing; judged.len()];
        order().zip(judged).for_each(|(number, verdict)| verdicts[number as usize] = verdict);
        Judged { verdicts, rest: self.rest }
    }

    /// What so many sessions take, while they are compared too: a few numbers of each for each kind of evidence.
    pub(super) fn bytes(sessions: u64) -> u64 {
        const COMPARED: usize = 300;
        const OWNER: usize = size_of::<Owner>() + size_of::<Option<String>>();
        sessions * (size_of::<Measured>() + size_of::<Rest>() + OWNER + COMPARED) as u64
    }
}

impl Judged {
    pub(super) fn score(&self, number: usize) -> Score {
        self.rest[number].score
    }

    pub(super) fn judgement(&self, number: usize) -> Judgement {
        let Rest { order_uncertain, history, .. } = self.rest[number];
        Judgement { verdict: self.verdicts[number], order_uncertain, history }
    }
}
