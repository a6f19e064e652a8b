//! Rows: which record of its file each event was.

/// Each event's row. Rows run on with the events wherever no record was refused or left out, so that only where a run begins
/// is kept: 8 bytes a run.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    /// Each run's first row and the number of its first event.
    runs: Vec<(u32, u32)>,
}

impl Rows {
    /// Makes room for as many runs as there may be of so many events.
    pub(super) fn reserve(&mut self, events: usize) {
        self.runs.reserve_exact(events);
    }

    /// Adds an event, which has the next number.
    pub(super) fn push(&mut self, event: u32, row: u32) {
        let goes_on = |&(first_row, first): &(u32, u32)| row == row_in(first_row, first, event);
        if !self.runs.last().is_some_and(goes_on) {
            self.runs.push((row, event));
        }
    }

    /// Adds the other's events, the first of which has this number here.
    pub(super) fn append(&mut self, other: &Self, offset: u32) {
        other.runs.iter().for_each(|&(row, first)| self.push(offset + first, row));
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
        self.runs.clear();
    }

    /// The event's row. `at` is where the last one was found, so that neighbours are found at once.
    pub(super) fn row(&self, event: u32, at: &mut usize) -> u32 {
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
        twice.append(&rows, 5);
        assert_eq!(
            (0..10).map(|event| twice.row(event, &mut at)).collect::<Vec<_>>(),
            [1, 3, 7, 8, 2].repeat(2)
        );
    }
}
