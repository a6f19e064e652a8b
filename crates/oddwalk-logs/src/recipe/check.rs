//! What a recipe has to fulfil beyond its form.

use std::collections::BTreeMap;

use toml::Spanned;

use super::parse::{Mentioned, Written, WrittenForm, WrittenSource, Wrong};
use super::{BY_HAND, Recipe};
use crate::error::nearest;

/// Says what is wrong first.
pub(super) fn check(written: &Written) -> Result<(), Wrong> {
    name("name", &written.name)?;
    if written.name.as_ref() == BY_HAND {
        let reason = format!("`name`: `{BY_HAND}` stands for columns that are named by hand");
        return Err((written.name.span().start, reason));
    }
    names_in("entity", &written.entity)?;
    actor(written)?;
    distinct("carry", written.carry.iter())?;
    written.exclusions.iter().try_for_each(|exclusion| {
        name("exclude.name", &exclusion.name)?;
        not_empty("exclude.where", &exclusion.conditions)
    })?;
    distinct("exclude.name", written.exclusions.iter().map(|exclusion| &exclusion.name))?;
    sources("fields", &written.fields)?;
    not_empty("forms", &written.forms)?;
    written.forms.as_ref().iter().try_for_each(form)?;
    distinct("forms.name", written.forms.as_ref().iter().map(|form| &form.name))
}

fn form(form: &WrittenForm) -> Result<(), Wrong> {
    name("forms.name", &form.name)?;
    not_empty("forms.recognise", &form.recognise)?;
    form.table.iter().try_for_each(table)?;
    sources("forms.fields", &form.fields)
}

fn sources(key: &str, sources: &BTreeMap<Spanned<String>, WrittenSource>) -> Result<(), Wrong> {
    let empty = sources.iter().find(|(_, source)| !source.has_columns());
    empty.map_or(Ok(()), |(field, _)| {
        Err((field.span().start, format!("`{key}.{}` names no column", field.as_ref())))
    })
}

/// Names are typed on command lines and stand in file formats.
fn name(key: &str, name: &Spanned<String>) -> Result<(), Wrong> {
    let text = name.as_ref();
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !text.is_empty() && text.len() <= 64 && text.chars().all(fits) {
        return Ok(());
    }
    let reason = format!("`{key}`: `{text}` is no name: up to 64 small letters, digits and `-`");
    Err((name.span().start, reason))
}

/// A table's name goes into queries as it is.
fn table(table: &Spanned<String>) -> Result<(), Wrong> {
    let text = table.as_ref();
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && text.chars().all(fits) {
        return Ok(());
    }
    let reason = format!("`forms.table`: `{text}` is no name of a table: letters, digits and `_`");
    Err((table.span().start, reason))
}

fn not_empty<T>(key: &str, list: &Spanned<Vec<T>>) -> Result<(), Wrong> {
    if list.as_ref().is_empty() { Err((list.span().start, format!("`{key}` is empty"))) } else { Ok(()) }
}

fn names_in(key: &str, list: &Spanned<Vec<Spanned<String>>>) -> Result<(), Wrong> {
    not_empty(key, list)?;
    distinct(key, list.as_ref().iter())
}

fn distinct<'a>(key: &str, names: impl Iterator<Item = &'a Spanned<String>>) -> Result<(), Wrong> {
    let mut seen: Vec<&str> = Vec::new();
    for name in names {
        if seen.contains(&name.as_ref().as_str()) {
            return Err((name.span().start, format!("`{key}`: `{}` is there twice", name.as_ref())));
        }
        seen.push(name.as_ref());
    }
    Ok(())
}

fn actor(written: &Written) -> Result<(), Wrong> {
    let entity = || written.entity.as_ref().iter().map(|name| name.as_ref().as_str());
    let stranger = written.actor.iter().find(|name| !entity().any(|known| known == name.as_ref()));
    stranger.map_or(Ok(()), |name| {
        let known = entity().collect::<Vec<_>>().join(", ");
        let reason = format!("`actor`: `{}` is not among the fields of `entity` ({known})", name.as_ref());
        Err((name.span().start, reason))
    })
}

/// A field about which something is said, but that is never used, is misspelt.
pub(super) fn check_mentioned(recipe: &Recipe, mentioned: &[Mentioned]) -> Result<(), Wrong> {
    let known: Vec<String> = recipe.fields().cloned().collect();
    let stranger = mentioned.iter().find(|(_, name, _)| !known.contains(name));
    stranger.map_or(Ok(()), |(key, name, at)| {
        let hint = nearest(name, &known).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
        Err((*at, format!("`{key}.{name}`: the recipe uses no field `{name}`{hint}")))
    })
}
