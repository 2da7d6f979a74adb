//! One pass over the entries of a bundle, packed by casepack or by anybody.

use std::cell::Cell;
use std::collections::HashSet;
use std::io::{self, BufReader, Cursor, Read};
use std::rc::Rc;

use flate2::read::MultiGzDecoder;

use super::Fault;
use super::frames::{Frames, Writer};
use super::members::Members;
use super::reader::{Form, Header, Tar};
use crate::pack::{ENTRIES, Packing, RATIO};

/// Whether to go on with the next entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Go {
    /// Yes.
    On,
    /// No.
    Stop,
}

/// An archive whose entry is being looked at.
pub(super) type Archive<'a> = Tar<Box<dyn Read + 'a>>;

/// Visits the entries; holds them to one folder, one time, names that differ by more than case, and their number.
pub(super) fn walk<'a>(
    input: impl Read + 'a,
    form: Form,
    visit: &mut dyn FnMut(&str, &Header, &mut Archive<'a>) -> Result<Go, Fault>,
) -> Result<(), Fault> {
    let mut tar = Tar::new(inflated(input, form)?, form);
    let (mut folder, mut seen, mut time) = (None, HashSet::new(), None);
    while let Some(header) = tar.next()? {
        let fault = |why: &str| tar.fault_before(&format!("`{}`: {why}", header.path));
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
        if seen.len() > ENTRIES {
            return Err(fault(&format!("more than {ENTRIES} entries")));
        }
        let name = name.to_owned();
        if visit(&name, &header, &mut tar)? == Go::Stop {
            return Ok(());
        }
    }
    // Security: where a folder and a file share a name, the order decides what a reader ends up with.
    match tar.folders.iter().find(|folder| seen.contains(folder.as_str())) {
        Some(folder) => Err(tar.fault(&format!("a folder and a file are both called `{folder}`, case aside"))),
        None => Ok(()),
    }
}

/// The archive out of what it is packed in: our members or frames, anybody's gzip or zstd, or nothing.
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
        [0x1f, 0x8b, ..] => Box::new(Measured { inner: MultiGzDecoder::new(counted), packed, plain: 0 }),
        // A frame, or one to be skipped before it.
        [0x28, 0xb5, 0x2f, 0xfd] | [0x50..0x60, 0x2a, 0x4d, 0x18] => {
            Box::new(Measured { inner: Frames::new(counted, Writer::Anybody), packed, plain: 0 })
        }
        _ => Box::new(BufReader::with_capacity(256 << 10, counted)),
    })
}

/// Counts what is read.
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

/// Holds what anybody packed to a measure: a bomb does not get far.
struct Measured<R> {
    inner: R,
    packed: Rc<Cell<u64>>,
    plain: u64,
}

impl<R: Read> Read for Measured<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.plain += read as u64;
        if self.plain > FREE + RATIO * self.packed.get() {
            return Err(io::Error::other("it unpacks beyond all measure"));
        }
        Ok(read)
    }
}

/// Bytes that anybody's archive may unpack to, however small it is.
const FREE: u64 = 128 << 20;
