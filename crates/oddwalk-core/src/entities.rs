//! Entities: the tuples of identity columns that own sessions, and the actors whose habits they share.

use rayon::prelude::*;

use crate::interner::{Interner, Lists};

/// Stands for a missing value in a tuple of value numbers.
const MISSING: u32 = u32::MAX;

/// The number of an entity in its [`Entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entity(pub(crate) u32);

impl Entity {
    /// The entity's place in tables by entity.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// The entity at this place in tables by entity.
    pub fn from_index(index: usize) -> Self {
        Self(index as u32)
    }
}

/// Distinct entities: each is one value, or a missing one, per identity column.
///
/// Each entity has an actor: the values of the `actor` columns alone. Sessions are cut by entity; habits are kept by
/// actor, since entities are often too fine (an address that carries a port) to have any.
#[derive(Clone, Debug)]
pub struct Entities {
    columns: Vec<String>,
    /// Which of the columns make the actor.
    actor_columns: Vec<usize>,
    values: Interner,
    tuples: Lists<u32>,
    actors: Lists<u32>,
    /// The actor of each entity.
    actor_of: Vec<u32>,
}

impl Entities {
    /// No entities yet, of these identity columns; `actor_columns` are positions among them.
    pub fn new(columns: Vec<String>, actor_columns: Vec<usize>) -> Self {
        let (tuples, actors) = (Lists::default(), Lists::default());
        Self { columns, actor_columns, values: Interner::default(), tuples, actors, actor_of: Vec::new() }
    }

    /// The names of the identity columns.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// How many distinct entities there are.
    pub fn len(&self) -> usize {
        self.tuples.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All entities in the order of their numbers.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Entity> + use<> {
        (0..self.len() as u32).map(Entity)
    }

    /// The names of the columns that make the actor.
    pub fn actor_column_names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.actor_columns.iter().map(|&column| self.columns[column].as_str())
    }

    /// What the values take, in bytes, 16 each beside themselves.
    pub(crate) fn text_bytes(&self) -> usize {
        self.values.text_bytes()
    }

    /// Which of the columns make the actor, by their places.
    pub fn actor_places(&self) -> &[usize] {
        &self.actor_columns
    }

    /// How many distinct actors the entities have.
    pub fn actor_count(&self) -> usize {
        self.actors.len()
    }

    /// The number of one value, for [`intern_tuple`](Self::intern_tuple). `None` is a missing value.
    pub fn intern_value(&mut self, value: Option<&str>) -> u32 {
        value.map_or(MISSING, |value| self.values.intern(value))
    }

    /// The entity with these value numbers, one per column in their order, which is made where it is new.
    pub fn intern_tuple(&mut self, values: &[u32]) -> Entity {
        let (id, new) = self.tuples.intern(values);
        if new {
            let actor: Vec<u32> = self.actor_columns.iter().map(|&column| values[column]).collect();
            self.actor_of.push(self.actors.intern(&actor).0);
        }
        Entity(id)
    }

    /// The entity with these values, one per column in their order, which is made where it is new.
    pub fn intern(&mut self, values: &[Option<&str>]) -> Entity {
        let numbers: Vec<u32> = values.iter().map(|value| self.intern_value(*value)).collect();
        self.intern_tuple(&numbers)
    }

    /// The entity's values, one per column in their order; `None` where missing.
    pub fn values(&self, entity: Entity) -> impl Iterator<Item = Option<&str>> {
        self.tuples.get(entity.0).iter().map(|&value| self.value_text(value))
    }

    /// The values that make the entity's actor.
    pub fn actor_values(&self, entity: Entity) -> impl Iterator<Item = Option<&str>> {
        self.actors.get(self.actor_of[entity.index()]).iter().map(|&value| self.value_text(value))
    }

    /// The number of the entity's actor, below [`actor_count`](Self::actor_count).
    pub fn actor(&self, entity: Entity) -> u32 {
        self.actor_of[entity.index()]
    }

