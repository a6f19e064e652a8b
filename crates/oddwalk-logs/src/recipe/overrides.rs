//! Overrides: what somebody wants otherwise than a recipe has it.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{ParameterFields, Recipe};
use crate::condition::Condition;
use crate::error::nearest;
use crate::normalise::Normalise;

/// What is wanted otherwise. Names are fields of the recipe, or else columns.
#[allow(clippy::struct_excessive_bools, reason = "each is a wish of its own")]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overrides {
    /// Says when.
    pub time: Option<String>,
    /// Says who; the recipe's where empty.
    pub entity: Vec<String>,
    /// Says whose habits; the recipe's where empty, so far as the entity still has it.
    pub actor: Vec<String>,
    /// Says what was done.
    pub command: Option<String>,
    /// Holds the parameters.
    pub parameters: Option<String>,
    /// Events have no parameters.
    pub no_parameters: bool,
    /// Is the same only in copies of an event.
    pub id: Option<String>,
    /// Copies of an event are events.
    pub keep_duplicates: bool,
    /// Are shown with a session, besides the recipe's.
    pub carry: Vec<String>,
    /// Have to hold besides the recipe's.
    pub conditions: Vec<Condition>,
    /// The recipe's conditions need not hold.
    pub no_conditions: bool,
    /// Names of exclusions that apply.
    pub exclude: Vec<String>,
    /// Texts of fields are as they are in the log, but for what is asked for here.
    pub no_normalise: bool,
    /// Steps for fields, behind the recipe's.
    pub normalise: Vec<(String, Normalise)>,
}

/// Something is wanted that a recipe cannot do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadOverride {
    /// The recipe has no such exclusion.
    #[error("the recipe {recipe} has no exclusion `{exclusion}`{}", known(.existing, .nearest.as_deref()))]
    NoExclusion {
        /// The recipe's name.
        recipe: String,
        /// What was asked for.
        exclusion: String,
        /// What there is.
        existing: Vec<String>,
        /// The one that is spelt most like it.
        nearest: Option<String>,
    },
    /// An actor is made of the entity's fields.
    #[error("the actor `{0}` is not among the entity's fields ({1})")]
    ActorNotInEntity(String, String),
    /// The same field twice says nothing.
    #[error("the entity field `{0}` is named twice")]
    Repeated(String),
}

fn known(existing: &[String], nearest: Option<&str>) -> String {
    match (nearest, existing) {
        (Some(nearest), _) => format!("; did you mean `{nearest}`?"),
        (None, []) => "; it has none".to_owned(),
        (None, existing) => format!("; it has {}", existing.join(", ")),
    }
}

impl Overrides {
    /// These, and others where these say nothing.
    #[must_use]
    pub fn or(self, others: &Self) -> Self {
        fn some<T: Clone>(mine: Vec<T>, theirs: &[T]) -> Vec<T> {
            if mine.is_empty() { theirs.to_vec() } else { mine }
        }
        // An actor is made of the entity's fields: it goes with them.
        let actor = if self.entity.is_empty() { some(self.actor, &others.actor) } else { self.actor };
        let has_parameters = self.parameters.is_some() || self.no_parameters;
        Self {
            time: self.time.or_else(|| others.time.clone()),
            entity: some(self.entity, &others.entity),
            actor,
            command: self.command.or_else(|| others.command.clone()),
            no_parameters: self.no_parameters || !has_parameters && others.no_parameters,
            parameters: if has_parameters { self.parameters } else { others.parameters.clone() },
            id: self.id.or_else(|| others.id.clone()),
            keep_duplicates: self.keep_duplicates || others.keep_duplicates,
            carry: some(self.carry, &others.carry),
            conditions: some(self.conditions, &others.conditions),
            no_conditions: self.no_conditions || others.no_conditions,
            exclude: some(self.exclude, &others.exclude),
            no_normalise: self.no_normalise || others.no_normalise,
            normalise: some(self.normalise, &others.normalise),
        }
    }
}

impl Recipe {
    /// A recipe for files whose columns are named by hand, or `None` where the time, the entity or the command is not.
    ///
    /// # Errors
    /// As [`with`](Self::with).
    pub fn by_hand(columns: &Overrides) -> Result<Option<Self>, BadOverride> {
        if columns.time.is_none() || columns.entity.is_empty() || columns.command.is_none() {
            return Ok(None);
        }
        Self::blank().with(columns).map(Some)
    }

    /// The recipe as it is wanted.
    ///
    /// # Errors
    /// [`BadOverride`] where that makes no sense.
    pub fn with(&self, wanted: &Overrides) -> Result<Self, BadOverride> {
        let mut recipe = self.clone();
        wanted.time.iter().for_each(|time| recipe.time.clone_from(time));
        wanted.command.iter().for_each(|command| recipe.command.clone_from(command));
        let single = [&wanted.parameters, &wanted.id].into_iter().flatten();
        recipe.named = wanted.entity.iter().chain(single).chain(&wanted.carry).cloned().collect();
        recipe.override_entity(wanted)?;
        recipe.override_parameters(wanted);
        recipe.id = if wanted.keep_duplicates { None } else { wanted.id.clone().or(recipe.id) };
        for name in &wanted.carry {
            if !recipe.carry.contains(name) {
                recipe.carry.push(name.clone());
            }
        }
        recipe.override_conditions(wanted)?;
        if wanted.no_normalise {
            recipe.normalise.clear();
        }
        for (field, step) in &wanted.normalise {
            recipe.normalise.entry(field.clone()).or_default().push(*step);
        }
        Ok(recipe)
    }

