//! OpenSSH's own private key format (PROTOCOL.key), as far as an Ed25519 key without a passphrase needs it.

use data_encoding::BASE64;
use zeroize::Zeroizing;

use super::key::Error;
use super::sshsig::take_string;

/// Returns whether a file begins like an OpenSSH private key.
pub(super) fn is_openssh(bytes: &[u8]) -> bool {
    bytes.starts_with(BEGIN.as_bytes())
}

/// Returns the seed and the public half of the key in a file.
pub(super) fn parse(bytes: &[u8]) -> Result<(Zeroizing<Vec<u8>>, [u8; 32]), Error> {
    let blob = dearmour(bytes).ok_or(Error::OpenSsh { part: "the armour" })?;
    let form = |part| move || Error::OpenSsh { part };
    let rest = blob.strip_prefix(MAGIC).ok_or_else(form("the magic"))?;
    let (cipher, rest) = take_string(rest).ok_or_else(form("the cipher"))?;
    let (_, rest) = take_string(rest).ok_or_else(form("the key derivation"))?;
    let (_, rest) = take_string(rest).ok_or_else(form("the key derivation options"))?;
    if cipher != b"none" {
        return Err(Error::Passphrase);
    }
    let rest = rest.strip_prefix(&1_u32.to_be_bytes()).ok_or_else(form("the number of keys"))?;
    let (_, rest) = take_string(rest).ok_or_else(form("the public key"))?;
    let (private, rest) = take_string(rest).ok_or_else(form("the private key"))?;
    let (checks, private) = private.split_at_checked(8).ok_or_else(form("the check"))?;
    let (kind, private) = take_string(private).ok_or_else(form("the key type"))?;
    if kind != b"ssh-ed25519" {
        return Err(Error::Kind { kind: String::from_utf8_lossy(kind).into_owned() });
    }
    let (public, private) = take_string(private).ok_or_else(form("the public half"))?;
    let (pair, _comment_and_padding) = take_string(private).ok_or_else(form("the private half"))?;
    let (seed, again) = pair.split_at_checked(32).ok_or_else(form("the private half"))?;
    if checks[..4] != checks[4..] || public != again || !rest.is_empty() {
        return Err(Error::OpenSsh { part: "the check" });
    }
    let public = public.try_into().map_err(|_| form("the public half")())?;
    Ok((Zeroizing::new(seed.to_vec()), public))
}

fn dearmour(bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let text = std::str::from_utf8(bytes).ok()?.trim_end();
    let body = text.strip_prefix(BEGIN)?.strip_suffix(END)?;
    let joined: Zeroizing<String> = Zeroizing::new(body.split_ascii_whitespace().collect());
    BASE64.decode(joined.as_bytes()).ok().map(Zeroizing::new)
}

const BEGIN: &str = "-----BEGIN OPENSSH PRIVATE KEY-----";
const END: &str = "-----END OPENSSH PRIVATE KEY-----";
const MAGIC: &[u8] = b"openssh-key-v1\0";
