//! The list of all evidence: how unusual each kind is, and what speaks for it.

use oddwalk_core::{Clue, Evidence, Finding, Reasons};

use super::lines::{Lines, broken};
use super::words::Words;
use crate::clue::{UNCERTAIN, notes, sentence};
use crate::terminal::Paint;

/// As wide as the longest name.
const NAME: usize = 8;
const BITS: usize = 6;
const GAP: &str = "  ";
/// How many first times are named.
const MAX_FIRST: usize = 8;

/// Fewer are nothing to explain.
const LEAST_BITS: f64 = 2.0;

/// One kind of evidence as it is shown.
pub(crate) struct Item {
    pub(crate) evidence: Evidence,
    pub(crate) bits: f64,
    pub(crate) words: Words,
}

/// All kinds, the most unusual first; none where the session is not judged.
pub(crate) fn items(finding: &Finding, reasons: &Reasons) -> Vec<Item> {
    let Some(judgement) = finding.judgement else { return Vec::new() };
    let item = |evidence: Evidence| {
        let is_it = |clue: &&Clue| clue.evidence == evidence;
        let words = match reasons.clues.iter().find(is_it) {
            Some(clue) => sentence(clue, &reasons.first_times),
            None if evidence == Evidence::Habit && judgement.history.is_none() => {
                Words::new().say("no habits to compare with: it is nobody's")
            }
            None if judgement.verdict.bits(evidence) < LEAST_BITS => Words::new().say("as usual"),
            None => Words::new().say("nothing in particular"),
        };
        Item { evidence, bits: judgement.verdict.bits(evidence), words }
    };
    let mut items: Vec<Item> = Evidence::ALL.into_iter().map(item).collect();
    items.sort_by(|a, b| b.bits.total_cmp(&a.bits));
    items
}

/// Further facts about the finding: what is used for the first time, and that the order is not known.
pub(crate) fn facts(finding: &Finding, reasons: &Reasons) -> Vec<Words> {
    let mut facts = Vec::new();
    if notes(finding).contains(&UNCERTAIN) {
        facts.push(Words::new().say(UNCERTAIN));
    }
    let (shown, more) = reasons.first_times.split_at(reasons.first_times.len().min(MAX_FIRST));
    let names = shown.iter().map(|name| Words::new().name(name));
    if let Some(names) = names.reduce(|list, next| list.say(", ").then(next)) {
        let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
        facts.push(Words::new().say("first time for this actor: ").then(names).say(more));
    }
    facts
}

pub(super) fn write(finding: &Finding, reasons: &Reasons, lines: &mut Lines) {
    let items = items(finding, reasons);
    if items.is_empty() {
        return;
    }
    lines.blank();
    lines.clipped(Paint::Header, &format!("{:NAME$}{GAP}{:>BITS$}", "evidence", "bits"));
    for Item { evidence, bits, words } in items {
        let head = [format!("{:NAME$}{GAP}", evidence.name()), format!("{:>BITS$.1}{GAP}", bits + 0.0)];
        let indent = head.iter().map(String::len).sum();
        let mut head = head.to_vec();
        for line in broken(&words.quoted(), lines.width().saturating_sub(indent)) {
            let [name, bits] = [head[0].clone(), head[1].clone()];
            lines.pieces(&[(Paint::Plain, name), (Paint::Strong, bits), (Paint::Plain, line)]);
            head.iter_mut().for_each(|cell| *cell = " ".repeat(cell.len()));
        }
    }
    for fact in facts(finding, reasons) {
        lines.wrapped(Paint::Plain, &fact.quoted());
    }
}
