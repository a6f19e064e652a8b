//! Values of parameters with placeholders.
//!
//! Placeholders stand in angle brackets. Within one piece of work the same
//! placeholder gives the same text, so a rule keeps its name from the command
//! that makes it to the command that removes it.
//!
//! | placeholder | becomes |
//! |---|---|
//! | `<target>` | account name of whom the work is about; another one in each round of a repeated step |
//! | `<owner>` | the target of the first round, in every round |
//! | `<name>` | first and last name of the target |
//! | `<group>`, `<team>` | a group's name; `<group>` changes with the round, `<team>` does not |
//! | `<me>` | account name of whoever runs the command |
//! | `<domain>` | the organisation's own domain |
//! | `<partner>` | domain of another organisation |
//! | `<outsider>`, `<contact>` | a mail address at another organisation; `<contact>` changes with the round |
//! | `<n:3-9>` | a number from 3 to 9; changes with the round |
//! | `<guid>` | a random identifier; changes with the round |
//! | `<date>`, `<date+30>`, `<date-7>` | time of the event, or days later or earlier |
//! | `<red\|green>` | one of the given texts; that of the opener that the work is in, if it is among them |
//! | `<own:red\|green>` | one of the given texts, always the same for one actor |
//! | `<hex:8>`, `<id:8>` | so many hexadecimal digits, at most 16; `<hex:..>` changes with the round |

use std::borrow::Cow;
use std::fmt::Write;

use super::calendar;
use super::dice::{mix, mix_text, part, place};
use super::event::Beat;
use super::names;

/// What placeholders may look up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    /// The event being written.
    pub(super) beat: &'a Beat,
    /// Account name of its actor.
    pub(super) me: &'a str,
    /// Number that the actor's habits follow from.
    pub(super) style: u64,
    /// The organisation's domain.
    pub(super) domain: &'static str,
    /// Number of accounts in the organisation.
    pub(super) accounts: u64,
}

/// A value cut into fixed text and placeholders.
#[derive(Debug)]
pub(super) struct Template {
    pieces: Vec<Piece>,
}

#[derive(Debug)]
enum Piece {
    Text(&'static str),
    Target { moving: bool },
    Name,
    Group { moving: bool },
    Me,
    Domain,
    Partner,
    Outsider { moving: bool },
    Number { low: u64, high: u64, salt: u64 },
    Guid,
    Date { days: i64 },
    Hex { digits: usize, salt: u64, moving: bool },
    Own { options: Vec<&'static str>, salt: u64 },
    Choice { options: Vec<&'static str>, salt: u64 },
}

const SALT_TARGET: u64 = 11;
const SALT_GROUP: u64 = 12;
const SALT_OUTSIDER: u64 = 13;
const SALT_GUID: u64 = 14;

impl Template {
    /// Cuts `text` into pieces; a placeholder that is not known stays as text.
    pub(super) fn parse(text: &'static str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, tail)) = rest.split_once('<') {
            let Some((inside, after)) = tail.split_once('>') else {
                break;
            };
            if !before.is_empty() {
                pieces.push(Piece::Text(before));
            }
            pieces.push(Piece::parse(inside));
            rest = after;
        }
        if !rest.is_empty() || pieces.is_empty() {
            pieces.push(Piece::Text(rest));
        }
        Self { pieces }
    }

    /// Writes the value out; a single fixed piece is borrowed, not copied.
    pub(super) fn fill(&self, context: Context) -> Cow<'static, str> {
        match self.pieces.as_slice() {
            [Piece::Text(text)] => Cow::Borrowed(text),
            [Piece::Choice { options, salt }] => Cow::Borrowed(chosen(options, *salt, context)),
            pieces => {
                let mut out = String::with_capacity(40);
                for piece in pieces {
                    piece.push(&mut out, context);
                }
                Cow::Owned(out)
            }
        }
    }
}

impl Piece {
    fn parse(inside: &'static str) -> Self {
        match inside {
            "target" => Self::Target { moving: true },
            "owner" => Self::Target { moving: false },
            "name" => Self::Name,
            "group" => Self::Group { moving: true },
            "team" => Self::Group { moving: false },
            "me" => Self::Me,
            "domain" => Self::Domain,
            "partner" => Self::Partner,
            "outsider" => Self::Outsider { moving: false },
            "contact" => Self::Outsider { moving: true },
            "guid" => Self::Guid,
            _ => Self::parse_argument(inside),
        }
    }

