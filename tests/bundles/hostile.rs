//! Bundles made by an attacker: each is refused with its reason, in little memory and little time.
//!
//! Those of the first list were changed after they were sealed, or do not meet a requirement; those of the second have
//! valid seals, and the fault is inside. FORMAT.md lists both.

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
        ("a seal alone", good[end - 512..].to_vec(), "match the 0 bytes before it"),
        ("cut by a byte", good[..end - 1].to_vec(), "not a casepack seal"),
        ("cut in half", good[..end / 2].to_vec(), "not a casepack seal"),
        ("its seal cut off", good[..end - 512].to_vec(), "not a casepack seal"),
        ("a byte behind its end", [&good[..], b"\0"].concat(), "not a casepack seal"),
        ("two seals", [&good[..], &good[end - 512..]].concat(), "does not match"),
        ("the first byte changed", flipped(0), "does not match"),
        ("a byte in the middle changed", flipped(end / 2), "does not match"),
        ("the signature changed", flipped(end - 300), "outer seal"),
        ("the seal's header changed", flipped(end - 509), "not a casepack seal"),
        ("a note in the seal's padding", with_a_note, "not an armoured SSH signature"),
        ("two files exchanged", [reordered.concat(), good[inner.len()..].to_vec()].concat(), "does not match"),
        ("a file taken out", [missing, good[inner.len()..].to_vec()].concat(), "does not match"),
        ("another bundle's seal", [inner.clone(), other[other.len() - 512..].to_vec()].concat(), "does not match"),
        ("a seal for another namespace", resealed_as(SUMS), "not for `casepack@bundle`"),
        ("a seal of git's", resealed_as("git"), "not for `casepack@bundle`"),
        ("no bundle at all", vec![b'x'; 100_000], "not a casepack seal"),
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
        ("a signer whose time is over", vec!["--signers", &signers("expired")], "no longer valid"),
        ("a signer whose time is to come", vec!["--signers", &signers("early")], "not valid yet"),
        ("a signer for other things", vec!["--signers", &signers("namespace")], "may not sign for casepack@sums"),
        ("a signer of one seal alone", vec!["--signers", &signers("half")], "may not sign for casepack@bundle"),
        ("a certificate authority", vec!["--signers", &signers("authority")], "certificate authority"),
        ("another name", vec!["--signers", &signers("good"), "--principal", "b"], "does not belong to `b`"),
        ("another case", vec!["--case", "4712"], "belongs to case `4711`, not to `4712`"),
        ("an old bundle", vec!["--max-age", "30min"], "longer ago than allowed"),
    ] {
        refused(name, &good, &arguments, why);
    }
}

/// Makes a bundle with valid seals and additional bytes after the first entry.
fn with_more(forge: &Forge, bytes: &[u8]) -> Vec<u8> {
    let mut entries = forge.entries();
    let first = member(&raw(&entries.remove(0)));
    forge.seal([&first, bytes, &packed(&entries)].concat())
}

/// Makes a bundle with valid seals in which the second entry is changed.
fn with_changed(forge: &Forge, change: impl FnOnce(&mut Entry)) -> Vec<u8> {
    let mut entries = forge.entries();
    change(&mut entries[1]);
    forge.seal(packed(&entries))
}

