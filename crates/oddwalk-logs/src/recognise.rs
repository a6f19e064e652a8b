//! Recognition: which recipe reads a file, told from its first records.

mod candidate;

use rayon::prelude::*;

pub(crate) use self::candidate::QUERY_COLUMNS;
use self::candidate::{Candidate, Candidates, Kind};
use crate::encode::Sample;
use crate::read::sample;
use crate::{FileError, Input, ReadOptions, Recipe, Table};

/// What a file was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recognised {
    /// The events of this recipe, in this form of it.
    Events {
        /// The recipe's number.
        recipe: usize,
        /// The form's number.
        form: usize,
        /// By what it was known.
        why: String,
    },
    /// The sessions that this recipe's query gave.
    Sessions {
        /// The recipe's number.
        recipe: usize,
        /// By what it was known.
        why: String,
    },
    /// It is known to hold no events; says what it is.
    NoEvents(String),
    /// It is nothing known, or cannot be read; says why.
    Unknown(String),
}

/// Says what each input is. Where `asked_for` is set, somebody has named the recipes: a file that has their time and
/// command is then taken for a log of theirs, even if it lacks other columns by which it would be known.
pub fn recognise(
    inputs: &[Input],
    recipes: &[Recipe],
    asked_for: bool,
    options: &ReadOptions,
) -> Vec<Recognised> {
    let candidates = Candidates::of(recipes);
    let table = Table::sample(candidates.names.clone(), candidates.tests.clone());
    let judged = inputs.par_iter().map(|input| match sample(input, &table, options) {
        Ok(sample) => judge(&sample, &candidates, recipes, asked_for),
        // An answer without records is one, and a file without bytes is a copy that failed.
        Err(FileError::NoRecords) => Recognised::NoEvents("it holds no records".to_owned()),
        Err(FileError::Empty) if input.size() > 0 => Recognised::NoEvents("it holds no records".to_owned()),
        Err(error) => Recognised::Unknown(error.to_string()),
    });
    judged.collect()
}

fn judge(sample: &Sample, candidates: &Candidates, recipes: &[Recipe], asked_for: bool) -> Recognised {
    if let Some(skip) = candidates.skips.iter().find(|skip| is_like(sample, &skip.columns, &skip.tests)) {
        return Recognised::NoEvents(skip.title.clone());
    }
    let fitting: Vec<(usize, &Candidate)> =
        candidates.all.iter().filter_map(|candidate| Some((fit(sample, candidate)?, candidate))).collect();
    let best = fitting.iter().map(|(fit, _)| *fit).max();
    let mut best = fitting.iter().filter(|(fit, _)| Some(*fit) == best).map(|(_, candidate)| *candidate);
    let Some(first) = best.next() else {
        let nearly = asked_for.then(|| candidates.nearly(sample)).flatten();
        return nearly.unwrap_or_else(|| Recognised::Unknown(candidates.why_not(sample, recipes)));
    };
    let mut fitting: Vec<usize> =
        std::iter::once(first).chain(best).map(|candidate| candidate.recipe).collect();
    fitting.dedup();
    match fitting.as_slice() {
        [_] => first.recognised(candidates.why(sample, first)),
        several => {
            let names: Vec<&str> = several.iter().map(|&recipe| recipes[recipe].name.as_str()).collect();
            let names = names.join(" and ");
            Recognised::Unknown(format!("the recipes {names} fit equally well: name only one with --recipe"))
        }
    }
}

/// Whether the file has all of these columns, and fails none of these tests.
fn is_like(sample: &Sample, columns: &[usize], tests: &[usize]) -> bool {
    let has_all = columns.iter().all(|&column| sample.found[column]);
    has_all && tests.iter().all(|&test| !sample.outcome(test).some_fail)
}

/// How many things speak for the candidate, or `None` where one speaks against it.
fn fit(sample: &Sample, candidate: &Candidate) -> Option<usize> {
    let Candidate { columns, tests, any, .. } = candidate;
    let passed = |tests: &[usize]| tests.iter().filter(|&&test| sample.outcome(test).some_pass).count();
    let fits = is_like(sample, columns, tests) && (any.is_empty() || passed(any) > 0);
    fits.then(|| columns.len() + passed(tests) + passed(any))
}

impl Candidate {
    fn recognised(&self, why: String) -> Recognised {
        match self.kind {
            Kind::Events(form) => Recognised::Events { recipe: self.recipe, form, why },
            Kind::Sessions => Recognised::Sessions { recipe: self.recipe, why },
        }
    }
}

#[cfg(test)]
#[path = "recognise_tests.rs"]
mod tests;
