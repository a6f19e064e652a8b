//! What a file can be taken for, and by which columns.

use super::Recognised;
use crate::condition::{Condition, Lacking, Test};
use crate::encode::Sample;
use crate::source::Source;
use crate::{Form, Recipe};

/// The columns that the query of a recipe gives besides the entity's.
pub(crate) const QUERY_COLUMNS: [&str; 4] = ["recipe", "begin", "end", "session"];

/// Everything that a file can be taken for.
pub(super) struct Candidates {
    /// The columns to look for.
    pub(super) names: Vec<String>,
    /// What to test records for.
    pub(super) tests: Vec<Condition<Source>>,
    pub(super) all: Vec<Candidate>,
    /// Files that hold no events.
    pub(super) skips: Vec<Skipped>,
}

/// What holds no events, though it looks as if it did.
pub(super) struct Skipped {
    /// What it is, in a line.
    pub(super) title: String,
    /// The positions of the columns by which it is known.
    pub(super) columns: Vec<usize>,
    /// The numbers of its tests.
    pub(super) tests: Vec<usize>,
}

/// One form of one recipe.
pub(super) struct Candidate {
    /// The recipe's number.
    pub(super) recipe: usize,
    pub(super) kind: Kind,
    /// What it is, in a line.
    title: String,
    /// The positions of the columns by which it is known.
    pub(super) columns: Vec<usize>,
    /// The numbers of its tests.
    pub(super) tests: Vec<usize>,
    /// The numbers of tests of which some record has to pass one.
    pub(super) any: Vec<usize>,
    /// Its tests in words, those of which one is enough behind the others.
    conditions: Vec<String>,
    /// Without one column of each of these it cannot be read.
    needed: Vec<Source<usize>>,
}

#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Events in the form of this number.
    Events(usize),
    /// What the recipe's query gave.
    Sessions,
}

impl Candidates {
    pub(super) fn of(recipes: &[Recipe]) -> Self {
        let mut all = Self { names: Vec::new(), tests: Vec::new(), all: Vec::new(), skips: Vec::new() };
        for (number, recipe) in recipes.iter().enumerate() {
            for (form_number, form) in recipe.forms.iter().enumerate() {
                all.add_form(number, recipe, form_number, form);
            }
            all.add_sessions(number, recipe);
            for skip in &recipe.skip {
                let columns = all.positions(&skip.recognise);
                let tests = skip.recognise_where.iter();
                let tests =
                    tests.map(|condition| all.test(condition.found(|field| Source::column(field)))).collect();
                all.skips.push(Skipped { title: skip.title.clone(), columns, tests });
            }
        }
        all
    }

    fn add_form(&mut self, recipe: usize, of: &Recipe, number: usize, form: &Form) {
        let columns = self.positions(&form.recognise);
        let mut numbers = |conditions: &[Condition]| {
            let found = conditions.iter().map(|condition| condition.found(|field| of.source(form, field)));
            found.map(|test| self.test(test)).collect()
        };
        let (tests, any) = (numbers(&form.recognise_where), numbers(&form.recognise_any));
        let needed = [&of.time, &of.command].map(|field| of.source(form, field));
        let needed = needed.iter().map(|source| source.at(&mut |name| self.position(name))).collect();
        let (kind, title) = (Kind::Events(number), form.title.clone());
        let conditions = form.recognise_where.iter().chain(&form.recognise_any);
        let conditions = conditions.map(ToString::to_string).collect();
        self.all.push(Candidate { recipe, kind, title, columns, tests, any, conditions, needed });
    }

    fn add_sessions(&mut self, recipe: usize, of: &Recipe) {
        if of.forms.iter().all(|form| form.table.is_none()) {
            return;
        }
        let names: Vec<String> = QUERY_COLUMNS.iter().map(|&name| name.to_owned()).collect();
        let columns = self.positions(&names);
        let test = Test::In(vec![of.name.clone()]);
        let field = Source::column(QUERY_COLUMNS[0]);
        let tests = vec![self.test(Condition { field, test, negated: false, lacking: Lacking::Empty })];
        let needed = columns.iter().map(|&column| Source::of_column(column)).collect();
        let title = format!("what the query of {} gives", of.name);
        let (kind, any, conditions) = (Kind::Sessions, Vec::new(), Vec::new());
        self.all.push(Candidate { recipe, kind, title, columns, tests, any, conditions, needed });
    }

    fn positions(&mut self, names: &[String]) -> Vec<usize> {
        names.iter().map(|name| self.position(name)).collect()
    }

    fn position(&mut self, name: &String) -> usize {
        self.names.iter().position(|known| known == name).unwrap_or_else(|| {
            self.names.push(name.clone());
            self.names.len() - 1
        })
    }

    fn test(&mut self, test: Condition<Source>) -> usize {
        test.field.columns.iter().for_each(|name| {
            self.position(name);
        });
        self.tests.push(test);
        self.tests.len() - 1
    }

    /// By what the candidate was known.
    pub(super) fn why(&self, sample: &Sample, candidate: &Candidate) -> String {
        let names: Vec<&str> = candidate.columns.iter().map(|&column| self.names[column].as_str()).collect();
        let conditions = candidate.tests.iter().chain(&candidate.any).zip(&candidate.conditions);
        let passed = conditions.filter(|(test, _)| sample.outcome(**test).some_pass);
        let has = format!("{}: it has {}", candidate.title, names.join(", "));
        let all: Vec<String> =
            [has].into_iter().chain(passed.map(|(_, condition)| condition.clone())).collect();
        all.join("; ")
    }

    /// The form that most speaks for, of those that could be read.
    pub(super) fn nearly(&self, sample: &Sample) -> Option<Recognised> {
        let readable = self
            .all
            .iter()
            .filter(|candidate| candidate.needed.iter().all(|source| source.is_in(&sample.found)));
        // Of equal ones the first.
        let best = readable
            .rev()
            .max_by_key(|candidate| candidate.columns.len() - self.missing(sample, candidate).len())?;
        let missing = self.missing(sample, best).join(", ");
        let lacks = if missing.is_empty() { String::new() } else { format!(", without {missing}") };
        Some(best.recognised(format!("it was asked for; most like {}{lacks}", best.title)))
    }

    /// What the likeliest candidate lacks.
    pub(super) fn why_not(&self, sample: &Sample, recipes: &[Recipe]) -> String {
        let likeness = |candidate: &&Candidate| {
            let missing = self.missing(sample, candidate).len();
            (candidate.columns.len() - missing) * 100 / candidate.columns.len().max(1)
        };
        if let Some(why) = &sample.unreadable {
            return format!("has no record that can be read: {why}");
        }
        let unlike = "has no columns by which a recipe knows it".to_owned();
        let Some(best) = self.all.iter().rev().max_by_key(likeness) else { return unlike };
        let missing = self.missing(sample, best);
        let name = &recipes[best.recipe].name;
        match missing.len() {
            lacking if lacking == best.columns.len() => unlike,
            0 => format!("is like {} ({name}), but its records are of another kind", best.title),
            _ => format!(
                "is no log that a recipe knows; it is most like {} ({name}), but has no {}",
                best.title,
                missing.join(", ")
            ),
        }
    }

    fn missing(&self, sample: &Sample, candidate: &Candidate) -> Vec<&str> {
        let missing = candidate.columns.iter().filter(|&&column| !sample.found[column]);
        missing.map(|&column| self.names[column].as_str()).collect()
    }
}
