#![allow(
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::type_complexity,
    reason = "columns are read back as doubles, which are what went in, to the bit"
)]

use std::collections::BTreeMap;
use std::io::Read;

use base64::prelude::{BASE64_STANDARD, Engine};
use flate2::read::GzDecoder;
use oddwalk_core::{Findings, SessionKind};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::sample::{HOSTILE_RECIPE, Method, Sample, ranked_together};
use crate::text::is_hidden;

/// A page taken apart again.
struct Parts {
    html: String,
    page: Value,
    lines: Vec<Value>,
    columns: BTreeMap<String, Vec<f64>>,
}

impl Parts {
    fn of(page: &Page, quality: Option<&str>) -> Self {
        let mut out = Vec::new();
        page.write(quality, Some("2026-11-24T18:00:00Z"), &mut out).unwrap();
        assert!(out.len() <= page.max_bytes, "{} of {}", out.len(), page.max_bytes);
        let html = String::from_utf8(out).unwrap();
        let page: Value = serde_json::from_str(block(&html, "page")).unwrap();
        let lines = unpacked_text(&html, "findings")
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let columns = columns(&page["columns"], block(&html, "columns"));
        Self { html, page, lines, columns }
    }

    /// A row's list.
    fn list(&self, offsets: &str, numbers: &str, row: usize) -> &[f64] {
        let offsets = &self.columns[offsets];
        &self.columns[numbers][offsets[row] as usize..offsets[row + 1] as usize]
    }

    fn commands(&self, numbers: &[f64]) -> Vec<&str> {
        numbers.iter().map(|&number| self.page["commands"][number as usize].as_str().unwrap()).collect()
    }
}

fn block<'a>(html: &'a str, id: &str) -> &'a str {
    let (_, rest) = html.split_once(&format!(" id=\"{id}\">")).unwrap();
    rest.split_once("</script>").unwrap().0
}

fn unpacked(base64: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let packed = BASE64_STANDARD.decode(base64).unwrap();
    GzDecoder::new(&packed[..]).read_to_end(&mut bytes).unwrap();
    bytes
}

fn unpacked_text(html: &str, id: &str) -> String {
    String::from_utf8(unpacked(block(html, id))).unwrap()
}

fn columns(places: &Value, base64: &str) -> BTreeMap<String, Vec<f64>> {
    let bytes = unpacked(base64);
    let of = |(name, place): (&String, &Value)| {
        let number = |key: &str| place[key].as_u64().unwrap() as usize;
        let (offset, length) = (number("offset"), number("length"));
        assert_eq!(offset % 8, 0);
        let numbers: Vec<f64> = match place["type"].as_str().unwrap() {
            "u8" => bytes[offset..offset + length].iter().map(|&byte| byte.into()).collect(),
            "u16" => read(&bytes[offset..], length, |bytes| u16::from_le_bytes(bytes).into()),
            "u32" => read(&bytes[offset..], length, |bytes| u32::from_le_bytes(bytes).into()),
            "f32" => read(&bytes[offset..], length, |bytes| f32::from_le_bytes(bytes).into()),
            _ => read(&bytes[offset..], length, f64::from_le_bytes),
        };
        (name.clone(), numbers)
    };
    places.as_object().unwrap().iter().map(of).collect()
}

fn read<const N: usize>(bytes: &[u8], length: usize, number: impl Fn([u8; N]) -> f64) -> Vec<f64> {
    bytes.chunks_exact(N).take(length).map(|bytes| number(bytes.try_into().unwrap())).collect()
}

fn page_of(findings: &Findings, max_bytes: usize, explained: usize) -> Page {
    let (columns, explainer) = (Columns::of(findings), findings.explainer());
    let mut page = Page::new("Odd <walks>\u{202e}", max_bytes);
    for finding in findings.iter() {
        let row = Row::from(finding);
        let row = if finding.rank <= explained {
            row.explained(&explainer).because(explainer.reasons(&finding)).in_group(finding.rank)
        } else {
            row
        };
        page.push(&columns, row).unwrap();
    }
    page
}

fn whole(findings: &Findings) -> Parts {
    Parts::of(&page_of(findings, Page::MAX_BYTES, usize::MAX), None)
}

