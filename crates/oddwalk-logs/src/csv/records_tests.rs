use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::testing::{Portions, SIZES};

const ROOMY: usize = 1 << 20;

/// A step without its borrow: where it was, and its cells or its fault.
type Seen = (u64, Option<u64>, Result<Vec<Vec<u8>>, Fault>);

fn steps(bytes: &[u8], size: usize, max_record: usize, expected_cells: Option<usize>) -> Vec<Seen> {
    let mut records = Records::new(Portions { bytes, size }, b',', max_record);
    if let Some(cells) = expected_cells {
        records.expect_cells(cells);
    }
    let mut seen = Vec::new();
    while let Some(step) = records.next().unwrap() {
        seen.push(match step {
            Step::Bad(place, fault) => (place.row, place.line, Err(fault)),
            Step::Record(place, record) => {
                let cells = (0..record.len()).map(|index| record.cell(index).unwrap().into_owned());
                (place.row, place.line, Ok(cells.collect()))
            }
        });
        assert!(seen.len() <= bytes.len() + 1, "more records than bytes");
    }
    seen
}

/// The steps, which are the same however much is read at a time.
fn all_steps(bytes: &[u8], max_record: usize, expected_cells: Option<usize>) -> Vec<Seen> {
    let [one, five, whole] = SIZES.map(|size| steps(bytes, size, max_record, expected_cells));
    assert_eq!(one, whole, "byte by byte");
    assert_eq!(five, whole, "five bytes at a time");
    whole
}

fn texts(text: &str) -> Vec<Result<Vec<String>, Fault>> {
    let cells =
        |cells: Vec<Vec<u8>>| cells.into_iter().map(|cell| String::from_utf8(cell).unwrap()).collect();
    all_steps(text.as_bytes(), ROOMY, None).into_iter().map(|(_, _, step)| step.map(cells)).collect()
}

#[allow(clippy::unnecessary_wraps, reason = "compared with what may be a fault")]
fn good(cells: &[&str]) -> Result<Vec<String>, Fault> {
    Ok(cells.iter().map(|cell| (*cell).to_owned()).collect())
}

#[test]
fn cells_quotes_and_line_ends() {
    assert_eq!(texts("a,b\nc,d\n"), [good(&["a", "b"]), good(&["c", "d"])]);
    assert_eq!(texts("a,b\r\nc,d"), [good(&["a", "b"]), good(&["c", "d"])]);
    assert_eq!(texts("a,\n,b\r\n"), [good(&["a", ""]), good(&["", "b"])]);
    assert_eq!(texts("\"a,\"\"x\n\",b\r\n"), [good(&["a,\"x\n", "b"])]);
    assert_eq!(texts("\"a\",\"\"\r\n\"b\""), [good(&["a", ""]), good(&["b"])]);
    assert_eq!(
        texts("a\"b\"c,d\"\n"),
        [good(&["a\"b\"c", "d\""])],
        "a quote inside a plain cell is a character"
    );
    assert_eq!(texts("a\rb,c\r"), [good(&["a\rb", "c"])]);
}

#[test]
fn blank_lines_and_a_byte_order_mark_are_no_records() {
    assert_eq!(texts(""), []);
    assert_eq!(texts("\u{feff}"), []);
    assert_eq!(texts("\n\r\n\n"), []);
    assert_eq!(texts("\u{feff}a,b\n\n\r\nc\n"), [good(&["a", "b"]), good(&["c"])]);
    assert_eq!(texts(" \n"), [good(&[" "])]);
}

#[test]
fn rows_and_lines_count_from_the_header() {
    let places = |text: &str| -> Vec<(u64, Option<u64>)> {
        let steps = all_steps(text.as_bytes(), ROOMY, None);
        steps.into_iter().map(|(row, line, _)| (row, line)).collect()
    };
    assert_eq!(
        places("h\n\"a\nb\"\n\nc\n\"d\" e\nf\n"),
        [(0, Some(1)), (1, Some(2)), (2, Some(5)), (3, Some(6)), (4, Some(7))]
    );
}

#[test]
fn a_bad_record_costs_only_itself() {
    use Fault::{TextAfterQuote, UnclosedQuote};
    assert_eq!(texts("a\n\"b\" x\nc\n"), [good(&["a"]), Err(TextAfterQuote), good(&["c"])]);
    assert_eq!(texts("a\n\"b\nc\nd\n"), [good(&["a"]), Err(UnclosedQuote), good(&["c"]), good(&["d"])]);
    // The missing quote shows where the next quote stands behind text.
    assert_eq!(texts("1,\"b\n2,\"c\"\n3,d\n"), [Err(TextAfterQuote), good(&["2", "c"]), good(&["3", "d"])]);
    assert_eq!(texts("\"a\"\rb\nc\n"), [Err(TextAfterQuote), good(&["c"])]);
}

