//! The command line: reads arguments and environment, prints, picks exit codes. No other module does any of these.

mod args;
mod audit;
mod cancel;
mod collect;
mod error;
mod exit;
mod inspect;
mod key;
mod lossy_stderr;
mod man;
mod minimize;
mod opening;
mod plan;
mod print;
mod profile;
mod reveal;
mod status;
mod terminal;
mod verify;

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use crate::clock::{Clock, Fixed, System};
use crate::host::{command, process, reader};
use crate::panics;
use crate::state::{self, Environment, State};
use args::{Arguments, Sub};
use error::Failure;
use exit::Exit;

/// Runs the program with its arguments.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    panics::watch();
    if let Some(failure) = borrowed() {
        return end(&failure);
    }
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    // The program starts itself again for what main must not do; these two arguments are not part of the command line.
    match arguments.get(1).and_then(|first| first.to_str()) {
        Some(reader::ARGUMENT) => return reader::serve(arguments.drain(2..)),
        Some(command::ARGUMENT) => return command::become_command(arguments.drain(2..)),
        _ => {}
    }
    if let Some(failure) = exposed(&arguments) {
        return end(&failure);
    }
    let command = Arguments::command().term_width(terminal::width());
    let parsed = match command.try_get_matches_from(arguments).and_then(|found| Arguments::from_arg_matches(&found)) {
        Ok(parsed) => parsed,
        Err(error) => {
            let printed = error.print();
            // Help and version go to standard output and are not a failure, unless they cannot be printed.
            return match printed.map_err(Failure::print) {
                _ if error.use_stderr() => Exit::Usage.into(),
                Ok(()) => Exit::Done.into(),
                Err(failure) => end(&failure),
            };
        }
    };
    start_log();
    match dispatch(parsed.command) {
        Ok(exit) => exit.into(),
        Err(failure) => end(&failure),
    }
}

/// Prints a failure and returns its exit code.
fn end(failure: &Failure) -> ExitCode {
    let _ = write!(std::io::stderr(), "{}", failure.text());
    failure.exit().into()
}

/// Returns why the program refuses to run, if it has rights that its caller does not have.
fn borrowed() -> Option<Failure> {
    // Security: arguments and environment are the caller's, so a setuid program would lend its rights to anyone who
    // runs it.
    let message = "casepack is setuid or setgid; refusing to run";
    let hint = "remove the setuid and setgid bits (chmod ug-s CASEPACK), and run it as root with sudo";
    process::is_setuid().then(|| Failure::new(Exit::Refused, message).hint(hint))
}

/// Why arguments are not even parsed that hold a private key: what is wrong with them would be told with their text.
fn exposed(arguments: &[OsString]) -> Option<Failure> {
    let is_private = |argument: &&OsString| {
        let text = argument.as_bytes().to_ascii_uppercase();
        ["PRIVATE KEY-----", "AGE-SECRET-KEY-"]
            .iter()
            .any(|mark| memchr::memmem::find(&text, mark.as_bytes()).is_some())
    };
    arguments.iter().find(is_private).map(|_| {
        Failure::usage("a private key is on the command line, where others can read it")
            .hint("give the public key, and replace the key pair: other users may have seen this one")
    })
}

fn dispatch(command: Sub) -> Result<Exit, Failure> {
    match command {
        Sub::Collect(arguments) => collect::run(arguments),
        Sub::Plan(arguments) => plan::run(arguments),
        Sub::Minimize(arguments) => minimize::run(arguments),
        Sub::Inspect(arguments) => inspect::run(&arguments),
        Sub::Verify(arguments) => verify::run(&arguments),
        Sub::Reveal(arguments) => reveal::run(&arguments),
        Sub::Audit(arguments) => audit::run(&arguments),
        Sub::Profile(action) => profile::run(action),
        Sub::Status(arguments) => status::run(&arguments),
        Sub::Cancel => cancel::run(),
        Sub::Key(action) => key::run(&action),
        Sub::Completions { shell } => man::completions(shell),
        Sub::Man(arguments) => man::run(&arguments),
    }
}

/// Returns the state folders for the caller's environment; `find` creates missing ones or only looks for them.
fn state(find: fn(&Environment) -> Result<State, state::Error>) -> Result<State, Failure> {
    // Files get their names, and readers find their program, through /proc.
    if !process::is_proc_there() {
        return Err(Failure::new(Exit::Failed, "/proc is not mounted").hint("mount it: mount -t proc proc /proc"));
    }
    // The XDG specification says to ignore relative paths in its variables.
    let path = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let own = |name: &str| match variable(name).filter(|text| !text.is_empty()).map(|text| first(&text)) {
        Some(path) if path.is_relative() => {
            let message = format!("{name} is `{}`, a relative path", path.display());
            Err(Failure::usage(message).hint("set it to an absolute path"))
        }
        path => Ok(path),
    };
    Ok(find(&Environment {
        state_directory: own("STATE_DIRECTORY")?,
        runtime_directory: own("RUNTIME_DIRECTORY")?,
        configuration_directory: own("CONFIGURATION_DIRECTORY")?,
        xdg_state_home: path("XDG_STATE_HOME"),
        home: path("HOME"),
    })?)
}

/// Returns the first of the folders that systemd passes, which it separates by colons (systemd.exec(5)).
fn first(folders: &OsStr) -> PathBuf {
    let bytes = folders.as_bytes();
    let end = bytes.windows(2).position(|pair| pair == b":/").unwrap_or(bytes.len());
    PathBuf::from(OsStr::from_bytes(bytes.get(..end).unwrap_or_default()))
}

/// Returns the system's clock, or the one that `SOURCE_DATE_EPOCH` fixes.
fn clock() -> Box<dyn Clock> {
    let seconds = variable("SOURCE_DATE_EPOCH").and_then(|text| text.to_str()?.parse().ok());
    match seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok()) {
        Some(timestamp) => Box::new(Fixed(timestamp)),
        None => Box::new(System),
    }
}

#[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

/// Starts casepack's own log, for those who look for a fault in it: `CASEPACK_LOG=debug`.
fn start_log() {
    let mut builder = env_logger::Builder::new();
    builder.filter_level(log::LevelFilter::Warn).parse_env("CASEPACK_LOG").format(|out, record| {
        writeln!(out, "{}: {}", record.level().as_str().to_lowercase(), terminal::safe(&record.args().to_string()))
    });
    // A second call, as in tests, has no effect.
    let _ = builder.try_init();
}
