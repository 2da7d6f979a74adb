//! Files, versions and things with their number that are called as a machine might be.

use super::labels::{IS_CERTAIN, endings};
use crate::minimize::ascii::{DIGIT, HEX, LOWER, NAME, is_number};
use crate::minimize::bytes;

/// Whether a name with dots is a file's: one of its own name, or the copy of one that a machine's owner changed.
pub(super) fn is_file(text: &[u8]) -> bool {
    let named = bytes::is_one_of_in_any_case(text, &NAMES);
    let mut labels = text.rsplit(|byte| *byte == b'.');
    let copied = match (labels.next(), labels.next()) {
        (Some(b"local" | b"example"), Some(stem)) => bytes::is_one_of(stem, &ENDS),
        _ => false,
    };
    named || copied
}

/// Whether a name of two labels is a file's by the folder before it: `/etc/vim/vimrc.local`, what networkd(8) reads, and `./test/ring.au` where
/// the folder is named from where a program runs.
pub(super) fn is_in_folder(line: &[u8], start: usize, end: usize) -> bool {
    let (head, name) = (&line[..start], &line[start..end]);
    let relative = || {
        let length = NAME.or(b"/+").run_back_within(head, PATH);
        let path = &head[head.len() - length..];
        length < PATH && (path.starts_with(b"./") || path.starts_with(b"../"))
    };
    head.ends_with(b"/")
        && !head.ends_with(b"//")
        && name.iter().filter(|byte| **byte == b'.').count() == 1
        && line.get(end) != Some(&b'/')
        && (bytes::ends_with_any(name, &[".local", ".network", ".link"]) || relative())
}

/// Bytes of a path that are read.
const PATH: usize = 256;

/// Where a day stands behind a whole name, as in what is kept of a machine: `gw7.plant.example-2026-01-02.tar.gz`.
pub(super) fn dated(text: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'-', text).find(|dash| {
        let (name, day) = (&text[..*dash], &text[dash + 1..]);
        let digits = DIGIT.run(day);
        let dashed = digits == 4 && day.get(4) == Some(&b'-') && day.get(5).is_some_and(u8::is_ascii_digit);
        (dashed || matches!(digits, 8 | 10))
            && memchr::memchr_iter(b'.', name).count() >= 2
            && endings(name) & IS_CERTAIN != 0
    })
}

/// `30s`, `1w2d`, `250ms`: how long something lasts.
pub(super) fn is_duration(text: &[u8]) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let digits = DIGIT.run(rest);
        let unit = LOWER.run(&rest[digits..]);
        let known = matches!(&rest[digits..digits + unit], b"us" | b"ms" | b"s" | b"m" | b"h" | b"d" | b"w" | b"y");
        if digits == 0 || digits > 6 || !known {
            return false;
        }
        rest = &rest[digits + unit..];
    }
    (1..=7).contains(&text.len())
}

/// Whether a text ends as no name of the domain system does: `index.js`, and with a version as `pc-q35-rhel9.4.0`.
pub(super) fn ends_as_none(text: &[u8]) -> bool {
    let Some(last) = memchr::memrchr(b'.', text).map(|dot| &text[dot + 1..]) else { return false };
    let program = bytes::is_one_of(last, &PROGRAMS);
    program || is_number(last)
}

/// Ends of programs, of what they read and of what they write, none of which a country has.
const PROGRAMS: [&str; 14] =
    ["cfg", "conf", "exe", "ini", "jar", "js", "json", "log", "php", "tmp", "txt", "xml", "yaml", "yml"];

/// Whether a text in small letters is a thing and its number: `snapshot-7`.
pub(super) fn is_counted(lower: &[u8]) -> bool {
    let dash = memchr::memrchr(b'-', lower).filter(|dash| DIGIT.fills(&lower[dash + 1..]));
    is_target(lower)
        || dash.is_some_and(|dash| bytes::is_one_of(&lower[..dash], &THINGS))
        || bytes::is_one_of(lower, &PROCESSORS)
}

