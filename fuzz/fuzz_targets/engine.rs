//! The whole engine, over any bytes: it terminates, keeps lines and their ends, and gives the same result whether the
//! bytes come at once or in pieces, wherever the boundary of a block is, and whatever the engine has seen before.
#![no_main]

use casepack_fuzz::{ends, fresh, minimized, minimized_by, text_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let [name, size, border, text @ ..] = bytes else { return };
    let name = NAMES[usize::from(*name) % NAMES.len()];
    let whole = minimized(name, &[text]);
    let pieces: Vec<&[u8]> = text.chunks(usize::from(*size) + 1).collect();
    assert_eq!(whole, minimized(name, &pieces), "in pieces of {}", usize::from(*size) + 1);
    // Making an engine takes as long as a hundred short texts.
    if *size < 32 {
        let mut engine = fresh();
        assert_eq!(whole, minimized_by(&mut engine, name, &[text]), "by an engine that was made anew");
        engine.text(text);
        engine.path(text);
    }
    // Text after a line of text, in any encoding, is text in a single encoding.
    let behind = |filling: &[u8]| {
        let out = minimized(name, &[filling, text])?;
        assert_eq!([ends(filling), ends(text)].concat(), ends(&out), "{:?}", text_of(text));
        Some(out.strip_prefix(filling).expect("nothing is replaced in dots").to_vec())
    };
    let near = behind(&filling(9000));
    // A block is long, so not every run can reach the next one.
    if *border < 4 && !text.is_empty() {
        let inside = text.len() * usize::from(*border) / 4;
        assert_eq!(near, behind(&filling(BLOCK - inside)), "with the border of a block before byte {inside}");
    }
});

/// Returns lines of dots with a total number of bytes.
fn filling(length: usize) -> Vec<u8> {
    (1..=length).map(|at| if at % 100 == 0 || at == length { b'\n' } else { b'.' }).collect()
}

/// Bytes of a block.
const BLOCK: usize = 1 << 20;
/// Names that decide how an item is read, and one that does not.
const NAMES: [&str; 12] = [
    "var/log/messages",
    "etc/shadow",
    "etc/ppp/chap-secrets",
    "root/.netrc",
    "etc/ipsec.secrets",
    "state.json",
    "etc/app.yaml",
    "etc/app.toml",
    "etc/app.xml",
    "proc/net/tcp",
    "etc/snmp/snmpd.conf",
    "",
];