    fn override_entity(&mut self, wanted: &Overrides) -> Result<(), BadOverride> {
        if !wanted.entity.is_empty() {
            self.entity.clone_from(&wanted.entity);
            self.actor.retain(|actor| wanted.entity.contains(actor));
        }
        if !wanted.actor.is_empty() {
            self.actor.clone_from(&wanted.actor);
        }
        if self.actor.is_empty() {
            self.actor = self.entity[..1].to_vec();
        }
        let twice = self.entity.iter().enumerate().find(|(index, name)| self.entity[..*index].contains(name));
        if let Some((_, name)) = twice {
            return Err(BadOverride::Repeated(name.clone()));
        }
        match self.actor.iter().find(|actor| !self.entity.contains(actor)) {
            Some(actor) => Err(BadOverride::ActorNotInEntity(actor.clone(), self.entity.join(", "))),
            None => Ok(()),
        }
    }

    fn override_parameters(&mut self, wanted: &Overrides) {
        if wanted.no_parameters {
            self.parameters = ParameterFields::default();
        }
        if let Some(column) = &wanted.parameters {
            self.parameters = ParameterFields { from: Some(column.clone()), ..ParameterFields::default() };
        }
    }

    fn override_conditions(&mut self, wanted: &Overrides) -> Result<(), BadOverride> {
        if wanted.no_conditions {
            self.conditions.clear();
            self.forms.iter_mut().for_each(|form| form.conditions.clear());
        }
        self.conditions.extend(wanted.conditions.iter().cloned());
        for name in &wanted.exclude {
            let Some(exclusion) = self.exclusions.iter_mut().find(|exclusion| exclusion.name == *name) else {
                return Err(self.no_exclusion(name));
            };
            exclusion.applies = true;
        }
        Ok(())
    }

    fn no_exclusion(&self, name: &str) -> BadOverride {
        let existing: Vec<String> = self.exclusions.iter().map(|exclusion| exclusion.name.clone()).collect();
        let (recipe, exclusion) = (self.name.clone(), name.to_owned());
        BadOverride::NoExclusion { recipe, exclusion, nearest: nearest(name, &existing), existing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange() -> Recipe {
        Recipe::embedded().iter().find(|recipe| recipe.name == "office365-exchange").unwrap().clone()
    }

    #[test]
    fn nothing_wanted_changes_nothing() {
        for recipe in Recipe::embedded() {
            assert_eq!(recipe.with(&Overrides::default()).unwrap(), *recipe);
        }
    }

    #[test]
    fn everything_can_be_had_otherwise() {
        let wanted = Overrides {
            time: Some("When".into()),
            entity: vec!["ClientIP".into()],
            command: Some("What".into()),
            parameters: Some("How".into()),
            keep_duplicates: true,
            carry: vec!["ObjectId".into(), "Where".into()],
            no_conditions: true,
            exclude: vec!["no-user".into()],
            no_normalise: true,
            normalise: vec![("ClientIP".into(), Normalise::Lower)],
            ..Overrides::default()
        };
        let recipe = exchange().with(&wanted).unwrap();
        assert_eq!((recipe.time.as_str(), recipe.command.as_str()), ("When", "What"));
        assert_eq!((recipe.entity, recipe.actor), (vec!["ClientIP".into()], vec!["ClientIP".into()]));
        assert_eq!(recipe.parameters.from.as_deref(), Some("How"));
        assert_eq!((recipe.id, recipe.conditions.len()), (None, 0));
        assert_eq!(recipe.carry, ["ObjectId", "ResultStatus", "ExternalAccess", "Where"]);
        assert_eq!(
            recipe.normalise.into_iter().collect::<Vec<_>>(),
            [("ClientIP".into(), vec![Normalise::Lower])]
        );
        let applied: Vec<_> =
            recipe.exclusions.iter().filter(|e| e.applies).map(|e| e.name.as_str()).collect();
        assert_eq!(applied, ["no-user"]);
    }

    #[test]
    fn what_makes_no_sense_is_an_error() {
        let failure = |wanted: Overrides| exchange().with(&wanted).unwrap_err().to_string();
        let exclude = vec!["no-users".into()];
        assert_eq!(
            failure(Overrides { exclude, ..Overrides::default() }),
            "the recipe office365-exchange has no exclusion `no-users`; did you mean `no-user`?"
        );
        let actor = vec!["Operation".into()];
        assert_eq!(
            failure(Overrides { actor, ..Overrides::default() }),
            "the actor `Operation` is not among the entity's fields (UserId, ClientIP)"
        );
        let entity = vec!["UserId".into(), "UserId".into()];
        assert_eq!(
            failure(Overrides { entity, ..Overrides::default() }),
            "the entity field `UserId` is named twice"
        );
    }
}
