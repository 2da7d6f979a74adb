//! Bundles against attackers and against stock tools.
//!
//! A bundle here is made byte by byte by [`forge::Forge`], which shares no code with the writer: whatever the format
//! forbids can be written and signed with a valid key, so that the inner reader has to refuse it.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
#![expect(clippy::disallowed_methods, reason = "tests start the program and stock tools")]

mod differential;
mod forge;
mod hostile;
mod mutated;
mod packings;
mod repacked;
mod report;
mod stock;
