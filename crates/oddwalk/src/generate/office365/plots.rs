//! Intrusions. Every command is one that normal work uses too.

use super::super::world::Plot;

/// Intrusions from plain to hard to see.
pub(super) const PLOTS: &[Plot] = &[
    Plot {
        name: "inbox forwarding",
        story: "A help desk account is taken over. From a new address at night the intruder \
                silences replies, forwards several mailboxes outside and hides the traces with \
                delete rules. The rules are made and switched off in an order no ticket needs.",
        role: "help desk",
        strange: true,
        tool: "",
        hours: (1, 4),
        gap: (12, 80),
        steps: &[
            "Set-MailboxAutoReplyConfiguration/off",
            "New-InboxRule/forward > Set-Mailbox/outside x2",
            "Set-InboxRule",
            "New-InboxRule/delete",
            "Set-MailboxJunkEmailConfiguration",
            "New-InboxRule/forward",
        ],
    },
    Plot {
        name: "mailbox grab",
        story: "Hard: an insider at the help desk, from the usual address in office hours. What \
                begins like a delegation for an assistant goes on with a changed inbox rule and \
                ends with the insider's own access taken away again. Nearly every pair of steps \
                is common, the chain is not.",
        role: "help desk",
        strange: false,
        tool: "",
        hours: (10, 15),
        gap: (8, 70),
        steps: &[
            "Add-MailboxPermission/me",
            "Add-RecipientPermission/me",
            "Set-Mailbox/sent",
            "Set-InboxRule",
            "Remove-MailboxPermission/me",
        ],
    },
    Plot {
        name: "audit blackout",
        story: "A tenant administrator's account switches auditing off, helps itself to search \
                rights and mailboxes, sends one person's mail outside, and switches auditing on \
                again so that nothing looks changed.",
        role: "tenant",
        strange: true,
        tool: "",
        hours: (20, 22),
        gap: (5, 60),
        steps: &[
            "Set-AdminAuditLogConfig/off",
            "New-ManagementRoleAssignment/search",
            "Add-MailboxPermission/me x2",
            "Set-MailboxAuditBypassAssociation",
            "Set-Mailbox/outside",
            "Set-AdminAuditLogConfig/on",
            "Remove-ManagementRoleAssignment",
        ],
    },
    Plot {
        name: "silent copy",
        story: "A transport administrator's own machine is remote controlled in office \
                hours. A rule copies mail to an outside address; opening the remote domain and \
                the outbound spam policy just before it is what gives it away.",
        role: "transport",
        strange: false,
        tool: "",
        hours: (9, 16),
        gap: (10, 90),
        steps: &[
            "Set-RemoteDomain",
            "Set-HostedOutboundSpamFilterPolicy",
            "New-TransportRule/copy",
            "Enable-TransportRule",
            "Set-TransportRule/priority",
            "Disable-JournalRule",
        ],
    },
    Plot {
        name: "search and export",
        story: "Hard: a compliance account is used from a new address in the lunch hour, for \
                what looks like a day's work of that role. It raises its own role, searches all \
                mailboxes for passwords, exports the result, and removes the search and the \
                role again.",
        role: "compliance",
        strange: true,
        tool: "",
        hours: (12, 13),
        gap: (15, 100),
        steps: &[
            "New-ManagementRoleAssignment/search",
            "Add-RoleGroupMember/me",
            "New-ComplianceSearch/all",
            "Start-ComplianceSearch",
            "New-ComplianceSearchAction/export",
            "Remove-ComplianceSearch",
            "Remove-RoleGroupMember/me",
            "Remove-ManagementRoleAssignment",
        ],
    },
    Plot {
        name: "mass grant",
        story: "A migration administrator's password was guessed. A script takes full access to \
                many mailboxes and makes each reachable by programs, alternating two commands \
                that migration work runs one after the other in blocks.",
        role: "migration",
        strange: true,
        tool: "",
        hours: (2, 5),
        gap: (4, 22),
        steps: &["Add-MailboxPermission/me > Set-CASMailbox/ews x12-20"],
    },
    Plot {
        name: "rogue app",
        story: "An administrator was talked into consent. In the afternoon an app is installed \
                for everyone, access limits are lifted and mailboxes are opened to it.",
        role: "tenant",
        strange: true,
        tool: "",
        hours: (14, 17),
        gap: (10, 75),
        steps: &[
            "Remove-ApplicationAccessPolicy",
            "New-App",
            "Set-OrganizationConfig/ews",
            "Set-App",
            "New-ServicePrincipal",
            "Set-CASMailbox/ews x2",
            "Enable-App x2",
            "Add-MailboxPermission",
        ],
    },
    Plot {
        name: "scorched earth",
        story: "A mailbox administrator who has been given notice lifts holds, shortens \
                retention and deletes mailboxes late in the evening from the usual address, mixed with \
                commands of an ordinary leaver.",
        role: "mailboxes",
        strange: false,
        tool: "",
        hours: (21, 22),
        gap: (6, 45),
        steps: &[
            "Set-RetentionPolicyTag",
            "Set-Mailbox/nohold > Disable-Mailbox > Remove-Mailbox x4-6",
            "Remove-CaseHoldPolicy",
            "Start-ManagedFolderAssistant x2",
            "Remove-DistributionGroup x2",
            "Remove-Mailbox/permanent x2",
        ],
    },
];
