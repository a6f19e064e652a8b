//! Triage: what is known is counted and marked, and neither listed nor an alert; what a file would hide; both methods.

use crate::support::{COLUMNS, Place, csv, lines, quality};

const KNOWN: &str = "[[ignore]]\nactor = \"eve\"\nreason = \"ticket 1\"\n\n[[ignore]]\ncommand = \"Set-User\"\n\
                     reason = \"never odd\"\n\n[[ignore]]\nactor = \"ann\"\nreason = \"old\"\nexpires = \"2021-05-20\"\n";

fn place(known: &str) -> Place {
    Place::with(&[("log.csv", csv().as_bytes()), ("known.toml", known.as_bytes())])
}

#[test]
fn what_is_known_is_counted_and_marked_but_not_listed() {
    let place = place(KNOWN);
    let all = place.run(&format!("scan log.csv {COLUMNS} -q"));
    let outcome =
        place.run(&format!("scan log.csv {COLUMNS} --ignore known.toml --report r.html --out f.ndjson"));
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(all.out.contains("  eve\n") && !outcome.out.contains("  eve\n"), "{}", outcome.out);
    for said in [
        "1 session ignored by known.toml\n",
        "  line 1: 1 session (ticket 1)\n",
        "  line 9: expired after 2021-05-20, hid nothing (old)\n",
        "  hid nothing: line 5\n",
    ] {
        assert!(outcome.err.contains(said), "{said}: {}", outcome.err);
    }
    let written = String::from_utf8(place.read("f.ndjson")).unwrap();
    let findings = lines(&written);
    assert_eq!(findings.len(), 13, "they are in what is written");
    for finding in &findings {
        let is_eve = finding["entity"]["u"] == "eve";
        let ignored = serde_json::json!({ "line": 1, "reason": "ticket 1" });
        assert_eq!(finding.get("ignored"), is_eve.then_some(&ignored));
    }
    let known = &quality(&written)["ignored"];
    assert_eq!(known.as_array().unwrap().len(), 3);
    assert_eq!((&known[0]["sessions"], &known[2]["expired"]), (&1.into(), &true.into()));
    let report = place.report("r.html");
    assert_eq!((report.findings.len(), &report.page["rows"]), (12, &12.into()));
    assert!(!report.page["entities"].to_string().contains("eve"));
    assert_eq!(&report.page["quality"]["ignored"], known);
    assert_eq!(report.option("ignore"), ["known.toml"], "the report names what was in force");
}

#[test]
fn tables_say_why() {
    let place = place(KNOWN);
    for method in ["oddwalk", "msticpy"] {
        place.write("eve.toml", "[[ignore]]\nentity = [\"eve\"]\nreason = \"=1+1\"\n");
        let words = format!("scan log.csv {COLUMNS} --method {method} --ignore eve.toml --out");
        assert_eq!(place.run(&format!("{words} f.csv")).code, 0);
        assert_eq!(place.run(&format!("{words} f.parquet")).code, 0);
        let table = String::from_utf8(place.read("f.csv")).unwrap();
        assert!(table.lines().next().unwrap().ends_with(",ignored"), "{table}");
        assert_eq!(table.lines().filter(|line| line.ends_with(",'=1+1")).count(), 1, "{table}");
    }
    assert_eq!(place.run(&format!("scan log.csv {COLUMNS} --out f.csv")).code, 0);
    assert!(
        !String::from_utf8(place.read("f.csv")).unwrap().contains("ignored"),
        "only where it is asked for"
    );
}

#[test]
fn what_is_known_is_no_alert() {
    let place = place(KNOWN);
    let oddest = &place.findings("log.csv")[0];
    assert_eq!(oddest["entity"]["u"], "eve");
    let bits = oddest["score_bits"].as_f64().unwrap() - 0.001;
    let words = format!("scan log.csv {COLUMNS} --top 0 --fail-on {bits}");
    assert_eq!(place.run(&words).code, 1);
    assert_eq!(place.run(&format!("{words} --ignore known.toml")).code, 0);
    let cut = format!("scan log.csv {COLUMNS} --budget 0.1/day --fail-on --out -");
    assert_eq!(place.run(&cut).code, 1);
    let outcome = place.run(&format!("{cut} --ignore known.toml"));
    assert_eq!(
        (outcome.code, lines(&outcome.out).len()),
        (0, 1),
        "the budget is spent on it: {}",
        outcome.err
    );
}

