//! The explainer: every finding of a ranking explained by the model of its part.

use std::sync::OnceLock;

use crate::{Clue, Explanation, Finding, Findings, LeaveOut, Measurer, Part, Reasons, ScoreOptions, Scorer};

/// The models of all parts looking at their logs.
pub struct Explainer<'a> {
    parts: Vec<PartExplainer<'a>>,
}

struct PartExplainer<'a> {
    eye: Eye<'a>,
    options: ScoreOptions,
    part: Part<'a>,
    /// By the log's actor, its sessions in the order of time; made when it is first asked for.
    by_actor: OnceLock<Vec<Vec<u32>>>,
}

/// What looks at the log.
enum Eye<'a> {
    /// By the method `msticpy`.
    Scorer(Scorer<'a>),
    /// By the method `oddwalk`.
    Measurer(Box<Measurer<'a>>, LeaveOut),
}

impl<'a> Explainer<'a> {
    /// Explains the rarest window; nothing where the session has no score. The bits add up to the finding's surprisal.
    ///
    /// # Panics
    /// If the finding is of another ranking, which has more parts.
    pub fn window(&self, finding: &Finding) -> Explanation<'a> {
        let PartExplainer { eye, options, .. } = &self.parts[finding.part];
        match eye {
            Eye::Scorer(scorer) => scorer.explain_window(&finding.session.session, &finding.score, options),
            Eye::Measurer(measurer, leave_out) => {
                measurer.explain_window(finding.number, &finding.score, *leave_out, options)
            }
        }
    }

    /// Explains the whole session. The bits add up to [`Score::session_bits`](crate::Score::session_bits).
    ///
    /// # Panics
    /// As [`window`](Self::window).
    pub fn session(&self, finding: &Finding) -> Explanation<'a> {
        let PartExplainer { eye, options, .. } = &self.parts[finding.part];
        match eye {
            Eye::Scorer(scorer) => scorer.explain_session(&finding.session.session, options),
            Eye::Measurer(measurer, leave_out) => measurer.explain_session(finding.number, *leave_out),
        }
    }

    /// Why the session is odd; nothing where sessions are not judged.
    ///
    /// # Panics
    /// As [`window`](Self::window).
    pub fn reasons(&self, finding: &Finding) -> Reasons<'a> {
        Reasons { clues: self.clues(finding), first_times: self.first_times(finding) }
    }

    /// What speaks for each kind of evidence that is unusual, the most unusual first; nothing where sessions are not judged.
    ///
    /// # Panics
    /// As [`window`](Self::window).
    pub fn clues(&self, finding: &Finding) -> Vec<Clue<'a>> {
        let PartExplainer { eye, options, .. } = &self.parts[finding.part];
        match (eye, &finding.judgement) {
            (Eye::Measurer(measurer, leave_out), Some(judgement)) => {
                measurer.clues(finding.number, &judgement.verdict, *leave_out, options)
            }
            _ => Vec::new(),
        }
    }

    /// The commands that the session's actor uses for the first time in it, as far as model and log know; none where
    /// sessions are not judged, or nobody is known to be the actor.
    ///
    /// # Panics
    /// As [`window`](Self::window).
    pub fn first_times(&self, finding: &Finding) -> Vec<&'a str> {
        let part = &self.parts[finding.part];
        match &part.eye {
            Eye::Measurer(measurer, leave_out)
                if finding.judgement.is_some_and(|known| known.history.is_some()) =>
            {
                let earlier = part.earlier(finding);
                measurer.first_times(finding.number, &earlier, *leave_out)
            }
            _ => Vec::new(),
        }
    }
}

impl PartExplainer<'_> {
    /// The sessions of the finding's actor before it.
    fn earlier(&self, finding: &Finding) -> Vec<usize> {
        let Part { log, sessions, .. } = self.part;
        let by_actor = self.by_actor.get_or_init(|| {
            let mut by_actor = vec![Vec::new(); log.entities().actor_count()];
            for number in 0..sessions.len() {
                by_actor[log.entities().actor(sessions.entity(number)) as usize].push(number as u32);
            }
            by_actor
        });
        let actor = log.entities().actor(finding.session.session.entity) as usize;
        let before = |number: &usize| sessions.span(*number) < sessions.span(finding.number);
        by_actor[actor].iter().map(|&number| number as usize).filter(before).collect()
    }
}

impl<'a> Findings<'a> {
    /// What explains these findings.
    pub fn explainer(&self) -> Explainer<'a> {
        let of = |&part: &Part<'a>| {
            let Part { log, sessions, model, options, judged, .. } = part;
            let measurer = judged.and_then(|judged| {
                let measurer = Measurer::new(model, log, sessions)?;
                Some(Eye::Measurer(Box::new(measurer), judged.leave_out))
            });
            let eye = measurer.unwrap_or_else(|| Eye::Scorer(Scorer::new(model, log, sessions)));
            PartExplainer { eye, options, part, by_actor: OnceLock::new() }
        };
        Explainer { parts: self.parts().iter().map(of).collect() }
    }
}
