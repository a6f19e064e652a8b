//! Options in words: as they are typed, for those who read what was in force.

use jiff::SignedDuration;
use oddwalk::Method;
use oddwalk::core::{Boundary, LeaveOut, MissingIdentity, Model, Modellable, ScoreOptions, SessionOptions};
use oddwalk::logs::{Normalise, Overrides, ParameterFields, Recipe};

use crate::args::SessionColumnArgs;
use crate::recipes::names;

/// What stands at the head of a report.
pub(crate) const REPORT_TITLE: &str = "oddwalk report";

/// An option's name and its value.
pub(crate) type Stated = (String, String);

pub(crate) fn stated(name: &str, value: impl Into<String>) -> Stated {
    (name.to_owned(), value.into())
}

pub(crate) fn yes_or_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

pub(crate) fn duration(nanoseconds: i64) -> String {
    format!("{:#}", SignedDuration::from_nanos(nanoseconds))
}

/// As `--boundary` has it.
pub(crate) fn boundary(boundary: Boundary) -> &'static str {
    match boundary {
        Boundary::Over => "over",
        Boundary::AtLeast => "at-least",
    }
}

/// As `--null-entity` has it.
pub(crate) fn missing_identity(missing: MissingIdentity) -> &'static str {
    match missing {
        MissingIdentity::Merge => "merge",
        MissingIdentity::Separate => "separate",
        MissingIdentity::Drop => "drop",
    }
}

/// As `--modellable` has it.
pub(crate) fn modellable(modellable: &Modellable) -> String {
    match modellable {
        Modellable::Categories => "those that look like categories".to_owned(),
        Modellable::All => "all".to_owned(),
        Modellable::Named(names) => names.iter().map(String::as_str).collect::<Vec<_>>().join(", "),
    }
}

/// What is read as what.
pub(crate) fn recipe(recipe: &Recipe) -> Vec<Stated> {
    let Recipe {
        time, entity, actor, command, parameters, id, carry, normalise, conditions, exclusions, ..
    } = recipe;
    let ParameterFields { from, fields, set, words, .. } = parameters;
    let parameters: Vec<&str> =
        from.iter().chain(fields).chain(set).chain(words).map(String::as_str).collect();
    let steps = |(field, steps): (&String, &Vec<Normalise>)| {
        format!("{field} {}", steps.iter().map(|step| step.name()).collect::<Vec<_>>().join(" "))
    };
    let conditions: Vec<String> = conditions.iter().map(ToString::to_string).collect();
    let applied =
        exclusions.iter().filter(|exclusion| exclusion.applies).map(|exclusion| exclusion.name.as_str());
    let all = [
        ("time", time.clone()),
        ("entity", entity.join(", ")),
        ("actor", actor.join(", ")),
        ("command", command.clone()),
        ("parameters", parameters.join(", ")),
        ("normalise", normalise.iter().map(steps).collect::<Vec<_>>().join(", ")),
        ("where", conditions.join("; ")),
        ("exclude", applied.collect::<Vec<_>>().join(", ")),
        ("id", id.clone().unwrap_or_default()),
        ("carry", carry.join(", ")),
    ];
    all.into_iter().filter(|(_, name)| !name.is_empty()).map(|(role, name)| stated(role, name)).collect()
}

/// What a model's log was read as, where that is not as its recipe has it.
pub(crate) fn overrides(wanted: &Overrides) -> Vec<Stated> {
    let steps = wanted.normalise.iter().map(|(field, step)| format!("{field} {}", step.name()));
    let conditions: Vec<String> = wanted.conditions.iter().map(ToString::to_string).collect();
    let flag = |is_set: bool| if is_set { "yes".to_owned() } else { String::new() };
    let all = [
        ("time", wanted.time.clone().unwrap_or_default()),
        ("entity", wanted.entity.join(", ")),
        ("actor", wanted.actor.join(", ")),
        ("command", wanted.command.clone().unwrap_or_default()),
        ("parameters", wanted.parameters.clone().unwrap_or_default()),
        ("no-parameters", flag(wanted.no_parameters)),
        ("where", conditions.join("; ")),
        ("all-records", flag(wanted.no_conditions)),
        ("exclude", wanted.exclude.join(", ")),
        ("normalise", steps.collect::<Vec<_>>().join(", ")),
        ("no-normalise", flag(wanted.no_normalise)),
        ("id", wanted.id.clone().unwrap_or_default()),
        ("keep-duplicates", flag(wanted.keep_duplicates)),
        ("carry", wanted.carry.join(", ")),
    ];
    all.into_iter().filter(|(_, name)| !name.is_empty()).map(|(role, name)| stated(role, name)).collect()
}

/// The columns of a table of sessions.
pub(crate) fn session_columns(columns: &SessionColumnArgs) -> Vec<Stated> {
    let SessionColumnArgs { session, entity, begin, end } = columns;
    let all = [
        ("session", Some(session.clone())),
        ("entity", Some(names(entity).join(", ")).filter(|names| !names.is_empty())),
        ("begin", begin.clone()),
        ("end", end.clone()),
    ];
    all.into_iter().filter_map(|(role, name)| Some(stated(role, name?))).collect()
}

/// How events are cut into sessions.
pub(crate) fn sessions(options: &SessionOptions) -> Vec<Stated> {
    vec![
        stated("max-duration", duration(options.max_duration)),
        stated("max-gap", duration(options.max_gap)),
        stated("boundary", boundary(options.boundary)),
        stated("null-entity", missing_identity(options.missing_identity)),
        stated("min-events", options.min_events.to_string()),
    ]
}

/// As `--method` has it.
pub(crate) fn method(method: Method) -> &'static str {
    match method {
        Method::Msticpy => "msticpy",
        Method::Oddwalk => "oddwalk",
    }
}

/// As `--leave-out` has it.
pub(crate) fn leave_out(leave_out: LeaveOut) -> &'static str {
    match leave_out {
        LeaveOut::Nothing => "nothing",
        LeaveOut::Session => "session",
        LeaveOut::Actor => "actor",
    }
}

/// How sessions are scored.
pub(crate) fn score(options: ScoreOptions, model: &Model, left_out: Option<LeaveOut>) -> Vec<Stated> {
    let window = stated("window", options.window_len().to_string());
    match left_out {
        Some(left_out) => {
            let order = model.counts().habits().map_or(0, |habits| habits.order);
            let leave_out = stated("leave-out", leave_out(left_out));
            vec![stated("method", "oddwalk"), window, stated("order", order.to_string()), leave_out]
        }
        None => vec![
            stated("method", "msticpy"),
            window,
            stated("tokens", yes_or_no(options.tokens())),
            stated("geometric-mean", yes_or_no(options.geometric_mean())),
        ],
    }
}
