//! Blocks: what stepping through a file came to, kept to be taken by another thread.

use std::sync::{Arc, Mutex, PoisonError};

use super::records::{Record, Step};
use super::scanner::Fault;
use crate::record::Place;

/// Steps that stand together.
#[derive(Default)]
pub(crate) struct Block {
    steps: Vec<Kept>,
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

/// One step: its record ends there in the bytes, and in the ends of cells.
struct Kept {
    place: Place,
    bytes: usize,
    ends: usize,
    fault: Option<Fault>,
}

/// Blocks that are done with: their memory is used again, which is cheaper than to ask for new.
#[derive(Clone, Default)]
pub(crate) struct Spare(Arc<Mutex<Vec<Block>>>);

impl Spare {
    /// An empty block.
    pub(crate) fn take(&self) -> Block {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    pub(crate) fn give(&self, mut block: Block) {
        block.steps.clear();
        block.bytes.clear();
        block.ends.clear();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(block);
    }
}

impl Block {
    /// How many steps there are.
    pub(crate) fn len(&self) -> usize {
        self.steps.len()
    }

    /// About how much memory they take.
    pub(super) fn size(&self) -> usize {
        self.bytes.len() + size_of::<Kept>() * self.steps.len() / 2
    }

    pub(super) fn push(&mut self, step: &Step) {
        let (place, fault) = match step {
            Step::Record(place, record) => {
                self.bytes.extend_from_slice(record.bytes);
                self.ends.extend_from_slice(record.ends);
                (*place, None)
            }
            Step::Bad(place, fault) => (*place, Some(*fault)),
        };
        self.steps.push(Kept { place, bytes: self.bytes.len(), ends: self.ends.len(), fault });
    }

    /// The steps in their order.
    pub(crate) fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        let (mut bytes, mut ends) = (0, 0);
        self.steps.iter().map(move |step| {
            let record = Record { bytes: &self.bytes[bytes..step.bytes], ends: &self.ends[ends..step.ends] };
            (bytes, ends) = (step.bytes, step.ends);
            step.fault.map_or(Step::Record(step.place, record), |fault| Step::Bad(step.place, fault))
        })
    }
}
