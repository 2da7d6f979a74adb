//! `casepack verify`

use std::io::Write;
use std::path::Path;

use serde_json::json;

use super::args::Verify;
use super::error::Failure;
use super::exit::Exit;
use super::terminal::safe;
use crate::inspect::{Fault, Signer, Signers, Verdict, verify};

/// Checks each bundle and says what it says of itself.
pub(super) fn run(arguments: &Verify) -> Result<Exit, Failure> {
    let signers = arguments.signers.as_deref().map(signers).transpose()?;
    let mut exit = Exit::Done;
    for bundle in &arguments.bundles {
        let verdict = verify(bundle, signers.as_ref());
        let line = if arguments.json { as_json(bundle, &verdict) } else { as_text(bundle, &verdict) };
        writeln!(std::io::stdout(), "{line}").map_err(Failure::print)?;
        match verdict {
            Ok(_) => {}
            Err(Fault::Unreadable { .. }) if exit == Exit::Done => exit = Exit::Failed,
            Err(Fault::Unreadable { .. }) => {}
            Err(_) => exit = Exit::Broken,
        }
    }
    Ok(exit)
}

fn signers(path: &Path) -> Result<Signers, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::usage(format!("cannot read {}: {error}", path.display())))?;
    Signers::parse(&text).map_err(|why| Failure::usage(format!("{}: {why}", path.display())))
}

fn as_text(bundle: &Path, verdict: &Result<Verdict, Fault>) -> String {
    let name = safe(&bundle.display().to_string());
    match verdict {
        Ok(verdict) => {
            let signer = match &verdict.signer {
                Signer::Known(principal) => format!("signed by {}", safe(principal)),
                Signer::Unknown => "signer UNKNOWN: compare the fingerprint, or give --signers".to_owned(),
            };
            let manifest = &verdict.manifest;
            format!(
                "{name}: holds\n  {signer}\n  {}\n  case {}, made {}, {} files{}",
                verdict.fingerprint,
                safe(manifest.case.as_deref().unwrap_or("none")),
                safe(&manifest.created),
                verdict.entries.len(),
                if manifest.complete { "" } else { ", with losses that its manifest names" },
            )
        }
        Err(fault) => format!("{name}: DOES NOT HOLD\n  {}", safe(&fault.to_string())),
    }
}

fn as_json(bundle: &Path, verdict: &Result<Verdict, Fault>) -> String {
    let bundle = bundle.display().to_string();
    match verdict {
        Ok(verdict) => json!({
            "bundle": bundle, "holds": true, "fingerprint": verdict.fingerprint,
            "signer": match &verdict.signer { Signer::Known(principal) => Some(principal), Signer::Unknown => None },
            "case": verdict.manifest.case, "created": verdict.manifest.created, "files": verdict.entries.len(),
            "complete": verdict.manifest.complete,
        }),
        Err(fault) => json!({"bundle": bundle, "holds": false, "fault": fault.to_string()}),
    }
    .to_string()
}
