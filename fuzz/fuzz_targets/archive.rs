//! The strict reader: members, frames, archive, sums and manifest, under a valid outer seal.
//!
//! The bytes are used as members, as frames, and as the tar in either, because no fuzzer guesses a checksum.
#![no_main]

use std::io::Write;
use std::sync::LazyLock;

use casepack::inspect::{Bundle, Checks, verify};
use casepack::pack::Packing;
use casepack::seal::{Sealer, SigningKey};
use flate2::{Compression, GzBuilder};
use libfuzzer_sys::fuzz_target;

static KEY: LazyLock<SigningKey> = LazyLock::new(|| {
    let pkcs8 = SigningKey::generate().expect("random bytes");
    SigningKey::from_pkcs8(&pkcs8).expect("a key")
});

fuzz_target!(|bytes: &[u8]| {
    let members: Vec<u8> = bytes.chunks(8192).flat_map(member).collect();
    let contents =
        [(bytes, Packing::Gzip), (&members, Packing::Gzip), (bytes, Packing::Zstd), (bytes, Packing::Plain)];
    for (content, packing) in contents {
        let mut sealer = Sealer::new(Vec::new());
        sealer.write_all(content).expect("memory takes all");
        let sealed = sealer.seal(&KEY, packing).expect("memory takes all");
        let verdict = verify(&mut Bundle::of_bytes(sealed), &Checks::none(jiff::Timestamp::UNIX_EPOCH));
        // The key is new each time, so nothing that the fuzzer finds can be signed with it.
        assert!(verdict.is_err());
    }
});

fn member(chunk: &[u8]) -> Vec<u8> {
    let mut encoder = GzBuilder::new().operating_system(255).write(Vec::new(), Compression::none());
    encoder.write_all(chunk).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}
