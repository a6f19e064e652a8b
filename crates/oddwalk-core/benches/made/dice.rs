//! Numbers by chance, which are the same each time.

/// A linear congruential generator.
pub(super) struct Dice(u64);

/// Numbers of which the n-th is n times rarer than the first.
pub(super) struct Zipf {
    /// By number: its weight and those of all before it.
    up_to: Vec<u32>,
}

impl Dice {
    pub(super) fn new() -> Self {
        Self(7)
    }

    /// A number below `sides`.
    pub(super) fn even(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32 % sides
    }

    /// A number below `sides`; small ones are likelier, as commands are.
    pub(super) fn skewed(&mut self, sides: u32) -> u32 {
        self.even(sides).min(self.even(sides))
    }
}

impl Zipf {
    const HEAVIEST: u32 = 10_000_000;

    pub(super) fn new(sides: u32) -> Self {
        let weights = (1..=sides).map(|place| Self::HEAVIEST / place);
        let sum = |sum: &mut u32, weight| {
            *sum += weight;
            Some(*sum)
        };
        Self { up_to: weights.scan(0, sum).collect() }
    }

    pub(super) fn roll(&self, dice: &mut Dice) -> u32 {
        let rolled = dice.even(self.up_to.last().copied().unwrap_or(1));
        self.up_to.partition_point(|up_to| *up_to <= rolled) as u32
    }
}
