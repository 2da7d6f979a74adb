//! What was TOML is TOML after it.
#![no_main]

use casepack_fuzz::still_parses;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    // What is no string is told from other configuration by the spaces around its equals sign, and may have no comment
    // right behind it, because a secret may hold a `#`.
    let comment = text.as_bytes().windows(2).any(|pair| pair[1] == b'#' && pair[0].is_ascii_alphanumeric());
    if comment || text.matches('=').count() != text.matches(" = ").count() {
        return;
    }
    still_parses("etc/app.toml", text, |text| text.parse::<toml::Table>().is_ok());
});
