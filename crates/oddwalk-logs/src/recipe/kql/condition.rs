//! Conditions: which rows are events. Texts are compared with their case, as in files.

use super::BadKql;
use super::source::text;
use super::text::{literal, literals};
use crate::condition::{Condition, Test};
use crate::source::Source;

/// Whether a row meets the condition.
pub(super) fn predicate(condition: &Condition, source: impl Fn(&str) -> Source) -> Result<String, BadKql> {
    let text = text(&condition.field, &source(&condition.field))?;
    let not = if condition.negated { "!" } else { "" };
    Ok(match &condition.test {
        Test::IsEmpty if condition.negated => format!("isnotempty({text})"),
        Test::IsEmpty => format!("isempty({text})"),
        Test::In(texts) => match texts.as_slice() {
            [] => condition.negated.to_string(),
            [one] if condition.negated => format!("{text} != {}", literal(one)),
            [one] => format!("{text} == {}", literal(one)),
            texts => format!("{text} {not}in ({})", literals(texts)),
        },
        Test::StartsWith(texts) => one_of(&text, "startswith_cs", texts, condition.negated),
        Test::Contains(texts) => one_of(&text, "contains_cs", texts, condition.negated),
    })
}

/// Whether a row meets all of the conditions.
pub(super) fn all(conditions: &[Condition], source: impl Fn(&str) -> Source) -> Result<String, BadKql> {
    let predicates = conditions.iter().map(|condition| predicate(condition, &source));
    Ok(predicates.collect::<Result<Vec<_>, _>>()?.join(" and "))
}

fn one_of(text: &str, operator: &str, texts: &[String], negated: bool) -> String {
    match texts {
        [] => negated.to_string(),
        [one] => format!("{text} {}{operator} {}", if negated { "!" } else { "" }, literal(one)),
        texts => {
            let tests: Vec<String> =
                texts.iter().map(|one| format!("{text} {operator} {}", literal(one))).collect();
            format!("{}({})", if negated { "not" } else { "" }, tests.join(" or "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::condition::Lacking;

    #[test]
    fn every_test_and_its_negation() {
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        for (test, expected, negated) in [
            (Test::In(texts(&["a"])), r#"tostring(F) == "a""#, r#"tostring(F) != "a""#),
            (Test::In(texts(&["a", "b"])), r#"tostring(F) in ("a", "b")"#, r#"tostring(F) !in ("a", "b")"#),
            (Test::In(vec![]), "false", "true"),
            (
                Test::StartsWith(texts(&["a"])),
                r#"tostring(F) startswith_cs "a""#,
                r#"tostring(F) !startswith_cs "a""#,
            ),
            (
                Test::Contains(texts(&["a", "b"])),
                r#"(tostring(F) contains_cs "a" or tostring(F) contains_cs "b")"#,
                r#"not(tostring(F) contains_cs "a" or tostring(F) contains_cs "b")"#,
            ),
            (Test::Contains(vec![]), "false", "true"),
            (Test::IsEmpty, "isempty(tostring(F))", "isnotempty(tostring(F))"),
        ] {
            let mut condition = Condition { field: "F".into(), test, negated: false, lacking: Lacking::Skip };
            assert_eq!(predicate(&condition, |field| Source::column(field)).unwrap(), expected);
            condition.negated = true;
            assert_eq!(predicate(&condition, |field| Source::column(field)).unwrap(), negated);
        }
    }
}
