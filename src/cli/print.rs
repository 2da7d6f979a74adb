//! The output of sub-commands: results on standard output, warnings on standard error.
//!
//! Messages during a collection go through `lossy_stderr`, which does not wait for a reader.

use std::io::{self, Write};

use super::error::Failure;
use super::exit::Exit;

/// Prints a line.
pub(super) fn line(line: &str) -> Result<(), Failure> {
    writeln!(io::stdout(), "{line}").map_err(Failure::print)
}

/// Prints a text that contains its line ends, or bytes that are passed on.
pub(super) fn text(text: impl AsRef<[u8]>) -> Result<(), Failure> {
    io::stdout().write_all(text.as_ref()).map_err(Failure::print)
}

/// Returns the exit code of a command that gives a verdict: a script learns a bad verdict even if its reader closed the
/// pipe before it was printed.
pub(super) fn verdict(exit: Exit, printed: Result<(), Failure>) -> Result<Exit, Failure> {
    if exit == Exit::Done { printed.map(|()| exit) } else { Ok(exit) }
}

/// Warns of a failure that does not affect the result.
pub(super) fn warn_of(failure: &Failure) {
    let _ = write!(io::stderr(), "{}", failure.as_warning());
}

/// Prints a warning; it is not a failure if nobody reads it.
pub(super) fn warn(message: &str) {
    let _ = writeln!(io::stderr(), "warning: {message}");
}
