//! Bundles made by an enemy: each is refused with its reason, in little memory and little time.
//!
//! The first list was changed after it was sealed, or is held to something that it does not keep; of the second every
//! bundle carries good seals, and the fault lies within. FORMAT.md lists both.

use std::time::{Duration, Instant};

use casepack::seal::{BUNDLE, SUMS, SigningKey};

use crate::forge::{
    Bench, Entry, FOLDER, Forge, entry, footer, header, member, packed, raw, said, sha256, signature, summed,
};

#[test]
fn a_forged_bundle_that_keeps_the_format_holds() {
    let bench = Bench::new();
    bench.write("good", Forge::new().bundle());
    let output = bench.run(&["verify", "good", "--case", "4711", "--max-age", "2h"]);
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn s1_s4_s5_what_was_changed_after_it_was_sealed_is_refused_before_any_parser_sees_it() {
    let forge = Forge::new();
    let good = forge.bundle();
    let end = good.len();
    let flipped = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 0x40;
        bytes
    };
    let other = Forge::new().bundle();
    let inner = packed(&forge.entries());
    let members: Vec<Vec<u8>> = forge.entries().iter().map(|entry| member(&raw(entry))).collect();
    let mut reordered = members.clone();
    reordered.swap(1, 2);
    let missing: Vec<u8> = [&members[..1], &members[2..]].concat().concat();
    let resealed_as = |namespace: &str| [inner.clone(), footer(&signature(&forge.key, namespace, &inner))].concat();
    let mut with_a_note = good.clone();
    with_a_note[end - 12] = b'x';
    let cases: [(&str, Vec<u8>, &str); 18] = [
        ("an empty file", Vec::new(), "too short"),
        ("a seal alone", good[end - 512..].to_vec(), "for the 0 bytes before it"),
        ("cut by a byte", good[..end - 1].to_vec(), "no seal of casepack's"),
        ("cut in half", good[..end / 2].to_vec(), "no seal of casepack's"),
        ("its seal cut off", good[..end - 512].to_vec(), "no seal of casepack's"),
        ("a byte behind its end", [&good[..], b"\0"].concat(), "no seal of casepack's"),
        ("two seals", [&good[..], &good[end - 512..]].concat(), "does not hold"),
        ("the first byte changed", flipped(0), "does not hold"),
        ("a byte in the middle changed", flipped(end / 2), "does not hold"),
        ("the signature changed", flipped(end - 300), "outer seal"),
        ("the seal's header changed", flipped(end - 509), "no seal of casepack's"),
        ("a note in the seal's padding", with_a_note, "no armoured SSH signature"),
        ("two files exchanged", [reordered.concat(), good[inner.len()..].to_vec()].concat(), "does not hold"),
        ("a file taken out", [missing, good[inner.len()..].to_vec()].concat(), "does not hold"),
        ("another bundle's seal", [inner.clone(), other[other.len() - 512..].to_vec()].concat(), "does not hold"),
        ("a seal for another namespace", resealed_as(SUMS), "not for `casepack@bundle`"),
        ("a seal of git's", resealed_as("git"), "not for `casepack@bundle`"),
        ("no bundle at all", vec![b'x'; 100_000], "no seal of casepack's"),
    ];
    for (name, bytes, why) in cases {
        refused(name, &bytes, &[], why);
    }
}

#[test]
fn s4_s5_a_good_bundle_of_the_wrong_signer_case_or_time_is_refused() {
    let forge = Forge::new();
    let good = forge.bundle();
    let line = forge.key.public().line();
    let stranger = Forge::new().key.public().line();
    let bench = Bench::new();
    for (name, text) in [
        ("stranger", format!("a {stranger}\n")),
        ("expired", format!("a valid-before=\"20260101Z\" {line}\n")),
        ("early", format!("a valid-after=\"20260103Z\" {line}\n")),
        ("namespace", format!("a namespaces=\"git,file\" {line}\n")),
        ("half", format!("a namespaces=\"casepack@sums\" {line}\n")),
        ("authority", format!("a cert-authority {line}\n")),
        ("good", format!("a namespaces=\"casepack@*\" {line}\n")),
    ] {
        bench.write(name, text);
    }
    let signers = |name: &str| bench.path(name).display().to_string();
    for (name, arguments, why) in [
        ("an unknown signer", vec!["--signers", &signers("stranger")], "not in the file of allowed signers"),
        ("a signer whose time is over", vec!["--signers", &signers("expired")], "not valid any more"),
        ("a signer whose time is to come", vec!["--signers", &signers("early")], "not valid yet"),
        ("a signer for other things", vec!["--signers", &signers("namespace")], "may not sign for casepack@sums"),
        ("a signer of one seal alone", vec!["--signers", &signers("half")], "may not sign for casepack@bundle"),
        ("a certificate authority", vec!["--signers", &signers("authority")], "certificate authority"),
        ("another name", vec!["--signers", &signers("good"), "--principal", "b"], "is not `b`'s"),
        ("another case", vec!["--case", "4712"], "belongs to case `4711`, not to `4712`"),
        ("an old bundle", vec!["--max-age", "30min"], "longer ago than allowed"),
    ] {
        refused(name, &good, &arguments, why);
    }
}

