//! `casepack key`

use std::io::Write;

use super::args::Key;
use super::error::Failure;
use super::exit::Exit;
use super::print;
use crate::host::reader::Reader;
use crate::host::{Root, identity};
use crate::state::State;

/// Makes the signing key where there is none, shows its public half, or puts a new one in its place.
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

/// Warns where the key was made on another machine; a new one is remembered as this machine's. The key is there whether
/// that can be told or not, and who is told otherwise would make another.
fn warn_of_a_clone(state: &State) {
    let Some(machine) = identity::machine_id(&mut Reader::new(Root::Live)) else { return };
    match state.is_cloned(&machine) {
        Ok(true) => print::warn(crate::state::CLONED),
        Ok(false) => {}
        Err(error) => print::warn_of(&Failure::from(error).context(UNKNOWN)),
    }
}

/// What is said where the machine is not known that the key was made on.
const UNKNOWN: &str = "the key is usable, but the machine that it was made on could not be recorded, so a copy of \
    this disk will be taken for the original";
