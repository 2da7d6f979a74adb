//! The ledgers: for each case, what its pseudonyms stand for. They never leave the state folder.

use std::fs::{self, File};
use std::io;
use std::path::PathBuf;

use super::private::{check_private, open_nofollow};
use super::{Error, State};
use crate::output::replace_with;

impl State {
    /// Returns the folder of the ledgers, each under the id of its case.
    pub(super) fn ledger_folder(&self) -> PathBuf {
        self.folder.join("ledgers")
    }

    /// Opens the ledger of a case; `None` if there is none.
    ///
    /// # Errors
    /// If the file belongs to others or is accessible to them, or the system's.
    pub fn ledger(&self, case: &str) -> Result<Option<File>, Error> {
        let path = self.ledger_folder().join(case);
        if fs::symlink_metadata(&path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            return Ok(None);
        }
        check_private(&path)?;
        open_nofollow(&path).map(Some).map_err(|source| Error::System { verb: "open", path, source })
    }

    /// Makes the error for a ledger that was opened but cannot be read.
    pub(crate) fn unread_ledger(&self, case: &str, source: io::Error) -> Error {
        Error::System { verb: "read", path: self.ledger_folder().join(case), source }
    }

    /// Returns the cases that have a ledger, in order.
    ///
    /// # Errors
    /// The system's.
    pub fn ledgers(&self) -> Result<Vec<String>, Error> {
        let folder = self.ledger_folder();
        let failed = |source| Error::System { verb: "read", path: folder.clone(), source };
        let mut cases = Vec::new();
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(cases),
            entries => entries.map_err(failed)?,
        };
        for entry in entries {
            // A name that begins with a dot is a file that is being written.
            let name = entry.map_err(failed)?.file_name();
            cases.extend(name.into_string().ok().filter(|name| !name.starts_with('.')));
        }
        cases.sort();
        Ok(cases)
    }

    /// Replaces the ledger of a case.
    ///
    /// # Errors
    /// The system's, and those of `write`.
    pub fn keep_ledger(&self, case: &str, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), Error> {
        Ok(replace_with(&self.ledger_folder().join(case), write)?)
    }

    /// Removes the ledger of a case.
    ///
    /// # Errors
    /// The system's.
    pub fn remove_ledger(&self, case: &str) -> Result<(), Error> {
        let path = self.ledger_folder().join(case);
        fs::remove_file(&path).map_err(|source| Error::System { verb: "remove", path, source })
    }
}
