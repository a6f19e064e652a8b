//! Findings: scored sessions, ranked, with everything a reader needs resolved to text.

use std::cmp::Ordering;

use rayon::prelude::*;

use crate::{EventLog, Score, Session, Sessions, Source, Symbol};

/// A session whose numbers can be read as text.
#[derive(Clone, Copy, Debug)]
pub struct SessionText<'a> {
    log: &'a EventLog,
    /// The session itself.
    pub session: Session<'a>,
}

impl<'a> SessionText<'a> {
    /// The session of this log.
    pub fn new(log: &'a EventLog, session: Session<'a>) -> Self {
        Self { log, session }
    }

    /// The entity's values in the order of its columns; `None` where missing.
    pub fn entity(&self) -> impl Iterator<Item = Option<&'a str>> + use<'a> {
        self.log.entities().values(self.session.entity)
    }

    /// The commands in order.
    pub fn commands(&self) -> impl ExactSizeIterator<Item = &'a str> + use<'a> {
        self.texts(self.session.commands)
    }

    /// Where each event came from.
    pub fn sources(&self) -> impl ExactSizeIterator<Item = Source<'a>> + use<'a> {
        let log = self.log;
        self.session.events.iter().map(move |&event| log.source(event))
    }

    /// How many different commands there are.
    pub fn distinct_commands(&self) -> usize {
        let mut commands = self.session.commands.to_vec();
        commands.sort_unstable();
        commands.dedup();
        commands.len()
    }

    fn texts(&self, symbols: &'a [Symbol]) -> impl ExactSizeIterator<Item = &'a str> + use<'a> {
        let commands = self.log.commands();
        symbols.iter().map(move |&symbol| commands.text(symbol))
    }
}

/// One scored session.
#[derive(Clone, Copy, Debug)]
pub struct Finding<'a> {
    /// 1 for the oddest.
    pub rank: usize,
    /// The session.
    pub session: SessionText<'a>,
    /// Its score.
    pub score: Score,
}

impl<'a> Finding<'a> {
    /// The commands of the rarest window, END not among them; none where the session is shorter than a window.
    pub fn window(&self) -> impl ExactSizeIterator<Item = &'a str> + use<'a> {
        let start = self.score.window_start;
        self.session.texts(&self.session.session.commands[start..start + self.score.window_events])
    }
}

/// All sessions of one log with their scores, the oddest first.
#[derive(Clone, Debug)]
pub struct Findings<'a> {
    log: &'a EventLog,
    sessions: &'a Sessions,
    scores: &'a [Score],
    /// Session numbers by rank.
    ranking: Vec<u32>,
}

impl<'a> Findings<'a> {
    /// Ranks the sessions: the least likely first, those without a likelihood last. Of equal ones the earlier is first,
    /// then the one whose entity comes first in byte order.
    ///
    /// # Panics
    /// If there is not one score for each session.
    pub fn rank(log: &'a EventLog, sessions: &'a Sessions, scores: &'a [Score]) -> Self {
        assert_eq!(sessions.len(), scores.len(), "a score for each session");
        let key = |number: u32| (&scores[number as usize], sessions.get(number as usize).span, number);
        let mut ranking: Vec<u32> = (0..sessions.len() as u32).collect();
        // No two sessions are equal, so that the order does not depend on the number of threads.
        ranking.par_sort_unstable_by(|&a, &b| {
            let ((a, a_span, a_number), (b, b_span, b_number)) = (key(a), key(b));
            oddest_first(a, b).then(a_span.cmp(&b_span)).then(a_number.cmp(&b_number))
        });
        Self { log, sessions, scores, ranking }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ranking.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ranking.is_empty()
    }

    /// The names of the entity columns.
    pub fn entity_columns(&self) -> &'a [String] {
        self.log.entities().columns()
    }

    /// The findings by rank.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Finding<'a>> {
        let (log, sessions, scores) = (self.log, self.sessions, self.scores);
        self.ranking.iter().enumerate().map(move |(index, &number)| Finding {
            rank: index + 1,
            session: SessionText::new(log, sessions.get(number as usize)),
            score: scores[number as usize],
        })
    }
}

/// By likelihood; where products underflowed to 0 the logarithms still know which is rarer.
fn oddest_first(a: &Score, b: &Score) -> Ordering {
    let by_likelihood = match (a.is_scored(), b.is_scored()) {
        (true, true) => a.likelihood.total_cmp(&b.likelihood),
        (a, b) => b.cmp(&a),
    };
    by_likelihood.then_with(|| match a.likelihood {
        0.0 => b.surprisal_bits.total_cmp(&a.surprisal_bits),
        _ => Ordering::Equal,
    })
}
