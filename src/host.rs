//! The one place that touches the appliance: its files, its mounts, its processes, what it says of itself.
//!
//! Main itself never enters a file system that may not answer: it asks a [`reader`], a process that can be abandoned.

pub mod command;
pub mod ending;
pub mod identity;
pub mod library;
pub mod neighbour;
pub mod process;
pub mod reader;
pub mod sandbox;

mod frame;
mod guest;
pub(crate) mod locked;
mod mounts;
mod open;
mod read;
mod root;
mod starter;
mod system_calls;
mod unchanged;
mod walk;

pub use frame::{End, Sighted, Skip};
pub use root::Root;
