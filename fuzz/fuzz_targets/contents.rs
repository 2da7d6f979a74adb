//! The content behind a valid inner seal: sums and manifest, checked against the files of a valid archive.
//!
//! The input is the text of SHA256SUMS and of the manifest, with a zero byte between them.
#![no_main]

use std::sync::LazyLock;

use casepack::inspect::{Bundle, Checks, Seals, verify};
use casepack::seal::{SUMS, SigningKey, sshsig};
use libfuzzer_sys::fuzz_target;

static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::read(PEM).expect("a key"));

fuzz_target!(|bytes: &[u8]| {
    let at = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let (sums, manifest) = (&bytes[..at], bytes.get(at + 1..).unwrap_or_default());
    let digest = ring::digest::digest(&ring::digest::SHA512, sums);
    let signature = sshsig::armour(&sshsig::sign(&KEY, SUMS, digest.as_ref()));
    let mut tar = tar::Builder::new(Vec::new());
    for (name, content) in [
        ("README.txt", &b"read me\n"[..]),
        ("data/configuration/host/etc/hosts", b"127.0.0.1 localhost\n"),
        ("manifest.json", manifest),
        ("report.html", b"<!DOCTYPE html>\n"),
        ("SHA256SUMS", sums),
        ("SHA256SUMS.sig", signature.as_bytes()),
    ] {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        tar.append_data(&mut header, format!("{FOLDER}/{name}"), content).expect("memory takes all");
    }
    let tar = tar.into_inner().expect("memory takes all");
    let checks = Checks { seals: Seals::Inner, ..Checks::none(jiff::Timestamp::UNIX_EPOCH) };
    // Whether it holds is a matter for the tests; the key is known, so it may.
    if let Ok(verdict) = verify(&mut Bundle::of_bytes(tar), &checks) {
        assert_eq!(verdict.entries.len(), 6);
        assert_eq!(verdict.fingerprint, KEY.public().fingerprint());
    }
});

const FOLDER: &str = "casepack-4711-20260102T030405Z-abcdef";
/// The example of RFC 8410.
const PEM: &[u8] = b"-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
