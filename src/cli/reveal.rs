//! `casepack reveal`

use super::args::Reveal;
use super::error::Failure;
use super::exit::Exit;
use super::print;
use super::terminal::{safe, safe_bytes};
use crate::pipeline::ledger::{self, Revealed};
use crate::state::State;

/// Prints what each pseudonym stands for; known ones are printed even if others are unknown.
pub(super) fn run(arguments: &Reveal) -> Result<Exit, Failure> {
    let state = super::state(State::look)?;
    let revealed = ledger::reveal(&state, arguments.case.as_deref(), &arguments.pseudonyms)?;
    let mut unknown = Vec::new();
    for (pseudonym, found) in arguments.pseudonyms.iter().zip(&revealed) {
        if !found.is_empty() {
            tell(pseudonym, found)?;
            continue;
        }
        // A mail address, a URL or a path contains several pseudonyms.
        let parts = parts(pseudonym);
        let revealed = ledger::reveal(&state, arguments.case.as_deref(), &parts)?;
        let known: Vec<_> = parts.iter().zip(&revealed).filter(|(_, found)| !found.is_empty()).collect();
        if known.is_empty() {
            unknown.push(safe(pseudonym));
        }
        known.into_iter().try_for_each(|(part, found)| tell(part, found))?;
    }
    if unknown.is_empty() {
        return Ok(Exit::Done);
    }
    let hint = "only the appliance that made them knows, for 90 days; secrets, and what --scope bundle \
        replaced, cannot be revealed";
    Err(Failure::new(Exit::Failed, format!("not known on this machine: {}", unknown.join(", "))).hint(hint))
}

/// Splits a text at the delimiters of URLs, paths and settings, and takes off a port.
fn parts(text: &str) -> Vec<String> {
    let pieces = text.split(|mark: char| mark.is_whitespace() || "@=/\"',;()[]<>".contains(mark));
    let parts = pieces.flat_map(|piece| [Some(piece), piece.rsplit_once(':').map(|(name, _)| name)]);
    let mut parts: Vec<_> = parts.flatten().filter(|part| !part.is_empty() && *part != text).collect();
    parts.dedup();
    parts.into_iter().map(str::to_owned).collect()
}

fn tell(pseudonym: &str, found: &[Revealed]) -> Result<(), Failure> {
    for one in found {
        let (pseudonym, original) = (safe(pseudonym), safe_bytes(&one.original));
        print::line(&format!("{pseudonym}\t{}\t{original}", one.kind))?;
    }
    let mut cases: Vec<&str> = found.iter().map(|one| one.case.as_str()).collect();
    cases.sort_unstable();
    cases.dedup();
    if cases.len() > 1 {
        let cases = cases.join(", ");
        let pseudonym = safe(pseudonym);
        print::warn(&format!(
            "{pseudonym} stands for a different original in each of the cases {cases}; choose one with --case"
        ));
    }
    Ok(())
}
