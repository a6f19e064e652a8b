use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// What can become of a record.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Used,
    Rejected,
    OutOfRange,
    Filtered(u8),
    Duplicate,
}

fn fates() -> impl Strategy<Value = Vec<Vec<Fate>>> {
    let fate = prop_oneof![
        Just(Fate::Used),
        Just(Fate::Rejected),
        Just(Fate::OutOfRange),
        (0..3_u8).prop_map(Fate::Filtered),
        Just(Fate::Duplicate),
    ];
    vec(vec(fate, 0..20), 0..5)
}

fn file(fates: &[Fate]) -> Quality {
    let mut quality = Quality::default();
    let taken = fates.iter().filter(|fate| matches!(fate, Fate::Used | Fate::Duplicate)).count() as u64;
    quality.files.push(FileQuality { records: fates.len() as u64, events: taken, ..FileQuality::default() });
    let place = || Rejection { file: String::new(), row: 1, line: None, detail: String::new() };
    for fate in fates {
        match fate {
            Fate::Used | Fate::Duplicate => {}
            Fate::Rejected => quality.reject(Reason::Malformed, place),
            Fate::OutOfRange => quality.out_of_range += 1,
            Fate::Filtered(condition) => quality.leave_out(&format!("c{condition}"), 1),
        }
    }
    quality
}

fn count(fates: &[Vec<Fate>], is_it: impl Fn(&Fate) -> bool) -> u64 {
    fates.iter().flatten().filter(|fate| is_it(fate)).count() as u64
}

proptest! {
    #[test]
    fn every_record_is_accounted_for(fates in fates()) {
        let mut all = Quality::default();
        fates.iter().for_each(|fates| all.append(file(fates)));
        prop_assert_eq!(all.accounted_for(), all.records());
        for (index, fates) in fates.iter().enumerate() {
            let duplicates = fates.iter().filter(|fate| matches!(fate, Fate::Duplicate)).count();
            all.drop_duplicates(index, duplicates as u64);
        }
        prop_assert_eq!(all.accounted_for(), all.records());
        prop_assert_eq!(all.duplicates, count(&fates, |fate| matches!(fate, Fate::Duplicate)));
        prop_assert_eq!(all.events(), count(&fates, |fate| matches!(fate, Fate::Used)));
        let second = count(&fates, |fate| matches!(fate, Fate::Filtered(1)));
        let told = all.filtered.iter().find(|(condition, _)| condition == "c1").map_or(0, |(_, count)| *count);
        prop_assert_eq!(told, second);
    }
}

#[test]
fn appending_joins_what_has_the_same_name() {
    let quality = |range, files| {
        let mut quality = Quality { time_range: range, full_lists: 1, tied_events: 2, ..Quality::default() };
        quality.skip_condition("a == b", files);
        quality
    };
    let mut all = quality(None, 1);
    all.append(quality(Some((3, 5)), 2));
    all.append(quality(Some((1, 4)), 0));
    assert_eq!(all.skipped_conditions, [("a == b".to_owned(), 3)]);
    assert_eq!((all.time_range, all.full_lists, all.tied_events), (Some((1, 5)), 3, 6));
}
