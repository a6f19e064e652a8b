//! Invented names of people, groups and other organisations.

use std::fmt::Write;

use super::dice::{mix, part, place};

const FIRST: [&str; 48] = [
    "Ada", "Ahmed", "Aiko", "Amara", "Anders", "Anja", "Beatriz", "Bruno", "Carla", "Chen", "Chloe", "Dario",
    "Deepa", "Dmitri", "Elif", "Emil", "Esther", "Farid", "Fiona", "Gita", "Goran", "Hana", "Hugo", "Ines",
    "Ivan", "Jamal", "Jana", "Joon", "Kaja", "Karim", "Leila", "Lukas", "Maeve", "Marco", "Mina", "Nadia",
    "Noor", "Olga", "Oscar", "Priya", "Quentin", "Rosa", "Samir", "Tara", "Umar", "Vera", "Wanda", "Yusuf",
];

const LAST: [&str; 65] = [
    "Abbott", "Adeyemi", "Almeida", "Bakker", "Banerjee", "Barros", "Bauer", "Becker", "Brandt", "Castillo",
    "Chandra", "Costa", "Dahl", "Demir", "Diallo", "Dubois", "Eriksen", "Farouk", "Ferrari", "Fischer",
    "Fontaine", "Gallo", "Grant", "Haddad", "Hansen", "Horvat", "Ibrahim", "Ito", "Jansen", "Joshi", "Kaya",
    "Keller", "Khan", "Kim", "Kovac", "Kruger", "Larsen", "Lopez", "Lund", "Malik", "Marino", "Mensah",
    "Meyer", "Moreau", "Nakata", "Nilsson", "Novak", "Okafor", "Olsen", "Ortiz", "Park", "Patel", "Pereira",
    "Quinn", "Rahman", "Rossi", "Sato", "Schmid", "Silva", "Tanaka", "Toth", "Vargas", "Weber", "Yilmaz",
    "Zhang",
];

const UNITS: [&str; 20] = [
    "Sales",
    "Finance",
    "Legal",
    "Plant",
    "Payroll",
    "Support",
    "Research",
    "Design",
    "Logistics",
    "Board",
    "Marketing",
    "Quality",
    "Facilities",
    "Travel",
    "Warehouse",
    "Procurement",
    "Training",
    "Safety",
    "Press",
    "Projects",
];

const KINDS: [&str; 14] = [
    "All",
    "EMEA",
    "Managers",
    "News",
    "Alerts",
    "Team",
    "North",
    "South",
    "Invoices",
    "Contractors",
    "Weekly",
    "Requests",
    "Leads",
    "Archive",
];

const PARTNERS: [&str; 12] = [
    "harbourline.example",
    "brightloom.example",
    "kestrel-audit.example",
    "stonebridge.example",
    "tallpine.example",
    "mail.example.net",
    "postbox.example.org",
    "orchard-law.example",
    "fleetway.example",
    "quaymail.example.com",
    "redfern.example",
    "copperfield.example",
];

/// First and last name of person number `id`, and a number that tells apart
/// people of the same name (0 for the first).
pub(super) fn person(id: u64) -> (&'static str, &'static str, u64) {
    let first = place(id, FIRST.len());
    let rest = id / FIRST.len() as u64;
    let last = place(rest, LAST.len());
    (FIRST[first], LAST[last], rest / LAST.len() as u64)
}

/// Appends the account name of person `id`, such as `tara.lund` or `tara.lund2`.
pub(super) fn push_alias(out: &mut String, id: u64) {
    let (first, last, twin) = person(id);
    push_lower(out, first);
    out.push('.');
    push_lower(out, last);
    if twin > 0 {
        let _ = write!(out, "{}", twin + 1);
    }
}

/// Appends the name of person `id` as people write it, such as `Tara Lund`.
pub(super) fn push_name(out: &mut String, id: u64) {
    let (first, last, _) = person(id);
    out.push_str(first);
    out.push(' ');
    out.push_str(last);
}

/// Account name of the `index`th administrator under `seed`.
///
/// Steps through all names with a stride that shares no factor with their
/// number, so that names look unsorted and still never repeat.
pub(super) fn admin_alias(seed: u64, index: u32) -> String {
    let count = (FIRST.len() * LAST.len()) as u64;
    let stepped = u64::from(index) * 1_009 + part(mix(seed, 77), count);
    let twin = u64::from(index) / count;
    let mut out = String::new();
    push_alias(&mut out, stepped % count + twin * count);
    out
}

/// Appends a group's name, such as `Sales-EMEA`.
pub(super) fn push_group(out: &mut String, word: u64) {
    out.push_str(UNITS[place(word, UNITS.len())]);
    out.push('-');
    out.push_str(KINDS[place(word >> 16, KINDS.len())]);
}

/// Domain of another organisation; all are reserved for examples.
pub(super) fn partner(word: u64) -> &'static str {
    PARTNERS[place(word, PARTNERS.len())]
}

fn push_lower(out: &mut String, text: &str) {
    out.extend(text.chars().map(|letter| letter.to_ascii_lowercase()));
}
