//! Objects: Python's hashable objects by number, equal where Python says so.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use rustc_hash::FxHashMap;

/// Distinct objects in the order in which they were met.
///
/// Some are tokens, which have the first numbers. An object's text is its number, padded: texts in byte order are then
/// objects in the order in which they were met.
pub(crate) struct Objects {
    numbers: Py<PyDict>,
    met: Vec<Py<PyAny>>,
    texts: Vec<String>,
    tokens: usize,
    /// The numbers of Python's own texts, so that Python need not be asked for them.
    known: FxHashMap<Box<str>, u32>,
}

impl Objects {
    /// No objects but these tokens.
    pub(crate) fn new(py: Python<'_>, tokens: &[Bound<'_, PyAny>]) -> PyResult<Self> {
        let mut objects = Self {
            numbers: PyDict::new(py).unbind(),
            met: Vec::new(),
            texts: Vec::new(),
            tokens: tokens.len(),
            known: FxHashMap::default(),
        };
        tokens.iter().try_for_each(|token| objects.number(token).map(|_| ()))?;
        Ok(objects)
    }

    /// The object's number, which is made where it is new.
    ///
    /// # Errors
    /// Python's `TypeError` where the object is not hashable.
    pub(crate) fn number(&mut self, object: &Bound<'_, PyAny>) -> PyResult<u32> {
        let text = object.cast_exact::<PyString>().ok().and_then(|text| text.to_str().ok());
        let Some(text) = text else { return self.number_by_python(object) };
        if let Some(&number) = self.known.get(text) {
            return Ok(number);
        }
        let number = self.number_by_python(object)?;
        self.known.insert(text.into(), number);
        Ok(number)
    }

    fn number_by_python(&mut self, object: &Bound<'_, PyAny>) -> PyResult<u32> {
        let numbers = self.numbers.bind(object.py());
        if let Some(number) = numbers.get_item(object)? {
            return number.extract();
        }
        let number = self.met.len() as u32;
        numbers.set_item(object, number)?;
        self.met.push(object.clone().unbind());
        self.texts.push(format!("{number:010}"));
        Ok(number)
    }

    /// The text that stands for the object with this number.
    pub(crate) fn text(&self, number: u32) -> &str {
        &self.texts[number as usize]
    }

    /// The texts of all objects that are no tokens, in their order.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts[self.tokens..].iter().map(String::as_str)
    }

    /// The object with this number.
    pub(crate) fn get<'py>(&self, py: Python<'py>, number: usize) -> Bound<'py, PyAny> {
        self.met[number].bind(py).clone()
    }

    /// All objects that are no tokens, with their numbers.
    pub(crate) fn iter<'py>(&self, py: Python<'py>) -> impl Iterator<Item = (usize, Bound<'py, PyAny>)> {
        let objects = self.met.iter().enumerate().skip(self.tokens);
        objects.map(move |(number, object)| (number, object.bind(py).clone()))
    }
}
