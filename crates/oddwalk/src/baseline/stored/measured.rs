//! How sessions looked before they were learnt, as it is stored.

use oddwalk_core::{Evidence, Measure, Measured};
use serde::{Deserialize, Serialize};

/// Value and size of each measure, the two of habits first; `None` where nothing was measured.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredMeasured {
    history: u64,
    events: u64,
    measures: Vec<Option<(f64, f64)>>,
}

impl StoredMeasured {
    pub(super) fn of(measured: &Measured) -> Self {
        let measures = measured.habit.iter().chain(&measured.others);
        let measures =
            measures.map(|measure| (!measure.value.is_nan()).then_some((measure.value, measure.size)));
        Self { history: measured.history, events: measured.events, measures: measures.collect() }
    }

    /// # Errors
    /// Says what makes no sense.
    pub(super) fn into_measured(self) -> Result<Measured, String> {
        let sound = |measure: &(f64, f64)| measure.0.is_finite() && measure.1.is_finite() && measure.1 >= 0.0;
        if self.measures.len() != Evidence::COUNT + 1 || !self.measures.iter().flatten().all(sound) {
            return Err("measures of a session that cannot be".to_owned());
        }
        let measure = |place: usize| {
            self.measures[place].map_or(Measure::NONE, |(value, size)| Measure { value, size })
        };
        let others = std::array::from_fn(|place| measure(place + 2));
        Ok(Measured {
            actor: None,
            history: self.history,
            events: self.events,
            habit: [measure(0), measure(1)],
            others,
        })
    }
}
