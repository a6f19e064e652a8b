//! Merging: the runs of all groups and logs as one ranking, some sessions at a time.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::batch::{Batch, BatchMaker};
use super::order::by_values;
use super::run::{RunReader, StoredFinding};
use super::{SpillError, SpilledScan};

/// The scored sessions of one log or several, which are on disk, the oddest first.
#[derive(Clone, Debug)]
pub struct SpilledFindings<'a> {
    /// Each with the recipe of its log.
    scans: Vec<(&'a str, &'a SpilledScan)>,
}

impl<'a> SpilledFindings<'a> {
    /// Of these scans, each with the recipe of its log.
    pub fn new(scans: impl IntoIterator<Item = (&'a str, &'a SpilledScan)>) -> Self {
        Self { scans: scans.into_iter().collect() }
    }

    /// Takes all findings in the order of their ranks, some at a time: at first at least so many, if there are. Where there are
    /// none at all, there is one empty batch, so that it is told what columns there are.
    ///
    /// # Errors
    /// [`SpillError`] where they cannot be read back, and whatever `take` makes of it.
    pub fn each_batch<E: From<SpillError>>(
        &self,
        first: usize,
        mut take: impl FnMut(&Batch<'a>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut heads = Heads::new(&self.scans)?;
        let (mut rank, mut least) = (1, first);
        loop {
            let batch = self.batch(&mut heads, rank, least)?;
            if batch.is_empty() && rank > 1 {
                return Ok(());
            }
            take(&batch)?;
            if batch.is_empty() {
                return Ok(());
            }
            rank += batch.len();
            least = 0;
        }
    }

    /// The first batch, which has at least so many findings, if there are.
    ///
    /// # Errors
    /// [`SpillError`] where they cannot be read back.
    pub fn first(&self, least: usize) -> Result<Batch<'a>, SpillError> {
        self.batch(&mut Heads::new(&self.scans)?, 1, least)
    }

    fn batch(&self, heads: &mut Heads, rank: usize, least: usize) -> Result<Batch<'a>, SpillError> {
        let mut maker = BatchMaker::new(&self.scans, rank);
        while !maker.is_full(least) {
            match heads.next()? {
                Some((part, finding)) => maker.push(part, &finding)?,
                None => break,
            }
        }
        Ok(maker.finish())
    }
}

/// The next session of each run.
struct Heads<'r> {
    readers: Vec<RunReader<'r>>,
    heads: BinaryHeap<Reverse<Head>>,
}

struct Head {
    part: usize,
    reader: usize,
    finding: StoredFinding,
}

impl<'r> Heads<'r> {
    fn new(scans: &[(&str, &'r SpilledScan)]) -> Result<Self, SpillError> {
        let mut all = Self { readers: Vec::new(), heads: BinaryHeap::new() };
        for (part, (_, scan)) in scans.iter().enumerate() {
            for run in &scan.runs {
                all.readers.push(run.read()?);
                all.refill(part, all.readers.len() - 1)?;
            }
        }
        Ok(all)
    }

    /// The session that ranks first of those that are left, and its part.
    fn next(&mut self) -> Result<Option<(usize, StoredFinding)>, SpillError> {
        let Some(Reverse(Head { part, reader, finding })) = self.heads.pop() else { return Ok(None) };
        self.refill(part, reader)?;
        Ok(Some((part, finding)))
    }

    fn refill(&mut self, part: usize, reader: usize) -> Result<(), SpillError> {
        if let Some(finding) = self.readers[reader].next()? {
            self.heads.push(Reverse(Head { part, reader, finding }));
        }
        Ok(())
    }
}

impl Ord for Head {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_standing = self.finding.standing().compare(&other.finding.standing());
        let by_part = by_standing.then(self.part.cmp(&other.part));
        let entities = || by_values(self.finding.events.entity(), other.finding.events.entity());
        by_part.then_with(entities).then(self.finding.number.cmp(&other.finding.number))
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Head {}
