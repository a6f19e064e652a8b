//! Alerts: the list is cut by a budget or a share of false discoveries, and the exit code says what is left.

use crate::support::{COLUMNS, Place, csv, lines};

/// Six days of two people's work, and one odd session.
fn place() -> Place {
    Place::with(&[("log.csv", csv().as_bytes())])
}

fn ranks(out: &str) -> Vec<u64> {
    lines(out).iter().map(|finding| finding["rank"].as_u64().unwrap()).collect()
}

#[test]
fn a_budget_keeps_exactly_so_many_a_day() {
    let place = place();
    let all = place.run(&format!("scan log.csv {COLUMNS} --out -"));
    assert_eq!((all.code, lines(&all.out).len()), (0, 13));
    // From the first event to the last there are 7.27 days.
    for (budget, kept) in [("0.1/day", 1), ("0.5", 4), ("0.5/day", 4), ("1/day", 8), ("20/day", 13)] {
        let outcome = place.run(&format!("scan log.csv {COLUMNS} --out - --report r.html --budget {budget}"));
        assert_eq!(outcome.code, 0, "{}", outcome.err);
        let (kept_lines, all_lines) = (lines(&outcome.out), lines(&all.out));
        assert_eq!(kept_lines.len(), kept, "{budget}");
        assert!(
            kept_lines
                .iter()
                .zip(&all_lines)
                .all(|(a, b)| a["begin"] == b["begin"] && a["rank"] == b["rank"])
        );
        let said = format!("a day over 7.3 days: {kept} of 13 sessions, from ");
        assert!(outcome.err.contains(&said), "{}", outcome.err);
        assert!(outcome.err.contains(&format!(" bits up; {} cut\n", 13 - kept)), "{}", outcome.err);
        let report = place.report("r.html");
        assert_eq!(report.option("budget").len(), 1, "the report names what was in force");
        assert_eq!(report.page["rows"], kept);
    }
}

#[test]
fn what_is_cut_is_learnt_from_all_the_same() {
    let place = place();
    for (model, words) in [("a", ""), ("b", "--budget 0.1/day --fdr 5%")] {
        assert_eq!(place.run(&format!("scan log.csv {COLUMNS} --save-model {model} {words}")).code, 0);
    }
    assert_eq!(place.read("a"), place.read("b"));
}

#[test]
fn by_a_model_a_budget_is_a_threshold() {
    let place = place();
    assert_eq!(place.run(&format!("fit log.csv {COLUMNS} --until 2021-05-24 --out m")).code, 0);
    let ordinary = "t,u,c\n1622600000,ann,Get-Mailbox\n1622600030,ann,Set-Mailbox\n1622600060,ann,Get-User\n";
    place.write("new.csv", ordinary);
    let outcome = place.run("scan new.csv --model m --budget 1000/day --out -");
    assert_eq!((outcome.code, ranks(&outcome.out)), (0, vec![1]), "{}", outcome.err);
    assert!(
        outcome.err.contains("budget of 1000 a day, as on the model's 5.0 days: 1 of 1 sessions"),
        "{}",
        outcome.err
    );
}

#[test]
fn false_discoveries_and_a_budget_are_both_kept_to() {
    let place = place();
    let outcome = place.run(&format!("scan log.csv {COLUMNS} --out - --fdr 0.001"));
    assert!(ranks(&outcome.out).is_empty() && outcome.code == 0, "{}", outcome.err);
    assert!(
        outcome.err.contains("false discovery rate of 0.001: none of 13 sessions; 13 cut"),
        "{}",
        outcome.err
    );
    let outcome = place.run(&format!("scan log.csv {COLUMNS} --out - --fdr 99% --budget 0.3/day"));
    assert_eq!(ranks(&outcome.out).len(), 3, "{}", outcome.err);
    assert!(outcome.err.contains("within both: 3 sessions"), "{}", outcome.err);
}

#[test]
fn the_exit_code_says_that_there_are_alerts() {
    let place = place();
    place.write("bad.csv", csv() + "yesterday,ann,x\n");
    for (words, code) in [
        ("log.csv --fail-on 0", 1),
        ("log.csv --fail-on 999", 0),
        ("log.csv --budget 1/day --fail-on", 1),
        ("log.csv --fdr 0.001 --fail-on", 0),
        ("log.csv --fdr 0.001 --fail-on 0", 0),
        ("bad.csv --fail-on 999", 4),
        ("bad.csv --fail-on 0", 1),
    ] {
        let outcome = place.run(&format!("scan {COLUMNS} {words}"));
        assert_eq!(outcome.code, code, "{words}: {}", outcome.err);
        let both = words == "bad.csv --fail-on 0";
        assert_eq!(outcome.err.contains("without them it would be 4"), both, "{words}: {}", outcome.err);
    }
}

#[test]
fn alerts_that_make_no_sense_are_refused() {
    let place = place();
    place.write("s.ndjson", "{\"session\":[\"a\",\"b\"]}\n");
    for (words, said) in [
        ("scan log.csv --budget 0", "--budget `0`"),
        ("scan log.csv --budget 20/week", "--budget `20/week`"),
        ("scan log.csv --fdr 2", "--fdr `2`"),
        ("scan log.csv --fail-on", "--fail-on needs a number of bits"),
        ("scan log.csv --fail-on lots", "--fail-on `lots`"),
        ("scan log.csv --method msticpy --budget 3", "--budget means nothing to --method msticpy"),
        ("scan log.csv --method msticpy --fail-on 3", "--fail-on means nothing to --method msticpy"),
        ("score s.ndjson --budget 3", "--budget: nobody knows how many days there are"),
    ] {
        let columns = if words.starts_with("scan") { COLUMNS } else { "" };
        let (command, rest) = words.split_once(' ').unwrap();
        let outcome = place.run(&format!("{command} {columns} {rest}"));
        assert_eq!(outcome.code, 2, "{words}: {}", outcome.err);
        assert!(outcome.err.contains(said), "{words}: {}", outcome.err);
    }
}
