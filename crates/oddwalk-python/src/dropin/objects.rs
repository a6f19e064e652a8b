//! Objects: Python's hashable objects by number, equal where Python says so.

use pyo3::prelude::*;
use pyo3::types::PyDict;
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
    /// The numbers of objects by address. It holds only while nobody can let go of the objects.
    addresses: FxHashMap<usize, u32>,
}

impl Objects {
    /// No objects but these tokens.
    pub(crate) fn new(py: Python<'_>, tokens: &[Bound<'_, PyAny>]) -> PyResult<Self> {
        let mut objects = Self {
            numbers: PyDict::new(py).unbind(),
            met: Vec::new(),
            texts: Vec::new(),
            tokens: tokens.len(),
            addresses: FxHashMap::default(),
        };
        tokens.iter().try_for_each(|token| objects.number(token).map(|_| ()))?;
        Ok(objects)
    }

    /// The object's number, which is made where it is new.
    ///
    /// # Errors
    /// Python's `TypeError` where the object is not hashable.
    pub(crate) fn number(&mut self, object: &Bound<'_, PyAny>) -> PyResult<u32> {
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

    /// As [`number`](Self::number), of an object that somebody holds until [`let_go`](Self::let_go).
    pub(crate) fn number_of_held(&mut self, object: &Bound<'_, PyAny>) -> PyResult<u32> {
        let address = object.as_ptr() as usize;
        if let Some(&number) = self.addresses.get(&address) {
            return Ok(number);
        }
        let number = self.number(object)?;
        self.addresses.insert(address, number);
        Ok(number)
    }

    /// Says that objects met so far may be gone.
    pub(crate) fn let_go(&mut self) {
        self.addresses.clear();
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
