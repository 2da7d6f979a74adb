//! One pass over the entries of a bundle, packed by casepack or by anybody.

use std::cell::Cell;
use std::collections::HashSet;
use std::io::{self, Cursor, Read};
use std::rc::Rc;

use flate2::read::MultiGzDecoder;

use super::Fault;
use super::members::Members;
use super::reader::{Form, Header, Tar};
use crate::pack::{ENTRIES, RATIO};

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
    Ok(())
}

/// What the archive is packed in: our members, or anybody's gzip, or nothing.
fn inflated<'a>(mut input: impl Read + 'a, form: Form) -> Result<Box<dyn Read + 'a>, Fault> {
    if form == Form::Canonical {
        return Ok(Box::new(Members::new(input)));
    }
    let mut head = Vec::new();
    let read = input.by_ref().take(2).read_to_end(&mut head);
    read.map_err(|source| Fault::Unreadable { path: "the bundle".into(), source })?;
    let whole = Cursor::new(head.clone()).chain(input);
    if head != [0x1f, 0x8b] {
        return Ok(Box::new(whole));
    }
    let counted = Counted { inner: whole, count: Rc::default() };
    let packed = Rc::clone(&counted.count);
    Ok(Box::new(Measured { inner: MultiGzDecoder::new(counted), packed, plain: 0 }))
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

/// Holds anybody's gzip to a measure: a bomb does not get far.
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
            return Err(io::Error::other("it inflates beyond all measure"));
        }
        Ok(read)
    }
}

/// Bytes that anybody's gzip may inflate to, however small it is.
const FREE: u64 = 128 << 20;
