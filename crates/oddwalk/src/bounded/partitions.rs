//! Partitions: a log on disk, split by actor, so that each part has whole sessions and whole histories.

use std::fs::File;
use std::hash::Hasher;
use std::io::{self, BufReader, Read, Seek, Write};
use std::path::PathBuf;

use oddwalk_core::{Entity, EventLog};
use rayon::prelude::*;
use twox_hash::XxHash64;

use super::SpillError;
use super::saturation::Saturation;
use super::stored::{StoredEvents, Template};

/// So many files a log is split into: an even part of a log that is many times as large as memory still fits.
const PARTITIONS: usize = 64;

/// So many events of a log are encoded at a time.
const EVENTS_AT_ONCE: usize = 1 << 19;

/// A log in temporary files, which nobody sees and which go away with the process.
#[derive(Debug)]
pub(super) struct Partitions {
    folder: PathBuf,
    files: Vec<Partition>,
    template: Template,
    saturation: Saturation,
    bytes: u64,
}

#[derive(Debug)]
struct Partition {
    file: File,
    size: Size,
}

/// How large a log is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) events: u64,
    /// What the events have beyond themselves: values of parameters, and carried texts.
    pub(super) cells: u64,
    /// How many bytes the distinct texts of its parts have, and how many texts there are, at 16 bytes each.
    pub(super) texts: u64,
}

impl std::ops::AddAssign for Size {
    fn add_assign(&mut self, other: Self) {
        self.events += other.events;
        self.cells += other.cells;
        self.texts += other.texts;
    }
}

impl Size {
    /// How large a log is beside its texts, which its parts may have in common.
    pub(super) fn of(log: &EventLog) -> Self {
        let carried = log.carried_columns().len() * log.len();
        // The number of each event's content, and the contents.
        let parameters = log.parameters().map_or(0, |all| log.len() + all.value_count());
        Self {
            events: log.len() as u64,
            cells: (carried + parameters) as u64,
            texts: log.text_bytes() as u64,
        }
    }
}

impl Partitions {
    /// No events yet, of a log like this one.
    pub(super) fn new(log: &EventLog) -> Result<Self, SpillError> {
        let folder = std::env::temp_dir();
        let empty = || Ok(Partition { file: tempfile::tempfile_in(&folder)?, size: Size::default() });
        let files = (0..PARTITIONS).map(|_| empty()).collect::<io::Result<_>>();
        let files = files.map_err(|error| SpillError::io(&folder, error))?;
        let (template, saturation) = (Template::of(log), Saturation::default());
        Ok(Self { folder, files, template, saturation, bytes: 0 })
    }

    /// Puts the events of a part of the log behind those that are here.
    pub(super) fn take(&mut self, log: &EventLog) -> Result<(), SpillError> {
        if let Some(parameters) = log.parameters() {
            self.saturation.take(parameters);
        }
        let events: Vec<u32> = (0..log.len() as u32).collect();
        events.chunks(EVENTS_AT_ONCE).try_for_each(|events| self.take_some(log, events))
    }

    fn take_some(&mut self, log: &EventLog, events: &[u32]) -> Result<(), SpillError> {
        let numbers = by_actor(log, events);
        let encode = |events: &Vec<u32>| {
            let stored = StoredEvents::of(log, events);
            postcard::to_stdvec(&stored).map(|block| (block, stored.size()))
        };
        let blocks: Vec<_> = numbers.par_iter().map(encode).collect();
        for ((partition, block), events) in self.files.iter_mut().zip(blocks).zip(&numbers) {
            if !events.is_empty() {
                let (block, size) = block.map_err(|error| SpillError::damaged(&self.folder, error))?;
                write_block(&mut partition.file, &block)
                    .map_err(|error| SpillError::io(&self.folder, error))?;
                self.bytes += (size_of::<u64>() + block.len()) as u64;
                partition.size += size;
            }
        }
        Ok(())
    }

    /// How large each partition is.
    pub(super) fn sizes(&self) -> Vec<Size> {
        self.files.iter().map(|partition| partition.size).collect()
    }

    /// How many bytes lie on disk.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Where they lie.
    pub(super) fn folder(&self) -> &PathBuf {
        &self.folder
    }

    pub(super) fn template(&self) -> &Template {
        &self.template
    }

    /// The events of these partitions as a log in canonical order.
    pub(super) fn load(&self, numbers: &[usize]) -> Result<EventLog, SpillError> {
        let mut log = self.template.empty();
        let events: u64 = numbers.iter().map(|&number| self.files[number].size.events).sum();
        log.reserve(events as usize);
        for &number in numbers {
            let mut file = &self.files[number].file;
            file.rewind().map_err(|error| SpillError::io(&self.folder, error))?;
            let mut blocks = BufReader::new(file);
            while let Some(block) =
                read_block(&mut blocks).map_err(|error| SpillError::io(&self.folder, error))?
            {
                let events: StoredEvents =
                    postcard::from_bytes(&block).map_err(|error| SpillError::damaged(&self.folder, error))?;
                events.append_to(&mut log)?;
            }
        }
        if let Some(parameters) = log.parameters_mut() {
            self.saturation.names(self.template.uncapped()).for_each(|name| parameters.saturate(name));
        }
        Ok(log.canonical())
    }
}

/// The events of each partition, in their order.
fn by_actor(log: &EventLog, some: &[u32]) -> Vec<Vec<u32>> {
    let entities = log.entities();
    let of_entity: Vec<u8> = entities.iter().map(|entity| partition_of(log, entity)).collect();
    let mut events = vec![Vec::new(); PARTITIONS];
    for &event in some {
        let entity = log.event_entities()[event as usize];
        events[usize::from(of_entity[entity.index()])].push(event);
    }
    events
}

fn partition_of(log: &EventLog, entity: Entity) -> u8 {
    let mut hasher = XxHash64::with_seed(0);
    for value in log.entities().actor_values(entity) {
        hasher.write_u8(u8::from(value.is_some()));
        hasher.write(value.unwrap_or_default().as_bytes());
        hasher.write_u8(0xff);
    }
    (hasher.finish() % PARTITIONS as u64) as u8
}

/// Writes a block behind its length.
pub(super) fn write_block(out: &mut impl Write, block: &[u8]) -> io::Result<()> {
    out.write_all(&(block.len() as u64).to_le_bytes())?;
    out.write_all(block)
}

/// The next block, or `None` at the end.
pub(super) fn read_block(blocks: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    match blocks.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        read => read?,
    }
    let mut block = vec![0; u64::from_le_bytes(length) as usize];
    blocks.read_exact(&mut block)?;
    Ok(Some(block))
}
