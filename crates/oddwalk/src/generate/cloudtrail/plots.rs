//! Intrusions. Every call is one that normal work makes too.

use super::super::world::Plot;

/// Intrusions from plain to hard to see.
pub(super) const PLOTS: &[Plot] = &[
    Plot {
        name: "trail tampering",
        story: "A platform engineer's keys are used from elsewhere in the evening. Between \
                look-ups of what was logged, the trail is stopped, narrowed, turned to one region \
                and at last deleted. Each of these calls is upkeep on some day, never all on one.",
        role: "platform",
        strange: true,
        tool: "cli",
        hours: (19, 22),
        gap: (6, 60),
        steps: &[
            "cloudtrail:DescribeTrails",
            "cloudtrail:GetTrailStatus",
            "cloudtrail:LookupEvents",
            "cloudtrail:StopLogging",
            "cloudtrail:GetEventSelectors",
            "cloudtrail:PutEventSelectors",
            "cloudtrail:LookupEvents x2",
            "cloudtrail:UpdateTrail",
            "s3:ListBuckets",
            "cloudtrail:DeleteTrail",
        ],
    },
    Plot {
        name: "key for another",
        story: "A developer's session makes an access key for somebody else's user, and what \
                holds the key at once asks who it is and what there is: users, buckets, roles, \
                everybody's rights.",
        role: "developer",
        strange: true,
        tool: "cli",
        hours: (3, 6),
        gap: (2, 25),
        steps: &[
            "iam:CreateAccessKey",
            "sts:GetCallerIdentity",
            "iam:ListUsers",
            "s3:ListBuckets",
            "iam:ListRoles",
            "iam:ListAttachedUserPolicies",
            "iam:GetAccountAuthorizationDetails",
            "ec2:DescribeInstances/all",
            "secretsmanager:ListSecrets",
        ],
    },
    Plot {
        name: "mass download",
        story: "An analyst who is about to leave lists other teams' buckets and fetches \
                hundreds of objects in one go, from the usual address in office hours. No \
                single call is odd; nobody else's session has nearly as many.",
        role: "analyst",
        strange: false,
        tool: "cli",
        hours: (10, 15),
        gap: (1, 3),
        steps: &["s3:ListBuckets", "s3:ListObjects/any x3", "s3:GetObject/any x280-420"],
    },
    Plot {
        name: "stolen instance credentials",
        story: "The credentials of a web server's role are used from outside, in a shell \
                instead of the service: it asks who it is, looks for machines, roles and \
                secrets, and takes what it may read.",
        role: "service: web",
        strange: true,
        tool: "cli",
        hours: (1, 4),
        gap: (3, 40),
        steps: &[
            "sts:GetCallerIdentity",
            "s3:ListBuckets",
            "ec2:DescribeInstances/all",
            "iam:GetAccountAuthorizationDetails/denied",
            "secretsmanager:ListSecrets",
            "secretsmanager:GetSecretValue/any x3",
            "s3:ListObjects/any",
            "s3:GetObject/any x4",
        ],
    },
    Plot {
        name: "wider policy",
        story: "Hard: a developer reads a policy of the own team as when something is denied, \
                then gives it a new version, makes that the one in force and takes on the roles \
                that it opens.",
        role: "developer",
        strange: false,
        tool: "cli",
        hours: (11, 16),
        gap: (10, 90),
        steps: &[
            "iam:GetPolicy",
            "iam:GetPolicyVersion",
            "iam:CreatePolicyVersion",
            "iam:SetDefaultPolicyVersion",
            "sts:AssumeRole/other x2",
            "iam:AttachUserPolicy",
        ],
    },
    Plot {
        name: "disk walks out",
        story: "Hard: an engineer copies disks and a database to snapshots and opens them to \
                another account, in office hours. Snapshots and sharing are daily work; the \
                copies of everything followed by sharing, then deletion of the traces, are not.",
        role: "platform",
        strange: false,
        tool: "cli",
        hours: (9, 16),
        gap: (8, 70),
        steps: &[
            "ec2:DescribeVolumes",
            "ec2:CreateSnapshot x3",
            "rds:CreateDBSnapshot",
            "ec2:DescribeSnapshots",
            "ec2:ModifySnapshotAttribute x3",
            "rds:ModifyDBSnapshotAttribute",
            "ec2:DeleteSnapshot x2",
        ],
    },
    Plot {
        name: "mining",
        story: "Somebody on call was phished. At night quotas are raised and big machines are \
                started by the dozen in regions where the company has nothing.",
        role: "on call",
        strange: true,
        tool: "cli",
        hours: (1, 4),
        gap: (2, 18),
        steps: &[
            "ec2:DescribeRegions",
            "servicequotas:ListServiceQuotas x2",
            "servicequotas:RequestServiceQuotaIncrease",
            "ec2:CreateKeyPair",
            "ec2:CreateSecurityGroup",
            "ec2:AuthorizeSecurityGroupIngress/wide",
            "ec2:RunInstances/far x9-15",
            "ec2:DescribeInstances/far x3",
        ],
    },
    Plot {
        name: "secret sweep",
        story: "A developer's laptop has a visitor: in the evening, from the usual address, \
                every secret and every setting is read one after the other.",
        role: "developer",
        strange: false,
        tool: "cli",
        hours: (18, 20),
        gap: (1, 6),
        steps: &[
            "secretsmanager:ListSecrets",
            "secretsmanager:GetSecretValue/any x24-40",
            "ssm:DescribeParameters",
            "ssm:GetParametersByPath/any x6-9",
        ],
    },
    Plot {
        name: "blind and back door",
        story: "An access administrator's password was guessed. Detector and recorder are \
                switched off, a second factor is taken away, a password is set and a role opened \
                to strangers: every step a ticket of its own on other days.",
        role: "access",
        strange: true,
        tool: "console",
        hours: (20, 23),
        gap: (8, 60),
        steps: &[
            "guardduty:ListDetectors",
            "guardduty:UpdateDetector",
            "config:StopConfigurationRecorder",
            "iam:ListUsers",
            "iam:DeactivateMFADevice",
            "iam:UpdateLoginProfile",
            "iam:AttachUserPolicy",
            "iam:UpdateAssumeRolePolicy",
        ],
    },
];
