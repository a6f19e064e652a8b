//! From events to p-values: planted sessions among ordinary ones.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod burst;
mod discoveries;
mod simulate;
