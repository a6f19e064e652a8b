//! Executions on Linux: auditd's own log, and as a table.

use std::fmt::Write as _;

use super::made::csv;
use super::{Case, counts, scan};
use crate::support::Place;

/// Three executions whose lines stand apart and in one another, and a login.
fn audit_log(node: &str) -> Vec<u8> {
    let mut text = String::new();
    for kind in ["SYSCALL", "EXECVE"] {
        for number in 0..3 {
            let time = format!("{}.123:{}", 1_621_332_000 + number * 30, 100 + number);
            let content = match kind {
                "SYSCALL" => {
                    "arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=7 auid=1000 uid=0 tty=pts0 ses=3 comm=\"ls\" exe=\"/usr/bin/ls\""
                }
                _ => "argc=3 a0=\"ls\" a1=\"-l\" a2=2F746D702F6120",
            };
            writeln!(text, "{node}type={kind} msg=audit({time}): {content}").unwrap();
        }
    }
    writeln!(text, "{node}type=USER_LOGIN msg=audit(1621332999.000:999): pid=1 uid=0 auid=1000 ses=3 msg='op=login acct=\"ann\" exe=\"/usr/sbin/sshd\" res=success'").unwrap();
    text.into_bytes()
}

fn case(log: Vec<u8>, form: &'static str, counts: [u64; 4], entities: &'static [&'static str]) -> Case {
    let (recipe, commands, parameters) = ("linux-process", &["/usr/bin/ls"], &["-l", "/tmp/a"]);
    Case { log, recipe, form, counts, entities, commands, parameters, values: &[] }
}

#[test]
fn lines_of_an_execution_are_joined_by_its_serial() {
    case(audit_log("node=web01 "), "audit-log", [4, 3, 0, 1], &["1000 | web01 | 3"]).check();
    case(audit_log(""), "audit-log", [4, 3, 0, 1], &["1000 | - | 3"]).check();
}

#[test]
fn a_table_of_executions_is_read() {
    let header = "TimeGenerated,Computer,EventType,mssg_id,auid,ses,exe,cmdline,success";
    let row = |minute: u32, id: &str| {
        let time = format!("2021-05-18T10:{minute:02}:00Z");
        [&time, "web01", "SYSCALL_EXECVE", id, "ann", "3", "/usr/bin/ls", "ls -l /tmp/a", "yes"]
            .map(str::to_owned)
            .to_vec()
    };
    let rows = [row(0, "100"), row(1, "101"), row(1, "101")];
    case(csv(header, &rows), "table", [3, 2, 1, 0], &["ann | web01 | 3"]).check();
    let header = header.replace("mssg_id", "other");
    let place = Place::with(&[("log.csv", &csv(&header, &[row(0, ""), row(1, ""), row(2, "")]))]);
    assert_eq!(counts(scan(&place, &["log.csv"]).only()), [3, 3, 0, 0], "without ids there are no copies");
}

#[test]
fn executions_without_a_login_are_left_out_if_asked_for() {
    let log = String::from_utf8(audit_log("")).unwrap().replacen("auid=1000", "auid=4294967295", 1);
    let place = Place::with(&[("audit.log", log.as_bytes())]);
    assert_eq!(scan(&place, &["audit.log"]).entities(), ["1000 | - | 3", "unset | - | 3"]);
    let excluding = scan(&place, &["audit.log", "--exclude", "no-login"]);
    assert_eq!(
        (excluding.entities(), counts(excluding.only())),
        (vec!["1000 | - | 3".to_owned()], [4, 2, 0, 2])
    );
}
