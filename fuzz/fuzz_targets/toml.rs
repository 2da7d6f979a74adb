//! TOML must stay TOML.
#![no_main]

use casepack_fuzz::still_parses;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    // A value that is not a string differs from other configuration only by the spaces around its equals sign, and may
    // have no comment right after it, because a secret may contain a `#`.
    let comment = text.as_bytes().windows(2).any(|pair| pair[1] == b'#' && pair[0].is_ascii_alphanumeric());
    if comment || text.matches('=').count() != text.matches(" = ").count() {
        return;
    }
    still_parses("etc/app.toml", text, |text| text.parse::<toml::Table>().is_ok());
});
