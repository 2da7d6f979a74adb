//! The arguments, as clap reads them.

#![allow(rustdoc::broken_intra_doc_links, reason = "what stands in brackets here is help for people")]

mod examples;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

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
    /// Show what would be collected, how large, how long, what not and why
    Plan(Plan),
    /// Minimize text: files, or standard input, to standard output
    #[command(after_help = MINIMIZE_EXAMPLES)]
    Minimize(Minimize),
    /// Look into a bundle without unpacking it
    #[command(after_help = INSPECT_EXAMPLES)]
    Inspect(Inspect),
    /// Check that bundles are whole and unchanged, and who signed them
    #[command(after_help = VERIFY_EXAMPLES)]
    Verify(Verify),
    /// Say what pseudonyms stand for, on the machine that made them
    #[command(after_help = REVEAL_EXAMPLES)]
    Reveal(Reveal),
    /// Search a bundle for what its run should have replaced, on the machine that made it
    #[command(after_help = AUDIT_EXAMPLES)]
    Audit(Audit),
    /// List, show, check and test profiles
    #[command(subcommand)]
    Profile(Profile),
    /// Make, show and replace this machine's signing key
    #[command(subcommand)]
    Key(Key),
    /// Tell how far the running collection is
    Status(Status),
    /// End the running collection; nothing is left behind
    Cancel,
    /// Print completions for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Print a manual page
    Man(Man),
}

/// `man`
#[derive(Debug, Args)]
pub(super) struct Man {
    /// The command whose page it is [default: the program's own]
    pub(super) command: Option<String>,
    /// List the commands that have pages
    #[arg(long, conflicts_with = "command")]
    pub(super) list: bool,
}

/// What is taken; `collect` and `plan` share it.
#[derive(Debug, Args)]
pub(super) struct Selected {
    /// Profile by name or by path; may be given several times [default: the one that fits this machine]
    #[arg(short, long = "profile", value_name = "PROFILE", help_heading = "What is collected")]
    pub(super) profiles: Vec<String>,
    /// No older entries of the journal, and no files last changed before: a length of time before now, or a time in UTC
    /// [default: the profile's, 7 d]
    #[arg(long, value_name = "24h|TIME", help_heading = "What is collected")]
    pub(super) since: Option<String>,
    /// No newer entries of the journal; files are taken as they are [default: now]
    #[arg(long, value_name = "TIME", help_heading = "What is collected")]
    pub(super) until: Option<String>,
    /// These sources and no others; may be given several times [default: all of the profile's]
    #[arg(long, value_name = "SOURCE", value_parser = source, help_heading = "What is collected")]
    pub(super) only: Vec<SourceId>,
    /// Not these sources; may be given several times
    #[arg(long, value_name = "SOURCE", value_parser = source, help_heading = "What is collected")]
    pub(super) skip: Vec<SourceId>,
    /// Upper limit for the bundle's size [default: the profile's, 500 MiB]
    #[arg(long, value_name = "SIZE", value_parser = size, help_heading = "What is collected")]
    pub(super) max_size: Option<ByteSize>,
    /// A text for support
    #[arg(long, value_name = "TEXT", help_heading = "What is collected")]
    pub(super) note: Option<String>,
    /// A file for support; may be given several times
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "What is collected")]
    pub(super) attach: Vec<PathBuf>,
    /// Read another tree as if it were the machine; no command runs [default: this machine]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = "What is collected")]
    pub(super) root: Option<PathBuf>,
    /// The support case: letters, digits and dashes; pseudonyms agree within a case and nowhere else
    #[arg(long, value_name = "ID", value_parser = case, help_heading = "Who it is for")]
    pub(super) case: Option<String>,
    /// What the bundle is for
    #[arg(long, value_name = "PURPOSE", default_value = "operations", help_heading = "Who it is for")]
    pub(super) purpose: PurposeArgument,
    /// How the bundle is compressed: gzip, zstd or none, a level behind a colon [default: the profile's, gzip:5]
    #[arg(long, value_name = "HOW[:LEVEL]", value_parser = compression, help_heading = "Output")]
    pub(super) compress: Option<Compression>,
}

/// `collect`
#[derive(Debug, Args)]
pub(super) struct Collect {
    #[command(flatten)]
    pub(super) selected: Selected,
    /// A file, a folder, or - for standard output [default: the state folder]
    #[arg(short, long, value_name = "FILE|DIR|-", value_hint = ValueHint::AnyPath, help_heading = "Output")]
    pub(super) output: Option<PathBuf>,
    /// Who alone can read it, beside those in the profile: an `age1…` key, or an SSH public key; may be given
    /// several times
    #[arg(long, value_name = "RECIPIENT", value_parser = recipient, help_heading = "Who it is for")]
    pub(super) encrypt_to: Vec<Recipient>,
    /// Where pseudonyms stay the same: in all bundles of the case, or in this one alone
    #[arg(long, value_name = "SCOPE", default_value = "case", help_heading = "Who it is for")]
    pub(super) scope: ScopeArgument,
    /// How progress is reported on standard error
    #[arg(long, value_name = "HOW", default_value = "human", help_heading = "Output")]
    pub(super) events: EventsArgument,
}

/// `plan`
#[derive(Debug, Args)]
pub(super) struct Plan {
    #[command(flatten)]
    pub(super) selected: Selected,
    /// As JSON
    #[arg(long, help_heading = "Output")]
    pub(super) json: bool,
}

