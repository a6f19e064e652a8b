//! The recipes that come with oddwalk.

use std::sync::OnceLock;

use super::Recipe;

/// Names and texts, by name.
const TEXTS: [(&str, &str); 6] = [
    ("aws-cloudtrail", include_str!("../../recipes/aws-cloudtrail.toml")),
    ("linux-process", include_str!("../../recipes/linux-process.toml")),
    ("office365", include_str!("../../recipes/office365.toml")),
    ("office365-exchange", include_str!("../../recipes/office365-exchange.toml")),
    ("vm-process", include_str!("../../recipes/vm-process.toml")),
    ("windows-process", include_str!("../../recipes/windows-process.toml")),
];

pub(super) fn text(name: &str) -> Option<&'static str> {
    TEXTS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// They all parse, which a test sees to.
pub(super) fn all() -> &'static [Recipe] {
    static ALL: OnceLock<Vec<Recipe>> = OnceLock::new();
    ALL.get_or_init(|| TEXTS.iter().filter_map(|(_, text)| Recipe::parse(text).ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_recipe_parses_under_its_own_name() {
        for (name, text) in TEXTS {
            let recipe = Recipe::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(recipe.name, name);
        }
        assert_eq!(all().len(), TEXTS.len());
        assert!(TEXTS.is_sorted());
    }
}
