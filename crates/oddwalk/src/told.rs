//! What is told of findings in a table and in a report: the same rows for both.

use oddwalk_core::{Explainer, Findings, Ignored, Reasons, grouped};
use oddwalk_report::{Columns, Row};

/// Findings, and why the oddest of them are odd.
pub struct Told<'a, 'f> {
    findings: &'f Findings<'a>,
    ignored: Option<&'f Ignored<'a>>,
    explainer: Explainer<'a>,
    reasons: Vec<Reasons<'a>>,
    /// By rank, the rank of each finding's group.
    groups: Vec<usize>,
}

impl<'a, 'f> Told<'a, 'f> {
    /// All findings, of which the first so many are explained.
    pub fn new(findings: &'f Findings<'a>, ignored: Option<&'f Ignored<'a>>, explained: usize) -> Self {
        let explainer = findings.explainer();
        let reasons: Vec<Reasons> =
            findings.iter().take(explained).map(|finding| explainer.reasons(&finding)).collect();
        let groups = group_ranks(findings, &reasons);
        Self { findings, ignored, explainer, reasons, groups }
    }

    /// The columns that the rows have.
    pub fn columns(&self) -> Columns {
        Columns::of(self.findings).with_ignored(self.ignored.is_some())
    }

    /// The rows by rank, the ignored ones among them.
    pub fn rows(&self) -> impl Iterator<Item = Row<'a>> {
        self.findings.iter().map(|finding| {
            let by = self.ignored.and_then(|ignored| ignored.by(finding.rank));
            let (row, index) = (Row::from(finding).ignored_by(by), finding.rank - 1);
            match self.reasons.get(index).zip(self.groups.get(index)) {
                None => row,
                Some((reasons, &group)) => {
                    row.explained(&self.explainer).because(reasons.clone()).in_group(group)
                }
            }
        })
    }
}

fn group_ranks(findings: &Findings, reasons: &[Reasons]) -> Vec<usize> {
    let mut ranks = vec![0; reasons.len()];
    for group in grouped(findings.iter().zip(reasons)) {
        group.members.iter().for_each(|member| ranks[member.rank - 1] = group.rank());
    }
    ranks
}
