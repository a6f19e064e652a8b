//! The rest: what is summed up, in words.

use super::cause::{Cause, Smoothing};
use crate::text::{counted, thousands};

/// `17 more parameters`, `4 parameters as usual`; all causes are of one kind.
pub(crate) fn rest(causes: &[Cause]) -> String {
    let are_usual = causes.iter().all(Cause::is_usual);
    let parameters = causes.iter().filter(|cause| matches!(cause, Cause::Parameter(..))).count() as u64;
    match () {
        () if parameters > 0 && causes.iter().all(Cause::is_strange) => {
            format!("{} more, never seen with it either", thousands(parameters))
        }
        () if are_usual => usual(causes, parameters),
        () if parameters > 0 => counted(parameters, "more parameter", "more parameters"),
        () => counted(causes.len() as u64, "more value", "more values"),
    }
}

/// What is as usual is surprising only where little was seen.
fn usual(causes: &[Cause], parameters: u64) -> String {
    if parameters == 0 {
        return "no unknown parameter".into();
    }
    let uses = causes.iter().find_map(|cause| match cause {
        Cause::Parameter(_, parameter) if cause.smoothing() == Some(Smoothing::OfFew) => Some(parameter.of),
        _ => None,
    });
    let are = |uses| {
        format!(
            "; {} {} few to learn from",
            counted(uses, "use", "uses"),
            if uses == 1 { "is" } else { "are" }
        )
    };
    let few = uses.map(are).unwrap_or_default();
    format!("{} as usual{few}", counted(parameters, "parameter", "parameters"))
}
