//! What transport, security and compliance administrators do.

use super::super::world::{Workflow, work};

/// Workflows about mail flow, threats, searches and auditing.
#[rustfmt::skip]
pub(super) const WORK: &[Workflow] = &[
    // Mail flow.
    work("new mail rule", &[
        "New-TransportRule",
        "Set-TransportRule ?70 x1-3",
        "Set-TransportRule/priority ?40",
        "Enable-TransportRule ?55",
    ]),
    work("change mail rule", &["Disable-TransportRule ?45", "Set-TransportRule x1-3", "Enable-TransportRule ?60"]),
    work("partner copy", &["New-TransportRule/copy", "Set-TransportRule/priority", "Start-HistoricalSearch ?30"]),
    work("retire mail rule", &["Disable-TransportRule", "Remove-TransportRule ?70", "Set-TransportRule/priority ?20"]),
    work("partner route", &[
        "New-RemoteDomain ?35",
        "New-OutboundConnector | New-InboundConnector",
        "Set-OutboundConnector | Set-InboundConnector ?65",
        "Validate-OutboundConnector ?60 x1-3",
        "New-TransportRule ?25",
    ]),
    work("retire route", &["Set-OutboundConnector ?50", "Remove-OutboundConnector | Remove-InboundConnector", "Remove-RemoteDomain ?30"]),
    work("remote domain", &["New-RemoteDomain ?40", "Set-RemoteDomain", "Remove-RemoteDomain ?8"]),
    work("trace", &["Start-HistoricalSearch x1-4", "Release-QuarantineMessage ?20", "Stop-HistoricalSearch ?6"]),
    work("transport settings", &["Set-TransportConfig", "Set-ExternalInOutlook ?15", "Set-ArcConfig ?15", "Set-HostedConnectionFilterPolicy ?20"]),
    work("journal", &["New-JournalRule", "Set-JournalRule ?40", "Enable-JournalRule ?50", "Start-HistoricalSearch ?15"]),
    work("end journal", &["Disable-JournalRule", "Remove-JournalRule ?60"]),
    work("signing", &["New-DkimSigningConfig ?35", "Set-DkimSigningConfig", "Rotate-DkimSigningConfig ?40"]),
    // Threats.
    work("quarantine", &["Release-QuarantineMessage x1-6", "New-TenantAllowBlockListItems ?25", "Delete-QuarantineMessage ?25"]),
    work("block sender", &["New-TenantAllowBlockListItems x1-5", "Start-HistoricalSearch ?45", "Delete-QuarantineMessage ?30"]),
    work("unblock sender", &["Remove-TenantAllowBlockListItems x1-3", "Release-QuarantineMessage ?60", "Set-HostedContentFilterPolicy ?20"]),
    work("spam filter", &[
        "New-HostedContentFilterPolicy > New-HostedContentFilterRule ?25",
        "Set-HostedContentFilterPolicy",
        "Set-HostedContentFilterRule ?20",
        "Set-HostedConnectionFilterPolicy ?30",
        "Set-HostedOutboundSpamFilterPolicy ?25",
        "Set-QuarantinePolicy ?10",
    ]),
    work("malware filter", &["New-MalwareFilterPolicy > New-MalwareFilterRule ?25", "Set-MalwareFilterPolicy", "Set-SafeAttachmentPolicy ?35"]),
    work("phishing policy", &["New-AntiPhishPolicy > New-AntiPhishRule ?30", "Set-AntiPhishPolicy x1-3", "Set-SafeLinksPolicy ?40"]),
    work("safe links", &["New-SafeLinksPolicy > New-SafeLinksRule ?35", "Set-SafeLinksPolicy x1-2", "New-SafeAttachmentPolicy ?12", "Set-SafeAttachmentPolicy ?40"]),
    work("account taken over", &[
        "New-AdminAuditLogSearch | New-MailboxAuditLogSearch ?50",
        "Set-CASMailbox/off",
        "Remove-InboxRule x1-4",
        "Set-Mailbox/noforward",
        "Remove-MailboxPermission ?50 x1-2",
        "Set-Mailbox/audit ?40",
        "Start-HistoricalSearch ?60",
        "New-ComplianceSearch > Start-ComplianceSearch > New-ComplianceSearchAction/purge ?35",
        "Set-CASMailbox/owa ?55",
    ]),
    work("purge phish", &["New-ComplianceSearch/all", "Start-ComplianceSearch", "New-ComplianceSearchAction/preview ?40", "New-ComplianceSearchAction/purge x1-3", "Remove-ComplianceSearch ?30"]),
    work("alerts", &["New-ProtectionAlert ?40", "Set-ProtectionAlert x1-3", "Remove-ProtectionAlert ?12"]),
    // Auditing.
    work("audit check", &["New-AdminAuditLogSearch x1-3", "New-MailboxAuditLogSearch ?45 x1-3"]),
    work("audit mailboxes", &["Set-Mailbox/audit x2-20", "New-MailboxAuditLogSearch ?25", "Set-MailboxAuditBypassAssociation ?20"]),
    work("audit settings", &["Set-AdminAuditLogConfig/age | Set-AdminAuditLogConfig/on", "New-UnifiedAuditLogRetentionPolicy | Set-UnifiedAuditLogRetentionPolicy ?40", "New-AdminAuditLogSearch ?30"]),
    work("audit pause", &["Set-AdminAuditLogConfig/off", "Set-AdminAuditLogConfig/on"]),
    work("backup account", &["Set-MailboxAuditBypassAssociation x1-3", "New-ManagementRoleAssignment ?35"]),
    // Compliance.
    work("content search", &[
        "New-ComplianceSearch | New-ComplianceSearch/all",
        "Set-ComplianceSearch ?35",
        "Start-ComplianceSearch",
        "Stop-ComplianceSearch > Start-ComplianceSearch ?10",
        "New-ComplianceSearchAction/preview ?40",
        "New-ComplianceSearchAction/export ?55",
    ]),
    work("tidy searches", &["Remove-ComplianceSearchAction ?60 x1-4", "Remove-ComplianceSearch x1-5"]),
    work("open case", &[
        "New-ComplianceCase",
        "Add-ComplianceCaseMember x1-4",
        "New-CaseHoldPolicy > New-CaseHoldRule ?75",
        "New-ComplianceSearch > Start-ComplianceSearch ?55",
    ]),
    work("work on case", &["Add-ComplianceCaseMember | Set-CaseHoldPolicy", "New-ComplianceSearch > Start-ComplianceSearch x1-3", "New-ComplianceSearchAction/export ?60"]),
    work("close case", &["Remove-ComplianceCaseMember ?50 x1-3", "Remove-CaseHoldPolicy ?65", "Set-ComplianceCase", "Remove-ComplianceCase ?15"]),
    work("litigation hold", &["Set-Mailbox/hold x1-6", "Set-Mailbox/audit ?30", "Start-ManagedFolderAssistant ?20"]),
    work("lift hold", &["Set-Mailbox/nohold x1-4", "Start-ManagedFolderAssistant ?30"]),
    work("retention", &[
        "New-RetentionCompliancePolicy > New-RetentionComplianceRule ?35",
        "Set-RetentionCompliancePolicy ?60 x1-3",
        "Set-RetentionComplianceRule ?35",
        "Remove-RetentionCompliancePolicy ?8",
    ]),
    work("retention tags", &["New-RetentionPolicyTag ?45", "Set-RetentionPolicyTag ?50", "New-RetentionPolicy | Set-RetentionPolicy", "Set-Mailbox/retention ?55 x1-8", "Start-ManagedFolderAssistant ?40"]),
    work("data loss rules", &["New-DlpCompliancePolicy > New-DlpComplianceRule ?35", "Set-DlpComplianceRule x1-4", "Set-DlpCompliancePolicy ?55"]),
    work("labels", &["New-Label ?40", "Set-Label x1-2", "New-LabelPolicy | Set-LabelPolicy ?70"]),
    work("encryption", &["Set-IRMConfiguration | Set-OMEConfiguration", "New-TransportRule ?30"]),
    work("barriers", &["New-InformationBarrierPolicy", "Set-InformationBarrierPolicy", "Start-InformationBarrierPoliciesApplication"]),
    work("review of mail", &["New-SupervisoryReviewPolicyV2", "Set-Mailbox/audit ?30"]),
];
