//! A bundle, read with stock tools.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A bundle on disk.
pub(crate) struct Bundle {
    pub(crate) path: PathBuf,
}

/// An unpacked bundle.
pub(crate) struct Unpacked {
    folder: tempfile::TempDir,
    name: String,
}

impl Bundle {
    /// Returns the only file of a folder.
    #[track_caller]
    pub(crate) fn only_in(folder: &Path) -> Self {
        let paths: Vec<_> = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).collect();
        let [path] = paths.as_slice() else { panic!("not one bundle in {}: {paths:?}", folder.display()) };
        Self { path: path.clone() }
    }

    /// Unpacks it with GNU tar.
    pub(crate) fn unpack(&self) -> Unpacked {
        Unpacked::from(&fs::read(&self.path).unwrap())
    }

    /// Returns its manifest.
    pub(crate) fn manifest(&self) -> serde_json::Value {
        self.unpack().manifest()
    }

    /// Returns the outcome of one source, of the item whose name has this ending.
    #[track_caller]
    pub(crate) fn outcome(&self, source: &str, name: &str) -> (String, String) {
        outcome(&self.manifest(), source, name)
    }
}

impl Unpacked {
    /// Unpacks the bytes of a bundle.
    #[track_caller]
    pub(crate) fn from(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("archive");
        fs::write(&archive, bytes).unwrap();
        let done = Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(folder.path()).output().unwrap();
        assert!(done.status.success() && done.stderr.is_empty(), "{}", String::from_utf8_lossy(&done.stderr));
        fs::remove_file(archive).unwrap();
        let name = fs::read_dir(folder.path()).unwrap().flatten().next().unwrap().file_name();
        Self { name: name.to_string_lossy().into_owned(), folder }
    }

    /// Returns the only folder of the bundle.
    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().join(&self.name)
    }

    /// Returns the content of a file.
    #[track_caller]
    pub(crate) fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.folder().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Returns its manifest.
    pub(crate) fn manifest(&self) -> serde_json::Value {
        serde_json::from_slice(&self.read("manifest.json")).unwrap()
    }

    /// Returns every path, and the bytes of every file, one after the other, to search for identifiers.
    pub(crate) fn everything(&self) -> Vec<u8> {
        let mut all = Vec::new();
        for path in crate::appliance::tree(&self.folder()) {
            all.extend_from_slice(path.strip_prefix(self.folder.path()).unwrap().as_os_str().as_encoded_bytes());
            all.push(b'\n');
            if path.is_file() {
                all.extend(fs::read(&path).unwrap());
                all.push(b'\n');
            }
        }
        all
    }
}

/// Returns status and reason of one source in a manifest, of the record whose name has this ending.
#[track_caller]
pub(crate) fn outcome(manifest: &serde_json::Value, source: &str, name: &str) -> (String, String) {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let records = manifest["sources"].as_array().unwrap();
    let found = records.iter().find(|record| record["id"] == source && text(&record["name"]).ends_with(name));
    let record = found.unwrap_or_else(|| panic!("no record of {source} {name}: {records:#?}"));
    (text(&record["status"]), text(&record["reason"]))
}

/// Returns what a program prints for a given standard input.
#[track_caller]
pub(crate) fn piped(command: &mut Command, input: &[u8]) -> std::process::Output {
    use std::io::Write;
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}
