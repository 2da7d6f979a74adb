//! Visits the entries of a bundle in one pass, whether it was packed by casepack or repacked.

use std::cell::Cell;
use std::collections::HashSet;
use std::io::{self, BufReader, Cursor, Read};
use std::rc::Rc;

use flate2::read::MultiGzDecoder;

use super::Fault;
use super::frames::{Frames, Writer};
use super::members::Members;
use super::reader::{Form, Header, Tar};
use crate::pack::{ENTRIES, Packing, SLACK};

/// Whether to continue with the next entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Go {
    /// Yes.
    On,
    /// No.
    Stop,
}

/// An archive whose current entry is being read.
pub(super) type Archive<'a> = Tar<Box<dyn Read + 'a>>;

/// Visits the entries; checks that they are in one folder, have one time and names that differ by more than case, and
/// are not too many.
pub(super) fn walk<'a>(
    input: impl Read + 'a,
    form: Form,
    visit: &mut dyn FnMut(&str, &Header, &mut Archive<'a>) -> Result<Go, Fault>,
) -> Result<(), Fault> {
    let mut tar = Tar::new(inflated(input, form)?, form);
    let (mut folder, mut seen, mut time) = (None, HashSet::new(), None);
    while let Some(header) = tar.next()? {
        let fault = |why: &str| tar.fault_before(&format!("`{}`: {why}", header.path));
        let (top, name) = header.path.split_once('/').ok_or_else(|| fault("not a directory"))?;
        if *folder.get_or_insert_with(|| top.to_owned()) != top {
            return Err(fault("a different folder than the first entry's"));
        }
        if *time.get_or_insert(header.time) != header.time {
            return Err(fault("a different time than the first entry's"));
        }
        if !seen.insert(name.to_ascii_lowercase()) {
            return Err(fault("a duplicate name, ignoring case"));
        }
        if seen.len() > ENTRIES {
            return Err(fault(&format!("more than {ENTRIES} entries")));
        }
        let name = name.to_owned();
        if visit(&name, &header, &mut tar)? == Go::Stop {
            return Ok(());
        }
    }
    // Security: if a folder and a file share a name, the order decides what a reader ends up with.
    match tar.folders.iter().find(|folder| seen.contains(folder.as_str())) {
        Some(folder) => Err(tar.fault(&format!("a folder and a file are both called `{folder}`, ignoring case"))),
        None => Ok(()),
    }
}

/// Unpacks the archive: our members or frames, gzip or zstd of any writer, or nothing.
fn inflated<'a>(mut input: impl Read + 'a, form: Form) -> Result<Box<dyn Read + 'a>, Fault> {
    match form {
        Form::Canonical(Packing::Gzip) => return Ok(Box::new(Members::new(input))),
        Form::Canonical(Packing::Zstd) => return Ok(Box::new(Frames::new(input, Writer::Casepack))),
        Form::Canonical(Packing::Plain) => return Ok(Box::new(BufReader::with_capacity(256 << 10, input))),
        Form::Repacked => {}
    }
    let mut head = Vec::new();
    let read = input.by_ref().take(4).read_to_end(&mut head);
    read.map_err(|source| Fault::Unreadable { path: "the bundle".into(), source })?;
    let whole = Cursor::new(head.clone()).chain(input);
    let counted = Counted { inner: whole, count: Rc::default() };
    let packed = Rc::clone(&counted.count);
    Ok(match head[..] {
        [0x1f, 0x8b, ..] => {
            let inner = MultiGzDecoder::new(counted);
            Box::new(Measured { inner, packed, plain: 0, ratio: SLACK / LEAST_MEMBER })
        }
        // These are the magic numbers of a frame, and of a skippable frame before it.
        [0x28, 0xb5, 0x2f, 0xfd] | [0x50..0x60, 0x2a, 0x4d, 0x18] => {
            let inner = Frames::new(counted, Writer::Anybody);
            Box::new(Measured { inner, packed, plain: 0, ratio: SLACK / LEAST_FRAME })
        }
        _ => Box::new(BufReader::with_capacity(256 << 10, counted)),
    })
}

/// Counts the bytes that are read.
struct Counted<R> {
    inner: R,
    count: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}

/// Limits the size that a repacked archive unpacks to, so that bombs are refused.
struct Measured<R> {
    inner: R,
    packed: Rc<Cell<u64>>,
    plain: u64,
    /// Number of bytes that one packed byte may stand for.
    ratio: u64,
}

impl<R: Read> Read for Measured<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.plain += read as u64;
        if self.plain > FREE + self.ratio * self.packed.get() {
            return Err(io::Error::other("it unpacks to more than is allowed"));
        }
        Ok(read)
    }
}

/// Bytes to which any archive may unpack, however small it is.
const FREE: u64 = 128 << 20;
/// Bytes of the smallest gzip member and of the smallest Zstandard frame that contain [`SLACK`] bytes. Endless
/// repetition is packed in such pieces, and a bundle that consists only of them is still valid.
const LEAST_MEMBER: u64 = 90;
const LEAST_FRAME: u64 = 15;

#[cfg(test)]
mod tests {
    use super::{FREE, Form, LEAST_FRAME, LEAST_MEMBER, SLACK, inflated, io};
    use crate::pack::Packer;
    use crate::profile::Compression;

    fn packed(compression: Compression) -> Vec<u8> {
        Packer::new(compression).unwrap().pack(&vec![b'x'; SLACK as usize]).unwrap()
    }

    #[test]
    fn s3_no_piece_of_casepack_s_own_is_beyond_measure() {
        let gzip = (1..=9).map(|level| (Compression::Gzip(level), LEAST_MEMBER));
        for (compression, least) in gzip.chain((1..=19).map(|level| (Compression::Zstd(level), LEAST_FRAME))) {
            let length = packed(compression).len() as u64;
            assert!(length >= least, "{compression}: {length}");
        }
    }

    #[test]
    fn s3_a_bundle_of_lines_that_repeat_themselves_is_read_whole() {
        let pieces = 3 * FREE / SLACK / 2;
        for compression in [Compression::default(), Compression::Zstd(3)] {
            let bundle = packed(compression).repeat(pieces as usize);
            let mut text = inflated(&bundle[..], Form::Repacked).unwrap();
            assert_eq!(io::copy(&mut text, &mut io::sink()).unwrap(), pieces * SLACK, "{compression}");
        }
    }
}
