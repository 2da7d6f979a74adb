//! The forge: makes bundles by hand, valid ones or with one fault.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use casepack::pack::manifest::{
    Appliance, Canaries, Confined, ItemRecord, Manifest, ProfileRecord, SourceRecord, Tool, Totals, WindowRecord,
};
use casepack::plan::Status;
use casepack::profile::{Category, Purpose, Scope};
use casepack::seal::{BUNDLE, PublicKey, SUMS, SigningKey, sshsig};
use flate2::{Compression, GzBuilder};
use ring::digest::{SHA256, SHA512, digest};

/// Path of the program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_casepack");
/// The folder of a forged bundle.
pub(crate) const FOLDER: &str = "casepack-4711-20260102T030405Z-abcdef";
/// 2026-01-02T03:04:05Z, the time at which it was made.
pub(crate) const TIME: u64 = 1_767_323_045;

/// A file of a bundle, with its header.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) header: [u8; 512],
    pub(crate) content: Vec<u8>,
}

/// A bundle that is being made.
pub(crate) struct Forge {
    pub(crate) key: SigningKey,
    pkcs8: Vec<u8>,
    pub(crate) manifest: Manifest,
    /// README.txt, the collected files, manifest.json and report.html: all but the sums.
    pub(crate) files: Vec<(String, Vec<u8>)>,
}

impl Forge {
    /// Makes a valid bundle with two items.
    pub(crate) fn new() -> Self {
        let pkcs8 = SigningKey::generate().unwrap().to_vec();
        let key = SigningKey::from_pkcs8(&pkcs8).unwrap();
        let data = [("hosts", "127.0.0.1 localhost\n"), ("log", "2026-01-02T03:00:00Z up\n")];
        let data = data.map(|(name, text)| (format!("data/configuration/host/etc/{name}"), text.as_bytes().to_vec()));
        let manifest = manifest(&key.public(), &data);
        let mut forge = Self { key, pkcs8, manifest, files: Vec::new() };
        forge.files.push(("README.txt".to_owned(), b"read me\n".to_vec()));
        forge.files.extend(data);
        forge.files.push(("manifest.json".to_owned(), forge.manifest.text().into_bytes()));
        forge.files.push(("report.html".to_owned(), b"<!DOCTYPE html>\n".to_vec()));
        forge
    }

    /// Makes another one like it, to be changed.
    pub(crate) fn again(&self) -> Self {
        let key = SigningKey::from_pkcs8(&self.pkcs8).unwrap();
        Self { key, pkcs8: self.pkcs8.clone(), manifest: self.manifest.clone(), files: self.files.clone() }
    }

    /// Replaces the manifest.
    pub(crate) fn with_manifest(&mut self, text: &str) {
        let file = self.files.iter_mut().find(|(name, _)| name == "manifest.json").unwrap();
        file.1 = text.as_bytes().to_vec();
    }

    /// Returns the text of SHA256SUMS.
    pub(crate) fn sums(&self) -> String {
        let sums: BTreeMap<&str, String> =
            self.files.iter().map(|(name, content)| (name.as_str(), sha256(content))).collect();
        sums.iter().map(|(name, sum)| format!("{sum}  {name}\n")).collect()
    }

    /// Returns every entry, with the sums and their signature last.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.entries_with(&self.sums())
    }

    /// Returns the same with other sums, signed as they are.
    pub(crate) fn entries_with(&self, sums: &str) -> Vec<Entry> {
        let signature = signature(&self.key, SUMS, sums.as_bytes());
        let mut entries: Vec<Entry> = self.files.iter().map(|(name, content)| entry(name, content)).collect();
        entries.push(entry("SHA256SUMS", sums.as_bytes()));
        entries.push(entry("SHA256SUMS.sig", signature.as_bytes()));
        entries
    }

    /// Returns the whole bundle.
    pub(crate) fn bundle(&self) -> Vec<u8> {
        self.seal(packed(&self.entries()))
    }

    /// Signs any bytes.
    pub(crate) fn seal(&self, bytes: Vec<u8>) -> Vec<u8> {
        let signature = signature(&self.key, BUNDLE, &bytes);
        [bytes, footer(&signature)].concat()
    }
}

/// Makes an entry with the header that the format requires.
pub(crate) fn entry(name: &str, content: &[u8]) -> Entry {
    Entry { header: header(&format!("{FOLDER}/{name}"), content.len()), content: content.to_vec() }
}

/// Makes the header of a regular file, POSIX ustar, according to the specification.
pub(crate) fn header(path: &str, bytes: usize) -> [u8; 512] {
    let mut header = [0; 512];
    let split = if path.len() <= 100 { None } else { path.match_indices('/').find(|(at, _)| path.len() - at <= 101) };
    let (prefix, name) = split.map_or(("", path), |(at, _)| (&path[..at], &path[at + 1..]));
    header[..name.len()].copy_from_slice(name.as_bytes());
    header[345..345 + prefix.len()].copy_from_slice(prefix.as_bytes());
    header[100..108].copy_from_slice(b"0000600\0");
    header[108..116].copy_from_slice(b"0000000\0");
    header[116..124].copy_from_slice(b"0000000\0");
    header[124..136].copy_from_slice(format!("{bytes:011o}\0").as_bytes());
    header[136..148].copy_from_slice(format!("{TIME:011o}\0").as_bytes());
    header[156] = b'0';
    header[257..265].copy_from_slice(b"ustar\x0000");
    summed(header)
}

