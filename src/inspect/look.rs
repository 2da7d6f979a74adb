//! Shows the contents of a bundle without unpacking it.

use std::io::Write;

use ring::digest::{Context, SHA256};

use super::content::{Entry, MANIFEST_FILE};
use super::reader::Form;
use super::walk::{Go, walk};
use super::{Bundle, Fault};
use crate::pack::MANIFEST;
use crate::pack::manifest::Manifest;

/// Returns the names and lengths of the files in a bundle that was not verified, up to the first fault.
pub fn entries(bundle: &mut Bundle) -> (Vec<Entry>, Option<Fault>) {
    let mut entries = Vec::new();
    let walked = bundle.unsealed().and_then(|input| {
        walk(input, Form::Repacked, &mut |name, header, tar| {
            tar.content(header.bytes, |_| Ok(()))?;
            entries.push(Entry { name: name.to_owned(), bytes: header.bytes, digest: [0; 32] });
            Ok(Go::On)
        })
    });
    (entries, walked.err())
}

/// Writes the content of one file; the entry from the verification gives its expected digest.
///
/// # Errors
/// If there is no such file, if there is a fault before it, or if its content has changed since it was verified.
pub fn cat(bundle: &mut Bundle, name: &str, verified: Option<&[Entry]>, out: &mut dyn Write) -> Result<(), Fault> {
    let missing = || Fault::Missing { name: name.to_owned() };
    let expected = match verified {
        Some(entries) => Some(entries.iter().find(|entry| entry.name == name).ok_or_else(missing)?.digest),
        None => None,
    };
    let (mut found, mut digest) = (false, Context::new(&SHA256));
    walk(bundle.unsealed()?, Form::Repacked, &mut |other, header, tar| {
        found = other == name;
        tar.content(header.bytes, |piece| {
            if !found {
                return Ok(());
            }
            digest.update(piece);
            out.write_all(piece).map_err(|source| Fault::Print { source })
        })?;
        Ok(if found { Go::Stop } else { Go::On })
    })?;
    match expected {
        _ if !found => Err(missing()),
        Some(expected) if digest.finish().as_ref() != expected => {
            Err(Fault::Sums { name: name.to_owned(), why: "was changed while it was being read".to_owned() })
        }
        _ => Ok(()),
    }
}

/// Returns the whole manifest.
///
/// # Errors
/// As [`cat`]; also if the manifest does not parse.
pub fn manifest(bundle: &mut Bundle, verified: Option<&[Entry]>) -> Result<Manifest, Fault> {
    let mut text = Bounded(Vec::new());
    cat(bundle, MANIFEST_FILE, verified, &mut text).map_err(|fault| match fault {
        Fault::Print { source } => Fault::Manifest { why: source.to_string() },
        fault => fault,
    })?;
    serde_json::from_slice(&text.0).map_err(|error| Fault::Manifest { why: error.to_string() })
}

/// A buffer that is limited to the maximum size of a manifest.
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0.len() + bytes.len() > MANIFEST {
            return Err(std::io::Error::other("it is larger than any that casepack writes"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
