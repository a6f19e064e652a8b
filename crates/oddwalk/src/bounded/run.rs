//! A run: the scored sessions of one group on disk, the oddest first, each with everything that is told of it.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Seek, Write};
use std::path::PathBuf;

use oddwalk_core::{
    EventLog, Evidence, Explainer, Finding, Findings, Judged, Judgement, LeaveOut, Model, Part, Score,
    ScoreOptions, Sessions, Span, Standing, Verdict,
};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::SpillError;
use super::partitions::{read_block, write_block};
use super::stored::StoredEvents;

/// So many sessions are encoded before they are written.
const SESSIONS_AT_ONCE: usize = 4_096;

/// Scored sessions in a temporary file.
#[derive(Debug)]
pub(super) struct Run {
    folder: PathBuf,
    file: File,
    bytes: u64,
}

/// One scored session.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredFinding {
    score: StoredScore,
    judgement: Option<StoredJudgement>,
    span: Option<(i64, i64)>,
    /// Its number in its group.
    pub(super) number: u32,
    /// The commands that its actor uses for the first time in it, where it may be explained.
    pub(super) first_times: Vec<String>,
    pub(super) events: StoredEvents,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredScore {
    likelihood: f64,
    surprisal_bits: f64,
    window: (usize, usize),
    ends_session: bool,
    session_likelihood: f64,
    session_bits: f64,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredJudgement {
    evidence_bits: [f64; Evidence::COUNT],
    score_bits: f64,
    order_uncertain: bool,
    history: Option<u64>,
}

impl Run {
    /// Ranks the sessions of a group, and writes them in this order.
    pub(super) fn write(
        (log, sessions): (&EventLog, &Sessions),
        scores: &[Score],
        judged: Option<(&[Judgement], LeaveOut)>,
        (model, options): (&Model, ScoreOptions),
        explained: usize,
    ) -> Result<Self, SpillError> {
        let judged = judged.map(|(judgements, leave_out)| Judged { judgements, leave_out });
        let findings = Findings::rank([Part { recipe: "", log, sessions, scores, model, options, judged }]);
        let explainer = (judged.is_some() && explained > 0).then(|| findings.explainer());
        let folder = std::env::temp_dir();
        let written = tempfile::tempfile_in(&folder).and_then(|file| {
            let bytes = write_all(&findings, log, explainer.as_ref(), explained, &file)?;
            Ok((file, bytes))
        });
        let (file, bytes) = written.map_err(|error| SpillError::io(&folder, error))?;
        Ok(Self { folder, file, bytes })
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The sessions from the first on.
    pub(super) fn read(&self) -> Result<RunReader<'_>, SpillError> {
        let mut file = &self.file;
        file.rewind().map_err(|error| SpillError::io(&self.folder, error))?;
        Ok(RunReader { run: self, blocks: BufReader::new(file) })
    }
}

/// Says how many bytes it has written.
fn write_all(
    findings: &Findings,
    log: &EventLog,
    explainer: Option<&Explainer>,
    explained: usize,
    file: &File,
) -> io::Result<u64> {
    let (mut out, mut bytes) = (BufWriter::new(file), 0);
    let encode = |finding: &Finding| {
        let first_times = explainer.filter(|_| finding.rank <= explained);
        let first_times = first_times.map(|explainer| explainer.first_times(finding)).unwrap_or_default();
        postcard::to_stdvec(&StoredFinding::of(log, finding, &first_times))
    };
    let mut rest = findings.iter();
    loop {
        let some: Vec<Finding> = rest.by_ref().take(SESSIONS_AT_ONCE).collect();
        if some.is_empty() {
            break;
        }
        let blocks: Vec<_> = some.par_iter().map(encode).collect();
        for block in blocks {
            let block = block.map_err(io::Error::other)?;
            write_block(&mut out, &block)?;
            bytes += (size_of::<u64>() + block.len()) as u64;
        }
    }
    out.flush()?;
    Ok(bytes)
}

/// Reads a run's sessions one by one.
pub(super) struct RunReader<'a> {
    run: &'a Run,
    blocks: BufReader<&'a File>,
}

impl RunReader<'_> {
    /// The next session, or `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<StoredFinding>, SpillError> {
        let folder = &self.run.folder;
        let block = read_block(&mut self.blocks).map_err(|error| SpillError::io(folder, error))?;
        let decode = |block: Vec<u8>| postcard::from_bytes(&block);
        block.map(decode).transpose().map_err(|error| SpillError::damaged(folder, error))
    }
}

impl StoredFinding {
    fn of(log: &EventLog, finding: &Finding, first_times: &[&str]) -> Self {
        let session = finding.session.session;
        let Score { likelihood, surprisal_bits, window_start, window_events, .. } = finding.score;
        let Score { ends_session, session_likelihood, session_bits, .. } = finding.score;
        let window = (window_start, window_events);
        Self {
            score: StoredScore {
                likelihood,
                surprisal_bits,
                window,
                ends_session,
                session_likelihood,
                session_bits,
            },
            judgement: finding.judgement.map(StoredJudgement::from),
            span: session.span.map(|span| (span.begin, span.end)),
            number: finding.number as u32,
            first_times: first_times.iter().map(|&text| text.to_owned()).collect(),
            events: StoredEvents::of(log, session.events),
        }
    }

    pub(super) fn score(&self) -> Score {
        let &StoredScore { likelihood, surprisal_bits, window, ends_session, .. } = &self.score;
        let (session_likelihood, session_bits) = (self.score.session_likelihood, self.score.session_bits);
        let (window_start, window_events) = window;
        Score {
            likelihood,
            surprisal_bits,
            window_start,
            window_events,
            ends_session,
            session_likelihood,
            session_bits,
        }
    }

    pub(super) fn judgement(&self) -> Option<Judgement> {
        self.judgement.as_ref().map(|stored| Judgement {
            verdict: Verdict { evidence_bits: stored.evidence_bits, score_bits: stored.score_bits },
            order_uncertain: stored.order_uncertain,
            history: stored.history,
        })
    }

    pub(super) fn span(&self) -> Option<Span> {
        self.span.map(|(begin, end)| Span { begin, end })
    }

    pub(super) fn standing(&self) -> Standing {
        let score_bits = self.judgement.as_ref().map(|stored| stored.score_bits);
        Standing { score_bits, score: self.score(), span: self.span() }
    }
}

impl From<Judgement> for StoredJudgement {
    fn from(judgement: Judgement) -> Self {
        let Judgement { verdict: Verdict { evidence_bits, score_bits }, order_uncertain, history } =
            judgement;
        Self { evidence_bits, score_bits, order_uncertain, history }
    }
}
