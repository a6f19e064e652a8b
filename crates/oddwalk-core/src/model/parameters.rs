//! The parameters' part: how likely a command comes with a set of parameters.

use std::ops::Range;

use super::chain::{Chain, Chance};
use crate::Symbol;
use crate::counts::ParameterCounts;

/// For each command the parameters it was seen with, each present or not independently of the others.
#[derive(Clone, Debug)]
pub struct ParameterModel {
    /// Where each command's parameters end in `known`, by the command's index.
    ends: Vec<u32>,
    /// Each command's parameters, sorted by symbol.
    known: Vec<KnownParameter>,
    /// P(an unknown parameter | command), by the command's index.
    unknown: Vec<Presence>,
    /// How likely the command comes with none of its parameters, by the command's index: what a set is counted from.
    none: Vec<LongProduct>,
}

/// A parameter that a command was seen with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KnownParameter {
    /// Its name.
    pub name: Symbol,
    /// How likely it is there.
    pub presence: Presence,
}

/// How likely a parameter is there, and how likely it is not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Presence {
    /// P(parameter | command).
    pub present: Chance,
    /// 1 - P(parameter | command).
    pub absent: Chance,
}

/// How likely a command comes with just this set of parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SetChance {
    /// The product over all factors. It may underflow to 0.
    pub product: f64,
    /// -log2 of the product, summed from logarithms.
    pub bits: f64,
    /// How many factors there are.
    pub factors: u32,
}

impl SetChance {
    /// No parameter, no factor, and no surprise: so the reference has it.
    pub const EMPTY: Self = Self { product: 1.0, bits: 0.0, factors: 0 };

    /// Another factor.
    #[must_use]
    pub fn times(self, chance: Chance) -> Self {
        let (product, bits) = (self.product * chance.probability, self.bits + chance.bits);
        Self { product, bits, factors: self.factors + 1 }
    }

    /// The geometric mean of the factors, which is what a likelihood is multiplied with.
    pub fn root(self) -> Chance {
        match self.factors {
            0 => Chance { probability: 1.0, bits: 0.0 },
            factors => {
                let probability = self.product.powf(1.0 / f64::from(factors));
                Chance { probability, bits: self.bits / f64::from(factors) }
            }
        }
    }
}

/// A product of many probabilities, which neither underflows on the way nor loses digits there.
#[derive(Clone, Copy, Debug)]
struct LongProduct {
    /// Between 1 / [`STEP`](Self::STEP) and `STEP`.
    mantissa: f64,
    /// How often the mantissa is to be divided by `STEP`.
    steps: i32,
    bits: f64,
}

impl LongProduct {
    const ONE: Self = Self { mantissa: 1.0, steps: 0, bits: 0.0 };
    /// 2 to the power of 256, so that scaling changes no digit.
    const STEP: f64 =
        (1_u128 << 64) as f64 * (1_u128 << 64) as f64 * (1_u128 << 64) as f64 * (1_u128 << 64) as f64;

    fn times(self, factor: Chance) -> Self {
        let (mantissa, bits) = (self.mantissa * factor.probability, self.bits + factor.bits);
        Self { mantissa, bits, ..self }.scaled()
    }

    fn over(self, factor: Chance) -> Self {
        let (mantissa, bits) = (self.mantissa / factor.probability, self.bits - factor.bits);
        Self { mantissa, bits, ..self }.scaled()
    }

    fn scaled(mut self) -> Self {
        while self.mantissa > 0.0 && self.mantissa < 1.0 / Self::STEP {
            self.mantissa *= Self::STEP;
            self.steps += 1;
        }
        while self.mantissa > Self::STEP {
            self.mantissa /= Self::STEP;
            self.steps -= 1;
        }
        self
    }

    /// The product itself, 0 where it underflows.
    fn value(self) -> f64 {
        // After so many steps nothing is left of any mantissa.
        (0..self.steps.min(8)).fold(self.mantissa, |value, _| value / Self::STEP)
    }
}

impl Presence {
    fn of(count: u64, total: u64) -> Self {
        let present = Chance::ratio(count, total);
        Self { present, absent: Chance::of(1.0 - present.probability) }
    }

    /// The factor that the parameter's presence, or its absence, is.
    pub fn chance(self, is_there: bool) -> Chance {
        if is_there { self.present } else { self.absent }
    }
}

impl ParameterModel {
    pub(super) fn fit(counts: &ParameterCounts, chain: &Chain, commands: usize) -> Self {
        let mut model = Self { ends: Vec::new(), known: Vec::new(), unknown: Vec::new(), none: Vec::new() };
        for command in (0..commands).map(Symbol::from_index) {
            let (more, total) = (chain.weight(command), chain.smoothed_count(command));
            let known = counts
                .of_commands
                .row(command)
                .map(|(name, count)| KnownParameter { name, presence: Presence::of(count + more, total) });
            model.known.extend(known);
            model.ends.push(model.known.len() as u32);
            let unknown = Presence::of(more, total);
            let known = model.known(command).iter().map(|known| known.presence.absent);
            model.none.push(known.chain([unknown.absent]).fold(LongProduct::ONE, LongProduct::times));
            model.unknown.push(unknown);
        }
        model
    }

    /// The parameters that a command was seen with, sorted by symbol.
    ///
    /// # Panics
    /// If the command is not one of the counts' vocabulary.
    pub fn known(&self, command: Symbol) -> &[KnownParameter] {
        &self.known[self.range(command)]
    }

    /// Whether the command was ever seen with this parameter.
    pub fn knows(&self, command: Symbol, name: Symbol) -> bool {
        self.known(command).binary_search_by_key(&name, |known| known.name).is_ok()
    }

    /// How likely the command comes with a parameter that nobody knows. It is a factor of every set that is not empty.
    ///
    /// # Panics
    /// If the command is not one of the counts' vocabulary.
    pub fn unknown(&self, command: Symbol) -> Presence {
        self.unknown[command.index()]
    }

    /// How likely the command comes with these parameters and no others. Parameters that the command was never seen with
    /// are no factor. It takes as long as there are names, however many the command is known to have.
    pub fn set(&self, command: Symbol, names: &[Symbol]) -> SetChance {
        if names.is_empty() {
            return SetChance::EMPTY;
        }
        let known = self.known(command);
        let present =
            names.iter().filter_map(|name| known.binary_search_by_key(name, |known| known.name).ok());
        let none = self.none[command.index()];
        let set = present.fold(none, |set, place| {
            let Presence { present, absent } = known[place].presence;
            set.over(absent).times(present)
        });
        SetChance { product: set.value(), bits: set.bits, factors: known.len() as u32 + 1 }
    }

    fn range(&self, command: Symbol) -> Range<usize> {
        let index = command.index();
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        start as usize..self.ends[index] as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_product_comes_back_from_below_the_smallest_number() {
        let tiny = Chance::of(1e-200);
        let product = (0..10).fold(LongProduct::ONE, |product, _| product.times(tiny));
        assert_eq!(product.value().to_bits(), 0.0_f64.to_bits());
        assert!((product.bits - 10.0 * tiny.bits).abs() < 1e-9);
        let back = (0..9).fold(product, |product, _| product.over(tiny));
        assert!((back.value() / 1e-200 - 1.0).abs() < 1e-12, "{}", back.value());
        let one = back.over(tiny);
        assert!((one.value() - 1.0).abs() < 1e-12 && one.bits.abs() < 1e-9, "{one:?}");
    }
}