#[test]
fn s2_s3_what_a_good_key_signed_is_inflated_within_measure() {
    let forge = Forge::new();
    let more = |bytes: &[u8]| with_more(&forge, bytes);
    let bomb = |bytes: usize| more(&member(&raw(&entry("data/configuration/host/x", &vec![b'x'; bytes]))));
    let endless: Vec<u8> = std::iter::repeat_n(member(b""), 50_000).flatten().collect();
    let mut with_a_name = member(b"");
    with_a_name[3] = 8;
    let whole = packed(&forge.entries());
    let mut wrong_crc = whole.clone();
    let first = member(&raw(&forge.entries()[0])).len();
    wrong_crc[first - 6] ^= 1;
    for (name, bytes, why) in [
        ("a bomb", bomb(12 << 20), "more than is allowed"),
        ("a larger bomb", bomb(100 << 20), "more than is allowed"),
        ("endless empty members", more(&endless), "is empty"),
        ("an empty member", more(&member(b"")), "is empty"),
        ("a member with a name", more(&with_a_name), "a header that casepack does not write"),
        ("a member with a wrong checksum", forge.seal(wrong_crc), "a wrong checksum"),
        ("a member cut short", forge.seal(whole[..whole.len() - 9].to_vec()), "is truncated"),
        ("bytes that are no gzip", more(b"PK\x03\x04 and so on"), "a header that casepack does not write"),
    ] {
        refused(name, &bytes, &[], why);
    }
}

#[test]
fn s2_s3_what_a_good_key_signed_ends_where_an_archive_does() {
    let forge = Forge::new();
    let whole = packed(&forge.entries());
    let end = member(&[0; 1024]);
    let body = whole[..whole.len() - end.len()].to_vec();
    for (name, bytes, why) in [
        ("no end", body.clone(), "ends too early"),
        ("half an end", [body, member(&[0; 512])].concat(), "ends too early"),
        ("bytes after the end", [whole.clone(), member(&[7; 512])].concat(), "bytes after the end"),
        ("zeros behind the end", [whole.clone(), member(&[0; 512])].concat(), "bytes after the end"),
        ("a second archive", [whole.clone(), whole].concat(), "bytes after the end"),
    ] {
        refused(name, &forge.seal(bytes), &[], why);
    }
}

#[test]
fn s2_s3_names_that_a_good_key_signed_lead_nowhere_else() {
    let forge = Forge::new();
    let named = |name: &str| with_changed(&forge, |entry| entry.header = header(name, entry.content.len()));
    let behind = |entry: &mut Entry| {
        entry.header[99] = b'x';
        entry.header = summed(entry.header);
    };
    let twice = |name: &str| with_more(&forge, &member(&raw(&entry(name, b""))));
    let crowd: Vec<Entry> = (0..40_000).map(|number| entry(&format!("data/x/y/{number}"), b"")).collect();
    for (name, bytes, why) in [
        ("an absolute name", named("/etc/cron.d/x"), "does not allow"),
        ("a name with ..", named(&format!("{FOLDER}/data/../../x")), "does not allow"),
        ("a name with a dash first", named(&format!("{FOLDER}/-rf")), "does not allow"),
        ("a name with an escape", named(&format!("{FOLDER}/data/\u{1b}[2J")), "does not allow"),
        ("another folder", named("elsewhere/data/configuration/host/etc/hosts"), "a different folder"),
        ("bytes behind a name", with_changed(&forge, behind), "after its end"),
        ("a file twice", twice("README.txt"), "a duplicate name"),
        ("a file twice, case aside", twice("readme.TXT"), "a duplicate name"),
        ("a crowd of files", forge.seal(packed(&crowd)), "more than 32768 entries"),
    ] {
        refused(name, &bytes, &[], why);
    }
}

#[test]
fn s2_s3_entries_that_a_good_key_signed_are_regular_files() {
    let forge = Forge::new();
    let typed = |kind: u8, content: &[u8]| {
        let mut extra = entry("data/configuration/host/x", content);
        extra.header[156] = kind;
        extra.header = summed(extra.header);
        with_more(&forge, &member(&raw(&extra)))
    };
    for (name, bytes) in [
        ("a symlink", typed(b'2', b"")),
        ("a hard link", typed(b'1', b"")),
        ("a device", typed(b'3', b"")),
        ("a FIFO", typed(b'6', b"")),
        ("a folder", typed(b'5', b"")),
        ("a sparse file", typed(b'S', b"")),
        ("a PAX header with another size", typed(b'x', b"12 size=999\n")),
        ("a global PAX header", typed(b'g', b"15 path=../../x\n")),
        ("a long name of GNU's", typed(b'L', b"../../x\0")),
    ] {
        refused(name, &bytes, &[], "a type");
    }
}

