//! `casepack key`

use std::io::Write;

use super::args::Key;
use super::error::Failure;
use super::exit::Exit;

/// Makes the signing key where there is none, and shows its public half.
pub(super) fn run(action: &Key) -> Result<Exit, Failure> {
    let key = super::state()?.signing_key()?.public();
    let text = match action {
        Key::Init => format!("{}\n", key.fingerprint()),
        Key::Show => format!("{}\n{}\n{}\n", key.fingerprint(), key.line(), key.allowed_signer("appliance")),
    };
    std::io::stdout().write_all(text.as_bytes()).map_err(Failure::print)?;
    Ok(Exit::Done)
}
