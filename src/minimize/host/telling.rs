//! Names of machines that are told from everything else wherever they stand.

use crate::minimize::ascii::{ALNUM, DIGIT, LETTER, LOWER, UPPER};
use crate::minimize::{bytes, dictionary};

/// Whether a machine's name says by itself that it is one: a word that is in no list, a dash, and a digit at its end, as
/// in `zorgal-mx1` and `ZORGAL-MX1`; or two such words of three letters and a number, as in `qvx-zrg-07`.
pub(crate) fn is_telling(text: &[u8]) -> bool {
    let Some(dash) = memchr::memchr(b'-', text) else { return false };
    let (word, rest) = text.split_at(dash);
    let small = word.first().is_some_and(u8::is_ascii_lowercase);
    let letter = |byte: &u8| if small { byte.is_ascii_lowercase() } else { byte.is_ascii_uppercase() };
    let plain = |byte: &u8| letter(byte) || byte.is_ascii_digit() || *byte == b'-';
    let nobodys = |word: &[u8]| word.iter().all(letter) && !dictionary::is_word(word);
    let second = rest[1..].split(|byte| *byte == b'-').next().unwrap_or_default();
    let two = || word.len() == 3 && second.len() >= 3 && nobodys(second);
    rest.last().is_some_and(u8::is_ascii_digit) && rest.iter().all(plain) && (word.len() >= 4 || two()) && nobodys(word)
}

/// Whether a name can be nothing but a machine's where a word leads up to one: parts with dashes between, one of them a word
/// of nobody's, and the last one letters with a number, as in `sql-zorgal1`; or all in capitals, as in `TILL-ZORGAL`.
pub(crate) fn is_told(text: &[u8]) -> bool {
    let capitals = UPPER.or(b"0123456789-").fills(text);
    let small = LOWER.or(b"0123456789-").fills(text);
    let parts = || text.split(|byte| *byte == b'-');
    let last = parts().next_back().unwrap_or_default();
    let numbered = !stem(last).is_empty() && (1..=2).contains(&(last.len() - stem(last).len()));
    let word = |part: &[u8]| dictionary::is_word(stem(part));
    let lettered = |part: &[u8]| part.first().is_some_and(u8::is_ascii_alphabetic);
    // With a number behind it, or in capitals as algorithms and makes are, `RSASSA-PSS`, a word is longer.
    let least = |part: &[u8]| if stem(part).len() < part.len() || capitals { 6 } else { 4 };
    let whole = |part: &[u8]| LETTER.fills(stem(part));
    let nobodys = |part: &[u8]| part.len() >= least(part) && whole(part) && !word(part);
    let counted = |part: &[u8]| part.len() - stem(part).len() < 3;
    let pair = || parts().count() == 2 && parts().all(|part| part.len() >= 4 && whole(part) && counted(part));
    (small && numbered || capitals && pair())
        && !is_platform(text)
        && parts().count() > 1
        && parts().all(lettered)
        && parts().any(nobodys)
}

/// Whether a name with dashes is of a platform, a bus, a protocol or a package rather than of a machine: one of its parts,
/// a number at its end aside, says so, as in `aarch64-unknown-linux-gnu` and `python3-jinja2`.
pub(crate) fn is_platform(text: &[u8]) -> bool {
    text.contains(&b'-')
        && text.split(|byte| *byte == b'-').any(|part| bytes::is_one_of_in_any_case(stem(part), &PLATFORMS))
}

/// Whether a machine's name says what the machine is: `esx-04`, `nas01`, `hmi-pc-11`; or a word of nobody's has a number
/// and a port: `quvnixbox3:6379`.
pub(crate) fn says_machine(text: &[u8]) -> bool {
    let colon = memchr::memchr(b':', text);
    let (name, port) = text.split_at(colon.unwrap_or(text.len()));
    let port = port.get(1..).unwrap_or_default();
    if colon.is_some() && !((2..=5).contains(&port.len()) && DIGIT.fills(port)) {
        return false;
    }
    let lower = name.to_ascii_lowercase();
    let part = |part: &[u8]| ALNUM.fills(part) && !part.is_empty();
    let numbered = lower.last().is_some_and(u8::is_ascii_digit) && lower[0].is_ascii_alphabetic();
    if !numbered || !lower.split(|byte| *byte == b'-').all(part) {
        return false;
    }
    if lower.contains(&b'-') {
        return lower.split(|byte| *byte == b'-').any(|part| is_called(part, Says::Introduced));
    }
    let digits = lower.len() - stem(&lower).len();
    let counted = || bytes::is_one_of(stem(&lower), &NODES) && (3..=5).contains(&digits);
    let called = || is_called(&lower, Says::Alone) && digits < 3 || counted();
    let reached = || {
        let word = stem(&lower);
        colon.is_some() && lower.len() >= 6 && LOWER.fills(word) && word.len() >= 4 && !dictionary::is_word(word)
    };
    called() || reached()
}

