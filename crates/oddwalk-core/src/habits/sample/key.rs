//! The keys of sessions: hashes that are the same on every machine, in every version, and however a log is cut up.

use std::hash::Hasher;

use rayon::prelude::*;
use twox_hash::XxHash64;

use super::SAMPLE_SIZE;
use crate::{Entities, Entity, EventLog, Session, Sessions};

/// So many sessions are hashed by one thread at a time.
const SESSIONS_PER_TASK: usize = 1_024;

/// The sessions with the lowest keys, in the order of these: enough of them, and all with the key of the last.
pub(super) fn lowest(log: &EventLog, sessions: &Sessions) -> Vec<(u64, u32)> {
    let entities: Vec<u64> = log.entities().iter().map(|entity| of_entity(log.entities(), entity)).collect();
    let commands: Vec<u64> =
        log.commands().all_symbols().map(|symbol| of_text(log.commands().text(symbol))).collect();
    let numbers = (0..sessions.len()).into_par_iter().with_min_len(SESSIONS_PER_TASK);
    let key = |bytes: &mut Vec<u8>, number: usize| {
        (of_session(&sessions.get(number), &entities, &commands, bytes), number as u32)
    };
    let mut keys: Vec<(u64, u32)> = numbers.map_init(Vec::new, key).collect();
    if keys.len() > SAMPLE_SIZE {
        let (_, &mut (last, _), _) = keys.select_nth_unstable(SAMPLE_SIZE - 1);
        keys.retain(|(key, _)| *key <= last);
    }
    keys.sort_unstable();
    keys
}

/// Who, when, and what, by the hashes of the texts.
fn of_session(session: &Session, entities: &[u64], commands: &[u64], bytes: &mut Vec<u8>) -> u64 {
    bytes.clear();
    bytes.extend(entities[session.entity.index()].to_le_bytes());
    bytes.push(u8::from(session.span.is_some()));
    bytes.extend(session.span.map_or(0, |span| span.begin).to_le_bytes());
    bytes.extend(session.commands.iter().flat_map(|command| commands[command.index()].to_le_bytes()));
    XxHash64::oneshot(0, bytes)
}

fn of_text(text: &str) -> u64 {
    XxHash64::oneshot(0, text.as_bytes())
}

/// Of all values in the order of the columns; a missing one is not an empty one.
fn of_entity(entities: &Entities, entity: Entity) -> u64 {
    let mut hasher = XxHash64::with_seed(0);
    for value in entities.values(entity) {
        let text = value.unwrap_or_default();
        hasher.write(&[u8::from(value.is_some())]);
        hasher.write(&(text.len() as u64).to_le_bytes());
        hasher.write(text.as_bytes());
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_is_hashed_by_its_values_alone() {
        let mut entities = Entities::new(vec!["user".into(), "ip".into()], vec![0]);
        let values = [[Some("a"), Some("bc")], [Some("ab"), Some("c")], [None, Some("")], [Some(""), None]];
        values.iter().for_each(|values| {
            entities.intern(values);
        });
        let hashes: Vec<u64> = entities.iter().map(|entity| of_entity(&entities, entity)).collect();
        let distinct: std::collections::BTreeSet<_> = hashes.iter().collect();
        assert_eq!(distinct.len(), values.len());
        // Fixed for ever: files that were made elsewhere have to agree.
        assert_eq!(of_text("Set-Mailbox"), 5_343_872_449_825_834_818);
        assert_eq!(hashes[0], 4_467_951_214_044_487_750);
    }
}
