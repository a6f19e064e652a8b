//! Who does which work how often.

use super::super::world::Role;

/// Roles of those who work in the account.
#[rustfmt::skip]
pub(super) const ROLES: &[Role] = &[
    Role {
        name: "developer",
        share: 34,
        account: "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Developer_2f4c81d09ab37e65/<me>",
        on_call: 2,
        duties: &[
            ("read logs", 14), ("query logs", 9), ("look at function", 9), ("update function", 9),
            ("new function", 2), ("deploy stack", 7), ("queue", 4), ("table", 6), ("fetch objects", 7),
            ("put objects", 5), ("push image", 7), ("debug container", 6), ("own secret", 4),
            ("find secret", 2), ("settings", 5), ("why denied", 3), ("browse buckets", 3),
        ],
    },
    Role {
        name: "platform",
        share: 20,
        account: "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Platform_77b0e91c3d5f2a48/<me>",
        on_call: 4,
        duties: &[
            ("plan", 12), ("apply", 5), ("new machine", 5), ("stop machines", 4), ("start machines", 4),
            ("resize machine", 2), ("open port", 5), ("close port", 3), ("disks", 3), ("snapshot", 4),
            ("share snapshot", 3), ("tidy snapshots", 2), ("image", 3), ("database copy", 2),
            ("database settings", 3), ("names", 4), ("certificate", 2), ("route", 1), ("new bucket", 2),
            ("retire bucket", 1), ("key policy", 2), ("new trail", 2), ("trail upkeep", 4),
            ("retire trail", 2), ("other regions", 2), ("patch", 3), ("shell on machine", 4),
            ("old log groups", 1), ("new role", 2), ("settings of all", 1),
            ("rights of user", 2), ("detector settings", 1), ("recorder upkeep", 1), ("quotas", 1),
        ],
    },
    Role {
        name: "analyst",
        share: 16,
        account: "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Analyst_c95a3e60f1b7d824/<me>",
        on_call: 0,
        duties: &[
            ("query tables", 16), ("partitions", 4), ("refresh", 5), ("download extract", 7),
            ("download other extract", 3), ("archive extract", 2), ("notebook", 8), ("browse buckets", 5),
            ("put objects", 4), ("fetch objects", 4), ("read logs", 2),
        ],
    },
    Role {
        name: "on call",
        share: 10,
        account: "arn:aws:sts::111122223333:assumed-role/on-call/<me>",
        on_call: 45,
        duties: &[
            ("alarm", 16), ("what changed", 7), ("restart", 7), ("more capacity", 6), ("reboot machine", 4),
            ("take out of balance", 3), ("shell on machine", 5), ("slow database", 5), ("new alarm", 3),
            ("quiet alarms", 3), ("roll back", 3), ("read logs", 8), ("query logs", 7),
            ("debug container", 4), ("patch", 2), ("own secret", 1),
            ("forgotten password", 3), ("quotas", 2), ("recorder upkeep", 1),
        ],
    },
    Role {
        name: "access",
        share: 7,
        account: "arn:aws:iam::111122223333:user/<me>",
        on_call: 0,
        duties: &[
            ("new user", 6), ("rotate key", 8), ("stale keys", 3), ("leaver", 5), ("new role", 6),
            ("retire role", 3), ("trust", 5), ("policy", 7), ("new policy", 4), ("undo policy", 1),
            ("forgotten password", 6), ("lost phone", 4), ("rights of user", 8), ("groups", 4),
            ("password rules", 1), ("access review", 4), ("rotate secret", 3), ("sign in with a code", 6),
            ("who did it", 2),
        ],
    },
    Role {
        name: "auditor",
        share: 6,
        account: "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_SecurityAudit_e03d7f4a6b819c52/<me>",
        on_call: 3,
        duties: &[
            ("audit of access", 5), ("audit of buckets", 4), ("audit of trails", 4),
            ("audit of networks", 4), ("findings", 12), ("hub findings", 10), ("who did it", 12),
            ("detector settings", 4), ("recorder upkeep", 4), ("compliance", 8), ("access review", 3),
            ("query logs", 4),
        ],
    },
    Role {
        name: "finance",
        share: 7,
        account: "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Billing_58d26c7ea0f94b13/<me>",
        on_call: 0,
        duties: &[
            ("cost review", 16), ("budgets", 7), ("cost export", 6), ("unused machines", 5), ("quotas", 4),
            ("query tables", 3),
        ],
    },
];

/// Things that anybody may do now and then, whatever the role.
#[rustfmt::skip]
pub(super) const CHORES: &[(&str, u32)] = &[
    ("who am I", 16), ("start page", 18), ("read logs", 5), ("alarm", 4), ("fetch objects", 4),
    ("browse buckets", 3), ("own secret", 2), ("settings", 3), ("cost review", 1), ("why denied", 1),
    ("what changed", 1), ("other regions", 1), ("quotas", 1),
];
