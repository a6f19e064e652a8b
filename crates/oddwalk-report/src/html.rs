//! HTML: one offline file without scripts, with a timeline, the oddest sessions, data quality and provenance.

mod axis;
mod carried;
mod explanation;
mod findings;
mod notes;
mod overview;
mod points;
mod quality;
mod timeline;

use std::io::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html};
use oddwalk_core::{Explanation, Findings, Ignored, Reasons};

use self::overview::Overview;
use crate::RecipeQuality;
use crate::text::{clip, counted, display_width, neutralise};

const STYLE: &str = include_str!("html/style.css");
/// Nothing is loaded and nothing runs; styles are the page's own.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'";
/// How much of one text of the log is shown.
const TEXT_WIDTH: usize = 300;

/// What made a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The command line as it was given.
    pub command_line: String,
    /// The name and version of the program.
    pub version: String,
    /// When the report was made; left out where the same input must give the same bytes.
    pub made_at: Option<String>,
    /// The inputs as they were given.
    pub inputs: Vec<String>,
    /// Every option that was in force, by name.
    pub options: Vec<(String, String)>,
}

/// What a report is made from.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The title.
    pub title: &'a str,
    /// All findings: the timeline is drawn from them, the first are listed.
    pub findings: &'a Findings<'a>,
    /// How many findings are listed.
    pub top: usize,
    /// Why the first findings' rarest windows are rare, by rank; there may be fewer than are listed.
    pub explanations: &'a [Explanation<'a>],
    /// Why the first findings are odd, where sessions are judged; by rank, and there may be fewer than are listed.
    pub reasons: &'a [Reasons<'a>],
    /// What was read and what was not used, of each recipe.
    pub quality: &'a [RecipeQuality<'a>],
    /// What is ignored, and not among the findings.
    pub ignored: Option<&'a Ignored<'a>>,
    /// What made the report.
    pub provenance: &'a Provenance,
}

/// Writes the report as one HTML file that needs no network and runs no script.
///
/// All text is escaped for HTML and [neutralised](crate::neutralise), and cut where it is long. The page is made in
/// memory: it grows with `top`, not with the number of findings.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_html(report: &Report, mut out: impl Write) -> io::Result<()> {
    out.write_all(page(report).into_string().as_bytes())?;
    out.flush()
}

fn page(report: &Report) -> Markup {
    let overview = Overview::of(report.findings);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="referrer" content="no-referrer";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (neutralise(report.title)) }
                style { (PreEscaped(STYLE)) }
            }
            body { (body(report, &overview)) }
        }
    }
}

fn body(report: &Report, overview: &Overview) -> Markup {
    html! {
        header {
            h1 { (neutralise(report.title)) }
            p.summary { (overview.sentence(report.quality)) }
        }
        main {
            (timeline::section(report.findings, overview, report.top))
            (findings::section(report))
            (quality::section(report.quality, report.ignored))
            (notes::provenance(report.provenance))
        }
    }
}

/// A text of the log: neutralised, and cut with a notice where it is long.
fn log_text(text: &str) -> Markup {
    let shown = clip(text, TEXT_WIDTH);
    let is_cut = display_width(&shown) + 1 >= TEXT_WIDTH && neutralise(text).len() > shown.len();
    html! {
        (shown)
        @if is_cut {
            " " span.cut { "cut from " (counted(text.chars().count() as u64, "character", "characters")) }
        }
    }
}

#[cfg(test)]
mod tests {
    use oddwalk_core::SessionKind;

    use super::*;
    use crate::quality::tests::{recipes, sample as quality};
    use crate::sample::{HOSTILE_RECIPE, Method, Sample, ranked_together};
    use crate::text::is_hidden;

    fn provenance() -> Provenance {
        Provenance {
            command_line: "oddwalk scan 'logs/<b>.csv' --report out.html".into(),
            version: "oddwalk 0.1.0".into(),
            made_at: None,
            inputs: vec!["logs/<b>.csv".into()],
            options: vec![("window".into(), "3".into())],
        }
    }

    fn shown(sample: &Sample, top: usize) -> String {
        page_of(&sample.findings(), top, &[("table", &quality())])
    }

