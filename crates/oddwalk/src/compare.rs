//! Comparing methods: the same sessions and the same counts, scored by both.

use oddwalk_core::{Comparison, Findings, Part, Score, ScoreOptions, Scorer};

use crate::{Scan, Sessionized};

/// A judged scan, and what the method `msticpy` says of the same sessions by the same model.
#[derive(Debug)]
pub struct Compared {
    /// By the method `oddwalk`.
    pub scan: Scan,
    /// One score for each session, by the method `msticpy`.
    pub reference: Vec<Score>,
    options: ScoreOptions,
}

impl Compared {
    /// Scores the sessions of a scan by the method `msticpy` too, with windows of the same length and its own defaults.
    pub fn new(scan: Scan) -> Self {
        let Scan { sessionized: Sessionized { log, sessions, .. }, model, options, .. } = &scan;
        let options = *options;
        let reference = Scorer::new(model, log, sessions).score(&options);
        Self { scan, reference, options }
    }

    /// The sessions by the method `msticpy` as a part of a ranking.
    fn reference_part<'a>(&'a self, recipe: &'a str) -> Part<'a> {
        Part { scores: &self.reference, options: self.options, judged: None, ..self.scan.part(recipe) }
    }
}

/// Both rankings of all sessions, each scan with the name of its recipe.
#[derive(Debug)]
pub struct Rankings<'a> {
    /// By the method `msticpy`.
    pub reference: Findings<'a>,
    /// By the method `oddwalk`.
    pub judged: Findings<'a>,
}

impl<'a> Rankings<'a> {
    /// Ranks the sessions of all scans, by either method.
    pub fn new(all: impl Iterator<Item = (&'a str, &'a Compared)> + Clone) -> Self {
        let reference = all.clone().map(|(recipe, compared)| compared.reference_part(recipe));
        let judged = all.map(|(recipe, compared)| compared.scan.part(recipe));
        Self { reference: Findings::rank(reference), judged: Findings::rank(judged) }
    }

    /// The two rankings, session by session.
    pub fn comparison(&self) -> Comparison<'a> {
        Comparison::new(&self.reference, &self.judged)
    }
}
