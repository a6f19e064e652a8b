//! From measured sessions to p-values: valid on simulated sessions, and sound on any.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::float_cmp, reason = "equal to the last bit is the claim")]

mod laws;
mod simulate;
mod validity;