    fn page_of(findings: &Findings, top: usize, quality: &[RecipeQuality]) -> String {
        let explainer = findings.explainer();
        let report = Report {
            title: "Odd <walks>",
            findings,
            top,
            explanations: &findings.iter().map(|finding| explainer.window(&finding)).collect::<Vec<_>>(),
            reasons: &findings.iter().map(|finding| explainer.reasons(&finding)).collect::<Vec<_>>(),
            quality,
            ignored: None,
            provenance: &provenance(),
        };
        let mut out = Vec::new();
        write_html(&report, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// The page without its styles, one element a line.
    fn body(page: &str) -> String {
        page.split_once("</style>").unwrap().1.replace("><", ">\n<")
    }

    #[test]
    fn exchange() {
        insta::assert_snapshot!(body(&shown(&Sample::exchange(), 2)));
    }

    #[test]
    fn hostile_text_is_only_text() {
        let page = shown(&Sample::hostile(), 10);
        insta::assert_snapshot!(body(&page));
        assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("</script"));
        assert!(!page.replace('\n', "").contains(is_hidden));
    }

    #[test]
    fn several_recipes_and_what_they_carry() {
        let (exchange, trail, quality) = (Sample::exchange(), Sample::cloudtrail(), recipes());
        let findings = ranked_together([("office365-exchange", &exchange), ("aws-cloudtrail", &trail)]);
        let quality = quality.each_ref().map(|(recipe, quality)| (*recipe, quality));
        let page = page_of(&findings, 3, &quality);
        assert!(!page.replace('\n', "").contains(is_hidden) && !page.contains("<b>"));
        insta::assert_snapshot!(body(&page));
    }

    #[test]
    fn hostile_recipes_and_carried_texts_are_only_text_and_few() {
        let hostile = Sample::hostile_carried();
        let findings = ranked_together([(HOSTILE_RECIPE, &hostile), ("b", &hostile)]);
        let page = page_of(&findings, 10, &[(HOSTILE_RECIPE, &quality()), ("b", &quality())]);
        assert!(page.contains("&lt;/dd&gt;&lt;script&gt;alert(1)"));
        assert!(!page.contains("<script") && !page.contains("<b>"));
        assert!(!page.replace('\n', "").contains(is_hidden));

        let commands = vec!["Get-Mailbox"; 5_000];
        let sample = Sample::new(&["user"], &[(&[Some("ann")], &commands, Some(0))]);
        let names: Vec<String> = (0..100).map(|index| format!("column {index}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let sample = sample.carrying(&names, |event| vec![Some(format!("{event} {}", "x".repeat(900))); 100]);
        let page = shown(&sample, 10);
        assert!(page.contains("4,990 more") && page.contains("80 more columns"));
        assert!(page.len() < 200_000, "{}", page.len());
    }

    #[test]
    fn nothing_is_loaded_from_anywhere() {
        let page = shown(&Sample::exchange(), 10);
        for word in ["http:", "https:", "src=", "url(", "@import", "javascript", "<link"] {
            assert!(!page.contains(word), "{word}");
        }
        assert!(
            page.contains(&format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">"))
        );
    }

    #[test]
    fn long_names_are_cut_with_a_notice() {
        let long = "x".repeat(100_000);
        let sample = Sample::new(&["user"], &[(&[Some(&long)], &[&long, &long, "Set"], Some(0))]);
        let page = shown(&sample, 10);
        assert!(page.contains("cut from 100,000 characters"));
        assert!(page.len() < 30_000, "{}", page.len());
    }

    #[test]
    fn long_sessions_show_the_window() {
        let mut commands = vec!["Get-Mailbox"; 5_000];
        commands[4_000] = "Set-Mailbox";
        let sample = Sample::new(&["user"], &[(&[Some("ann")], &commands, Some(0))]);
        let page = shown(&sample, 10);
        assert!(page.contains("earlier events not shown") && page.contains("later events not shown"));
        assert!(page.contains("class=\"rare\""));
        assert!(page.len() < 60_000, "{}", page.len());
    }

    #[test]
    fn parameters_and_values() {
        let sample = Sample::mailboxes(&Method::of(SessionKind::Values));
        insta::assert_snapshot!(body(&shown(&sample, 1)));
    }

    #[test]
    fn hostile_parameters_are_only_text() {
        let page = shown(&Sample::hostile_parameters(), 1);
        assert!(page.contains("never seen with"));
        assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("</td><s"));
        assert!(!page.replace('\n', "").contains(is_hidden));
    }

    #[test]
    fn judged_findings() {
        let page = body(&shown(&Sample::judged_mailboxes(), 1));
        let row = page.split("<tr id=\"finding-1\">").nth(1).unwrap();
        insta::assert_snapshot!(row.split("<section").next().unwrap());
        assert!(page.contains("<th class=\"number\">score</th>\n<th class=\"number\">p</th>"));
        let page = shown(&Sample::hostile_parameters().judged(), 10);
        assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("</td><s"));
        assert!(!page.replace('\n', "").contains(is_hidden));
        assert!(page.contains("by its beginning and its score in bits"));
    }

    #[test]
    fn no_findings() {
        insta::assert_snapshot!(body(&shown(&Sample::empty(), 10)));
    }
}
