use oddwalk_core::{ScoreOptions, SessionKind};
use unicode_width::UnicodeWidthStr;

use super::ledger::Detail;
use super::*;
use crate::sample::{HOSTILE_RECIPE, Method, Sample, ranked_together};
use crate::text::is_hidden;

fn shown(sample: &Sample, rank: usize, width: usize, style: Style, whole: bool) -> String {
    let finding = sample.findings().iter().nth(rank - 1).unwrap();
    let (windows, sessions) = (sample.explanations(), sample.whole_explanations());
    let (session, reasons) = (whole.then(|| &sessions[rank - 1]), sample.reasons());
    let mut out = Vec::new();
    write_explanation(&finding, &windows[rank - 1], session, &reasons[rank - 1], width, style, &mut out)
        .unwrap();
    String::from_utf8(out).unwrap()
}

fn plain(sample: &Sample, rank: usize, width: usize) -> String {
    shown(sample, rank, width, Style::Plain, false)
}

fn mailboxes(kind: SessionKind) -> Sample {
    Sample::mailboxes(&Method::of(kind))
}

/// The model has seen none of what the last two sessions do.
fn new_day(kind: SessionKind) -> Sample {
    Sample::mailboxes(&Method { learnt: 40, ..Method::of(kind) })
}

#[test]
fn commands_in_80_columns() {
    insta::assert_snapshot!(plain(&mailboxes(SessionKind::Commands), 1, 80));
}

#[test]
fn commands_in_120_columns() {
    insta::assert_snapshot!(plain(&mailboxes(SessionKind::Commands), 1, 120));
}

#[test]
fn parameters_in_80_columns() {
    insta::assert_snapshot!(plain(&mailboxes(SessionKind::Parameters), 1, 80));
}

#[test]
fn values_in_80_columns() {
    insta::assert_snapshot!(plain(&mailboxes(SessionKind::Values), 1, 80));
}

#[test]
fn values_in_120_columns_with_the_whole_session() {
    insta::assert_snapshot!(shown(&mailboxes(SessionKind::Values), 1, 120, Style::Plain, true));
}

#[test]
fn never_seen_by_the_model() {
    insta::assert_snapshot!(plain(&new_day(SessionKind::Values), 1, 120));
}

#[test]
fn all_evidence_in_80_columns() {
    insta::assert_snapshot!(shown(&Sample::judged_mailboxes(), 1, 80, Style::Plain, true));
}

#[test]
fn all_evidence_in_120_columns() {
    insta::assert_snapshot!(plain(&Sample::judged_mailboxes(), 1, 120));
}

#[test]
fn nobody_has_no_habits() {
    let sample = Sample::exchange().judged();
    let rank =
        sample.findings().iter().find(|finding| finding.session.entity().next() == Some(None)).unwrap().rank;
    let text = plain(&sample, rank, 80);
    assert!(text.contains("no habits to compare with: it is nobody's"), "{text}");
    assert!(
        text.contains("The session has fewer events than a window.") || text.contains("together"),
        "{text}"
    );
}

#[test]
fn the_recipe_is_told_where_there_are_several() {
    let (sample, hostile) = (Sample::exchange(), Sample::hostile());
    let findings = ranked_together([("office365-exchange", &sample), (HOSTILE_RECIPE, &hostile)]);
    let explainer = findings.explainer();
    for finding in findings.iter() {
        let mut out = Vec::new();
        let (window, reasons) = (explainer.window(&finding), explainer.reasons(&finding));
        write_explanation(&finding, &window, None, &reasons, 80, Style::Plain, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.replace('\n', "").contains(is_hidden), "{text}");
        let recipe = if finding.part == 0 { "office365-exchange" } else { "=␛[2J<script>" };
        assert!(text.starts_with(&format!("Rank {} · {recipe}", finding.rank)), "{text}");
    }
}

#[test]
fn a_window_at_the_start_and_one_at_the_end() {
    let sample = Sample::exchange();
    insta::assert_snapshot!([2, 5].map(|rank| plain(&sample, rank, 80)).join("\n"));
}

#[test]
fn too_short_for_a_window() {
    let sample = mailboxes(SessionKind::Values);
    insta::assert_snapshot!(shown(&sample, sample.findings().len(), 80, Style::Plain, true));
}

#[test]
fn geometric_mean() {
    let options = ScoreOptions::new(3).unwrap().with_geometric_mean(true);
    let sample = Sample::mailboxes(&Method { options, ..Method::of(SessionKind::Parameters) });
    insta::assert_snapshot!(plain(&sample, 1, 80));
}

#[test]
fn colours() {
    let text = shown(&mailboxes(SessionKind::Values), 1, 100, Style::Colour, false);
    insta::assert_snapshot!(text.replace('\u{1b}', "^"));
}

#[test]
fn hostile_text() {
    insta::assert_snapshot!(plain(&Sample::hostile_parameters(), 1, 80));
}

