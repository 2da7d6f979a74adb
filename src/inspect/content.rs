//! What verification keeps of a bundle's content: a digest for each file, and the three files that it reads.

use std::collections::HashMap;
use std::io::Read;

use ring::digest::{Context, SHA256, SHA512};

use super::Fault;
use super::reader::Form;
use super::walk::{Go, walk};
use crate::pack::MANIFEST;
use crate::pack::manifest::Head;
use crate::seal::sshsig::Signature;
use crate::seal::{PublicKey, SUMS, sums};

/// A file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name below the bundle's folder.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// The SHA-256 of its content.
    pub digest: [u8; 32],
}

/// The result of one pass over the content.
pub(super) struct Content {
    pub(super) entries: Vec<Entry>,
    form: Form,
    folder: String,
    time: u64,
    sums: String,
    signature: String,
    manifest: String,
}

impl Content {
    /// Reads the whole content once.
    pub(super) fn read(input: impl Read, form: Form) -> Result<Self, Fault> {
        let mut texts = HashMap::new();
        let (mut folder, mut time) = (String::new(), 0);
        let mut entries = Vec::new();
        walk(input, form, &mut |name, header, tar| {
            (folder, time) = (header.path.split('/').next().unwrap_or_default().to_owned(), header.time);
            let mut digest = Context::new(&SHA256);
            let mut kept = READ.iter().find(|(known, _)| *known == name).map(|(_, most)| (Vec::new(), *most));
            tar.content(header.bytes, &mut |piece: &[u8]| {
                digest.update(piece);
                match &mut kept {
                    Some((text, most)) if text.len() + piece.len() > *most => Err(too_large(name)),
                    Some((text, _)) => {
                        text.extend_from_slice(piece);
                        Ok(())
                    }
                    None => Ok(()),
                }
            })?;
            texts.extend(kept.map(|(text, _)| (name.to_owned(), text)));
            let mut entry = Entry { name: name.to_owned(), bytes: header.bytes, digest: [0; 32] };
            entry.digest.copy_from_slice(digest.finish().as_ref());
            entries.push(entry);
            Ok(Go::On)
        })?;
        let mut text = |name: &str| {
            let bytes = texts.remove(name).ok_or_else(|| Fault::missing(name))?;
            String::from_utf8(bytes).map_err(|_| Fault::Sums { name: name.to_owned(), why: "is not text".to_owned() })
        };
        let (sums, signature, manifest) = (text(SUMS_FILE)?, text(SIGNATURE_FILE)?, text(MANIFEST_FILE)?);
        Ok(Self { entries, form, folder, time, sums, signature, manifest })
    }

    /// Returns the key whose signature over SHA256SUMS holds.
    pub(super) fn signed_by(&self) -> Result<PublicKey, Fault> {
        let wrong = |why: String| Fault::Inner { why };
        let signature =
            Signature::read(&self.signature).map_err(|error| wrong(format!("{SIGNATURE_FILE}: {error}")))?;
        if signature.namespace != SUMS {
            return Err(wrong(format!("it is a signature for `{}`, not for `{SUMS}`", signature.namespace)));
        }
        let digest = ring::digest::digest(&SHA512, self.sums.as_bytes());
        if signature.verify(SUMS, digest.as_ref()) {
            return Ok(signature.key);
        }
        Err(wrong(format!("the signature does not match {SUMS_FILE}; one of the two was changed")))
    }

    /// Checks every file against its sum, and every sum against a file.
    pub(super) fn check_sums(&self) -> Result<(), Fault> {
        let wrong = |name: &str, why: &str| Fault::Sums { name: name.to_owned(), why: why.to_owned() };
        let mut files: HashMap<&str, &Entry> = self.entries.iter().map(|entry| (entry.name.as_str(), entry)).collect();
        let mut last = "";
        for (index, line) in self.sums.split_inclusive('\n').enumerate() {
            let (digest, name) = sums::parse_line(line).filter(|(_, name)| *name > last).ok_or_else(|| {
                wrong(SUMS_FILE, &format!("has a line that is malformed or out of order: line {}", index + 1))
            })?;
            last = name;
            let entry = files.remove(name).ok_or_else(|| wrong(name, "has a sum but is missing"))?;
            if entry.digest != digest {
                return Err(wrong(name, "does not match its sum"));
            }
        }
        let unsummed =
            self.entries.iter().find(|entry| files.contains_key(entry.name.as_str()) && !is_seal(&entry.name));
        match unsummed {
            Some(entry) => Err(wrong(&entry.name, "has no sum")),
            None if files.len() == 2 => Ok(()),
            None => Err(wrong(SUMS_FILE, "has a sum for itself or for its signature")),
        }
    }

