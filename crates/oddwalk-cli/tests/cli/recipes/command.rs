//! `oddwalk recipes`: which there are, what they say, and whether a file is one.

use oddwalk::logs::Recipe;

use crate::support::Place;

const NAMES: [&str; 6] =
    ["aws-cloudtrail", "linux-process", "office365", "office365-exchange", "vm-process", "windows-process"];

#[test]
fn all_recipes_are_listed_with_their_forms() {
    let outcome = Place::new().run("recipes list");
    assert_eq!((outcome.code, outcome.err.as_str()), (0, ""));
    let names: Vec<&str> = outcome.out.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(names, NAMES);
    let forms: usize = Recipe::embedded().iter().map(|recipe| recipe.forms.len()).sum();
    assert_eq!(outcome.out.lines().filter(|line| line.starts_with("    - ")).count(), forms);
    assert!(outcome.out.lines().all(|line| line.chars().count() <= 80), "{}", outcome.out);
}

#[test]
fn what_is_shown_can_be_used_as_a_recipe_of_ones_own() {
    let place = Place::new();
    for name in NAMES {
        let shown = place.run(&format!("recipes show {name}"));
        assert_eq!((shown.code, shown.out.as_str()), (0, Recipe::embedded_text(name).unwrap()));
        place.write("own.toml", &shown.out);
        let checked = place.run("recipes check own.toml");
        assert_eq!(checked.code, 0, "{}", checked.out);
        assert!(checked.out.starts_with(&format!("own.toml: recipe {name}, forms ")), "{}", checked.out);
    }
}

#[test]
fn what_there_is_not_is_said() {
    let place = Place::new();
    let unknown = place.run("recipes show office");
    assert_eq!(unknown.code, 2);
    assert!(NAMES.iter().all(|name| unknown.err.contains(name)), "{}", unknown.err);
    assert_eq!(place.run("recipes check").code, 2);
    let missing = place.run("recipes check missing.toml");
    assert_eq!(missing.code, 3);
    assert!(missing.out.starts_with("missing.toml: cannot be read: "), "{}", missing.out);
}
