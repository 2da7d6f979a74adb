//! The ledgers: for each case, what its pseudonyms stand for. They never leave the folder.

use std::fs::{self, File};
use std::io;
use std::path::PathBuf;

use super::private::{check_private, open_nofollow};
use super::{Error, State};
use crate::output::replace_with;

impl State {
    /// Where ledgers lie, each under the id of its case.
    pub(super) fn ledger_folder(&self) -> PathBuf {
        self.folder.join("ledgers")
    }

    /// The ledger of a case, opened; `None` where there is none.
    ///
    /// # Errors
    /// A file that others own or may read, or the system's.
    pub fn ledger(&self, case: &str) -> Result<Option<File>, Error> {
        let path = self.ledger_folder().join(case);
        if fs::symlink_metadata(&path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            return Ok(None);
        }
        check_private(&path)?;
        open_nofollow(&path).map(Some).map_err(|source| Error::System { verb: "open", path, source })
    }

    /// That the ledger of a case, which could be opened, cannot be read.
    pub(crate) fn unread_ledger(&self, case: &str, source: io::Error) -> Error {
        Error::System { verb: "read", path: self.ledger_folder().join(case), source }
    }

    /// The cases that have a ledger, in order.
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
            // A name that begins with a dot is a file in the making.
            let name = entry.map_err(failed)?.file_name();
            cases.extend(name.into_string().ok().filter(|name| !name.starts_with('.')));
        }
        cases.sort();
        Ok(cases)
    }

    /// Writes the ledger of a case in place of the one that was there.
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
