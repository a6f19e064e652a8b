//! Rows: which record of its file each event was.

/// From so many runs on, they may be more than half as many as events.
const MANY_RUNS: usize = 1 << 12;

/// Each event's row. Rows run on with the events wherever no record was refused or left out, so that only where a run begins
/// is kept: 8 bytes a run. Where hardly any rows run on, as in a part of a log, each is kept: 4 bytes an event.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    /// Each run's first row and the number of its first event.
    runs: Vec<(u32, u32)>,
    /// Each event's row; empty as long as there are runs.
    each: Vec<u32>,
    /// How many events there will be, about.
    expected: usize,
}

impl Rows {
    /// Says that so many events more are to come.
    pub(super) fn expect(&mut self, events: usize) {
        self.expected += events;
    }

    /// Adds an event, which has the next number.
    pub(super) fn push(&mut self, event: u32, row: u32) {
        if !self.each.is_empty() {
            return self.each.push(row);
        }
        let goes_on = |&(first_row, first): &(u32, u32)| row == row_in(first_row, first, event);
        if self.runs.last().is_some_and(goes_on) {
            return;
        }
        self.runs.push((row, event));
        if self.runs.len() >= MANY_RUNS && 2 * self.runs.len() > event as usize {
            self.keep_each(event + 1);
        }
    }

    fn keep_each(&mut self, events: u32) {
        let (mut each, mut at) = (Vec::with_capacity(self.expected.max(events as usize)), 0);
        each.extend((0..events).map(|event| self.row(event, &mut at)));
        *self = Self { each, ..Self::default() };
    }

    /// Adds the other's events, so many of them, the first of which has this number here.
    pub(super) fn append(&mut self, other: &Self, events: usize, offset: u32) {
        if self.each.is_empty() && other.each.is_empty() {
            return other.runs.iter().for_each(|&(row, first)| self.push(offset + first, row));
        }
        let mut at = 0;
        (0..events as u32).for_each(|event| self.push(offset + event, other.row(event, &mut at)));
    }

    /// Keeps the events of the mask.
    pub(super) fn retain(&mut self, kept: &[bool]) {
        let old = std::mem::take(self);
        let mut at = 0;
        let kept = (0..).zip(kept).filter(|(_, kept)| **kept);
        for (new, (event, _)) in (0..).zip(kept) {
            self.push(new, old.row(event, &mut at));
        }
    }

    pub(super) fn clear(&mut self) {
        self.each.clear();
        self.runs.clear();
    }

    /// The event's row. `at` is where the last one was found, so that neighbours are found at once.
    pub(super) fn row(&self, event: u32, at: &mut usize) -> u32 {
        if let Some(&row) = self.each.get(event as usize) {
            return row;
        }
        let run = find(&self.runs, event, at).map(|at| self.runs[at]);
        run.map_or(0, |(row, first)| row_in(row, first, event))
    }
}

/// The row of an event of the run that begins with this row and this event.
fn row_in(first_row: u32, first: u32, event: u32) -> u32 {
    first_row.wrapping_add(event.wrapping_sub(first))
}

/// The place of the last run that begins at this event or before it. `at` is where the last one was found.
pub(super) fn find<T>(runs: &[(T, u32)], event: u32, at: &mut usize) -> Option<usize> {
    let begins_by = |at: usize| runs.get(at).is_some_and(|(_, first)| *first <= event);
    if !begins_by(*at) || begins_by(*at + 1) {
        *at = runs.partition_point(|(_, first)| *first <= event).checked_sub(1)?;
    }
    Some(*at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_in_any_order_and_runs_are_few() {
        let all = [1, 2, 3, 7, 8, 1, 2, 2];
        let mut rows = Rows::default();
        (0..).zip(all).for_each(|(event, row)| rows.push(event, row));
        assert_eq!(rows.runs, [(1, 0), (7, 3), (1, 5), (2, 7)]);
        let mut at = 0;
        for event in [0, 7, 3, 4, 5, 2, 6, 1] {
            assert_eq!(rows.row(event, &mut at), all[event as usize]);
        }
        rows.retain(&[true, false, true, true, true, false, false, true]);
        assert_eq!(rows.runs, [(1, 0), (3, 1), (7, 2), (2, 4)]);
        let mut twice = rows.clone();
        twice.append(&rows, 5, 5);
        assert_eq!(
            (0..10).map(|event| twice.row(event, &mut at)).collect::<Vec<_>>(),
            [1, 3, 7, 8, 2].repeat(2)
        );
    }

    /// Where hardly any rows run on, each is kept, and nothing else changes.
    #[test]
    fn rows_that_do_not_run_on_are_kept_each() {
        let scattered: Vec<u32> = (0..20_000).map(|event| event * 7 % 9_001).collect();
        let (mut few, mut rows) = (Rows::default(), Rows::default());
        rows.expect(scattered.len());
        (0..100).for_each(|event| few.push(event, event));
        (0..).zip(&scattered).for_each(|(event, &row)| rows.push(event, row));
        assert!(rows.runs.is_empty() && few.each.is_empty());
        let all = |rows: &Rows, events: u32| -> Vec<u32> {
            let mut at = 0;
            (0..events).map(|event| rows.row(event, &mut at)).collect()
        };
        assert_eq!(all(&rows, 20_000), scattered);
        let mut kept = vec![false; 20_000];
        (0..20_000).step_by(3).for_each(|event| kept[event] = true);
        let mut third = rows.clone();
        third.retain(&kept);
        assert_eq!(all(&third, 6_667), scattered.iter().copied().step_by(3).collect::<Vec<_>>());
        few.append(&rows, 20_000, 100);
        assert_eq!(all(&few, 20_100), (0..100).chain(scattered).collect::<Vec<_>>());
    }
}
