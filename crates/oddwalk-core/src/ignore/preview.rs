//! Previews: what a line would hide, before it does.

use std::collections::BTreeSet;

use super::{IgnoreDepth, IgnoreFile, IgnoreLine, Ignorer};
use crate::{Finding, Findings, Span};

/// So many of the oddest sessions nobody should miss.
const TOP: usize = 20;
/// A line for more sessions than one in so many is about more than something that is known.
const ONE_IN: usize = 100;

/// What one line of a file would hide if it were alone.
#[derive(Clone, Debug, PartialEq)]
pub struct IgnorePreview<'l> {
    /// The line.
    pub line: &'l IgnoreLine,
    /// Whether it has expired, and so hides nothing.
    pub expired: bool,
    /// The ranks of what it would hide.
    pub ranks: Vec<usize>,
    /// The highest score among these, in bits.
    pub strongest_bits: Option<f64>,
    /// How many actors these are of.
    pub actors: usize,
    /// From where the first of them begins to where the last one ends; `None` where none has a time.
    pub span: Option<Span>,
    /// How many of the oddest sessions it was tried on.
    pub tried: usize,
    /// How many sessions there are.
    pub of: usize,
}

impl IgnorePreview<'_> {
    /// How many of the oddest 20 it would hide.
    pub fn of_top(&self) -> usize {
        self.ranks.iter().filter(|rank| **rank <= TOP).count()
    }

    /// Whether it would hide more than one session in a hundred.
    pub fn is_broad(&self) -> bool {
        self.ranks.len() * ONE_IN > self.of
    }

    fn add(&mut self, finding: &Finding) {
        self.ranks.push(finding.rank);
        let bits = finding.judgement.map_or(finding.score.surprisal_bits, |known| known.verdict.score_bits);
        if bits.is_finite() {
            self.strongest_bits = Some(self.strongest_bits.map_or(bits, |strongest| strongest.max(bits)));
        }
        if let Some(span) = finding.session.session.span {
            let known = self.span.unwrap_or(span);
            self.span = Some(Span { begin: known.begin.min(span.begin), end: known.end.max(span.end) });
        }
    }
}

impl Findings<'_> {
    /// What each line would hide if it were alone. Lines about clues are tried as far down as `depth` says.
    pub fn ignore_previews<'l>(
        &self,
        file: &'l IgnoreFile,
        last: Option<i64>,
        depth: IgnoreDepth,
    ) -> Vec<IgnorePreview<'l>> {
        let ignorer = Ignorer::new(self, file, last);
        let preview = |line: &'l IgnoreLine| IgnorePreview {
            line,
            expired: line.has_expired(last),
            ranks: Vec::new(),
            strongest_bits: None,
            actors: 0,
            span: None,
            tried: if line.known.is_everything() { self.len() } else { self.len().min(depth.rank) },
            of: self.len(),
        };
        let mut previews: Vec<IgnorePreview> = file.lines.iter().map(preview).collect();
        let mut actors = vec![BTreeSet::new(); previews.len()];
        for finding in self.iter() {
            for place in ignorer.places(&finding, finding.rank <= depth.rank) {
                previews[place].add(&finding);
                actors[place].insert((finding.part, finding.session.actor()));
            }
        }
        previews.iter_mut().zip(actors).for_each(|(preview, actors)| preview.actors = actors.len());
        previews
    }
}
