use super::*;
use crate::{Counts, Entities, Event, Modellable, Scorer, SessionKind, Span};

struct Scanned {
    log: EventLog,
    sessions: Sessions,
    model: Model,
    scores: Vec<Score>,
}

/// One session for each user, of these commands and at this time.
fn scanned(walks: &[(&str, &[&str], Option<i64>)]) -> Scanned {
    let mut log = EventLog::new(Entities::new(vec!["user".into()], vec![0]));
    let (mut ends, mut spans) = (Vec::new(), Vec::new());
    for (user, commands, time) in walks {
        let entity = log.entities_mut().intern(&[Some(user)]);
        for command in *commands {
            let command = log.commands_mut().intern(command);
            log.push(Event { entity, time: 0, command, row: 1 }).unwrap();
        }
        ends.push(log.len() as u32);
        spans.push(time.map(|time| Span { begin: time, end: time }));
    }
    let sessions = Sessions::given(&log, &ends, &spans);
    let model = Model::fit(Counts::of(&log, &sessions, SessionKind::Commands), Modellable::Categories);
    let scores = Scorer::new(&model, &log, &sessions).score(&options());
    Scanned { log, sessions, model, scores }
}

fn options() -> ScoreOptions {
    ScoreOptions::new(2).unwrap().with_tokens(false)
}

impl Scanned {
    fn part<'a>(&'a self, recipe: &'a str) -> Part<'a> {
        let Self { log, sessions, model, scores } = self;
        Part { recipe, log, sessions, scores, model, options: options(), judged: None }
    }
}

fn who<'a>(findings: &Findings<'a>) -> Vec<(&'a str, &'a str)> {
    let user = |finding: &Finding<'a>| finding.session.entity().next().flatten().unwrap_or_default();
    findings.iter().map(|finding| (finding.recipe, user(&finding))).collect()
}

#[test]
fn what_is_cut_is_in_no_list() {
    let x = scanned(&[("ann", &["a", "b"], Some(1)), ("bob", &["b", "a"], Some(3))]);
    let all = Findings::rank([x.part("x")]);
    let mut kept = all.clone();
    kept.keep(1);
    assert_eq!((kept.len(), who(&kept)), (1, who(&all)[..1].to_vec()));
    kept.keep(5);
    assert_eq!((kept.len(), kept.parts()[0].sessions.len()), (1, 2));
}

#[test]
fn all_parts_are_one_ranking() {
    let usual: &[&str] = &["a", "b"];
    let x = scanned(&[("ann", usual, Some(1)), ("bob", usual, Some(3)), ("cy", &["b", "a"], Some(9))]);
    let y = scanned(&[("dan", usual, Some(2)), ("eve", &["a"], Some(0)), ("flo", usual, None)]);
    let findings = Findings::rank([x.part("x"), y.part("y")]);
    let mut likelihoods = findings.iter().map(|finding| finding.score.likelihood);
    assert!(likelihoods.by_ref().take(5).is_sorted() && likelihoods.all(f64::is_nan));
    let ranked = who(&findings);
    assert_eq!(ranked.last(), Some(&("y", "eve")), "what has no score is last, of whatever part");
    let place = |user| ranked.iter().position(|(_, known)| *known == user);
    assert!(place("ann") < place("bob") && place("flo") < place("dan"));
    for (index, finding) in findings.iter().enumerate() {
        assert_eq!((finding.rank, finding.recipe), (index + 1, findings.parts()[finding.part].recipe));
        assert_eq!(finding.telling_recipe(), Some(finding.recipe));
    }
}

#[test]
fn equal_sessions_are_in_the_order_of_their_parts_then_their_entities() {
    let same = scanned(&[("ann", &["a", "b"], Some(1)), ("bob", &["a", "b"], Some(1))]);
    let findings = Findings::rank(["z", "y", "x"].map(|recipe| same.part(recipe)));
    let of = |recipe| [(recipe, "ann"), (recipe, "bob")];
    assert_eq!(who(&findings), [of("z"), of("y"), of("x")].concat());
    let single = Findings::rank([same.part("x")]);
    assert_eq!(who(&single), of("x"));
    assert!(single.iter().all(|finding| finding.telling_recipe().is_none()));
    assert!(Findings::rank([]).is_empty());
}

#[test]
fn each_finding_is_explained_by_the_model_of_its_part() {
    let x = scanned(&[("ann", &["a", "b", "a", "b"], Some(1)), ("bob", &["b", "b", "a"], Some(3))]);
    let y = scanned(&[("dan", &["b", "c", "b"], Some(2)), ("eve", &["c"], Some(0))]);
    let findings = Findings::rank([x.part("x"), y.part("y")]);
    let explainer = findings.explainer();
    for finding in findings.iter() {
        let window = explainer.window(&finding);
        let bits = Some(finding.score.surprisal_bits).filter(|bits| bits.is_finite()).unwrap_or(0.0);
        assert!((window.bits() - bits).abs() < 1e-9, "{finding:?}");
        let session = explainer.session(&finding);
        assert!((session.bits() - finding.score.session_bits).abs() < 1e-9, "{finding:?}");
    }
}
