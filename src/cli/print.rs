//! What the sub-commands say when they are done: results on standard output, warnings on standard error.
//!
//! What is said while a collection runs is the business of `lossy_stderr`, which waits for nobody.

use std::io::{self, Write};

use super::error::Failure;
use super::exit::Exit;

/// Prints a line.
pub(super) fn line(line: &str) -> Result<(), Failure> {
    writeln!(io::stdout(), "{line}").map_err(Failure::print)
}

/// Prints a text that has its ends of lines, or bytes that are passed on.
pub(super) fn text(text: impl AsRef<[u8]>) -> Result<(), Failure> {
    io::stdout().write_all(text.as_ref()).map_err(Failure::print)
}

/// How a command ends that gives a verdict: a script learns that it is bad, whoever stopped reading before it was
/// printed.
pub(super) fn verdict(exit: Exit, printed: Result<(), Failure>) -> Result<Exit, Failure> {
    if exit == Exit::Done { printed.map(|()| exit) } else { Ok(exit) }
}

/// Warns of what went wrong beside what was asked for.
pub(super) fn warn_of(failure: &Failure) {
    let _ = write!(io::stderr(), "{}", failure.as_warning());
}

/// Warns; a caller that does not listen is no reason to fail.
pub(super) fn warn(message: &str) {
    let _ = writeln!(io::stderr(), "warning: {message}");
}
