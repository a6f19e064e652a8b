//! The ledger: an explanation in tenths of a bit that add up to the total shown, line by line and column by column.

use std::fmt;

use oddwalk_core::{Explanation, StepExplanation};

use super::cause::Cause;

/// How many events are listed: of more, the least surprising are summed up.
const MAX_EVENTS: usize = 60;
/// How many of one event's parameters are named.
const MAX_PARAMETERS: usize = 4;
/// How many of its values are named.
const MAX_VALUES: usize = 3;
/// How many parameters that the command was never seen with are named.
const MAX_STRANGE: usize = 3;
/// What is smaller is not named.
const MIN_BITS: f64 = 0.1;

/// Tenths of a bit, shown as `6.1`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tenths(pub(crate) i64);

impl Tenths {
    pub(crate) fn rounded(bits: f64) -> Self {
        Self((bits * 10.0).round() as i64)
    }

    /// How many tenths.
    pub(crate) fn count(self) -> usize {
        usize::try_from(self.0).unwrap_or(0)
    }
}

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.pad(&format!("{}.{}", self.0 / 10, self.0.abs() % 10))
    }
}

impl std::iter::Sum for Tenths {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        Self(parts.map(|part| part.0).sum())
    }
}

/// An explanation as it is shown.
pub(crate) struct Ledger<'e> {
    pub(crate) total: Tenths,
    pub(crate) lines: Vec<Line<'e>>,
    /// The events that are not listed.
    pub(crate) hidden: Vec<Tenths>,
}

/// One event.
pub(crate) struct Line<'e> {
    pub(crate) step: &'e StepExplanation<'e>,
    pub(crate) bits: Tenths,
    /// What its place among the commands adds.
    pub(crate) order: Tenths,
    /// What its parameters add by being there or not.
    pub(crate) parameters: Tenths,
    /// What their values add.
    pub(crate) values: Tenths,
    /// What commands, parameters and values usually add there, where the method knows it.
    pub(crate) usual: Option<Tenths>,
    /// What its parameters and their values add, one by one.
    pub(crate) details: Vec<Detail<'e>>,
}

/// What parameters and values add, as far as it is named.
pub(crate) enum Detail<'e> {
    Named(Cause<'e>, Tenths),
    Rest { causes: Vec<Cause<'e>>, bits: Tenths },
}

impl<'e> Ledger<'e> {
    pub(crate) fn of(explanation: &'e Explanation<'e>) -> Self {
        let bits: Vec<f64> = explanation.steps.iter().map(StepExplanation::bits).collect();
        let total = Tenths::rounded(explanation.bits());
        let shares = split(total, &bits);
        let is_listed = listed(&bits);
        let steps = explanation.steps.iter().zip(&shares).zip(is_listed);
        let (listed, hidden): (Vec<_>, Vec<_>) = steps.partition(|(_, is_listed)| *is_listed);
        let lines = listed.into_iter().map(|((step, &bits), _)| Line::of(step, bits)).collect();
        let hidden = hidden.into_iter().map(|((_, &bits), _)| bits).collect();
        Self { total, lines, hidden }
    }

    /// Whether any event has parameters that count, and whether any has values.
    pub(crate) fn has_content(&self) -> (bool, bool) {
        let contents = || self.lines.iter().filter_map(|line| line.step.content.as_ref());
        (contents().next().is_some(), contents().any(|content| !content.values.is_empty()))
    }

    /// Whether the method knows what is usual.
    pub(crate) fn has_usual(&self) -> bool {
        self.lines.iter().any(|line| line.usual.is_some())
    }

    /// What is shown for one contribution.
    pub(crate) fn shown(&self, cause: &Cause) -> Option<Tenths> {
        self.lines.iter().find_map(|line| line.shown(cause))
    }
}

impl<'e> Line<'e> {
    fn of(step: &'e StepExplanation<'e>, bits: Tenths) -> Self {
        let content = step.content.as_ref();
        let (parameters, values) =
            content.map_or((0.0, 0.0), |content| (content.parameter_bits(), content.value_bits()));
        let usual_content = content.and_then(|content| content.usual_bits).unwrap_or(0.0);
        let usual = step.usual_bits.map(|usual| Tenths::rounded(usual + usual_content));
        let shares = split(bits, &[step.transition_bits, parameters, values]);
        let (order, parameters, values) = (shares[0], shares[1], shares[2]);
        let causes = content.map(|content| Cause::of_content(step, content)).unwrap_or_default();
        let (of_values, of_parameters) =
            causes.into_iter().partition(|cause| matches!(cause, Cause::Value(..)));
        let mut details = named(of_parameters, parameters, MAX_PARAMETERS);
        details.extend(named(of_values, values, MAX_VALUES));
        Self { step, bits, order, parameters, values, usual, details }
    }

    fn shown(&self, cause: &Cause) -> Option<Tenths> {
        match cause {
            Cause::Command(step) => std::ptr::eq(*step, self.step).then_some(self.order),
            cause => self.details.iter().find_map(|detail| match detail {
                Detail::Named(named, bits) if named.is(cause) => Some(*bits),
                _ => None,
            }),
        }
    }
}

impl Detail<'_> {
    pub(crate) fn bits(&self) -> Tenths {
        match self {
            Self::Named(_, bits) | Self::Rest { bits, .. } => *bits,
        }
    }
}

