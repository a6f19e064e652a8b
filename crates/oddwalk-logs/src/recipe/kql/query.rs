//! The query line by line: settings, the events, their sessions.
//!
//! No line is empty: the portals take one for the end of a query.

use oddwalk_core::{Boundary, MissingIdentity};

use super::parameters::Parameters;
use super::text::{comment, literal, name, timespan};
use super::{BadKql, Lookback, condition, parameters, source};
use crate::recipe::{Exclusion, Form, Recipe};
use crate::source::Source;

/// The most that a list can have, and what is the default only of the newer spelling of `make_list`.
const LIST_SIZE: usize = 1_048_576;

/// Nanoseconds in the unit of Kusto's times.
const TICK: i64 = 100;

/// What the query calls its own columns and settings, besides those that begin with `param_`.
const OWN_NAMES: [&str; 15] = [
    "recipe",
    "begin",
    "end",
    "session",
    "n_events",
    "event_time",
    "event_name",
    "event_id",
    "event_params",
    "event_place",
    "event_alone",
    "is_copy",
    "session_start",
    "lookback",
    "max_gap",
];

pub(super) fn query(recipe: &Recipe, form: &Form, lookback: Lookback) -> Result<String, BadKql> {
    let taken = |name: &&String| {
        OWN_NAMES.contains(&name.as_str()) || *name == "max_duration" || name.starts_with("param_")
    };
    if let Some(name) = recipe.entity.iter().find(taken) {
        return Err(BadKql::TakenName(name.clone()));
    }
    let parts = Parts {
        recipe,
        form,
        entity: recipe.entity.iter().map(|field| name(field)).collect(),
        parameters: parameters::parameters(&recipe.parameter_sources(form))?,
    };
    let lines = [
        parts.settings(lookback),
        parts.rows()?,
        parts.events()?,
        parts.in_order(),
        parts.cut(),
        parts.sessions(),
        parts.result(),
    ];
    Ok(lines.concat().join("\n") + "\n")
}

/// What every step needs.
struct Parts<'r> {
    recipe: &'r Recipe,
    form: &'r Form,
    /// The entity's columns, as they are written.
    entity: Vec<String>,
    parameters: Parameters,
}

