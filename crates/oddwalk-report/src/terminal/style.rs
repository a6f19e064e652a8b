//! Style: whether a terminal shows colours.

/// How a terminal list looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Text alone.
    #[default]
    Plain,
    /// With ANSI colours.
    Colour,
}

/// What a piece of text is painted as.
#[derive(Clone, Copy)]
pub(crate) enum Paint {
    Plain,
    Header,
    Strong,
    Entity,
    Window,
    Faint,
}

impl Style {
    pub(crate) fn paint(self, paint: Paint, text: &str) -> String {
        let code = match paint {
            _ if self == Self::Plain || text.is_empty() => return text.to_owned(),
            Paint::Plain => return text.to_owned(),
            Paint::Faint => "2",
            Paint::Header => "1;4",
            Paint::Strong => "1",
            Paint::Entity => "36",
            Paint::Window => "33",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}
