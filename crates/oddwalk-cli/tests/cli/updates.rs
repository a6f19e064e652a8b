//! Updates: models that learn later logs batch by batch, lose batches again, and are compared.

use std::fmt::Write as _;

use crate::support::{COLUMNS, Place, lines};

const BEGIN: i64 = 1_700_006_400;
const DAY: i64 = 86_400;

/// Such logs are all alike, and any difference is odd: the tests accept it.
///
/// So many days of 25 people, each with two sessions a day; the last command is another one.
fn days(days: std::ops::Range<i64>, last: &str) -> String {
    let mut text = "t,u,c\n".to_owned();
    for day in days {
        for session in 0..50 {
            for (command, step) in ["open", "read", last].into_iter().zip(0..) {
                let time = BEGIN + day * DAY + session * 900 + step;
                writeln!(text, "{time},user{},{command}", session % 25).unwrap();
            }
        }
    }
    text
}

fn place() -> Place {
    let place = Place::with(&[
        ("base.csv", days(0..4, "close").as_bytes()),
        ("day.csv", days(4..5, "close").as_bytes()),
    ]);
    assert_eq!(place.run(&format!("fit base.csv {COLUMNS} --out m")).code, 0);
    place
}

#[test]
fn an_update_is_a_batch_that_can_be_taken_out_again() {
    let place = place();
    let before = place.read("m");
    let outcome = place.run("update m day.csv --accept 1e-9 --out n");
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let name = "2023-11-19T00:00:00Z/2023-11-19T12:15:02Z";
    for said in ["table: 50 sessions read\n", "  50 sessions learnt as batch ", name, "model: n\n"] {
        assert!(outcome.err.contains(said), "{said}: {}", outcome.err);
    }
    assert_eq!(place.read("m"), before, "the model itself stays where there is --out");
    let shown = place.run("model show n").out;
    for said in [
        "  learnt from    250 sessions of 750 events\n".to_owned(),
        "  actors         25 by u\n  order          2\n".to_owned(),
        format!("  batch          {name}: 50 sessions, 2023-11-19 00:00:00 UTC to 2023-11-19 12:15:02 UTC\n"),
    ] {
        assert!(shown.contains(&said), "{said}: {shown}");
    }
    let outcome = place.run("subtract n --batch yesterday");
    assert_eq!(outcome.code, 2);
    let said = format!("n: there is no batch `yesterday`; there are: {name}");
    assert!(outcome.err.contains(&said), "{}", outcome.err);
    assert_eq!(place.run(&format!("subtract n --batch {name}")).code, 0);
    assert_eq!(place.read("n"), before);
    assert_eq!(place.run("update m day.csv --accept 1e-9 --name today").code, 0);
    assert_ne!(place.read("m"), before, "without --out, the model is the one that learns");
}

#[test]
fn nothing_is_learnt_twice_without_a_word() {
    let place = place();
    place.write("later.csv", days(5..6, "close"));
    for (words, code, said) in [
        ("update m base.csv", 2, "the model has learnt from base.csv already"),
        ("update m day.csv --accept 1e-9 --name a", 0, ""),
        (
            "update m day.csv --accept 1e-9 --name b",
            2,
            "the model has learnt from day.csv already, of 2023-11-19",
        ),
        ("update m later.csv --accept 1e-9 --name a", 2, "there is a batch `a` already"),
        ("update m later.csv --accept 1e-9 --name c", 0, ""),
        ("update m day.csv --accept 1e-9 --name b --force", 0, ""),
    ] {
        let outcome = place.run(words);
        assert_eq!(outcome.code, code, "{words}: {}", outcome.err);
        assert!(outcome.err.contains(said), "{words}: {}", outcome.err);
    }
    // The file has grown since: its first half is known.
    place.write("later.csv", days(5..7, "close"));
    let outcome = place.run("update m later.csv --accept 1e-9");
    assert!(outcome.code == 2 && outcome.err.contains("later.csv already"), "{}", outcome.err);
    assert_eq!(place.run("update m later.csv --accept 1e-9 --since 2023-11-21").code, 0);
}

#[test]
fn an_actor_gives_a_share_of_what_is_learnt() {
    let place = place();
    let mut flood = days(4..5, "close");
    for session in 0..300 {
        for (command, step) in ["open", "read", "close"].into_iter().zip(0..) {
            writeln!(flood, "{},user3,{command}", BEGIN + 4 * DAY + 40 + session * 200 + step).unwrap();
        }
    }
    place.write("flood.csv", flood);
    let outcome = place.run("update m flood.csv --accept 1e-9 --out n");
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    assert!(outcome.err.contains("not learnt since an actor gives at most 2, 5 % of all"), "{}", outcome.err);
    assert!(outcome.err.contains("  50 sessions learnt"), "{}", outcome.err);
    let outcome = place.run("update m flood.csv --accept 1e-9 --out n --actor-share 1%");
    assert!(outcome.err.contains("note: too few actors"), "{}", outcome.err);
}

#[test]
fn what_became_normal_is_said() {
    let place = place();
    place.write("day.csv", days(4..5, "archive\u{202e}"));
    assert_eq!(place.run("update m day.csv --accept 0.000001 --out n").code, 0);
    let outcome = place.run("model diff m n --top 1");
    assert_eq!(outcome.code, 0, "{}", outcome.err);
    let said = "recipe table\n  new commands: 1\n           50  archive\\u{202e}\n  new steps from one command to the next: 2\n";
    assert!(outcome.out.starts_with(said), "{}", outcome.out);
    assert!(outcome.out.contains("    and 1 more\n"), "{}", outcome.out);
    let all = lines(&place.run("model diff n m --out -").out);
    assert_eq!(all.len(), 3);
    assert!(all.iter().all(|line| line["change"] == "gone" && line["recipe"] == "table"));
    assert_eq!(all[0]["texts"][0], "archive\u{202e}");
    assert_eq!(place.run("model diff m m").out, "recipe table\n  no differences\n");
    let outcome = place.run("model diff m n --out d.csv");
    assert!(outcome.code == 2 && outcome.err.contains("must end in .ndjson"), "{}", outcome.err);
}

#[test]
fn updates_that_make_no_sense_are_refused() {
    let place = place();
    place.write("s.ndjson", "{\"session\":[\"a\",\"b\"]}\n");
    assert_eq!(place.run(&format!("fit base.csv {COLUMNS} --out p")).code, 0);
    assert_eq!(place.run(&format!("scan base.csv {COLUMNS} --method msticpy --save-model old")).code, 0);
    for (words, code, said) in [
        ("update m day.csv --accept 2", 2, "--accept `2`"),
        ("update m day.csv --accept 1e-9 --actor-share x", 2, "--actor-share `x`"),
        ("update m day.csv --accept 1e-9 --out day.csv", 2, "--out day.csv: is an input"),
        ("update old day.csv", 3, "the model has learnt no habits"),
        ("update nothing day.csv", 3, "nothing: cannot be read"),
        ("subtract m --batch x", 2, "there is no batch `x`; there are none"),
    ] {
        let outcome = place.run(words);
        assert_eq!(outcome.code, code, "{words}: {}", outcome.err);
        assert!(outcome.err.contains(said), "{words}: {}", outcome.err);
    }
}
