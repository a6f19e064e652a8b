//! oddwalk finds the odd walks: it reads security logs, cuts them into sessions, learns what usually follows what, and
//! ranks every session by its rarest stretch.
//!
//! ```text
//! sessionize -> Sessionized --fit--> Model
//!                    \---------score---/--> Scan --findings--> Findings
//! ```
//!
//! The parts are in [`core`], [`logs`] and [`report`].

pub use oddwalk_core as core;
pub use oddwalk_logs as logs;
pub use oddwalk_report as report;

mod alerts;
mod baseline;
mod bounded;
mod compare;
pub mod generate;
mod ignore;
mod judge;
mod learn;
mod log;
mod scan;
mod told;

pub use alerts::{Alerts, Budget, NoTimes, Wanted, alerts, joined};
pub use baseline::{
    About, BadModelFile, Baseline, Baselines, Batch, BatchAbout, CannotJoin, FORMAT_VERSION, InputHash,
    NoSuchBatch, Overlap, hash_inputs,
};
pub use bounded::{
    Batch as FindingsBatch, Facts, Learning, LogRead, MemoryLimit, SpillError, SpilledFindings, SpilledLog,
    SpilledScan, mebibytes,
};
pub use compare::{Compared, Rankings};
pub use ignore::{BadIgnore, read_ignore};
pub use judge::{Calibrated, JudgedSessions, NoHabits, SampleScores, calibration_of};
pub use learn::{Accepting, Learnt};
pub use log::{Log, Logs};
pub use scan::{FitOptions, Method, Scan, ScanError, Sessionized, read_session_table, scan, sessionize};
pub use told::Told;

/// Uses this many threads from now on. It changes nothing but the time that work takes.
///
/// # Errors
/// Where threads are at work already, or the system gives no more.
pub fn use_threads(threads: usize) -> Result<(), rayon::ThreadPoolBuildError> {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global()
}
