//! The child's side of a command: it starts a session, gives up the right to write, then becomes the program.

#![expect(clippy::disallowed_methods, reason = "`host` starts processes")]

use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use nix::sys::signal::Signal;

use super::sandbox;

/// The first argument that makes the program start a command in its place.
pub const ARGUMENT: &str = "__command";

/// The argument that makes a command leave no trace of what it reads.
pub(super) const NO_TRACE: &str = "no-trace";

/// Becomes a command. Arguments: the process that waits for it, [`NO_TRACE`] or an empty text, the one folder that it
/// may write to or an empty text, the program, its arguments.
#[must_use]
pub fn become_command(mut arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let mut next = || arguments.next();
    let (Some(parent), Some(trace), Some(writes), Some(program)) = (next(), next(), next(), next()) else {
        return ExitCode::from(2);
    };
    // A command must not outlive us, must not reach our terminal, and must not write where it is not allowed to.
    let _ = nix::unistd::setsid();
    let _ = nix::sys::prctl::set_pdeathsig(Signal::SIGKILL);
    if parent != nix::unistd::getppid().to_string().as_str() {
        return ExitCode::FAILURE;
    }
    nix::sys::stat::umask(nix::sys::stat::Mode::from_bits_truncate(0o077));
    close_the_rest();
    if trace == NO_TRACE {
        sandbox::leave_no_trace();
    }
    let folder = PathBuf::from(writes);
    let folders: &[&Path] = if folder.as_os_str().is_empty() { &[] } else { &[&folder] };
    sandbox::confine_command(folders);
    let error = Command::new(program).args(arguments).exec();
    eprintln!("{error}");
    ExitCode::from(if error.kind() == io::ErrorKind::NotFound { 127 } else { 126 })
}

/// Closes the descriptors that our caller may have left open beyond the standard streams: a pipe held open by a stuck
/// process would never end.
pub(super) fn close_the_rest() {
    let entries = std::fs::read_dir("/proc/self/fd").into_iter().flatten().flatten();
    let numbers: Vec<i32> = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    // One of them is the listing itself, which is closed by now.
    numbers.into_iter().filter(|number| *number > 2).for_each(|number| {
        let _ = nix::unistd::close(number);
    });
}
