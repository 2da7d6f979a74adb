//! Reports on a run, for people.

pub mod digest;
pub mod html;
pub mod text;
