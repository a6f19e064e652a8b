//! Small logs for the tests.

use oddwalk_core::{
    Calibration, Counts, DEFAULT_ORDER, Entities, Event, EventLog, Explanation, Findings, Judged, Judgement,
    LeaveOut, Measured, Measurer, Model, Modellable, Parameters, Part, Reasons, Score, ScoreOptions, Scorer,
    SessionKind, SessionText, Sessions, Span, Uncapped,
};

use crate::{Columns, Row};

const SECOND: i64 = 1_000_000_000;
/// 2020-04-18 04:50:30 UTC.
const BEGIN: i64 = 1_587_185_430 * SECOND;

/// A recipe's name as an attacker would have it.
pub(crate) const HOSTILE_RECIPE: &str = "=\u{1b}[2J<script>\u{202e}";

/// Both samples as one ranking.
pub(crate) fn ranked_together<'a>(samples: [(&'a str, &'a Sample); 2]) -> Findings<'a> {
    Findings::rank(samples.map(|(recipe, sample)| sample.part(recipe)))
}

/// A log and all that follows from it.
pub(crate) struct Sample {
    log: EventLog,
    sessions: Sessions,
    model: Model,
    options: ScoreOptions,
    scores: Vec<Score>,
    kind: SessionKind,
    /// Where the method is `oddwalk`.
    judgements: Option<Vec<Judgement>>,
}