#[test]
fn s2_s3_headers_that_a_good_key_signed_have_one_reading() {
    let forge = Forge::new();
    let field = |from: usize, bytes: &'static [u8]| {
        with_changed(&forge, |entry| {
            entry.header[from..from + bytes.len()].copy_from_slice(bytes);
            entry.header = summed(entry.header);
        })
    };
    let padding = [&raw(&entry("data/configuration/host/x", b"x"))[..1000], b"hidden data!"].concat();
    for (name, bytes, why) in [
        ("a size in base 256", field(124, b"\x80\0\0\0\0\0\0\0\0\0\0\x14"), "eleven octal digits"),
        ("a negative size", field(124, b"-0000000024\0"), "eleven octal digits"),
        ("a size with spaces", field(124, b"        24 \0"), "eleven octal digits"),
        ("a size beyond the end", field(124, b"77777777777\0"), "ends too early"),
        ("a program", field(100, b"0004755\0"), "a mode or an owner"),
        ("an owner", field(265, b"root"), "an owner's name"),
        ("a link's target", field(157, b"/etc/shadow"), "a link's target"),
        ("another time", field(136, b"00000000000\0"), "a different time"),
        ("a wrong checksum", with_changed(&forge, |entry| entry.header[150] ^= 1), "a checksum"),
        ("padding that is not zero", with_more(&forge, &member(&padding)), "padding"),
    ] {
        refused(name, &bytes, &[], why);
    }
}

#[test]
fn s1_every_file_is_held_to_its_sum() {
    let forge = Forge::new();
    let sums = forge.sums();
    let lines: Vec<&str> = sums.split_inclusive('\n').collect();
    let seal = |entries: &[Entry]| forge.seal(packed(entries));
    let with_sums = |text: &str| seal(&forge.entries_with(text));
    let without = |name: &str| {
        let mut forge = forge.again();
        forge.files.retain(|(other, _)| other != name);
        forge.bundle()
    };
    let mut strange = forge.entries();
    strange.insert(1, entry("run-me.sh", b"#!/bin/sh\n"));
    let mut summed_too = forge.again();
    summed_too.files.insert(1, ("run-me.sh".to_owned(), b"#!/bin/sh\n".to_vec()));
    let mut reordered = forge.entries();
    reordered.swap(1, 2);
    for (name, bytes, why) in [
        ("a file without a sum", with_sums(&lines[1..].concat()), "has no sum"),
        ("a sum without a file", with_sums(&format!("{sums}{}  zzz\n", sha256(b""))), "has a sum but is missing"),
        (
            "a content that its sum does not know",
            with_changed(&forge, |entry| entry.content[0] ^= 1),
            "does not match its sum",
        ),
        ("sums out of order", with_sums(&lines.iter().rev().copied().collect::<String>()), "out of order"),
        ("sums without a line end", with_sums(sums.trim_end()), "malformed or out of order"),
        ("a sum for the sums", with_sums(&format!("{}  SHA256SUMS\n{sums}", sha256(b""))), "does not match its sum"),
        ("sums in upper case", with_sums(&sums.to_uppercase()), "malformed or out of order"),
        ("no sums at all", seal(&forge.entries()[..5]), "`SHA256SUMS` is missing"),
        ("no manifest", without("manifest.json"), "`manifest.json` is missing"),
        ("no report", without("report.html"), "`report.html` is missing"),
        ("a file that is none of the format's", summed_too.bundle(), "does not belong in a bundle"),
        ("a file that was slipped in", seal(&strange), "has no sum"),
        ("files in another order", seal(&reordered), "it lists `data/configuration/host/etc/hosts` where"),
    ] {
        refused(name, &bytes, &[], why);
    }
}