    /// Whether any of the entity's values is missing.
    pub fn has_missing(&self, entity: Entity) -> bool {
        self.tuples.get(entity.0).contains(&MISSING)
    }

    /// Whether no value of the entity is known: nobody can say whether two events of it have anything to do with each other.
    pub fn is_nobody(&self, entity: Entity) -> bool {
        self.tuples.get(entity.0).iter().all(|value| *value == MISSING)
    }

    /// The actors as entities of their own, of the actor columns alone. Those that are `used`, by number, are canonical, and
    /// each has its new number.
    pub(crate) fn actors_where(&self, used: &[bool]) -> (Self, Vec<Entity>) {
        let mut actors = Self::of_actors(self.actor_column_names().map(str::to_owned).collect());
        for actor in self.actors.iter() {
            let values: Vec<Option<&str>> = actor.iter().map(|&value| self.value_text(value)).collect();
            actors.intern(&values);
        }
        actors.canonical(used)
    }

    /// No entities yet, whose columns all make the actor.
    pub fn of_actors(columns: Vec<String>) -> Self {
        let all = (0..columns.len()).collect();
        Self::new(columns, all)
    }

    /// Whether all columns make the actor, in their order, and the entities are in canonical order.
    pub(crate) fn are_canonical_actors(&self) -> bool {
        let (canonical, _) = self.canonical(&vec![true; self.len()]);
        self.actor_columns.iter().copied().eq(0..self.columns.len()) && *self == canonical
    }

    /// The canonical entities of both, which have the same columns; and for each of the two its entities' new numbers.
    pub(crate) fn union(&self, other: &Self) -> (Self, [Vec<Entity>; 2]) {
        let mut both = self.clone();
        let theirs = both.absorb(other);
        let (both, renumbered) = both.canonical(&vec![true; both.len()]);
        let new = |entity: Entity| renumbered[entity.index()];
        (both, [self.iter().map(new).collect(), theirs.into_iter().map(new).collect()])
    }

    /// For each of these entities its number in the other, `None` where that does not have it.
    pub fn translated_to(&self, other: &Self) -> Vec<Option<Entity>> {
        let mut both = other.clone();
        let known = |entity: Entity| (entity.index() < other.len()).then_some(entity);
        both.absorb(self).into_iter().map(known).collect()
    }

    fn value_text(&self, value: u32) -> Option<&str> {
        (value != MISSING).then(|| self.values.text(value))
    }

    /// Takes in the other's entities; the result holds, for each of them, its number here.
    pub(crate) fn absorb(&mut self, other: &Self) -> Vec<Entity> {
        let values: Vec<u32> =
            (0..other.values.len() as u32).map(|id| self.values.intern(other.values.text(id))).collect();
        let mut tuple = Vec::with_capacity(self.columns.len());
        let renumbered = (0..other.len() as u32).map(|id| {
            tuple.clear();
            let cells = other.tuples.get(id).iter();
            tuple.extend(cells.map(|&cell| if cell == MISSING { MISSING } else { values[cell as usize] }));
            self.intern_tuple(&tuple)
        });
        renumbered.collect()
    }

    /// The `used` entities numbered by their values in byte order, missing ones last, and each used entity's new number.
    pub(crate) fn canonical(&self, used: &[bool]) -> (Self, Vec<Entity>) {
        let mut order: Vec<u32> = (0..self.len() as u32).filter(|&id| used[id as usize]).collect();
        let width = self.columns.len();
        let ranks = self.value_ranks();
        let keys: Vec<u32> = self.tuples.iter().flatten().map(|&value| rank(&ranks, value)).collect();
        let key = |id: u32| &keys[id as usize * width..][..width];
        // No two entities are equal, so that the order does not depend on the number of threads.
        order.par_sort_unstable_by(|&a, &b| key(a).cmp(key(b)));
        let mut canonical = Self::new(self.columns.clone(), self.actor_columns.clone());
        let mut renumbered = vec![Entity(0); self.len()];
        let mut values = Vec::with_capacity(width);
        for id in order {
            values.clear();
            values.extend(self.values(Entity(id)).map(|value| canonical.intern_value(value)));
            renumbered[id as usize] = canonical.intern_tuple(&values);
        }
        (canonical, renumbered)
    }

