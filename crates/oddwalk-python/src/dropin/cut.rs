//! Sessionizing columns: numbers in, places out.

use std::cmp::Ordering;

use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use oddwalk::core::{Boundary, Entity, SessionOptions, cut};
use pyo3::exceptions::{PyOverflowError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyList;
use rustc_hash::FxHashMap;

/// Where events are cut: their places in the order of their sessions, and where in that each session ends.
type Places<'py> = (Bound<'py, PyArray1<i64>>, Bound<'py, PyArray1<i64>>);

/// Cut events into sessions: sort them by the identity columns in their order, then by time, stably, and cut where a limit
/// is exceeded.
///
/// Each identity column is numbers whose order is that of its values; -1 comes last. Times and limits are in one unit.
/// Returns each event's place in the order of the sessions, and where each session ends in that.
#[pyfunction]
#[expect(clippy::needless_pass_by_value, reason = "Python hands its arguments over")]
pub(crate) fn cut_columns<'py>(
    py: Python<'py>,
    identities: Vec<PyReadonlyArray1<'py, i64>>,
    times: PyReadonlyArray1<'py, i64>,
    max_gap: i64,
    max_duration: i64,
) -> PyResult<Places<'py>> {
    let identities: Vec<&[i64]> =
        identities.iter().map(|column| Ok(column.as_slice()?)).collect::<PyResult<_>>()?;
    let times = times.as_slice()?;
    if identities.iter().any(|column| column.len() != times.len()) {
        return Err(PyValueError::new_err("every column has a value for each event"));
    }
    if u32::try_from(times.len()).is_err() {
        return Err(PyOverflowError::new_err(oddwalk::core::TooManyEvents.to_string()));
    }
    let options =
        SessionOptions { max_gap, max_duration, boundary: Boundary::Over, ..SessionOptions::default() };
    let cutting = py.detach(|| cut(&entities(&identities, times.len()), times, &options));
    let places = |numbers: Vec<u32>| numbers.into_iter().map(i64::from).collect::<Vec<i64>>();
    Ok((places(cutting.events).into_pyarray(py), places(cutting.ends).into_pyarray(py)))
}

/// Cut a list at these places, the last of which is its length.
#[pyfunction]
#[expect(clippy::needless_pass_by_value, reason = "Python hands its arguments over")]
pub(crate) fn split_list<'py>(
    py: Python<'py>,
    list: &Bound<'py, PyList>,
    ends: PyReadonlyArray1<'py, i64>,
) -> PyResult<Bound<'py, PyList>> {
    let parts = PyList::empty(py);
    let mut start = 0;
    for &end in ends.as_slice()? {
        let end = usize::try_from(end)?;
        parts.append(list.get_slice(start, end))?;
        start = end;
    }
    Ok(parts)
}

/// Each event's entity, numbered in the order of the columns' values.
fn entities(columns: &[&[i64]], len: usize) -> Vec<Entity> {
    let mut numbers = vec![0; len];
    for column in columns {
        let keys: Vec<u64> =
            numbers.iter().zip(*column).map(|(&number, &value)| key(number, value)).collect();
        numbers = ranks(&keys);
    }
    numbers.into_iter().map(|number| Entity::from_index(number as usize)).collect()
}

/// One number for what an event is so far and its value in the next column; a missing value is the largest.
fn key(number: u32, value: i64) -> u64 {
    let value = u32::try_from(value).unwrap_or(u32::MAX);
    (u64::from(number) << 32) | u64::from(value)
}

/// Each key's place among the distinct ones in their order.
fn ranks(keys: &[u64]) -> Vec<u32> {
    let mut first = FxHashMap::default();
    let mut distinct = Vec::new();
    let numbers: Vec<u32> = keys
        .iter()
        .map(|&key| {
            *first.entry(key).or_insert_with(|| {
                distinct.push(key);
                distinct.len() as u32 - 1
            })
        })
        .collect();
    let mut order: Vec<u32> = (0..distinct.len() as u32).collect();
    order.sort_unstable_by(|&a, &b| by_key(&distinct, a, b));
    let mut rank = vec![0; distinct.len()];
    (0..).zip(order).for_each(|(place, number)| rank[number as usize] = place);
    numbers.into_iter().map(|number| rank[number as usize]).collect()
}

fn by_key(distinct: &[u64], a: u32, b: u32) -> Ordering {
    distinct[a as usize].cmp(&distinct[b as usize])
}
