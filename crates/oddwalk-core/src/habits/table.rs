//! Tables: sorted keys with their counts.

/// How often each key was seen, sorted by key; no count is 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table<K> {
    entries: Vec<(K, u64)>,
}

impl<K> Default for Table<K> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}

impl<K: Copy + Ord> Table<K> {
    /// Puts sorted entries to the test of a file that somebody may have altered: sorted, distinct, and never 0.
    pub fn from_sorted(entries: Vec<(K, u64)>) -> Option<Self> {
        let sorted = entries.is_sorted_by(|a, b| a.0 < b.0);
        (sorted && entries.iter().all(|(_, count)| *count > 0)).then_some(Self { entries })
    }

    /// Sorts distinct keys whose counts are not 0.
    pub(crate) fn of_distinct(mut entries: Vec<(K, u64)>) -> Self {
        entries.sort_unstable();
        Self { entries }
    }

    /// Counts keys that are sorted already.
    pub(crate) fn of_keys<T: Copy + Eq>(keys: &[T], key: impl Fn(T) -> K) -> Self {
        Self { entries: keys.chunk_by(|a, b| a == b).map(|run| (key(run[0]), run.len() as u64)).collect() }
    }

    /// Every key and its count, sorted.
    pub fn entries(&self) -> &[(K, u64)] {
        &self.entries
    }

    /// How many distinct keys there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How often a key was seen.
    pub fn get(&self, key: K) -> u64 {
        self.place(key).map_or(0, |at| self.entries[at].1)
    }

    /// Where a key stands among the entries, if it was seen.
    pub fn place(&self, key: K) -> Option<usize> {
        self.entries.binary_search_by_key(&key, |(key, _)| *key).ok()
    }

    /// The entries from the first key that is not below `first` on, as long as the keys belong to them.
    pub fn range(&self, first: K, belongs: impl Fn(&K) -> bool) -> &[(K, u64)] {
        let start = self.entries.partition_point(|(key, _)| *key < first);
        let len = self.entries[start..].partition_point(|(key, _)| belongs(key));
        &self.entries[start..start + len]
    }

    /// Gives each key another one, or none: then it is left out. Distinct keys stay distinct. Where the order stays, too,
    /// as it does between canonical numberings, sorting is one look.
    pub(crate) fn rekeyed<L: Copy + Ord>(&self, key: impl Fn(K) -> Option<L>) -> Table<L> {
        let entries = self.entries.iter().filter_map(|(old, count)| Some((key(*old)?, *count)));
        Table::of_distinct(entries.collect())
    }

    /// The entries whose keys are kept.
    pub(crate) fn retain(&mut self, keep: impl Fn(K) -> bool) {
        self.entries.retain(|(key, _)| keep(*key));
    }

    /// The sums of both.
    pub(crate) fn plus(&self, other: &Self) -> Self {
        let mut entries = Vec::with_capacity(self.len().max(other.len()));
        let (mut mine, mut theirs) = (self.entries.iter().peekable(), other.entries.iter().peekable());
        while let (Some(a), Some(b)) = (mine.peek(), theirs.peek()) {
            let (key, in_mine, in_theirs) = (a.0.min(b.0), a.0 <= b.0, b.0 <= a.0);
            let mut count = 0;
            count += if in_mine { mine.next().map_or(0, |entry| entry.1) } else { 0 };
            count += if in_theirs { theirs.next().map_or(0, |entry| entry.1) } else { 0 };
            entries.push((key, count));
        }
        entries.extend(mine.chain(theirs));
        Self { entries }
    }

    /// What is left without the other's, or `None` where the other has more.
    pub(crate) fn minus(&self, other: &Self) -> Option<Self> {
        let mut theirs = other.entries.iter().peekable();
        let mut entries = Vec::with_capacity(self.len());
        for &(key, count) in &self.entries {
            let taken = theirs.next_if(|entry| entry.0 == key).map_or(0, |entry| entry.1);
            match count.checked_sub(taken)? {
                0 => {}
                left => entries.push((key, left)),
            }
        }
        theirs.peek().is_none().then_some(Self { entries })
    }

    /// Where each of these keys stands in the whole, `None` where it does not have it.
    pub(crate) fn places_in(&self, whole: &Self) -> Vec<Option<u32>> {
        let mut rest = whole.entries.iter().zip(0_u32..).peekable();
        let place = |(key, _): &(K, u64)| {
            while rest.next_if(|((known, _), _)| known < key).is_some() {}
            rest.peek().filter(|((known, _), _)| known == key).map(|(_, place)| *place)
        };
        self.entries.iter().map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(keys: &[u32]) -> Table<u32> {
        Table::of_keys(keys, |key| key)
    }

    #[test]
    fn tables_add_up_and_come_apart_again() {
        let (a, b) = (table(&[1, 1, 4, 9]), table(&[0, 1, 9, 9]));
        let both = table(&[0, 1, 1, 1, 4, 9, 9, 9]);
        assert_eq!(a.plus(&b), both);
        assert_eq!(both.minus(&b), Some(a.clone()));
        assert_eq!(a.minus(&b), None);
        assert_eq!(table(&[1, 5, 9]).places_in(&a), [Some(0), None, Some(2)]);
    }

    #[test]
    fn a_range_holds_the_keys_that_belong_together() {
        let pairs = Table::of_keys(&[(0, 5), (1, 2), (1, 2), (1, 7), (2, 0)], |key| key);
        assert_eq!(pairs.range((1, 0), |key| key.0 == 1), [((1, 2), 2), ((1, 7), 1)]);
        assert_eq!(pairs.range((3, 0), |key| key.0 == 3), []);
    }

    #[test]
    fn what_is_out_of_order_is_no_table() {
        assert!(Table::from_sorted(vec![(1, 1), (2, 1)]).is_some());
        for bad in [vec![(1, 1), (1, 1)], vec![(2, 1), (1, 1)], vec![(1, 0)]] {
            assert_eq!(Table::<i32>::from_sorted(bad), None);
        }
    }
}
