//! Names of machines that no words introduce.

use super::telling::{Says, is_called, is_telling, stem};
use crate::minimize::ascii::{DIGIT, DOTTED, LETTER, LOWER};
use crate::minimize::bytes;

/// Whether a name that no words introduce is a machine's all the same, as it says so itself: a word of nobody's and a
/// number, `quvnix-db7`, or what a machine is among other parts, `boiler-gw-114`; between blanks, quotes or commas, and
/// no thread, no program, no package.
pub(crate) fn stands_alone(line: &[u8], start: usize, end: usize) -> bool {
    let text = &line[start..end];
    if is_in_cabinet(text) {
        return true;
    }
    let (head, rest) = (&line[..start], &line[end..]);
    let opened = head.last().is_none_or(|byte| b" \t\"'(,;<|".contains(byte));
    let blank = |at: usize| rest.get(at).is_none_or(|byte| matches!(byte, b' ' | b'\t'));
    let closed = match rest.first() {
        None => true,
        Some(b'.') => blank(1),
        // A program speaks so, but for what stands behind one.
        Some(b':') => blank(1) && (head.ends_with(b": ") || head.is_empty() && is_device(text)),
        Some(byte) => b" \t\"')>,;`|".contains(byte),
    };
    // A list has nothing but a name in each of its lines, whatever it lists.
    let listed = head.iter().chain(rest).all(u8::is_ascii_whitespace);
    let introduced = |nouns| is_introduced(head, nouns);
    opened && closed && !listed && is_named(text, introduced(&MEANT)) && !introduced(&NOUNS) && !is_package(line, rest)
}

/// `c2-0c1s4n2`: a blade of Cray's, a node or a link of it, by its cabinet, its chassis and its slot.
fn is_in_cabinet(text: &[u8]) -> bool {
    let mut rest = text;
    let mut parts = 0;
    for letter in [b'c', b'-', b'c', b's', b'n'] {
        let Some(number) = rest.strip_prefix(&[letter]).or_else(|| rest.strip_prefix(b"g").filter(|_| letter == b'n'))
        else {
            break;
        };
        let digits = DIGIT.run(number);
        if digits == 0 {
            return false;
        }
        (rest, parts) = (&number[digits..], parts + 1);
    }
    let link = rest.strip_prefix(b"l").unwrap_or(rest);
    parts >= 4 && DIGIT.fills(link)
}

/// `coal-gw2`: what only a device of a network is called, with a number and behind another word, as no program is.
fn is_device(text: &[u8]) -> bool {
    let last = memchr::memrchr(b'-', text).map_or(&b""[..], |dash| &text[dash + 1..]);
    is_called(last, Says::Alone)
}

/// Whether a version follows, or the line speaks of packages, which are called so too: `libquvnix-c2 (>= 1.43)`.
fn is_package(line: &[u8], rest: &[u8]) -> bool {
    let next = rest.trim_ascii_start();
    let next = next.strip_prefix(b"(").unwrap_or(next);
    let version = DOTTED.or(b":+~-").run(next);
    let version = &next[..version];
    let address = DOTTED.fills(version) && memchr::memchr_iter(b'.', version).count() == 3;
    version.first().is_some_and(u8::is_ascii_digit) && version.contains(&b'.') && !address
        || bytes::starts_with_any(next, &[">= ", "<= ", "<< ", ">> ", "= "])
        || bytes::holds_any(line, &PACKAGING)
}

/// Parts of what is said of packages.
const PACKAGING: [&str; 8] = ["ackage", "apt-get", "dpkg", "nstall", "npack", " amd64", "x86_", "changelog"];

/// Whether each part of a name is letters with digits behind them, of four digits at most, and says what it must: less
/// where a machine is meant.
fn is_named(text: &[u8], meant: bool) -> bool {
    // A year, or the number of something else, has four digits alone.
    let part = |part: &[u8]| {
        let letters = stem(part);
        let most = if letters.is_empty() { 3 } else { 4 };
        LETTER.fills(letters) && !part.is_empty() && part.len() - letters.len() <= most
    };
    let parts = || text.split(|byte| *byte == b'-');
    let listed = |part: &[u8], list: &[&str]| {
        let stem = stem(part);
        bytes::is_one_of_in_any_case(stem, list)
    };
    // `quvnix-thread-2`: the number of what stands before it.
    let last = parts().rfind(|part| part.first().is_some_and(u8::is_ascii_alphabetic)).unwrap_or_default();
    let strong = || {
        let lettered = parts().filter(|part| part[0].is_ascii_alphabetic()).count();
        parts().any(|part| is_called(part, if lettered > 1 { Says::Among } else { Says::Alone }))
    };
    // `LGPL-2`, `FIPS-140`: capitals alone are licences, standards and tickets too.
    let small = text.len() > 4 && LOWER.fills(&text[..4]);
    // `resnet-50`, `ixgbe-0`: a word and a number may be anything.
    let counted = parts().count() == 2 && parts().next_back().is_some_and(|part| stem(part).is_empty());
    let telling = small && is_telling(text) && (!counted || meant);
    text.last().is_some_and(u8::is_ascii_digit)
        && (2..=4).contains(&parts().count())
        && parts().all(part)
        && (telling || strong())
        && !listed(last, &NUMBERED)
        && !text.ends_with(b"-pop3")
        && !parts().any(|part| listed(part, &OTHERS))
}

/// Whether the word before a name is one of these: what it is, or how grave what a thread says is.
fn is_introduced(head: &[u8], nouns: &[&str]) -> bool {
    let head = head.strip_suffix(b"'").unwrap_or(head).trim_ascii_end();
    let length = LETTER.run_back(head);
    let word = &head[head.len() - length..];
    bytes::is_one_of_in_any_case(word, nouns)
}

