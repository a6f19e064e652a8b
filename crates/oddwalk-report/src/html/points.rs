//! Points: which sessions a drawing shows, where it cannot show all.

use oddwalk_core::{Finding, Findings, Span};

use crate::Row;

/// So many of the rarest sessions are always drawn, and at most as many of all others.
const HALF: usize = 2_500;

/// A session that can be drawn.
#[derive(Clone, Copy)]
pub(super) struct Point<'a> {
    pub(super) finding: Finding<'a>,
    pub(super) span: Span,
    /// The score where sessions are judged, else the surprisal of the rarest window.
    pub(super) bits: f64,
}

/// The sessions that are drawn, the rarest first.
pub(super) struct Points<'a> {
    pub(super) drawn: Vec<Point<'a>>,
    /// How many could be drawn.
    pub(super) drawable: usize,
    /// How many have a score but no time.
    pub(super) without_time: usize,
}

impl<'a> Points<'a> {
    /// All sessions, or the rarest and, evenly by rank, some of the others.
    pub(super) fn of(findings: &Findings<'a>) -> Self {
        let drawable = findings.iter().filter_map(point).count();
        let others = drawable.saturating_sub(HALF);
        let every = others.div_ceil(HALF).max(1);
        let is_drawn = |index: usize| index < HALF || (index - HALF).is_multiple_of(every);
        let points = findings.iter().filter_map(point).enumerate();
        Self {
            drawn: points.filter(|(index, _)| is_drawn(*index)).map(|(_, point)| point).collect(),
            drawable,
            without_time: findings.iter().filter_map(|finding| bits(&finding)).count() - drawable,
        }
    }

    pub(super) fn left_out(&self) -> usize {
        self.drawable - self.drawn.len()
    }
}

fn point(finding: Finding) -> Option<Point> {
    Some(Point { finding, span: Row::from(finding).span()?, bits: bits(&finding)? })
}

/// How high a session stands.
pub(super) fn bits(finding: &Finding) -> Option<f64> {
    let row = Row::from(*finding);
    if finding.judgement.is_some() { row.score_bits() } else { row.surprisal_bits() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Sample;

    #[test]
    fn the_rarest_are_always_drawn() {
        let rare = ["Set-Mailbox", "New-InboxRule", "Remove-Mailbox"];
        let usual = ["Get-Mailbox", "Get-Mailbox", "Get-Mailbox"];
        let commands = |index: usize| if index.is_multiple_of(10) { &rare[..] } else { &usual[..] };
        let count = 12_000_usize;
        let ann: &[Option<&str>] = &[Some("ann")];
        let walks: Vec<_> = (0..count).map(|index| (ann, commands(index), Some(0))).collect();
        let sample = Sample::new(&["user"], &walks);
        let points = Points::of(&sample.findings());
        assert_eq!((points.drawable, points.without_time), (count, 0));
        assert!(points.drawn.len() <= 2 * HALF && points.drawn.len() > HALF, "{}", points.drawn.len());
        assert_eq!(points.left_out(), count - points.drawn.len());
        assert!(
            points.drawn.iter().take(HALF).enumerate().all(|(index, point)| point.finding.rank == index + 1)
        );
    }
}
