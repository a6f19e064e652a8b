//! Findings: scored sessions, ranked, with everything a reader needs resolved to text.

use std::cmp::Ordering;

use rayon::prelude::*;

use crate::{
    CarriedTexts, EventLog, LeaveOut, Model, Score, ScoreOptions, Session, Sessions, Source, Span, Symbol,
    Verdict,
};

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

    /// The names of the entity's columns.
    pub fn entity_columns(&self) -> &'a [String] {
        self.log.entities().columns()
    }

    /// Whose session it is: the number of the entity's actor.
    pub fn actor(&self) -> u32 {
        self.log.entities().actor(self.session.entity)
    }

    /// The commands in order.
    pub fn commands(&self) -> impl ExactSizeIterator<Item = &'a str> + use<'a> {
        self.texts(self.session.commands)
    }

    /// Where each event came from.
    pub fn sources(&self) -> impl ExactSizeIterator<Item = Source<'a>> + use<'a> {
        self.log.sources(self.session.events)
    }

    /// How many different commands there are.
    pub fn distinct_commands(&self) -> usize {
        let mut commands = self.session.commands.to_vec();
        commands.sort_unstable();
        commands.dedup();
        commands.len()
    }

    /// For each carried column of the log the session's distinct texts.
    pub fn carried(&self) -> impl Iterator<Item = CarriedTexts<'a>> + use<'a> {
        self.log.carried(self.session.events)
    }

    /// The names of the carried columns; none where nothing is carried.
    pub fn carried_columns(&self) -> &'a [String] {
        self.log.carried_columns()
    }

    fn texts(&self, symbols: &'a [Symbol]) -> impl ExactSizeIterator<Item = &'a str> + use<'a> {
        let commands = self.log.commands();
        symbols.iter().map(move |&symbol| commands.text(symbol))
    }
}

/// What the method `oddwalk` has found out about one session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgement {
    /// How unusual it is.
    pub verdict: Verdict,
    /// Whether over half of the rarest window's steps take no time, so that nobody knows its order.
    pub order_uncertain: bool,
    /// How many other sessions of its actor are known, or `None` where it is nobody's: it then has no habits to break.
    pub history: Option<u64>,
}

/// Judgements of a part's sessions.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// One for each session.
    pub judgements: &'a [Judgement],
    /// What was taken out of the model before it looked at a session.
    pub leave_out: LeaveOut,
}

/// The scored sessions of one log, and what scored them.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// What kind of log it is.
    pub recipe: &'a str,
    /// The log.
    pub log: &'a EventLog,
    /// Its sessions.
    pub sessions: &'a Sessions,
    /// One score for each session.
    pub scores: &'a [Score],
    /// The model that scored them.
    pub model: &'a Model,
    /// How it scored them.
    pub options: ScoreOptions,
    /// What the method `oddwalk` has found out; nothing where the method is `msticpy`.
    pub judged: Option<Judged<'a>>,
}

impl<'a> Part<'a> {
    /// The names of the entity columns.
    pub fn entity_columns(&self) -> &'a [String] {
        self.log.entities().columns()
    }
}

/// One scored session.
#[derive(Clone, Copy, Debug)]
pub struct Finding<'a> {
    /// 1 for the oddest.
    pub rank: usize,
    /// Which part it is of, counted from 0.
    pub part: usize,
    /// What kind of log it is from.
    pub recipe: &'a str,
    /// Which of the part's sessions it is, counted from 0.
    pub number: usize,
    /// The session.
    pub session: SessionText<'a>,
    /// Its score.
    pub score: Score,
    /// What the method `oddwalk` has found out about it.
    pub judgement: Option<Judgement>,
    is_one_of_several: bool,
}

impl<'a> Finding<'a> {
    /// The commands of the rarest window, END not among them; none where the session is shorter than a window.
    pub fn window(&self) -> impl ExactSizeIterator<Item = &'a str> + use<'a> {
        let start = self.score.window_start;
        self.session.texts(&self.session.session.commands[start..start + self.score.window_events])
    }

