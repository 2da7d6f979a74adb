//! The self-check of every run: identifiers that were never seen before pass through the minimizer, and none may come
//! out.

use super::Error;
use crate::pack::manifest::Canaries;
use crate::state::{SECRET, State};

/// Sends fresh identifiers of each kind through `minimize`.
///
/// # Errors
/// If one of them comes out, or if the system has no randomness to make them.
pub(super) fn prove(mut minimize: impl FnMut(&[u8]) -> Vec<u8>) -> Result<Canaries, Error> {
    let fresh = State::ephemeral_secret()?;
    let lines = lines(&fresh);
    let survived =
        lines.iter().filter(|(line, original)| survives(&minimize(line.as_bytes()), original)).count() as u64;
    let planted = lines.len() as u64;
    if survived > 0 { Err(Error::Canary { survived, planted }) } else { Ok(Canaries { planted, survived }) }
}

/// Returns whether an original came out, or nothing did, which proves nothing.
fn survives(out: &[u8], original: &str) -> bool {
    out.is_empty()
        || memchr::memmem::find(&out.to_ascii_lowercase(), original.to_ascii_lowercase().as_bytes()).is_some()
}

/// Returns lines with the identifier that each of them contains.
fn lines(secret: &[u8; SECRET]) -> Vec<(String, String)> {
    let (bytes, _) = secret.split_at(16);
    let [a, b, c, d, ..] = *secret;
    let word = data_encoding::BASE32_NOPAD.encode(bytes).to_ascii_lowercase();
    let word = format!("q{}7", &word[..9]);
    let secret = data_encoding::HEXLOWER.encode(bytes);
    let ipv4 = format!("198.{}.{}.{}", 20 + a % 30, b, 1 + c % 250);
    let ipv6 = format!("2001:db8:{a:x}{b:02x}:{c:x}::{d:x}1f");
    let mac = format!("02:1c:7e:{b:02x}:{c:02x}:{d:02x}");
    let with = |line: String, original: &str| (line, original.to_owned());
    vec![
        with(format!("connect to {ipv4} port 22\n"), &ipv4),
        with(format!("peer {ipv6} is up\n"), &ipv6),
        with(format!("station {mac} joined\n"), mac.get(9..).unwrap_or(&mac)),
        with(format!("Jan  2 03:04:05 {word} sshd[7]: ready\n"), &word),
        with(format!("sshd[7]: Failed password for invalid user {word} from {ipv4} port 9 ssh2\n"), &word),
        with(format!("mail to {word}@mail.{word}.example\n"), &word),
        with(format!("open /home/{word}/notes\n"), &word),
        with(format!("password={secret}\n"), &secret),
        with(format!("{{\"api_key\": \"{secret}\"}}\n"), &secret),
        with(format!("https://svc:{secret}@web.example/\n"), &secret),
        with(format!("Serial Number: {}\n", secret.to_uppercase()), &secret),
        with(format!("Set-Cookie: sid={secret}; Path=/\n"), &secret),
    ]
}