/// Everything of `text` that stands in a data block, or around the blocks, is data.
fn assert_only_data(html: &str) {
    for id in ["page", "findings", "columns"] {
        let block = block(html, id);
        assert!(!block.contains('<') && !block.replace('\n', "").contains(is_hidden), "{id}");
    }
    let (shell, _) = html.split_once("<style>").unwrap();
    let (_, rest) = html.split_once("</style>").unwrap();
    let (body, rest) = rest.split_once(" id=\"page\">").unwrap();
    let (_, rest) = rest.split_once(" id=\"columns\">").unwrap();
    let (between, script) = rest.split_once("</script>\n<script>").unwrap();
    assert!(!between.contains('<'));
    assert!(script.ends_with("</script></body></html>\n"));
    assert_eq!(html.matches("</script").count(), 4);
    for shell in [shell, body] {
        for word in ["http:", "https:", "src=", "url(", "@import", "javascript:", "<link", "<img", "<base"] {
            assert!(!shell.contains(word), "{word}: {shell}");
        }
    }
    let policy =
        shell.split_once("Content-Security-Policy\" content=\"").unwrap().1.split_once('"').unwrap().0;
    let sources: Vec<&str> = policy.split([' ', ';']).filter(|word| !word.is_empty()).collect();
    let known = [
        "default-src",
        "'none'",
        "script-src",
        "style-src",
        "'unsafe-inline'",
        "img-src",
        "data:",
        "blob:",
        "base-uri",
        "'none'",
        "form-action",
        "'none'",
    ];
    assert!(sources.iter().all(|word| word.starts_with("'sha256-") || known.contains(word)), "{policy}");
}

#[test]
fn columns_read_back_as_what_went_in() {
    let (exchange, trail) = (Sample::exchange(), Sample::cloudtrail());
    let findings = ranked_together([("office365-exchange", &exchange), ("aws-cloudtrail", &trail)]);
    let parts = whole(&findings);
    let Parts { page, columns, .. } = &parts;
    assert_eq!(page["sessions"]["all"], findings.len());
    for (index, finding) in findings.iter().enumerate() {
        let row = Row::from(finding);
        assert_eq!(columns["rank"][index] as usize, finding.rank);
        let recipe = &page["recipes"][columns["recipe"][index] as usize];
        assert_eq!(recipe["name"], finding.recipe);
        let entity = &page["entities"][columns["entity"][index] as usize];
        assert_eq!(*entity, json!([columns["recipe"][index] as u8, row.entity().collect::<Vec<_>>()]));
        let begin = row.span().map(|span| span.begin as f64 / 1e6);
        assert_eq!(Some(columns["begin"][index]).filter(|begin| !begin.is_nan()), begin);
        assert_eq!(Some(columns["duration"][index] as i64).filter(|_| begin.is_some()), row.duration_ms());
        assert_eq!(columns["events"][index] as usize, row.event_count());
        let surprisal = Some(columns["surprisal"][index] as f32).filter(|bits| !bits.is_nan());
        assert_eq!(surprisal, row.surprisal_bits().map(|bits| bits as f32));
        let source = row.sources().next().unwrap();
        assert_eq!(page["files"][columns["file"][index] as usize], source.file);
        assert_eq!(columns["source_row"][index], f64::from(source.row));
        let window = parts.commands(parts.list("window_offsets", "window", index));
        assert_eq!(window, row.window().collect::<Vec<_>>());
        let commands: std::collections::BTreeSet<&str> = row.commands().collect();
        let shown = parts.commands(parts.list("command_offsets", "session_commands", index));
        assert_eq!(shown.len(), commands.len());
        assert!(shown.iter().all(|command| commands.contains(command)));
        for carried in row.carried().unwrap_or_default() {
            let names = page["carried"].as_array().unwrap();
            let column = names.iter().position(|column| column["name"] == carried.column).unwrap();
            let number = columns[&format!("carried_{column}")][index];
            let texts: Vec<&str> = carried.texts.iter().map(|(text, _)| *text).collect();
            if texts.is_empty() {
                assert_eq!(number, f64::from(NONE));
            } else {
                assert_eq!(page["carried"][column]["texts"][number as usize], texts.join(", "));
            }
        }
    }
    assert!(columns["score"].iter().all(|score| score.is_nan()) && page["judged"] == false);
}

