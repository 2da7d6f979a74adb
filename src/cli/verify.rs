//! `casepack verify`

use std::path::Path;

use jiff::tz::TimeZone;
use serde_json::json;

use super::args::Verify;
use super::error::Failure;
use super::exit::Exit;
use super::opening::open;
use super::print;
use super::terminal::safe;
use crate::inspect::{Checks, Fault, Seals, Signer, Signers, Verdict, verify};

/// Verifies each bundle and prints what it says of itself.
pub(super) fn run(arguments: &Verify) -> Result<Exit, Failure> {
    let signers = arguments.signers.as_deref().map(signers).transpose()?;
    let checks = Checks {
        signers: signers.as_ref(),
        principal: arguments.principal.as_deref(),
        case: arguments.case.as_deref(),
        max_age: arguments.max_age.map(|age| age.0),
        now: super::clock().now(),
        seals: arguments.opening.seals(),
    };
    let bundles = open(arguments.bundles.iter().map(|path| path.as_path()), &arguments.opening)?;
    let (mut exit, mut printed) = (Exit::Done, Ok(()));
    for (path, bundle) in arguments.bundles.iter().zip(bundles) {
        let verdict = bundle.and_then(|mut bundle| verify(&mut bundle, &checks));
        let line = if arguments.json { as_json(path, &verdict) } else { as_text(path, &verdict) };
        printed = printed.and_then(|()| print::line(&line));
        exit = worse(exit, verdict.err().as_ref());
    }
    print::verdict(exit, printed)
}

/// Returns the worse of two exit codes: first a bundle that does not hold, then wrong usage, then a bundle that cannot
/// be read.
fn worse(exit: Exit, fault: Option<&Fault>) -> Exit {
    match (exit, fault) {
        (exit, None) | (exit @ Exit::Broken, _) => exit,
        (_, Some(fault)) if Failure::exit_of(fault) == Exit::Broken => Exit::Broken,
        (Exit::Usage, _) => Exit::Usage,
        (_, Some(fault)) => Failure::exit_of(fault),
    }
}

fn signers(path: &Path) -> Result<Signers, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::usage(format!("cannot read {}: {error}", path.display())))?;
    Signers::parse(&text, &TimeZone::system()).map_err(|why| Failure::usage(format!("{}: {why}", path.display())))
}

fn as_text(path: &Path, verdict: &Result<Verdict, Fault>) -> String {
    let name = safe(&path.display().to_string());
    match verdict {
        Ok(verdict) => format!("{name}: {}", says(verdict)),
        Err(fault) => {
            let verdict = if holds(fault).is_some() { "DOES NOT HOLD" } else { "NOT CHECKED" };
            let mut out = format!("{name}: {verdict}\n  {}", safe(&fault.to_string()));
            Failure::hints_of(fault).iter().for_each(|hint| out.push_str(&format!("\n  {hint}")));
            out
        }
    }
}

/// Returns `Some(false)` if a bundle with this fault does not hold, and `None` if it could not be checked.
fn holds(fault: &Fault) -> Option<bool> {
    (Failure::exit_of(fault) == Exit::Broken).then_some(false)
}

fn says(verdict: &Verdict) -> String {
    let manifest = &verdict.manifest;
    let holds = match verdict.seals {
        Seals::Both => "holds",
        Seals::Inner => "its files hold; the archive around them was not checked",
    };
    let signer = match &verdict.signer {
        Signer::Known(principal) => format!("signed by {}", safe(principal)),
        Signer::Unknown => {
            "signer UNKNOWN: compare the fingerprint with `casepack key show`, or give --signers".to_owned()
        }
    };
    // What stands above was checked; the rest is what the appliance says of itself.
    format!(
        "{holds}\n  {signer}\n  {}\n  it states: case {}, for {}, made {} by {} {}, {} files{}",
        verdict.fingerprint,
        safe(manifest.case.as_deref().unwrap_or("none")),
        manifest.purpose.word(),
        safe(&manifest.created),
        safe(&manifest.tool.name),
        safe(&manifest.tool.version),
        verdict.entries.len(),
        if manifest.complete { "" } else { ", with losses listed in its manifest" },
    )
}

fn as_json(path: &Path, verdict: &Result<Verdict, Fault>) -> String {
    let bundle = path.display().to_string();
    match verdict {
        Ok(verdict) => {
            let manifest = &verdict.manifest;
            json!({
                "bundle": bundle, "holds": true,
                "seals": match verdict.seals { Seals::Both => "both", Seals::Inner => "inner" },
                "fingerprint": verdict.fingerprint,
                "signer": match &verdict.signer { Signer::Known(principal) => Some(principal), Signer::Unknown => None },
                "case": manifest.case, "purpose": manifest.purpose, "created": manifest.created,
                "window": manifest.window, "appliance": manifest.appliance, "tool": manifest.tool,
                "profiles": manifest.profiles, "files": verdict.entries.len(), "complete": manifest.complete,
            })
        }
        Err(fault) => {
            json!({"bundle": bundle, "holds": holds(fault), "check": fault.check(), "fault": fault.to_string()})
        }
    }
    .to_string()
}
