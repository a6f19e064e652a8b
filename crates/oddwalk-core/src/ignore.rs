//! Ignoring: which findings somebody knows already, each line of a file for one known thing.

mod known;
mod preview;

use std::cell::OnceCell;
use std::collections::BTreeMap;

pub use self::known::{Expiry, IgnoreFile, IgnoreLine, Known};
pub use self::preview::IgnorePreview;
use crate::{Clue, Explainer, Finding, Findings};

/// How far down the ranking lines are tried that are about clues: these take time to find out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IgnoreDepth {
    /// Until so many findings are found that are not ignored.
    pub shown: usize,
    /// All findings up to this rank.
    pub rank: usize,
}

/// Which findings are ignored, and by which line.
#[derive(Clone, Debug)]
pub struct Ignored<'l> {
    /// What is ignored.
    pub file: &'l IgnoreFile,
    /// For each line, whether it has expired.
    pub expired: Vec<bool>,
    /// The place of the line in the file, by the finding's rank.
    by_rank: BTreeMap<usize, usize>,
}

/// What one line has hidden.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IgnoreTally<'l> {
    /// The line.
    pub line: &'l IgnoreLine,
    /// How many findings.
    pub hid: usize,
    /// Whether it has expired, and so hides nothing.
    pub expired: bool,
}

impl<'l> Ignored<'l> {
    /// The line that this finding is ignored by.
    pub fn by(&self, rank: usize) -> Option<&'l IgnoreLine> {
        self.by_rank.get(&rank).map(|&place| &self.file.lines[place])
    }

    /// How many findings are ignored.
    pub fn len(&self) -> usize {
        self.by_rank.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.by_rank.is_empty()
    }

    /// What each line has hidden, in the order of the file.
    pub fn tallies(&self) -> Vec<IgnoreTally<'l>> {
        let mut hid = vec![0; self.file.lines.len()];
        self.by_rank.values().for_each(|&place| hid[place] += 1);
        let lines = self.file.lines.iter().zip(hid).zip(&self.expired);
        lines.map(|((line, hid), &expired)| IgnoreTally { line, hid, expired }).collect()
    }
}

/// Tries lines on the findings of a ranking.
pub struct Ignorer<'a, 'l> {
    findings: &'l Findings<'a>,
    file: &'l IgnoreFile,
    expired: Vec<bool>,
    /// For each part and entity, the places of the lines that are about it.
    by_entity: Vec<Vec<Vec<usize>>>,
    /// Made when the first clue is looked for.
    explainer: OnceCell<Explainer<'a>>,
}

impl<'a, 'l> Ignorer<'a, 'l> {
    /// Which lines have expired is known by the time of the last event; without times none has.
    fn new(findings: &'l Findings<'a>, file: &'l IgnoreFile, last: Option<i64>) -> Self {
        let expired: Vec<bool> = file.lines.iter().map(|line| line.has_expired(last)).collect();
        let by_entity = findings.parts().iter().map(|part| {
            let entities = part.log.entities();
            let is_of =
                |place: &usize, entity| !expired[*place] && file.lines[*place].is_of(entities, entity);
            let lines = |entity| (0..file.lines.len()).filter(|place| is_of(place, entity)).collect();
            entities.iter().map(lines).collect()
        });
        let by_entity = by_entity.collect();
        Self { findings, file, expired, by_entity, explainer: OnceCell::new() }
    }

    /// The first line that the finding is ignored by, whatever its rank.
    pub fn line(&self, finding: &Finding) -> Option<&'l IgnoreLine> {
        self.place(finding, true).map(|place| &self.file.lines[place])
    }

    /// `with_clues`: not only by lines that are about everything of somebody.
    fn place(&self, finding: &Finding, with_clues: bool) -> Option<usize> {
        let clues = OnceCell::new();
        let mut lines = self.of(finding).iter().copied();
        lines.find(|&place| self.matches(place, finding, with_clues, &clues))
    }

    /// All lines that the finding would be ignored by.
    fn places(&self, finding: &Finding, with_clues: bool) -> Vec<usize> {
        let clues = OnceCell::new();
        let lines = self.of(finding).iter().copied();
        lines.filter(|&place| self.matches(place, finding, with_clues, &clues)).collect()
    }

    /// The lines that are about its entity.
    fn of(&self, finding: &Finding) -> &[usize] {
        &self.by_entity[finding.part][finding.session.session.entity.index()]
    }

    fn matches<'c>(
        &self,
        place: usize,
        finding: &Finding,
        with_clues: bool,
        clues: &'c OnceCell<Vec<Clue<'a>>>,
    ) -> bool {
        let known = &self.file.lines[place].known;
        let is_known = || {
            known.is_all(clues.get_or_init(|| self.explainer().clues(finding)))
                && self.is_nothing_new(known, finding)
        };
        known.is_everything() || with_clues && is_known()
    }

    /// Whether all commands that nobody else has ever used are known: a clue names only what is oddest.
    fn is_nothing_new(&self, known: &Known, finding: &Finding) -> bool {
        let steps = self.explainer().session(finding).steps;
        let mut new = steps.iter().filter(|step| step.seen == 0).filter_map(|step| step.command);
        new.all(|command| known.command.iter().any(|known| known == command))
    }

    fn explainer(&self) -> &Explainer<'a> {
        self.explainer.get_or_init(|| self.findings.explainer())
    }

    fn has_lines_about_everything(&self) -> bool {
        let lines = self.file.lines.iter().zip(&self.expired);
        lines.into_iter().any(|(line, expired)| !expired && line.known.is_everything())
    }
}

impl<'a> Findings<'a> {
    /// What tries these lines on the findings; `last` is the time of the last event, by which lines expire.
    pub fn ignorer<'l>(&'l self, file: &'l IgnoreFile, last: Option<i64>) -> Ignorer<'a, 'l> {
        Ignorer::new(self, file, last)
    }

    /// Which findings are ignored, by the first line of the file that matches. Lines about everything of somebody are tried on
    /// all findings, lines about clues as far down as `depth` says.
    pub fn ignored<'l>(&self, file: &'l IgnoreFile, last: Option<i64>, depth: IgnoreDepth) -> Ignored<'l> {
        let ignorer = Ignorer::new(self, file, last);
        let (mut by_rank, mut shown) = (BTreeMap::new(), 0);
        for finding in self.iter() {
            let with_clues = shown < depth.shown || finding.rank <= depth.rank;
            if !with_clues && !ignorer.has_lines_about_everything() {
                break;
            }
            match ignorer.place(&finding, with_clues) {
                Some(place) => drop(by_rank.insert(finding.rank, place)),
                None => shown += 1,
            }
        }
        let expired = file.lines.iter().map(|line| line.has_expired(last)).collect();
        Ignored { file, expired, by_rank }
    }

    /// The findings that are not ignored, each with the rank that it has among all.
    #[must_use]
    pub fn without(&self, ignored: &Ignored) -> Self {
        self.filtered(|rank| !ignored.by_rank.contains_key(&rank))
    }
}
