//! What casepack keeps between runs: keys, ledgers, bundles; and what it keeps during a run: a lock, a status.
//!
//! Everything is in folders of our own with mode 0700, and every file in them has mode 0600 and is written atomically.

mod config;
mod keys;
mod ledgers;
mod lock;
mod private;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use nix::unistd::Pid;
use ring::rand::SecureRandom;
use zeroize::Zeroizing;

use crate::output::{self, create_new, make_folder};
use crate::progress::{Phase, RunStatus};
use crate::seal::key;
use crate::trust;
use private::{check_private, read_private};

pub use keys::Rotation;
pub use lock::Lock;

/// The environment variables that decide where state is kept; only the command line reads them.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// `$STATE_DIRECTORY` (systemd.exec(5)).
    pub state_directory: Option<PathBuf>,
    /// `$RUNTIME_DIRECTORY` (systemd.exec(5)).
    pub runtime_directory: Option<PathBuf>,
    /// `$CONFIGURATION_DIRECTORY` (systemd.exec(5)).
    pub configuration_directory: Option<PathBuf>,
    /// `$XDG_STATE_HOME`, for users other than root.
    pub xdg_state_home: Option<PathBuf>,
    /// `$HOME`, for users other than root.
    pub home: Option<PathBuf>,
}

/// The two folders of state, and the place of the configuration.
#[derive(Debug, Clone)]
pub struct State {
    folder: PathBuf,
    run: PathBuf,
    config: PathBuf,
    /// Whether missing folders and files are created.
    makes: bool,
}

