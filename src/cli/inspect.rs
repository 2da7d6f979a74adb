//! `casepack inspect`

use std::io::{self, IsTerminal, Write};

use super::args::Inspect;
use super::error::Failure;
use super::exit::Exit;
use super::opening::open;
use super::print;
use super::terminal::{Safe, safe};
use crate::inspect::{Bundle, Checks, Entry, cat, entries, manifest, verify};
use crate::profile::ByteSize;
use crate::report::digest;

/// Lists a bundle, prints one of its files or reports on it, after the whole bundle has been verified.
pub(super) fn run(arguments: &Inspect) -> Result<Exit, Failure> {
    let checks = Checks { seals: arguments.opening.seals(), ..Checks::none(super::clock().now()) };
    let mut opened = open([arguments.bundle.as_path()], &arguments.opening)?;
    let Some(bundle) = opened.pop() else { return Ok(Exit::Done) };
    let mut bundle = bundle?;
    let verified = if arguments.unverified { None } else { Some(verify(&mut bundle, &checks)?.entries) };
    if verified.is_none() {
        print::warn("nothing was verified; what follows may be forged");
    }
    match &arguments.cat {
        Some(name) => content(&mut bundle, name, verified.as_deref()),
        None if arguments.list => list(&mut bundle, verified),
        None => report(&mut bundle, verified.as_deref()),
    }
}

fn content(bundle: &mut Bundle, name: &str, verified: Option<&[Entry]>) -> Result<Exit, Failure> {
    let mut out = io::stdout().lock();
    if out.is_terminal() {
        // Security: a log may contain escape sequences that a terminal would obey.
        let mut safe = Safe::new(&mut out);
        cat(bundle, name, verified, &mut safe)?;
        safe.finish().map_err(Failure::print)?;
    } else {
        cat(bundle, name, verified, &mut out)?;
    }
    out.flush().map_err(Failure::print)?;
    Ok(Exit::Done)
}

fn list(bundle: &mut Bundle, verified: Option<Vec<Entry>>) -> Result<Exit, Failure> {
    let (files, fault) = match verified {
        Some(entries) => (entries, None),
        None => entries(bundle),
    };
    let mut out = io::stdout().lock();
    for entry in files {
        writeln!(out, "{:>10}  {}", ByteSize(entry.bytes).to_string(), entry.name).map_err(Failure::print)?;
    }
    fault.map_or(Ok(Exit::Done), |fault| Err(fault.into()))
}

fn report(bundle: &mut Bundle, verified: Option<&[Entry]>) -> Result<Exit, Failure> {
    let manifest = manifest(bundle, verified)?;
    let text = digest::text(&manifest, &|text| safe(text));
    print::text(text)?;
    Ok(Exit::Done)
}