/// `scratch-OST0007`, `scratch-MDT0000-mdc-…`: where Lustre keeps what it holds.
fn is_target(lower: &[u8]) -> bool {
    [&b"-ost"[..], b"-mdt"].iter().any(|kind| {
        let at = memchr::memmem::find(lower, kind).map(|at| at + kind.len());
        at.and_then(|at| lower.get(at..at + 4)).is_some_and(|number| HEX.fills(number))
    })
}

/// Processors that hypervisors make up for their guests.
const PROCESSORS: [&str; 4] = ["kvm32", "kvm64", "qemu32", "qemu64"];

/// Whether a part of a machine, a standard or an image has a number there that is no port: `cpu-c3:1024`,
/// `iso-8859-1:2004`, `image web-b3:1900`.
pub(super) fn is_part(line: &[u8], start: usize, first: &[u8]) -> bool {
    let image = bytes::ends_with_any(&line[..start], &["image ", "Image ", "image: ", "image=", "tag "]);
    image || bytes::is_one_of_in_any_case(first, &PARTS)
}

/// Parts of machines, and who numbers standards.
const PARTS: [&str; 16] =
    ["cpu", "core", "cve", "din", "en", "gpt", "gpu", "iec", "ieee", "iso", "rfc", "rs", "sha", "usb", "utf", "x"];

/// What has numbers, and is no machine.
const THINGS: [&str; 31] = [
    "alarm",
    "block",
    "chunk",
    "cookie",
    "cursor",
    "device",
    "disk",
    "event",
    "exec",
    "job",
    "level",
    "part",
    "partition",
    "phase",
    "pool",
    "port",
    "queue",
    "rev",
    "rule",
    "sha",
    "shard",
    "slot",
    "snapshot",
    "step",
    "task",
    "thread",
    "tier",
    "timeout",
    "unit",
    "utf",
    "volume",
];

/// Names that stand without their folder.
const NAMES: [&str; 8] =
    ["rc.local", "issue.net", "jail.local", "fail2ban.local", "subject.local", "named.ca", "osgi.ee", "kadmin.local"];

/// Ends of files of which a copy is called `local` or `example`.
const ENDS: [&str; 16] = [
    "cfg",
    "cnf",
    "conf",
    "env",
    "html",
    "ini",
    "json",
    "md",
    "php",
    "properties",
    "py",
    "sh",
    "txt",
    "xml",
    "yaml",
    "yml",
];

#[cfg(test)]
mod tests {
    use super::{ends_as_none, is_counted, is_file, is_in_folder};

    #[test]
    fn things_have_numbers() {
        assert!(is_counted(b"snapshot-7") && !is_counted(b"batch-07") && !is_counted(b"snapshot"));
    }

    #[test]
    fn no_name_ends_as_a_program_or_a_version() {
        assert!(ends_as_none(b"index.js") && ends_as_none(b"pc-q35-rhel9.4.0"));
        assert!(!ends_as_none(b"gw7.plant.example") && !ends_as_none(b"gw7") && !ends_as_none(b"gw7."));
    }

    #[test]
    fn a_folder_tells_a_file() {
        let file = |line: &str, name: &str| {
            let start = line.find(name).unwrap();
            is_in_folder(line.as_bytes(), start, start + name.len())
        };
        assert!(file("install ./Lib/test/zorgal.au /x", "zorgal.au") && file("/etc/vim/vimrc.local", "vimrc.local"));
        assert!(!file("./zorgal.au/x", "zorgal.au") && !file("/srv/www/zorgal.au", "zorgal.au"));
    }

    #[test]
    fn copies_of_files_are_files() {
        for name in ["named.conf.local", "ui.json.example", "rc.local"] {
            assert!(is_file(name.as_bytes()), "{name}");
        }
        assert!(!is_file(b"gw7.plant.local") && !is_file(b"quvnix.example"));
    }
}
