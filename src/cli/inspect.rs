//! `casepack inspect`

use std::io::{IsTerminal, Write};

use super::args::Inspect;
use super::error::Failure;
use super::exit::Exit;
use super::terminal::safe_bytes;
use crate::inspect::{cat, verify};
use crate::profile::ByteSize;

/// Lists a bundle or prints one of its files, once the whole of it holds.
pub(super) fn run(arguments: &Inspect) -> Result<Exit, Failure> {
    let verdict = verify(&arguments.bundle, None)?;
    let mut out = std::io::stdout().lock();
    match &arguments.cat {
        Some(name) if out.is_terminal() => {
            // Security: a log may hold what a terminal would obey.
            let mut text = Vec::new();
            cat(&arguments.bundle, name, &mut text)?;
            for line in text.split_inclusive(|byte| *byte == b'\n') {
                let line = line.strip_suffix(b"\n").unwrap_or(line);
                writeln!(out, "{}", safe_bytes(line)).map_err(Failure::print)?;
            }
        }
        Some(name) => cat(&arguments.bundle, name, &mut out)?,
        None => {
            for entry in &verdict.entries {
                writeln!(out, "{:>10}  {}", ByteSize(entry.bytes).to_string(), entry.name).map_err(Failure::print)?;
            }
        }
    }
    Ok(Exit::Done)
}
