//! The one place that touches the appliance: its files, its mounts, its processes, what it says of itself.

pub mod library;
