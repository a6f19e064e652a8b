//! Who does which work how often.

use super::super::world::Role;

/// Roles of a tenant's administrators.
#[rustfmt::skip]
pub(super) const ROLES: &[Role] = &[
    Role {
        name: "help desk",
        share: 36,
        account: "<me>@northgale.example",
        on_call: 0,
        duties: &[
            ("language", 8), ("out of office", 14), ("mail goes missing", 9), ("inbox rules", 9),
            ("forward outside", 3), ("forwarding ends", 3), ("tidy rules", 4), ("calendar share", 12),
            ("calendar unshare", 4), ("look into mailbox", 3), ("new phone", 6), ("lost phone", 2),
            ("photo", 3), ("contact card", 9), ("user settings", 7), ("list member", 14),
            ("list leaver", 6), ("delegation", 5), ("trace", 3), ("quarantine", 4),
        ],
    },
    Role {
        name: "mailboxes",
        share: 20,
        account: "<me>@northgale.example",
        on_call: 0,
        duties: &[
            ("onboarding", 9), ("offboarding", 7), ("delete leavers", 3), ("bring back mailbox", 2),
            ("delegation", 14), ("end delegation", 7), ("shared mailbox", 6), ("meeting room", 3),
            ("larger quota", 6), ("archive", 4), ("message size", 3), ("protocols", 5),
            ("hide or show", 5), ("contacts", 3), ("guest mail user", 2), ("new list", 5),
            ("list upkeep", 9), ("retire list", 3), ("filter list", 2), ("team group", 5),
            ("list to group", 1), ("public folder", 2), ("drop folder", 1), ("litigation hold", 1),
            ("lift hold", 1), ("retention tags", 2),
        ],
    },
    Role {
        name: "identity",
        share: 12,
        account: "<me>@northgale.example",
        on_call: 0,
        duties: &[
            ("licences", 14), ("name change", 8), ("onboarding", 8), ("helper joins", 5),
            ("helper leaves", 4), ("block old sign-in", 5), ("web mail policy", 3), ("phone policy", 2),
            ("team group", 6), ("contact card", 6), ("access rules", 2), ("assign role", 3),
            ("user role policy", 1), ("guest mail user", 4), ("protocols", 4),
        ],
    },
    Role {
        name: "migration",
        share: 8,
        account: "<me>@northgale.example",
        on_call: 0,
        duties: &[
            ("wave", 9), ("finish wave", 6), ("stuck mailbox", 9), ("single move", 8),
            ("endpoint", 2), ("rights after move", 4), ("clean up moves", 3), ("contacts", 2),
            ("language", 4), ("message size", 4), ("delegation", 5),
        ],
    },
    Role {
        name: "transport",
        share: 8,
        account: "<me>@northgale.example",
        on_call: 0,
        duties: &[
            ("new mail rule", 7), ("change mail rule", 10), ("partner copy", 2), ("retire mail rule", 3),
            ("partner route", 4), ("retire route", 2), ("remote domain", 4), ("trace", 14),
            ("transport settings", 3), ("journal", 2), ("end journal", 1), ("signing", 2),
            ("unblock sender", 5), ("new domain", 1), ("encryption", 1),
        ],
    },
    Role {
        name: "security",
        share: 7,
        account: "<me>@northgale.example",
        on_call: 0,
        duties: &[
            ("quarantine", 12), ("block sender", 11), ("unblock sender", 5), ("spam filter", 4),
            ("malware filter", 2), ("phishing policy", 4), ("safe links", 3), ("account taken over", 4),
            ("purge phish", 4), ("alerts", 4), ("audit check", 8), ("audit mailboxes", 2),
            ("audit settings", 2), ("trace", 6), ("conditional access", 3), ("forwarding ends", 3),
        ],
    },
    Role {
        name: "compliance",
        share: 5,
        account: "<me>@northgale.example",
        on_call: 0,
        duties: &[
            ("content search", 14), ("tidy searches", 4), ("open case", 4), ("work on case", 9),
            ("close case", 6), ("litigation hold", 6), ("lift hold", 3), ("retention", 3),
            ("retention tags", 6), ("data loss rules", 4), ("labels", 2), ("audit check", 6),
            ("audit settings", 1), ("borrow search rights", 3), ("barriers", 1), ("review of mail", 1),
        ],
    },
    Role {
        name: "tenant",
        share: 4,
        account: "<me>@northgale.example",
        on_call: 0,
        duties: &[
            ("custom role", 3), ("assign role", 7), ("borrow search rights", 4), ("review roles", 4),
            ("helper joins", 5), ("offer app", 6), ("trouble with app", 5), ("connect service", 4),
            ("limit service", 3), ("tenant settings", 4), ("partner calendar", 3), ("audit settings", 3),
            ("audit pause", 1), ("backup account", 2), ("new domain", 2), ("conditional access", 4),
            ("address lists", 2), ("access rules", 3), ("delegation", 4),
        ],
    },
];

/// Things that anybody may do now and then, whatever the role.
#[rustfmt::skip]
pub(super) const CHORES: &[(&str, u32)] = &[
    ("photo", 6), ("user settings", 8), ("language", 6), ("list member", 10), ("contact card", 6),
    ("trace", 5), ("hide or show", 4), ("protocols", 3), ("address lists", 1), ("endpoint", 1),
    ("audit check", 2), ("partner calendar", 1), ("encryption", 1), ("drop folder", 1),
    ("review of mail", 1), ("signing", 1), ("trouble with app", 2), ("audit pause", 1),
];
