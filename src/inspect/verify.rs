//! Does a bundle hold? Outer seal, archive, sums, inner seal, manifest, signer: in this order.

use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use jiff::Timestamp;
use ring::digest::{Context, SHA256, SHA512};

use super::reader::{Members, Tar};
use super::{Fault, Signers};
use crate::pack::manifest::Manifest;
use crate::seal::sshsig::{Signature, dearmour};
use crate::seal::sums::Sums;
use crate::seal::{BUNDLE, FOOTER, PublicKey, SUMS, signature_of};

/// What a bundle that holds says of itself.
#[derive(Debug)]
pub struct Verdict {
    /// Who signed it.
    pub signer: Signer,
    /// The key's fingerprint.
    pub fingerprint: String,
    /// Its manifest.
    pub manifest: Manifest,
    /// Its files, in order.
    pub entries: Vec<Entry>,
}

/// Who signed a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signer {
    /// Somebody whom the file of allowed signers names.
    Known(String),
    /// Nobody knows: no such file was given.
    Unknown,
}

/// A file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name below the bundle's folder.
    pub name: String,
    /// Its length.
    pub bytes: u64,
}

/// Checks a bundle in one pass over its bytes and one over its content.
///
/// # Errors
/// The first check that fails, and where.
pub fn verify(path: &Path, signers: Option<&Signers>) -> Result<Verdict, Fault> {
    let (mut file, length, key) = outer(path)?;
    let mut content = Content::default();
    walk(&mut file, length, &mut content)?;
    let entries = std::mem::take(&mut content.entries);
    let manifest = content.check(&key, &entries)?;
    let moment = manifest
        .created
        .parse::<Timestamp>()
        .map_err(|_| Fault::Manifest { why: "`created` is no time".to_owned() })?;
    let signer = match signers {
        Some(signers) => signers
            .principal(&key, SUMS, moment)
            .map(|name| Signer::Known(name.to_owned()))
            .map_err(|why| Fault::Signer { why })?,
        None => Signer::Unknown,
    };
    Ok(Verdict { signer, fingerprint: key.fingerprint(), manifest, entries })
}

/// Writes the content of one file of a bundle that has been verified.
///
/// # Errors
/// A bundle that has changed since, or has no such file.
pub fn cat(path: &Path, name: &str, out: &mut dyn Write) -> Result<(), Fault> {
    let (mut file, length, _) = outer(path)?;
    let mut printing = Printing { name, out, wanted: false, found: false };
    walk(&mut file, length, &mut printing)?;
    if printing.found { Ok(()) } else { Err(Fault::Missing { name: name.to_owned() }) }
}

/// What is done with the entries of an archive.
trait Visitor {
    /// A file of this length begins.
    fn begin(&mut self, name: &str, bytes: u64);

    /// Its next bytes.
    fn take(&mut self, piece: &[u8]) -> Result<(), Fault>;
}

/// Prints one file.
struct Printing<'a> {
    name: &'a str,
    out: &'a mut dyn Write,
    wanted: bool,
    found: bool,
}

impl Visitor for Printing<'_> {
    fn begin(&mut self, name: &str, _bytes: u64) {
        self.wanted = name == self.name;
        self.found |= self.wanted;
    }

    fn take(&mut self, piece: &[u8]) -> Result<(), Fault> {
        let printed = if self.wanted { self.out.write_all(piece) } else { Ok(()) };
        printed.map_err(|source| Fault::Unreadable { path: "standard output".into(), source })
    }
}

