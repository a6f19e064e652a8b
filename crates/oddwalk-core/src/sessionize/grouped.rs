//! Grouping: the events of a log entity by entity, by a counting sort.

use rayon::prelude::*;

use crate::Entity;

/// So many events are cut by one thread at a time, or those of one entity.
const EVENTS_PER_TASK: usize = 1 << 16;
/// From so many events on, counting them is shared by the threads.
const COUNTED_TOGETHER: usize = 1 << 18;
/// Each thread that places events looks at all of them: more threads than this do not help.
const PLACING_THREADS: usize = 8;

/// Events by entity.
pub(super) struct Grouped {
    /// The events' numbers entity by entity, each in the log's order.
    pub(super) events: Vec<u32>,
    /// Where each entity ends.
    ends: Vec<u32>,
}

/// Some entities and their events.
pub(super) struct Task<'a> {
    /// The first entity's number; the others follow.
    pub(super) first: u32,
    /// Where the events begin among all.
    pub(super) start: usize,
    /// Where each entity ends among all events.
    pub(super) ends: &'a [u32],
    pub(super) events: &'a mut [u32],
}

impl Grouped {
    /// `count` is more than the largest entity's number.
    pub(super) fn new(entities: &[Entity], count: usize) -> Self {
        let mut end = 0;
        let mut ends = counted(entities, count);
        for len in &mut ends {
            end += *len;
            *len = end;
        }
        let mut grouped = Self { events: vec![0; entities.len()], ends };
        let threads = rayon::current_num_threads().clamp(1, PLACING_THREADS);
        let tasks = grouped.tasks_of(entities.len().div_ceil(threads).max(EVENTS_PER_TASK));
        tasks.into_par_iter().for_each(|task| task.place(entities));
        grouped
    }

    /// Entities that stand together, as tasks that are about as much work as each other.
    pub(super) fn tasks(&mut self) -> Vec<Task<'_>> {
        self.tasks_of(EVENTS_PER_TASK)
    }

    fn tasks_of(&mut self, events: usize) -> Vec<Task<'_>> {
        let (mut tasks, mut first, mut start) = (Vec::new(), 0, 0);
        let mut rest = self.events.as_mut_slice();
        for (entity, &end) in self.ends.iter().enumerate() {
            let (end, is_last) = (end as usize, entity + 1 == self.ends.len());
            if end - start >= events || is_last {
                let (now, later) = rest.split_at_mut(end - start);
                tasks.push(Task {
                    first: first as u32,
                    start,
                    ends: &self.ends[first..=entity],
                    events: now,
                });
                (rest, first, start) = (later, entity + 1, end);
            }
        }
        tasks
    }
}

impl Task<'_> {
    /// Looks through all events for those of these entities.
    fn place(self, entities: &[Entity]) {
        let len = |entity: usize| self.ends.get(entity).map_or(0, |&end| end as usize - self.start);
        let mut next: Vec<u32> =
            (0..self.ends.len()).map(|entity| entity.checked_sub(1).map_or(0, len) as u32).collect();
        for (event, entity) in (0..).zip(entities) {
            let place = entity.0.checked_sub(self.first).and_then(|own| next.get_mut(own as usize));
            if let Some(place) = place {
                self.events[*place as usize] = event;
                *place += 1;
            }
        }
    }
}

/// How many events each entity has.
fn counted(entities: &[Entity], count: usize) -> Vec<u32> {
    let share = entities.len().div_ceil(rayon::current_num_threads()).max(COUNTED_TOGETHER);
    let of_share = |entities: &[Entity]| {
        let mut lens = vec![0_u32; count];
        entities.iter().for_each(|entity| lens[entity.index()] += 1);
        lens
    };
    let shares = entities.par_chunks(share).map(of_share);
    shares.reduce_with(added).unwrap_or_else(|| vec![0; count])
}

fn added(mut mine: Vec<u32>, theirs: Vec<u32>) -> Vec<u32> {
    mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine += theirs);
    mine
}
