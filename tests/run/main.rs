//! The real program against synthetic appliances: what a person gets, and what happens on a machine in trouble.
//!
//! Everything uses one builder, [`appliance::Appliance`]: a fake root in a temporary folder with its own state and run
//! folders. A test whose name begins with an id (`r1_`, `c1_`, `w1_`) tests the protection against that threat.

#![expect(clippy::unwrap_used, reason = "a test may stop where it fails")]
#![expect(clippy::panic, reason = "a test may stop where it fails")]
#![expect(clippy::disallowed_methods, reason = "tests start the program and look at its environment")]

mod appliance;
mod background;
mod bad_input;
mod bundle;
mod chroot;
mod confining;
mod ending;
mod events;
mod fuse;
mod hanging;
mod hints;
mod identifiers;
mod journal;
mod ledger;
mod memory;
mod oracle;
mod power;
mod printing;
mod reading;
mod running;
mod stock_tools;
mod sweep;
mod trees;
mod writing;
