//! Bundles in Zstandard frames and without compression: checked as strictly as those in gzip members.

use casepack::seal::BUNDLE;
use zstd::bulk::Compressor;
use zstd::zstd_safe::CParameter;

use crate::forge::{Bench, Entry, FOLDER, Forge, entry, has, packed, raw, said, signature};

#[derive(Clone, Copy)]
enum Packing {
    Zstd,
    Plain,
}

impl Packing {
    fn seal(self, forge: &Forge, bytes: Vec<u8>) -> Vec<u8> {
        let mut footer = match self {
            Self::Zstd => vec![0x5c, 0x2a, 0x4d, 0x18, 0xf8, 1, 0, 0, b'\n'],
            Self::Plain => b"casepack seal 1\n".to_vec(),
        };
        footer.extend(signature(&forge.key, BUNDLE, &bytes).as_bytes());
        footer.resize(512, 0);
        [bytes, footer].concat()
    }

    fn pack(self, entries: &[Entry]) -> Vec<u8> {
        let pieces = entries.iter().map(raw).chain([vec![0; 1024]]);
        pieces.flat_map(|piece| if matches!(self, Self::Zstd) { frame(&piece) } else { piece }).collect()
    }
}

fn frame(bytes: &[u8]) -> Vec<u8> {
    let mut compressor = Compressor::new(3).unwrap();
    compressor.set_parameter(CParameter::ChecksumFlag(true)).unwrap();
    compressor.compress(bytes).unwrap()
}

#[test]
fn a_bundle_in_any_packing_holds_and_stock_tools_read_it() {
    let test = "a_bundle_in_any_packing";
    let (bench, forge) = (Bench::new(), Forge::new());
    for (packing, name) in [(Packing::Zstd, "b.tar.zst"), (Packing::Plain, "b.tar")] {
        bench.write(name, packing.seal(&forge, packing.pack(&forge.entries())));
        for arguments in [&["verify", name][..], &["verify", name, "--inner"]] {
            let output = bench.run(arguments);
            assert!(output.status.success(), "{arguments:?}: {}", said(&output));
        }
        let shown = bench.run(&["inspect", name, "--cat", "README.txt"]);
        assert_eq!(shown.stdout, b"read me\n", "{}", said(&shown));
        if has("tar", test) && has("zstd", test) {
            let listed = bench.tool("tar", &["-tf", name]);
            assert!(listed.stderr.is_empty(), "{}", said(&listed));
            assert_eq!(said(&listed).lines().count(), forge.entries().len());
        }
    }
    if has("zstd", test) {
        bench.tool("zstd", &["-q", "-d", "b.tar.zst", "-o", "unpacked.tar"]);
        let plain = std::fs::read(bench.path("unpacked.tar")).unwrap();
        assert!(plain == Packing::Plain.pack(&forge.entries()));
    }
}

#[test]
fn s1_what_was_changed_after_it_was_sealed_is_refused_in_any_packing() {
    let (bench, forge) = (Bench::new(), Forge::new());
    for packing in [Packing::Zstd, Packing::Plain] {
        let good = packing.seal(&forge, packing.pack(&forge.entries()));
        let end = good.len();
        for at in [0, 7, end / 2, end - 513, end - 512, end - 500, end - 300, end - 20, end - 1] {
            let mut changed = good.clone();
            changed[at] ^= 1;
            bench.write("changed", changed);
            let output = bench.run(&["verify", "changed"]);
            assert!(output.status.code() == Some(4) && said(&output).contains("outer seal"), "{at}: {}", said(&output));
        }
    }
}

