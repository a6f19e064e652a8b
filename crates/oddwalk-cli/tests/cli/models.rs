//! Model files: what is learnt is kept, and scores other logs as it would have scored its own.

use std::fmt::Write as _;

use crate::support::{COLUMNS, Place, csv, lines};

/// Without permissions; where it is root who tests, another file that cannot be read.
#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_no_reason_to_lose_the_work() {
    let place = Place::with(&[("logs/log.csv", csv().as_bytes())]);
    let path = place.path("logs/secret.csv");
    std::fs::write(&path, csv()).unwrap();
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o000)).unwrap();
    if std::fs::File::open(&path).is_ok() {
        // Memory of a process that is not there: an ordinary file that root can open, but not read.
        std::fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("/proc/self/mem", &path).unwrap();
    }
    for words in [
        format!("fit logs {COLUMNS} --out m"),
        format!("scan logs {COLUMNS} --save-model n"),
        "scan logs --model m".to_owned(),
    ] {
        let outcome = place.run(&words);
        assert_eq!(outcome.code, 4, "{words}: {}", outcome.err);
        assert!(outcome.err.contains("logs/secret.csv: "), "{}", outcome.err);
    }
    assert_eq!(place.read("m"), place.read("n"));
    let shown = place.run("model show m").out;
    assert!(shown.contains("logs/log.csv") && !shown.contains("secret"), "{shown}");
}

