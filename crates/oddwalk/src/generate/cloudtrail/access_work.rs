//! What those do who give access, and those who look after them.

use super::super::world::{Workflow, through, work};

/// Workflows about users, roles, findings and costs.
#[rustfmt::skip]
pub(super) const WORK: &[Workflow] = &[
    // Administrators of access.
    through("console", "new user", &["iam:ListUsers", "iam:CreateUser", "iam:CreateLoginProfile ?80", "iam:AddUserToGroup x1-3", "iam:TagUser ?30", "iam:AttachUserPolicy ?30", "iam:CreateAccessKey ?40"]),
    work("rotate key", &["iam:ListAccessKeys", "iam:GetAccessKeyLastUsed ?50", "iam:CreateAccessKey", "iam:UpdateAccessKey ?80", "iam:DeleteAccessKey ?60"]),
    work("stale keys", &["iam:ListUsers", "iam:ListAccessKeys > iam:GetAccessKeyLastUsed x2-14", "iam:UpdateAccessKey ?50 x1-4", "iam:DeleteAccessKey ?25 x1-3"]),
    work("leaver", &[
        "iam:GetUser ?50",
        "iam:ListAccessKeys",
        "iam:UpdateAccessKey ?40",
        "iam:DeleteAccessKey x1-2",
        "iam:ListMFADevices > iam:DeactivateMFADevice ?70",
        "iam:DeleteLoginProfile",
        "iam:RemoveUserFromGroup x1-3",
        "iam:DetachUserPolicy ?30",
        "iam:DeleteUser ?85",
    ]),
    through("console", "new role", &["iam:ListRoles ?60", "iam:CreateRole", "iam:AttachRolePolicy x1-3", "iam:PutRolePolicy ?35", "iam:CreateInstanceProfile > iam:AddRoleToInstanceProfile ?40"]),
    work("retire role", &["iam:GetRole/each", "iam:ListAttachedRolePolicies", "iam:DetachRolePolicy x1-3", "iam:DeleteRole"]),
    through("console", "trust", &["iam:GetRole", "iam:UpdateAssumeRolePolicy", "sts:AssumeRole/other ?30"]),
    work("policy", &["iam:GetPolicy", "iam:GetPolicyVersion", "iam:ListPolicyVersions ?50", "iam:DeletePolicyVersion ?35", "iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion ?20"]),
    work("new policy", &["iam:CreatePolicy", "iam:AttachGroupPolicy | iam:AttachRolePolicy", "iam:SimulatePrincipalPolicy ?40"]),
    work("undo policy", &["iam:ListPolicyVersions", "iam:SetDefaultPolicyVersion", "iam:GetPolicyVersion ?50"]),
    through("console", "forgotten password", &["iam:GetUser ?60", "iam:GetLoginProfile ?40", "iam:UpdateLoginProfile"]),
    through("console", "lost phone", &["iam:ListMFADevices", "iam:DeactivateMFADevice", "iam:EnableMFADevice ?50"]),
    through("console", "rights of user", &["iam:ListGroupsForUser", "iam:ListAttachedUserPolicies ?60", "iam:ListUserPolicies ?40", "iam:AttachUserPolicy ?60", "iam:AddUserToGroup | iam:DetachUserPolicy ?60"]),
    through("console", "groups", &["iam:ListGroups", "iam:AttachGroupPolicy ?50", "iam:AddUserToGroup ?60 x1-4"]),
    work("password rules", &["iam:GetAccountPasswordPolicy", "iam:UpdateAccountPasswordPolicy ?40"]),
    work("access review", &["iam:GetAccountSummary ?50", "iam:ListUsers/page x1-3", "iam:GenerateCredentialReport > iam:GetCredentialReport", "iam:ListRoles ?60", "iam:ListAttachedUserPolicies > iam:ListGroupsForUser x2-9"]),
    work("rotate secret", &["secretsmanager:ListSecrets ?50", "secretsmanager:RotateSecret x1-3", "secretsmanager:DescribeSecret ?60"]),
    // Auditors.
    through("program", "audit of access", &[
        "sts:GetCallerIdentity",
        "iam:ListAccountAliases ?50",
        "iam:GetAccountSummary",
        "iam:GetAccountPasswordPolicy",
        "iam:GenerateCredentialReport > iam:GetCredentialReport",
        "iam:GetAccountAuthorizationDetails x1-3",
        "iam:ListPolicies ?60",
        "iam:ListUsers > iam:ListRoles ?70",
    ]),
    through("program", "audit of buckets", &["sts:GetCallerIdentity", "s3:ListBuckets", "s3:GetBucketPolicy > s3:GetBucketAcl > s3:GetBucketEncryption > s3:GetBucketLogging > s3:GetBucketPublicAccessBlock x4-24"]),
    through("program", "audit of trails", &["sts:GetCallerIdentity", "ec2:DescribeRegions", "cloudtrail:DescribeTrails", "cloudtrail:GetTrailStatus > cloudtrail:GetEventSelectors x1-4", "config:DescribeConfigurationRecorders", "guardduty:ListDetectors > guardduty:GetDetector"]),
    through("program", "audit of networks", &["sts:GetCallerIdentity", "ec2:DescribeVpcs", "ec2:DescribeSecurityGroups x3-20", "ec2:DescribeNetworkInterfaces ?60", "elasticloadbalancing:DescribeLoadBalancers ?60"]),
    through("console", "findings", &["guardduty:ListDetectors", "guardduty:ListFindings", "guardduty:GetFindings x1-5", "guardduty:ArchiveFindings ?40 x1-3", "guardduty:CreateFilter ?8"]),
    through("console", "hub findings", &["securityhub:GetFindings x1-4", "securityhub:BatchUpdateFindings ?60 x1-5"]),
    through("console", "who did it", &["cloudtrail:LookupEvents x1-8", "iam:GetUser | iam:GetRole ?40", "iam:GetAccessKeyLastUsed ?15"]),
    work("detector settings", &["guardduty:ListDetectors", "guardduty:GetDetector", "guardduty:UpdateDetector", "guardduty:CreateIPSet ?25"]),
    work("recorder upkeep", &["config:DescribeConfigurationRecorders", "config:StopConfigurationRecorder", "config:StartConfigurationRecorder"]),
    through("console", "compliance", &["config:DescribeComplianceByConfigRule x1-4", "access-analyzer:ListFindings ?60", "tagging:GetResources ?30"]),
    // Costs.
    through("console", "cost review", &["ce:GetDimensionValues ?70", "ce:GetCostAndUsage x1-9", "ce:GetCostForecast ?50", "budgets:ViewBudget ?60"]),
    through("console", "budgets", &["budgets:ViewBudget x1-3", "budgets:ModifyBudget ?40", "ce:GetReservationUtilization ?40"]),
    work("cost export", &["cur:DescribeReportDefinitions", "s3:ListObjects/any", "s3:GetObject/any x1-8"]),
    through("console", "unused machines", &["support:DescribeTrustedAdvisorChecks", "ec2:DescribeInstances/all", "monitoring:GetMetricStatistics x2-12", "tagging:GetResources ?50"]),
    through("console", "quotas", &["servicequotas:ListServiceQuotas", "servicequotas:RequestServiceQuotaIncrease ?35"]),
];
