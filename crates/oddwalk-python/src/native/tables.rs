//! Sessions and scores as columns.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, Float64Array, StringArray, TimestampNanosecondArray, UInt64Array};
use oddwalk::core::SessionText;
use oddwalk::{Scan, Sessionized};

/// Columns by name.
pub(super) type Columns = Vec<(String, ArrayRef)>;

/// The sessions: the entity's columns, `begin`, `end`, `events` and `session`.
pub(super) fn session_columns(sessionized: &Sessionized) -> Columns {
    let mut columns = entity_columns(sessionized);
    let spans = || sessionized.sessions.iter().map(|session| session.span);
    let times = |times: TimestampNanosecondArray| Arc::new(times.with_timezone("UTC")) as ArrayRef;
    columns.push(("begin".into(), times(spans().map(|span| span.map(|span| span.begin)).collect())));
    columns.push(("end".into(), times(spans().map(|span| span.map(|span| span.end)).collect())));
    let events = sessionized.sessions.iter().map(|session| session.events.len() as u64);
    columns.push(("n_events".into(), Arc::new(events.collect::<UInt64Array>())));
    let sessions = sessionized.texts().map(|text| text.commands().collect());
    columns.push(("session".into(), lists(sessions)));
    columns
}

/// The sessions and their scores: `likelihood`, `surprisal_bits` and `window`; `score_bits` and `p_value` where the method
/// has them.
pub(super) fn score_columns(scan: &Scan) -> Columns {
    let Scan { sessionized, scores, judged, .. } = scan;
    let mut columns = session_columns(sessionized);
    let number = |numbers: Float64Array| Arc::new(numbers) as ArrayRef;
    let known = |score: f64| (!score.is_nan()).then_some(score);
    columns.push(("likelihood".into(), number(scores.iter().map(|score| known(score.likelihood)).collect())));
    let bits = scores.iter().map(|score| known(score.surprisal_bits));
    columns.push(("surprisal_bits".into(), number(bits.collect())));
    let windows = sessionized
        .texts()
        .zip(scores)
        .map(|(text, score)| text.commands().skip(score.window_start).take(score.window_events).collect());
    columns.push(("window".into(), lists(windows)));
    if let Some(judged) = judged {
        let verdicts = || judged.judgements.iter().map(|judgement| judgement.verdict);
        let bits = verdicts().map(|verdict| Some(verdict.score_bits));
        columns.push(("score_bits".into(), number(bits.collect())));
        columns.push(("p_value".into(), number(verdicts().map(|verdict| Some(verdict.p())).collect())));
    }
    columns
}

fn entity_columns(sessionized: &Sessionized) -> Columns {
    let names = sessionized.log.entities().columns();
    let column = |(place, name): (usize, &String)| {
        let value = |text: SessionText<'_>| text.entity().nth(place).flatten().map(str::to_owned);
        let values: StringArray = sessionized.texts().map(value).collect();
        (name.clone(), Arc::new(values) as ArrayRef)
    };
    names.iter().enumerate().map(column).collect()
}

fn lists<'t>(lists: impl Iterator<Item = Vec<&'t str>>) -> ArrayRef {
    let mut builder = ListBuilder::new(StringBuilder::new());
    for list in lists {
        list.into_iter().for_each(|text| builder.values().append_value(text));
        builder.append(true);
    }
    Arc::new(builder.finish())
}
