//! Same input, same bytes out: whatever the number of threads, the number of files, and the order they are named in.

use std::fmt::Write as _;

use crate::support::{COLUMNS, Place, lines, quality, without_command_line, without_sources};

/// Rows of many users and commands, with ties, in no order.
fn rows(count: u32) -> Vec<String> {
    let mut state = 12_345_u32;
    let mut next = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    (0..count)
        .map(|_| format!("{},user{},command{}", 1_621_371_600 + next(40_000), next(50), next(30)))
        .collect()
}

fn table(rows: &[String]) -> String {
    let mut text = "t,u,c\n".to_owned();
    for row in rows {
        writeln!(text, "{row}").unwrap();
    }
    text
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let rows = rows(6_000);
    let place = Place::new();
    for (number, part) in rows.chunks(450).enumerate() {
        place.write(&format!("logs/{number:02}.csv"), table(part));
    }
    for name in ["f.ndjson", "f.csv", "f.parquet"] {
        let outputs: Vec<(String, String, String)> = [1, 2, 8]
            .iter()
            .map(|threads| {
                let outcome = place.run(&format!("--threads {threads} scan logs {COLUMNS} --out {name}"));
                assert_eq!(outcome.code, 0, "{}", outcome.err);
                (without_command_line(&place.read(name)), outcome.out, outcome.err)
            })
            .collect();
        assert!(outputs[0].0.len() > 100_000);
        assert!(outputs.iter().all(|output| *output == outputs[0]), "{name}");
    }
}

#[test]
fn many_files_are_one_log_in_whatever_order_they_are_named() {
    let rows = rows(3_000);
    let place = Place::with(&[("one.csv", table(&rows).as_bytes())]);
    for (name, part) in ["a.csv", "b.csv", "c/d.csv"].iter().zip(rows.chunks(1_000)) {
        place.write(name, table(part));
    }
    let one = place.findings("one.csv");
    let many = place.findings("a.csv b.csv c/d.csv");
    assert_eq!(place.findings("c b.csv a.csv"), many);
    assert_eq!(place.findings("c/*.csv [ab].csv"), many);
    assert_eq!(without_sources(many.clone()), without_sources(one.clone()));
    // The record in its own file is the same record.
    let row_of = |source: &serde_json::Value| {
        let before = ["a.csv", "b.csv", "c/d.csv"].iter().position(|name| source["file"] == **name);
        before.unwrap_or(0) as u64 * 1_000 + source["row"].as_u64().unwrap()
    };
    for (many, one) in many.iter().zip(&one) {
        let rows = |finding: &serde_json::Value| -> Vec<u64> {
            finding["sources"].as_array().unwrap().iter().map(row_of).collect()
        };
        assert_eq!(rows(many), rows(one));
    }
}

#[test]
fn a_report_differs_in_nothing_but_when_it_was_made() {
    let place = Place::with(&[("log.csv", table(&rows(500)).as_bytes())]);
    let report = || {
        assert_eq!(place.run(&format!("scan log.csv {COLUMNS} --report r.html")).code, 0);
        place.report("r.html").without_time()
    };
    let (one, other) = (report(), report());
    assert!(one == other);
}

#[test]
fn the_same_command_gives_the_same_bytes() {
    let place = Place::with(&[("log.csv", table(&rows(500)).as_bytes())]);
    let out = || place.run(&format!("scan log.csv {COLUMNS} --out -")).out;
    let (one, other) = (out(), out());
    assert_eq!(one, other);
    assert_eq!(
        quality(&one)["provenance"]["command_line"],
        format!("oddwalk scan log.csv {COLUMNS} --out -")
    );
}

#[test]
fn standard_output_has_the_bytes_of_the_file() {
    let place = Place::with(&[("log.csv", table(&rows(500)).as_bytes())]);
    let outcome = place.run(&format!("scan log.csv {COLUMNS} --out -"));
    place.run(&format!("scan log.csv {COLUMNS} --out f.ndjson"));
    let [file, out] = [&place.read("f.ndjson")[..], outcome.out.as_bytes()].map(without_command_line);
    assert_eq!(file, out);
    assert!(!lines(&outcome.out).is_empty());
}
