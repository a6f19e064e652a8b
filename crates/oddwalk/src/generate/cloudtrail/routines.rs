//! Pipelines, functions and services that work by the clock, day and night.

use super::super::world::{Routine, Workflow, every, through};

const DEPLOYS: &[u16] = &[430, 545, 610, 655, 720, 790, 845, 900, 955, 1010, 1075];
const NIGHT: &[u16] = &[75];
const HOURLY: &[u16] = &every::<24>();
const QUARTERS: &[u16] = &every::<96>();

/// Workflows that only routines run.
#[rustfmt::skip]
pub(super) const WORK: &[Workflow] = &[
    through("cli", "pipeline: deploy", &[
        "sts:GetCallerIdentity",
        "ecr:GetAuthorizationToken > ecr:PutImage",
        "ecs:RegisterTaskDefinition",
        "ecs:UpdateService",
        "ecs:DescribeServices x2-9",
    ]),
    through("cli", "pipeline: functions", &["sts:GetCallerIdentity", "s3:PutObject", "lambda:UpdateFunctionCode20150331v2 > lambda:GetFunctionConfiguration20150331v2 > lambda:PublishVersion20150331 > lambda:UpdateAlias20150331 x1-4"]),
    through("terraform", "pipeline: plan", &[
        "sts:GetCallerIdentity",
        "s3:GetObject/state",
        "ec2:DescribeVpcs > ec2:DescribeSubnets > ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroups x2-12",
        "iam:GetRole/each > iam:ListRolePolicies > iam:ListAttachedRolePolicies x3-12",
        "s3:GetBucketPolicy > s3:GetBucketAcl > s3:GetBucketVersioning > s3:GetBucketEncryption x1-6",
    ]),
    through("program", "function: orders", &["logs:CreateLogStream ?20", "ssm:GetParametersByPath ?30", "kms:Decrypt ?40", "s3:GetObject > s3:PutObject x1-4", "lambda:Invoke ?15"]),
    through("program", "function: index", &["s3:ListObjects", "s3:GetObject x1-8", "kms:GenerateDataKey ?40", "s3:PutObject"]),
    through("server", "service: web", &["secretsmanager:GetSecretValue ?25", "s3:GetObject x1-5", "kms:Decrypt ?30", "s3:PutObject ?40"]),
    through("program", "job: nightly tables", &["glue:GetTables", "glue:GetPartitions x1-6", "s3:ListObjects x1-3", "s3:GetObject x10-90", "s3:PutObject x4-30", "glue:StartJobRun", "glue:GetJobRun x1-6"]),
    through("program", "job: backup", &["ec2:DescribeVolumes", "ec2:CreateSnapshot x3-18", "ec2:DescribeSnapshots", "ec2:DeleteSnapshot x3-18", "rds:CreateDBSnapshot ?60"]),
    through("server", "monitor", &["ec2:DescribeInstances", "monitoring:ListMetrics ?50", "monitoring:GetMetricData x2-8", "rds:DescribeDBInstances", "sqs:ListQueues ?50", "elasticloadbalancing:DescribeLoadBalancers ?50"]),
    through("autoscaling.amazonaws.com", "service: scaling", &["ec2:DescribeInstanceStatus x1-3", "elasticloadbalancing:DescribeTargetHealth", "ec2:RunInstances > ec2:CreateTags ?12", "ec2:TerminateInstances ?12", "autoscaling:CompleteLifecycleAction ?10"]),
    through("config.amazonaws.com", "service: config", &["ec2:DescribeSecurityGroups x1-4", "ec2:DescribeAvailabilityZones ?30", "iam:ListRoles ?30", "s3:GetBucketPolicy > s3:GetBucketAcl ?50 x1-3", "config:PutEvaluations"]),
    through("ecs.amazonaws.com", "service: containers", &["elasticloadbalancing:RegisterTargets ?50", "elasticloadbalancing:DescribeTargetHealth", "ecr:BatchGetImage ?30", "ecs:RunTask ?10"]),
];

const fn role(
    user: &'static str,
    serves: u32,
    at: &'static [u16],
    chance: u32,
    gap: (u32, u32),
    work: &'static str,
) -> Routine {
    Routine { user, address: true, serves, copies: 40, at, chance, gap, work }
}

const fn service(
    user: &'static str,
    serves: u32,
    at: &'static [u16],
    chance: u32,
    work: &'static str,
) -> Routine {
    Routine { user, address: false, serves, copies: 6, at, chance, gap: (0, 3), work }
}

/// Everything that runs by the clock.
#[rustfmt::skip]
pub(super) const ROUTINES: &[Routine] = &[
    role("arn:aws:sts::111122223333:assumed-role/ci-deploy<copy>/pipeline", 12, DEPLOYS, 45, (1, 14), "pipeline: deploy"),
    role("arn:aws:sts::111122223333:assumed-role/ci-functions<copy>/pipeline", 20, DEPLOYS, 30, (1, 9), "pipeline: functions"),
    role("arn:aws:sts::111122223333:assumed-role/ci-plan<copy>/pipeline", 25, DEPLOYS, 40, (0, 3), "pipeline: plan"),
    role("arn:aws:sts::111122223333:assumed-role/orders-worker<copy>/orders-worker", 25, QUARTERS, 35, (0, 6), "function: orders"),
    role("arn:aws:sts::111122223333:assumed-role/search-index<copy>/search-index", 40, HOURLY, 70, (0, 5), "function: index"),
    role("arn:aws:sts::111122223333:assumed-role/web-instance<copy>/i-0b7d41c9e2f60a583", 25, QUARTERS, 25, (0, 20), "service: web"),
    role("arn:aws:sts::111122223333:assumed-role/etl-nightly<copy>/etl", 35, NIGHT, 95, (0, 4), "job: nightly tables"),
    role("arn:aws:sts::111122223333:assumed-role/backup<copy>/backup", 60, NIGHT, 100, (1, 5), "job: backup"),
    role("arn:aws:iam::111122223333:user/svc-monitor<copy>", 50, HOURLY, 80, (0, 4), "monitor"),
    service("arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForAutoScaling/AutoScaling", 400, QUARTERS, 35, "service: scaling"),
    service("arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForConfig/AWSConfig-Describe", 400, HOURLY, 60, "service: config"),
    service("ecs.amazonaws.com", 400, HOURLY, 40, "service: containers"),
];
