//! Words: sentences about a log, in which its names can be told from ours.

use crate::text::{clip, neutralise};

/// How much of a name a sentence shows.
const NAME_WIDTH: usize = 60;

/// Text of ours and names of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words(Vec<Word>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Ours(String),
    /// [Neutralised](neutralise), and cut where it is long.
    Name(String),
}

impl Words {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn say(mut self, text: impl Into<String>) -> Self {
        self.0.push(Word::Ours(text.into()));
        self
    }

    pub(crate) fn name(mut self, name: &str) -> Self {
        let name = if neutralise(name).trim().is_empty() { "\u{2423}" } else { name };
        self.0.push(Word::Name(clip(name, NAME_WIDTH)));
        self
    }

    /// A command's name, or END.
    pub(crate) fn command(self, command: Option<&str>) -> Self {
        match command {
            Some(command) => self.name(command),
            None => self.say("END"),
        }
    }

    pub(crate) fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// With names in backticks.
    pub(crate) fn quoted(&self) -> String {
        let quoted = self.0.iter().map(|word| match word {
            Word::Ours(text) => text.clone(),
            Word::Name(name) => format!("`{name}`"),
        });
        quoted.collect()
    }

    /// With names as they are.
    pub(crate) fn bare(&self) -> String {
        let bare = self.0.iter().map(|word| match word {
            Word::Ours(text) | Word::Name(text) => text.as_str(),
        });
        bare.collect()
    }
}
