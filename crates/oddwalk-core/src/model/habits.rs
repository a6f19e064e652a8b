//! The part for the method `oddwalk`: habits made ready to be looked up.

mod actors;
mod contents;
mod rows;
mod volumes;
mod walks;

pub(crate) use actors::{ActorCommand, ActorTables};
pub(crate) use contents::{ContentTables, ValueRow};
pub(crate) use rows::Rows;
pub(crate) use volumes::VolumeTables;
pub(crate) use walks::Walks;

use crate::Counts;

/// What follows from counts that have habits.
#[derive(Clone, Debug)]
pub(crate) struct HabitTables {
    pub(crate) walks: Walks,
    pub(crate) actors: ActorTables,
    pub(crate) volumes: VolumeTables,
    pub(crate) contents: Option<ContentTables>,
}

impl HabitTables {
    /// `None` where no habits were counted.
    pub(crate) fn of(counts: &Counts) -> Option<Self> {
        let habits = counts.habits()?;
        let (walks, actors) = rayon::join(|| Walks::of(counts, habits), || ActorTables::of(counts, habits));
        let volumes = VolumeTables::of(counts, habits);
        let contents = counts.parameters().map(|parameters| ContentTables::of(counts, parameters, habits));
        Some(Self { walks, actors, volumes, contents })
    }
}
