//! Columns of Python's objects: numbered, and cut into lists, in one pass each.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyList, PyString};
use rustc_hash::FxBuildHasher;

/// So many objects are looked at before their texts are: the machine fetches them side by side.
const AHEAD: usize = 32;

/// Each value's number, and that of what is missing.
type Codes<'py> = (Bound<'py, PyArray1<i64>>, Option<i64>);

/// Number the texts of a column in their order; None and NaN are the text `missing`, whose number comes with them, if it has
/// one. None where the column has anything else.
#[pyfunction]
#[expect(clippy::needless_pass_by_value, reason = "Python hands its arguments over")]
pub(crate) fn text_codes<'py>(
    py: Python<'py>,
    column: PyReadonlyArray1<'py, Py<PyAny>>,
    missing: &str,
) -> PyResult<Option<Codes<'py>>> {
    let mut texts = Texts::default();
    let mut codes = Vec::with_capacity(column.as_slice()?.len());
    for values in column.as_slice()?.chunks(AHEAD) {
        let all_texts = values.iter().filter(|value| is_text(value.bind(py))).count() == values.len();
        for value in values {
            let value = value.bind(py);
            let Some(text) = (if all_texts { plain_text(value) } else { text_of(value, missing) }) else {
                return Ok(None);
            };
            codes.push(texts.number(text));
        }
    }
    let ranks = texts.ranks();
    let codes: Vec<i64> = codes.into_iter().map(|number| ranks[number as usize]).collect();
    let missing = texts.known(missing).map(|number| ranks[number as usize]);
    Ok(Some((codes.into_pyarray(py), missing)))
}

/// Take a column's objects in this order, and cut them into lists that end at these places.
#[pyfunction]
#[expect(clippy::needless_pass_by_value, reason = "Python hands its arguments over")]
pub(crate) fn take_lists<'py>(
    py: Python<'py>,
    column: PyReadonlyArray1<'py, Py<PyAny>>,
    order: PyReadonlyArray1<'py, i64>,
    ends: PyReadonlyArray1<'py, i64>,
) -> PyResult<Bound<'py, PyList>> {
    let (column, order) = (column.as_slice()?, order.as_slice()?);
    let outside = || PyIndexError::new_err("a place outside the column");
    let object = |place: &i64| {
        let object = usize::try_from(*place).ok().and_then(|place| column.get(place));
        object.map(|object| object.bind(py)).ok_or_else(outside)
    };
    let lists = PyList::empty(py);
    let mut start = 0;
    for &end in ends.as_slice()? {
        let end = usize::try_from(end)?;
        let places = order.get(start..end).ok_or_else(outside)?;
        lists.append(PyList::new(py, places.iter().map(object).collect::<PyResult<Vec<_>>>()?)?)?;
        start = end;
    }
    Ok(lists)
}

/// The object's text, or `missing`; `None` where it is something else.
fn text_of<'a>(value: &'a Bound<'_, PyAny>, missing: &'a str) -> Option<&'a str> {
    if is_text(value) {
        return plain_text(value);
    }
    let is_nan = || value.cast_exact::<PyFloat>().is_ok_and(|number| number.value().is_nan());
    (value.is_none() || is_nan()).then_some(missing)
}

fn is_text(value: &Bound<'_, PyAny>) -> bool {
    value.is_exact_instance_of::<PyString>()
}

/// A text, but for one with a lone surrogate.
fn plain_text<'a>(value: &'a Bound<'_, PyAny>) -> Option<&'a str> {
    value.cast_exact::<PyString>().ok()?.to_str().ok()
}

/// Distinct texts in the order in which they were met.
#[derive(Default)]
struct Texts<'a> {
    met: Vec<&'a str>,
    numbers: HashTable<u32>,
}

impl<'a> Texts<'a> {
    fn number(&mut self, text: &'a str) -> u32 {
        let Self { met, numbers } = self;
        let is_it = |&number: &u32| met[number as usize] == text;
        match numbers.entry(hash_of(text), is_it, |&number| hash_of(met[number as usize])) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(place) => {
                let number = met.len() as u32;
                place.insert(number);
                met.push(text);
                number
            }
        }
    }

    fn known(&self, text: &str) -> Option<u32> {
        self.numbers.find(hash_of(text), |&number| self.met[number as usize] == text).copied()
    }

    /// Each number's place in the order of the texts: that of their characters, as Python compares them.
    fn ranks(&self) -> Vec<i64> {
        let mut order: Vec<usize> = (0..self.met.len()).collect();
        order.sort_unstable_by_key(|&number| self.met[number]);
        let mut ranks = vec![0; order.len()];
        order.into_iter().zip(0..).for_each(|(number, rank)| ranks[number] = rank);
        ranks
    }
}

fn hash_of(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
}
