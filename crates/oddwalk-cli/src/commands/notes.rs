//! Notes: what is allowed, but may not be what was meant.

use oddwalk::core::{Modellable, SessionKind};
use oddwalk::{Baseline, Facts, Overlap};

use super::job::{Job, LogJob};
use crate::talk::Talk;

/// Everything that is to be noted about scoring these sessions.
pub(crate) fn of(job: &Job, log: &LogJob, facts: &Facts, kind: SessionKind) -> Vec<String> {
    match &log.baseline {
        Some(baseline) => {
            let overlap = overlap(baseline, job, facts);
            overlap.into_iter().chain(kinds(baseline, kind)).chain(no_parameters(facts, kind)).collect()
        }
        None => unknown_parameters(log, facts).into_iter().chain(no_parameters(facts, kind)).collect(),
    }
}

/// Parameters are looked for, and no event has any.
fn no_parameters(facts: &Facts, kind: SessionKind) -> Option<String> {
    (kind != SessionKind::Commands && facts.parameters.is_empty())
        .then(|| "no event has any parameter: only commands count".to_owned())
}

/// A model finds nothing odd in what it has learnt from.
fn overlap(baseline: &Baseline, job: &Job, facts: &Facts) -> Option<String> {
    let range = facts.time_range;
    let Overlap { files, time_range } = baseline.overlap(job.hashes(), range);
    let known_apart = time_range.is_none() && range.is_some() && baseline.about.time_range.is_some();
    let span = time_range.map(|(begin, end)| format!(", {} to {}", Talk::time(begin), Talk::time(end)));
    let span = span.unwrap_or_default();
    match (files.as_slice(), known_apart) {
        ([], _) if span.is_empty() => None,
        ([], _) => Some(format!("the model has learnt from logs of the same time{span}")),
        (files, true) => Some(format!("the model has learnt from {}, but from another time", some(files))),
        (files, false) => {
            let files = some(files);
            Some(format!(
                "the model has learnt from {files} itself{span}: it finds little odd in what it knows"
            ))
        }
    }
}

/// The first names, and how many more there are.
pub(crate) fn some(files: &[String]) -> String {
    const SHOWN: usize = 3;
    let names = files.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    match files.len().saturating_sub(SHOWN) {
        0 => names,
        more => format!("{names} and {more} more"),
    }
}

/// The model may count more than the input has, or less.
fn kinds(baseline: &Baseline, found: SessionKind) -> Option<String> {
    let known = baseline.model.counts().kind();
    match (known, found) {
        (SessionKind::Commands, SessionKind::Commands) => None,
        (SessionKind::Commands, _) => {
            Some("the model is one of commands: the input's parameters do not count".to_owned())
        }
        (known, SessionKind::Commands) => {
            Some(format!("the model is one of {known}, but the input has no parameters: only commands count"))
        }
        _ => None,
    }
}

/// Parameters that are named as modellable, and that no event has.
fn unknown_parameters(log: &LogJob, facts: &Facts) -> Vec<String> {
    let Modellable::Named(named) = &log.fit.modellable else { return Vec::new() };
    let unknown = named.iter().filter(|name| !facts.parameters.contains(*name));
    let unknown = unknown.map(|name| {
        let nearest = nearest(name, facts.parameters.iter().map(String::as_str));
        let hint = nearest.map(|nearest| format!("; did you mean `{nearest}`?")).unwrap_or_default();
        format!("--modellable: no event has a parameter `{name}`{hint}")
    });
    unknown.collect()
}

/// The text that is spelt most like the name.
fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    /// Of less likeness, it is another word.
    const ALIKE: f64 = 0.7;
    let likeness = |text: &str| strsim::jaro_winkler(&text.to_lowercase(), &name.to_lowercase());
    let alike = known.map(|text| (likeness(text), text)).filter(|(likeness, _)| *likeness >= ALIKE);
    alike.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, text)| text)
}
