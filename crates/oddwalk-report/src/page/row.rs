//! A row of the page: what its columns need of a finding, borrowed from wherever it stands.

use std::borrow::Cow;
use std::fmt;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::{Columns, Row};

/// What the page needs of a finding.
#[derive(Debug, PartialEq, Deserialize)]
pub(super) struct PageRow<'a> {
    pub(super) rank: u32,
    #[serde(borrow)]
    pub(super) recipe: Text<'a>,
    pub(super) entity: Pairs<'a, Option<Text<'a>>>,
    #[serde(deserialize_with = "moment")]
    pub(super) begin: Option<i64>,
    pub(super) duration_ms: Option<i64>,
    pub(super) n_events: u32,
    #[serde(default)]
    pub(super) score_bits: Option<f64>,
    pub(super) surprisal_bits: Option<f64>,
    pub(super) window: Vec<Text<'a>>,
    pub(super) session: Vec<Text<'a>>,
    pub(super) sources: First<Place<'a>>,
    #[serde(default)]
    pub(super) carried: Pairs<'a, Vec<Text<'a>>>,
    #[serde(default)]
    pub(super) group: Option<u32>,
    #[serde(default)]
    pub(super) ignored: Is,
    #[serde(default)]
    pub(super) clues: Is,
    #[serde(default)]
    pub(super) explanation: Is,
    #[serde(default)]
    pub(super) session_explanation: Is,
}

/// A text as it stands in a line, borrowed where nothing in it is escaped.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(transparent)]
pub(super) struct Text<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

/// Where an event came from.
#[derive(Debug, PartialEq, Deserialize)]
pub(super) struct Place<'a> {
    #[serde(borrow)]
    pub(super) file: Text<'a>,
    pub(super) row: u32,
}

/// An object, whose keys keep their order.
#[derive(Debug, PartialEq)]
pub(super) struct Pairs<'a, V>(pub(super) Vec<(Text<'a>, V)>);

/// The first of a list, if it has any.
#[derive(Debug, PartialEq)]
pub(super) struct First<T>(pub(super) Option<T>);

/// Whether there is anything.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Is(pub(super) bool);

impl<'a> PageRow<'a> {
    /// Of a finding; `None` where the row is none.
    pub(super) fn of(columns: &'a Columns, row: &Row<'a>) -> Option<Self> {
        let names = columns.entity_alone(row).iter().map(|name| text(name));
        let carried = row.carried().unwrap_or_default().into_iter().map(|carried| {
            (text(carried.column), carried.texts.into_iter().map(|(carried, _)| text(carried)).collect())
        });
        Some(Self {
            rank: row.rank()? as u32,
            recipe: text(columns.recipe(row)),
            entity: Pairs(names.zip(row.entity().map(|value| value.map(text))).collect()),
            begin: row.span().map(|span| span.begin),
            duration_ms: row.duration_ms(),
            n_events: row.event_count() as u32,
            score_bits: row.score_bits(),
            surprisal_bits: row.surprisal_bits(),
            window: row.window().map(text).collect(),
            session: row.commands().map(text).collect(),
            sources: First(
                row.sources().next().map(|source| Place { file: text(source.file), row: source.row }),
            ),
            carried: Pairs(carried.collect()),
            group: row.group().map(|rank| rank as u32),
            ignored: Is(row.ignored().is_some()),
            clues: Is(row.reasons().is_some()),
            explanation: Is(row.explanation().is_some()),
            session_explanation: Is(row.session_explanation().is_some()),
        })
    }

    /// Whether its line says why it is odd.
    pub(super) fn is_explained(&self) -> bool {
        self.clues.0 || self.explanation.0 || self.session_explanation.0
    }
}

fn text(text: &str) -> Text<'_> {
    Text(Cow::Borrowed(text))
}

/// A time as the lines have it, in nanoseconds.
fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let Some(Text(text)) = Option::deserialize(deserializer)? else { return Ok(None) };
    let time = text.parse::<jiff::Timestamp>().ok().and_then(|time| i64::try_from(time.as_nanosecond()).ok());
    time.map(Some).ok_or_else(|| serde::de::Error::custom("`begin` is no time"))
}

impl<V> Default for Pairs<'_, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de: 'a, 'a, V: Deserialize<'de>> Deserialize<'de> for Pairs<'a, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder<V>(std::marker::PhantomData<V>);
        impl<'de, V: Deserialize<'de>> Visitor<'de> for InOrder<V> {
            type Value = Vec<(Text<'de>, V)>;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(pairs)
            }
        }
        deserializer.deserialize_map(InOrder(std::marker::PhantomData)).map(Self)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for First<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfList<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for OfList<T> {
            type Value = Option<T>;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("a list")
            }

            fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Self::Value, S::Error> {
                let first = list.next_element()?;
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(first)
            }
        }
        deserializer.deserialize_seq(OfList(std::marker::PhantomData)).map(Self)
    }
}

impl<'de> Deserialize<'de> for Is {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Option::<IgnoredAny>::deserialize(deserializer)?.is_some()))
    }
}
