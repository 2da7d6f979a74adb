//! casepack collects what support needs from an appliance, minimizes the identifiers in it, and seals one bundle.
//!
//! The modules are in the order in which data passes them:
//!
//! ```text
//! profile ──► plan ──► collect ──► minimize ──► pack ──► seal ──► bundle
//! (TOML)    (items,   (readers,   (bytes in,   (tar,    (sums,    (one file,
//!            limits)   safely)     bytes out)   gzip)    sign)     0600, atomic)
//! ```
//!
//! One direction, one pass, bounded memory. A stage knows the stage before it only by the type that it receives;
//! `pipeline` is the only module that knows them all, `host` the only one that touches the appliance.

pub mod profile;

pub mod plan;

pub mod collect;

pub mod minimize;

pub mod pack;

pub mod seal;

pub mod inspect;

pub mod report;

pub mod pipeline;

pub mod host;

pub mod clock;
pub mod output;
pub mod panics;
pub mod progress;
pub mod quoting;
pub mod state;
pub mod trust;

pub mod cli;
