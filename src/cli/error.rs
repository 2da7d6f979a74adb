//! What a person sees when something goes wrong: `error:`, `cause:`, `hint:`; the kind decides the exit code.

use std::fmt::Write;
use std::io::ErrorKind;
use std::path::Path;

use super::exit::Exit;
use super::terminal::safe_lines;
use crate::inspect::Fault;
use crate::seal::key;
use crate::{output, pipeline, plan, profile, quoting, state};

/// A failure with its exit code and what to do about it.
#[derive(Debug)]
pub(super) struct Failure {
    exit: Exit,
    message: String,
    causes: Vec<String>,
    hints: Vec<String>,
}

impl Failure {
    pub(super) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into(), causes: Vec::new(), hints: Vec::new() }
    }

    pub(super) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Puts what could not be done first; the failure so far becomes its first cause.
    pub(super) fn context(self, message: impl Into<String>) -> Self {
        if self.message.is_empty() {
            return self;
        }
        let causes = std::iter::once(self.message).chain(self.causes).collect();
        Self { exit: self.exit, message: message.into(), causes, hints: self.hints }
    }

    /// Makes the failure of printing. A reader that closes the pipe because it has read enough is not a failure, and
    /// nothing is printed about it.
    pub(super) fn print(error: std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::BrokenPipe => Self::new(Exit::Done, String::new()),
            _ => Self::new(Exit::Failed, format!("cannot write to standard output: {error}")),
        }
    }

    /// Returns the same failure without a message, for one that was already reported: only the exit code remains.
    pub(super) fn told(self) -> Self {
        Self::new(self.exit, String::new())
    }

    pub(super) fn exit(&self) -> Exit {
        self.exit
    }

    /// Returns the lines for standard error.
    pub(super) fn text(&self) -> String {
        self.lines("error")
    }

    /// Returns the lines of a warning, for a failure that does not end the run.
    pub(super) fn as_warning(&self) -> String {
        self.lines("warning")
    }

    fn lines(&self, head: &str) -> String {
        if self.message.is_empty() {
            return String::new();
        }
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{head}: {}", safe_lines(&self.message));
        for cause in &self.causes {
            let _ = writeln!(out, "cause: {}", safe_lines(cause));
        }
        for hint in &self.hints {
            let _ = writeln!(out, "hint: {}", safe_lines(hint));
        }
        out
    }
}

impl From<profile::Error> for Failure {
    fn from(error: profile::Error) -> Self {
        let message = error.to_string();
        match error {
            profile::Error::Untrusted { .. } => Self::new(Exit::Refused, message)
                .hint("a profile runs commands, so only root and you may be able to change it"),
            profile::Error::Broken { source } => Self::from(*source)
                .context("none of the appliance's own profiles can be used")
                .hint("fix it (as root, if you may not read it), or choose another profile with -p"),
            profile::Error::Unknown { .. } => {
                Self::usage(message).hint("`casepack profile list` shows the available profiles")
            }
            profile::Error::Invalid { problems } => {
                Self::usage(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\nerror: "))
            }
            _ => Self::usage(message),
        }
    }
}

impl From<plan::Error> for Failure {
    fn from(error: plan::Error) -> Self {
        let message = error.to_string();
        match error {
            plan::Error::Purpose { .. } => Self::new(Exit::Refused, message),
            plan::Error::Source { .. } => Self::usage(message).hint("`casepack profile show` lists the sources"),
            plan::Error::Nothing | plan::Error::Window { .. } => Self::usage(message),
        }
    }
}

impl From<state::Error> for Failure {
    fn from(error: state::Error) -> Self {
        let message = error.to_string();
        match error {
            state::Error::Busy { .. } => Self::new(Exit::Busy, message).hint("try again when it has ended"),
            state::Error::Unsafe { remedy, .. } => Self::new(Exit::Refused, message).hint(remedy),
            state::Error::Config { path, .. } => Self::new(Exit::Refused, message)
                .hint(format!("fix {}, or remove it: without it casepack signs with its own key", path.display())),
            state::Error::Provided { .. } => Self::usage(message)
                .hint("replace it there, or remove `seal.key` from the configuration to use casepack's own key"),
            state::Error::Key { path, provided, source } => Self::new(Exit::Failed, message).hint(match source {
                key::Error::Passphrase => {
                    format!("remove the passphrase from a copy: ssh-keygen -p -N '' -f {}", quoting::word(&path))
                }
                key::Error::Kind { .. } | key::Error::Unknown if provided => {
                    "name an Ed25519 private key, such as `ssh-keygen -t ed25519` creates".to_owned()
                }
                _ => put_back(&path),
            }),
            state::Error::Secret { path, .. } => Self::new(Exit::Failed, message).hint(put_back(&path)),
            state::Error::Homeless => Self::new(Exit::Failed, message).hint("set HOME, or run it as root"),
            state::Error::NoRandomness(_) => Self::new(Exit::Failed, message),
            state::Error::Output(output::Error::System { ref source, .. })
            | state::Error::System { ref source, .. } => match source.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::new(Exit::Failed, message).hint(STATE_FULL),
                ErrorKind::AlreadyExists | ErrorKind::NotADirectory => Self::new(Exit::Failed, message).hint(NO_FOLDER),
                _ => full(Self::new(Exit::Failed, message), source),
            },
            state::Error::Output(output::Error::Exists { .. }) => {
                Self::new(Exit::Failed, message).hint("try again in a second")
            }
            state::Error::Output(error) => error.into(),
        }
    }
}

