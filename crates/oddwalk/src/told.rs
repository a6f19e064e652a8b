//! What is told of findings in a table and in a report: the same rows for both.

use oddwalk_core::{Explainer, Finding, Findings, Ignored, Reasons, grouped};
use oddwalk_report::{Columns, Row};

/// Findings, and why the oddest of them are odd.
pub struct Told<'a, 'f> {
    findings: &'f Findings<'a>,
    ignored: Option<&'f Ignored<'a>>,
    /// None where nothing is explained.
    explainer: Option<Explainer<'a>>,
    /// Of the first so many.
    reasons: Vec<Reasons<'a>>,
    /// For each of these the rank of its group.
    groups: Vec<usize>,
}

impl<'a, 'f> Told<'a, 'f> {
    /// All findings, of which the first so many are explained.
    pub fn new(findings: &'f Findings<'a>, ignored: Option<&'f Ignored<'a>>, explained: usize) -> Self {
        Self::because(findings, ignored, explained, |explainer, finding, _| explainer.reasons(finding))
    }

    /// Findings that were read back from disk, of which the first so many are explained. What their actors did before is not
    /// among them, so that for each the commands are given that its actor uses for the first time.
    pub fn of_batch(findings: &'f Findings<'a>, first_times: &'a [Vec<String>], explained: usize) -> Self {
        Self::because(findings, None, explained, |explainer, finding, place| Reasons {
            clues: explainer.clues(finding),
            first_times: first_times[place].iter().map(String::as_str).collect(),
        })
    }

    fn because(
        findings: &'f Findings<'a>,
        ignored: Option<&'f Ignored<'a>>,
        explained: usize,
        reasons: impl Fn(&Explainer<'a>, &Finding<'a>, usize) -> Reasons<'a>,
    ) -> Self {
        let explainer = (explained > 0).then(|| findings.explainer());
        let told = explainer.iter().flat_map(|explainer| {
            let some = findings.iter().take(explained).enumerate();
            some.map(|(place, finding)| reasons(explainer, &finding, place))
        });
        let told: Vec<Reasons> = told.collect();
        let groups = group_ranks(findings, &told);
        Self { findings, ignored, explainer, reasons: told, groups }
    }

    /// The first so many findings, or fewer where fewer are explained, with their reasons.
    pub fn explained(&self, most: usize) -> impl Iterator<Item = (Finding<'a>, &Reasons<'a>)> {
        self.findings.iter().zip(&self.reasons).take(most)
    }

    /// The columns that the rows have.
    pub fn columns(&self) -> Columns {
        Columns::of(self.findings).with_ignored(self.ignored.is_some())
    }

    /// The rows by rank, the ignored ones among them.
    pub fn rows(&self) -> impl Iterator<Item = Row<'a>> {
        let first = self.findings.iter().next().map_or(1, |finding| finding.rank);
        self.findings.iter().map(move |finding| {
            let by = self.ignored.and_then(|ignored| ignored.by(finding.rank));
            let (row, place) = (Row::from(finding).ignored_by(by), finding.rank - first);
            match (&self.explainer, self.reasons.get(place).zip(self.groups.get(place))) {
                (Some(explainer), Some((reasons, &group))) => {
                    row.explained(explainer).because(reasons.clone()).in_group(group)
                }
                _ => row,
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