/// Corrects the checksum of a header.
pub(crate) fn summed(mut header: [u8; 512]) -> [u8; 512] {
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:07o}\0").as_bytes());
    header
}

/// Makes one member for each entry, and one for the end.
pub(crate) fn packed(entries: &[Entry]) -> Vec<u8> {
    let mut out: Vec<u8> = entries.iter().flat_map(|entry| member(&raw(entry))).collect();
    out.extend(member(&[0; 1024]));
    out
}

/// Returns header, content and padding.
pub(crate) fn raw(entry: &Entry) -> Vec<u8> {
    let mut out = entry.header.to_vec();
    out.extend(&entry.content);
    out.resize(out.len().next_multiple_of(512), 0);
    out
}

/// Makes a gzip member with an empty header.
pub(crate) fn member(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzBuilder::new().operating_system(255).write(Vec::new(), Compression::new(6));
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Returns the 512 bytes of the outer seal.
pub(crate) fn footer(signature: &str) -> Vec<u8> {
    let mut out = vec![0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 0xea, 0x01, b'C', b'P', 0xe6, 0x01, b'\n'];
    out.extend(signature.as_bytes());
    out.resize(502, 0);
    out.extend([3, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    out
}

pub(crate) fn signature(key: &SigningKey, namespace: &str, message: &[u8]) -> String {
    sshsig::armour(&sshsig::sign(key, namespace, digest(&SHA512, message).as_ref()))
}

pub(crate) fn sha256(content: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(digest(&SHA256, content).as_ref())
}

/// Makes the manifest of these items.
pub(crate) fn manifest(key: &PublicKey, data: &[(String, Vec<u8>)]) -> Manifest {
    let items: Vec<ItemRecord> = data.iter().map(item).collect();
    let bytes = items.iter().map(|item| item.bytes_out).sum();
    Manifest {
        format: 1,
        tool: Tool { name: "casepack".to_owned(), version: "0.1.0".to_owned() },
        bundle: FOLDER.to_owned(),
        created: "2026-01-02T03:04:05Z".to_owned(),
        seconds: 1.5,
        case: Some("4711".to_owned()),
        purpose: Purpose::Operations,
        scope: Scope::Case,
        profiles: vec![ProfileRecord { name: "test".to_owned(), digest: sha256(b"") }],
        appliance: Appliance { fingerprint: key.fingerprint(), name: None, os: None },
        window: WindowRecord { since: "2025-12-26T03:04:05Z".to_owned(), until: "2026-01-02T03:04:05Z".to_owned() },
        complete: true,
        confined: Confined { landlock: true, seccomp: true },
        sources: vec![SourceRecord {
            id: "host".to_owned(),
            category: Category::Configuration,
            name: None,
            status: Status::Collected,
            reason: None,
            seconds: 0.0,
            exit: None,
            writes: None,
        }],
        privacy: Vec::new(),
        canaries: Canaries { planted: 12, survived: 0 },
        totals: Totals { items: items.len() as u64, bytes_in: bytes, bytes_out: bytes, replaced: BTreeMap::new() },
        items,
    }
}

fn item((path, content): &(String, Vec<u8>)) -> ItemRecord {
    ItemRecord {
        path: path.clone(),
        name: path.trim_start_matches("data/configuration/host/").to_owned(),
        source: "host".to_owned(),
        category: Category::Configuration,
        bytes_in: content.len() as u64,
        bytes_out: content.len() as u64,
        sha256: sha256(content),
        cut: false,
        replaced: BTreeMap::new(),
        activity: None,
    }
}

/// A folder for bundles, in which the program runs.
pub(crate) struct Bench(tempfile::TempDir);

impl Bench {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        std::fs::write(self.path(name), bytes).unwrap();
        self.path(name)
    }

    /// Runs the program with its clock an hour after the bundle was made, in an address space of 64 MiB.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -v 65536; exec \"$@\"", "sh", PROGRAM]).args(arguments).current_dir(self.0.path());
        command.env_clear().env("PATH", "/usr/bin:/bin").env("SOURCE_DATE_EPOCH", (TIME + 3600).to_string());
        command.env("STATE_DIRECTORY", self.path("state")).env("RUNTIME_DIRECTORY", self.path("run"));
        command.output().unwrap()
    }

    /// Runs a stock tool.
    #[track_caller]
    pub(crate) fn tool(&self, program: &str, arguments: &[&str]) -> Output {
        let output = Command::new(program).args(arguments).current_dir(self.0.path()).output().unwrap();
        assert!(output.status.success(), "{program} {arguments:?}: {output:?}");
        output
    }
}

/// Returns whether a tool is installed; otherwise prints which test is skipped.
pub(crate) fn has(program: &str, test: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| Path::new(&folder).join(program).is_file());
    if !found {
        eprintln!("{test}: skipped a part, because there is no `{program}`");
    }
    found
}

/// Returns the output of a run.
pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}