/// The largest contributions by name, but for what is as usual; those that count for nothing although they say much;
/// and the others summed up.
fn named(causes: Vec<Cause<'_>>, bits: Tenths, most: usize) -> Vec<Detail<'_>> {
    let (strange, causes): (Vec<_>, Vec<_>) = causes.into_iter().partition(Cause::is_strange);
    let (usual, causes): (Vec<_>, Vec<_>) = causes.into_iter().partition(Cause::is_usual);
    let large = causes.iter().take(most).take_while(|cause| cause.bits() >= MIN_BITS).count();
    let (large, more) = causes.split_at(large);
    let sum = |causes: &[Cause]| causes.iter().map(Cause::bits).sum::<f64>();
    let parts: Vec<f64> = large.iter().map(Cause::bits).chain([sum(&usual), sum(more)]).collect();
    let shares = split(bits, &parts);

    let mut details: Vec<Detail> =
        large.iter().zip(&shares).map(|(&cause, &bits)| Detail::Named(cause, bits)).collect();
    let (named, unnamed) = strange.split_at(strange.len().min(MAX_STRANGE));
    details.extend(named.iter().map(|&cause| Detail::Named(cause, Tenths(0))));
    if !unnamed.is_empty() {
        details.push(Detail::Rest { causes: unnamed.to_vec(), bits: Tenths(0) });
    }
    let rests = [usual, more.to_vec()].into_iter().zip(shares.into_iter().skip(large.len()));
    let rests = rests.filter(|(_, bits)| *bits > Tenths(0));
    details.extend(rests.map(|(causes, bits)| Detail::Rest { causes, bits }));
    details
}

/// Which events are listed: the most surprising, of equal ones the first.
fn listed(bits: &[f64]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..bits.len()).collect();
    order.sort_by(|&a, &b| bits[b].total_cmp(&bits[a]));
    let mut listed = vec![false; bits.len()];
    order.into_iter().take(MAX_EVENTS).for_each(|index| listed[index] = true);
    listed
}

/// Tenths for each part that add up to the total: rounded down, then up where most was lost.
fn split(total: Tenths, parts: &[f64]) -> Vec<Tenths> {
    /// Far below a tenth, far above what sums of doubles are wrong by.
    const SLACK: f64 = 1e-6;
    let floor = |part: &f64| (part * 10.0 + SLACK).floor();
    let mut shares: Vec<Tenths> = parts.iter().map(|part| Tenths(floor(part) as i64)).collect();
    let missing = total.0 - shares.iter().copied().sum::<Tenths>().0;
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let lost = |index: usize| parts[index] * 10.0 - floor(&parts[index]);
    order.sort_by(|&a, &b| lost(b).total_cmp(&lost(a)));
    order.into_iter().take(usize::try_from(missing).unwrap_or(0)).for_each(|index| shares[index].0 += 1);
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_and_are_near() {
        for seed in 0..1_000_u32 {
            let parts: Vec<f64> = (0..seed % 40)
                .map(|index| f64::from((seed * 7_919 + index * 104_729) % 1_000) / 97.0)
                .collect();
            let sum: f64 = parts.iter().sum();
            for total in [Tenths::rounded(sum), Tenths((sum * 10.0 + 1e-6).floor() as i64)] {
                let shares = split(total, &parts);
                assert_eq!(shares.iter().copied().sum::<Tenths>(), total);
                let near = |(share, part): (&Tenths, &f64)| (share.0 as f64 - part * 10.0).abs() <= 1.0;
                assert!(shares.iter().zip(&parts).all(near), "{parts:?} {shares:?}");
            }
        }
        assert_eq!(Tenths(1_234).to_string(), "123.4");
    }
}
