//! The only module that touches the appliance: its files, mounts, processes, and its own description.
//!
//! Main itself never enters a file system that may not answer: it asks a [`reader`], a process that can be abandoned.

pub mod command;
pub mod identity;
pub mod journal;
pub mod process;
pub mod profiles;
pub mod reader;
pub mod sandbox;
pub mod signals;
pub mod throttle;

mod drop_behind;
mod frame;
pub(crate) mod lockdown;
mod mounts;
mod open;
pub(crate) mod read;
mod root;
mod starter;
mod system_calls;
mod unchanged;
mod walk;
pub(crate) mod whole_lines;

pub use frame::End;
pub use root::Root;
