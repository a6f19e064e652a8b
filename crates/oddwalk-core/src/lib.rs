//! The mathematics of oddwalk: events become sessions, sessions become counts, counts a model, and the model scores
//! sessions and explains the scores.
//!
//! Nothing here reads a file, a clock or the environment, and nothing prints. Data flows one way:
//!
//! ```text
//! EventLog --sessionize--> Sessions --count--> Counts --fit--> Model --score--> Scores --rank--> Findings
//! ```

mod alerts;
mod calibrate;
mod carried;
mod clues;
mod comparison;
mod counts;
mod diff;
mod entities;
mod event_log;
mod evidence;
mod explain;
mod explainer;
mod findings;
mod groups;
mod habits;
mod ignore;
mod interner;
mod measure;
mod model;
mod parameters;
mod quality;
mod score;
mod scorer;
mod sessionize;
mod sessions;
mod shares;
mod steps;
mod vocabulary;

pub use alerts::{Cut, budget_cut, budget_threshold, false_discovery_cut, threshold_cut};
pub use calibrate::{Calibration, Verdict};
pub use carried::CarriedTexts;
pub use clues::{Clue, Fact, HabitFact, NoveltyFact, Reasons, VolumeFact};
pub use comparison::{Agreement, Comparison, Moved};
pub use counts::{
    BadCounts, CannotMerge, Counts, NotContained, Pair, PairCounts, ParameterCounts, SessionKind, ValueCounts,
};
pub use diff::{Change, ChangeKind, Compared, differences};
pub use entities::{Entities, Entity};
pub use event_log::{Event, EventLog, Source, TooManyEvents};
pub use evidence::{Evidence, Measure, Measured};
pub use explain::{
    ContentExplanation, Context, Expected, Explanation, ParameterExplanation, StepExplanation,
    ValueExplanation,
};
pub use explainer::Explainer;
pub use findings::{Finding, Findings, Judged, Judgement, Part, SessionText, Standing};
pub use groups::{Group, grouped};
pub use habits::{DEFAULT_ORDER, Habits, MAX_ORDER, SAMPLE_SIZE, Sample, Table};
pub use ignore::{
    Expiry, IgnoreDepth, IgnoreFile, IgnoreLine, IgnorePreview, IgnoreTally, Ignored, Ignorer, Known,
};
pub use measure::{Examined, LeaveOut, Measurer};
pub use model::{
    Chain, Chance, KnownParameter, Model, Modellable, ParameterModel, Presence, Row, SetChance, ValueModel,
};
pub use parameters::{EventParameters, Parameters, Uncapped, VALUE_CAP, VALUES_READ};
pub use quality::{FileQuality, MAKELIST_LIMIT, Quality, Reason, RecordUnit, Rejected, Rejection};
pub use score::{Score, ScoreOptions, WindowTooShort};
pub use scorer::Scorer;
pub use sessionize::{Boundary, Cutting, MissingIdentity, SessionOptions, cut, sessionize};
pub use sessions::{Session, Sessions, Span};
pub use shares::{Cap, evenly, share_cap};
pub use vocabulary::{Symbol, Vocabulary};
