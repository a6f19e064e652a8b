//! Every form that a log can have gives the same findings.

use std::io::Write;
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use flate2::Compression;
use flate2::write::GzEncoder;
use parquet::arrow::ArrowWriter;

use crate::support::{COLUMNS, Place, csv, lines, ndjson, objects, records, without_sources};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

fn parquet(records: &[(i64, &str, &str)]) -> Vec<u8> {
    let times: Int64Array = records.iter().map(|record| Some(record.0)).collect();
    let users: StringArray = records.iter().map(|record| Some(record.1)).collect();
    let commands: StringArray = records.iter().map(|record| Some(record.2)).collect();
    let columns: [(&str, ArrayRef); 3] =
        [("t", Arc::new(times)), ("u", Arc::new(users)), ("c", Arc::new(commands))];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

fn utf16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

/// Objects one behind the other, over several lines or all on one, as a program that prints them may do.
fn stream(objects: &[serde_json::Value], between: &str) -> Vec<u8> {
    let text = |object| if between.is_empty() { format!("{object}") } else { format!("{object:#}{between}") };
    objects.iter().map(text).collect::<String>().into_bytes()
}

fn forms() -> Vec<(&'static str, Vec<u8>)> {
    let csv = csv();
    let quoted: String = csv.lines().map(|line| format!("\"{}\"\r\n", line.replace(',', "\",\""))).collect();
    let (one, other) = csv.split_at(csv.len() / 2);
    vec![
        ("log.csv", csv.clone().into_bytes()),
        ("crlf.csv", csv.replace('\n', "\r\n").into_bytes()),
        ("mark.csv", format!("\u{feff}{csv}").into_bytes()),
        ("no-end.csv", csv.trim_end().to_owned().into_bytes()),
        ("quoted.csv", quoted.into_bytes()),
        ("tabs.tsv", csv.replace(',', "\t").into_bytes()),
        ("semicolons.csv", csv.replace(',', ";").into_bytes()),
        ("bars.txt", csv.replace(',', "|").into_bytes()),
        ("powershell.csv", utf16(&csv)),
        ("log.csv.gz", gzip(csv.as_bytes())),
        ("members.csv.gz", [gzip(one.as_bytes()), gzip(other.as_bytes())].concat()),
        ("log.csv.zst", zstd(csv.as_bytes())),
        ("no-name", gzip(csv.as_bytes())),
        ("log.ndjson", ndjson().into_bytes()),
        ("log.ndjson.gz", gzip(ndjson().as_bytes())),
        ("log.json", serde_json::to_vec(&objects()).unwrap()),
        ("pretty.json", serde_json::to_vec_pretty(&objects()).unwrap()),
        ("stream.json", stream(&objects(), "\n")),
        ("one-line.json", stream(&objects(), "")),
        ("log.parquet", parquet(&records())),
        ("log.parquet.zst", zstd(&parquet(&records()))),
    ]
}

#[test]
fn every_form_gives_the_same_findings_from_a_file_and_from_standard_input() {
    let place = Place::with(&[("usual.csv", csv().as_bytes())]);
    let usual = without_sources(place.findings("usual.csv"));
    assert_eq!(usual.len(), 13);
    for (name, bytes) in forms() {
        place.write(name, &bytes);
        assert_eq!(without_sources(place.findings(name)), usual, "{name}");
        let args = format!("scan - {COLUMNS} --out -");
        let outcome = place.run_args(&args.split(' ').collect::<Vec<_>>(), &bytes);
        let findings = lines(&outcome.out);
        assert_eq!((outcome.code, findings[0]["sources"][0]["file"].as_str()), (0, Some("-")), "{name}");
        assert_eq!(without_sources(findings), usual, "{name} from standard input");
    }
}

#[test]
fn the_oddest_session_comes_first_with_its_reason_and_its_source() {
    let findings = Place::with(&[("log.csv", csv().as_bytes())]).findings("log.csv");
    let first = &findings[0];
    assert_eq!(first["entity"]["u"], "eve");
    assert_eq!(first["session"], serde_json::json!(["Get-Mailbox", "New-InboxRule", "Remove-AuditLog"]));
    assert_eq!(
        (first["begin"].as_str(), first["duration_ms"].as_i64()),
        (Some("2021-05-26T03:33:20Z"), Some(20_000))
    );
    assert_eq!(first["sources"][2], serde_json::json!({ "file": "log.csv", "row": 147 }));
    let bits: Vec<f64> = findings.iter().map(|finding| finding["surprisal_bits"].as_f64().unwrap()).collect();
    assert!(bits.is_sorted_by(|a, b| a >= b), "{bits:?}");
    let ranks: Vec<u64> = findings.iter().map(|finding| finding["rank"].as_u64().unwrap()).collect();
    assert_eq!(ranks, (1..=13).collect::<Vec<_>>());
}

/// A pipe that is named like a file cannot be opened twice.
#[cfg(unix)]
#[test]
fn parquet_comes_through_a_pipe_that_has_a_name() {
    let many: Vec<_> = records().into_iter().cycle().zip(0..).take(20_000).collect();
    let users: Vec<String> = (0..20_000).map(|number| format!("user{number}")).collect();
    let many: Vec<_> =
        many.into_iter().map(|((time, _, command), row)| (time, users[row].as_str(), command)).collect();
    let args = format!("scan /dev/stdin {COLUMNS} --top 0");
    let outcome = Place::new().run_args(&args.split(' ').collect::<Vec<_>>(), &parquet(&many));
    assert!(
        outcome.err.contains("20,000 records read from 1 file: 20,000 events, 0 rejected"),
        "{}",
        outcome.err
    );
}

#[test]
fn a_form_or_a_delimiter_can_be_said() {
    let place =
        Place::with(&[("log.csv", csv().replace(',', "^").as_bytes()), ("l.csv", ndjson().as_bytes())]);
    assert_eq!(place.findings("log.csv --delimiter ^").len(), 13);
    assert_eq!(place.findings("l.csv --format ndjson").len(), 13);
    place.write("r.json", serde_json::json!({ "Records": objects() }).to_string());
    assert_eq!(place.findings("r.json --format records").len(), 13);
    assert_eq!(place.run(&format!("scan log.csv {COLUMNS}")).code, 3);
    assert_eq!(place.run(&format!("scan log.csv {COLUMNS} --delimiter ^^")).code, 2);
}

#[test]
fn folders_patterns_and_files_with_several_names_are_each_read_once() {
    let place = Place::with(&[("logs/a/x.csv", csv().as_bytes()), ("logs/b.ndjson", b"")]);
    place.write("logs/b.ndjson", ndjson().replace("\"u\":\"", "\"u\":\"other-"));
    let both = place.findings("logs");
    assert_eq!(both.len(), 26);
    for words in ["logs/a logs/b.ndjson", "logs/b.ndjson logs/a/x.csv logs", "logs/*", "./logs logs/a/x.csv"]
    {
        assert_eq!(without_sources(place.findings(words)), without_sources(both.clone()), "{words}");
    }
}

#[test]
fn a_table_of_sessions_is_scored_as_it_is() {
    let place = Place::with(&[("log.csv", csv().as_bytes())]);
    let scanned = place.findings("log.csv");
    for name in ["s.ndjson", "s.csv", "s.parquet"] {
        assert_eq!(place.run(&format!("sessionize log.csv {COLUMNS} --out {name}")).code, 0);
        let entity = if name == "s.ndjson" { "entity.u" } else { "u" };
        let outcome = place.run(&format!("score {name} --entity {entity} --begin begin --end end --out -"));
        assert_eq!(outcome.code, 0, "{}", outcome.err);
        for (scored, scanned) in lines(&outcome.out).iter().zip(&scanned) {
            for key in ["rank", "begin", "end", "likelihood", "window", "session", "n_events"] {
                assert_eq!(scored[key], scanned[key], "{name}: {key}");
            }
            assert_eq!(scored["entity"][entity], scanned["entity"]["u"], "{name}");
        }
    }
}
