//! What was YAML is YAML after it.
#![no_main]

use casepack_fuzz::still_parses;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    still_parses("etc/app.yaml", text, |text| saphyr_parser::Parser::new_from_str(text).all(|event| event.is_ok()));
});
