//! Lines of a terminal, none wider than it is.

use crate::terminal::{Paint, Style, wrap};
use crate::text::clip;

/// How many lines one text may take.
const MAX_LINES: usize = 4;

/// Lines in the making.
pub(super) struct Lines {
    width: usize,
    style: Style,
    text: String,
}

impl Lines {
    pub(super) fn new(width: usize, style: Style) -> Self {
        Self { width, style, text: String::new() }
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// Pieces of one line, painted each in its way; the caller sees to the width.
    pub(super) fn pieces(&mut self, pieces: &[(Paint, String)]) {
        let last = pieces.iter().rposition(|(_, piece)| !piece.trim().is_empty());
        for (index, (paint, piece)) in pieces.iter().enumerate().take(last.map_or(0, |last| last + 1)) {
            let piece = if Some(index) == last { piece.trim_end() } else { piece };
            self.text.push_str(&self.style.paint(*paint, piece));
        }
        self.text.push('\n');
    }

    /// Items in a row, broken between them.
    pub(super) fn items<'t>(
        &mut self,
        paint: Paint,
        items: impl IntoIterator<Item = &'t str>,
        separator: &str,
    ) {
        let lines = wrap(items, separator, self.width, MAX_LINES);
        lines.into_iter().for_each(|line| self.pieces(&[(paint, line)]));
    }

    /// A sentence, broken between its words.
    pub(super) fn wrapped(&mut self, paint: Paint, text: &str) {
        self.items(paint, text.split(' '), " ");
    }

    /// A text after so many columns, broken between its words.
    pub(super) fn indented(&mut self, paint: Paint, text: &str, indent: usize) {
        for line in broken(text, self.width.saturating_sub(indent)) {
            self.pieces(&[(Paint::Plain, " ".repeat(indent)), (paint, line)]);
        }
    }

    /// A line that is cut where it is too wide.
    pub(super) fn clipped(&mut self, paint: Paint, text: &str) {
        let line = clip(text, self.width);
        self.pieces(&[(paint, line)]);
    }
}

/// The text in lines of at most `width` columns.
pub(super) fn broken(text: &str, width: usize) -> Vec<String> {
    wrap(text.split(' '), " ", width, MAX_LINES)
}
