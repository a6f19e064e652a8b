//! Which parameters of a log have too many values, where no part of it shows them all.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hasher;

use oddwalk_core::{Parameters, Uncapped, VALUES_READ};
use rustc_hash::FxHashSet;
use twox_hash::XxHash64;

/// The values of each parameter, as far as they are few.
#[derive(Debug, Default)]
pub(super) struct Saturation {
    /// Hashes of the distinct values, by the parameter's name.
    values: BTreeMap<String, FxHashSet<u64>>,
    /// Parameters that have too many.
    saturated: BTreeSet<String>,
}

impl Saturation {
    /// Looks at a part of the log.
    pub(super) fn take(&mut self, parameters: &Parameters) {
        parameters.saturated().for_each(|name| self.saturate(name));
        for (name, value) in parameters.distinct_values() {
            if !self.saturated.contains(name) && self.count(name, value) > VALUES_READ as usize {
                self.saturate(name);
            }
        }
    }

    /// The parameters whose values are gone, but for those that keep all of them.
    pub(super) fn names<'s>(&'s self, uncapped: &'s Uncapped) -> impl Iterator<Item = &'s str> {
        let names = self.saturated.iter().map(String::as_str);
        names.filter(|name| uncapped.read_cap(name) <= VALUES_READ)
    }

    fn saturate(&mut self, name: &str) {
        self.values.remove(name);
        self.saturated.insert(name.to_owned());
    }

    fn count(&mut self, name: &str, value: &str) -> usize {
        let mut hasher = XxHash64::with_seed(0);
        hasher.write(value.as_bytes());
        if !self.values.contains_key(name) {
            self.values.insert(name.to_owned(), FxHashSet::default());
        }
        self.values.get_mut(name).map_or(0, |values| {
            values.insert(hasher.finish());
            values.len()
        })
    }
}
