//! The lock of a run, so that two never run at once, and its holder.

use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::unistd::Pid;

use super::{Error, State};
use crate::output;

/// Held while a collection runs; released when dropped, or by the system when the process ends.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "it is held, not used")] File);

impl State {
    /// With what two runs would mix, wherever each tells how far it is; else, where nothing can be written there, where
    /// what lives as long as a run lies.
    fn lock_paths(&self) -> [PathBuf; 2] {
        [&self.folder, &self.run].map(|folder| folder.join("lock"))
    }

    /// Returns the process that holds the lock, according to the kernel; `None` if there is none.
    #[must_use]
    pub fn holder(&self) -> Option<Pid> {
        let holder = |path: &PathBuf| {
            let flags = OFlag::O_NOFOLLOW.bits();
            let file = OpenOptions::new().read(true).custom_flags(flags).open(path).ok()?;
            let mut found = whole_file();
            fcntl(&file, FcntlArg::F_GETLK(&mut found)).ok()?;
            (i32::from(found.l_type) != nix::libc::F_UNLCK).then(|| Pid::from_raw(found.l_pid))
        };
        self.lock_paths().iter().find_map(holder)
    }

    /// Takes the lock of a run.
    ///
    /// # Errors
    /// [`Error::Busy`] if another run holds it.
    #[expect(clippy::disallowed_methods, reason = "there is no waiting for a lock with a deadline")]
    pub fn lock(&self) -> Result<Lock, Error> {
        let [mut path, beside] = self.lock_paths();
        // Security: the folder is ours alone, and the name is not followed.
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        options.custom_flags(OFlag::O_NOFOLLOW.bits());
        let mut opened = options.open(&path);
        if opened.as_ref().is_err_and(|error| error.kind() == ErrorKind::ReadOnlyFilesystem) {
            path = beside;
            opened = options.open(&path);
        }
        let file = opened.map_err(|source| Error::System { verb: "open", path: path.clone(), source })?;
        let patience = Instant::now() + PATIENCE;
        // Closing the file releases the lock, which cannot fail.
        while let Err(error) = rustix::fs::flock(&file, rustix::fs::FlockOperation::NonBlockingLockExclusive) {
            if error != rustix::io::Errno::WOULDBLOCK {
                return Err(Error::System { verb: "lock", path, source: error.into() });
            }
            match self.holder() {
                // A process that an ended run was just starting holds the lock until it becomes a program of its own.
                None if Instant::now() < patience => std::thread::sleep(SHORT),
                holder => return Err(Error::busy(holder)),
            }
        }
        // This second lock excludes nobody: it tells `holder` who holds the first. A dead holder has none.
        let said = fcntl(&file, FcntlArg::F_SETLK(&whole_file()));
        said.map_err(|error| Error::System { verb: "lock", path, source: error.into() })?;
        output::sweep(&self.run);
        output::sweep(&self.folder.join("keys"));
        output::sweep(&self.ledger_folder());
        Ok(Lock(file))
    }
}

/// Makes a write lock on a whole file (fcntl(2)).
fn whole_file() -> nix::libc::flock {
    let (kind, whence) = (nix::libc::F_WRLCK, nix::libc::SEEK_SET);
    // Both constants have one digit; their types differ between C libraries.
    let (l_type, l_whence) = (kind as nix::libc::c_short, whence as nix::libc::c_short);
    nix::libc::flock { l_type, l_whence, l_start: 0, l_len: 0, l_pid: 0 }
}

/// How long to wait for a lock that no process claims to hold.
const PATIENCE: Duration = Duration::from_millis(300);
const SHORT: Duration = Duration::from_millis(2);

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::tests::state;
    use super::{Error, PATIENCE};

    #[test]
    fn w4_a_lock_that_only_what_an_ended_run_was_starting_holds_is_waited_for() {
        let (_folder, state) = state();
        drop(state.lock().unwrap());
        // Like the descriptor of a child that has not yet become a program: a lock of the file, and no process says so.
        let inherited = fs::File::open(state.folder().join("lock")).unwrap();
        rustix::fs::flock(&inherited, rustix::fs::FlockOperation::LockExclusive).unwrap();
        assert!(matches!(state.lock(), Err(Error::Busy { .. })));
        let (began, started) = std::sync::mpsc::channel::<()>();
        let waiting = std::thread::spawn(move || {
            drop(began);
            state.lock().map(drop)
        });
        started.recv().unwrap_err();
        let (_open, nothing) = std::sync::mpsc::channel::<()>();
        nothing.recv_timeout(PATIENCE / 5).unwrap_err();
        drop(inherited);
        waiting.join().unwrap().unwrap();
    }

    #[test]
    fn w4_one_run_at_a_time_wherever_it_tells_how_far_it_is() {
        let (folder, state) = state();
        let lock = state.lock().unwrap();
        assert!(matches!(state.lock(), Err(Error::Busy { .. })));
        let elsewhere = crate::state::State { run: folder.path().join("elsewhere"), ..state.clone() };
        assert!(matches!(elsewhere.lock(), Err(Error::Busy { .. })));
        drop(lock);
        assert!(state.lock().is_ok());
    }
}
