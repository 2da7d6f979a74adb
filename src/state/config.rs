//! `/etc/casepack/config.toml`: what the appliance's maker or administrator sets for every run.
//!
//! ```toml
//! [seal]
//! # PKCS#8 (DER or PEM) or OpenSSH; when left out, the one that `key init` makes
//! key = "/etc/ssh/ssh_host_ed25519_key"
//! ```

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::Error;
use crate::trust;

/// The contents of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Config {
    pub(super) seal: Seal,
}

/// How bundles are sealed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Seal {
    /// The private key for signing.
    pub(super) key: Option<PathBuf>,
}

impl Config {
    /// Reads the file; a missing one, or one that the caller may not read, sets nothing.
    pub(super) fn read(path: &Path) -> Result<Self, Error> {
        let wrong = |why: String| Error::Config { path: path.to_owned(), why };
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            // A user who may not read it is not the appliance's administrator, and signs with a key of their own.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::PermissionDenied) => {
                return Ok(Self::default());
            }
            Err(error) => return Err(wrong(error.to_string())),
        };
        // Security: anyone who can write here decides which key the appliance signs with.
        trust::file(path).map_err(|fault| wrong(fault.to_string()))?;
        let config: Self = toml::from_str(&text).map_err(|error| wrong(error.to_string().trim_end().to_owned()))?;
        match &config.seal.key {
            Some(key) if !key.is_absolute() => {
                Err(wrong(format!("`seal.key` is `{}`, which is not an absolute path", key.display())))
            }
            _ => Ok(config),
        }
    }
}
