//! The reader of repacked bundles, which is also used without verification; the tar itself, without gzip around it, so
//! that the fuzzer reaches it.
#![no_main]

use casepack::inspect::{Bundle, Checks, Seals, cat, entries, verify};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut bundle = Bundle::of_bytes(bytes.to_vec());
    let checks = Checks { seals: Seals::Inner, ..Checks::none(jiff::Timestamp::UNIX_EPOCH) };
    // The calls only have to return.
    let _ = verify(&mut bundle, &checks);
    let (entries, _) = entries(&mut bundle);
    if let Some(entry) = entries.first() {
        let _ = cat(&mut bundle, &entry.name, None, &mut std::io::sink());
    }
});
