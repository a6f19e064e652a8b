//! The tables of the page: recipes, entities, commands and other texts, which rows know by number.

use rustc_hash::FxHashMap;

use super::PageError;
use super::row::PageRow;
use super::texts::{Texts, cut};
use crate::json;

/// So many carried columns are on the page: each takes room in every row.
pub(super) const MAX_CARRIED: usize = 100;

/// Everything that rows know by number.
#[derive(Debug, Default)]
pub(super) struct Tables {
    /// Name and identity columns.
    pub(super) recipes: Vec<(String, Vec<String>)>,
    /// Each as JSON: its recipe's number and its values.
    pub(super) entities: Texts,
    pub(super) commands: Texts,
    /// Name and texts.
    pub(super) carried: Vec<(String, Texts)>,
    /// Whether there are more carried columns than the page has room for.
    pub(super) left_out_carried: bool,
    pub(super) files: Texts,
    /// By the rank of each group, that of its first row here.
    groups: FxHashMap<u32, u32>,
}

impl Tables {
    /// The number of the row's recipe. One of the same name with other identity columns is another.
    pub(super) fn recipe(&mut self, row: &PageRow) -> Result<u8, PageError> {
        let is_it = |(name, columns): &(String, Vec<String>)| {
            *name == cut(&row.recipe.0)
                && columns.len() == row.entity.0.len()
                && columns.iter().zip(&row.entity.0).all(|(known, (column, _))| *known == cut(&column.0))
        };
        let known = self.recipes.iter().position(is_it);
        let number = known.unwrap_or_else(|| {
            let columns = row.entity.0.iter().map(|(column, _)| cut(&column.0).into_owned());
            self.recipes.push((cut(&row.recipe.0).into_owned(), columns.collect()));
            self.recipes.len() - 1
        });
        u8::try_from(number).map_err(|_| PageError::TooManyRecipes)
    }

    /// The number of the row's entity.
    pub(super) fn entity(&mut self, recipe: u8, row: &PageRow) -> u32 {
        let values = row.entity.0.iter().map(|(_, value)| value.as_ref().map(|value| cut(&value.0)));
        let mut entity = Vec::new();
        // Nothing can fail where text is written into memory.
        let _ = json::write(&(recipe, values.collect::<Vec<_>>()), &mut entity);
        self.entities.whole_number(&String::from_utf8_lossy(&entity))
    }

    /// The number of the carried column, which is a new one where it is that of the last and one; `None` where there are
    /// too many.
    pub(super) fn carried_column(&mut self, name: &str) -> Option<usize> {
        let name = cut(name);
        let known = self.carried.iter().position(|(known, _)| *known == name);
        if known.is_none() && self.carried.len() < MAX_CARRIED {
            self.carried.push((name.into_owned(), Texts::default()));
            return Some(self.carried.len() - 1);
        }
        self.left_out_carried |= known.is_none();
        known
    }

    /// The rank of the oddest row of the row's group that is on the page; 0 where it is of none.
    pub(super) fn group(&mut self, row: &PageRow) -> u32 {
        row.group.map_or(0, |group| *self.groups.entry(group).or_insert(row.rank))
    }
}