#[test]
fn the_lines_are_those_of_ndjson() {
    let sample = Sample::mailboxes(&Method::of(SessionKind::Values)).judged();
    let findings = sample.findings();
    let parts = whole(&findings);
    let (columns, explainer) = (Columns::of(&findings), findings.explainer());
    let rows = findings.iter().map(|finding| {
        Row::from(finding).explained(&explainer).because(explainer.reasons(&finding)).in_group(finding.rank)
    });
    let mut out = Vec::new();
    write_ndjson(&columns, rows, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert_eq!(unpacked_text(&parts.html, "findings"), text);
    assert_eq!(parts.page["sessions"]["with_line"], findings.len());
    assert_eq!(parts.page["sessions"]["explained"], findings.len());
    assert_eq!(parts.page["judged"], true);
    assert_eq!(parts.columns["group"], parts.columns["rank"]);

    let mut saved = Page::new("Odd <walks>\u{202e}", Page::MAX_BYTES);
    assert_eq!(saved.push_saved(text.as_bytes()).unwrap(), None);
    assert_eq!(Parts::of(&saved, None).html, parts.html);
}

#[test]
fn hostile_text_is_only_data() {
    for sample in [Sample::hostile(), Sample::hostile_parameters().judged(), Sample::hostile_carried()] {
        let findings = ranked_together([(HOSTILE_RECIPE, &sample), ("<!-- <script>", &sample)]);
        let parts = whole(&findings);
        assert_only_data(&parts.html);
        for (line, finding) in parts.lines.iter().zip(findings.iter()) {
            assert_eq!(line["session"], json!(finding.session.commands().collect::<Vec<_>>()));
        }
    }
    for text in
        ["</script>", "<!--<script>", "javascript:alert(1)", "\u{202e}\u{2028}", "\0\r\n", "]]>", "&lt;"]
    {
        let sample = Sample::new(&[text], &[(&[Some(text)], &[text, text, text], Some(0))]);
        let parts = Parts::of(
            &page_of(&sample.findings(), Page::MAX_BYTES, 1),
            Some(&json!({ "a": text }).to_string()),
        );
        assert_only_data(&parts.html);
        assert_eq!(parts.page["commands"], json!([text]));
        assert_eq!(parts.page["entities"], json!([[0, [text]]]));
        assert_eq!(parts.page["quality"], json!({ "a": text }));
        assert_eq!(parts.lines[0]["session"], json!([text, text, text]));
    }
}

#[test]
fn long_texts_are_cut_but_for_the_lines() {
    let long = "x".repeat(100_000);
    let sample = Sample::new(&["user"], &[(&[Some(&long)], &[&long, &long, "Set"], Some(0))])
        .carrying(&["a"], |event| vec![Some(format!("{event}{}", "y".repeat(100_000)))]);
    let parts = whole(&sample.findings());
    let shown = format!("{}…", "x".repeat(299));
    assert_eq!(parts.page["commands"], json!([shown, "Set"]));
    assert_eq!(parts.page["entities"], json!([[0, [shown]]]));
    assert_eq!(parts.page["carried"][0]["texts"][0], format!("0{}… +1", "y".repeat(298)));
    assert_eq!(parts.lines[0]["session"], json!([long, long, "Set"]));
}

#[test]
fn a_session_too_large_for_its_line_hides_no_other() {
    let long = "x".repeat(100_000);
    let walks: Vec<[&str; 3]> = vec![[&long, &long, "Set"], ["Get", "Get", "Set"], ["Get", "Set", "Set"]];
    let walks: Vec<(&[Option<&str>], &[&str], Option<i64>)> =
        walks.iter().map(|walk| (&[Some("ann")][..], &walk[..], Some(0))).collect();
    let sample = Sample::new(&["user"], &walks);
    let parts = Parts::of(&page_of(&sample.findings(), 3_000_000, 0), None);
    let records: Vec<&Value> = parts.lines.iter().map(|line| &line["record"]).collect();
    let large = sample.findings().iter().position(|finding| finding.window().any(|command| command == long));
    assert_eq!(records[large.unwrap()], "left_out");
    assert_eq!(records.iter().filter(|record| **record == "finding").count(), 2);
    assert_eq!(parts.page["notices"].as_array().unwrap().len(), 1);
    assert_only_data(&parts.html);
}

#[test]
fn transitions_are_counted_and_lead_to_the_oddest_row() {
    let sample = Sample::exchange();
    let findings = sample.findings();
    let parts = whole(&findings);
    let transitions = parts.page["transitions"].as_array().unwrap();
    let total: u64 = transitions.iter().map(|one| one["count"].as_u64().unwrap()).sum();
    let expected: usize = findings.iter().map(|finding| finding.session.session.commands.len() + 1).sum();
    assert_eq!(total as usize, expected);
    for one in transitions {
        let finding = findings.iter().nth(one["row"].as_u64().unwrap() as usize).unwrap();
        let text = |value: &Value| {
            value.as_u64().map(|number| parts.page["commands"][number as usize].as_str().unwrap())
        };
        let commands: Vec<Option<&str>> = finding.session.commands().map(Some).collect();
        let walk = [&[None][..], &commands, &[None]].concat();
        let step = [text(&one["previous"]), text(&one["command"])];
        assert!(walk.windows(2).any(|pair| pair == step), "{one}");
    }
}

#[test]
fn without_findings_there_is_a_page() {
    let parts = whole(&Sample::empty().findings());
    assert_eq!((&parts.page["rows"], &parts.page["notices"]), (&json!(0), &json!([])));
    assert_eq!(parts.columns["window_offsets"], [0.0]);
    assert!(parts.html.contains("<title>Odd &lt;walks&gt;\\u{202e}</title>"));
    assert_only_data(&parts.html);
}

/// Saved findings of so many rows, in which everything differs.
fn saved(rows: u32, width: usize) -> String {
    let line = |rank: u32| {
        let name = format!("{rank} {}", "é<".repeat(width * (rank as usize % 7)));
        let begin = jiff::Timestamp::from_second(1_700_000_000 + i64::from(rank) * 7).unwrap();
        format!(
            "{{\"version\":1,\"record\":\"finding\",\"rank\":{rank},\"recipe\":\"r\",\"entity\":{{\"user\":\"{name}\"}},\
             \"begin\":\"{begin}\",\"duration_ms\":{rank},\"n_events\":3,\"score_bits\":{},\"surprisal_bits\":1.5,\
             \"window\":[\"a\",\"{}\"],\"session\":[\"a\",\"b\",\"{name}\"],\"sources\":[{{\"file\":\"f\",\"row\":{rank}}}]}}\n",
            20.0 / f64::from(rank),
            rank % 50,
        )
    };
    (1..=rows).map(line).collect()
}

/// What a page has without a session.
fn shell_size() -> usize {
    let mut out = Vec::new();
    Page::new("t", Page::MAX_BYTES).write(None, None, &mut out).unwrap();
    out.len()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn no_page_is_too_large_and_the_rarest_are_on_it(rows in 1u32..2_000, width in 0usize..120, room in 60_000usize..400_000) {
        let max_bytes = shell_size() + room;
        let mut page = Page::new("t", max_bytes);
        page.push_saved(saved(rows, width).as_bytes()).unwrap();
        let parts = Parts::of(&page, None);
        let count = |key: &str| parts.page["sessions"][key].as_u64().unwrap() as usize;
        let (all, shown, ranks) = (count("all"), count("shown"), &parts.columns["rank"]);
        prop_assert_eq!(all, rows as usize);
        prop_assert_eq!((shown, shown), (ranks.len(), parts.page["rows"].as_u64().unwrap() as usize));
        prop_assert!(ranks.is_sorted() && shown > 0);
        let rarest = ranks.iter().zip(1..).take_while(|(rank, expected)| **rank == f64::from(*expected)).count();
        prop_assert!(rarest * 2 >= shown);
        prop_assert_eq!(parts.lines.len(), count("with_line"));
        prop_assert!(parts.lines.len() <= rarest);
        prop_assert_eq!(parts.page["notices"].as_array().unwrap().iter().any(|notice| {
            notice.as_str().unwrap().contains("are drawn")
        }), shown < all);
        for (row, rank) in ranks.iter().enumerate() {
            let entity = parts.page["entities"][parts.columns["entity"][row] as usize][1][0].as_str().unwrap();
            let starts_with_rank = entity.starts_with(&format!("{rank} "));
            prop_assert!(starts_with_rank);
            prop_assert_eq!(parts.list("command_offsets", "session_commands", row).len(), 3);
        }
        // Little room is left over where some had to go.
        prop_assert!(shown == all || parts.html.len() * 10 >= max_bytes * 5);
    }
}

#[test]
fn what_is_too_small_for_any_session_is_an_error() {
    let page = Page::new("t", 1_000);
    let error = page.write(None, None, Vec::new()).unwrap_err();
    assert!(matches!(error, PageError::TooSmall { max_bytes: 1_000, .. }), "{error}");
}

#[test]
fn a_quality_that_is_too_large_is_left_out_with_a_notice() {
    let page = Page::new("t", shell_size() + 50_000);
    let quality = json!({ "detail": "x".repeat(page.max_bytes / 8) }).to_string();
    let parts = Parts::of(&page, Some(&quality));
    assert!(parts.page["quality"].is_null());
    assert!(parts.page["notices"][0].as_str().unwrap().starts_with("What was read"));
}

/// The figures of a million sessions; `cargo test --release -p oddwalk-report figures_of -- --ignored --nocapture` prints them.
#[test]
#[ignore = "a figure for people, no test"]
#[expect(clippy::print_stdout, reason = "the figures are what it is for")]
fn figures_of_a_million_sessions() {
    let mut page = Page::new("t", Page::MAX_BYTES);
    page.push_saved(saved(1_000_000, 1).as_bytes()).unwrap();
    let parts = Parts::of(&page, None);
    assert_eq!(parts.page["sessions"]["all"], 1_000_000);
    println!("{} bytes, sessions: {}", parts.html.len(), parts.page["sessions"]);
}

#[test]
fn marks_are_drawn_without_lines() {
    let mut page = Page::new("Scored elsewhere", Page::MAX_BYTES);
    let mark = Mark {
        begin: Some(1_700_000_000_000_000_000),
        duration_ms: Some(90_000),
        n_events: 9,
        surprisal_bits: Some(12.5),
        window: vec!["<a>", "b"],
        entity: vec![("user", Some("ann")), ("address", None)],
        carried: vec![("note", Some("seen")), ("other", None)],
        ..Mark::default()
    };
    page.push_mark(&mark).unwrap();
    page.push_mark(&Mark { surprisal_bits: None, window: Vec::new(), ..mark }).unwrap();
    page.name_scores("distance");
    let parts = Parts::of(&page, None);
    assert_only_data(&parts.html);
    assert!(parts.lines.is_empty());
    assert_eq!(
        parts.page["sessions"],
        json!({"all": 2, "shown": 2, "with_line": 0, "explained": 0, "entities": 1})
    );
    assert_eq!((&parts.page["marks"], &parts.page["score_name"]), (&json!(true), &json!("distance")));
    assert_eq!(parts.page["entities"], json!([[0, ["ann", null]]]));
    assert_eq!(parts.page["carried"][0], json!({"name": "note", "texts": ["seen"]}));
    assert_eq!(parts.page["transitions"], json!([]));
    assert_eq!(parts.columns["rank"], [1.0, 2.0]);
    assert_eq!((parts.columns["begin"][0], parts.columns["duration"][0]), (1.7e12, 9e4));
    assert_eq!((parts.columns["surprisal"][0], parts.columns["events"][0]), (12.5, 9.0));
    assert!(parts.columns["surprisal"][1].is_nan() && parts.columns["score"][0].is_nan());
    assert_eq!(parts.commands(parts.list("window_offsets", "window", 0)), ["<a>", "b"]);
    assert_eq!(parts.commands(parts.list("command_offsets", "session_commands", 0)), ["<a>", "b"]);
}

#[test]
fn too_many_marks_are_thinned() {
    let mut page = Page::new("Many", 1_200_000);
    for number in 0..60_000 {
        let user = format!("user {number}");
        let mark = Mark {
            surprisal_bits: Some(f64::from(number)),
            window: vec!["a", &user],
            entity: vec![("user", Some(&user))],
            ..Mark::default()
        };
        page.push_mark(&mark).unwrap();
    }
    let parts = Parts::of(&page, None);
    assert!(parts.page["sessions"]["shown"].as_u64().unwrap() < 60_000);
    assert!(parts.page["notices"][0].as_str().unwrap().contains("of 60,000 sessions are drawn"));
}