    /// By value number: its place among all values in byte order.
    fn value_ranks(&self) -> Vec<u32> {
        let mut ranks = vec![0; self.values.len()];
        let by_text = self.values.ids_by_text();
        by_text.into_iter().enumerate().for_each(|(rank, id)| ranks[id as usize] = rank as u32);
        ranks
    }
}

/// Entities are equal where they stand for the same texts in the same order.
impl PartialEq for Entities {
    fn eq(&self, other: &Self) -> bool {
        self.columns == other.columns
            && self.actor_columns == other.actor_columns
            && self.len() == other.len()
            && self.iter().all(|entity| self.values(entity).eq(other.values(entity)))
    }
}

/// A missing value comes after all others.
fn rank(ranks: &[u32], value: u32) -> u32 {
    if value == MISSING { MISSING } else { ranks[value as usize] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entities() -> Entities {
        Entities::new(vec!["user".into(), "ip".into()], vec![0])
    }

    #[test]
    fn an_actor_owns_all_the_entities_of_its_columns() {
        let mut entities = entities();
        let a = entities.intern(&[Some("ann"), Some("10.0.0.1:5")]);
        let b = entities.intern(&[Some("ann"), Some("10.0.0.1:6")]);
        let c = entities.intern(&[None, Some("10.0.0.1:6")]);
        assert_eq!((entities.len(), entities.actor_count()), (3, 2));
        assert_eq!(entities.actor(a), entities.actor(b));
        assert!(entities.has_missing(c) && !entities.has_missing(a));
        assert_eq!(entities.actor_values(c).collect::<Vec<_>>(), [None]);
    }

    #[test]
    fn actors_are_entities_of_their_own_columns() {
        let mut entities = entities();
        let users = [Some("zoe"), None, Some("zoe"), Some("bob"), Some("ann")];
        let ids: Vec<Entity> = users
            .iter()
            .zip(0..)
            .map(|(user, ip)| entities.intern(&[*user, Some(&format!("{ip}"))]))
            .collect();
        let used: Vec<bool> = [true, true, false, true].to_vec();
        let (actors, numbers) = entities.actors_where(&used);
        let names: Vec<_> = actors.iter().map(|actor| actors.values(actor).next().flatten()).collect();
        assert_eq!(names, [Some("ann"), Some("zoe"), None]);
        assert_eq!(numbers[entities.actor(ids[2]) as usize], Entity(1));
        assert_eq!(
            actors.iter().map(|actor| actors.is_nobody(actor)).collect::<Vec<_>>(),
            [false, false, true]
        );
        assert!(actors.are_canonical_actors() && !entities.are_canonical_actors());
        let (both, [mine, theirs]) = actors.union(&actors.clone());
        assert_eq!((&both, &mine), (&actors, &theirs));
        assert_eq!(actors.translated_to(&both), both.iter().map(Some).collect::<Vec<_>>());
    }

    #[test]
    fn canonical_order_is_by_value_with_missing_last() {
        let mut entities = entities();
        let missing = entities.intern(&[None, Some("a")]);
        let zoe = entities.intern(&[Some("zoe"), None]);
        let ann = entities.intern(&[Some("ann"), Some("z")]);
        let (canonical, renumbered) = entities.canonical(&[true; 3]);
        assert_eq!([ann, zoe, missing].map(|entity| renumbered[entity.index()].0), [0, 1, 2]);
        assert_eq!(canonical.values(Entity(1)).collect::<Vec<_>>(), [Some("zoe"), None]);
    }
}
