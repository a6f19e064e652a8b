//! Steps: one session's probabilities, event by event.

use crate::model::Chance;
use crate::{Score, ScoreOptions, Symbol};

/// One session's probabilities, event by event, END included where it counts.
#[derive(Default)]
pub(crate) struct Steps {
    /// P(event | the one before it); of the first event, P(event | START) or its marginal.
    transitions: Vec<Chance>,
    /// P(event) without context, for events that begin a later window.
    marginals: Vec<Chance>,
    /// P(the event's parameters and values | its command), under the root.
    contents: Vec<Chance>,
    events: usize,
}

impl Steps {
    pub(crate) fn clear(&mut self) {
        self.transitions.clear();
        self.marginals.clear();
        self.contents.clear();
        self.events = 0;
    }

    pub(crate) fn push(&mut self, symbol: Symbol, transition: Chance, marginal: Chance, content: Chance) {
        self.transitions.push(transition);
        self.marginals.push(marginal);
        self.contents.push(content);
        self.events += usize::from(symbol != Symbol::END);
    }

    /// Says that nothing is known to come before the first event.
    pub(crate) fn without_start(&mut self) {
        self.transitions[..1].copy_from_slice(&self.marginals[..1]);
    }

    /// The first of the least likely windows, and the whole session.
    pub(crate) fn score(&self, options: &ScoreOptions) -> Score {
        let len = options.window_len;
        let starts = (self.transitions.len() + 1).saturating_sub(len);
        let mut rarest: Option<(usize, f64)> = None;
        for start in 0..starts {
            let product = self.product(start, len);
            let likelihood = if options.geometric_mean { product.powf(1.0 / len as f64) } else { product };
            if rarest.is_none_or(|(_, least)| likelihood < least) {
                rarest = Some((start, likelihood));
            }
        }
        let Some((start, likelihood)) = rarest else { return self.unscored() };
        let bits = self.bits(start, len);
        let window_events = len.min(self.events - start);
        Score {
            likelihood,
            surprisal_bits: if options.geometric_mean { bits / len as f64 } else { bits },
            window_start: start,
            window_events,
            ends_session: window_events < len,
            ..self.unscored()
        }
    }

    fn unscored(&self) -> Score {
        let len = self.transitions.len();
        Score {
            likelihood: f64::NAN,
            surprisal_bits: f64::NAN,
            window_start: 0,
            window_events: 0,
            ends_session: false,
            session_likelihood: self.product(0, len),
            session_bits: self.bits(0, len),
        }
    }

    /// Only a window at 0 knows what came before it.
    fn first(&self, start: usize) -> Chance {
        if start == 0 { self.transitions[0] } else { self.marginals[start] }
    }

    /// One factor after the other, in the order in which the reference multiplies: for commands alone, where contents are
    /// all 1, equal to the last bit.
    fn product(&self, start: usize, len: usize) -> f64 {
        let first = self.first(start).probability * self.contents[start].probability;
        (start + 1..start + len).fold(first, |product, event| {
            product * self.transitions[event].probability * self.contents[event].probability
        })
    }

    fn bits(&self, start: usize, len: usize) -> f64 {
        let first = self.first(start).bits + self.contents[start].bits;
        (start + 1..start + len)
            .fold(first, |bits, event| bits + self.transitions[event].bits + self.contents[event].bits)
    }
}
