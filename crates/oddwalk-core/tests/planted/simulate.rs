//! Simulated sessions of commands: actors with topics of their own, some of whom do much and most of whom do little.

use oddwalk_core::{
    Calibration, Counts, DEFAULT_ORDER, Entities, Event, EventLog, LeaveOut, Measured, Measurer, Model,
    Modellable, ScoreOptions, SessionKind, Sessions, Verdict,
};

/// Actors; the k-th one has a share of 1 / (k + 2).
const ACTORS: u64 = 200;
const TOPICS: u64 = 12;
/// Commands of each topic.
const COMMANDS: u64 = 10;

/// `SplitMix64`.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0xD134_2543_DE82_EF95).wrapping_add(1))
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// Between 0 and 1.
    fn uniform(&mut self) -> f64 {
        ((self.bits() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.bits() % limit
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

/// A session: whose, and its commands by number.
#[derive(Clone, Debug)]
pub(crate) struct Work {
    pub(crate) actor: u64,
    pub(crate) commands: Vec<u64>,
}

/// Who works on what. Everybody has topic 0, a main topic and another one.
pub(crate) fn topics(actor: u64) -> [u64; 3] {
    [0, 1 + actor % (TOPICS - 1), 1 + (3 * actor + 5) % (TOPICS - 1)]
}

/// A topic that the actor does not have.
pub(crate) fn foreign_topic(actor: u64, random: &mut Random) -> u64 {
    loop {
        let topic = random.below(TOPICS);
        if !topics(actor).contains(&topic) {
            return topic;
        }
    }
}

pub(crate) fn any_command(topic: u64, random: &mut Random) -> u64 {
    topic * COMMANDS + random.below(COMMANDS)
}

/// So many steps within topics: mostly on to the next command, at times the same again, at times somewhere else.
pub(crate) fn walk(topics: [u64; 3], len: u64, random: &mut Random) -> Vec<u64> {
    let pick = |random: &mut Random| match random.below(10) {
        0..2 => topics[0],
        2..8 => topics[1],
        _ => topics[2],
    };
    let mut topic = pick(random);
    let mut commands: Vec<u64> = Vec::new();
    for _ in 0..len {
        let next = match (commands.last(), random.below(10)) {
            (Some(&last), 0..2) => last,
            (Some(&last), 2..7) => topic * COMMANDS + (last + 1) % COMMANDS,
            (_, 9) => {
                topic = pick(random);
                any_command(topic, random)
            }
            // The lower numbers are the more usual ones.
            _ => topic * COMMANDS + random.below(COMMANDS).min(random.below(COMMANDS)),
        };
        commands.push(next);
    }
    commands
}

/// Ordinary sessions of 1 to 40 events.
#[expect(clippy::cast_sign_loss, reason = "a session has at least 1 event")]
pub(crate) fn ordinary(count: usize, random: &mut Random) -> Vec<Work> {
    let mut sum = 0.0;
    let share = |actor: u64| {
        sum += 1.0 / (actor as f64 + 2.0);
        sum
    };
    let shares: Vec<f64> = (0..ACTORS).map(share).collect();
    let work = |_| {
        let at = random.uniform() * sum;
        let actor = shares.partition_point(|&share| share < at) as u64;
        let len = (8_f64.ln() + 0.8 * random.normal()).exp().round().clamp(1.0, 40.0) as u64;
        Work { actor, commands: walk(topics(actor), len, random) }
    };
    (0..count).map(work).collect()
}

/// Each session's verdict, as if it had not been learnt from.
pub(crate) fn judged(work: &[Work]) -> Vec<Verdict> {
    let measured = measured(work);
    let calibration = Calibration::fit(&measured);
    measured.iter().map(|session| calibration.judge(session, true)).collect()
}

pub(crate) fn measured(work: &[Work]) -> Vec<Measured> {
    let mut log = EventLog::new(Entities::new(vec!["user".into()], vec![0]));
    let mut ends = Vec::new();
    for work in work {
        let entity = log.entities_mut().intern(&[Some(&format!("user {}", work.actor))]);
        for command in &work.commands {
            let command = log.commands_mut().intern(&format!("command {command}"));
            log.push(Event { entity, time: 0, command, row: 1 }).unwrap();
        }
        ends.push(log.len() as u32);
    }
    let log = log.canonical();
    let sessions = Sessions::given(&log, &ends, &vec![None; ends.len()]);
    let counts = Counts::of_habits(&log, &sessions, SessionKind::Commands, DEFAULT_ORDER);
    let model = Model::fit(counts, Modellable::default());
    let measurer = Measurer::new(&model, &log, &sessions).unwrap();
    let examined = measurer.measure(LeaveOut::Session, &ScoreOptions::new(3).unwrap());
    examined.into_iter().map(|examined| examined.measured).collect()
}
