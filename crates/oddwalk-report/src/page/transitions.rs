//! Transitions: how often each command follows each, over all findings.

use rustc_hash::FxHashMap;

use super::texts::Texts;

/// How many are told.
const TOLD: usize = 200;
/// A byte of a text becomes at most so many where it is escaped.
const ESCAPED: usize = 6;
/// The beginning of a session as what came before, and its end as what came after.
pub(super) const NONE: u32 = u32::MAX;
/// Of so many of the oddest rows that have a transition is known that they do: one of them is on a thinned page.
const ROWS: usize = 3;

/// Counts of all transitions.
#[derive(Debug, Default)]
pub(super) struct Transitions {
    counts: FxHashMap<Step, Seen>,
}

/// Recipe, previous command, command.
type Step = (u8, u32, u32);

#[derive(Clone, Copy, Debug)]
struct Seen {
    count: u32,
    rows: [u32; ROWS],
}

/// One that is told.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Transition {
    pub(super) recipe: u8,
    pub(super) previous: u32,
    pub(super) command: u32,
    pub(super) count: u32,
    /// How often something came after what came before.
    pub(super) of: u64,
    /// The oddest rows that have it.
    pub(super) rows: [u32; ROWS],
}

impl Transitions {
    /// Counts those of a row's commands.
    pub(super) fn count(&mut self, recipe: u8, row: u32, commands: &[u32]) {
        let mut previous = NONE;
        for &command in commands.iter().chain([&NONE]) {
            let none = Seen { count: 0, rows: [NONE; ROWS] };
            self.counts.entry((recipe, previous, command)).or_insert(none).see(row);
            previous = command;
        }
    }

    /// The rarest, by count, then those of the oddest session, then the texts; as many as take no more than so many bytes.
    pub(super) fn rarest(&self, commands: &Texts, room: usize) -> Vec<Transition> {
        let mut chances: FxHashMap<(u8, u32), u64> = FxHashMap::default();
        for (&(recipe, previous, _), seen) in self.sorted() {
            *chances.entry((recipe, previous)).or_default() += u64::from(seen.count);
        }
        let mut all: Vec<Transition> = self
            .sorted()
            .into_iter()
            .map(|(&(recipe, previous, command), &Seen { count, rows })| {
                let of = chances[&(recipe, previous)];
                Transition { recipe, previous, command, count, of, rows }
            })
            .collect();
        let text = |number: u32| (number != NONE).then(|| commands.get(number));
        let key =
            |one: &Transition| (one.count, one.rows[0], text(one.previous), text(one.command), one.recipe);
        let by_rarity = |a: &Transition, b: &Transition| key(a).cmp(&key(b));
        if all.len() > TOLD {
            all.select_nth_unstable_by(TOLD, by_rarity);
            all.truncate(TOLD);
        }
        all.sort_by(by_rarity);
        let size = |one: &Transition| {
            let texts = [text(one.previous), text(one.command)].into_iter().flatten();
            texts.map(|text| text.len() * ESCAPED).sum::<usize>()
        };
        let mut taken = 0;
        let fits = |one: &&Transition| {
            taken += size(one);
            taken <= room
        };
        let told = all.iter().take_while(fits).count();
        all.truncate(told);
        all
    }

    /// In no order of a hash table.
    fn sorted(&self) -> Vec<(&Step, &Seen)> {
        let mut all: Vec<(&Step, &Seen)> = self.counts.iter().collect();
        all.sort_unstable_by_key(|(step, _)| **step);
        all
    }
}

impl Seen {
    fn see(&mut self, row: u32) {
        self.count = self.count.saturating_add(1);
        if !self.rows.contains(&row)
            && let Some(free) = self.rows.iter_mut().find(|free| **free == NONE)
        {
            *free = row;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rarest_come_first() {
        let mut commands = Texts::default();
        let [a, b, c] = ["a", "b", "c"].map(|text| commands.number(text));
        let mut transitions = Transitions::default();
        transitions.count(0, 0, &[a, b, c]);
        transitions.count(0, 1, &[a, b, b]);
        transitions.count(0, 2, &[a, b, a]);
        let rarest = transitions.rarest(&commands, usize::MAX);
        let shown: Vec<(u32, u32, u32, u64, u32)> =
            rarest.iter().map(|one| (one.previous, one.command, one.count, one.of, one.rows[0])).collect();
        let expected = [
            (b, c, 1, 4, 0),
            (c, NONE, 1, 1, 0),
            (b, NONE, 1, 4, 1),
            (b, b, 1, 4, 1),
            (a, NONE, 1, 4, 2),
            (b, a, 1, 4, 2),
            (NONE, a, 3, 3, 0),
            (a, b, 3, 4, 0),
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn no_more_are_told_than_can_be_read() {
        let mut commands = Texts::default();
        let numbers: Vec<u32> = (0..400).map(|number| commands.number(&number.to_string())).collect();
        let mut transitions = Transitions::default();
        transitions.count(0, 0, &numbers);
        transitions.count(1, 1, &numbers[..10]);
        let rarest = transitions.rarest(&commands, usize::MAX);
        assert_eq!(rarest.len(), TOLD);
        assert!(rarest.is_sorted_by_key(|one| (one.count, one.rows[0])));
        assert_eq!(transitions.rarest(&commands, 0), []);
        assert!(rarest.starts_with(&transitions.rarest(&commands, 200)));
    }
}
