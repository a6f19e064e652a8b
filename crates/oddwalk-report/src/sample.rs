//! Small logs for the tests.

use oddwalk_core::{
    Chain, Counts, Entities, Event, EventLog, Findings, Score, ScoreOptions, SessionText, Sessions, Span,
    score,
};

use crate::{Columns, Row};

const SECOND: i64 = 1_000_000_000;
/// 2020-04-18 04:50:30 UTC.
const BEGIN: i64 = 1_587_185_430 * SECOND;

/// A log and all that follows from it.
pub(crate) struct Sample {
    log: EventLog,
    sessions: Sessions,
    scores: Vec<Score>,
}

/// One session: its entity, its commands, and its beginning in seconds after [`BEGIN`].
type Walk<'a> = (&'a [Option<&'a str>], &'a [&'a str], Option<i64>);

impl Sample {
    /// Sessions of these entity columns, 36.25 s between events; windows have 3.
    pub(crate) fn new(columns: &[&str], walks: &[Walk]) -> Self {
        const STEP: i64 = 36_250_000_000;
        let columns = columns.iter().map(|&name| name.to_owned()).collect();
        let mut log = EventLog::new(Entities::new(columns, vec![0]));
        log.start_file("logs/exchange.csv");
        let (mut ends, mut spans) = (Vec::new(), Vec::new());
        for (values, commands, begin) in walks {
            let begin = begin.map(|begin| BEGIN + begin * SECOND);
            let entity = log.entities_mut().intern(values);
            for command in *commands {
                let command = log.commands_mut().intern(command);
                let row = log.len() as u32 + 1;
                log.push(Event { entity, time: begin.unwrap_or(0), command, row }).unwrap();
            }
            ends.push(log.len() as u32);
            let length = commands.iter().skip(1).map(|_| STEP).sum::<i64>();
            spans.push(begin.map(|begin| Span { begin, end: begin + length }));
        }
        let sessions = Sessions::given(&log, &ends, &spans);
        let chain = Chain::fit(&Counts::of(&sessions, log.commands().symbol_count()));
        let scores = score(&chain, &sessions, &ScoreOptions::new(3).unwrap());
        Self { log, sessions, scores }
    }

    pub(crate) fn empty() -> Self {
        Self::new(&["user"], &[])
    }

    /// What an Exchange administrator's log looks like.
    pub(crate) fn exchange() -> Self {
        let service = [
            Some(r"NAMPRD15\Administrator (Microsoft.Exchange.ServiceHost)"),
            Some("[2603:10b6:207:3d::27]:24930"),
        ];
        let admin = [Some("admin@contoso.onmicrosoft.com"), Some("20.150.1.2:50505")];
        let nobody = [None, Some("10.0.0.1")];
        let policy =
            ["Set-ConditionalAccessPolicy", "Set-ConditionalAccessPolicy", "Set-ConditionalAccessPolicy"];
        let mailbox = [
            "New-ExchangeAssistanceConfig",
            "Install-DefaultSharingPolicy",
            "Set-TenantObjectVersion",
            "New-Mailbox",
        ];
        let takeover = ["Set-Mailbox", "Add-MailboxPermission", "New-InboxRule"];
        Self::new(
            &["UserId", "ClientIP"],
            &[
                (&service, &policy, Some(0)),
                (&service, &policy, Some(90_000)),
                (&service, &mailbox, Some(180_000)),
                (&admin, &takeover, Some(200_000)),
                (&admin, &["Set-Mailbox", "Set-Mailbox"], Some(290_000)),
                (&nobody, &["Set-Mailbox"], None),
            ],
        )
    }

    /// What an attacker would write into a log, columns that collide, sessions without times or a score.
    pub(crate) fn hostile() -> Self {
        let script = [Some("<script>alert(1)</script>"), Some("=cmd|'/C calc'!A0"), Some("")];
        let escape = [Some("\u{1b}]0;owned\u{7}\u{1b}[2J"), Some("invoice\u{202e}fdp.exe"), None];
        Self::new(
            &["user", "session", "=User"],
            &[
                (&script, &["</script><img src=x onerror=alert(1)>", "+1", "a;=1\r\n-2", "plain"], Some(0)),
                (&escape, &["\u{9b}31mSet\u{200b}", "日本語", "Set-Mailbox", "Set-Mailbox"], Some(7_200)),
                (&escape, &["Set-Mailbox"], Some(9_000)),
                (&[None, None, None], &["Set-Mailbox", "Set-Mailbox"], None),
            ],
        )
    }

    pub(crate) fn findings(&self) -> Findings<'_> {
        Findings::rank(&self.log, &self.sessions, &self.scores)
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> + Clone {
        (0..self.sessions.len()).map(|number| SessionText::new(&self.log, self.sessions.get(number)).into())
    }

    pub(crate) fn columns(&self, ranked: bool) -> Columns {
        Columns::new(self.findings().entity_columns(), ranked)
    }
}
