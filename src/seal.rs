//! Sums and seals: show who made a bundle, and that nothing in it has changed since.
//!
//! This module works on bytes only; `state` stores the keys. Both seals are SSH signatures, so that anyone with
//! `ssh-keygen` and the public key can verify them.

pub mod encrypt;
pub mod key;
pub mod sshsig;
pub mod sums;

mod footer;
mod openssh;

pub use footer::{FOOTER, Sealer, parse_footer};
pub use key::{PublicKey, SigningKey};

/// Namespace of the seal over SHA256SUMS.
pub const SUMS: &str = "casepack@sums";
/// Namespace of the seal over the bundle's bytes.
pub const BUNDLE: &str = "casepack@bundle";
/// Namespace of an old key's signature over its successor.
pub const ROTATION: &str = "casepack@key";