#[test]
fn long_sessions_are_summed_up() {
    let commands: Vec<String> = (0..200).map(|index| format!("Get-{}", index * index % 37)).collect();
    let commands: Vec<&str> = commands.iter().map(String::as_str).collect();
    let sample = Sample::new(&["user"], &[(&[Some("ann")], &commands, Some(0))]);
    let text = shown(&sample, 1, 120, Style::Plain, true);
    let last: Vec<&str> = text.lines().rev().take(2).collect();
    insta::assert_snapshot!(last.join("\n"));
    assert!(text.lines().count() < 80);
}

/// Forty times the same, then two hundred other commands: each step of the routine was seen often, and is smoothed away.
fn routine_among_many() -> Sample {
    let others: Vec<String> = (0..200).map(|index| format!("Get-{index}")).collect();
    let commands: Vec<&str> = ["Sync"; 40].into_iter().chain(others.iter().map(String::as_str)).collect();
    Sample::new(&["user"], &[(&[Some("ann")], &commands, Some(0)), (&[Some("bob")], &["Sync"; 8], Some(0))])
}

#[test]
fn what_says_the_same_many_times_is_one_line_and_still_adds_up() {
    let sample = routine_among_many();
    let text = shown(&sample, 2, 120, Style::Plain, true);
    let whole = text.split("The whole session").nth(1).unwrap();
    assert_eq!(whole.matches("Sync x 7").count(), 1, "{text}");
    let bits = |line: &str| -> f64 {
        let mut cells = line.split("  ").map(str::trim).filter(|cell| cell.contains('.'));
        cells.find_map(|cell| cell.parse().ok()).unwrap()
    };
    let mut lines =
        whole.lines().skip_while(|line| !line.contains("START")).skip(1).take_while(|line| !line.is_empty());
    let numbers: Vec<f64> = lines.by_ref().filter(|line| line.contains('.')).map(bits).collect();
    let (together, parts) = numbers.split_last().unwrap();
    assert!((parts.iter().sum::<f64>() - together).abs() < 0.01, "{text}");
}

#[test]
fn only_what_was_seldom_seen_is_little_to_learn_from() {
    let text = shown(&routine_among_many(), 2, 120, Style::Plain, true);
    assert!(text.contains("each 46 of 48 after Sync, smoothed to"), "{text}");
    let text = shown(&routine_among_many(), 1, 120, Style::Plain, false);
    assert!(text.contains("1 of 1 after Get-") && text.contains(", few to learn from"), "{text}");
}

#[test]
fn reasons() {
    let kinds = [SessionKind::Commands, SessionKind::Parameters, SessionKind::Values];
    let reasons = kinds.into_iter().flat_map(|kind| [mailboxes(kind), new_day(kind)]).flat_map(|sample| {
        let explanations = sample.explanations();
        let (first, last) = (reason(&explanations[0]), reason(&explanations[explanations.len() - 2]));
        [first, last, reason(&explanations[explanations.len() - 1])]
    });
    insta::assert_snapshot!(reasons.collect::<Vec<_>>().join("\n"));
}

#[test]
fn every_line_fits_and_is_harmless() {
    let long = "A-Very-Long-Cmdlet-Name-日本語".repeat(3_000);
    let wordy =
        Sample::new(&[&long], &[(&[Some(&long)], &[&long, &long, "Set", &"w ".repeat(400)], Some(0))]);
    let kinds = [SessionKind::Commands, SessionKind::Values];
    let samples = kinds.into_iter().flat_map(|kind| [mailboxes(kind), new_day(kind)]);
    let judged = vec![Sample::exchange(), Sample::hostile(), Sample::hostile_parameters()];
    let judged = judged.into_iter().map(Sample::judged);
    let others = vec![Sample::exchange(), Sample::hostile(), Sample::hostile_parameters(), wordy];
    for sample in samples.chain(others).chain(judged).chain(std::iter::once(Sample::judged_mailboxes())) {
        let last = sample.findings().len();
        for width in (60..200).step_by(7).chain([0, 80, 120, 1_000]) {
            for rank in [1, 2, last].into_iter().filter(|rank| *rank <= last) {
                for line in shown(&sample, rank, width, Style::Plain, true).lines() {
                    assert!(line.width() <= width.max(MIN_WIDTH), "{width}: {line}");
                    assert!(!line.contains(is_hidden), "{line:?}");
                    assert_eq!(line, line.trim_end());
                }
            }
        }
    }
}

#[test]
fn what_is_shown_adds_up() {
    for kind in [SessionKind::Commands, SessionKind::Parameters, SessionKind::Values] {
        for sample in [mailboxes(kind), new_day(kind)] {
            for explanation in sample.explanations().iter().chain(&sample.whole_explanations()) {
                let ledger = Ledger::of(explanation);
                let lines: Tenths = ledger.lines.iter().map(|line| line.bits).sum();
                assert_eq!(lines, ledger.total);
                for line in &ledger.lines {
                    assert_eq!(
                        [line.order, line.parameters, line.values].into_iter().sum::<Tenths>(),
                        line.bits
                    );
                    let details: Tenths = line.details.iter().map(Detail::bits).sum();
                    assert_eq!(details, [line.parameters, line.values].into_iter().sum());
                }
            }
        }
    }
}