/// `minimize`
#[derive(Debug, Args)]
pub(super) struct Minimize {
    /// Files; none: standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) files: Vec<PathBuf>,
    /// The name that standard input had on the machine, which often says how to read it
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
    /// Take names, accounts and addresses from another tree instead of from this machine
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) root: Option<PathBuf>,
    /// The support case
    #[arg(long, value_name = "ID", value_parser = case)]
    pub(super) case: Option<String>,
    /// What the text is for
    #[arg(long, value_name = "PURPOSE", default_value = "operations")]
    pub(super) purpose: PurposeArgument,
    /// A profile whose own rules count too; may be given several times
    #[arg(short, long = "profile", value_name = "PROFILE")]
    pub(super) profiles: Vec<String>,
}

/// `status`
#[derive(Debug, Args)]
pub(super) struct Status {
    /// As JSON
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
    /// List its files
    #[arg(long)]
    pub(super) list: bool,
    /// Print one of its files
    #[arg(long, value_name = "PATH")]
    pub(super) cat: Option<String>,
    /// Tell what was collected, replaced and left out [default]
    #[arg(long)]
    pub(super) report: bool,
    #[command(flatten)]
    pub(super) opening: Opening,
    /// Look even where the seals do not hold: nothing that is shown can be relied on
    #[arg(long, conflicts_with = "inner")]
    pub(super) unverified: bool,
}

/// How bundles are opened; `inspect` and `verify` share it.
#[derive(Debug, Args)]
pub(super) struct Opening {
    /// What an encrypted bundle is opened with: a file of age identities, or an SSH private key; may be
    /// given several times
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) identity: Vec<PathBuf>,
    /// The bundle was packed again: check the seal over its files alone
    #[arg(long)]
    pub(super) inner: bool,
}

/// `verify`
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The bundles
    #[arg(value_name = "BUNDLE", required = true, value_hint = ValueHint::FilePath)]
    pub(super) bundles: Vec<PathBuf>,
    /// Who may sign: a file of `ssh-keygen`'s allowed signers
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) signers: Option<PathBuf>,
    /// The one name in that file that must have signed
    #[arg(long, value_name = "NAME", requires = "signers")]
    pub(super) principal: Option<String>,
    /// The case that they must belong to
    #[arg(long, value_name = "ID", value_parser = case)]
    pub(super) case: Option<String>,
    /// How old they may be, such as 30d [default: any age]
    #[arg(long, value_name = "TIME", value_parser = period)]
    pub(super) max_age: Option<Period>,
    #[command(flatten)]
    pub(super) opening: Opening,
    /// As JSON, one line a bundle
    #[arg(long)]
    pub(super) json: bool,
}

/// `reveal`
#[derive(Debug, Args)]
pub(super) struct Reveal {
    /// Pseudonyms, as they stand in a bundle; addresses too
    #[arg(value_name = "PSEUDONYM", required = true)]
    pub(super) pseudonyms: Vec<String>,
    /// The support case [default: every one that is known here]
    #[arg(long, value_name = "ID", value_parser = case)]
    pub(super) case: Option<String>,
}

/// `audit`
#[derive(Debug, Args)]
pub(super) struct Audit {
    /// The bundle
    #[arg(value_name = "BUNDLE", value_hint = ValueHint::FilePath)]
    pub(super) bundle: PathBuf,
    /// The case that it must belong to
    #[arg(long, value_name = "ID", value_parser = case)]
    pub(super) case: Option<String>,
    #[command(flatten)]
    pub(super) opening: Opening,
}

/// `profile`
#[derive(Debug, Subcommand)]
pub(super) enum Profile {
    /// List the profiles that there are
    List,
    /// Show what a profile comes to, with all that it extends
    Show {
        /// By name or by path [default: the one that fits this machine]
        #[arg(value_name = "PROFILE")]
        profiles: Vec<String>,
    },
    /// Check profiles: every key and value, each mistake at its line and column
    Check {
        /// By name or by path
        #[arg(required = true, value_name = "PROFILE")]
        profiles: Vec<String>,
    },
    /// Put the examples that profiles give of themselves ([[test]]) to their own rules
    Test {
        /// By name or by path
        #[arg(required = true, value_name = "PROFILE")]
        profiles: Vec<String>,
    },
    /// Print the JSON Schema of a profile, for editors
    Schema,
}

/// `key`
#[derive(Debug, Subcommand)]
pub(super) enum Key {
    /// Make the key, where there is none
    Init,
    /// Show its public half: fingerprint, OpenSSH line, allowed_signers line
    Show,
    /// Put a new key in its place; the old one signs the new one's public half
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
    /// All bundles of the case; `casepack reveal` says here what they stand for
    Case,
    /// This bundle alone; its key is forgotten, and nobody can say what they stand for
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
    /// One JSON object a line
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
        return Err(format!("{size} is below {SMALLEST_BUNDLE}, into which no manifest fits"));
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

/// A case's id goes into file names: letters, digits and dashes, 1 to 32 of them.
fn case(text: &str) -> Result<String, String> {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if plain && (1..=32).contains(&text.len()) && !text.starts_with('-') {
        return Ok(text.to_owned());
    }
    Err("a case id has 1 to 32 letters, digits and dashes, no dash first".to_owned())
}