/// What stands before the digits at the end of a text.
pub(super) fn stem(text: &[u8]) -> &[u8] {
    &text[..text.len() - DIGIT.run_back(text)]
}

/// Whether a word, a number at its end aside, is what a machine is called, and says it surely enough.
pub(super) fn is_called(word: &[u8], least: Says) -> bool {
    let word = stem(word);
    let is = |known: &&str| word.eq_ignore_ascii_case(known.as_bytes());
    match least {
        Says::Alone => ALONE.iter().any(is),
        Says::Among => ALONE.iter().chain(&AMONG).any(is),
        Says::Introduced => ALONE.iter().chain(&AMONG).chain(&INTRODUCED).any(is),
    }
}

/// Where a word is enough to say that a name is a machine's.
#[derive(Clone, Copy)]
pub(super) enum Says {
    /// As the whole name before its number.
    Alone,
    /// As one of several parts.
    Among,
    /// As one of several parts where words introduce the name, or the number says it.
    Introduced,
}

/// What stands in names of platforms, buses, protocols and packages.
const PLATFORMS: [&str; 36] = [
    "aarch",
    "alpn",
    "android",
    "arm",
    "armv",
    "bpf",
    "cortex",
    "darwin",
    "diffie",
    "gnu",
    "gnueabi",
    "gnueabihf",
    "gnulibc",
    "grpc",
    "hda",
    "hellman",
    "jdbc",
    "kprobe",
    "linux",
    "mips",
    "mipsel",
    "musl",
    "openid",
    "pci",
    "powerpc",
    "ppc",
    "psk",
    "python",
    "riscv",
    "scsi",
    "snmp",
    "sparc",
    "tls",
    "usb",
    "wasm",
    "xserver",
];
/// What the many machines of a cluster are called, with a number of three digits or more.
const NODES: [&str; 5] = ["cn", "compute", "nid", "node", "wn"];
const ALONE: [&str; 9] = ["esx", "esxi", "fw", "gw", "hmi", "nas", "pve", "rtr", "srv"];
const AMONG: [&str; 16] = [
    "box", "cam", "hv", "kiosk", "kvm", "lab", "laptop", "mx", "notebook", "pc", "plc", "printer", "sw", "wks", "ws",
    "edge",
];
const INTRODUCED: [&str; 7] = ["ap", "dc", "desktop", "host", "node", "ns", "server"];

#[cfg(test)]
mod tests {
    use super::{is_telling, is_told, says_machine};

    #[test]
    fn what_a_machine_is_tells_it() {
        for name in ["esx-04", "nas01", "hmi-pc-11", "QUV-WS3", "gw7:502", "quvnixbox3:6379", "node017"] {
            assert!(says_machine(name.as_bytes()), "{name}");
        }
        for text in [
            "node20",
            "kvm64",
            "ws",
            "step3:2000",
            "quvnixbox3",
            "quvnixbox3:1",
            "sw-2.1",
            "gw-east",
            "x--7",
            "",
            "7",
            "ap-7:x",
        ] {
            assert!(!says_machine(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn a_word_of_nobodys_among_parts_tells_a_machine_that_is_led_up_to() {
        for text in [&b"sql-zorgal1"[..], b"app-quvn-b2", b"TILL-ZORGAL", b"QUVNIX7-TILL"] {
            assert!(is_told(text), "{text:?}");
        }
        for text in [
            &b"sql-backup1"[..],
            b"zorgal-7",
            b"quvnix-zorgal",
            b"READ-ONLY",
            b"QUVNIX-ZRG",
            b"QUVNIX20-ZORGAL7305",
            b"A-QUVNIX-ZORGAL",
            b"QUVNIX",
        ] {
            assert!(!is_told(text), "{text:?}");
        }
    }

    #[test]
    fn a_word_of_nobodys_and_a_number_tell_a_machine() {
        for text in [&b"zorgal-mx1"[..], b"quvnix-a-7", b"ZORGAL-PC7", b"qvx-zrg-07"] {
            assert!(is_telling(text), "{text:?}");
        }
        for text in [&b"backup-mx1"[..], b"zorgal1", b"zorgal-mx", b"zorgal-1.conf", b"gwx-mx1", b"BACKUP-MX1"] {
            assert!(!is_telling(text), "{text:?}");
        }
        for text in [&b"Zorgal-MX1"[..], b"qvx-mail-07", b"qvx-zr-07", b"qvx-07-zrg"] {
            assert!(!is_telling(text), "{text:?}");
        }
    }
}
