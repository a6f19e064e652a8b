//! Columns: what the tables' columns are called.

/// The names that are the tables' own, in their order, entity columns left out.
pub(crate) const RANK: &str = "rank";
pub(crate) const TIMES_AND_COUNTS: [&str; 5] = ["begin", "end", "duration_ms", "n_events", "n_distinct"];
pub(crate) const SCORES: [&str; 4] = ["likelihood", "surprisal_bits", "window_start", "window"];
pub(crate) const LISTS: [&str; 2] = ["session", "sources"];
pub(crate) const SESSION_SCORES: [&str; 2] = ["session_likelihood", "session_surprisal_bits"];

/// Which columns a table has: one per identity column of the log, and the score's where sessions are ranked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    entity: Vec<String>,
    ranked: bool,
}

impl Columns {
    /// The columns for entities with these identity columns; `ranked` where the rows are findings.
    pub fn new(entity: &[String], ranked: bool) -> Self {
        Self { entity: entity.to_vec(), ranked }
    }

    /// Whether there are columns for rank and score.
    pub(crate) fn ranked(&self) -> bool {
        self.ranked
    }

    /// The entity columns' names in a table, where they stand among the others.
    ///
    /// A name is `entity.NAME` where NAME is taken, in whatever case, by another column; the names of the score's columns
    /// count as taken in unranked tables too, so that both kinds of table call an entity column the same.
    pub(crate) fn entity_in_table(&self) -> Vec<String> {
        let own = [RANK].into_iter().chain(TIMES_AND_COUNTS).chain(SCORES).chain(LISTS).chain(SESSION_SCORES);
        distinct(&self.entity, own.map(str::to_owned).collect())
    }

    /// The entity columns' names in an object of their own.
    pub(crate) fn entity_alone(&self) -> Vec<String> {
        distinct(&self.entity, Vec::new())
    }

    /// All names of a flat table in order.
    pub(crate) fn names(&self) -> Vec<String> {
        let own = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let ranked = |names: &[&str]| if self.ranked { own(names) } else { Vec::new() };
        let (entity, times, lists) = (self.entity_in_table(), own(&TIMES_AND_COUNTS), own(&LISTS));
        [ranked(&[RANK]), entity, times, ranked(&SCORES), lists, ranked(&SESSION_SCORES)].concat()
    }
}

fn distinct(names: &[String], mut taken: Vec<String>) -> Vec<String> {
    let own = taken.len();
    for name in names {
        let mut name = name.clone();
        while taken.iter().any(|other| other.eq_ignore_ascii_case(&name)) {
            name.insert_str(0, "entity.");
        }
        taken.push(name);
    }
    taken.split_off(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_taken_is_prefixed() {
        let names = ["user", "Session", "User", "entity.user", "window"].map(str::to_owned);
        let columns = Columns::new(&names, false);
        let in_table = ["user", "entity.Session", "entity.User", "entity.entity.user", "entity.window"];
        assert_eq!(columns.entity_in_table(), in_table);
        assert_eq!(
            columns.entity_alone(),
            ["user", "Session", "entity.User", "entity.entity.user", "window"]
        );
        assert_eq!(Columns { ranked: true, ..columns.clone() }.entity_in_table(), in_table);
        assert_eq!(
            columns.names()[5..],
            ["begin", "end", "duration_ms", "n_events", "n_distinct", "session", "sources"]
        );
    }
}