/// Why state cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The user is not root and has no home.
    #[error("there is no folder for state: neither $XDG_STATE_HOME nor $HOME is set")]
    Homeless,
    /// A file or folder belongs to another user or is accessible to others.
    #[error("{} {why}", path.display())]
    Unsafe {
        /// Its path.
        path: PathBuf,
        /// What is wrong.
        why: String,
        /// What fixes it, usually a command.
        remedy: String,
    },
    /// The configuration is invalid or cannot be trusted.
    #[error("{}: {why}", path.display())]
    Config {
        /// Its path.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// The key is provided by the configuration and cannot be replaced here.
    #[error("the signing key is {}, which the configuration names", path.display())]
    Provided {
        /// Its path.
        path: PathBuf,
    },
    /// A key file does not contain a key.
    #[error("{}: {source}", path.display())]
    Key {
        /// Its path.
        path: PathBuf,
        /// Whether the configuration names it.
        provided: bool,
        /// What is wrong.
        source: key::Error,
    },
    /// A secret file has the wrong length.
    #[error("{} is {bytes} bytes long instead of {SECRET}", path.display())]
    Secret {
        /// Its path.
        path: PathBuf,
        /// Number of bytes in it.
        bytes: usize,
    },
    /// Another run holds the lock.
    #[error("another collection is running{}", process.map_or_else(String::new, |process| format!(" (process {process})")))]
    Busy {
        /// Its process id, unless it belongs to another container.
        process: Option<Pid>,
    },
    /// The system provides no random bytes.
    #[error(transparent)]
    NoRandomness(key::Error),
    /// A file could not be written.
    #[error(transparent)]
    Output(#[from] output::Error),
    /// The system reported an error.
    #[error("cannot {verb} {}: {source}", path.display())]
    System {
        /// What was tried.
        verb: &'static str,
        /// The path.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
}

impl Error {
    /// Makes the error for a lock that is held by `holder`, if the system names it.
    fn busy(holder: Option<Pid>) -> Self {
        Self::Busy { process: holder.filter(|process| process.as_raw() > 0) }
    }
}

impl From<trust::Fault> for Error {
    fn from(trust::Fault { path, why, remedy }: trust::Fault) -> Self {
        Self::Unsafe { path, why, remedy }
    }
}

impl State {
    /// Finds the folders, and creates missing ones.
    ///
    /// # Errors
    /// If they cannot be created, or belong to others.
    pub fn open(environment: &Environment) -> Result<Self, Error> {
        output::keep_modes();
        Self::at(environment)?.found()
    }

    /// Finds existing folders without creating any, for commands that only read.
    ///
    /// # Errors
    /// If they belong to others.
    pub fn look(environment: &Environment) -> Result<Self, Error> {
        Self { makes: false, ..Self::at(environment)? }.found()
    }

    /// Returns where the folders are.
    fn at(environment: &Environment) -> Result<Self, Error> {
        let root = nix::unistd::geteuid().is_root();
        let folder = match (&environment.state_directory, root) {
            (Some(folder), _) => folder.clone(),
            (None, true) => PathBuf::from("/var/lib/casepack"),
            (None, false) => {
                let home = environment.home.as_ref().map(|home| home.join(".local/state"));
                environment.xdg_state_home.clone().or(home).ok_or(Error::Homeless)?.join("casepack")
            }
        };
        let run = match (&environment.runtime_directory, root) {
            (Some(folder), _) => folder.clone(),
            (None, true) => PathBuf::from("/run/casepack"),
            // This is not below $XDG_RUNTIME_DIR, which a shell has and cron(8) does not: both must find the same
            // folder.
            (None, false) => folder.join("run"),
        };
        let configuration = environment.configuration_directory.clone();
        let config = configuration.unwrap_or_else(|| PathBuf::from("/etc/casepack")).join("config.toml");
        Ok(Self { folder, run, config, makes: true })
    }

    fn folders(&self) -> [PathBuf; 5] {
        [self.folder.clone(), self.run.clone(), self.folder.join("keys"), self.bundles(), self.ledger_folder()]
    }

    /// Creates missing folders if required, and checks that existing ones are ours.
    fn found(self) -> Result<Self, Error> {
        let is_there = |folder: &Path| self.makes || fs::symlink_metadata(folder).is_ok();
        for folder in &self.folders() {
            if self.makes {
                make_folder(folder)?;
            }
            if is_there(folder) {
                check_private(folder)?;
            }
        }
        // Security: anyone who can write above our folders could replace them, with a key of their own.
        for folder in [&self.folder, &self.run].into_iter().filter(|folder| is_there(folder)) {
            trust::folder(folder)?;
        }
        Ok(self)
    }

    /// Returns the default folder for bundles.
    #[must_use]
    pub fn bundles(&self) -> PathBuf {
        self.folder.join("bundles")
    }

    /// Returns the folder that contains everything; temporary data goes there too, without a name.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the folder for what lives as long as a run.
    #[must_use]
    pub fn run_folder(&self) -> &Path {
        &self.run
    }

    /// Returns the secret that every case key is derived from; it is created on first use.
    ///
    /// # Errors
    /// If the file is accessible to others or truncated.
    pub fn pseudonym_secret(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        let path = self.secret_path();
        let bytes = self.read_or_create(&path, || Ok(Self::ephemeral_secret()?.to_vec().into()))?;
        if bytes.len() == SECRET { Ok(bytes) } else { Err(Error::Secret { path, bytes: bytes.len() }) }
    }

    /// Returns whether there are ledgers, but the secret of their pseudonyms is missing.
    #[must_use]
    pub fn has_lost_its_secret(&self) -> bool {
        fs::symlink_metadata(self.secret_path()).is_err() && self.ledgers().is_ok_and(|cases| !cases.is_empty())
    }

    fn secret_path(&self) -> PathBuf {
        self.folder.join("keys/pseudonym.secret")
    }

    /// Makes a secret that is used once and stored nowhere.
    ///
    /// # Errors
    /// If the system provides no randomness.
    pub fn ephemeral_secret() -> Result<Zeroizing<[u8; SECRET]>, Error> {
        let mut secret = Zeroizing::new([0; SECRET]);
        let filled = ring::rand::SystemRandom::new().fill(&mut *secret);
        filled.map(|()| secret).map_err(|_| Error::NoRandomness(key::Error::Random))
    }

    /// Writes the state of this process's run.
    ///
    /// # Errors
    /// The system's.
    pub fn write_status(&self, status: &RunStatus) -> Result<(), Error> {
        let text = serde_json::to_vec(status).unwrap_or_default();
        Ok(output::replace(&self.status(), &text)?)
    }

    /// Records that the run of this process was cancelled, if there is one; another process may have the lock. If that
    /// fails, the file is removed, so that it does not claim that the run continues.
    pub fn mark_cancelled(&self) {
        let Some(own) = self.read_status().filter(|standing| standing.process == std::process::id()) else { return };
        if self.write_status(&RunStatus { phase: Phase::Cancelled, ..own }).is_err() {
            let _ = fs::remove_file(self.status());
        }
    }

    /// Reads the state of the running collection, or of the last one; `None` if nothing is recorded.
    #[must_use]
    pub fn read_status(&self) -> Option<RunStatus> {
        serde_json::from_slice(&fs::read(self.status()).ok()?).ok()
    }

    /// Returns the path of the file with the state of a run.
    #[must_use]
    pub fn status(&self) -> PathBuf {
        self.run.join("status.json")
    }

    /// Returns the bytes of a secret file, created if it is missing; if two processes create it at once, the first
    /// wins.
    fn read_or_create(
        &self,
        path: &Path,
        make: impl FnOnce() -> Result<Zeroizing<Vec<u8>>, Error>,
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        if self.makes && fs::symlink_metadata(path).is_err() {
            match create_new(path, &make()?) {
                Ok(()) | Err(output::Error::Exists { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        read_private(path)
    }
}

/// The warning if [`State::is_cloned`].
pub const CLONED: &str =
    "the signing key was made on another machine; if this disk is a copy, run `casepack key rotate`";
/// The warning if [`State::has_lost_its_secret`].
pub const LOST_SECRET: &str = "keys/pseudonym.secret is missing, so a new one is made: from now on the same identifiers \
                               get other pseudonyms than in earlier bundles, in every case";
/// Bytes of a secret that keys are derived from.
pub const SECRET: usize = 32;

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::{Environment, Error, Phase, RunStatus, State};

    pub(super) fn state() -> (tempfile::TempDir, State) {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("config")).unwrap();
        let environment = Environment {
            state_directory: Some(folder.path().join("state")),
            runtime_directory: Some(folder.path().join("run")),
            configuration_directory: Some(folder.path().join("config")),
            ..Environment::default()
        };
        let state = State::open(&environment).unwrap();
        (folder, state)
    }

    #[test]
    fn nobody_cancels_the_run_of_another_process() {
        let (_folder, state) = state();
        state.mark_cancelled();
        assert_eq!(state.read_status(), None);
        let own = RunStatus::new("2026-01-02T03:04:05Z".to_owned());
        let other = RunStatus { process: own.process + 1, ..own.clone() };
        state.write_status(&other).unwrap();
        state.mark_cancelled();
        assert_eq!(state.read_status(), Some(other));
        state.write_status(&own).unwrap();
        state.mark_cancelled();
        assert_eq!(state.read_status(), Some(RunStatus { phase: Phase::Cancelled, ..own }));
    }

    #[test]
    fn keys_are_made_once_and_kept() {
        let (_folder, state) = state();
        assert_eq!(state.signing_key().unwrap().public(), state.signing_key().unwrap().public());
        assert_eq!(state.pseudonym_secret().unwrap(), state.pseudonym_secret().unwrap());
    }

    #[test]
    fn s6_a_key_that_others_may_read_is_refused_with_the_mend() {
        let (folder, state) = state();
        state.signing_key().unwrap();
        let path = folder.path().join("state/keys/signing.pk8");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let Err(Error::Unsafe { remedy, .. }) = state.signing_key() else { panic!("it was taken") };
        assert!(remedy.starts_with("chmod 600 "));
    }

    #[test]
    fn s6_a_truncated_key_is_refused() {
        let (folder, state) = state();
        state.signing_key().unwrap();
        state.pseudonym_secret().unwrap();
        for name in ["signing.pk8", "pseudonym.secret"] {
            let path = folder.path().join("state/keys").join(name);
            let bytes = fs::read(&path).unwrap();
            fs::write(&path, &bytes[..20]).unwrap();
        }
        assert!(matches!(state.signing_key(), Err(Error::Key { .. })));
        assert!(matches!(state.pseudonym_secret(), Err(Error::Secret { bytes: 20, .. })));
    }
}
