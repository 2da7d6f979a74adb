//! Reads what the plan names and hands the bytes on, item by item, in plan order.
//!
//! A source that fails is an [`Outcome`], never the end of the run. This stage knows nothing of archives, keys or
//! identifiers; it writes into a [`Sink`].

use std::time::Duration;

use crate::plan::{Item, Status};

/// Where collected bytes go.
pub trait Sink {
    /// Why a sink stops taking bytes; it ends the run.
    type Error;

    /// Takes the next bytes of `item`; items come one after the other, their bytes in order.
    ///
    /// # Errors
    /// The sink's own, when it cannot go on.
    fn write(&mut self, item: &Item, bytes: &[u8]) -> Result<(), Self::Error>;

    /// Closes `item`, which may have had no bytes at all.
    ///
    /// # Errors
    /// The sink's own, when it cannot go on.
    fn finish(&mut self, item: &Item, outcome: &Outcome) -> Result<(), Self::Error>;
}

/// What became of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The manifest's word for it.
    pub status: Status,
    /// Why, where it is not `Collected`; for people, may hold identifiers: the pipeline minimizes it.
    pub reason: Option<String>,
    /// How long it took.
    pub took: Duration,
    /// A command's exit status.
    pub exit: Option<i32>,
    /// What was left out on which side, when it was cut.
    pub dropped: u64,
}
