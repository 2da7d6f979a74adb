//! Files of allowed signers, and of identities.
#![no_main]

use casepack::inspect::Signers;
use casepack::seal::{PublicKey, encrypt};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(signers) = Signers::parse(text, &TimeZone::UTC) {
        let key = PublicKey::from_blob(b"\0\0\0\x0bssh-ed25519\0\0\0\x20aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        let _ = signers.principal(&key.expect("a blob"), "casepack@sums", Timestamp::UNIX_EPOCH, Some("a"));
    }
    let _ = encrypt::identities(text);
    let _ = text.parse::<encrypt::Recipient>();
});
