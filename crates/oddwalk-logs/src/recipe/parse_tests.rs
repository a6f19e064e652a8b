use super::*;

const SOUND: &str = r#"name = "badge"
title = "doors and who opened them"
time = "When"
entity = ["Who", "Door"]
command = "What"
parameters = { set = ["Floor"], labelled = true }
id = "Nr"

[normalise]
Who = ["lower"]

[fields]
Who = ["Badge", "Name"]

[[where]]
field = "Kind"
in = ["door"]

[[exclude]]
name = "guards"
title = "what guards do"
where = [{ field = "Who", starts_with = "guard" }, { field = "Door", not_contains = ["x", "y"] }]

[sessions]
max_gap = "5m"
boundary = "at-least"

[[forms]]
name = "csv"
title = "an export"
recognise = ["When", "Badge"]
fields.When = { join = ["Day", "Hour"], with = "T" }
"#;

#[test]
fn everything_that_is_written_is_read() {
    let recipe = Recipe::parse(SOUND).unwrap();
    assert_eq!((recipe.actor, recipe.id.as_deref()), (vec!["Who".to_owned()], Some("Nr")));
    assert!(recipe.parameters.labelled && !recipe.parameters.have_values());
    assert_eq!(recipe.normalise["Who"], [Normalise::Lower]);
    assert_eq!(recipe.conditions[0].to_string(), "Kind is `door`");
    let excluded: Vec<String> = recipe.exclusions[0].conditions.iter().map(ToString::to_string).collect();
    assert_eq!(excluded, ["Who starts with `guard`", "Door does not contain `x` or `y`"]);
    assert_eq!(recipe.sessions.max_gap, 300_000_000_000);
    assert_eq!(
        (recipe.sessions.max_duration, recipe.sessions.boundary),
        (1_200_000_000_000, Boundary::AtLeast)
    );
    assert_eq!(recipe.forms[0].fields["When"].joined_with.as_deref(), Some("T"));
    let form = &recipe.forms[0];
    let recipe = Recipe::parse(SOUND).unwrap();
    assert_eq!(recipe.source(form, "Who").columns, ["Badge", "Name"]);
    assert_eq!(recipe.source(form, "Door").columns, ["Door"]);
}

/// What is said of the recipe where a line of it is replaced.
fn said(line: &str, by: &str) -> String {
    assert!(SOUND.contains(line), "{line}");
    Recipe::parse(&SOUND.replacen(line, by, 1)).unwrap_err().to_string()
}

/// A line of the sound recipe, what takes its place, and what is said of that.
const WRONG: &[(&str, &str, &str)] = &[
    ("time = \"When\"", "tiem = \"When\"", "line 3: unknown field `tiem`, expected one of"),
    ("time = \"When\"\n", "", "missing field `time`"),
    (
        "entity = [\"Who\", \"Door\"]",
        "entity = \"Who\"",
        "line 4: `entity`: invalid type: string \"Who\", expected a sequence",
    ),
    ("entity = [\"Who\", \"Door\"]", "entity = []", "line 4: `entity` is empty"),
    ("entity = [\"Who\", \"Door\"]", "entity = [\"Who\", \"Who\"]", "line 4: `entity`: `Who` is there twice"),
    (
        "command = ",
        "actor = [\"Floor\"]\ncommand = ",
        "line 5: `actor`: `Floor` is not among the fields of `entity` (Who, Door)",
    ),
    (
        "name = \"badge\"",
        "name = \"Badge 1\"",
        "line 1: `name`: `Badge 1` is no name: up to 64 small letters",
    ),
    (
        "name = \"badge\"",
        "name = \"table\"",
        "line 1: `name`: `table` stands for columns that are named by hand",
    ),
    (
        "Who = [\"lower\"]",
        "Who = [\"upper\"]",
        "line 10: `Who`: unknown variant `upper`, expected one of `lower`",
    ),
    (
        "Who = [\"lower\"]",
        "Whom = [\"lower\"]",
        "line 10: `normalise.Whom`: the recipe uses no field `Whom`; did you mean `Who`?",
    ),
    (
        "in = [\"door\"]",
        "in = [\"door\"]\nequals = \"x\"",
        "line 15: the condition on `Kind` needs one of `equals`",
    ),
    ("in = [\"door\"]", "", "the condition on `Kind` needs one of `equals`"),
    ("in = [\"door\"]", "matches = \".*\"", "unknown field `matches`, expected one of"),
    ("starts_with = \"guard\"", "starts_with = 1", "`starts_with`: a text or a list of texts"),
    (
        "max_gap = \"5m\"",
        "max_gap = \"soon\"",
        "line 25: `max_gap`: `soon` is no length of time; write it as 20m",
    ),
    (
        "max_gap = \"5m\"",
        "max_gap = 5 # = x",
        "line 25: `max_gap`: invalid type: integer `5`, expected a string",
    ),
    (
        "title = \"doors and who opened them\"",
        "title = \"a = \\\"b\" # = # c = \"d\ncarry = [\n\"x\",\n1]",
        "`carry`: invalid type: integer",
    ),
    (
        "boundary = \"at-least\"",
        "boundary = \"at\"",
        "line 26: `boundary`: unknown variant `at`, expected `over` or `at-least`",
    ),
    ("recognise = [\"When\", \"Badge\"]", "recognise = []", "line 31: `forms.recognise` is empty"),
    (
        "{ join = [\"Day\", \"Hour\"], with = \"T\" }",
        "{ join = [\"Day\"] }",
        "a column, a list of columns, or { join = [columns], with = \"text\" }",
    ),
    ("Who = [\"Badge\", \"Name\"]", "Who = []", "line 13: `fields.Who` names no column"),
    (
        "title = \"an export\"",
        "title = \"an export\"\ntable = \"T | x\"",
        "`forms.table`: `T | x` is no name of a table",
    ),
    ("title = \"an export\"", "title = \"an export", "line 30: "),
];

#[test]
fn what_is_wrong_is_told_with_its_line_and_key_and_what_was_expected() {
    for (line, by, expected) in WRONG {
        let said = said(line, by);
        assert!(said.contains(expected), "{by}: {said}");
        assert!(said.starts_with("line ") && !said.contains('\n'), "{said}");
    }
}

#[test]
fn a_file_that_is_no_recipe_is_no_panic() {
    for text in ["", "\u{0}", "[[forms]]", "name = 1", "= = =", "\u{feff}x", "[a]\n[a]"] {
        Recipe::parse(text).unwrap_err();
    }
}