#[test]
fn s2_s3_what_a_good_key_signed_is_held_to_the_format_all_the_same() {
    let forge = Forge::new();
    let at = |index: usize, change: &dyn Fn(&mut Entry)| {
        let mut entries = forge.entries();
        change(&mut entries[index]);
        packed(&entries)
    };
    let field = |from: usize, bytes: &'static [u8]| {
        at(1, &|entry| {
            entry.header[from..from + bytes.len()].copy_from_slice(bytes);
            entry.header = summed(entry.header);
        })
    };
    let named = |name: &str| at(1, &|entry| entry.header = header(name, entry.content.len()));
    let whole = packed(&forge.entries());
    let end = member(&[0; 1024]);
    let body = whole[..whole.len() - end.len()].to_vec();
    let inserted = |bytes: &[u8]| [&member(&raw(&forge.entries()[0])), bytes, &body].concat();
    let typed = |kind: u8, content: &[u8]| {
        let mut extra = entry("data/configuration/host/x", content);
        extra.header[156] = kind;
        extra.header = summed(extra.header);
        inserted(&member(&raw(&extra)))
    };
    let mut with_a_name = member(b"");
    with_a_name[3] = 8;
    let mut wrong_crc = whole.clone();
    let first = member(&raw(&forge.entries()[0])).len();
    wrong_crc[first - 6] ^= 1;
    let endless: Vec<u8> = std::iter::repeat_n(member(b""), 50_000).flatten().collect();
    let deep = "[".repeat(100_000);
    let crowd: Vec<Entry> = (0..40_000).map(|number| entry(&format!("data/x/y/{number}"), b"")).collect();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        (
            "a bomb",
            inserted(&member(&raw(&entry("data/configuration/host/x", &vec![b'x'; 12 << 20])))),
            "beyond all measure",
        ),
        (
            "a larger bomb",
            inserted(&member(&raw(&entry("data/configuration/host/x", &vec![b'x'; 100 << 20])))),
            "beyond all measure",
        ),
        ("endless empty members", inserted(&endless), "is empty"),
        ("an empty member", inserted(&member(b"")), "is empty"),
        ("a member with a name", inserted(&with_a_name), "another header"),
        ("a member with a wrong checksum", wrong_crc, "another checksum"),
        ("a member cut short", whole[..whole.len() - 9].to_vec(), "is cut short"),
        ("bytes that are no gzip", inserted(b"PK\x03\x04 and so on"), "another header"),
        ("no end", body.clone(), "ends too soon"),
        ("half an end", [body.clone(), member(&[0; 512])].concat(), "ends too soon"),
        ("bytes behind the end", [whole.clone(), member(&[7; 512])].concat(), "bytes behind the end"),
        ("zeros behind the end", [whole.clone(), member(&[0; 512])].concat(), "bytes behind the end"),
        ("a second archive", [whole.clone(), whole.clone()].concat(), "bytes behind the end"),
        ("an absolute name", named("/etc/cron.d/x"), "does not allow"),
        ("a name with ..", named(&format!("{FOLDER}/data/../../x")), "does not allow"),
        ("a name with a dash first", named(&format!("{FOLDER}/-rf")), "does not allow"),
        ("a name with an escape", named(&format!("{FOLDER}/data/\u{1b}[2J")), "does not allow"),
        ("another folder", named("elsewhere/data/configuration/host/etc/hosts"), "another folder"),
        (
            "bytes behind a name",
            at(1, &|entry| {
                entry.header[99] = b'x';
                entry.header = summed(entry.header)
            }),
            "behind its end",
        ),
        ("a symlink", typed(b'2', b""), "a type"),
        ("a hard link", typed(b'1', b""), "a type"),
        ("a device", typed(b'3', b""), "a type"),
        ("a FIFO", typed(b'6', b""), "a type"),
        ("a folder", typed(b'5', b""), "a type"),
        ("a sparse file", typed(b'S', b""), "a type"),
        ("a PAX header with another size", typed(b'x', b"12 size=999\n"), "a type"),
        ("a global PAX header", typed(b'g', b"15 path=../../x\n"), "a type"),
        ("a long name of GNU's", typed(b'L', b"../../x\0"), "a type"),
        ("a size in base 256", field(124, b"\x80\0\0\0\0\0\0\0\0\0\0\x14"), "eleven octal digits"),
        ("a negative size", field(124, b"-0000000024\0"), "eleven octal digits"),
        ("a size with spaces", field(124, b"        24 \0"), "eleven octal digits"),
        ("a size beyond the end", field(124, b"77777777777\0"), "ends too soon"),
        ("a program", field(100, b"0004755\0"), "a mode or an owner"),
        ("an owner", field(265, b"root"), "an owner's name"),
        ("a link's target", field(157, b"/etc/shadow"), "a link's target"),
        ("another time", field(136, b"00000000000\0"), "another time"),
        ("a wrong checksum", at(1, &|entry| entry.header[150] ^= 1), "a checksum"),
        (
            "padding that is not zero",
            inserted(&member(&[&raw(&entry("data/configuration/host/x", b"x"))[..1000], b"hidden data!"].concat())),
            "padding",
        ),
        (
            "a file twice",
            {
                let mut entries = forge.entries();
                entries.insert(2, entries[1].clone());
                packed(&entries)
            },
            "there already",
        ),
        ("a file twice, case aside", inserted(&member(&raw(&entry("readme.TXT", b"")))), "there already"),
        ("a crowd of files", packed(&crowd), "more than 32768 entries"),
    ];
    for (name, bytes, why) in cases {
        refused(name, &forge.seal(bytes), &[], why);
    }
    // Deep nesting is met by the manifest's parser.
    let mut forge = Forge::new();
    forge.with_manifest(&deep);
    refused("a manifest nested without end", &forge.bundle(), &[], "manifest: ");
}