/// Checks the outer seal over raw bytes; gives the file, the length of what it covers, and the key.
fn outer(path: &Path) -> Result<(File, u64, PublicKey), Fault> {
    let unreadable = |source| Fault::Unreadable { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(unreadable)?;
    let whole = file.seek(SeekFrom::End(0)).map_err(unreadable)?;
    let length = whole.checked_sub(FOOTER as u64).ok_or(Fault::NoSeal)?;
    file.seek(SeekFrom::Start(length)).map_err(unreadable)?;
    let mut footer = [0; FOOTER];
    file.read_exact(&mut footer).map_err(unreadable)?;
    let blob = signature_of(&footer).and_then(|text| dearmour(&text)).ok_or(Fault::NoSeal)?;
    let signature = Signature::parse(&blob).ok_or(Fault::NoSeal)?;
    file.rewind().map_err(unreadable)?;
    let mut digest = Context::new(&SHA512);
    let mut buffer = vec![0; 256 << 10];
    let mut left = length;
    while left > 0 {
        let want = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let piece = buffer.get_mut(..want).unwrap_or_default();
        file.read_exact(piece).map_err(unreadable)?;
        digest.update(piece);
        left -= want as u64;
    }
    // Security: from here on the parsers see only bytes that the key's holder made.
    if !signature.holds(BUNDLE, digest.finish().as_ref()) {
        return Err(Fault::Seal { bytes: length });
    }
    file.rewind().map_err(unreadable)?;
    Ok((file, length, signature.key))
}

/// One pass over the entries; holds them to one folder, one time, and names that differ by more than case.
fn walk(file: &mut File, length: u64, visitor: &mut dyn Visitor) -> Result<(), Fault> {
    let mut tar = Tar::new(Members::new(file.take(length), length));
    let (mut folder, mut seen, mut time) = (None, HashSet::new(), None);
    while let Some(header) = tar.next()? {
        let fault = |why: &str| Fault::Archive { offset: tar.offset, why: format!("`{}`: {why}", header.path) };
        let (top, name) = header.path.split_once('/').ok_or_else(|| fault("no folder"))?;
        if *folder.get_or_insert_with(|| top.to_owned()) != top {
            return Err(fault("another folder than the first entry's"));
        }
        if *time.get_or_insert(header.time) != header.time {
            return Err(fault("another time than the first entry's"));
        }
        if !seen.insert(name.to_ascii_lowercase()) {
            return Err(fault("a name that is there already, case aside"));
        }
        visitor.begin(name, header.bytes);
        tar.content(header.bytes, |piece| visitor.take(piece))?;
    }
    Ok(())
}

/// What verification keeps of the content: digests, and the three files that it reads.
#[derive(Default)]
struct Content {
    entries: Vec<Entry>,
    digests: Vec<Context>,
    /// The file whose text is kept, while it is read.
    kept: Option<&'static str>,
    texts: BTreeMap<&'static str, Vec<u8>>,
}

impl Visitor for Content {
    fn begin(&mut self, name: &str, bytes: u64) {
        self.entries.push(Entry { name: name.to_owned(), bytes });
        self.digests.push(Context::new(&SHA256));
        self.kept = READ.into_iter().find(|known| *known == name);
    }

    fn take(&mut self, piece: &[u8]) -> Result<(), Fault> {
        if let Some(digest) = self.digests.last_mut() {
            digest.update(piece);
        }
        if let Some(name) = self.kept {
            let text = self.texts.entry(name).or_default();
            if text.len() + piece.len() > LARGEST {
                return Err(Fault::Sums {
                    name: name.to_owned(),
                    why: "is larger than any that casepack writes".to_owned(),
                });
            }
            text.extend_from_slice(piece);
        }
        Ok(())
    }
}

impl Content {
    fn check(mut self, key: &PublicKey, entries: &[Entry]) -> Result<Manifest, Fault> {
        let digests: Vec<String> =
            self.digests.drain(..).map(|digest| data_encoding::HEXLOWER.encode(digest.finish().as_ref())).collect();
        let sums = self.text(SUMS_FILE)?;
        let signature = self.text(SIGNATURE_FILE)?;
        inner(key, &sums, &signature)?;
        let sums = Sums::parse(&sums)
            .map_err(|line| Fault::Sums { name: SUMS_FILE.to_owned(), why: format!("line {line} is wrong") })?;
        let summed =
            entries.iter().zip(&digests).filter(|(entry, _)| entry.name != SUMS_FILE && entry.name != SIGNATURE_FILE);
        for (entry, digest) in summed.clone() {
            let fault = |why: &str| Fault::Sums { name: entry.name.clone(), why: why.to_owned() };
            match sums.get(&entry.name) {
                None => return Err(fault("has no sum")),
                Some(sum) if sum != digest => return Err(fault("has another content than its sum says")),
                Some(_) => {}
            }
        }
        if let Some(name) = sums.names().find(|name| !entries.iter().any(|entry| entry.name == *name)) {
            return Err(Fault::Sums { name: name.to_owned(), why: "has a sum and is not there".to_owned() });
        }
        let manifest: Manifest = serde_json::from_str(&self.text(MANIFEST_FILE)?)
            .map_err(|error| Fault::Manifest { why: error.to_string() })?;
        agree(&manifest, key, &sums, entries)?;
        Ok(manifest)
    }

    fn text(&mut self, name: &'static str) -> Result<String, Fault> {
        let bytes = self
            .texts
            .remove(name)
            .ok_or_else(|| Fault::Sums { name: name.to_owned(), why: "is not there".to_owned() })?;
        String::from_utf8(bytes).map_err(|_| Fault::Sums { name: name.to_owned(), why: "is no text".to_owned() })
    }
}

/// Checks the signature over SHA256SUMS, which must be the outer seal's signer's.
fn inner(key: &PublicKey, sums: &str, signature: &str) -> Result<(), Fault> {
    let wrong = |why: &str| Fault::Inner { why: why.to_owned() };
    let blob = dearmour(signature).ok_or_else(|| wrong("SHA256SUMS.sig is no SSH signature"))?;
    let signature = Signature::parse(&blob).ok_or_else(|| wrong("SHA256SUMS.sig is no Ed25519 signature"))?;
    if signature.key != *key {
        return Err(wrong("it is another key's than the outer seal"));
    }
    let digest = ring::digest::digest(&SHA512, sums.as_bytes());
    if signature.holds(SUMS, digest.as_ref()) {
        Ok(())
    } else {
        Err(wrong("the signature does not hold for SHA256SUMS"))
    }
}

/// Holds the manifest to the archive.
fn agree(manifest: &Manifest, key: &PublicKey, sums: &Sums, entries: &[Entry]) -> Result<(), Fault> {
    let wrong = |why: String| Err(Fault::Manifest { why });
    if manifest.format != 1 {
        return wrong(format!("format {} is not known here", manifest.format));
    }
    if manifest.appliance.fingerprint != key.fingerprint() {
        return wrong("it names another key than the one that signed".to_owned());
    }
    let data: Vec<_> = entries.iter().filter(|entry| entry.name.starts_with("data/")).collect();
    if data.len() != manifest.items.len() {
        return wrong(format!("it lists {} items and there are {}", manifest.items.len(), data.len()));
    }
    for (item, entry) in manifest.items.iter().zip(data) {
        if item.path != entry.name || item.bytes_out != entry.bytes || sums.get(&item.path) != Some(&item.sha256) {
            return wrong(format!("`{}` is not what it says", entry.name));
        }
    }
    Ok(())
}

const SUMS_FILE: &str = "SHA256SUMS";
const SIGNATURE_FILE: &str = "SHA256SUMS.sig";
const MANIFEST_FILE: &str = "manifest.json";
const READ: [&str; 3] = [SUMS_FILE, SIGNATURE_FILE, MANIFEST_FILE];
/// Bytes of a file that is read into memory.
const LARGEST: usize = 32 << 20;