#[test]
fn s2_s3_what_a_good_key_signed_is_held_to_the_packing_that_its_seal_names() {
    let (bench, forge) = (Bench::new(), Forge::new());
    let (zstd, plain) = (Packing::Zstd.pack(&forge.entries()), Packing::Plain.pack(&forge.entries()));
    let first = frame(&raw(&forge.entries()[0]));
    let inserted = |bytes: &[u8]| [&first, bytes, &zstd[first.len()..]].concat();
    let bomb = entry("data/configuration/host/x", &vec![b'x'; 3 << 20]);
    let larger = entry("data/configuration/host/x", &vec![b'x'; 100 << 20]);
    let endless: Vec<u8> = std::iter::repeat_n(frame(b""), 50_000).flatten().collect();
    let streamed = zstd::stream::encode_all(&plain[..], 3).unwrap();
    let cases: Vec<(&str, Packing, Vec<u8>, &str)> = vec![
        (
            "gzip under a seal for frames",
            Packing::Zstd,
            packed(&forge.entries()),
            "a header that casepack does not write",
        ),
        ("an archive under a seal for frames", Packing::Zstd, plain.clone(), "a header that casepack does not write"),
        ("frames under a seal for an archive", Packing::Plain, zstd.clone(), "a name"),
        ("gzip under a seal for an archive", Packing::Plain, packed(&forge.entries()), "a name"),
        ("a frame without length and checksum", Packing::Zstd, streamed, "a header that casepack does not write"),
        ("a bomb", Packing::Zstd, inserted(&frame(&raw(&bomb))), "more than is allowed"),
        ("a larger bomb", Packing::Zstd, inserted(&frame(&raw(&larger))), "more than is allowed"),
        ("endless empty frames", Packing::Zstd, inserted(&endless), "is empty"),
        (
            "a frame to be skipped",
            Packing::Zstd,
            inserted(b"\x50\x2a\x4d\x18\x01\0\0\0x"),
            "a header that casepack does not write",
        ),
        (
            "a dictionary",
            Packing::Zstd,
            inserted(b"\x28\xb5\x2f\xfd\x25\x01\x01\x01\0\0x"),
            "a header that casepack does not write",
        ),
        ("a window of a gigabyte", Packing::Zstd, inserted(b"\x28\xb5\x2f\xfd\x44\xa0\0\0\x09\0\0x"), "more memory"),
        ("a frame cut short", Packing::Zstd, zstd[..zstd.len() - 3].to_vec(), "is truncated"),
        ("no end", Packing::Plain, plain[..plain.len() - 1024].to_vec(), "ends too early"),
        ("zeros behind the end", Packing::Plain, [&plain[..], &[0; 512]].concat(), "bytes after the end"),
        ("a second archive", Packing::Zstd, [zstd.clone(), zstd.clone()].concat(), "bytes after the end"),
    ];
    for (what, packing, bytes, why) in cases {
        bench.write("bundle", packing.seal(&forge, bytes));
        let output = bench.run(&["verify", "bundle"]);
        assert!(output.status.code() == Some(4) && said(&output).contains(why), "{what}: {}", said(&output));
    }
}

#[test]
fn what_was_packed_again_by_zstd_holds_by_its_inner_seal() {
    let test = "what_was_packed_again_by_zstd";
    if !has("tar", test) || !has("zstd", test) {
        return;
    }
    let (bench, forge) = (Bench::new(), Forge::new());
    bench.write("bundle.tar.gz", forge.bundle());
    bench.tool("tar", &["-xf", "bundle.tar.gz"]);
    bench.tool("tar", &["--zstd", "-cf", "piped", FOLDER]);
    bench.tool("tar", &["-cf", "plain", FOLDER]);
    bench.tool("zstd", &["-q", "-19", "plain", "-o", "hard"]);
    bench.tool("sh", &["-c", "zstd -q --long=27 < plain > long"]);
    for name in ["piped", "hard"] {
        let inner = bench.run(&["verify", name, "--inner"]);
        assert!(inner.status.success(), "{name}: {}", said(&inner));
    }
    let long = bench.run(&["verify", "long", "--inner"]);
    assert!(long.status.code() == Some(4) && said(&long).contains("more memory"), "{}", said(&long));
}
