//! Columns: what the tables' columns are called.

use oddwalk_core::Findings;
use thiserror::Error;

use crate::Row;
use crate::cell::Kind;

/// The names that are the tables' own, in their order, entity columns left out.
pub(crate) const RANK: &str = "rank";
pub(crate) const RECIPE: &str = "recipe";
pub(crate) const TIMES_AND_COUNTS: [&str; 5] = ["begin", "end", "duration_ms", "n_events", "n_distinct"];
/// What the method `oddwalk` finds out, the bits of each kind of evidence among it.
pub(crate) const JUDGEMENTS: [&str; 10] = [
    "score_bits",
    "habit_bits",
    "walk_bits",
    "window_bits",
    "content_bits",
    "volume_bits",
    "novelty_bits",
    "order_uncertain",
    "history",
    "reason",
];
pub(crate) const SCORES: [&str; 4] = ["likelihood", "surprisal_bits", "window_start", "window"];
pub(crate) const LISTS: [&str; 2] = ["session", "sources"];
pub(crate) const SESSION_SCORES: [&str; 2] = ["session_likelihood", "session_surprisal_bits"];
/// Why a finding is ignored, where some may be.
pub(crate) const IGNORED: &str = "ignored";

/// Which columns a table has: one for each identity column that a part has, and the score's where sessions are ranked.
///
/// A part is the sessions of one recipe, whose identity columns are its own. Identity columns of the same name are one
/// column of a flat table; where a part has none of that name, its rows have nothing there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    parts: Vec<PartColumns>,
    /// The identity columns of all parts.
    entity: Vec<String>,
    ranked: bool,
    judged: bool,
    ignored: bool,
    /// Those that a flat table has, in this order; all where nobody says.
    chosen: Option<Vec<String>>,
}

/// A flat table was asked for a column that it does not have.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("there is no column `{column}`; there are {}", .existing.join(", "))]
pub struct NoSuchColumn {
    /// What was asked for.
    pub column: String,
    /// What there is.
    pub existing: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct PartColumns {
    recipe: String,
    /// What the part's identity columns are called where they stand alone.
    alone: Vec<String>,
    /// For each identity column of the table, which of the part's own it is.
    places: Vec<Option<usize>>,
}

impl Columns {
    /// The columns for parts of these recipes and identity columns; `ranked` where the rows are findings. There are none for
    /// what the method `oddwalk` finds out.
    pub fn new<'p>(parts: impl IntoIterator<Item = (&'p str, &'p [String])>, ranked: bool) -> Self {
        let parts: Vec<(&str, &[String])> = parts.into_iter().collect();
        let entity = union(parts.iter().map(|(_, names)| *names));
        let part = |(recipe, names): (&str, &[String])| PartColumns {
            recipe: recipe.to_owned(),
            alone: distinct(names, Vec::new()),
            places: places(names, &entity),
        };
        let parts = parts.into_iter().map(part).collect();
        Self { parts, entity, ranked, judged: false, ignored: false, chosen: None }
    }

    /// The columns for these findings.
    pub fn of(findings: &Findings) -> Self {
        let parts = findings.parts();
        let columns = Self::new(parts.iter().map(|part| (part.recipe, part.entity_columns())), true);
        columns.with_judged(parts.iter().any(|part| part.judged.is_some()))
    }

    /// The columns with those for what the method `oddwalk` finds out.
    #[must_use]
    pub fn with_judged(self, judged: bool) -> Self {
        Self { judged, ..self }
    }

    /// The columns with one for why a finding is ignored.
    #[must_use]
    pub fn with_ignored(self, ignored: bool) -> Self {
        Self { ignored, ..self }
    }

    /// Only these columns of a flat table, in this order.
    ///
    /// # Errors
    /// [`NoSuchColumn`] where one of them is not there.
    pub fn only(self, names: &[String]) -> Result<Self, NoSuchColumn> {
        let existing = self.names();
        match names.iter().find(|name| !existing.contains(name)) {
            Some(column) => Err(NoSuchColumn { column: column.clone(), existing }),
            None => Ok(Self { chosen: Some(names.to_vec()), ..self }),
        }
    }

    /// Whether there are columns for rank and score.
    pub(crate) fn ranked(&self) -> bool {
        self.ranked
    }

    /// The recipe of the row's part.
    pub(crate) fn recipe(&self, row: &Row) -> &str {
        &self.parts[row.part()].recipe
    }

