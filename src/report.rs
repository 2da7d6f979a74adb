//! What a run came to, for people.

pub mod digest;
pub mod html;
pub mod text;
