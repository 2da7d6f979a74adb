//! Archives with one modification each, read by us and by stock readers: whatever we accept, they accept too, and find
//! the same files with the same content. So we refuse whatever a stock reader refuses or interprets differently.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use casepack::inspect::{Bundle, Checks, Seals, verify};
use jiff::Timestamp;

use crate::forge::{Bench, Entry, FOLDER, Forge, entry, has, member, raw, sha256, summed};

/// Paths below the folder of unpacking, with the digests of their contents.
type Files = BTreeMap<String, String>;

#[test]
fn s2_what_a_stock_reader_refuses_or_reads_otherwise_is_refused_here() {
    let test = "what_a_stock_reader_refuses";
    let readers: Vec<Reader> = READERS.into_iter().filter(|reader| has(reader.program, test)).collect();
    let forge = Forge::new();
    let (bench, mut taken, mut refused) = (Bench::new(), Vec::new(), 0);
    let mut look = |name: &str, bytes: Vec<u8>, seals: Seals| {
        let checks = Checks { seals, ..Checks::none(Timestamp::UNIX_EPOCH) };
        match verify(&mut Bundle::of_bytes(bytes.clone()), &checks) {
            Ok(verdict) => {
                let files = verdict.entries.iter();
                let files: Files = files.map(|one| (format!("{FOLDER}/{}", one.name), hex(&one.digest))).collect();
                taken.push((name.to_owned(), bytes, files));
            }
            Err(_) => refused += 1,
        }
    };
    for (name, archive) in archives(&forge) {
        look(&name, forge.seal(member(&archive)), Seals::Both);
        look(&name, archive, Seals::Inner);
    }
    for (name, bytes) in containers(&forge) {
        look(&name, forge.seal(bytes.clone()), Seals::Both);
        look(&name, bytes, Seals::Inner);
    }
    // Both outcomes must be frequent, or a change has made all archives valid or all invalid.
    assert!(taken.len() > 40 && refused > 1000, "{} taken, {refused} refused", taken.len());
    fs::create_dir(bench.path("archives")).unwrap();
    for (number, (_, bytes, _)) in taken.iter().enumerate() {
        bench.write(&format!("archives/{number}"), bytes);
    }
    let mut wrong = Vec::new();
    for reader in &readers {
        for ((name, _, files), found) in taken.iter().zip(reader.read(&bench, taken.len())) {
            if found.as_ref() != Ok(files) {
                wrong.push(format!("{name}, by {}: {found:?}", reader.program));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A stock reader, with the script by which it unpacks every one of `archives` into a folder of `out` and writes its
/// complaints into a file of `complaints`.
struct Reader {
    program: &'static str,
    script: &'static str,
}

impl Reader {
    /// Returns what it unpacks, or its complaint.
    fn read(&self, bench: &Bench, archives: usize) -> Vec<Result<Files, String>> {
        for folder in ["out", "complaints"] {
            let _ = fs::remove_dir_all(bench.path(folder));
            fs::create_dir(bench.path(folder)).unwrap();
        }
        (0..archives).for_each(|number| fs::create_dir(bench.path(&format!("out/{number}"))).unwrap());
        if self.program == "python3" {
            bench.tool("python3", &["-c", self.script]);
        } else {
            let each = format!(
                "for n in $(ls archives); do {{ {}; }} 2>complaints/$n || echo failed >>complaints/$n; done",
                self.script
            );
            bench.tool("sh", &["-c", &each]);
        }
        let read = |number: usize| {
            let complaint = fs::read_to_string(bench.path(&format!("complaints/{number}"))).unwrap();
            let (out, mut files) = (bench.path(&format!("out/{number}")), Files::new());
            collect(&out, &out, &mut files);
            if complaint.is_empty() { Ok(files) } else { Err(complaint) }
        };
        (0..archives).map(read).collect()
    }
}

const READERS: [Reader; 5] = [
    Reader { program: "tar", script: "tar --warning=no-timestamp -xf archives/$n -C out/$n" },
    Reader { program: "bsdtar", script: "bsdtar -xf archives/$n -C out/$n" },
    Reader { program: "busybox", script: "gzip -cdf archives/$n | busybox tar -xf - -C out/$n" },
    Reader {
        program: "gzip",
        script: "if [ \"$(od -An -tx1 -N2 archives/$n)\" = ' 1f 8b' ]; then gzip -t archives/$n; fi; \
                 tar --warning=no-timestamp -xf archives/$n -C out/$n",
    },
    Reader {
        program: "python3",
        script: r#"
import os, tarfile
for name in os.listdir("archives"):
    with open("complaints/" + name, "w") as complaint:
        try:
            tarfile.open("archives/" + name, errorlevel=2).extractall("out/" + name)
        except Exception as error:
            complaint.write(repr(error))
"#,
    },
];

fn collect(root: &Path, folder: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let (path, kind) = (entry.path(), entry.file_type().unwrap());
        let name = path.strip_prefix(root).unwrap().display().to_string();
        if kind.is_dir() {
            collect(root, &path, files);
        } else {
            files.insert(name, if kind.is_file() { sha256(&fs::read(&path).unwrap()) } else { format!("{kind:?}") });
        }
    }
}

/// Returns archives with a changed field in one header, its checksum corrected, or with one additional entry.
fn archives(forge: &Forge) -> Vec<(String, Vec<u8>)> {
    let tar = |entries: &[Entry], end: usize| -> Vec<u8> {
        entries.iter().flat_map(raw).chain(std::iter::repeat_n(0, end)).collect()
    };
    let mut out: Vec<(String, Vec<u8>)> =
        [0, 512, 1024, 2048, 10_240].map(|end| (format!("{end} zeros at the end"), tar(&forge.entries(), end))).into();
    for (field, from, to) in FIELDS {
        for value in VALUES {
            let mut entries = forge.entries();
            let header = &mut entries[1].header;
            header[from..to].fill(0);
            let value = &value[..value.len().min(to - from)];
            header[from..from + value.len()].copy_from_slice(value);
            *header = summed(*header);
            out.push((format!("{field} {:?}", String::from_utf8_lossy(value)), tar(&entries, 1024)));
        }
    }
    for length in 1..=8 {
        for sum in ["0", " ", "0\0 ", "\0", "x"] {
            let mut entries = forge.entries();
            let header = &mut entries[1].header;
            let end = 156 - length;
            header[end..156].copy_from_slice(&sum.as_bytes().repeat(8)[..length]);
            out.push((format!("a checksum that ends in {length} of {sum:?}"), tar(&entries, 1024)));
        }
    }
    for kind in b"\x001234567DgKLMNSVxXA" {
        for content in CONTENTS {
            for name in ["data/x", "data/configuration/host/etc/hosts", "../x"] {
                let mut extra = entry(name, content);
                extra.header[156] = *kind;
                extra.header = summed(extra.header);
                let mut entries = forge.entries();
                entries.insert(1, extra);
                let what = format!("a `{}` at {name} of {:?}", kind.escape_ascii(), String::from_utf8_lossy(content));
                out.push((what, tar(&entries, 1024)));
            }
        }
    }
    out
}

/// Returns gzip members with a changed byte in a header or additional bytes after them.
fn containers(forge: &Forge) -> Vec<(String, Vec<u8>)> {
    let tar: Vec<u8> = forge.entries().iter().flat_map(raw).chain([0; 1024]).collect();
    let whole = member(&tar);
    let mut out = Vec::new();
    for at in 0..10 {
        for byte in [0, 1, 2, 4, 8, 16, 32, 64, 128, 255] {
            let mut changed = whole.clone();
            changed[at] = byte;
            out.push((format!("byte {at} of a member is {byte}"), changed));
        }
    }
    let halves = [member(&tar[..700]), member(&tar[700..])];
    for (name, parts) in [
        ("two members", [&halves[0][..], &[], &halves[1]]),
        ("an empty member", [&whole, &member(b""), &[]]),
        ("zeros behind the members", [&whole, &[0; 512], &[]]),
        ("text behind the members", [&whole, b"hidden", &[]]),
        ("a member's head behind the members", [&whole, &whole[..12], &[]]),
        ("zeros between two members", [&halves[0], &[0; 512], &halves[1]]),
        ("an archive behind the archive", [&whole, &whole, &[]]),
        ("a file behind the archive", [&whole, &member(&raw(&entry("data/x", b"x"))), &[]]),
        ("a trailer cut off", [&whole[..whole.len() - 4], &[], &[]]),
    ] {
        out.push((name.to_owned(), parts.concat()));
    }
    out
}

fn hex(digest: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(digest)
}

const FIELDS: [(&str, usize, usize); 13] = [
    ("name", 0, 100),
    ("mode", 100, 108),
    ("uid", 108, 116),
    ("gid", 116, 124),
    ("size", 124, 136),
    ("mtime", 136, 148),
    ("type", 156, 157),
    ("link", 157, 257),
    ("magic", 257, 265),
    ("owner", 265, 297),
    ("major", 329, 337),
    ("prefix", 345, 500),
    ("rest", 500, 512),
];

/// Values of fields in archives of other programs.
const VALUES: [&[u8]; 27] = [
    b"",
    b"0",
    b"7",
    b"8",
    b"ustar\x0000",
    b"ustar  \0",
    b"ustar",
    b"USTAR\x0000",
    b"0000024\0",
    b"00000000024\0",
    b"         24 ",
    b"24 24",
    b"24\x0024",
    b" 24x",
    b"0x14",
    b"+24",
    b"-24",
    b"77777777777\0",
    b"777777777777",
    b"\x80\0\0\0\0\0\0\0\0\0\0\x14",
    b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xfe",
    b"root",
    b"\xc3\xa9",
    b"casepack-4711-20260102T030405Z-abcdef/data/configuration/host/etc/hosts",
    b"casepack-4711-20260102T030405Z-abcdef/data/configuration/host/etc/hosts\0x",
    b"casepack-4711-20260102T030405Z-abcdef//data/configuration/host/etc/./hosts",
    b"/casepack-4711-20260102T030405Z-abcdef/data/configuration/host/etc/hosts/",
];

/// Contents of entries that describe other entries.
const CONTENTS: [&[u8]; 11] = [
    b"",
    b"casepack-4711-20260102T030405Z-abcdef/data/configuration/host/etc/hosts\0",
    b"casepack-4711-20260102T030405Z-abcdef/data/configuration/host/etc/hosts\0\0x",
    b"80 path=casepack-4711-20260102T030405Z-abcdef/data/configuration/host/etc/hosts\n",
    b"13 path=../x\n",
    b"20 mtime=1767323045\n",
    b"20 mtime=x767323045\n",
    b"20 uname=1767323045\n0 comment=\n",
    b"10 size=1\n",
    b"22 GNU.sparse.major=1\n",
    b"21 hdrcharset=BINARY\n",
];