/// Two hundred sessions of a command whose one parameter says `on` or `off`, as NDJSON.
fn switches() -> String {
    (0..200_i64).fold(String::new(), |mut text, number| {
        let (time, value) = (1_621_371_600 + number * 10_000, ["on", "off"][usize::from(number % 10 == 0)]);
        for step in 0..2 {
            let time = time + step;
            writeln!(text, r#"{{"t":{time},"u":"ann","c":"Set","p":{{"Mode":"{value}"}}}}"#).unwrap();
        }
        text
    })
}

#[test]
fn a_flood_of_values_changes_no_other_score_by_a_model() {
    let place = Place::with(&[("log.ndjson", switches().as_bytes())]);
    assert_eq!(place.run(&format!("fit log.ndjson {COLUMNS} --parameters p --out m")).code, 0);
    let mut flood = String::new();
    for junk in 0..5_000 {
        writeln!(flood, r#"{{"t":1700000000,"u":"eve","c":"Set","p":{{"Mode":"junk{junk}"}}}}"#).unwrap();
    }
    place.write("flood.ndjson", flood);
    let scores = |words: &str| {
        let outcome = place.run(&format!("scan {words} --model m --out - -q"));
        assert_eq!(outcome.code, 0, "{}", outcome.err);
        let findings = lines(&outcome.out).into_iter().filter(|finding| finding["entity"]["u"] == "ann");
        let mut scores: Vec<String> =
            findings.map(|finding| format!("{} {}", finding["begin"], finding["surprisal_bits"])).collect();
        scores.sort_unstable();
        scores
    };
    assert_eq!(scores("log.ndjson flood.ndjson"), scores("log.ndjson"));
}

#[test]
fn a_model_knows_the_time_of_what_it_learnt_from_and_no_other() {
    let log = "t,u,c\n1621371600,ann,a\n1621371610,ann,b\n1700000000,bob,a\n";
    let place = Place::with(&[("log.csv", log.as_bytes())]);
    assert_eq!(place.run(&format!("fit log.csv {COLUMNS} --min-events 2 --out m")).code, 0);
    let shown = place.run("model show m").out;
    assert!(shown.contains("last event     2021-05-18 21:00:10 UTC"), "{shown}");
}

#[test]
fn what_a_model_decides_cannot_be_asked_for() {
    let place = Place::with(&[("log.ndjson", switches().as_bytes())]);
    place.write("s.ndjson", "{\"session\":[\"a\",\"b\"]}\n");
    assert_eq!(place.run(&format!("fit log.ndjson {COLUMNS} --parameters p --out m")).code, 0);
    for (words, said) in [
        ("scan log.ndjson --model m --modellable Mode", "--modellable and --model contradict each other"),
        ("scan log.ndjson --model m --no-values", "--no-values and --model contradict each other"),
        ("explain log.ndjson --model m --no-values", "--no-values and --model contradict each other"),
        ("score s.ndjson --model m --modellable Mode", "--modellable and --model contradict each other"),
        ("scan log.ndjson --time t --entity u --command c --modellable Mode", "--parameters"),
        ("fit log.ndjson --out n --time t --entity u --command c --no-values", "--parameters"),
        (
            "fit log.ndjson --out n --time t --entity u --command c --parameters p --modellable all,Mode",
            "`all`",
        ),
        ("score s.ndjson --since 2021-01-01", "--since needs to know when sessions began"),
        ("score s.ndjson --until 2021-01-01 --end session", "--until needs to know when sessions began"),
    ] {
        let outcome = place.run(words);
        assert_eq!(outcome.code, 2, "{words}: {}", outcome.err);
        assert!(outcome.err.contains(said), "{words}: {}", outcome.err);
    }
}

#[test]
fn parameters_that_count_for_nothing_are_noted() {
    let place = Place::with(&[("log.ndjson", switches().as_bytes())]);
    let words = format!("log.ndjson {COLUMNS} --parameters p");
    for command in ["scan", "fit --out m", "explain"] {
        let outcome = place.run(&format!("{command} {words} --modellable mode,Other"));
        assert_eq!(outcome.code, 0, "{}", outcome.err);
        for said in [
            "note: --modellable: no event has a parameter `mode`; did you mean `Mode`?\n",
            "note: --modellable: no event has a parameter `Other`\n",
        ] {
            assert!(outcome.err.contains(said), "{command}: {}", outcome.err);
        }
    }
    assert_eq!(place.run(&format!("fit log.ndjson {COLUMNS} --out commands")).code, 0);
    let outcome = place.run("scan log.ndjson --parameters p --model commands");
    assert!(outcome.err.contains("the model is one of commands"), "{}", outcome.err);
}

#[test]
fn what_two_models_have_learnt_from_does_not_count_twice() {
    let place = Place::with(&[("log.csv", csv().as_bytes())]);
    for (name, words) in [("a", ""), ("early", "--until 2021-05-21"), ("late", "--since 2021-05-21")] {
        assert_eq!(place.run(&format!("fit log.csv {COLUMNS} --out {name} {words}")).code, 0);
    }
    for words in ["a a", "early a"] {
        let outcome = place.run(&format!("model merge {words} --out m"));
        assert_eq!(outcome.code, 2, "{words}: {}", outcome.err);
        assert!(outcome.err.contains("a: has learnt from log.csv"), "{}", outcome.err);
    }
    assert!(!place.names().contains(&"m".to_owned()));
    assert_eq!(place.run("model merge a a --out twice --force").code, 0);
    assert!(place.run("model show twice").out.contains("of 294 events"));
    assert_eq!(place.run("model merge late early --out both").code, 0);
    assert_eq!(place.read("both"), place.read("a"));
}

#[test]
fn a_model_shows_its_options_as_they_are_typed() {
    let place = Place::with(&[("log.ndjson", switches().as_bytes())]);
    let options = "--boundary at-least --null-entity drop --min-events 2 --modellable Mode";
    assert_eq!(place.run(&format!("fit log.ndjson {COLUMNS} --parameters p {options} --out m")).code, 0);
    let shown = place.run("model show m").out;
    for said in [
        "  boundary       at-least, missing identities drop\n",
        "  modellable     Mode\n",
        "                 of at least 2 events\n",
        "  values         2; 0 parameters have too many to keep\n",
        "  parameters in  p\n",
    ] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
}

#[test]
fn a_report_names_everything_in_force() {
    let place = Place::with(&[("log.csv", csv().as_bytes())]);
    assert_eq!(place.run(&format!("fit log.csv {COLUMNS} --out m")).code, 0);
    let shown = place.run("model show m").out;
    let hash = shown.split("sha256 ").nth(1).unwrap().lines().next().unwrap();
    let words = "scan log.csv --model m --method msticpy --report r.html --window 2 --no-tokens --max-gap 90s --since 2021-05-20";
    assert_eq!(place.run(words).code, 0);
    let report = place.report("r.html");
    let inputs = &report.page["quality"]["provenance"]["inputs"];
    assert_eq!(*inputs, serde_json::json!([format!("log.csv  sha256 {hash}")]));
    assert_eq!(report.option("model learnt from"), [format!("log.csv  sha256 {hash}")]);
    assert!(report.option("note")[0].starts_with("the model has learnt from log.csv itself"));
    assert_eq!(report.page["judged"], false);
    for (name, value) in [
        ("since", "2021-05-20 00:00:00 UTC"),
        ("entity", "u"),
        ("max-duration", "20m"),
        ("max-gap", "1m 30s"),
        ("boundary", "over"),
        ("null-entity", "merge"),
        ("min-events", "1"),
        ("method", "msticpy"),
        ("window", "2"),
        ("tokens", "no"),
        ("geometric-mean", "no"),
        ("sessions of", "commands"),
        ("model", "m"),
    ] {
        assert_eq!(report.option(name), [value], "{name}");
    }
}
