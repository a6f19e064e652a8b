//! Scoring: a session is as odd as its rarest window.

use rayon::prelude::*;
use thiserror::Error;

use crate::{Chain, Sessions, Symbol};

/// How sessions are scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScoreOptions {
    window_len: usize,
    tokens: bool,
    geometric_mean: bool,
}

/// A window shorter than 2 events has no transition in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a window has at least 2 events, and {0} is fewer")]
pub struct WindowTooShort(pub usize);

impl ScoreOptions {
    /// Windows of `window_len` events, START and END taken into account, and no geometric mean.
    ///
    /// # Errors
    /// [`WindowTooShort`] below 2.
    pub fn new(window_len: usize) -> Result<Self, WindowTooShort> {
        if window_len < 2 {
            return Err(WindowTooShort(window_len));
        }
        Ok(Self { window_len, tokens: true, geometric_mean: false })
    }

    /// Whether a session begins after START and ends with END. END is then an event of the last window.
    #[must_use]
    pub fn with_tokens(self, tokens: bool) -> Self {
        Self { tokens, ..self }
    }

    /// Whether a likelihood is raised to the power of 1 / `window_len`.
    #[must_use]
    pub fn with_geometric_mean(self, geometric_mean: bool) -> Self {
        Self { geometric_mean, ..self }
    }

    /// How many events a window has.
    pub fn window_len(&self) -> usize {
        self.window_len
    }
}

/// A session's score: its rarest window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// The likelihood of the rarest window, a product of probabilities: it underflows to 0 where windows are long. NaN
    /// where the session is shorter than a window.
    pub likelihood: f64,
    /// -log2 of the likelihood, summed from logarithms: finite where the likelihood underflows. NaN where that is NaN.
    pub surprisal_bits: f64,
    /// Which event of the session the window begins with, counted from 0.
    pub window_start: usize,
    /// How many of the session's events are in the window: one fewer than its length where END is in it.
    pub window_events: usize,
    /// Whether the window's last event is END.
    pub ends_session: bool,
}

impl Score {
    const TOO_SHORT: Self = Self {
        likelihood: f64::NAN,
        surprisal_bits: f64::NAN,
        window_start: 0,
        window_events: 0,
        ends_session: false,
    };

    /// Whether the session was long enough for a window.
    pub fn is_scored(&self) -> bool {
        !self.likelihood.is_nan()
    }
}

/// Scores every session; the result is in the order of the sessions.
pub fn score(chain: &Chain, sessions: &Sessions, options: &ScoreOptions) -> Vec<Score> {
    let scorer = |steps: &mut Steps, number: usize| {
        steps.load(chain, sessions.commands(number), options);
        steps.rarest_window(options)
    };
    (0..sessions.len()).into_par_iter().with_min_len(256).map_init(Steps::default, scorer).collect()
}

/// One session's probabilities, event by event, END included where it counts.
#[derive(Default)]
struct Steps {
    /// P(event | the one before it); of the first event, P(event | START) or its marginal.
    transitions: Vec<f64>,
    /// P(event) without context, for events that begin a later window.
    marginals: Vec<f64>,
    events: usize,
}

impl Steps {
    fn load(&mut self, chain: &Chain, commands: &[Symbol], options: &ScoreOptions) {
        self.transitions.clear();
        self.marginals.clear();
        self.events = commands.len();
        let mut previous = Symbol::START;
        let end = options.tokens.then_some(Symbol::END);
        for symbol in commands.iter().copied().chain(end) {
            self.transitions.push(chain.transition(previous, symbol));
            self.marginals.push(chain.marginal(symbol));
            previous = symbol;
        }
        if !options.tokens {
            self.transitions[..1].copy_from_slice(&self.marginals[..1]);
        }
    }

    /// The first of the least likely windows.
    fn rarest_window(&self, options: &ScoreOptions) -> Score {
        let starts = (self.transitions.len() + 1).saturating_sub(options.window_len);
        let mut rarest: Option<(usize, f64)> = None;
        for start in 0..starts {
            // One factor after the other, as the reference multiplies: equal to the last bit.
            let product: f64 = self.factors(start, options).product();
            let likelihood =
                if options.geometric_mean { product.powf(1.0 / options.window_len as f64) } else { product };
            if rarest.is_none_or(|(_, least)| likelihood < least) {
                rarest = Some((start, likelihood));
            }
        }
        rarest.map_or(Score::TOO_SHORT, |(start, likelihood)| self.score(start, likelihood, options))
    }

    fn score(&self, start: usize, likelihood: f64, options: &ScoreOptions) -> Score {
        let bits: f64 = self.factors(start, options).map(|probability| -probability.log2()).sum();
        let window_events = options.window_len.min(self.events - start);
        Score {
            likelihood,
            surprisal_bits: if options.geometric_mean { bits / options.window_len as f64 } else { bits },
            window_start: start,
            window_events,
            ends_session: window_events < options.window_len,
        }
    }

    /// The probabilities that a window's likelihood is made of. Only the window at 0 knows what came before it.
    fn factors(&self, start: usize, options: &ScoreOptions) -> impl Iterator<Item = f64> {
        let first = if start == 0 { self.transitions[0] } else { self.marginals[start] };
        let rest = &self.transitions[start + 1..start + options.window_len];
        std::iter::once(first).chain(rest.iter().copied())
    }
}
