//! Scores: a session is as odd as its rarest window.

use thiserror::Error;

/// How sessions are scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScoreOptions {
    pub(crate) window_len: usize,
    pub(crate) tokens: bool,
    pub(crate) geometric_mean: bool,
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

    /// Whether a window's likelihood is raised to the power of 1 / `window_len`.
    #[must_use]
    pub fn with_geometric_mean(self, geometric_mean: bool) -> Self {
        Self { geometric_mean, ..self }
    }

    /// Whether START and END are taken into account.
    pub fn tokens(&self) -> bool {
        self.tokens
    }

    /// Whether likelihoods are geometric means.
    pub fn geometric_mean(&self) -> bool {
        self.geometric_mean
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
    /// The whole session's likelihood, without a geometric mean. It may underflow to 0.
    pub session_likelihood: f64,
    /// -log2 of the whole session's likelihood, summed from logarithms.
    pub session_bits: f64,
}

impl Score {
    /// Whether the session was long enough for a window.
    pub fn is_scored(&self) -> bool {
        !self.likelihood.is_nan()
    }

    /// The session's likelihood to the power of 1 / `events`, of which it has so many.
    pub fn session_geometric_mean(&self, events: usize) -> f64 {
        self.session_likelihood.powf(1.0 / events as f64)
    }
}
