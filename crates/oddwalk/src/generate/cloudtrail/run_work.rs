//! What those on call do.

use super::super::world::{Workflow, through, work};

/// Workflows about keeping things up.
#[rustfmt::skip]
pub(super) const WORK: &[Workflow] = &[
    through("console", "start page", &["health:DescribeEventAggregates", "ec2:DescribeRegions ?30", "ce:GetCostAndUsage ?40", "monitoring:DescribeAlarms ?50"]),
    through("console", "alarm", &[
        "monitoring:DescribeAlarms",
        "monitoring:GetDashboard ?50",
        "monitoring:GetMetricData x1-8",
        "logs:StartQuery > logs:GetQueryResults > logs:GetQueryResults ?70 x1-3",
        "ecs:DescribeServices ?50",
        "elasticloadbalancing:DescribeTargetHealth ?50",
        "monitoring:SetAlarmState ?8",
    ]),
    through("console", "what changed", &["cloudtrail:LookupEvents x1-6", "cloudformation:DescribeStackEvents ?50", "lambda:GetFunctionConfiguration20150331v2 ?40"]),
    work("restart", &["ecs:ListTasks ?50", "ecs:UpdateService", "ecs:DescribeServices x2-8", "logs:GetLogEvents ?40 x1-3"]),
    work("more capacity", &["autoscaling:DescribeAutoScalingGroups", "autoscaling:SetDesiredCapacity | ecs:UpdateService/count", "elasticloadbalancing:DescribeTargetHealth x1-4"]),
    work("reboot machine", &["ec2:DescribeInstanceStatus", "ec2:GetConsoleOutput ?50", "ec2:RebootInstances", "ec2:DescribeInstanceStatus x1-5"]),
    work("take out of balance", &["elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth", "elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets ?50"]),
    work("shell on machine", &["ssm:DescribeInstanceInformation ?50", "ssm:StartSession", "ssm:TerminateSession ?70"]),
    work("patch", &["ssm:DescribeInstanceInformation", "ssm:SendCommand x1-3", "ssm:ListCommandInvocations x1-6"]),
    through("console", "slow database", &["rds:DescribeDBInstances", "monitoring:GetMetricData x2-8", "rds:DownloadDBLogFilePortion ?50 x1-4", "rds:RebootDBInstance ?15"]),
    through("console", "new alarm", &["monitoring:ListMetrics", "monitoring:GetMetricStatistics ?60", "monitoring:PutMetricAlarm x1-2"]),
    work("quiet alarms", &["monitoring:DescribeAlarms", "monitoring:DisableAlarmActions", "monitoring:EnableAlarmActions ?60"]),
    work("roll back", &["lambda:GetFunction20150331v2 | ecs:DescribeServices", "lambda:UpdateAlias20150331 | ecs:UpdateService", "monitoring:GetMetricData x1-3"]),
    work("old log groups", &["logs:DescribeLogGroups x1-3", "logs:PutRetentionPolicy x1-5", "logs:DeleteLogGroup ?30 x1-3"]),
];
