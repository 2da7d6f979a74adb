//! SSH signatures: blob and armour, and the private keys that make them.
#![no_main]

use casepack::seal::sshsig::{Signature, armour, dearmour};
use casepack::seal::{SUMS, SigningKey};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(signature) = Signature::parse(bytes) {
        // Without the key, nobody can make a signature that holds.
        assert!(!signature.verify(SUMS, &[0; 64]));
        assert_eq!(dearmour(&armour(bytes)).as_deref(), Ok(bytes));
    }
    let text = String::from_utf8_lossy(bytes);
    let _ = Signature::read(&text);
    let _ = SigningKey::read(bytes);
});
