//! Bundles that were unpacked and repacked with a stock tool: only the inner seal is left, and it holds.

use crate::forge::{Bench, Entry, FOLDER, Forge, entry, has, member, packed, raw, said, summed};

/// Unpacks a good bundle with a name too long for a tar header's first field.
fn unpacked(test: &str) -> Option<(Bench, Forge)> {
    if !has("tar", test) {
        return None;
    }
    let mut forge = Forge::new();
    let name = format!("data/configuration/host/{}/{}", "d".repeat(64), "f".repeat(60));
    forge.files.insert(3, (name, b"long\n".to_vec()));
    let data: Vec<_> = forge.files.iter().filter(|(name, _)| name.starts_with("data/")).cloned().collect();
    let text = crate::forge::manifest(&forge.key.public(), &data).text();
    forge.with_manifest(&text);
    let bench = Bench::new();
    bench.write("bundle.tar.gz", forge.bundle());
    bench.tool("tar", &["-xzf", "bundle.tar.gz"]);
    Some((bench, forge))
}

#[track_caller]
fn holds(bench: &Bench, name: &str) {
    let strict = bench.run(&["verify", name]);
    assert_eq!(strict.status.code(), Some(4), "{name}");
    assert!(said(&strict).contains("--inner"), "{}", said(&strict));
    let inner = bench.run(&["verify", name, "--inner"]);
    assert!(inner.status.success(), "{name}: {}", said(&inner));
    assert!(said(&inner).contains("the archive around them was not checked"), "{}", said(&inner));
    let shown = bench.run(&["inspect", name, "--inner", "--cat", "README.txt"]);
    assert_eq!(shown.stdout, b"read me\n", "{name}");
}

#[test]
fn what_gnu_tar_packed_again_holds_by_its_inner_seal() {
    let Some((bench, _)) = unpacked("what_gnu_tar_packed_again") else { return };
    for format in ["gnu", "pax", "ustar"] {
        bench.tool("tar", &["--format", format, "-czf", format, FOLDER]);
        holds(&bench, format);
    }
    bench.tool("tar", &["-cf", "plain", &format!("./{FOLDER}")]);
    holds(&bench, "plain");
}

#[test]
fn what_bsdtar_busybox_and_python_packed_again_holds_by_its_inner_seal() {
    let test = "what_others_packed_again";
    let Some((bench, _)) = unpacked(test) else { return };
    if has("bsdtar", test) {
        bench.tool("bsdtar", &["-czf", "bsd", FOLDER]);
        holds(&bench, "bsd");
    }
    if has("busybox", test) {
        bench.tool("busybox", &["tar", "-czf", "busy", FOLDER]);
        holds(&bench, "busy");
    }
    if has("python3", test) {
        let script = "import sys, tarfile\nwith tarfile.open('py', 'w:gz') as tar: tar.add(sys.argv[1])";
        bench.tool("python3", &["-c", script, FOLDER]);
        holds(&bench, "py");
    }
}

#[test]
fn s1_s2_what_was_changed_while_it_was_packed_again_does_not_hold() {
    let forge = Forge::new();
    let typed = |kind: u8, content: &[u8]| {
        let mut extra = entry("data/configuration/host/x", content);
        extra.header[156] = kind;
        extra.header = summed(extra.header);
        let mut entries = forge.entries();
        entries.insert(1, extra);
        packed(&entries)
    };
    let renamed = |name: &str| {
        let mut entries = forge.entries();
        entries[1] = entry(name, &entries[1].content.clone());
        packed(&entries)
    };
    let folder = |name: &str| {
        let mut extra = Entry { header: crate::forge::header(name, 0), content: Vec::new() };
        extra.header[156] = b'5';
        extra.header = summed(extra.header);
        packed(&[&[extra], &forge.entries()[..]].concat())
    };
    let mut changed = forge.entries();
    changed[1].content[0] ^= 1;
    let stranger = Forge::new();
    let mut mixed: Vec<Entry> = forge.entries();
    let last = mixed.len() - 1;
    mixed[last] = stranger.entries()[last].clone();
    let bomb = [member(&raw(&forge.entries()[0])), member(&vec![0; 512 << 20])].concat();
    for (name, bytes, why) in [
        ("a changed file", packed(&changed), "does not match its sum"),
        ("a renamed file", renamed("data/configuration/host/etc/passwd"), "has a sum but is missing"),
        ("a file slipped in", typed(b'0', b""), "has no sum"),
        ("a symlink", typed(b'2', b""), "an entry of type `2`"),
        ("a hard link", typed(b'1', b""), "an entry of type `1`"),
        ("a PAX size", typed(b'x', b"12 size=999\n"), "an extended header with `size`"),
        ("a PAX link", typed(b'x', b"20 linkpath=/etc/xy\n"), "an extended header with `linkpath`"),
        ("a PAX name that leads away", typed(b'x', b"17 path=../../xy\n"), "does not allow"),
        ("a damaged PAX header", typed(b'x', b"999 path=x\n"), "damaged"),
        ("a global header", typed(b'g', b"15 path=../../x\n"), "an entry of type `g`"),
        ("a long name that leads away", typed(b'L', b"../../x\0"), "does not allow"),
        ("a folder that leads away", folder("../../etc/"), "does not allow"),
        ("a folder at the root", folder("/etc/cron.d/"), "does not allow"),
        ("a PAX time that is none", typed(b'x', b"17 mtime=tomorro\n"), "an extended header with `mtime`"),
        ("another's signature", packed(&mixed), "does not match SHA256SUMS"),
        ("a bomb", bomb, "more than is allowed"),
        ("no archive", b"hello".to_vec(), "ends too early"),
    ] {
        let bench = Bench::new();
        bench.write("bundle", bytes);
        let output = bench.run(&["verify", "bundle", "--inner"]);
        assert_eq!(output.status.code(), Some(4), "{name}: {}", said(&output));
        assert!(said(&output).contains(why), "{name}: {}", said(&output));
    }
}
