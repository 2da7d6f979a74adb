//! XML must stay XML.
#![no_main]

use casepack_fuzz::still_parses;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    still_parses("etc/app.xml", text, |text| roxmltree::Document::parse(text).is_ok());
});
