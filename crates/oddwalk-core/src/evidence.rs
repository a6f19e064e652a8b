//! Evidence: the kinds of reasons for which the method `oddwalk` finds a session odd, each in numbers of its own.

/// A kind of reason for which a session is odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// The session is what everybody would do rather than what its actor usually does.
    Habit,
    /// The session as a whole: what follows what.
    Walk,
    /// The session's rarest stretch.
    Window,
    /// Parameters and values of one event: those that are there and those that are missing.
    Content,
    /// How often a command is used in one session.
    Volume,
    /// Commands that the actor, or anybody, has never used.
    Novelty,
}

impl Evidence {
    /// How many kinds there are.
    pub const COUNT: usize = 6;

    /// All kinds, in the order of every array of them.
    pub const ALL: [Self; Self::COUNT] =
        [Self::Habit, Self::Walk, Self::Window, Self::Content, Self::Volume, Self::Novelty];

    /// What it is called in tables and options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Habit => "habit",
            Self::Walk => "walk",
            Self::Window => "window",
            Self::Content => "content",
            Self::Volume => "volume",
            Self::Novelty => "novelty",
        }
    }
}

/// A statistic of a session, before anybody knows how unusual it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// In bits; larger is odder. NaN where there is nothing to measure: the evidence is then no reason for anything.
    pub value: f64,
    /// How much was looked at: a sum of weights or a count, at least 0. Statistics of many events vary less.
    pub size: f64,
}

impl Measure {
    /// Nothing to measure.
    pub const NONE: Self = Self { value: f64::NAN, size: 0.0 };
}

/// Everything that is measured of one session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Whose habits the session is compared with; `None` where it is nobody's.
    pub actor: Option<u32>,
    /// How many other sessions of that actor were learnt from.
    pub history: u64,
    /// How many events the session has.
    pub events: u64,
    /// [`Evidence::Habit`] in two parts: which commands there are, and which follows which.
    pub habit: [Measure; 2],
    /// The other kinds, in the order of [`Evidence::ALL`] without its first.
    pub others: [Measure; Evidence::COUNT - 1],
}

impl Measured {
    /// Says something else of one kind of evidence, of habits in both parts.
    pub fn set(&mut self, evidence: Evidence, measure: Measure) {
        match evidence {
            Evidence::Habit => self.habit = [measure; 2],
            other => self.others[other as usize - 1] = measure,
        }
    }
}
