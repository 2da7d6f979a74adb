//! `casepack key`

use std::io::Write;

use super::args::Key;
use super::error::Failure;
use super::exit::Exit;
use super::print;
use crate::state::State;

/// Makes the signing key where there is none, shows its public half, or puts a new one in its place.
pub(super) fn run(action: &Key) -> Result<Exit, Failure> {
    let state = super::state()?;
    let text = match action {
        Key::Init => format!("{}\n", state.signing_key()?.public().fingerprint()),
        Key::Show => {
            let key = state.signing_key()?.public();
            warn_of_a_clone(&state)?;
            format!("{}\n{}\n{}\n", key.fingerprint(), key.line(), key.allowed_signer("appliance"))
        }
        Key::Rotate => rotate(&state)?,
    };
    print::text(text)?;
    Ok(Exit::Done)
}

fn rotate(state: &State) -> Result<String, Failure> {
    let now = super::clock().now();
    let rotation = state.rotate(now)?;
    let _ = writeln!(
        std::io::stderr(),
        "{} signs from now on; {} vouches for it in {}\n\
         who verifies bundles takes these two lines into allowed_signers:",
        rotation.new.fingerprint(),
        rotation.old.fingerprint(),
        rotation.folder.display()
    );
    Ok(rotation.allowed_signers(now))
}

fn warn_of_a_clone(state: &State) -> Result<(), Failure> {
    let Ok(machine) = std::fs::read("/etc/machine-id") else { return Ok(()) };
    if state.is_cloned(&machine)? {
        print::warning(crate::state::CLONED);
    }
    Ok(())
}