#[test]
fn s1_sums_seal_and_manifest_are_held_to_the_files() {
    let forge = Forge::new();
    let sums = forge.sums();
    let lines: Vec<&str> = sums.split_inclusive('\n').collect();
    let seal = |entries: &[Entry]| forge.seal(packed(entries));
    let with_sums = |text: &str| seal(&forge.entries_with(text));
    let with_signature = |text: &str| {
        let mut entries = forge.entries();
        *entries.last_mut().unwrap() = entry("SHA256SUMS.sig", text.as_bytes());
        seal(&entries)
    };
    let without = |name: &str| {
        let mut forge = forge.again();
        forge.files.retain(|(other, _)| other != name);
        forge.bundle()
    };
    let with_manifest = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut changed = forge.again();
        let mut value = serde_json::to_value(&forge.manifest).unwrap();
        change(&mut value);
        changed.with_manifest(&value.to_string());
        changed.bundle()
    };
    let mut changed_content = forge.entries();
    changed_content[1].content[0] ^= 1;
    let mut strange = forge.entries();
    strange.insert(1, entry("run-me.sh", b"#!/bin/sh\n"));
    let stranger = SigningKey::from_pkcs8(&SigningKey::generate().unwrap()).unwrap();
    let mut twice = Forge::new();
    let text = twice.manifest.text().replacen("\"format\": 1", "\"format\": 1, \"format\": 1", 1);
    twice.with_manifest(&text);
    let mut huge = Forge::new();
    huge.with_manifest(&" ".repeat((32 << 20) + 1));
    let huge_bundle = {
        // In members that are no bombs: what repeats itself is what would be refused first.
        let entries = huge.entries();
        let mut out = Vec::new();
        for entry in &entries {
            raw(entry).chunks(60 << 10).for_each(|chunk| out.extend(member(chunk)));
        }
        out.extend(member(&[0; 1024]));
        huge.seal(out)
    };
    let reordered = {
        let mut entries = forge.entries();
        entries.swap(1, 2);
        seal(&entries)
    };
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("a file without a sum", with_sums(&lines[1..].concat()), "has no sum"),
        ("a sum without a file", with_sums(&format!("{sums}{}  zzz\n", sha256(b""))), "has a sum and is not there"),
        ("a content that its sum does not know", seal(&changed_content), "another content"),
        ("sums out of order", with_sums(&lines.iter().rev().copied().collect::<String>()), "out of order"),
        ("sums without a line end", with_sums(sums.trim_end()), "wrong or out of order"),
        ("a sum for the sums", with_sums(&format!("{}  SHA256SUMS\n{sums}", sha256(b""))), "another content"),
        ("sums in upper case", with_sums(&sums.to_uppercase()), "wrong or out of order"),
        (
            "sums of another bundle",
            with_signature(&signature(&forge.key, SUMS, b"others")),
            "does not hold for SHA256SUMS",
        ),
        (
            "sums signed by a stranger",
            with_signature(&signature(&stranger, SUMS, sums.as_bytes())),
            "another key's than the outer seal",
        ),
        (
            "sums signed for another namespace",
            with_signature(&signature(&forge.key, BUNDLE, sums.as_bytes())),
            "not for `casepack@sums`",
        ),
        ("sums with no signature", with_signature("none\n"), "no armoured SSH signature"),
        ("no sums at all", forge.seal(packed(&forge.entries()[..5])), "`SHA256SUMS` is not there"),
        ("no manifest", without("manifest.json"), "`manifest.json` is not there"),
        ("no report", without("report.html"), "`report.html` is not there"),
        (
            "a file that is none of the format's",
            {
                let mut forge = forge.again();
                forge.files.insert(1, ("run-me.sh".to_owned(), b"#!/bin/sh\n".to_vec()));
                forge.bundle()
            },
            "is no file of a bundle's",
        ),
        ("a file that was slipped in", seal(&strange), "has no sum"),
        ("files in another order", reordered, "it lists `data/configuration/host/etc/hosts` where"),
        ("a manifest that is no JSON", with_manifest(&|value| *value = "x".into()), "manifest: "),
        ("a manifest with a key twice", twice.bundle(), "duplicate field `format`"),
        (
            "a manifest with a key too many",
            with_manifest(&|value| value["trust"] = "me".into()),
            "unknown field `trust`",
        ),
        ("a manifest of another format", with_manifest(&|value| value["format"] = 2.into()), "format 2 is not known"),
        (
            "a manifest of another key",
            with_manifest(&|value| value["appliance"]["fingerprint"] = "SHA256:x".into()),
            "another key",
        ),
        (
            "a manifest of another bundle",
            with_manifest(&|value| value["bundle"] = "casepack-1".into()),
            "it belongs to `casepack-1`",
        ),
        (
            "a manifest of another time",
            with_manifest(&|value| value["created"] = "2026-01-02T03:04:06Z".into()),
            "at another time",
        ),
        (
            "a manifest without an item",
            with_manifest(&|value| _ = value["items"].as_array_mut().unwrap().pop()),
            "lists 1 items and there are 2",
        ),
        (
            "a manifest with another digest",
            with_manifest(&|value| value["items"][0]["sha256"] = sha256(b"").into()),
            "another length or digest",
        ),
        (
            "a manifest with another length",
            with_manifest(&|value| value["items"][0]["bytes_out"] = 7.into()),
            "another length or digest",
        ),
        ("a manifest with other totals", with_manifest(&|value| value["totals"]["items"] = 7.into()), "totals"),
        ("a manifest without end", huge_bundle, "larger than any"),
    ];
    for (name, bytes, why) in cases {
        refused(name, &bytes, &[], why);
    }
}

/// Holds `verify` to a refusal: exit 4, the reason, 64 MiB of address space, two seconds.
#[track_caller]
fn refused(name: &str, bytes: &[u8], arguments: &[&str], why: &str) {
    let bench = Bench::new();
    bench.write("bundle", bytes);
    let start = Instant::now();
    let output = bench.run(&[&["verify", "bundle"], arguments].concat());
    let (took, said) = (start.elapsed(), said(&output));
    assert_eq!(output.status.code(), Some(4), "{name}: {said}");
    assert!(said.contains("DOES NOT HOLD") && said.contains(why), "{name}: {said}");
    assert!(took < Duration::from_secs(2), "{name}: {took:?}");
}
