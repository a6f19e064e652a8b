//! Simulated sessions: measures whose mean and spread depend on size, history and actor, and which depend on each other.

use oddwalk_core::{Evidence, Measure, Measured};

/// Actors; the k-th one has a share of 1 / (k + 2).
const ACTORS: usize = 200;

/// `SplitMix64`.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0xD134_2543_DE82_EF95).wrapping_add(1))
    }

    /// Between 0 and 1.
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (((bits ^ (bits >> 31)) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// Skewed to the right, of mean 0 and about 1 wide.
    fn skewed(&mut self) -> f64 {
        let exponential = -self.uniform().ln() - 1.0;
        0.6 * exponential + 0.8 * self.normal()
    }
}

fn sessions_by_actor(actors: impl Iterator<Item = u32>) -> Vec<u64> {
    let mut sessions = vec![0; ACTORS];
    actors.for_each(|actor| sessions[actor as usize] += 1);
    sessions
}

/// A world of actors from which sessions are drawn.
pub(crate) struct World {
    random: Random,
    /// What is usual for each actor, and how much it varies.
    actors: Vec<[f64; 2]>,
    /// Sums of the actors' shares.
    shares: Vec<f64>,
}

/// Who does how much, before anything is measured.
#[derive(Clone, Copy)]
struct Draft {
    actor: u32,
    events: u64,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let actors = (0..ACTORS).map(|_| [0.4 * random.normal(), (0.25 * random.normal()).exp()]).collect();
        let mut sum = 0.0;
        let share = |actor| {
            sum += 1.0 / (actor as f64 + 2.0);
            sum
        };
        let shares = (0..ACTORS).map(share).collect();
        Self { random, actors, shares }
    }

    /// Sessions that know each other: each one's history is the other sessions of its actor.
    pub(crate) fn sessions(&mut self, count: usize) -> Vec<Measured> {
        let drafts: Vec<Draft> = (0..count).map(|_| self.draft()).collect();
        let histories = sessions_by_actor(drafts.iter().map(|draft| draft.actor));
        drafts.into_iter().map(|draft| self.measured(draft, histories[draft.actor as usize] - 1)).collect()
    }

    /// Sessions of the same actors that were not learnt from.
    pub(crate) fn fresh(&mut self, count: usize, learnt: &[Measured]) -> Vec<Measured> {
        let histories = sessions_by_actor(learnt.iter().filter_map(|session| session.actor));
        let drafts: Vec<Draft> = (0..count).map(|_| self.draft()).collect();
        drafts.into_iter().map(|draft| self.measured(draft, histories[draft.actor as usize])).collect()
    }

    #[expect(clippy::cast_sign_loss, reason = "a session has at least 1 event")]
    fn draft(&mut self) -> Draft {
        let at = self.random.uniform() * self.shares[ACTORS - 1];
        let actor = self.shares.partition_point(|&share| share < at).min(ACTORS - 1) as u32;
        let events = (12_f64.ln() + 0.9 * self.random.normal()).exp().round().clamp(1.0, 400.0) as u64;
        Draft { actor, events }
    }

    fn measured(&mut self, draft: Draft, history: u64) -> Measured {
        let tempered = (draft.events as f64).powf(0.7 + 0.05 * self.random.normal()).max(1.0);
        let common = self.random.skewed();
        let habit = [(); 2].map(|()| self.measure(draft, history, tempered, common));
        let mut others = [(); Evidence::COUNT - 1].map(|()| self.measure(draft, history, tempered, common));
        // Some sessions have no window, and novelty is a number of commands over the expected one.
        if draft.events < 5 {
            others[1] = Measure::NONE;
        }
        others[4].value = (2.0 * others[4].value).max(0.0).round()
            - 0.05 * draft.events as f64 / (1.0 + history as f64).sqrt();
        Measured { actor: Some(draft.actor), history, events: draft.events, habit, others }
    }

    /// Longer sessions vary less, and not as skewed; a longer history makes habits clearer.
    fn measure(&mut self, draft: Draft, history: u64, tempered: f64, common: f64) -> Measure {
        let [usual, spread] = self.actors[draft.actor as usize];
        let size = tempered * (1.0 + 0.1 * self.random.uniform());
        let own = 0.6 * common + 0.8 * self.random.skewed();
        let deviation = spread * (0.1 + 1.5 / size.sqrt());
        let trend = -0.3 * (1.0 + history as f64).ln() - 0.2 * size.ln();
        Measure { value: trend + usual + deviation * own, size }
    }
}
