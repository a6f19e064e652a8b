//! The mathematics of oddwalk: events become sessions, sessions become a Markov chain, the chain scores sessions.
//!
//! Nothing here reads a file, a clock or the environment, and nothing prints. Data flows one way:
//!
//! ```text
//! EventLog --sessionize--> Sessions --count--> Counts --fit--> Chain --score--> Scores --rank--> Findings
//! ```

mod chain;
mod counts;
mod entities;
mod event_log;
mod findings;
mod interner;
mod quality;
mod score;
mod sessionize;
mod vocabulary;

pub use chain::Chain;
pub use counts::Counts;
pub use entities::{Entities, Entity};
pub use event_log::{Event, EventLog, Source, TooManyEvents};
pub use findings::{Finding, Findings, SessionText};
pub use quality::{FileQuality, Quality, Reason, Rejected, Rejection};
pub use score::{Score, ScoreOptions, WindowTooShort, score};
pub use sessionize::{Boundary, MissingIdentity, Session, SessionOptions, Sessions, Span, sessionize};
pub use vocabulary::{Symbol, Vocabulary};
