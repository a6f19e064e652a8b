//! Learning more: which sessions of a later time a baseline takes in.

use std::collections::BTreeSet;

use oddwalk_core::{Cap, Counts, Model, Sessions, evenly, share_cap};

use crate::{Baseline, BatchAbout, CannotJoin, InputHash, Scan};

/// Which sessions are learnt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accepting {
    /// Those whose p-value is above this.
    pub accept: f64,
    /// No actor gives more than this share of what is learnt.
    pub actor_share: f64,
}

impl Default for Accepting {
    /// Those that are among the 98.3 % least odd, and of nobody more than 5 %.
    fn default() -> Self {
        Self { accept: 0.017, actor_share: 0.05 }
    }
}

impl Accepting {
    /// Nor those that have at least so many bits: whoever looks at them has not said yet that they are normal.
    #[must_use]
    pub fn below(self, threshold_bits: f64) -> Self {
        Self { accept: self.accept.max((-threshold_bits).exp2()), ..self }
    }
}

/// What became of the sessions that might have been learnt.
#[derive(Clone, Debug, PartialEq)]
pub struct Learnt {
    /// How many there were.
    pub read: usize,
    /// How many are too odd.
    pub odd: usize,
    /// The score of the oddest, in bits, where any is too odd.
    pub oddest_bits: Option<f64>,
    /// How many are not, but are more than their actor may give.
    pub over_share: usize,
    /// How many were learnt.
    pub learnt: usize,
    /// How many one actor may give.
    pub cap: Cap,
    /// Parameters that have too many values to keep since.
    pub saturated: Vec<String>,
}

impl Baseline {
    /// Learns those sessions of a scan that it has judged to be normal, as a batch of this name; none where there are no such
    /// sessions. The batch is from all times and inputs of the scan.
    ///
    /// An actor who has more sessions than their share gives some of all of the time, so that nobody can make something normal by
    /// doing it often. Sessions of nobody are one actor's.
    ///
    /// # Errors
    /// [`CannotJoin`] where there is such a batch, the scan is not judged, or its sessions cannot be counted as the
    /// baseline's are.
    pub fn learn(
        &self,
        name: &str,
        scan: &Scan,
        inputs: BTreeSet<InputHash>,
        accepting: &Accepting,
    ) -> Result<(Self, Learnt), CannotJoin> {
        if self.batches().iter().any(|batch| batch.name == name) {
            return Err(CannotJoin::SameBatch(name.to_owned()));
        }
        let normal = normal(scan, accepting.accept).ok_or(CannotJoin::NotJudged)?;
        let (taken, cap) = within_share(scan, &normal, accepting.actor_share);
        let sessions = &scan.sessionized.sessions;
        let chosen = sessions.filtered(|number| taken[number]);
        let count = |mask: &[bool]| mask.iter().filter(|is_in| **is_in).count();
        let mut learnt = Learnt {
            read: sessions.len(),
            odd: sessions.len() - count(&normal),
            oddest_bits: oddest(scan, &normal),
            over_share: count(&normal) - chosen.len(),
            learnt: chosen.len(),
            cap,
            saturated: Vec::new(),
        };
        if chosen.is_empty() {
            return Ok((self.clone(), learnt));
        }
        let about = BatchAbout { time_range: sessions.time_range(), inputs };
        let updated = self.update(name, about, self.counts_of(scan, &chosen), &scan.options)?;
        learnt.saturated = newly_saturated(&self.model, &updated.model);
        Ok((updated, learnt))
    }

    fn counts_of(&self, scan: &Scan, sessions: &Sessions) -> Counts {
        self.model.counts().alike(&scan.sessionized.log, sessions)
    }
}

/// Whether each session is normal; `None` where nobody has judged.
fn normal(scan: &Scan, accept: f64) -> Option<Vec<bool>> {
    let judgements = &scan.judged.as_ref()?.judgements;
    Some(judgements.iter().map(|judgement| judgement.verdict.p() > accept).collect())
}

fn oddest(scan: &Scan, normal: &[bool]) -> Option<f64> {
    let judged = scan.judged.iter().flat_map(|judged| &judged.judgements).zip(normal);
    let odd = judged.filter(|(_, normal)| !**normal);
    odd.map(|(judgement, _)| judgement.verdict.score_bits).reduce(f64::max)
}

/// Which of the normal sessions are taken, such that no actor has more than a share.
fn within_share(scan: &Scan, normal: &[bool], share: f64) -> (Vec<bool>, Cap) {
    let by_actor = by_actor(scan, normal);
    let counts: Vec<u64> = by_actor.iter().map(|numbers| numbers.len() as u64).collect();
    let cap = share_cap(&counts, share);
    let mut taken = vec![false; normal.len()];
    for numbers in by_actor {
        let most = usize::try_from(cap.most).unwrap_or(usize::MAX);
        evenly(numbers.len(), most).for_each(|place| taken[numbers[place]] = true);
    }
    (taken, cap)
}

/// The numbers of each actor's normal sessions, by time.
fn by_actor(scan: &Scan, normal: &[bool]) -> Vec<Vec<usize>> {
    let entities = scan.sessionized.log.entities();
    let mut by_actor = vec![Vec::new(); entities.actor_count()];
    for (number, session) in scan.sessionized.sessions.iter().enumerate() {
        if normal[number] {
            by_actor[entities.actor(session.entity) as usize].push((session.span, number));
        }
    }
    let in_order = by_actor.into_iter().filter(|sessions| !sessions.is_empty()).map(|mut sessions| {
        sessions.sort_unstable();
        sessions.into_iter().map(|(_, number)| number).collect()
    });
    in_order.collect()
}

/// The parameters that have lost their values.
fn newly_saturated(before: &Model, after: &Model) -> Vec<String> {
    let known: BTreeSet<&str> = saturated(before).collect();
    saturated(after).filter(|name| !known.contains(name)).map(str::to_owned).collect()
}

fn saturated(model: &Model) -> impl Iterator<Item = &str> {
    let parameters = model.counts().parameters().zip(model.counts().values());
    parameters
        .into_iter()
        .flat_map(|(parameters, values)| values.saturated.iter().map(|&name| parameters.names.text(name)))
}