impl Parts<'_> {
    fn source(&self, field: &str) -> Source {
        self.recipe.source(self.form, field)
    }

    fn table(&self) -> String {
        name(self.form.table.as_deref().unwrap_or_default())
    }

    /// What people will want to change stands on top.
    fn settings(&self, lookback: Lookback) -> Vec<String> {
        let Recipe { name, title, sessions, .. } = self.recipe;
        let [longest, gap] = [sessions.max_duration, sessions.max_gap].map(|limit| self.limit(limit));
        let than = if sessions.boundary == Boundary::Over { "at most" } else { "less than" };
        vec![
            format!("// {}: {}", comment(name), comment(title)),
            "// One row a session, for oddwalk. Save the result as CSV and scan that; it is known by its columns.".to_owned(),
            "// A result with as many rows as are shown at most is cut off: look back less far.".to_owned(),
            format!("let lookback = {}; // this far back", timespan(lookback.nanoseconds() / TICK)),
            format!("let max_duration = {longest}; // {than} this from a session's first event to its last"),
            format!("let max_gap = {gap}; // {than} this from one event of a session to the next"),
        ]
    }

    /// A limit in ticks, so that times, which are whole ticks, are on the same side of it as of the limit itself.
    fn limit(&self, nanoseconds: i64) -> String {
        timespan(match self.recipe.sessions.boundary {
            Boundary::Over => nanoseconds / TICK,
            Boundary::AtLeast => nanoseconds.div_euclid(TICK) + i64::from(nanoseconds % TICK > 0),
        })
    }

    /// The rows that are events.
    fn rows(&self) -> Result<Vec<String>, BadKql> {
        let time = source::time(&self.recipe.time, &self.source(&self.recipe.time))?;
        let mut lines = vec![self.table(), format!("| where {time} >= ago(lookback)")];
        for condition in self.recipe.conditions.iter().chain(&self.form.conditions) {
            lines.push(format!("| where {}", condition::predicate(condition, |field| self.source(field))?));
        }
        for exclusion in &self.recipe.exclusions {
            lines.extend(self.exclusion(exclusion)?);
        }
        Ok(lines)
    }

    fn exclusion(
        &self,
        Exclusion { title, conditions, applies, .. }: &Exclusion,
    ) -> Result<[String; 2], BadKql> {
        let line = format!("| where not({})", condition::all(conditions, |field| self.source(field))?);
        let title = comment(title);
        Ok(if *applies {
            [format!("// Left out: {title}."), line]
        } else {
            [
                format!("// To leave out {title}, take away the slashes before the next line."),
                format!("// {line}"),
            ]
        })
    }

    /// The events with the columns of the result and the query's own, and nothing else of the table.
    fn events(&self) -> Result<Vec<String>, BadKql> {
        let Recipe { time, command, id, .. } = self.recipe;
        let text = |field: &String| source::text(field, &self.source(field));
        let mut columns = vec![
            ("event_time".to_owned(), source::time(time, &self.source(time))?),
            ("event_name".to_owned(), text(command)?),
        ];
        if let Some(id) = id {
            columns.push(("event_id".to_owned(), text(id)?));
        }
        for (column, field) in self.entity.iter().zip(&self.recipe.entity) {
            columns.push((column.clone(), text(field)?));
        }
        columns.extend(self.parameters.columns.iter().cloned());
        let columns: Vec<String> =
            columns.iter().map(|(name, what)| format!("    {name} = {what}")).collect();
        let mut lines =
            vec![format!("| project\n{}", columns.join(",\n")), "| where isnotempty(event_name)".to_owned()];
        lines.extend(self.identified());
        lines.extend(self.parameters.computed.iter().map(|(name, what)| format!("| extend {name} = {what}")));
        Ok(lines)
    }

    /// Who it was has to be known.
    fn identified(&self) -> Option<String> {
        (self.recipe.sessions.missing_identity == MissingIdentity::Drop).then(|| {
            format!("| where {}", self.each_entity(" and ", |column| format!("isnotempty({column})")))
        })
    }

    fn each_entity(&self, between: &str, with: impl Fn(&str) -> String) -> String {
        self.entity.iter().map(|column| with(column)).collect::<Vec<_>>().join(between)
    }

    /// Events of one entity behind each other, in order of time; at the same time in an order that is the same in every
    /// run. Copies of an event are then neighbours.
    fn in_order(&self) -> Vec<String> {
        let mut keys = self.entity.clone();
        keys.extend(["event_time".to_owned(), "event_name".to_owned()]);
        match &self.recipe.id {
            Some(_) => keys.push("event_id".to_owned()),
            None if self.parameters.is_empty() => {}
            None => keys.push(format!("tostring({})", parameters::COLUMN)),
        }
        let keys: Vec<String> = keys.iter().map(|key| format!("{key} asc")).collect();
        let mut lines = vec![format!("| sort by {}", keys.join(", "))];
        if self.recipe.id.is_some() {
            lines.push("// A copy of an event has the event's id, and stands right behind it.".to_owned());
            lines.push("| extend is_copy = isnotempty(event_id) and event_id == prev(event_id)".to_owned());
            lines.push("| where not(is_copy)".to_owned());
        }
        lines
    }

    /// `row_window_session` begins a session at a limit, and oddwalk, where the boundary is `over`, behind it. Times are
    /// whole ticks, so that over a limit is at least a tick more.
    fn cut(&self) -> Vec<String> {
        let more = if self.recipe.sessions.boundary == Boundary::Over { " + 1tick" } else { "" };
        let changed = self.each_entity(" or ", |column| format!("{column} != prev({column})"));
        let mut lines = vec![self.about_limits().to_owned()];
        lines.push(format!(
            "| extend session_start = row_window_session(event_time, max_duration{more}, max_gap{more},\n    {changed})"
        ));
        if let Some(alone) = self.alone() {
            lines.push("| extend event_place = row_number()".to_owned());
            lines.push(format!("| extend event_alone = {alone}"));
        }
        lines
    }

    fn about_limits(&self) -> &'static str {
        match self.recipe.sessions.boundary {
            Boundary::Over => {
                "// row_window_session cuts at a limit, and oddwalk behind it: hence a tick more."
            }
            Boundary::AtLeast => {
                "// The boundary is `at-least`: a session is cut at a limit, as row_window_session does."
            }
        }
    }

    /// A number that no other event has, for events that are sessions of their own. Their beginning does not tell them
    /// apart, since several can be at the same time.
    fn alone(&self) -> Option<String> {
        let sessions = &self.recipe.sessions;
        let no_limit = |limit: i64| limit == 0 && sessions.boundary == Boundary::AtLeast;
        if no_limit(sessions.max_gap) || no_limit(sessions.max_duration) {
            return Some("event_place".to_owned());
        }
        let missing = || self.each_entity(" or ", |column| format!("isempty({column})"));
        (sessions.missing_identity == MissingIdentity::Separate)
            .then(|| format!("iff({}, event_place, long(0))", missing()))
    }

    fn sessions(&self) -> Vec<String> {
        let item = if self.parameters.is_empty() {
            "event_name".to_owned()
        } else {
            format!("bag_pack(\"name\", event_name, \"params\", {})", parameters::COLUMN)
        };
        let alone = if self.alone().is_some() { ", event_alone" } else { "" };
        let mut lines = vec![
            "| summarize".to_owned(),
            "    begin = min(event_time),".to_owned(),
            "    end = max(event_time),".to_owned(),
            format!("    session = make_list({item}, {LIST_SIZE}),"),
            "    n_events = count()".to_owned(),
            format!("    by {}, session_start{alone}", self.entity.join(", ")),
        ];
        let min_events = self.recipe.sessions.min_events;
        lines.extend((min_events > 1).then(|| format!("| where n_events >= {min_events}")));
        lines
    }

    fn result(&self) -> Vec<String> {
        let entity = self.entity.join(", ");
        vec![
            format!(
                "| project recipe = {}, begin, end, {entity}, session, n_events",
                literal(&self.recipe.name)
            ),
            format!("| sort by begin asc, {}", self.each_entity(", ", |column| format!("{column} asc"))),
        ]
    }
}
