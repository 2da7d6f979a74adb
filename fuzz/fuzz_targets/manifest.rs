//! The manifest: what parses is written, parses again to the same, and can be shown.
#![no_main]

use casepack::pack::manifest::{Head, Manifest};
use casepack::report::{digest, html};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let head = serde_json::from_slice::<Head>(bytes);
    if let Ok(manifest) = serde_json::from_slice::<Manifest>(bytes) {
        // Only the reader refuses an invalid digest.
        assert!(head.is_ok() || manifest.items.iter().any(|item| item.sha256.len() != 64 || !is_hex(&item.sha256)));
        let _ = html::page(&manifest);
        let _ = digest::text(&manifest, &|text| text.to_owned());
        serde_json::from_str::<Manifest>(&manifest.text()).expect("what we write parses");
    }
});

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
