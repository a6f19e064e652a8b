//! Examinations: what was found in all sessions before it is known what is usual.

use oddwalk_core::{Examined, Measured, Score};

/// Session after session, group by group.
#[derive(Default)]
pub(super) struct Examinations {
    /// By itself, since sessions are compared in this alone.
    pub(super) measured: Vec<Measured>,
    rest: Vec<Rest>,
}

struct Rest {
    score: Score,
    order_uncertain: bool,
    is_nobody: bool,
}

impl Examinations {
    pub(super) fn take(&mut self, examined: Vec<Examined>) {
        self.measured.reserve_exact(examined.len());
        self.rest.reserve_exact(examined.len());
        for Examined { measured, score, order_uncertain, is_nobody } in examined {
            self.measured.push(measured);
            self.rest.push(Rest { score, order_uncertain, is_nobody });
        }
    }

    pub(super) fn get(&self, number: usize) -> Examined {
        let Rest { score, order_uncertain, is_nobody } = self.rest[number];
        Examined { measured: self.measured[number], score, order_uncertain, is_nobody }
    }

    /// What so many sessions take.
    pub(super) fn bytes(sessions: u64) -> u64 {
        sessions * (size_of::<Measured>() + size_of::<Rest>()) as u64
    }

    /// What comparing them takes beside: a few numbers of each for each kind of evidence.
    pub(super) fn bytes_to_calibrate(sessions: u64) -> u64 {
        const PER_SESSION: u64 = 256;
        sessions * PER_SESSION
    }
}