#[test]
fn a_record_over_the_limit_is_stepped_over() {
    let limited = |text: &str, max| -> Vec<Result<usize, Fault>> {
        let steps = all_steps(text.as_bytes(), max, None);
        steps.into_iter().map(|(_, _, step)| step.map(|cells| cells.concat().len())).collect()
    };
    // Its line end counts.
    assert_eq!(limited("aaaa\nbbbbb\ncc\n", 5), [Ok(4), Err(Fault::TooLong), Ok(2)]);
    assert_eq!(limited("\"bbbbb\nbb\"\ncc\n", 5), [Err(Fault::TooLong), Ok(3), Ok(2)]);
    assert_eq!(limited(&"x".repeat(1 << 20), 1 << 10), [Err(Fault::TooLong)]);
}

#[test]
fn cells_without_end_are_given_up() {
    let commas = format!("{}\nc,d\n", ",".repeat(1_000));
    let steps = all_steps(commas.as_bytes(), ROOMY, Some(2));
    assert_eq!(steps[0].2, Err(Fault::TooManyCells));
    assert_eq!(steps[1].2.as_ref().map(Vec::len), Ok(2));
    assert_eq!(steps.len(), 2);
}

/// Time grows with the size and not with its square where every line opens a quote.
#[test]
fn a_file_of_unclosed_quotes_is_read_in_linear_time() {
    let text = "a,\"b\n\"\",x\n".repeat(100_000);
    assert!(steps(text.as_bytes(), usize::MAX, ROOMY, Some(2)).len() >= 50_000);
}

/// Where a record may have many cells, each line of this would have a hundred thousand others looked at.
#[test]
fn a_wide_file_of_unclosed_quotes_is_read_in_linear_time() {
    let text = "a\",\"\n".repeat(200_000) + "good,row\n";
    let mut records = Records::new(text.as_bytes(), b',', 1 << 24);
    records.expect_cells(50_000);
    let (mut steps, mut last) = (0, None);
    while let Some(step) = records.next().unwrap() {
        steps += 1;
        last = match step {
            Step::Record(_, record) => Some(record.len()),
            Step::Bad(..) => None,
        };
    }
    assert_eq!((steps, last), (200_001, Some(2)));
    let most = RESCAN_ALWAYS + (RESCANS + 1) * text.len() as u64 + (1 << 20);
    assert!(records.rescanned <= most, "{} bytes", records.rescanned);
}

fn cell() -> impl Strategy<Value = String> {
    "[ab,;\"\n\r é日]{0,6}"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn well_formed_records_agree_with_the_csv_crate(
        table in vec(vec(cell(), 1..5), 0..8),
        always_quoted: bool,
        crlf: bool,
    ) {
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .quote_style(if always_quoted { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary })
            .terminator(if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') })
            .from_writer(Vec::new());
        for record in &table {
            writer.write_record(record).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let ours: Vec<_> = all_steps(&bytes, ROOMY, None).into_iter().map(|(_, _, step)| step.unwrap()).collect();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes.as_slice());
        let theirs: Vec<Vec<Vec<u8>>> = reader
            .byte_records()
            .map(|record| record.unwrap().iter().map(<[u8]>::to_vec).collect())
            .collect();
        prop_assert_eq!(&ours, &theirs);
        let written: Vec<Vec<Vec<u8>>> =
            table.iter().map(|record| record.iter().map(|cell| cell.clone().into_bytes()).collect()).collect();
        prop_assert_eq!(ours, written);
    }

    #[test]
    fn garbage_ends_and_reads_the_same_in_any_portions(
        bytes in vec(prop::sample::select(b"ab,\"\"\n\n\r\0\xff\xef\xbb\xbf".to_vec()), 0..60),
        max_record in prop::sample::select(vec![1_usize, 4, 9, ROOMY]),
        cells in prop::option::of(0_usize..3),
    ) {
        let steps = all_steps(&bytes, max_record, cells);
        let rows: Vec<u64> = steps.iter().map(|(row, _, _)| *row).collect();
        prop_assert_eq!(rows, (0..steps.len() as u64).collect::<Vec<_>>(), "every row is told once");
        prop_assert!(steps.is_sorted_by_key(|(_, line, _)| *line));
    }

    /// Nothing is dropped: without quotes every line that is not blank is one record.
    #[test]
    fn every_line_is_a_record(text in "[ab,\n]{0,60}") {
        let lines = text.split('\n').filter(|line| !line.is_empty());
        let expected: Vec<Result<Vec<String>, Fault>> =
            lines.map(|line| Ok(line.split(',').map(str::to_owned).collect())).collect();
        prop_assert_eq!(texts(&text), expected);
    }
}
