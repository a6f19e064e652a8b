//! Who does which work how often.

use super::super::world::Role;

/// Roles of those whose machines are watched.
#[rustfmt::skip]
pub(super) const ROLES: &[Role] = &[
    Role {
        name: "office",
        share: 42,
        account: "NORTHGALE\\<me>",
        on_call: 0,
        duties: &[
            ("sign in", 10), ("write", 9), ("calculate", 9), ("attachment", 12), ("read a document", 8),
            ("present", 4), ("notes", 5), ("call", 8), ("link in mail", 6), ("browse in edge", 6),
            ("archive file", 2), ("printer", 1), ("letter template", 1), ("map share", 1),
        ],
    },
    Role {
        name: "books",
        share: 14,
        account: "NORTHGALE\\<me>",
        on_call: 0,
        duties: &[
            ("sign in", 9), ("books", 16), ("month end", 4), ("calculate", 12), ("attachment", 10),
            ("read a document", 8), ("call", 4), ("letter template", 2), ("archive file", 2),
        ],
    },
    Role {
        name: "developer",
        share: 24,
        account: "NORTHGALE\\<me>",
        on_call: 1,
        duties: &[
            ("sign in", 7), ("edit", 12), ("studio", 6), ("build", 9), ("node build", 7), ("commit", 12),
            ("shell work", 9), ("containers", 6), ("script", 6), ("on server", 5), ("database", 4),
            ("port in use", 3), ("which machine", 2), ("project script", 4), ("pack", 2), ("crash", 2),
            ("settings in registry", 1), ("trust certificate", 1), ("read a document", 2),
        ],
    },
    Role {
        name: "help desk",
        share: 8,
        account: "NORTHGALE\\adm-<me>",
        on_call: 2,
        duties: &[
            ("sign in", 6), ("consoles", 8), ("help with account", 9), ("ask directory", 6), ("help with logon", 9),
            ("who is where", 7), ("policy", 6), ("remote fix", 6), ("machine is slow", 6),
            ("rights of admin", 3), ("printer", 3), ("inventory", 2), ("packed policy script", 1),
            ("roll out", 3), ("registry of users", 3),
        ],
    },
    Role {
        name: "servers",
        share: 12,
        account: "NORTHGALE\\adm-<me>",
        on_call: 10,
        duties: &[
            ("consoles", 5), ("service trouble", 9), ("site trouble", 5), ("new service", 2), ("tasks", 5),
            ("crash dump", 2), ("logs of server", 6), ("share", 6), ("move share", 2), ("disk full", 4),
            ("backup check", 4), ("boot trouble", 1), ("directory health", 4), ("directory upkeep", 1),
            ("audit policy", 2), ("certificates", 3), ("database server", 4), ("updates", 5),
            ("groups", 4), ("firewall", 3), ("inventory", 4), ("script by hand", 6), ("roll out", 3),
            ("rights of admin", 2), ("remote fix", 3), ("packed policy script", 2),
        ],
    },
];

/// Things that anybody may do now and then, whatever the role.
#[rustfmt::skip]
pub(super) const CHORES: &[(&str, u32)] = &[
    ("background", 26), ("browse", 20), ("unlock", 14), ("call", 6), ("attachment", 4), ("notes", 4),
    ("link in mail", 3), ("no network", 2), ("install", 1), ("remote desk", 1), ("which machine", 1),
    ("map share", 1), ("ask directory", 1),
];