    /// The recipe where there are several parts, so that it says something.
    pub fn telling_recipe(&self) -> Option<&'a str> {
        self.is_one_of_several.then_some(self.recipe)
    }
}

/// All sessions of all parts with their scores, the oddest first.
#[derive(Clone, Debug)]
pub struct Findings<'a> {
    parts: Vec<Part<'a>>,
    /// By rank.
    ranking: Vec<Place>,
    /// The rank of each, where some are left out in between; else empty, and the ranks are 1, 2, 3.
    ranks: Vec<u32>,
}

/// What a session's rank depends on, all but the last of it: of sessions that are equal in this, the one of the earlier part
/// is first, then the one whose entity comes first in byte order, missing values last, then the one with the lower number.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// How unusual it is, where it is judged.
    pub score_bits: Option<f64>,
    /// Its score.
    pub score: Score,
    /// When it was.
    pub span: Option<Span>,
}

impl Standing {
    /// The one that ranks first is the lesser.
    pub fn compare(&self, other: &Self) -> Ordering {
        let by_score = oddest_first((self.score_bits, &self.score), (other.score_bits, &other.score));
        by_score.then_with(|| self.span.cmp(&other.span))
    }
}

/// Where a session is: the part, and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    part: u32,
    number: u32,
}

impl<'a> Findings<'a> {
    /// Ranks the sessions of all parts in one list: the most unusual first where they are judged, else the least likely, those
    /// without a likelihood last. Of equal ones the earlier is first, then the one of the earlier part, then the one whose entity comes first in byte order.
    ///
    /// # Panics
    /// If a part does not have one score, and where it is judged one judgement, for each session.
    pub fn rank(parts: impl IntoIterator<Item = Part<'a>>) -> Self {
        let parts: Vec<Part> = parts.into_iter().collect();
        let mut keyed: Vec<(u64, Place)> =
            places(&parts).into_iter().map(|place| (sort_key(&parts, place), place)).collect();
        // No two sessions are equal, so that the order does not depend on the number of threads.
        keyed.par_sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| compared(&parts, a.1, b.1)));
        let ranking = keyed.into_iter().map(|(_, place)| place).collect();
        Self { parts, ranking, ranks: Vec::new() }
    }

    /// Sessions that were ranked before: each is of a part and has a number there; the first has the rank `first`, each next
    /// one the next.
    ///
    /// # Panics
    /// As [`rank`](Self::rank).
    pub fn ranked(
        parts: impl IntoIterator<Item = Part<'a>>,
        order: impl IntoIterator<Item = (usize, usize)>,
        first: usize,
    ) -> Self {
        let parts: Vec<Part> = parts.into_iter().collect();
        check(&parts);
        let place = |(part, number): (usize, usize)| Place { part: part as u32, number: number as u32 };
        let ranking: Vec<Place> = order.into_iter().map(place).collect();
        let ranks = (first as u32..).take(ranking.len()).collect();
        Self { parts, ranking, ranks }
    }

    /// The parts in their order.
    pub fn parts(&self) -> &[Part<'a>] {
        &self.parts
    }

    /// Keeps the first so many, and cuts the others: they are in no list any more. The parts keep all their sessions, and ranks
    /// stay as they are.
    pub fn keep(&mut self, findings: usize) {
        self.ranking.truncate(findings);
    }

    /// Those whose rank is wanted, with the ranks that they have here.
    pub(crate) fn filtered(&self, is_wanted: impl Fn(usize) -> bool) -> Self {
        let kept = || (0..self.len()).filter(|&index| is_wanted(self.rank_at(index)));
        Self {
            parts: self.parts.clone(),
            ranking: kept().map(|index| self.ranking[index]).collect(),
            ranks: kept().map(|index| self.rank_at(index) as u32).collect(),
        }
    }

    fn rank_at(&self, index: usize) -> usize {
        self.ranks.get(index).map_or(index + 1, |&rank| rank as usize)
    }

    /// How many there are, those that were cut not among them.
    pub fn len(&self) -> usize {
        self.ranking.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ranking.is_empty()
    }

    /// The findings by rank.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Finding<'a>> {
        self.ranking.iter().enumerate().map(|(index, &place)| self.finding(self.rank_at(index), place))
    }

    fn finding(&self, rank: usize, place: Place) -> Finding<'a> {
        let (part, number) = (place.part as usize, place.number as usize);
        let Part { recipe, log, sessions, scores, judged, .. } = self.parts[part];
        Finding {
            rank,
            part,
            recipe,
            number,
            session: SessionText::new(log, sessions.get(number)),
            score: scores[number],
            judgement: judged.map(|judged| judged.judgements[number]),
            is_one_of_several: self.parts.len() > 1,
        }
    }
}

