//! `casepack key`

use std::io::Write;

use super::args::Key;
use super::error::Failure;
use super::exit::Exit;
use super::print;
use crate::host::reader::Reader;
use crate::host::{Root, identity};
use crate::state::State;

/// Creates the signing key if there is none, shows its public half, or replaces it.
pub(super) fn run(action: &Key) -> Result<Exit, Failure> {
    let state = super::state(State::open)?;
    let text = match action {
        Key::Init => format!("{}\n", state.signing_key()?.public().fingerprint()),
        Key::Show => {
            let key = state.signing_key()?.public();
            format!("{}\n{}\n{}\n", key.fingerprint(), key.line(), key.allowed_signer("appliance"))
        }
        Key::Rotate => rotate(&state)?,
    };
    print::text(text)?;
    warn_of_a_clone(&state);
    Ok(Exit::Done)
}

fn rotate(state: &State) -> Result<String, Failure> {
    let now = super::clock().now();
    let rotation = state.rotate(now)?;
    let _ = writeln!(
        std::io::stderr(),
        "{} is now the signing key; {} vouches for it in {}\n\
         add these two lines to the allowed_signers of everyone who verifies bundles:",
        rotation.new.fingerprint(),
        rotation.old.fingerprint(),
        rotation.folder.display()
    );
    Ok(rotation.allowed_signers(now))
}

/// Warns if the key was made on another machine, and records this machine for a new key. A failure to do so is only a
/// warning: the key is usable, and reporting an error would make the caller create another one.
fn warn_of_a_clone(state: &State) {
    let Some(machine) = identity::machine_id(&mut Reader::new(Root::Live)) else { return };
    match state.is_cloned(&machine) {
        Ok(true) => print::warn(crate::state::CLONED),
        Ok(false) => {}
        Err(error) => print::warn_of(&Failure::from(error).context(UNKNOWN)),
    }
}

/// The warning if the machine that the key was made on cannot be recorded.
const UNKNOWN: &str = "the key is usable, but the machine that it was made on could not be recorded, so a copy of \
    this disk will be taken for the original";