#[test]
fn s1_the_sums_are_held_to_their_signature() {
    let forge = Forge::new();
    let sums = forge.sums();
    let stranger = SigningKey::from_pkcs8(&SigningKey::generate().unwrap()).unwrap();
    let others = signature(&forge.key, SUMS, b"others");
    let strangers = signature(&stranger, SUMS, sums.as_bytes());
    let misplaced = signature(&forge.key, BUNDLE, sums.as_bytes());
    for (name, text, why) in [
        ("sums of another bundle", others.as_str(), "does not match SHA256SUMS"),
        ("sums signed by a stranger", &strangers, "a different key than the outer seal"),
        ("sums signed for another namespace", &misplaced, "not for `casepack@sums`"),
        ("sums with no signature", "none\n", "not an armoured SSH signature"),
    ] {
        let mut entries = forge.entries();
        *entries.last_mut().unwrap() = entry("SHA256SUMS.sig", text.as_bytes());
        refused(name, &forge.seal(packed(&entries)), &[], why);
    }
}

#[test]
fn s1_the_manifest_is_held_to_the_files() {
    let forge = Forge::new();
    let with = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut changed = forge.again();
        let mut value = serde_json::to_value(&forge.manifest).unwrap();
        change(&mut value);
        changed.with_manifest(&value.to_string());
        changed.bundle()
    };
    let created = "2026-01-02T03:04:06Z";
    for (name, bytes, why) in [
        ("a manifest of another format", with(&|value| value["format"] = 2.into()), "format 2 is not supported"),
        (
            "a manifest of another key",
            with(&|value| value["appliance"]["fingerprint"] = "SHA256:x".into()),
            "a different key",
        ),
        (
            "a manifest of another bundle",
            with(&|value| value["bundle"] = "casepack-1".into()),
            "it belongs to `casepack-1`",
        ),
        ("a manifest of another time", with(&|value| value["created"] = created.into()), "its time is not that"),
        (
            "a manifest without an item",
            with(&|value| _ = value["items"].as_array_mut().unwrap().pop()),
            "lists 1 items, but there are 2",
        ),
        (
            "a manifest with another digest",
            with(&|value| value["items"][0]["sha256"] = sha256(b"").into()),
            "the length or digest",
        ),
        (
            "a manifest with another length",
            with(&|value| value["items"][0]["bytes_out"] = 7.into()),
            "the length or digest",
        ),
        ("a manifest with other totals", with(&|value| value["totals"]["items"] = 7.into()), "totals"),
    ] {
        refused(name, &bytes, &[], why);
    }
}

#[test]
fn s1_s2_a_manifest_is_parsed_strictly_and_within_measure() {
    let with = |text: &str| {
        let mut forge = Forge::new();
        forge.with_manifest(text);
        forge
    };
    let good = Forge::new().manifest;
    let twice = good.text().replacen("\"format\": 1", "\"format\": 1, \"format\": 1", 1);
    let more = good.text().replacen("\"format\": 1", "\"format\": 1, \"trust\": \"me\"", 1);
    let huge = with(&" ".repeat((32 << 20) + 1));
    // The members are small enough not to be bombs, because repetition would be refused first.
    let mut out = Vec::new();
    for entry in &huge.entries() {
        raw(entry).chunks(60 << 10).for_each(|chunk| out.extend(member(chunk)));
    }
    out.extend(member(&[0; 1024]));
    for (name, bytes, why) in [
        ("a manifest that is no JSON", with("x").bundle(), "manifest: "),
        ("a manifest with a key twice", with(&twice).bundle(), "duplicate field `format`"),
        ("a manifest with a key too many", with(&more).bundle(), "unknown field `trust`"),
        ("a manifest nested without end", with(&"[".repeat(100_000)).bundle(), "manifest: "),
        ("a manifest without end", huge.seal(out), "larger than any"),
    ] {
        refused(name, &bytes, &[], why);
    }
}

/// Checks that `verify` refuses a bundle: exit code 4, the reason, within 64 MiB of address space and two seconds.
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
