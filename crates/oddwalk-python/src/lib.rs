//! The Python extension `oddwalk._oddwalk`: arguments in, result out. It computes nothing.

mod command;
mod dropin;
mod native;

use pyo3::prelude::*;

#[pymodule]
mod _oddwalk {
    #[pymodule_export]
    use crate::command::run;
    #[pymodule_export]
    use crate::dropin::{Trained, cut_columns, split_list, take_lists, text_codes};
    #[pymodule_export]
    use crate::native::{Cut, Drawn, Learnt, page_of_marks, recipe_kql};

    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "the name that Python looks for")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
