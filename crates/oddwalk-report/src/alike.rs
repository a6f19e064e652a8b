//! Groups in words: how many more findings are like the one that is shown.

use std::ops::RangeInclusive;

use oddwalk_core::{Group, Span};

use crate::text::{counted, thousands};
use crate::time;

/// `… and 7 more like it (ranks 12, 15–17; 3 actors; 2024-04-01 to 04-12)`; nothing where the first is alone.
pub(crate) fn alike(group: &Group) -> Option<String> {
    let more = group.members.len() - 1;
    let ranks = ranks(group.members.iter().skip(1).map(|finding| finding.rank));
    let word = if more == 1 { "rank" } else { "ranks" };
    let mut facts = vec![format!("{word} {ranks}")];
    facts.extend((group.actors > 0).then(|| counted(group.actors as u64, "actor", "actors")));
    facts.extend(group.begins.map(dates));
    let alike = if group.of_new_commands { "with one new command each" } else { "like it" };
    (more > 0).then(|| format!("… and {} more {alike} ({})", thousands(more as u64), facts.join("; ")))
}

/// `12, 15–17`.
pub(crate) fn ranks(ranks: impl Iterator<Item = usize>) -> String {
    runs(ranks).map(shown).collect::<Vec<_>>().join(", ")
}

/// Numbers that follow each other, together.
fn runs(ranks: impl Iterator<Item = usize>) -> impl Iterator<Item = RangeInclusive<usize>> {
    let mut runs: Vec<RangeInclusive<usize>> = Vec::new();
    for rank in ranks {
        match runs.last_mut() {
            Some(run) if run.end() + 1 == rank => *run = *run.start()..=rank,
            _ => runs.push(rank..=rank),
        }
    }
    runs.into_iter()
}

fn shown(run: RangeInclusive<usize>) -> String {
    match run.end() - run.start() {
        0 => run.start().to_string(),
        1 => format!("{}, {}", run.start(), run.end()),
        _ => format!("{}–{}", run.start(), run.end()),
    }
}

/// `2024-04-01 to 04-12`.
fn dates(span: Span) -> String {
    let year = |time| time::formatted(time, "%Y");
    let day = |time| time::formatted(time, "%Y-%m-%d");
    match (day(span.begin), day(span.end)) {
        (first, last) if first == last => first,
        (first, _) if year(span.begin) == year(span.end) => {
            format!("{first} to {}", time::formatted(span.end, "%m-%d"))
        }
        (first, last) => format!("{first} to {last}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_that_follow_each_other_are_one() {
        let ranks: Vec<String> = runs([2, 4, 5, 9, 10, 11].into_iter()).map(shown).collect();
        assert_eq!(ranks, ["2", "4, 5", "9–11"]);
    }

    #[test]
    fn a_year_is_said_once() {
        const DAY: i64 = 86_400_000_000_000;
        let dates = |days| dates(Span { begin: 0, end: days * DAY });
        assert_eq!(
            [0, 11, 400].map(dates),
            ["1970-01-01", "1970-01-01 to 01-12", "1970-01-01 to 1971-02-05"]
        );
    }
}
