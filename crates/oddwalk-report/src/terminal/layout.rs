//! The layout of a terminal list: numbers in columns, entity and window where they find room.

use std::io::{self, Write};

use oddwalk_core::Finding;

use super::listed::Listed;
use super::numbers::{GAP, NOBODY, Numbers};
use super::style::{Paint, Style};
use super::wrap::wrap;
use crate::text::{clip, display_width};

const MIN_WIDTH: usize = 40;
/// An entity that has this much room beside the numbers is wrapped there when it is longer.
const ROOMY: usize = 72;
/// How many lines a wrapped entity or window may take.
const MAX_LINES: usize = 3;
/// How many lines may say why it is odd.
const MAX_REASON: usize = 2;
const NO_WINDOW: &str = "– (fewer events than a window)";

/// Where entity and window stand.
#[derive(Clone, Copy)]
enum Places {
    /// Both beside the numbers, the entity in so many columns.
    Beside(usize),
    /// The entity beside the numbers, the window below: under the entity, where there is room for it.
    WindowBelow { aligned: bool },
    /// Both below the numbers.
    Below,
}

pub(super) struct Layout {
    width: usize,
    style: Style,
    numbers: Numbers,
    places: Places,
}

impl Layout {
    pub(super) fn new(listed: &[Listed], width: usize, style: Style) -> Self {
        let width = width.max(MIN_WIDTH);
        let findings: Vec<Finding> = listed.iter().map(|listed| listed.finding).collect();
        let numbers = Numbers::new(&findings, width);
        let room = width.saturating_sub(numbers.width() + GAP.len());
        Self { width, style, numbers, places: places(&findings, room) }
    }

    pub(super) fn write_header(&self, out: &mut impl Write) -> io::Result<()> {
        let names = match self.places {
            Places::Beside(entity) => format!("{GAP}{:entity$}{GAP}window", "entity"),
            Places::WindowBelow { .. } => format!("{GAP}entity / window"),
            Places::Below => String::new(),
        };
        let header = clip(&(self.numbers.header() + &names), self.width);
        writeln!(out, "{}", self.style.paint(Paint::Header, header.trim_end()))
    }

    pub(super) fn write(&self, listed: &Listed, out: &mut impl Write) -> io::Result<()> {
        self.write_finding(&listed.finding, out)?;
        let indent = self.indent();
        let lines = |text: &str, most| match text {
            "" => Vec::new(),
            text => wrap(text.split(' '), " ", self.width - indent, most),
        };
        write!(out, "{}", self.block(&lines(&listed.reason, MAX_REASON), indent, Paint::Plain))?;
        write!(out, "{}", self.block(&lines(&listed.notes, MAX_LINES), indent, Paint::Plain))?;
        // Nothing may hide a rank.
        write!(out, "{}", self.block(&lines(&listed.alike, usize::MAX), indent, Paint::Faint))
    }

    /// Where lines below the numbers begin.
    fn indent(&self) -> usize {
        match self.places {
            Places::Beside(_) | Places::WindowBelow { aligned: true } => self.numbers.width() + GAP.len(),
            Places::WindowBelow { aligned: false } | Places::Below => self.numbers.rank_width() + GAP.len(),
        }
    }

    fn write_finding(&self, finding: &Finding, out: &mut impl Write) -> io::Result<()> {
        let numbers = self.style.paint(Paint::Strong, &self.numbers.of(finding));
        let (beside, below) = (self.numbers.width() + GAP.len(), self.indent());
        match self.places {
            Places::Beside(width) => {
                let entity = entity_lines(finding, width).concat();
                let room = " ".repeat(width - display_width(&entity));
                let window = window_lines(finding, self.width - beside - width - GAP.len()).concat();
                let window = self.style.paint(Paint::Window, &window);
                writeln!(out, "{numbers}{GAP}{}{room}{GAP}{window}", self.style.paint(Paint::Entity, &entity))
            }
            Places::WindowBelow { .. } => {
                let entity = self.block(&entity_lines(finding, self.width - beside), beside, Paint::Entity);
                write!(out, "{numbers}{}", &entity[self.numbers.width()..])?;
                self.write_window(finding, below, out)
            }
            Places::Below => {
                writeln!(out, "{}", self.style.paint(Paint::Strong, self.numbers.of(finding).trim_end()))?;
                write!(
                    out,
                    "{}",
                    self.block(&entity_lines(finding, self.width - below), below, Paint::Entity)
                )?;
                self.write_window(finding, below, out)
            }
        }
    }

    fn write_window(&self, finding: &Finding, indent: usize, out: &mut impl Write) -> io::Result<()> {
        write!(out, "{}", self.block(&window_lines(finding, self.width - indent), indent, Paint::Window))
    }

    /// Painted lines after so many spaces each.
    fn block(&self, lines: &[String], indent: usize, paint: Paint) -> String {
        let painted = lines.iter().map(|line| self.style.paint(paint, line));
        painted.flat_map(|line| [" ".repeat(indent), line, "\n".into()]).collect()
    }
}

/// What fits beside the numbers, where there is so much room.
fn places(findings: &[Finding], room: usize) -> Places {
    let entity = widest(findings.iter().map(|finding| entity_lines(finding, room)), room);
    let window = widest(findings.iter().map(|finding| window_lines(finding, room)), room);
    match (entity, window) {
        _ if room <= " ·".len() => Places::Below,
        (Some(entity), Some(window)) if entity + GAP.len() + window <= room => Places::Beside(entity),
        (None, _) if room < ROOMY => Places::Below,
        _ => Places::WindowBelow { aligned: window.is_some() },
    }
}

/// The widest text, or `None` where one takes several lines or was cut to all the room there is.
fn widest(texts: impl Iterator<Item = Vec<String>>, room: usize) -> Option<usize> {
    let width = |lines: Vec<String>| {
        (lines.len() == 1).then(|| display_width(&lines[0])).filter(|&width| width < room)
    };
    texts.map(width).try_fold(0, |widest, width| width.map(|width| width.max(widest)))
}

fn entity_lines(finding: &Finding, width: usize) -> Vec<String> {
    wrap(entity_values(finding), " · ", width, MAX_LINES)
}

/// The entity's values, with a sign where one is missing.
pub(crate) fn entity_values<'a>(finding: &Finding<'a>) -> impl Iterator<Item = &'a str> + use<'a> {
    finding.session.entity().map(|value| value.filter(|value| !value.is_empty()).unwrap_or(NOBODY))
}

fn window_lines(finding: &Finding, width: usize) -> Vec<String> {
    if !finding.score.is_scored() {
        return vec![clip(NO_WINDOW, width)];
    }
    let end = finding.score.ends_session.then_some("END");
    wrap(finding.window().chain(end), " → ", width, MAX_LINES)
}