fn check(parts: &[Part]) {
    for part in parts {
        assert_eq!(part.sessions.len(), part.scores.len(), "a score for each session");
        let judgements = part.judged.map_or(part.sessions.len(), |judged| judged.judgements.len());
        assert_eq!(part.sessions.len(), judgements, "a judgement for each session");
    }
}

/// Every session of every part.
fn places(parts: &[Part]) -> Vec<Place> {
    check(parts);
    let mut places = Vec::with_capacity(parts.iter().map(|part| part.sessions.len()).sum());
    for (index, part) in parts.iter().enumerate() {
        places.extend((0..part.sessions.len() as u32).map(|number| Place { part: index as u32, number }));
    }
    places
}

/// What comes first in the order of two sessions, as one number: what is not lower here is not first. Where only some parts are
/// judged, it says nothing.
fn sort_key(parts: &[Part], place: Place) -> u64 {
    let (part, number) = (&parts[place.part as usize], place.number as usize);
    let judged = parts.iter().filter(|part| part.judged.is_some()).count();
    match part.judged {
        Some(judgements) if judged == parts.len() => {
            !ascending(judgements.judgements[number].verdict.score_bits)
        }
        None if judged == 0 && part.scores[number].is_scored() => ascending(part.scores[number].likelihood),
        None if judged == 0 => u64::MAX,
        _ => 0,
    }
}

/// In the order of `total_cmp`.
fn ascending(value: f64) -> u64 {
    let bits = value.to_bits();
    if value.is_sign_negative() { !bits } else { bits | 1 << 63 }
}

fn compared(parts: &[Part], a: Place, b: Place) -> Ordering {
    let key = |place: Place| {
        let (part, number) = (&parts[place.part as usize], place.number as usize);
        let judgement = part.judged.map(|judged| judged.judgements[number].verdict.score_bits);
        ((judgement, &part.scores[number]), part.sessions.span(number))
    };
    let ((a_score, a_span), (b_score, b_span)) = (key(a), key(b));
    oddest_first(a_score, b_score).then(a_span.cmp(&b_span)).then(a.cmp(&b))
}

/// By score where sessions are judged; else, and of equal ones, by likelihood.
fn oddest_first((a_bits, a): (Option<f64>, &Score), (b_bits, b): (Option<f64>, &Score)) -> Ordering {
    let by_score = a_bits.zip(b_bits).map_or(Ordering::Equal, |(a, b)| b.total_cmp(&a));
    by_score.then_with(|| least_likely_first(a, b))
}

/// Where products underflowed to 0 the logarithms still know which is rarer.
fn least_likely_first(a: &Score, b: &Score) -> Ordering {
    let by_likelihood = match (a.is_scored(), b.is_scored()) {
        (true, true) => a.likelihood.total_cmp(&b.likelihood),
        (a, b) => b.cmp(&a),
    };
    by_likelihood.then_with(|| match a.likelihood {
        0.0 => b.surprisal_bits.total_cmp(&a.surprisal_bits),
        _ => Ordering::Equal,
    })
}

#[cfg(test)]
#[path = "findings_tests.rs"]
mod tests;
