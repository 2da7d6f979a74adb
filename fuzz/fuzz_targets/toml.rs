//! What was TOML is TOML after it.
#![no_main]

use casepack_fuzz::still_parses;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    still_parses("etc/app.toml", text, |text| text.parse::<toml::Table>().is_ok());
});
