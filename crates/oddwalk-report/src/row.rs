//! Rows: what every table is written from, one per session, ranked or not.

use std::ops::Range;

use oddwalk_core::{
    CarriedTexts, Evidence, Explainer, Explanation, Finding, IgnoreLine, Judgement, Reasons, Score,
    SessionText, Source, Span,
};

use crate::clue::strongest_clue;

/// One row of a table: a session, with its rank and score where it has been scored.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    kind: Kind<'a>,
    part: usize,
    explanation: Option<Explanation<'a>>,
    session_explanation: Option<Explanation<'a>>,
    reasons: Option<Reasons<'a>>,
    group: Option<usize>,
    ignored: Option<&'a IgnoreLine>,
}

#[derive(Clone, Copy, Debug)]
enum Kind<'a> {
    Session(SessionText<'a>),
    Finding(Finding<'a>),
}

impl<'a> From<SessionText<'a>> for Row<'a> {
    fn from(session: SessionText<'a>) -> Self {
        Self::new(Kind::Session(session), 0)
    }
}

impl<'a> From<Finding<'a>> for Row<'a> {
    fn from(finding: Finding<'a>) -> Self {
        Self::new(Kind::Finding(finding), finding.part)
    }
}

impl<'a> Row<'a> {
    fn new(kind: Kind<'a>, part: usize) -> Self {
        Self {
            kind,
            part,
            explanation: None,
            session_explanation: None,
            reasons: None,
            group: None,
            ignored: None,
        }
    }

    /// The row with the explanations of its rarest window and of the whole session, which NDJSON carries, where it is a
    /// finding. One without steps is none.
    ///
    /// # Panics
    /// If the explainer is of another ranking, which has fewer parts.
    #[must_use]
    pub fn explained(self, explainer: &Explainer<'a>) -> Self {
        let Some(finding) = self.finding() else { return self };
        let told = |explanation: Explanation<'a>| Some(explanation).filter(|told| !told.steps.is_empty());
        Self {
            explanation: told(explainer.window(&finding)),
            session_explanation: told(explainer.session(&finding)),
            ..self
        }
    }

    /// The row with the reasons why the session is odd, where sessions are judged.
    #[must_use]
    pub fn because(self, reasons: Reasons<'a>) -> Self {
        Self { reasons: Some(reasons).filter(|_| self.judgement().is_some()), ..self }
    }

    /// The row as one of the [group](oddwalk_core::Group) of this rank, where sessions are judged.
    #[must_use]
    pub fn in_group(self, rank: usize) -> Self {
        Self { group: Some(rank).filter(|_| self.judgement().is_some()), ..self }
    }

    /// The row with the line that it is ignored by, where there is one.
    #[must_use]
    pub fn ignored_by(self, line: Option<&'a IgnoreLine>) -> Self {
        Self { ignored: line, ..self }
    }

    /// The row as one of this part, counted from 0. A finding knows its own; a session is of the first where nothing is
    /// said.
    #[must_use]
    pub fn in_part(self, part: usize) -> Self {
        Self { part, ..self }
    }

    pub(crate) fn part(&self) -> usize {
        self.part
    }

