//! Axes: round numbers and times to draw lines at.

use crate::time;

const SECOND: i64 = 1_000_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Steps between times, and how the times are then written.
const STEPS: [(i64, &str); 25] = [
    (SECOND, "%H:%M:%S"),
    (5 * SECOND, "%H:%M:%S"),
    (15 * SECOND, "%H:%M:%S"),
    (30 * SECOND, "%H:%M:%S"),
    (MINUTE, "%H:%M"),
    (5 * MINUTE, "%H:%M"),
    (15 * MINUTE, "%H:%M"),
    (30 * MINUTE, "%H:%M"),
    (HOUR, "%m-%d %H:%M"),
    (2 * HOUR, "%m-%d %H:%M"),
    (3 * HOUR, "%m-%d %H:%M"),
    (6 * HOUR, "%m-%d %H:%M"),
    (12 * HOUR, "%m-%d %H:%M"),
    (DAY, "%Y-%m-%d"),
    (2 * DAY, "%Y-%m-%d"),
    (7 * DAY, "%Y-%m-%d"),
    (14 * DAY, "%Y-%m-%d"),
    (28 * DAY, "%Y-%m-%d"),
    (56 * DAY, "%Y-%m-%d"),
    (91 * DAY, "%Y-%m-%d"),
    (182 * DAY, "%Y-%m-%d"),
    (365 * DAY, "%Y-%m-%d"),
    (1_825 * DAY, "%Y-%m-%d"),
    (3_650 * DAY, "%Y-%m-%d"),
    (36_500 * DAY, "%Y-%m-%d"),
];

/// A line across the drawing: where, from 0 to 1, and what it says.
#[derive(Debug, PartialEq)]
pub(super) struct Tick {
    pub(super) place: f64,
    pub(super) label: String,
}

/// A range of times, in nanoseconds since 1970-01-01 UTC, that is never empty.
#[derive(Clone, Copy)]
pub(super) struct TimeAxis {
    first: i64,
    last: i64,
}

impl TimeAxis {
    /// From the first time to the last, with a little room on both sides.
    pub(super) fn new((first, last): (i64, i64)) -> Self {
        let room = (last.saturating_sub(first) / 40).max(SECOND);
        Self { first: first.saturating_sub(room), last: last.saturating_add(room) }
    }

    /// Where the time is, from 0 to 1.
    pub(super) fn place(&self, time: i64) -> f64 {
        let offset = |time: i64| time as f64 - self.first as f64;
        offset(time) / offset(self.last)
    }

    /// At most so many round times.
    pub(super) fn ticks(&self, most: i64) -> Vec<Tick> {
        let length = self.last.saturating_sub(self.first);
        let enough = STEPS.iter().find(|(step, _)| length / step <= most);
        let Some(&(step, format)) = enough.or(STEPS.last()) else { return Vec::new() };
        let first = self.first.div_euclid(step) + 1;
        let times = (first..=self.last.div_euclid(step)).filter_map(|count| count.checked_mul(step));
        times.map(|time| Tick { place: self.place(time), label: time::formatted(time, format) }).collect()
    }
}

/// From 0 to a round number that is at least `highest`.
#[derive(Clone, Copy)]
pub(super) struct NumberAxis {
    step: f64,
    steps: u32,
}

impl NumberAxis {
    pub(super) fn new(highest: f64) -> Self {
        let highest = highest.max(1.0);
        let magnitude = 10_f64.powf((highest / 5.0).log10().floor());
        let step =
            [1.0, 2.0, 5.0].map(|factor| factor * magnitude).into_iter().find(|step| step * 5.0 >= highest);
        let step = step.unwrap_or(10.0 * magnitude);
        Self { step, steps: (1..5).find(|&steps| step * f64::from(steps) >= highest).unwrap_or(5) }
    }

    /// Where the number is, from 0 to 1.
    pub(super) fn place(&self, number: f64) -> f64 {
        number / (self.step * f64::from(self.steps))
    }

    pub(super) fn ticks(&self) -> Vec<Tick> {
        let tick = |count: u32| {
            let number = self.step * f64::from(count);
            let decimals = usize::from(self.step < 1.0);
            Tick { place: self.place(number), label: format!("{number:.decimals$}") }
        };
        (0..=self.steps).map(tick).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_round_and_few() {
        let labels = |length: i64| {
            let begin = 1_587_185_430 * SECOND;
            let ticks = TimeAxis::new((begin, begin + length)).ticks(6);
            assert!(
                ticks.len() <= 7 && ticks.iter().all(|tick| (0.0..=1.0).contains(&tick.place)),
                "{ticks:?}"
            );
            ticks.into_iter().map(|tick| tick.label).take(2).collect::<Vec<_>>()
        };
        assert_eq!(labels(0), ["04:50:30", "04:50:31"]);
        assert_eq!(labels(3 * DAY), ["04-18 12:00", "04-19 00:00"]);
        assert_eq!(labels(80 * DAY), ["2020-04-30", "2020-05-14"]);
        assert!(!labels(100 * 365 * DAY).is_empty());
    }

    #[test]
    fn the_whole_range_of_times_is_no_problem() {
        let axis = TimeAxis::new((i64::MIN, i64::MAX));
        assert!(!axis.ticks(6).is_empty());
        assert!((axis.place(0) - 0.5).abs() < 0.01);
    }

    #[test]
    fn numbers_are_round_and_cover_the_highest() {
        for highest in [0.0, 0.3, 1.0, 5.0, 8.36, 23.0, 99.9, 1_234.0, 1e6] {
            let axis = NumberAxis::new(highest);
            assert!(axis.place(highest) <= 1.0 + 1e-12, "{highest}");
            assert!((3..=6).contains(&axis.ticks().len()), "{highest}: {:?}", axis.ticks());
        }
        let labels: Vec<_> = NumberAxis::new(8.36).ticks().into_iter().map(|tick| tick.label).collect();
        assert_eq!(labels, ["0", "2", "4", "6", "8", "10"]);
    }
}
