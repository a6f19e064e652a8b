//! The terminal: findings as a list for people, in as many columns as there are.

mod layout;
mod listed;
pub(crate) mod numbers;
pub(crate) mod style;
mod wrap;

use std::io::{self, Write};

use self::layout::Layout;
pub(crate) use self::layout::entity_values;
pub use self::listed::Listed;
pub(crate) use self::style::Paint;
pub use self::style::Style;
pub use self::wrap::paragraph;
pub(crate) use self::wrap::wrap;

/// Writes the findings as a list under a header, no line wider than `width` columns (40 where it is less).
///
/// Numbers and times stand in columns. Entity and window follow on the same line where all of them fit; else the window,
/// or both, stand on lines of their own below. What is said about a finding follows: why it is odd, and how many more are
/// like it. What is longer than that is wrapped, then cut with `…`. Everything that comes from the log is
/// [neutralised](crate::neutralise). Without findings nothing is written.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_terminal<'a, L: Into<Listed<'a>>>(
    findings: impl IntoIterator<Item = L>,
    width: usize,
    style: Style,
    mut out: impl Write,
) -> io::Result<()> {
    let listed: Vec<Listed> = findings.into_iter().map(Into::into).collect();
    if listed.is_empty() {
        return Ok(());
    }
    let layout = Layout::new(&listed, width, style);
    layout.write_header(&mut out)?;
    for listed in &listed {
        layout.write(listed, &mut out)?;
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use oddwalk_core::{Findings, Reasons, grouped};
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::sample::{HOSTILE_RECIPE, Sample, ranked_together};
    use crate::text::is_hidden;

    fn shown(findings: &Findings, width: usize, style: Style) -> String {
        let explainer = findings.explainer();
        let reasons: Vec<Reasons> = findings.iter().map(|finding| explainer.reasons(&finding)).collect();
        let groups = grouped(findings.iter().zip(&reasons));
        let listed = groups.iter().map(|group| {
            let first = group.members[0];
            Listed::from(first).because(&reasons[first.rank - 1]).for_all_of(group)
        });
        let mut out = Vec::new();
        write_terminal(listed, width, style, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn first_lines(text: &str) -> String {
        text.lines().take(24).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn judged_in_80_columns() {
        let sample = Sample::judged_mailboxes();
        insta::assert_snapshot!(first_lines(&shown(&sample.findings(), 80, Style::Plain)));
    }

    #[test]
    fn judged_in_160_columns() {
        let sample = Sample::judged_mailboxes();
        insta::assert_snapshot!(first_lines(&shown(&sample.findings(), 160, Style::Plain)));
    }

    #[test]
    fn several_judged_recipes() {
        let (exchange, trail) = (Sample::exchange().judged(), Sample::cloudtrail().judged());
        let findings = ranked_together([("office365-exchange", &exchange), ("aws-cloudtrail", &trail)]);
        insta::assert_snapshot!(shown(&findings, 100, Style::Plain));
    }

    #[test]
    fn exchange_in_80_columns() {
        insta::assert_snapshot!(shown(&Sample::exchange().findings(), 80, Style::Plain));
    }

    #[test]
    fn exchange_in_120_columns() {
        insta::assert_snapshot!(shown(&Sample::exchange().findings(), 120, Style::Plain));
    }

    #[test]
    fn exchange_in_160_columns() {
        insta::assert_snapshot!(shown(&Sample::exchange().findings(), 160, Style::Plain));
    }

    #[test]
    fn exchange_in_260_columns() {
        insta::assert_snapshot!(shown(&Sample::exchange().findings(), 260, Style::Plain));
    }

    #[test]
    fn several_recipes_in_80_columns() {
        let (exchange, trail) = (Sample::exchange(), Sample::cloudtrail());
        let findings = ranked_together([("office365-exchange", &exchange), ("aws-cloudtrail", &trail)]);
        insta::assert_snapshot!(shown(&findings, 80, Style::Plain));
    }

    #[test]
    fn colours() {
        let text = shown(&Sample::exchange().findings(), 80, Style::Colour);
        insta::assert_snapshot!(text.replace('\u{1b}', "^"));
    }

    #[test]
    fn hostile_text() {
        insta::assert_snapshot!(shown(&Sample::hostile().findings(), 80, Style::Plain));
    }

    #[test]
    fn every_line_fits_and_is_harmless() {
        let long = "A-Very-Long-Cmdlet-Name-日本語".repeat(3_000);
        let entity = [Some(long.as_str()), Some("ann")];
        let wordy =
            Sample::new(&["a", "b"], &[(&entity, &[&long, &long, "Set"], Some(0)), (&entity, &["x"], None)]);
        let hostile = Sample::hostile();
        let together = ranked_together([(HOSTILE_RECIPE, &hostile), (&long, &wordy)]);
        let exchange = Sample::exchange();
        let judged =
            [Sample::exchange(), Sample::hostile(), Sample::hostile_parameters()].map(Sample::judged);
        let judged_together = ranked_together([(HOSTILE_RECIPE, &judged[1]), (&long, &judged[2])]);
        let all = [exchange.findings(), hostile.findings(), wordy.findings(), together, judged_together];
        for findings in all.into_iter().chain(judged.iter().map(Sample::findings)) {
            for width in (40..300).chain([0, 1_000]) {
                let text = shown(&findings, width, Style::Plain);
                for line in text.lines() {
                    assert!(line.width() <= width.max(40), "{width}: {line}");
                    assert!(!line.contains(is_hidden), "{line:?}");
                    assert_eq!(line, line.trim_end());
                }
            }
        }
    }

    #[test]
    fn nothing_is_written_without_findings() {
        assert_eq!(shown(&Sample::empty().findings(), 80, Style::Colour), "");
    }
}
