//! Recipes of one's own, from files; and what is wrong with them.

use oddwalk::logs::Recipe;

use super::made::{cmdlets, purview};
use super::{counts, learnt, scan};
use crate::support::Place;

/// The recipe of all workloads, to change.
pub(super) fn office() -> String {
    Recipe::embedded_text("office365").unwrap().to_owned()
}

const DOORS: &str = r#"name = "doors"
title = "doors and who opened them"
time = "When"
entity = ["Who", "Building"]
actor = ["Who"]
command = "What"
parameters = { fields = ["Floor"], set = ["Mood"], labelled = true }
id = "Nr"
carry = ["Note"]

[normalise]
Who = ["lower"]

[fields]
Who = ["Badge", "Name"]
When = { join = ["Day", "Hour"], with = "T" }

[[where]]
field = "Kind"
equals = "door"

[[exclude]]
name = "guards"
title = "what guards do on their rounds"
where = [{ field = "Who", starts_with = "guard" }, { field = "What", equals = "Open" }]

[sessions]
max_gap = "10m"

[[forms]]
name = "csv"
title = "the door system's export"
recognise = ["Day", "Hour", "Badge", "What"]

[[skip]]
title = "the door system's list of badges"
recognise = ["Badge", "Issued"]
"#;

fn doors() -> Place {
    let rows = [
        "1,2021-05-18,10:00:00,Ann,Visitor,Open,A,1,door,calm,x",
        "1,2021-05-18,10:00:00,Ann,Visitor,Open,A,1,door,calm,x",
        "2,2021-05-18,10:09:00,,ANN,Close,A,1,door,calm,y",
        "3,2021-05-18,10:09:00,Guard7,,Open,A,2,door,tired,",
        "4,2021-05-18,10:12:00,Guard7,,Close,A,2,door,tired,",
        "5,2021-05-18,10:09:00,ann,,Fall,A,2,lift,calm,",
    ];
    let log = format!("Nr,Day,Hour,Badge,Name,What,Building,Floor,Kind,Mood,Note\n{}\n", rows.join("\n"));
    Place::with(&[
        ("doors.toml", DOORS.as_bytes()),
        ("logs/a.csv", log.as_bytes()),
        ("logs/badges.csv", b"Badge,Issued\nAnn,2020-01-01\n"),
    ])
}

#[test]
fn a_recipe_of_ones_own_does_all_that_others_do() {
    let place = doors();
    let scanned = scan(&place, &["logs", "--recipe", "doors.toml"]);
    assert_eq!(scanned.forms(), ["logs/a.csv: doors csv"]);
    assert_eq!(counts(scanned.quality("doors")), [6, 4, 1, 1]);
    assert_eq!(scanned.entities(), ["ann | A", "guard7 | A"]);
    assert!(
        scanned.outcome.err.contains("1 file skipped, first logs/badges.csv: the door system's list"),
        "{}",
        scanned.outcome.err
    );
    let ann = scanned.findings.iter().find(|finding| finding["entity"]["Who"] == "ann").unwrap();
    assert_eq!(ann["session"], serde_json::json!(["Open", "Close"]), "gaps of nine minutes");
    assert_eq!(ann["carried"], serde_json::json!({ "Note": ["x", "y"] }));
    let [parameters, values] = learnt(&place, &["logs", "--recipe", "doors.toml"]);
    assert_eq!(parameters, ["Floor", "Mood=calm", "Mood=tired"]);
    assert_eq!(values, ["1", "2"]);
    let excluding = scan(&place, &["logs", "--recipe", "doors.toml", "--exclude", "guards"]);
    assert_eq!(counts(excluding.quality("doors")), [6, 3, 1, 2], "both conditions have to hold");
}

#[test]
fn recipes_that_fit_equally_well_are_an_error_that_lists_them() {
    let place = Place::with(&[("log.csv", &purview(&cmdlets()))]);
    place.write("mine.toml", office().replace("name = \"office365\"", "name = \"mine\""));
    let outcome = place.run("scan log.csv --recipe office365 --recipe mine.toml");
    assert_eq!(outcome.code, 3);
    let said = "log.csv: the recipes office365 and mine fit equally well: name only one with --recipe";
    assert!(outcome.err.contains(said), "{}", outcome.err);
    assert_eq!(scan(&place, &["log.csv", "--recipe", "mine.toml"]).forms(), ["log.csv: mine audit-log"]);
}

#[test]
fn a_wrong_recipe_is_rejected_with_line_key_and_what_was_expected() {
    let place = doors();
    for (line, by, said) in [
        (
            "command = ",
            "comand = ",
            "wrong.toml, line 6: unknown field `comand`, expected one of `name`, `title`,",
        ),
        (
            "max_gap = \"10m\"",
            "max_gap = 10",
            "wrong.toml, line 28: `max_gap`: invalid type: integer `10`, expected a string",
        ),
        (
            "max_gap = \"10m\"",
            "max_gap = \"soon\"",
            "wrong.toml, line 28: `max_gap`: `soon` is no length of time; write it as 20m",
        ),
        (
            "[\"lower\"]",
            "[\"upper\"]",
            "wrong.toml, line 12: `Who`: unknown variant `upper`, expected one of `lower`,",
        ),
        (
            "equals = \"door\"",
            "matches = \"door\"",
            "unknown field `matches`, expected one of `field`, `equals`,",
        ),
        (
            "actor = [\"Who\"]",
            "actor = [\"Mood\"]",
            "wrong.toml, line 5: `actor`: `Mood` is not among the fields of `entity`",
        ),
        (
            "Who = [\"Badge\", \"Name\"]",
            "Whom = [\"Badge\"]",
            "wrong.toml, line 15: `fields.Whom`: the recipe uses no field `Whom`",
        ),
        ("title = \"doors", "title = doors", "wrong.toml, line 2: "),
    ] {
        assert!(DOORS.contains(line));
        place.write("wrong.toml", DOORS.replacen(line, by, 1));
        let checked = place.run("recipes check doors.toml wrong.toml");
        assert_eq!(checked.code, 3, "{by}: {}", checked.out);
        assert!(
            checked.out.starts_with("doors.toml: recipe doors, forms csv\n") && checked.out.contains(said),
            "{}",
            checked.out
        );
        let outcome = place.run("scan logs --recipe wrong.toml");
        assert_eq!(outcome.code, 3, "{by}");
        assert!(outcome.err.contains(said) && outcome.out.is_empty(), "{}", outcome.err);
    }
    let outcome = place.run("scan logs --recipe missing.toml");
    assert_eq!(outcome.code, 3);
    assert!(outcome.err.contains("missing.toml: cannot be read"), "{}", outcome.err);
}
