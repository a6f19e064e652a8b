//! A batch: some findings that are read back from disk, next to each other in the ranking.

use oddwalk_core::{EventLog, Findings, Judged, Judgement, Part, Score, Sessions, Span, TooManyEvents};

use super::SpilledScan;
use super::run::StoredFinding;

/// So many sessions are in a batch, or as many as are asked for.
const SESSIONS: usize = 8_192;
/// And no more when they have so many events.
const EVENTS: usize = 1 << 18;

/// Findings with everything that is told of them.
#[derive(Debug)]
pub struct Batch<'a> {
    parts: Vec<BatchPart<'a>>,
    /// By rank, the part and the number there.
    order: Vec<(usize, usize)>,
    first_rank: usize,
    first_times: Vec<Vec<String>>,
}

#[derive(Debug)]
struct BatchPart<'a> {
    recipe: &'a str,
    scan: &'a SpilledScan,
    log: EventLog,
    sessions: Sessions,
    scores: Vec<Score>,
    judgements: Vec<Judgement>,
}

impl BatchPart<'_> {
    fn part(&self) -> Part<'_> {
        let Self { recipe, scan, log, sessions, scores, judgements } = self;
        let judged = scan.leave_out.map(|leave_out| Judged { judgements, leave_out });
        Part { recipe, log, sessions, scores, model: &scan.model, options: scan.options, judged }
    }
}

impl Batch<'_> {
    /// How many findings it has.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The findings, with the ranks that they have among all.
    pub fn findings(&self) -> Findings<'_> {
        Findings::ranked(self.parts.iter().map(BatchPart::part), self.order.iter().copied(), self.first_rank)
    }

    /// For each finding the commands that its actor uses for the first time in it, where it may be explained.
    pub fn first_times(&self) -> &[Vec<String>] {
        &self.first_times
    }
}

/// A batch in the making.
pub(super) struct BatchMaker<'a> {
    batch: Batch<'a>,
    places: Vec<Places>,
    events: usize,
}

/// Where a part's sessions end, and when they were.
#[derive(Default)]
struct Places {
    ends: Vec<u32>,
    spans: Vec<Option<Span>>,
}

impl<'a> BatchMaker<'a> {
    pub(super) fn new(scans: &[(&'a str, &'a SpilledScan)], first_rank: usize) -> Self {
        let part = |&(recipe, scan): &(&'a str, &'a SpilledScan)| BatchPart {
            recipe,
            scan,
            log: scan.template.empty(),
            sessions: Sessions::default(),
            scores: Vec::new(),
            judgements: Vec::new(),
        };
        let parts = scans.iter().map(part).collect();
        let places = scans.iter().map(|_| Places::default()).collect();
        let batch = Batch { parts, order: Vec::new(), first_rank, first_times: Vec::new() };
        Self { batch, places, events: 0 }
    }

    /// Whether there are at least so many, and no more should come.
    pub(super) fn is_full(&self, least: usize) -> bool {
        self.batch.len() >= least && (self.batch.len() >= SESSIONS || self.events >= EVENTS)
    }

    pub(super) fn push(&mut self, part: usize, finding: &StoredFinding) -> Result<(), TooManyEvents> {
        let (to, places) = (&mut self.batch.parts[part], &mut self.places[part]);
        let before = to.log.len();
        finding.events.append_to(&mut to.log)?;
        self.events += to.log.len() - before;
        self.batch.order.push((part, to.scores.len()));
        self.batch.first_times.push(finding.first_times.clone());
        to.scores.push(finding.score());
        to.judgements.extend(finding.judgement());
        places.ends.push(to.log.len() as u32);
        places.spans.push(finding.span());
        Ok(())
    }

    pub(super) fn finish(self) -> Batch<'a> {
        let Self { mut batch, places, .. } = self;
        for (part, Places { ends, spans }) in batch.parts.iter_mut().zip(places) {
            part.log = std::mem::replace(&mut part.log, part.scan.template.empty()).canonical();
            part.sessions = Sessions::given_with_times(&part.log, &ends, &spans);
        }
        batch
    }
}