    /// Parses the manifest and checks it against the archive.
    pub(super) fn check_manifest(&self, key: &PublicKey) -> Result<Head, Fault> {
        let wrong = |why: String| Fault::Manifest { why };
        let manifest: Head = serde_json::from_str(&self.manifest).map_err(|error| wrong(error.to_string()))?;
        if manifest.format != 1 {
            return Err(wrong(format!("format {} is not supported; use a newer casepack", manifest.format)));
        }
        if manifest.appliance.fingerprint != key.fingerprint() {
            return Err(wrong("it names a different key than the one that signed".to_owned()));
        }
        self.check_items(&manifest)?;
        if self.form != Form::Repacked {
            self.check_order(&manifest)?;
        }
        Ok(manifest)
    }

    /// Checks every item's record against its file: path, length and digest, and the totals against both.
    fn check_items(&self, manifest: &Head) -> Result<(), Fault> {
        let wrong = |why: String| Fault::Manifest { why };
        let mut data: Vec<&Entry> = self.entries.iter().filter(|entry| entry.name.starts_with("data/")).collect();
        let items = &manifest.items.0;
        if self.form == Form::Repacked {
            // A tool may repack the files in any order; the records keep theirs.
            let order: HashMap<&str, usize> =
                items.iter().enumerate().map(|(at, item)| (item.path.as_str(), at)).collect();
            data.sort_by_key(|entry| order.get(entry.name.as_str()).copied().unwrap_or(usize::MAX));
        }
        if data.len() != items.len() {
            return Err(wrong(format!("it lists {} items, but there are {}", items.len(), data.len())));
        }
        for (item, entry) in items.iter().zip(&data) {
            if item.path != entry.name {
                return Err(wrong(format!("it lists `{}` where `{}` is", item.path.escape_default(), entry.name)));
            }
            if item.bytes != entry.bytes || item.digest != entry.digest {
                return Err(wrong(format!("`{}` does not have the length or digest that it gives", entry.name)));
            }
        }
        let bytes: u64 = data.iter().map(|entry| entry.bytes).sum();
        if (manifest.totals.items, manifest.totals.bytes_out) != (data.len() as u64, bytes) {
            return Err(wrong("its totals are not the sums of its items".to_owned()));
        }
        Ok(())
    }

    /// Checks the order of the files, their folder and their time.
    fn check_order(&self, manifest: &Head) -> Result<(), Fault> {
        let wrong = |why: String| Err(Fault::Manifest { why });
        if manifest.bundle != self.folder {
            return wrong(format!("it belongs to `{}`, not to `{}`", manifest.bundle.escape_default(), self.folder));
        }
        let created = manifest.created.parse::<jiff::Timestamp>().map_or(-1, |time| time.as_second());
        if u64::try_from(created).ok() != Some(self.time) {
            return wrong("its time is not that of the archive's entries".to_owned());
        }
        let own: Vec<&str> =
            self.entries.iter().map(|entry| entry.name.as_str()).filter(|name| !name.starts_with("data/")).collect();
        if let Some(name) = own.iter().find(|name| !OWN.contains(name)) {
            return Err(Fault::Sums { name: (*name).to_owned(), why: "does not belong in a bundle".to_owned() });
        }
        if let Some(name) = OWN.iter().find(|name| !own.contains(name)) {
            return Err(Fault::missing(name));
        }
        let first = self.entries.first().is_some_and(|entry| entry.name == OWN[0]);
        let last = self.entries.iter().rev().zip(OWN.iter().skip(1).rev()).all(|(entry, name)| entry.name == *name);
        if first && last { Ok(()) } else { wrong("its files are not in the order that the format requires".to_owned()) }
    }
}

fn too_large(name: &str) -> Fault {
    Fault::Sums { name: name.to_owned(), why: "is larger than any that casepack writes".to_owned() }
}

fn is_seal(name: &str) -> bool {
    name == SUMS_FILE || name == SIGNATURE_FILE
}

pub(super) const SUMS_FILE: &str = "SHA256SUMS";
const SIGNATURE_FILE: &str = "SHA256SUMS.sig";
pub(super) const MANIFEST_FILE: &str = "manifest.json";
/// The files beside `data/`, in their order; the collected files follow the first.
const OWN: [&str; 5] = ["README.txt", MANIFEST_FILE, "report.html", SUMS_FILE, SIGNATURE_FILE];
/// The files that are read into memory, and their maximum sizes.
const READ: [(&str, usize); 3] = [(SUMS_FILE, 12 << 20), (SIGNATURE_FILE, 4096), (MANIFEST_FILE, MANIFEST)];