/// Words before a name that is a machine's.
const MEANT: [&str; 11] =
    ["client", "device", "machine", "member", "named", "peer", "printer", "scanner", "source", "station", "system"];

/// What a number at the end of a name counts that is no machine.
const NUMBERED: [&str; 41] = [
    "alarm", "alpha", "batch", "beta", "build", "channel", "core", "cpu", "disk", "el", "event", "exec", "fc", "group",
    "io", "job", "level", "lun", "mode", "option", "part", "phase", "pool", "port", "queue", "rank", "rc", "release",
    "rev", "rule", "shard", "slot", "stage", "state", "step", "task", "thread", "tier", "type", "v", "vol",
];

/// Parts of the names of algorithms, sensors, standards and programs.
const OTHERS: [&str; 41] = [
    "acpi",
    "aes",
    "asmo",
    "bucket",
    "cbc",
    "chacha",
    "circa",
    "cortex",
    "ctr",
    "datacenter",
    "dvportgroup",
    "ecdsa",
    "ecma",
    "emax",
    "emin",
    "gcm",
    "hid",
    "hmac",
    "ieee",
    "isa",
    "lake",
    "latin",
    "md",
    "mini",
    "nistp",
    "openjdk",
    "pci",
    "phy",
    "poly",
    "resgroup",
    "rgb",
    "ripemd",
    "rollup",
    "rsa",
    "sasl",
    "scram",
    "sha",
    "sntrup",
    "utf",
    "virtual",
    "zone",
];

/// Words before a name that is no machine's.
const NOUNS: [&str; 42] = [
    "algorithm",
    "branch",
    "cgroup",
    "channel",
    "chip",
    "cipher",
    "class",
    "commit",
    "container",
    "datacenter",
    "debug",
    "driver",
    "error",
    "fatal",
    "feature",
    "group",
    "image",
    "info",
    "job",
    "kernel",
    "library",
    "module",
    "namespace",
    "notice",
    "package",
    "partition",
    "plugin",
    "pod",
    "pool",
    "profile",
    "project",
    "queue",
    "schema",
    "sensor",
    "snapshot",
    "table",
    "task",
    "thread",
    "topic",
    "trace",
    "version",
    "warn",
];

#[cfg(test)]
mod tests {
    use super::stands_alone;

    #[test]
    fn a_name_that_stands_alone_tells_itself() {
        let alone = |line: &str, name: &str| {
            let start = line.find(name).unwrap();
            stands_alone(line.as_bytes(), start, start + name.len())
        };
        for (line, name) in [
            ("Lost bookie quvnix-bk2, zorgal", "quvnix-bk2"),
            ("'81 (quvnix-web1)' is", "quvnix-web1"),
            ("connect msg for client: boiler-gw-114", "boiler-gw-114"),
            ("label job 4 failed: printer quvnix-4 out of paper", "quvnix-4"),
            ("cacti: Device 'quvnix-9' is DOWN", "quvnix-9"),
            ("mosh-server: quvnix-web-5: unreachable.", "quvnix-web-5"),
            ("quvnix-db7 192.0.2.7 up", "quvnix-db7"),
            ("[2013-05-02 11:20:14][c2-0c1s4n2]x", "c2-0c1s4n2"),
            ("link c2-0c1s4g1l32: x", "c2-0c1s4g1l32"),
        ] {
            assert!(alone(line, name), "{line}");
        }
        for (line, name) in [
            ("[quvnix-io-4] INFO  x", "quvnix-io-4"),
            ("INFO quvnix-4 - x", "quvnix-4"),
            ("model quvnix-50 ready", "quvnix-50"),
            ("quvnix-0 reset", "quvnix-0"),
            ("12:00 quvnix-sx1302[77]: x", "quvnix-sx1302"),
            ("quvnix-ctl2: started", "quvnix-ctl2"),
            ("cipher scram-sha-256 used", "scram-sha-256"),
            ("quvnixtemp-isa-0000 ok", "quvnixtemp-isa-0000"),
            ("install quvnix-17:amd64", "quvnix-17"),
            ("image quvnix-7 pulled", "quvnix-7"),
            ("quvnix-7bf8c77b5b-x2 up", "quvnix-7bf8c77b5b-x2"),
            ("quvnix-thread-2 up", "quvnix-thread-2"),
            ("gw-2.1 up", "gw-2"),
            ("lab-3 up", "lab-3"),
            ("License: QVNL-2 up", "QVNL-2"),
            ("quvnix-mode-2 chosen", "quvnix-mode-2"),
            ("libquvnix-err2 (>= 1.43)", "libquvnix-err2"),
            ("ii  quvnix-cpp14  1:14.0.6-12", "quvnix-cpp14"),
            ("Setting up quvnix-c2 (1.2.3-1)", "quvnix-c2"),
            ("apt-get install quvnix-sasl2 quvnix", "quvnix-sasl2"),
            ("quvnix-cpp14", "quvnix-cpp14"),
            ("circa-1993 and ieee-p1363", "circa-1993"),
            ("/dev/quvnix-lv1 up", "quvnix-lv1"),
            ("key=quvnix-1 up", "quvnix-1"),
            ("commit c2-0c1 up", "c2-0c1"),
            ("module c2-0c1s4x up", "c2-0c1s4x"),
            ("login quvnix-pop3 ok", "quvnix-pop3"),
        ] {
            assert!(!alone(line, name), "{line}");
        }
    }
}