/// One session: its entity, its commands, and its beginning in seconds after [`BEGIN`].
type Walk<'a> = (&'a [Option<&'a str>], &'a [&'a str], Option<i64>);

/// A command and its parameters with their values.
pub(crate) type Call<'a> = (&'a str, &'a [(&'a str, Option<&'a str>)]);

/// One session with parameters.
pub(crate) type CallWalk<'a> = (&'a [Option<&'a str>], Vec<Call<'a>>, Option<i64>);

/// How a log is learnt from and scored.
#[derive(Clone)]
pub(crate) struct Method {
    pub(crate) kind: SessionKind,
    pub(crate) options: ScoreOptions,
    /// How many of the sessions are learnt from; the others come from another time.
    pub(crate) learnt: usize,
}

impl Method {
    /// Windows of 3, learnt from every session.
    pub(crate) fn of(kind: SessionKind) -> Self {
        Self { kind, options: ScoreOptions::new(3).unwrap(), learnt: usize::MAX }
    }
}

impl Sample {
    /// Sessions of these entity columns, 36.25 s between events; windows have 3.
    pub(crate) fn new(columns: &[&str], walks: &[Walk]) -> Self {
        let walks: Vec<CallWalk> = walks
            .iter()
            .map(|(values, commands, begin)| {
                (*values, commands.iter().map(|&command| (command, &[][..])).collect(), *begin)
            })
            .collect();
        Self::with(columns, &walks, &Method::of(SessionKind::Commands))
    }

    pub(crate) fn with(columns: &[&str], walks: &[CallWalk], method: &Method) -> Self {
        let (log, sessions) = log(columns, walks);
        let (learnt, learnt_sessions) = self::log(columns, &walks[..walks.len().min(method.learnt)]);
        let counts = Counts::of(&learnt, &learnt_sessions, method.kind);
        let model = Model::fit(counts, Modellable::Categories);
        let scores = Scorer::new(&model, &log, &sessions).score(&method.options);
        let (options, kind) = (method.options, method.kind);
        Self { log, sessions, model, options, scores, kind, judgements: None }
    }

    /// The sample by the method `oddwalk`, learnt from every session, each left out.
    pub(crate) fn judged(self) -> Self {
        let counts = Counts::of_habits(&self.log, &self.sessions, self.kind, DEFAULT_ORDER);
        let model = Model::fit(counts, Modellable::Categories);
        let measurer = Measurer::new(&model, &self.log, &self.sessions).unwrap();
        let examined = measurer.measure(LeaveOut::Session, &self.options);
        let measured: Vec<Measured> = examined.iter().map(|examined| examined.measured).collect();
        let calibration = Calibration::fit(&measured);
        let judgements = examined.iter().map(|examined| Judgement {
            verdict: calibration.judge(&examined.measured, true),
            order_uncertain: examined.order_uncertain,
            history: (!examined.is_nobody).then_some(examined.measured.history),
        });
        let judgements = Some(judgements.collect());
        let scores = examined.iter().map(|examined| examined.score).collect();
        Self { model, scores, judgements, ..self }
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

    /// Mailboxes in their routine, and one session that sends mail elsewhere.
    pub(crate) fn mailboxes(method: &Method) -> Self {
        Self::mailboxes_of(30, method)
    }

    /// The same by the method `oddwalk`, over more days so that something can be unusual.
    pub(crate) fn judged_mailboxes() -> Self {
        Self::mailboxes_of(400, &Method::of(SessionKind::Values)).judged()
    }

    fn mailboxes_of(days: i64, method: &Method) -> Self {
        let admin = [Some("admin@contoso.com"), Some("10.0.0.7")];
        let other = [Some("kim@contoso.com"), Some("20.150.1.2")];
        let set: Call = ("Set-Mailbox", &[("Identity", Some("a")), ("AuditEnabled", Some("True"))]);
        let cas: Call = ("Set-CASMailbox", &[("Identity", Some("a")), ("ImapEnabled", Some("False"))]);
        let rule: Call =
            ("New-InboxRule", &[("Name", Some("x")), ("Mailbox", Some("a")), ("MoveToFolder", Some("b"))]);
        let change: Call = ("Set-InboxRule", &[("Identity", Some("x")), ("Mailbox", Some("a"))]);
        let hide: Call = (
            "New-InboxRule",
            &[("Name", Some(".")), ("Mailbox", Some("a")), ("DeleteMessage", Some("True"))],
        );
        let forward: Call = (
            "Set-Mailbox",
            &[
                ("ForwardingSmtpAddress", Some("smtp:eve@evil.example")),
                ("AuditEnabled", Some("False")),
                ("DeliverToMailboxAndForward", Some("True")),
            ],
        );
        let mut walks: Vec<CallWalk> = Vec::new();
        for day in 0..days {
            walks.push((&admin, vec![set, cas, set, cas], Some(day * 86_400)));
            if day % 3 == 0 {
                walks.push((&other, vec![rule, change, rule, change], Some(day * 86_400 + 600)));
            }
        }
        walks.push((&other, vec![rule, hide, forward, cas, ("Get-Mailbox", &[])], Some(1_000_000)));
        walks.push((&other, vec![("Get-Mailbox", &[])], Some(2_000_000)));
        Self::with(&["UserId", "ClientIP"], &walks, method)
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

    /// The same in parameters, which the model of the first session has not seen.
    pub(crate) fn hostile_parameters() -> Self {
        let user = [Some("\u{1b}]0;owned\u{7}")];
        let plain: Call = ("Set", &[("A", Some("1"))]);
        let odd: Call =
            ("Set", &[("A", Some("</td><script>")), ("\u{202e}B\u{1b}[2J", Some("\u{9b}31m")), ("", None)]);
        let method = Method { learnt: 1, ..Method::of(SessionKind::Values) };
        let first = vec![plain; 30];
        let second = vec![("Set\u{1b}[1m`\r\n", plain.1), odd, ("<img src=x>", &[("=x", None)])];
        Self::with(&["user"], &[(&user, first, Some(0)), (&user, second, Some(9_000))], &method)
    }

    /// Another kind of log, which has other identities and carries what an analyst asks for next.
    pub(crate) fn cloudtrail() -> Self {
        let role = [Some("arn:aws:sts::1:assumed-role/backup"), Some("10.0.0.9")];
        let root = [Some("arn:aws:iam::1:root"), Some("203.0.113.5")];
        let look = ["DescribeInstances", "DescribeSnapshots", "DescribeInstances"];
        let sample = Self::new(
            &["arn", "ClientIP"],
            &[
                (&role, &look, Some(10)),
                (&role, &look, Some(90_010)),
                (&root, &["CreateUser", "AttachUserPolicy", "CreateAccessKey", "StopLogging"], Some(150_000)),
            ],
        );
        sample.carrying(&["errorCode", "awsRegion", "vpc"], |event| {
            let error = [None, Some("AccessDenied"), Some("Throttled")][event % 3];
            vec![error.map(str::to_owned), Some(format!("eu-{}", event / 5)), None]
        })
    }

    /// The sample with these texts carried, by event.
    pub(crate) fn carrying(self, names: &[&str], texts: impl Fn(usize) -> Vec<Option<String>>) -> Self {
        let mut log = self.log.with_carried(names.iter().map(|&name| name.to_owned()).collect());
        for event in 0..log.len() {
            log.push_carried(&texts(event).iter().map(Option::as_deref).collect::<Vec<_>>());
        }
        Self { log, ..self }
    }

    /// What an attacker would write into what is carried, under a hostile recipe's name.
    pub(crate) fn hostile_carried() -> Self {
        Self::hostile().carrying(&["=\u{1b}[2J<b>"], |event| {
            vec![Some(format!("{event}\u{202e}</dd><script>alert(1)</script>\u{9b}31m"))]
        })
    }

    pub(crate) fn part<'a>(&'a self, recipe: &'a str) -> Part<'a> {
        let Self { log, sessions, model, options, scores, judgements, .. } = self;
        let judged =
            judgements.as_deref().map(|judgements| Judged { judgements, leave_out: LeaveOut::Session });
        Part { recipe, log, sessions, scores, model, options: *options, judged }
    }

    pub(crate) fn findings(&self) -> Findings<'_> {
        Findings::rank([self.part("table")])
    }

    /// The explanations of the rarest windows by rank.
    pub(crate) fn explanations(&self) -> Vec<Explanation<'_>> {
        let findings = self.findings();
        let explainer = findings.explainer();
        findings.iter().map(|finding| explainer.window(&finding)).collect()
    }

    /// The explanations of the whole sessions by rank.
    pub(crate) fn whole_explanations(&self) -> Vec<Explanation<'_>> {
        let findings = self.findings();
        let explainer = findings.explainer();
        findings.iter().map(|finding| explainer.session(&finding)).collect()
    }

    /// The reasons by rank.
    pub(crate) fn reasons(&self) -> Vec<Reasons<'_>> {
        let findings = self.findings();
        let explainer = findings.explainer();
        findings.iter().map(|finding| explainer.reasons(&finding)).collect()
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> + Clone {
        (0..self.sessions.len()).map(|number| SessionText::new(&self.log, self.sessions.get(number)).into())
    }

    pub(crate) fn columns(&self, ranked: bool) -> Columns {
        Columns::new([("table", self.log.entities().columns())], ranked)
    }
}

fn log(columns: &[&str], walks: &[CallWalk]) -> (EventLog, Sessions) {
    const STEP: i64 = 36_250_000_000;
    let columns = columns.iter().map(|&name| name.to_owned()).collect();
    let mut log =
        EventLog::new(Entities::new(columns, vec![0])).with_parameters(Parameters::new(Uncapped::None));
    log.start_file("logs/exchange.csv");
    let (mut ends, mut spans) = (Vec::new(), Vec::new());
    for (values, calls, begin) in walks {
        let begin = begin.map(|begin| BEGIN + begin * SECOND);
        let entity = log.entities_mut().intern(values);
        for (command, parameters) in calls {
            let command = log.commands_mut().intern(command);
            let row = log.len() as u32 + 1;
            log.push(Event { entity, time: begin.unwrap_or(0), command, row }).unwrap();
            log.parameters_mut().unwrap().push(parameters.iter().copied()).unwrap();
        }
        ends.push(log.len() as u32);
        let length = calls.iter().skip(1).map(|_| STEP).sum::<i64>();
        spans.push(begin.map(|begin| Span { begin, end: begin + length }));
    }
    let sessions = Sessions::given(&log, &ends, &spans);
    (log, sessions)
}
