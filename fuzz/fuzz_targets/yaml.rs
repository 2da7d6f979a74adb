//! What was YAML is YAML after it.
#![no_main]

use casepack_fuzz::still_parses;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    // The parser takes a tab alone behind an indicator before a number, but not before a word, where YAML has both.
    if [":\t", "-\t", "?\t"].iter().any(|mark| text.contains(mark)) {
        return;
    }
    // A key may have 1,024 letters, which one of a hundred outgrows where each part of it becomes a word.
    if text.lines().any(|line| line.len() > LINE) {
        return;
    }
    still_parses("etc/app.yaml", text, |text| saphyr_parser::Parser::new_from_str(text).all(|event| event.is_ok()));
});

/// Bytes of a line.
const LINE: usize = 100;
