//! Sites, their time zones and addresses.
//!
//! All addresses come from the ranges reserved for documentation, so that no
//! generated log can point at a real machine.

use super::dice::{mix, part, place};

/// A town with an office.
#[derive(Debug, Clone, Copy)]
pub(super) struct Site {
    /// Minutes east of UTC. The same all year: a change of clocks would add
    /// nothing that a detector could learn from.
    pub(super) offset: i64,
    /// First host number of the office's addresses in 198.51.100.0/24.
    hosts: u64,
    /// Share of staff, of 100.
    share: u64,
}

const SITES: [Site; 6] = [
    Site { offset: 120, hosts: 10, share: 38 },
    Site { offset: 60, hosts: 40, share: 22 },
    Site { offset: -240, hosts: 70, share: 18 },
    Site { offset: -420, hosts: 100, share: 8 },
    Site { offset: 330, hosts: 130, share: 9 },
    Site { offset: 600, hosts: 160, share: 5 },
];

/// The site where somebody with this `style` works. Small organisations have
/// two sites, larger ones all six.
pub(super) fn site(style: u64, people: u32) -> Site {
    let open = if people < 30 { 2 } else { SITES.len() };
    let total = SITES.iter().take(open).map(|site| site.share).sum();
    let mut ticket = part(mix(style, 21), total);
    for site in SITES.iter().take(open) {
        if ticket < site.share {
            return *site;
        }
        ticket -= site.share;
    }
    SITES[0]
}

/// Address of an office: everybody there shares a few.
pub(super) fn office(site: Site, style: u64) -> String {
    format!("198.51.100.{}", site.hosts + part(mix(style, 22), 4))
}

/// Address of the machine that runs scheduled scripts.
pub(super) fn server(style: u64) -> String {
    format!("198.51.100.{}", 200 + part(mix(style, 23), 50))
}

/// Address of somebody's home.
pub(super) fn home(style: u64) -> String {
    let word = mix(style, 24);
    if word.is_multiple_of(3) {
        return format!(
            "[2001:db8:{:x}:{:x}::{:x}]",
            part(word >> 4, 0x8000),
            part(word >> 20, 256),
            part(word >> 40, 0xfff)
        );
    }
    format!("203.0.113.{}", 1 + part(word >> 8, 254))
}

/// Address on the road in the given week.
pub(super) fn travel(style: u64, week: u64) -> String {
    let word = mix(mix(style, 25), week);
    if word.is_multiple_of(5) {
        return format!("[2001:db8:{:x}::{:x}]", 0x9000 + part(word >> 4, 0x1000), part(word >> 20, 0xffff));
    }
    format!("192.0.2.{}", 1 + part(word >> 8, 254))
}

/// Address of an intruder. It looks like a home or a hotel: a range of its own
/// would give every intrusion away at a glance.
pub(super) fn strange(word: u64) -> String {
    let spots: [fn(u64) -> String; 2] = [home, |word| travel(word, 0)];
    spots[place(mix(word, 26), spots.len())](mix(word, 27))
}
