//! The arguments, as clap parses them.

#![allow(rustdoc::broken_intra_doc_links, reason = "what stands in brackets here is help for people")]

mod examples;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

use crate::pipeline::ledger;
use crate::profile::{ByteSize, Compression, Period, Purpose, SMALLEST_BUNDLE, Scope, SourceId};
use crate::seal::encrypt::Recipient;
use examples::{
    AUDIT_EXAMPLES, COLLECT_EXAMPLES, EXAMPLES, INSPECT_EXAMPLES, MINIMIZE_EXAMPLES, REVEAL_EXAMPLES, VERIFY_EXAMPLES,
};

/// Collects what support needs from this machine, takes out who and where you are, and signs one bundle.
#[derive(Debug, Parser)]
#[command(name = "casepack", version, propagate_version = true, subcommand_required = true, arg_required_else_help = true, after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Sub,
}

/// The sub-commands.
#[derive(Debug, Subcommand)]
pub(super) enum Sub {
    /// Make a bundle
    #[command(after_help = COLLECT_EXAMPLES)]
    Collect(Collect),
    /// Show what would be collected, its size and time, and what would be left out and why
    Plan(Plan),
    /// Minimize files or standard input to standard output
    #[command(after_help = MINIMIZE_EXAMPLES)]
    Minimize(Minimize),
    /// Show the contents of a bundle without unpacking it
    #[command(after_help = INSPECT_EXAMPLES)]
    Inspect(Inspect),
    /// Check that bundles are complete and unchanged, and who signed them
    #[command(after_help = VERIFY_EXAMPLES)]
    Verify(Verify),
    /// Show what pseudonyms stand for, on the machine that made them
    #[command(after_help = REVEAL_EXAMPLES)]
    Reveal(Reveal),
    /// Search a bundle for originals that should have been replaced, on the machine that made it
    #[command(after_help = AUDIT_EXAMPLES)]
    Audit(Audit),
    /// List, show, check and test profiles
    #[command(subcommand)]
    Profile(Profile),
    /// Create, show and replace this machine's signing key
    #[command(subcommand)]
    Key(Key),
    /// Show the progress of the running collection
    Status(Status),
    /// Cancel the running collection; nothing is left behind
    Cancel,
    /// Print shell completions
    Completions {
        /// Shell to print completions for
        shell: clap_complete::Shell,
    },
    /// Print a manual page
    Man(Man),
}

/// `man`
#[derive(Debug, Args)]
pub(super) struct Man {
    /// Command to print the page of [default: the main page]
    pub(super) command: Option<String>,
    /// List the commands that have a page
    #[arg(long, conflicts_with = "command")]
    pub(super) list: bool,
}

/// The options that select what is collected; `collect` and `plan` share them.
#[derive(Debug, Args)]
pub(super) struct Selected {
    /// Profile, by name or path; may be given several times [default: the one that fits this machine]
    #[arg(short, long = "profile", value_name = "PROFILE", help_heading = "Selection")]
    pub(super) profiles: Vec<String>,
    /// Leave out older journal entries, and files last changed before then: a duration before now, or a time in UTC
    /// [default: that of the profile, 7 d]
    #[arg(long, value_name = "24h|TIME", help_heading = "Selection")]
    pub(super) since: Option<String>,
    /// Leave out newer journal entries; files are not affected [default: now]
    #[arg(long, value_name = "TIME", help_heading = "Selection")]
    pub(super) until: Option<String>,
    /// Collect only this source; may be given several times [default: all sources of the profile]
    #[arg(long, value_name = "SOURCE", value_parser = source, help_heading = "Selection")]
    pub(super) only: Vec<SourceId>,
    /// Do not collect this source; may be given several times
    #[arg(long, value_name = "SOURCE", value_parser = source, help_heading = "Selection")]
    pub(super) skip: Vec<SourceId>,
    /// Maximum size of the bundle [default: that of the profile, 500 MiB]
    #[arg(long, value_name = "SIZE", value_parser = size, help_heading = "Selection")]
    pub(super) max_size: Option<ByteSize>,
    /// Add a note for support
    #[arg(long, value_name = "TEXT", help_heading = "Selection")]
    pub(super) note: Option<String>,
    /// Add a file for support; may be given several times
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Selection")]
    pub(super) attach: Vec<PathBuf>,
    /// Read another root folder in place of this machine's, without running commands [default: this machine]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = "Selection")]
    pub(super) root: Option<PathBuf>,
    /// Support case: letters, digits and dashes; pseudonyms are the same within a case and different in every other
    #[arg(long, value_name = "ID", value_parser = new_case, help_heading = "Recipient")]
    pub(super) case: Option<String>,
    /// Purpose of the bundle
    #[arg(long, value_name = "PURPOSE", default_value = "operations", help_heading = "Recipient")]
    pub(super) purpose: PurposeArgument,
    /// Compression: gzip, zstd or none, with an optional level [default: that of the profile, gzip:5]
    #[arg(long, value_name = "HOW[:LEVEL]", value_parser = compression, help_heading = "Output")]
    pub(super) compress: Option<Compression>,
}

