//! The timeline: a page of what was found, or of sessions that something else has scored.

use oddwalk::report::{Mark, Page, Provenance, write_ndjson_quality};
use oddwalk::{Scan, Told};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::errors::of_value;

/// Sessions that were scored and can be drawn.
#[pyclass(module = "oddwalk._oddwalk", frozen)]
pub(crate) struct Drawn {
    pub(super) scan: Scan,
}

#[pymethods]
impl Drawn {
    /// A page of at most so many bytes, with explanations of the first so many sessions.
    fn page(&self, py: Python<'_>, title: &str, explained: usize, max_bytes: usize) -> PyResult<String> {
        py.detach(|| page_of_scan(&self.scan, title, explained, max_bytes)).map_err(of_value)
    }
}

/// Sessions that something else has scored, as columns.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Marks {
    begin: Vec<Option<i64>>,
    duration_ms: Vec<Option<i64>>,
    n_events: Vec<u32>,
    score: Vec<Option<f64>>,
    surprisal_bits: Vec<Option<f64>>,
    window: Vec<Vec<String>>,
    session: Vec<Vec<String>>,
    entity: Vec<Named>,
    carried: Vec<Named>,
}

/// A column's name and its texts.
type Named = (String, Vec<Option<String>>);

/// Draw sessions that something else has scored, the oddest first, on a page of at most so many bytes. `score_name` says what
/// the scores are, where they are no bits.
#[pyfunction]
#[pyo3(signature = (marks, title, notices, score_name, max_bytes))]
#[expect(clippy::needless_pass_by_value, reason = "Python hands its arguments over")]
pub(crate) fn page_of_marks(
    py: Python<'_>,
    marks: Marks,
    title: &str,
    notices: Vec<String>,
    score_name: Option<String>,
    max_bytes: usize,
) -> PyResult<String> {
    marks.check()?;
    py.detach(|| {
        let mut page = Page::new(title, max_bytes);
        notices.into_iter().for_each(|notice| page.notice(notice));
        if let Some(name) = score_name {
            page.name_scores(&name);
        }
        (0..marks.begin.len()).try_for_each(|row| page.push_mark(&marks.row(row)))?;
        written(&page, None)
    })
    .map_err(of_value)
}

impl Marks {
    fn check(&self) -> PyResult<()> {
        let rows = self.begin.len();
        let named = self.entity.iter().chain(&self.carried).map(|(_, texts)| texts.len());
        let lengths = [
            self.duration_ms.len(),
            self.n_events.len(),
            self.score.len(),
            self.surprisal_bits.len(),
            self.window.len(),
            self.session.len(),
        ];
        if lengths.into_iter().chain(named).any(|length| length != rows) {
            return Err(PyValueError::new_err("every column has a value for each session"));
        }
        Ok(())
    }

    fn row(&self, row: usize) -> Mark<'_> {
        Mark {
            begin: self.begin[row],
            duration_ms: self.duration_ms[row],
            n_events: self.n_events[row],
            score: self.score[row],
            surprisal_bits: self.surprisal_bits[row],
            window: self.window[row].iter().map(String::as_str).collect(),
            session: self.session[row].iter().map(String::as_str).collect(),
            entity: texts_of(&self.entity, row),
            carried: texts_of(&self.carried, row),
        }
    }
}

fn texts_of(columns: &[Named], row: usize) -> Vec<(&str, Option<&str>)> {
    columns.iter().map(|(name, texts)| (&**name, texts[row].as_deref())).collect()
}

fn page_of_scan(scan: &Scan, title: &str, explained: usize, max_bytes: usize) -> anyhow::Result<String> {
    let findings = scan.findings();
    let told = Told::new(&findings, None, explained);
    let (columns, mut page) = (told.columns(), Page::new(title, max_bytes));
    told.rows().try_for_each(|row| page.push(&columns, row))?;
    let provenance = Provenance {
        command_line: "oddwalk.timeline(…)".to_owned(),
        version: format!("oddwalk {}", env!("CARGO_PKG_VERSION")),
        inputs: Vec::new(),
        options: Vec::new(),
    };
    let mut quality = Vec::new();
    write_ndjson_quality(&[("table", &scan.sessionized.quality)], None, &provenance, &mut quality)?;
    written(&page, Some(&String::from_utf8(quality)?))
}

fn written(page: &Page, quality: Option<&str>) -> anyhow::Result<String> {
    let mut html = Vec::new();
    page.write(quality, None, &mut html)?;
    Ok(String::from_utf8(html)?)
}