#[test]
fn one_known_thing_does_not_hide_another() {
    let new = "command = [\"New-InboxRule\", \"Remove-AuditLog\"]\nreason = \"x\"\n";
    for (line, hides) in [
        ("command = \"New-InboxRule\"\nreason = \"x\"\n", false),
        ("actor = \"bob\"\ncommand = [\"New-InboxRule\", \"Remove-AuditLog\"]\nreason = \"x\"\n", false),
        (new, true),
    ] {
        let place = place(&format!("[[ignore]]\n{line}"));
        let outcome = place.run(&format!("scan log.csv {COLUMNS} --ignore known.toml"));
        let clues = &place.findings("log.csv")[0]["clues"];
        assert_eq!(outcome.err.contains("1 session ignored"), hides, "{line}: {}: {clues}", outcome.err);
    }
}

#[test]
fn explain_says_that_it_is_known() {
    let place = place(KNOWN);
    let outcome = place.run(&format!("explain log.csv {COLUMNS} --rank 1 --ignore known.toml"));
    assert!(outcome.err.contains("note: ignored by known.toml: line 1: ticket 1"), "{}", outcome.err);
    let outcome = place.run(&format!("explain log.csv {COLUMNS} --rank 2 --ignore known.toml"));
    assert!(outcome.code == 0 && !outcome.err.contains("ignored"), "{}", outcome.err);
}

#[test]
fn files_that_make_no_sense_are_refused() {
    for (known, words, said) in [
        ("[[ignore]]\nactor = \"ann\"\n", "", "known.toml: line 1: missing field `reason`"),
        ("\n[[ignore]]\nreason = \"x\"\n", "", "known.toml: line 2: would ignore everything"),
        ("[[ignore]]\nuser = \"a\"\nreason = \"x\"\n", "", "known.toml: line 2: unknown field `user`"),
        (
            "[[ignore]]\nactor = \"a\"\nreason = \"x\"\nexpires = \"soon\"\n",
            "",
            "known.toml: line 4: `expires`",
        ),
        ("[[ignore]]\nevidence = \"odd\"\nreason = \"\u{202e}\"\n", "", "there is no `odd`"),
        (KNOWN, "--method msticpy", "known.toml: line 5: only `actor` and `entity` mean something"),
        (KNOWN, "--report known.toml", "--report known.toml: is an input"),
    ] {
        let place = place(known);
        let outcome = place.run(&format!("scan log.csv {COLUMNS} --ignore known.toml {words}"));
        assert_eq!(outcome.code, 2, "{known}: {}", outcome.err);
        assert!(outcome.err.contains(said) && !outcome.err.contains('\u{202e}'), "{said}: {}", outcome.err);
    }
    assert_eq!(place("").run(&format!("scan log.csv {COLUMNS} --ignore none.toml")).code, 3);
}

#[test]
fn a_preview_says_what_each_line_would_hide() {
    let place = place(KNOWN);
    let outcome = place.run(&format!("ignore --preview known.toml log.csv {COLUMNS} -q"));
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    for said in [
        "known.toml: 3 lines\nline 1: actor eve\n  reason: ticket 1\n  hides 1 of 13 sessions, up to ",
        "  ranks 1\n",
        "  warning: 1 of these is among the 20 oddest of all\n",
        "  warning: this is more than 1 % of all sessions",
        "line 5: command Set-User\n  reason: never odd\n  hides none of 13 sessions\n",
        "line 9: actor ann\n  reason: old\n  hides nothing: expired after 2021-05-20\n",
    ] {
        assert!(outcome.out.contains(said), "{said}: {}", outcome.out);
    }
    let few = place.run(&format!("ignore --preview known.toml log.csv {COLUMNS} -q --explain 2"));
    assert!(few.out.contains("hides none of the 2 oddest of 13 sessions"), "{}", few.out);
}

#[test]
fn both_methods_are_compared() {
    let place = place("");
    let outcome = place.run(&format!("compare log.csv {COLUMNS} --top 2 --out c.ndjson"));
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.out.starts_with("13 sessions ranked by both methods\n"), "{}", outcome.out);
    assert!(outcome.out.lines().all(|line| line.chars().count() <= 80), "{}", outcome.out);
    let all = lines(&String::from_utf8(place.read("c.ndjson")).unwrap());
    assert_eq!(all, lines(&place.run(&format!("compare log.csv {COLUMNS} --out -")).out));
    let ranks = |method: &str| place.run(&format!("scan log.csv {COLUMNS} --method {method} --out -")).out;
    for (method, rank) in [("oddwalk", "rank_oddwalk"), ("msticpy", "rank_msticpy")] {
        for finding in lines(&ranks(method)) {
            let is_it = |one: &&serde_json::Value| {
                one["entity"] == finding["entity"] && one["begin"] == finding["begin"]
            };
            let known = all.iter().find(is_it).unwrap();
            assert!(known[rank] == finding["rank"] || finding["likelihood"].is_null(), "{known} {finding}");
        }
    }
    assert_eq!(place.run(&format!("compare log.csv {COLUMNS} --out c.csv")).code, 2);
}
