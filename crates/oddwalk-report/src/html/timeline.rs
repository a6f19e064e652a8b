//! The timeline: a drawing of sessions by time and surprisal.

use std::fmt::Write;

use maud::{Markup, html};
use oddwalk_core::Findings;

use super::axis::{NumberAxis, TimeAxis};
use super::overview::Overview;
use super::points::{Point, Points};
use crate::terminal::numbers;
use crate::text::{clip, counted, thousands};

const WIDTH: f64 = 1200.0;
const HEIGHT: f64 = 340.0;
/// Around the axes: left, right, top, bottom.
const MARGINS: [f64; 4] = [48.0, 16.0, 16.0, 34.0];
/// How many of the oddest sessions stand out.
const EMPHASISED: usize = 20;
const TITLE_WIDTH: usize = 160;

pub(super) fn section(findings: &Findings, overview: &Overview, top: usize) -> Markup {
    let points = Points::of(findings);
    let is_judged = points.drawn.iter().any(|point| point.finding.judgement.is_some());
    let height = if is_judged { "score" } else { "surprisal" };
    html! {
        section aria-labelledby="timeline" {
            h2 id="timeline" { "Timeline" }
            @if let Some(range) = overview.range && !points.drawn.is_empty() {
                p.hint { "Each dot is a session, by its beginning and its " (height) " in bits. The oddest are numbered and lead to the list." }
                (drawing(&points.drawn, TimeAxis::new(range), top.min(EMPHASISED), height))
            } @else {
                p.hint { "No session has both a time and a score." }
            }
            @for notice in notices(&points, overview) { p.notice { (notice) } }
        }
    }
}

fn notices(points: &Points, overview: &Overview) -> Vec<String> {
    let sessions = |count: usize| counted(count as u64, "session", "sessions");
    let mut notices = Vec::new();
    if points.left_out() > 0 {
        let (drawn, all) = (thousands(points.drawn.len() as u64), sessions(points.drawable));
        let left_out = thousands(points.left_out() as u64);
        notices.push(format!("{drawn} of {all} are drawn: the rarest, and an even sample of the others. {left_out} are left out."));
    }
    if points.without_time > 0 {
        notices.push(format!("Not drawn, since without a time: {}.", sessions(points.without_time)));
    }
    if overview.unscored > 0 {
        notices.push(format!("Not drawn, since shorter than a window: {}.", sessions(overview.unscored)));
    }
    notices
}

fn drawing(points: &[Point], times: TimeAxis, emphasised: usize, height: &str) -> Markup {
    let bits = NumberAxis::new(points.iter().map(|point| point.bits).fold(0.0, f64::max));
    let place = |point: &Point| Place { x: x(times.place(point.span.begin)), y: y(bits.place(point.bits)) };
    let is_top = |point: &&Point| point.finding.rank <= emphasised;
    let others = points.iter().filter(|point| !is_top(point)).map(place);
    html! {
        svg viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="group" aria-label=(format!("Sessions by time and {height}")) {
            (grid(times, bits))
            path.dots d=(dots(others)) {}
            @for point in points.iter().filter(is_top).rev() { (emphasis(point, &place(point))) }
        }
    }
}

fn grid(times: TimeAxis, bits: NumberAxis) -> Markup {
    let (left, right, top, bottom) = (x(0.0), x(1.0), y(1.0), y(0.0));
    html! {
        @for tick in bits.ticks() {
            @let y = y(tick.place);
            line.grid x1=(left) x2=(right) y1=(y) y2=(y) {}
            text.tick x=(left - 8.0) y=(y + 4.0) text-anchor="end" { (tick.label) }
        }
        @for tick in times.ticks(8) {
            @let x = x(tick.place);
            line.grid x1=(x) x2=(x) y1=(top) y2=(bottom + 5.0) {}
            @if x > left + 30.0 && x < right - 30.0 {
                text.tick x=(x) y=(bottom + 22.0) text-anchor="middle" { (tick.label) }
            }
        }
        text.unit x=(left + 6.0) y=(top + 12.0) { "bits" }
        text.unit x=(right) y=(bottom - 6.0) text-anchor="end" { "UTC" }
    }
}

struct Place {
    x: f64,
    y: f64,
}

/// All dots as one path of lines without length, which round ends make visible.
fn dots(places: impl Iterator<Item = Place>) -> String {
    let mut path = String::new();
    for Place { x, y } in places {
        // Writing to a string cannot fail.
        let _ = write!(path, "M{x:.1} {y:.1}h0");
    }
    path
}

fn emphasis(point: &Point, place: &Place) -> Markup {
    let finding = &point.finding;
    let values = finding.session.entity().map(|value| value.unwrap_or(numbers::NOBODY));
    let values: Vec<_> = finding.telling_recipe().into_iter().chain(values).collect();
    let bits = if finding.judgement.is_some() { numbers::score } else { numbers::bits };
    let title = format!("{}: {} bits, {}, ", finding.rank, bits(finding), numbers::begin(finding));
    html! {
        a href=(format!("#finding-{}", finding.rank)) {
            title { (title) (clip(&values.join(" · "), TITLE_WIDTH)) }
            circle.odd cx=(format!("{:.1}", place.x)) cy=(format!("{:.1}", place.y)) r="9" {}
            text.rank x=(format!("{:.1}", place.x)) y=(format!("{:.1}", place.y + 3.5)) text-anchor="middle" {
                (finding.rank)
            }
        }
    }
}

fn x(place: f64) -> f64 {
    let [left, right, ..] = MARGINS;
    tenth(left + place * (WIDTH - left - right))
}

fn y(place: f64) -> f64 {
    let [.., top, bottom] = MARGINS;
    tenth(HEIGHT - bottom - place * (HEIGHT - top - bottom))
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