/// `collect`
#[derive(Debug, Args)]
pub(super) struct Collect {
    #[command(flatten)]
    pub(super) selected: Selected,
    /// Write to a file, to a folder, or to standard output (-) [default: the state folder]
    #[arg(short, long, value_name = "FILE|DIR|-", value_hint = ValueHint::AnyPath, help_heading = "Output")]
    pub(super) output: Option<PathBuf>,
    /// Encrypt to this recipient and those in the profile: an `age1…` key or an SSH public key; may be given
    /// several times
    #[arg(long, value_name = "RECIPIENT", value_parser = recipient, help_heading = "Recipient")]
    pub(super) encrypt_to: Vec<Recipient>,
    /// Where pseudonyms stay the same: in all bundles of the case, or only in this one
    #[arg(long, value_name = "SCOPE", default_value = "case", help_heading = "Recipient")]
    pub(super) scope: ScopeArgument,
    /// Format of progress reports on standard error
    #[arg(long, value_name = "HOW", default_value = "human", help_heading = "Output")]
    pub(super) events: EventsArgument,
}

/// `plan`
#[derive(Debug, Args)]
pub(super) struct Plan {
    #[command(flatten)]
    pub(super) selected: Selected,
    /// Print JSON
    #[arg(long, help_heading = "Output")]
    pub(super) json: bool,
}

/// `minimize`
#[derive(Debug, Args)]
pub(super) struct Minimize {
    /// Files to minimize [default: standard input]
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) files: Vec<PathBuf>,
    /// Name that standard input had on the machine; it often decides how the text is read
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
    /// Learn names, accounts and addresses from another root folder instead of this machine
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) root: Option<PathBuf>,
    /// Support case
    #[arg(long, value_name = "ID", value_parser = new_case)]
    pub(super) case: Option<String>,
    /// Purpose of the text
    #[arg(long, value_name = "PURPOSE", default_value = "operations")]
    pub(super) purpose: PurposeArgument,
    /// Also apply the rules of this profile; may be given several times
    #[arg(short, long = "profile", value_name = "PROFILE")]
    pub(super) profiles: Vec<String>,
}

/// `status`
#[derive(Debug, Args)]
pub(super) struct Status {
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// `inspect`
#[derive(Debug, Args)]
#[group(id = "what", multiple = false, args = ["list", "cat", "report"])]
pub(super) struct Inspect {
    /// The bundle
    #[arg(value_name = "BUNDLE", value_hint = ValueHint::FilePath)]
    pub(super) bundle: PathBuf,
    /// List the files in it
    #[arg(long)]
    pub(super) list: bool,
    /// Print one file
    #[arg(long, value_name = "PATH")]
    pub(super) cat: Option<String>,
    /// Report what was collected, replaced and left out [default]
    #[arg(long)]
    pub(super) report: bool,
    #[command(flatten)]
    pub(super) opening: Opening,
    /// Do not verify the seals; nothing that is shown can be trusted
    #[arg(long, conflicts_with = "inner")]
    pub(super) unverified: bool,
}

/// The options for opening bundles; `inspect` and `verify` share them.
#[derive(Debug, Args)]
pub(super) struct Opening {
    /// Decrypt with this key: a file of age identities or an SSH private key; may be
    /// given several times
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) identity: Vec<PathBuf>,
    /// Check only the inner seal, for a bundle that was unpacked and repacked
    #[arg(long)]
    pub(super) inner: bool,
}

/// `verify`
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The bundles
    #[arg(value_name = "BUNDLE", required = true, value_hint = ValueHint::FilePath)]
    pub(super) bundles: Vec<PathBuf>,
    /// Accept only these signers: an allowed signers file as in ssh-keygen(1)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) signers: Option<PathBuf>,
    /// Accept only this principal of that file
    #[arg(long, value_name = "NAME", requires = "signers")]
    pub(super) principal: Option<String>,
    /// Require the bundles to belong to this case
    #[arg(long, value_name = "ID", value_parser = case)]
    pub(super) case: Option<String>,
    /// Maximum age of the bundles, such as 30d [default: any age]
    #[arg(long, value_name = "TIME", value_parser = period)]
    pub(super) max_age: Option<Period>,
    #[command(flatten)]
    pub(super) opening: Opening,
    /// Print JSON, one line for each bundle
    #[arg(long)]
    pub(super) json: bool,
}

