//! The overview: what all findings are together.

use oddwalk_core::Findings;

use super::points::bits;
use crate::RecipeQuality;
use crate::text::counted;
use crate::time;

/// All findings in a few numbers.
pub(super) struct Overview {
    pub(super) sessions: usize,
    /// Sessions that no number is known of: they are shorter than a window, and not judged.
    pub(super) unscored: usize,
    /// The beginning of the first session and the end of the last one.
    pub(super) range: Option<(i64, i64)>,
}

impl Overview {
    pub(super) fn of(findings: &Findings) -> Self {
        let spans = || findings.iter().filter_map(|finding| finding.session.session.span);
        let first = spans().map(|span| span.begin).min();
        let last = spans().map(|span| span.end).max();
        Self {
            sessions: findings.len(),
            unscored: findings.iter().filter(|finding| bits(finding).is_none()).count(),
            range: first.zip(last),
        }
    }

    /// `12,345 events in 480 sessions, 2020-04-18 04:50:30 to 2020-05-01 10:00:00 UTC; 3 records rejected.`
    pub(super) fn sentence(&self, qualities: &[RecipeQuality]) -> String {
        let (events, rejected) = qualities.iter().fold((0, 0), |(events, rejected), (_, quality)| {
            (events + quality.events(), rejected + quality.rejected_count())
        });
        let events = counted(events, "event", "events");
        let sessions = counted(self.sessions as u64, "session", "sessions");
        let range = self
            .range
            .map(|(first, last)| format!(", {} to {} UTC", time::to_second(first), time::to_second(last)));
        let rejected = match rejected {
            0 => String::new(),
            count => format!("; {} rejected", counted(count, "record", "records")),
        };
        format!("{events}, {sessions}{}{rejected}.", range.unwrap_or_default())
    }
}
