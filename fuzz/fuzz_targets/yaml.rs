//! YAML must stay YAML.
#![no_main]

use casepack_fuzz::still_parses;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    // The parser accepts a single tab after an indicator before a number, but not before a word, although YAML allows
    // both.
    if [":\t", "-\t", "?\t"].iter().any(|mark| text.contains(mark)) {
        return;
    }
    // A key may have 1,024 characters, which a key of a hundred can exceed if each part of it becomes a word.
    if text.lines().any(|line| line.len() > LINE) {
        return;
    }
    still_parses("etc/app.yaml", text, |text| saphyr_parser::Parser::new_from_str(text).all(|event| event.is_ok()));
});

/// Maximum bytes of a line.
const LINE: usize = 100;