impl From<output::Error> for Failure {
    fn from(error: output::Error) -> Self {
        let message = error.to_string();
        match error {
            output::Error::Unsafe { fault } => {
                let run = if fault.remedy.is_empty() { String::new() } else { format!("; or run: {}", fault.remedy) };
                let choose = "choose a folder that only you can write to, a sticky one, or `-o -`";
                Self::new(Exit::Refused, message).hint(format!("{choose}{run}"))
            }
            output::Error::Folder { .. } => {
                Self::new(Exit::Failed, message).hint("create it first, or choose another with -o")
            }
            output::Error::Exists { .. } => {
                Self::new(Exit::Failed, message).hint("bundles are never overwritten; choose another name")
            }
            output::Error::System { ref source, .. } => full(Self::new(Exit::Failed, message), source),
        }
    }
}

impl From<pipeline::Error> for Failure {
    fn from(error: pipeline::Error) -> Self {
        match error {
            pipeline::Error::Profile(error) => error.into(),
            pipeline::Error::Plan(error) => error.into(),
            pipeline::Error::State(error) => error.into(),
            pipeline::Error::Output(error) => error.into(),
            pipeline::Error::Write(ref source) => full(Self::new(Exit::Failed, error.to_string()), source),
            pipeline::Error::Consent => Self::new(Exit::Refused, error.to_string()).hint(NO_CONSENT),
            pipeline::Error::DoubtfulConsent { .. } => {
                Self::new(Exit::Refused, error.to_string()).hint("only root or you may have been able to record it")
            }
            pipeline::Error::Canary { .. } => {
                Self::new(Exit::Broken, error.to_string()).hint("nothing was written; this is a bug in casepack")
            }
            pipeline::Error::Full { .. } => Self::new(Exit::Failed, error.to_string()).hint(DISK_FULL),
            pipeline::Error::Root { .. } => {
                Self::usage(error.to_string()).hint("give a folder that holds an appliance's file tree")
            }
            pipeline::Error::Recipient { .. } => Self::usage(error.to_string()),
            pipeline::Error::Unread { .. } | pipeline::Error::Input(_) | pipeline::Error::Withheld(_) => {
                Self::new(Exit::Failed, error.to_string())
            }
        }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        if let Fault::Print { source } = fault {
            return Self::print(source);
        }
        let failure = Self::new(Self::exit_of(&fault), fault.to_string());
        Self::hints_of(&fault).into_iter().fold(failure, Self::hint)
    }
}

impl Failure {
    /// Returns the exit code of a run that meets this fault.
    pub(super) const fn exit_of(fault: &Fault) -> Exit {
        match fault {
            Fault::Unreadable { .. } | Fault::Missing { .. } | Fault::Print { .. } => Exit::Failed,
            Fault::Encrypted { .. } | Fault::Stranger { .. } => Exit::Usage,
            _ => Exit::Broken,
        }
    }

    /// Returns advice on what to do about a fault.
    pub(super) fn hints_of(fault: &Fault) -> Vec<&'static str> {
        match fault {
            Fault::NoSeal { .. } => vec![
                "ask for it again: what arrived is not what the appliance made",
                "if it was unpacked and repacked, its files can still be checked with --inner",
            ],
            Fault::Seal { .. } => vec!["ask for it again: what arrived is not what the appliance made"],
            Fault::Encrypted { .. } | Fault::Stranger { .. } => {
                vec!["give --identity FILE, with a private key that it was encrypted for"]
            }
            Fault::Encryption { .. } => vec!["ask for it again: what arrived is not what the appliance made"],
            Fault::Archive { .. } | Fault::Sums { .. } | Fault::Inner { .. } | Fault::Manifest { .. } => {
                vec!["do not unpack it; ask the sender how it was made"]
            }
            Fault::Signer { .. } => {
                vec!["compare the fingerprint with what `casepack key show` says on the appliance, then add its line"]
            }
            Fault::Case { .. } | Fault::Age { .. } => vec!["ask for a new bundle that is made for this case"],
            Fault::Missing { .. } => vec!["`casepack inspect BUNDLE --list` shows what is in it"],
            Fault::Unreadable { .. } | Fault::Print { .. } => Vec::new(),
        }
    }
}

/// Adds advice on what to do about a disk that refuses the data.
fn full(failure: Failure, source: &std::io::Error) -> Failure {
    match source.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => failure.hint(DISK_FULL),
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => failure.hint(NOT_WRITABLE),
        ErrorKind::InvalidFilename => failure.hint("choose a shorter name"),
        ErrorKind::FileTooLarge => failure.hint("the limit on file sizes is reached (`ulimit -f`)"),
        ErrorKind::BrokenPipe => failure.hint("the program that reads the bundle stopped before its end"),
        _ => failure,
    }
}

/// Returns advice on what to do about a damaged file of casepack's own.
fn put_back(path: &Path) -> String {
    format!("restore the file from a copy, or move it away ({}) to get a new one", path.display())
}

const DISK_FULL: &str =
    "the disk is full; write elsewhere (-o), to another machine (-o - over ssh), or less (--max-size, --since)";
const STATE_FULL: &str = "the disk that holds casepack's state is full: make room, or set STATE_DIRECTORY and \
    RUNTIME_DIRECTORY to folders on another one";
const NO_FOLDER: &str = "it is not a directory: move it away, or set STATE_DIRECTORY and RUNTIME_DIRECTORY to folders";
const NOT_WRITABLE: &str = "choose writable folders: -o for the bundle, STATE_DIRECTORY and \
    RUNTIME_DIRECTORY for the rest";
const NO_CONSENT: &str = "when the customer has agreed, record it: mkdir -p /etc/casepack/consent && \
    touch /etc/casepack/consent/usage";
