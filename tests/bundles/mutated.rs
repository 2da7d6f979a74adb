//! Randomly changed bytes, at every entry point that reads foreign data: nothing panics, and nothing forged holds.
//!
//! The entry points are those of the targets in `fuzz/`, for everyday use.

use casepack::inspect::{Bundle, Checks, Seals, Signers, cat, entries, verify};
use casepack::pack::manifest::Manifest;
use casepack::seal::sshsig::Signature;
use casepack::seal::{SUMS, encrypt};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::{Strategy, any, prop, proptest};
use proptest::sample::Index;

use crate::forge::{Entry, Forge, packed, raw, signature};

proptest! {
    #[test]
    fn a_changed_archive_with_a_good_outer_seal_does_not_hold(changes in changes()) {
        let forge = Forge::new();
        let changed = apply(&packed(&forge.entries()), &changes);
        let whole = changed == packed(&forge.entries());
        let held = verify(&mut Bundle::of_bytes(forge.seal(changed)), &checks(Seals::Both)).is_ok();
        // The bits that the deflater may choose freely carry no information; all others are checked.
        assert!(!held || whole || changes.len() == 1);
    }

    #[test]
    fn a_changed_tar_in_good_members_does_not_hold(changes in changes()) {
        let forge = Forge::new();
        let tar: Vec<u8> = forge.entries().iter().flat_map(raw).chain([0; 1024]).collect();
        let changed = apply(&tar, &changes);
        let whole = changed == tar;
        let members: Vec<u8> = changed.chunks(4096).flat_map(crate::forge::member).collect();
        assert_eq!(verify(&mut Bundle::of_bytes(forge.seal(members)), &checks(Seals::Both)).is_ok(), whole);
    }

    #[test]
    fn a_changed_tar_that_was_packed_again_gives_its_own_files_or_none(changes in changes()) {
        let forge = Forge::new();
        let tar: Vec<u8> = forge.entries().iter().flat_map(raw).chain([0; 1024]).collect();
        if let Ok(verdict) = verify(&mut Bundle::of_bytes(apply(&tar, &changes)), &checks(Seals::Inner)) {
            let names: Vec<&str> = verdict.entries.iter().map(|entry| entry.name.as_str()).collect();
            assert_eq!(names.len(), forge.files.len() + 2);
            assert!(forge.files.iter().all(|(name, _)| names.contains(&name.as_str())));
        }
    }

    #[test]
    fn anything_can_be_looked_at_unverified(bytes in prop::collection::vec(any::<u8>(), 0..3000), changes in changes()) {
        for bytes in [bytes, apply(&Forge::new().bundle(), &changes)] {
            let mut bundle = Bundle::of_bytes(bytes);
            entries(&mut bundle);
            // It does not matter whether the file exists.
            let _ = cat(&mut bundle, "README.txt", None, &mut Vec::new());
        }
    }

    #[test]
    fn a_changed_manifest_is_parsed_or_refused(changes in changes()) {
        let text = apply(Forge::new().manifest.text().as_bytes(), &changes);
        if let Ok(manifest) = serde_json::from_slice::<Manifest>(&text) {
            assert_eq!(serde_json::from_str::<Manifest>(&manifest.text()).unwrap(), manifest);
        }
    }

    #[test]
    fn a_changed_signature_is_refused(changes in changes()) {
        let forge = Forge::new();
        let good = signature(&forge.key, SUMS, b"text");
        let changed = String::from_utf8_lossy(&apply(good.as_bytes(), &changes)).into_owned();
        let digest = ring::digest::digest(&ring::digest::SHA512, b"text");
        let holds = |text: &str| {
            Signature::read(text).is_ok_and(|one| one.key == forge.key.public() && one.verify(SUMS, digest.as_ref()))
        };
        assert!(holds(&good) && (changed == good || !holds(&changed) || same_blob(&good, &changed)));
    }

    #[test]
    fn changed_signers_and_identities_are_parsed_or_refused(changes in changes()) {
        let line = Forge::new().key.public().line();
        let good = format!("a,b* namespaces=\"casepack@*\",valid-after=\"20260101\",valid-before=\"20270101Z\" {line} me\n# x\n");
        let text = String::from_utf8_lossy(&apply(good.as_bytes(), &changes)).into_owned();
        // The calls only have to return.
        let _ = Signers::parse(&text, &TimeZone::UTC);
        let _ = encrypt::identities(&text);
    }
}

#[test]
fn every_length_and_every_byte_of_a_small_bundle_is_held_to() {
    let good = Forge::new().bundle();
    for at in (0..good.len()).step_by(7) {
        let mut flipped = good.clone();
        flipped[at] ^= 4;
        assert!(verify(&mut Bundle::of_bytes(flipped), &checks(Seals::Both)).is_err(), "byte {at}");
        assert!(verify(&mut Bundle::of_bytes(good[..at].to_vec()), &checks(Seals::Both)).is_err(), "length {at}");
    }
}

#[test]
fn entries_in_every_order_but_the_format_s_are_refused() {
    let forge = Forge::new();
    let good = forge.entries();
    for (one, other) in (0..good.len()).flat_map(|one| (0..one).map(move |other| (one, other))) {
        let mut entries: Vec<Entry> = good.clone();
        entries.swap(one, other);
        assert!(
            verify(&mut Bundle::of_bytes(forge.seal(packed(&entries))), &checks(Seals::Both)).is_err(),
            "{one} {other}"
        );
    }
}

fn checks(seals: Seals) -> Checks<'static> {
    Checks { seals, ..Checks::none(Timestamp::UNIX_EPOCH) }
}

/// Returns whether two texts contain the same base64.
fn same_blob(one: &str, other: &str) -> bool {
    let blob = |text: &str| casepack::seal::sshsig::dearmour(text).ok();
    blob(one) == blob(other)
}

/// A change of bytes.
#[derive(Debug, Clone)]
enum Change {
    Set(Index, u8),
    Remove(Index, usize),
    Repeat(Index, usize),
    Insert(Index, Vec<u8>),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = proptest::prop_oneof![
        4 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        1 => (any::<Index>(), 1_usize..700).prop_map(|(at, length)| Change::Remove(at, length)),
        1 => (any::<Index>(), 1_usize..700).prop_map(|(at, length)| Change::Repeat(at, length)),
        1 => (any::<Index>(), prop::collection::vec(any::<u8>(), 1..20)).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
    ];
    prop::collection::vec(change, 1..4)
}

fn apply(bytes: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    for change in changes {
        if out.is_empty() {
            break;
        }
        let length = out.len();
        match change {
            Change::Set(at, byte) => out[at.index(length)] = *byte,
            Change::Remove(at, count) => {
                let at = at.index(length);
                out.drain(at..(at + count).min(length));
            }
            Change::Repeat(at, count) => {
                let at = at.index(length);
                let piece = out[at..(at + count).min(length)].to_vec();
                out.splice(at..at, piece);
            }
            Change::Insert(at, piece) => {
                let at = at.index(length);
                out.splice(at..at, piece.clone());
            }
        }
    }
    out
}
