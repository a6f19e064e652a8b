//! The reference's tables as Python dictionaries, in the order in which the reference meets things.

use oddwalk::core::{Model, Pair, Symbol};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::encode::{Encoder, Pairs};
use super::objects::Objects;
use super::rows::{Cell, Stage, Table, marginals, value_total};

/// One table as a dictionary, which `outer` makes, and `inner` its inner dictionaries.
pub(crate) fn dictionary<'py>(
    py: Python<'py>,
    encoder: &Encoder,
    model: &Model,
    table: Table,
    stage: Stage,
    [outer, inner]: [&Bound<'py, PyAny>; 2],
) -> PyResult<Bound<'py, PyDict>> {
    let writer = Writer { py, encoder, model, stage, outer, inner };
    match table {
        Table::Commands => writer.commands(),
        Table::Parameters | Table::Values => writer.marginals(table),
        Table::Transitions => writer.transitions(),
        Table::ParametersOfCommands => writer.parameters(),
        Table::ValuesOfParameters => writer.values(),
    }
}

struct Writer<'a, 'py> {
    py: Python<'py>,
    encoder: &'a Encoder,
    model: &'a Model,
    stage: Stage,
    outer: &'a Bound<'py, PyAny>,
    inner: &'a Bound<'py, PyAny>,
}

impl<'py> Writer<'_, 'py> {
    fn commands(&self) -> PyResult<Bound<'py, PyDict>> {
        let dictionary = self.outer()?;
        for symbol in self.command_order() {
            self.write(&dictionary, &self.command(symbol), Cell::command(self.model, symbol))?;
        }
        Ok(dictionary)
    }

    fn marginals(&self, table: Table) -> PyResult<Bound<'py, PyDict>> {
        let objects = if table == Table::Values { &self.encoder.values } else { &self.encoder.names };
        let dictionary = self.outer()?;
        for (symbol, cell) in marginals(self.model, table) {
            self.write(&dictionary, &self.object(objects, symbol), cell)?;
        }
        Ok(dictionary)
    }

    fn transitions(&self) -> PyResult<Bound<'py, PyDict>> {
        let outer = self.outer()?;
        let order = self.command_order();
        for (given, seen) in grouped(&self.encoder.first_met.transitions, 0) {
            let inner = self.inner(&outer, &self.command(given))?;
            let others = order.iter().copied().filter(|&other| other != Symbol::START);
            // Writing a number again does not change its place.
            for seen in seen.into_iter().chain(self.smoothed(others)) {
                self.write(&inner, &self.command(seen), Cell::transition(self.model, Pair { given, seen }))?;
            }
        }
        if self.stage != Stage::Counted {
            let (given, inner) = (Symbol::UNKNOWN, self.inner(&outer, &self.command(Symbol::UNKNOWN))?);
            for seen in order.into_iter().filter(|&seen| seen != Symbol::START) {
                self.write(&inner, &self.command(seen), Cell::transition(self.model, Pair { given, seen }))?;
            }
        }
        Ok(outer)
    }

    fn parameters(&self) -> PyResult<Bound<'py, PyDict>> {
        let outer = self.outer()?;
        let names = &self.encoder.names;
        let seen = grouped(&self.encoder.first_met.parameters, Symbol::TOKENS);
        let others = self.smoothed(self.command_order().into_iter()).map(|given| (given, Vec::new()));
        for (given, seen) in seen.into_iter().chain(others) {
            let inner = self.inner(&outer, &self.command(given))?;
            for seen in seen.into_iter().chain(self.smoothed([Symbol::UNKNOWN].into_iter())) {
                self.write(
                    &inner,
                    &self.object(names, seen),
                    Cell::parameter(self.model, Pair { given, seen }),
                )?;
            }
        }
        Ok(outer)
    }

    fn values(&self) -> PyResult<Bound<'py, PyDict>> {
        let outer = self.outer()?;
        let Encoder { names, values, first_met, .. } = self.encoder;
        let name = |number: u32| Symbol::from_index(number as usize + Symbol::TOKENS);
        let seen = grouped(&first_met.values, Symbol::TOKENS);
        let seen = seen.into_iter().map(|(given, seen)| (name(given.index() as u32), seen));
        let known = self.model.counts().parameters().into_iter().flat_map(|known| known.names.symbols());
        let others = self.smoothed(known.chain([Symbol::UNKNOWN])).map(|given| (given, Vec::new()));
        for (given, seen) in seen.chain(others) {
            let inner = self.inner(&outer, &self.object(names, given))?;
            let total = value_total(self.model.counts(), given);
            for seen in seen.into_iter().chain(self.smoothed([Symbol::UNKNOWN].into_iter())) {
                let cell = Cell::value(self.model, Pair { given, seen }, total);
                self.write(&inner, &self.object(values, seen), cell)?;
            }
        }
        Ok(outer)
    }

    /// The commands in the order in which the reference counts them: END comes when the first session is over.
    fn command_order(&self) -> Vec<Symbol> {
        let ordinary: Vec<Symbol> = self.model.counts().commands().symbols().collect();
        let (first, later) = ordinary.split_at(self.encoder.first_met.first_session - Symbol::TOKENS);
        let unknown = [Symbol::UNKNOWN].into_iter();
        let order = [Symbol::START].iter().chain(first).chain(&[Symbol::END]).chain(later).copied();
        order.chain(unknown).collect()
    }

    fn outer(&self) -> PyResult<Bound<'py, PyDict>> {
        Ok(self.outer.call0()?.cast_into::<PyDict>()?)
    }

    /// The inner dictionary of a key, which is made where there is none.
    fn inner(&self, outer: &Bound<'py, PyDict>, key: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
        if let Some(inner) = outer.get_item(key)? {
            return Ok(inner.cast_into::<PyDict>()?);
        }
        let inner = self.inner.call0()?.cast_into::<PyDict>()?;
        outer.set_item(key, &inner)?;
        Ok(inner)
    }

    fn write(&self, dictionary: &Bound<'py, PyDict>, key: &Bound<'py, PyAny>, cell: Cell) -> PyResult<()> {
        // Before smoothing nobody knows what was never met.
        if self.stage == Stage::Counted && cell.count == 0 {
            return Ok(());
        }
        dictionary.set_item(key, self.stage.value(self.py, cell)?)
    }

    /// What smoothing alone adds.
    fn smoothed(&self, symbols: impl Iterator<Item = Symbol>) -> impl Iterator<Item = Symbol> {
        let wanted = self.stage != Stage::Counted;
        symbols.filter(move |_| wanted)
    }

    fn command(&self, symbol: Symbol) -> Bound<'py, PyAny> {
        self.encoder.commands.get(self.py, symbol.index())
    }

    fn object(&self, objects: &Objects, symbol: Symbol) -> Bound<'py, PyAny> {
        match symbol {
            Symbol::UNKNOWN => self.command(Symbol::UNKNOWN),
            symbol => objects.get(self.py, symbol.index() - Symbol::TOKENS),
        }
    }
}

/// What depends on what, in the order in which it was first met. Numbers of what is seen are `offset` below their symbols.
fn grouped(pairs: &Pairs, offset: usize) -> Vec<(Symbol, Vec<Symbol>)> {
    let mut groups: Vec<(Symbol, Vec<Symbol>)> = Vec::new();
    let mut places = rustc_hash::FxHashMap::default();
    for &(given, seen) in pairs.order() {
        let place = *places.entry(given).or_insert_with(|| {
            groups.push((Symbol::from_index(given as usize), Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(Symbol::from_index(seen as usize + offset));
    }
    groups
}