    fn parse_argument(inside: &'static str) -> Self {
        let salt = mix_text(inside);
        if let Some(options) = inside.strip_prefix("own:") {
            return Self::Own { options: options.split('|').collect(), salt };
        }
        if inside.contains('|') {
            let options = inside.split('|').collect();
            return Self::Choice { options, salt };
        }
        if let Some((low, high)) = inside.strip_prefix("n:").and_then(|range| range.split_once('-'))
            && let (Ok(low), Ok(high)) = (low.parse(), high.parse())
        {
            return Self::Number { low, high, salt };
        }
        if let Some((kind @ ("hex" | "id"), digits)) = inside.split_once(':')
            && let Ok(digits) = digits.parse()
        {
            return Self::Hex { digits, salt, moving: kind == "hex" };
        }
        match inside.strip_prefix("date").map(|days| (days, days.parse())) {
            Some(("", _)) => Self::Date { days: 0 },
            Some((_, Ok(days))) => Self::Date { days },
            _ => Self::Text(inside),
        }
    }

    fn push(&self, out: &mut String, context: Context) {
        match self {
            Self::Text(text) => out.push_str(text),
            Self::Target { moving } => names::push_alias(out, account(context, *moving)),
            Self::Name => names::push_name(out, account(context, true)),
            Self::Group { moving } => names::push_group(out, subject(context, SALT_GROUP, *moving)),
            Self::Me => out.push_str(context.me),
            Self::Domain => out.push_str(context.domain),
            Self::Partner => out.push_str(names::partner(subject(context, SALT_OUTSIDER, false))),
            Self::Outsider { moving } => {
                push_outsider(out, subject(context, SALT_OUTSIDER, *moving));
            }
            Self::Number { low, high, salt } => {
                let span = high.saturating_sub(*low) + 1;
                let _ = write!(out, "{}", low + part(subject(context, *salt, true), span));
            }
            Self::Guid => push_guid(out, subject(context, SALT_GUID, true)),
            Self::Date { days } => calendar::push_us(out, context.beat.at + days * calendar::DAY),
            Self::Hex { digits, salt, moving } => {
                let word = subject(context, *salt, *moving);
                out.extend(format!("{word:016x}").chars().take(*digits));
            }
            Self::Own { options, salt } => {
                out.push_str(options[place(mix(context.style, *salt), options.len())]);
            }
            Self::Choice { options, salt } => out.push_str(chosen(options, *salt, context)),
        }
    }
}

/// The number behind a placeholder; `moving` ones change with the round.
fn subject(context: Context, salt: u64, moving: bool) -> u64 {
    let round = if moving { context.beat.item } else { 0 };
    mix(mix(context.beat.job, salt), u64::from(round))
}

/// Account number of the target. Some mailboxes see far more work than others,
/// hence the lower of two draws.
fn account(context: Context, moving: bool) -> u64 {
    let word = subject(context, SALT_TARGET, moving);
    part(word, context.accounts).min(part(word >> 20, context.accounts))
}

fn chosen(options: &[&'static str], salt: u64, context: Context) -> &'static str {
    if let Some(opener) = options.iter().find(|option| **option == context.beat.within) {
        return opener;
    }
    let index = place(subject(context, salt, false), options.len());
    options.get(index).copied().unwrap_or("")
}

fn push_outsider(out: &mut String, word: u64) {
    names::push_alias(out, part(word >> 8, 3_000));
    out.push('@');
    out.push_str(names::partner(word));
}

fn push_guid(out: &mut String, word: u64) {
    let other = mix(word, 1);
    let _ = write!(
        out,
        "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
        word >> 32,
        (word >> 16) & 0xffff,
        word & 0xfff,
        other >> 52,
        other & 0xffff_ffff_ffff
    );
}