/// `reveal`
#[derive(Debug, Args)]
pub(super) struct Reveal {
    /// Pseudonyms as they appear in a bundle, including replaced addresses
    #[arg(value_name = "PSEUDONYM", required = true)]
    pub(super) pseudonyms: Vec<String>,
    /// Support case [default: all cases known on this machine]
    #[arg(long, value_name = "ID", value_parser = case)]
    pub(super) case: Option<String>,
}

/// `audit`
#[derive(Debug, Args)]
pub(super) struct Audit {
    /// The bundle
    #[arg(value_name = "BUNDLE", value_hint = ValueHint::FilePath)]
    pub(super) bundle: PathBuf,
    /// Require the bundle to belong to this case
    #[arg(long, value_name = "ID", value_parser = case)]
    pub(super) case: Option<String>,
    #[command(flatten)]
    pub(super) opening: Opening,
}

/// `profile`
#[derive(Debug, Subcommand)]
pub(super) enum Profile {
    /// List the available profiles
    List,
    /// Show a profile with everything that it extends
    Show {
        /// Profile, by name or path [default: the one that fits this machine]
        #[arg(value_name = "PROFILE")]
        profiles: Vec<String>,
    },
    /// Check every key and value of profiles, and report each mistake with its line and column
    Check {
        /// Profile, by name or path
        #[arg(required = true, value_name = "PROFILE")]
        profiles: Vec<String>,
    },
    /// Run the examples in profiles ([[test]]) against their own rules
    Test {
        /// Profile, by name or path
        #[arg(required = true, value_name = "PROFILE")]
        profiles: Vec<String>,
    },
    /// Print the JSON Schema of profiles, for editors
    Schema,
}

/// `key`
#[derive(Debug, Subcommand)]
pub(super) enum Key {
    /// Create the key if there is none
    Init,
    /// Show the public key: fingerprint, OpenSSH line, allowed_signers line
    Show,
    /// Replace the key; the old one signs the public half of the new one
    Rotate,
}

/// `--purpose`
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum PurposeArgument {
    /// Operating and supporting the service
    Operations,
    /// Analytics and product improvement
    Usage,
}

impl From<PurposeArgument> for Purpose {
    fn from(argument: PurposeArgument) -> Self {
        match argument {
            PurposeArgument::Operations => Self::Operations,
            PurposeArgument::Usage => Self::Usage,
        }
    }
}

/// `--scope`
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum ScopeArgument {
    /// All bundles of the case; `casepack reveal` shows on this machine what they stand for
    Case,
    /// Only this bundle; its key is discarded, so what they stand for cannot be revealed
    Bundle,
}

impl From<ScopeArgument> for Scope {
    fn from(argument: ScopeArgument) -> Self {
        match argument {
            ScopeArgument::Case => Self::Case,
            ScopeArgument::Bundle => Self::Bundle,
        }
    }
}

/// `--events`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum EventsArgument {
    /// For people
    Human,
    /// One JSON object per line
    Json,
    /// Nothing
    None,
}

fn source(text: &str) -> Result<SourceId, String> {
    text.parse()
}

fn size(text: &str) -> Result<ByteSize, String> {
    let size: ByteSize = text.parse()?;
    if size < SMALLEST_BUNDLE {
        return Err(format!("{size} is too small; the minimum is {SMALLEST_BUNDLE}"));
    }
    Ok(size)
}

fn compression(text: &str) -> Result<Compression, String> {
    text.parse()
}

fn recipient(text: &str) -> Result<Recipient, String> {
    text.parse().map_err(|error: crate::seal::encrypt::Error| error.to_string())
}

fn period(text: &str) -> Result<Period, String> {
    text.parse()
}

/// Parses the id of a case that a bundle is made for; refuses the name that stands for bundles without a case.
fn new_case(text: &str) -> Result<String, String> {
    if text == ledger::name(None) {
        return Err(format!("`{text}` stands for bundles without a case: leave --case out"));
    }
    case(text)
}

/// Parses a case id, which becomes part of file names: 1 to 32 letters, digits and dashes.
fn case(text: &str) -> Result<String, String> {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if plain && (1..=32).contains(&text.len()) && !text.starts_with('-') {
        return Ok(text.to_owned());
    }
    Err("a case id is 1 to 32 letters, digits and dashes, and does not begin with a dash".to_owned())
}