    /// The row's cell in the identity column at this place among those of the table.
    pub(crate) fn entity_cell<'a>(&self, row: &Row<'a>, place: usize) -> Option<&'a str> {
        self.parts[row.part()].places[place].and_then(|place| row.entity().nth(place).flatten())
    }

    /// The entity columns' names in a table, where they stand among the others.
    ///
    /// A name is `entity.NAME` where NAME is taken, in whatever case, by another column; the names of the score's columns
    /// count as taken in unranked tables too, so that both kinds of table call an entity column the same. Those of what
    /// the method `oddwalk` finds out are taken where they are there.
    pub(crate) fn entity_in_table(&self) -> Vec<String> {
        let own = [RANK, RECIPE].into_iter().chain(TIMES_AND_COUNTS).chain(SCORES);
        let own = own.chain(LISTS).chain(SESSION_SCORES).chain(self.judgements().iter().copied());
        let own = own.chain(self.ignored.then_some(IGNORED));
        distinct(&self.entity, own.map(str::to_owned).collect())
    }

    fn judgements(&self) -> &'static [&'static str] {
        if self.judged { &JUDGEMENTS } else { &[] }
    }

    /// The names of the row's own entity columns, in an object of their own.
    pub(crate) fn entity_alone(&self, row: &Row) -> &[String] {
        &self.parts[row.part()].alone
    }

    /// All names of a flat table in order.
    pub(crate) fn names(&self) -> Vec<String> {
        self.flat().into_iter().map(|(name, _)| name).collect()
    }

    /// The columns of a flat table in order: their names, and what they are about.
    pub(crate) fn flat(&self) -> Vec<(String, Kind)> {
        let all = self.all();
        let Some(chosen) = &self.chosen else { return all };
        chosen.iter().filter_map(|name| all.iter().find(|(other, _)| other == name).cloned()).collect()
    }

    fn all(&self) -> Vec<(String, Kind)> {
        use Kind::{Begin, Distinct, DurationMs, End, Events, Ignored, Likelihood, Rank, Recipe, Session};
        use Kind::{SessionBits, SessionLikelihood, Sources, SurprisalBits, Window, WindowStart};
        let entity = self.entity_in_table().into_iter().enumerate();
        let entity: Vec<_> = entity.map(|(place, name)| (name, Kind::Entity(place))).collect();
        let ranked = |named: Vec<(String, Kind)>| if self.ranked { named } else { Vec::new() };
        let judgements = if self.judged { named(&JUDGEMENTS, &Kind::JUDGEMENTS) } else { Vec::new() };
        let ignored = if self.ignored { named(&[IGNORED], &[Ignored]) } else { Vec::new() };
        [
            ranked(named(&[RANK], &[Rank])),
            named(&[RECIPE], &[Recipe]),
            entity,
            named(&TIMES_AND_COUNTS, &[Begin, End, DurationMs, Events, Distinct]),
            judgements,
            ranked(named(&SCORES, &[Likelihood, SurprisalBits, WindowStart, Window])),
            named(&LISTS, &[Session, Sources]),
            ranked(named(&SESSION_SCORES, &[SessionLikelihood, SessionBits])),
            ignored,
        ]
        .concat()
    }
}

fn named(names: &[&str], kinds: &[Kind]) -> Vec<(String, Kind)> {
    names.iter().zip(kinds).map(|(&name, &kind)| (name.to_owned(), kind)).collect()
}

/// The names of all parts in order of first appearance; one that a part has twice is there twice.
fn union<'p>(parts: impl Iterator<Item = &'p [String]>) -> Vec<String> {
    let mut union: Vec<String> = Vec::new();
    for names in parts {
        for (index, name) in names.iter().enumerate() {
            let count = |among: &[String]| among.iter().filter(|known| *known == name).count();
            if count(&union) <= count(&names[..index]) {
                union.push(name.clone());
            }
        }
    }
    union
}

/// For each of the table's names, which of the part's it is: the first of that name that is no other column yet.
fn places(names: &[String], table: &[String]) -> Vec<Option<usize>> {
    let mut free: Vec<Option<&String>> = names.iter().map(Some).collect();
    let places = table.iter().map(|name| {
        let place = free.iter().position(|own| *own == Some(name))?;
        free[place] = None;
        Some(place)
    });
    places.collect()
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

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn a_name_that_is_taken_is_prefixed() {
        let own = names(&["user", "Session", "User", "entity.user", "window", "Recipe"]);
        let columns = Columns::new([("table", &own[..])], false);
        let in_table =
            ["user", "entity.Session", "entity.User", "entity.entity.user", "entity.window", "entity.Recipe"];
        assert_eq!(columns.entity_in_table(), in_table);
        let alone = ["user", "Session", "entity.User", "entity.entity.user", "window", "Recipe"];
        assert_eq!(columns.parts[0].alone, alone);
        assert_eq!(Columns { ranked: true, ..columns.clone() }.entity_in_table(), in_table);
        assert_eq!(
            columns.names()[7..],
            ["begin", "end", "duration_ms", "n_events", "n_distinct", "session", "sources"]
        );
        assert_eq!(columns.names()[0], "recipe");
        let own = names(&["Reason"]);
        let columns = Columns::new([("table", &own[..])], true);
        assert_eq!(columns.entity_in_table(), ["Reason"]);
        assert_eq!(Columns { judged: true, ..columns }.entity_in_table(), ["entity.Reason"]);
    }

    #[test]
    fn columns_can_be_chosen() {
        let own = names(&["user"]);
        let columns = Columns::new([("table", &own[..])], true);
        let chosen = names(&["likelihood", "user"]);
        assert_eq!(columns.clone().only(&chosen).unwrap().names(), chosen);
        let error = columns.only(&names(&["usr"])).unwrap_err().to_string();
        assert!(error.starts_with("there is no column `usr`; there are rank, recipe, user,"), "{error}");
    }

    #[test]
    fn the_same_name_is_one_column_whatever_the_part() {
        let (a, b) = (names(&["user", "ip", "ip"]), names(&["ip", "User", "user", "begin"]));
        let columns = Columns::new([("a", &a[..]), ("b", &b[..])], true);
        assert_eq!(columns.entity, ["user", "ip", "ip", "User", "begin"]);
        assert_eq!(
            columns.entity_in_table(),
            ["user", "ip", "entity.ip", "entity.User", "entity.begin"],
            "another case is another column, and no name is there twice"
        );
        assert_eq!(columns.parts[0].places, [Some(0), Some(1), Some(2), None, None]);
        assert_eq!(columns.parts[1].places, [Some(2), Some(0), None, Some(1), Some(3)]);
        assert_eq!(columns.parts[1].alone, ["ip", "User", "entity.user", "begin"]);
    }
}
