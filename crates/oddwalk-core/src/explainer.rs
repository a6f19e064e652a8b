//! The explainer: every finding of a ranking explained by the model of its part.

use crate::{Explanation, Finding, Findings, Part, ScoreOptions, Scorer};

/// The models of all parts looking at their logs.
pub struct Explainer<'a> {
    parts: Vec<(Scorer<'a>, ScoreOptions)>,
}

impl<'a> Explainer<'a> {
    /// Explains the rarest window; nothing where the session has no score. The bits add up to the finding's surprisal.
    ///
    /// # Panics
    /// If the finding is of another ranking, which has more parts.
    pub fn window(&self, finding: &Finding) -> Explanation<'a> {
        let (scorer, options) = &self.parts[finding.part];
        scorer.explain_window(&finding.session.session, &finding.score, options)
    }

    /// Explains the whole session. The bits add up to [`Score::session_bits`](crate::Score::session_bits).
    ///
    /// # Panics
    /// As [`window`](Self::window).
    pub fn session(&self, finding: &Finding) -> Explanation<'a> {
        let (scorer, options) = &self.parts[finding.part];
        scorer.explain_session(&finding.session.session, options)
    }
}

impl<'a> Findings<'a> {
    /// What explains these findings.
    pub fn explainer(&self) -> Explainer<'a> {
        let of = |part: &Part<'a>| (Scorer::new(part.model, part.log, part.sessions), part.options);
        Explainer { parts: self.parts().iter().map(of).collect() }
    }
}