    pub(crate) fn explanation(&self) -> Option<&Explanation<'a>> {
        self.explanation.as_ref()
    }

    /// That of the whole session.
    pub(crate) fn session_explanation(&self) -> Option<&Explanation<'a>> {
        self.session_explanation.as_ref()
    }

    pub(crate) fn reasons(&self) -> Option<&Reasons<'a>> {
        self.reasons.as_ref()
    }

    pub(crate) fn group(&self) -> Option<usize> {
        self.group
    }

    pub(crate) fn ignored(&self) -> Option<&'a IgnoreLine> {
        self.ignored
    }

    /// What the method `oddwalk` has found out.
    pub(crate) fn judgement(&self) -> Option<Judgement> {
        self.finding().and_then(|finding| finding.judgement)
    }

    pub(crate) fn score_bits(&self) -> Option<f64> {
        self.judgement().and_then(|known| number(known.verdict.score_bits))
    }

    /// In the order of all kinds of evidence.
    pub(crate) fn evidence_bits(&self) -> [Option<f64>; Evidence::COUNT] {
        Evidence::ALL.map(|evidence| self.bits_of(evidence))
    }

    /// Of one kind of evidence.
    pub(crate) fn bits_of(&self, evidence: Evidence) -> Option<f64> {
        self.judgement().and_then(|known| number(known.verdict.bits(evidence)))
    }

    /// How many other sessions of its actor are known; `None` also where it is nobody's.
    pub(crate) fn history(&self) -> Option<u64> {
        self.judgement().and_then(|known| known.history)
    }

    /// The strongest clue in words.
    pub(crate) fn reason(&self) -> Option<String> {
        self.reasons().map(strongest_clue).filter(|reason| !reason.is_empty())
    }

    /// 1 for the oddest; `None` where sessions were not ranked.
    pub(crate) fn rank(&self) -> Option<usize> {
        self.finding().map(|finding| finding.rank)
    }

    pub(crate) fn entity(&self) -> impl Iterator<Item = Option<&'a str>> + use<'a> {
        self.session().entity()
    }

    pub(crate) fn span(&self) -> Option<Span> {
        self.session().session.span
    }

    /// Whole milliseconds from the first event to the last.
    pub(crate) fn duration_ms(&self) -> Option<i64> {
        self.span().map(|span| span_length(span) / 1_000_000)
    }

    pub(crate) fn event_count(&self) -> usize {
        self.session().session.commands.len()
    }

    pub(crate) fn distinct_commands(&self) -> usize {
        self.session().distinct_commands()
    }

    pub(crate) fn likelihood(&self) -> Option<f64> {
        self.score().and_then(|score| number(score.likelihood))
    }

    pub(crate) fn surprisal_bits(&self) -> Option<f64> {
        self.score().and_then(|score| number(score.surprisal_bits))
    }

    /// There for every ranked row, also where the session is shorter than a window.
    pub(crate) fn session_likelihood(&self) -> Option<f64> {
        self.finding().and_then(|finding| number(finding.score.session_likelihood))
    }

    pub(crate) fn session_bits(&self) -> Option<f64> {
        self.finding().and_then(|finding| number(finding.score.session_bits))
    }

    pub(crate) fn window_start(&self) -> Option<usize> {
        self.score().map(|score| score.window_start)
    }

    /// Which events are the rarest window; none where the session has no score.
    pub(crate) fn window_events(&self) -> Range<usize> {
        self.score().map_or(0..0, |score| score.window_start..score.window_start + score.window_events)
    }

    /// Empty where the session has no score.
    pub(crate) fn window(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.finding().into_iter().flat_map(|finding| finding.window())
    }

    pub(crate) fn commands(&self) -> impl ExactSizeIterator<Item = &'a str> + use<'a> {
        self.session().commands()
    }

    pub(crate) fn sources(&self) -> impl ExactSizeIterator<Item = Source<'a>> + use<'a> {
        self.session().sources()
    }

    /// What the session carries; `None` where the log has no carried columns.
    pub(crate) fn carried(&self) -> Option<Vec<CarriedTexts<'a>>> {
        let session = self.session();
        (!session.carried_columns().is_empty()).then(|| session.carried().collect())
    }

    fn session(&self) -> SessionText<'a> {
        match self.kind {
            Kind::Session(session) => session,
            Kind::Finding(finding) => finding.session,
        }
    }

    fn finding(&self) -> Option<Finding<'a>> {
        match self.kind {
            Kind::Session(_) => None,
            Kind::Finding(finding) => Some(finding),
        }
    }

    fn score(&self) -> Option<Score> {
        self.finding().map(|finding| finding.score).filter(Score::is_scored)
    }
}

/// Nanoseconds from the first event to the last.
pub(crate) fn span_length(span: Span) -> i64 {
    span.end.saturating_sub(span.begin)
}

/// The number as tables show it: finite, and 0 without a sign.
fn number(value: f64) -> Option<f64> {
    value.is_finite().then_some(value + 0.0)
}
