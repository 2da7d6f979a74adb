//! Reads archives that a stock tool repacked: the files must be those that were signed, the headers may be the tool's.
//!
//! It accepts what GNU tar, bsdtar, busybox and Python write for plain files: ustar, GNU long names, PAX names and
//! times. Security: nothing here is trusted. Every name and every byte is compared with the signed sums afterwards;
//! this reader only has to make sure that it ends, in bounded memory, and that a file is a file.

use std::io::Read;

use super::Fault;
use super::field::Field;
use super::reader::{Header, Tar, check_path, text};
use crate::pack::ENTRIES;

/// Returns the next file at or after `block`.
pub(super) fn next<R: Read>(tar: &mut Tar<R>, block: &[u8; 512]) -> Result<Option<Header>, Fault> {
    let (mut block, mut long) = (*block, None);
    // Two extensions may precede a file; a folder starts the count again.
    for _ in 0..MOST_SKIPPED {
        let bytes = sum_holds(&block).then(|| number(&block, Field::SIZE)).flatten();
        let bytes = bytes.ok_or_else(|| tar.fault_before("a header whose checksum or length is wrong"))?;
        if !MAGICS.iter().any(|magic| Field::MAGIC.of(&block) == *magic) {
            return Err(tar.fault_before("a header that is neither POSIX nor GNU"));
        }
        if let Some((name, _)) = NUMBERS.iter().find(|(_, field)| !is_number(&block, *field)) {
            return Err(tar.fault_before(&format!("a header with a {name} that is not a number")));
        }
        match block[156] {
            b'0' | 0 => return file(tar, &block, long, bytes).map(Some),
            b'5' if bytes == 0 => folder(tar, &block, long.take())?,
            b'L' => name(tar, &mut long, |tar| extension(tar, bytes).and_then(|name| gnu(tar, &name)).map(Some))?,
            b'x' => name(tar, &mut long, |tar| extension(tar, bytes).and_then(|records| pax(tar, &records)))?,
            kind => {
                let kind = char::from(kind).escape_default();
                let why = format!("an entry of type `{kind}`, which is neither a file nor a folder");
                return Err(tar.fault_before(&why));
            }
        }
        block = tar.block()?;
        if block.iter().all(|byte| *byte == 0) {
            return if long.is_none() {
                tar.end().map(|()| None)
            } else {
                Err(tar.fault_before("a name without a file"))
            };
        }
    }
    Err(tar.fault_before("too many entries that are not files"))
}

fn file<R: Read>(tar: &Tar<R>, block: &[u8; 512], long: Option<String>, bytes: u64) -> Result<Header, Fault> {
    let path = path(tar, block, long)?;
    check_path(&path).map_err(|why| tar.fault_before(&why))?;
    Ok(Header { path, bytes, time: 0 })
}

/// Records a folder, which contains nothing that is signed, but which readers create.
fn folder<R: Read>(tar: &mut Tar<R>, block: &[u8; 512], long: Option<String>) -> Result<(), Fault> {
    let path = path(tar, block, long)?;
    let path = path.strip_suffix('/').unwrap_or(&path);
    // Adding a name makes this the path of a file, so that it can be checked as one.
    check_path(&format!("{path}/x")).map_err(|why| tar.fault_before(&why))?;
    if let Some((_, name)) = path.split_once('/') {
        tar.folders.insert(name.to_ascii_lowercase());
    }
    if tar.folders.len() > ENTRIES {
        return Err(tar.fault_before(&format!("more than {ENTRIES} folders")));
    }
    Ok(())
}

/// Returns an entry's path: the long name before it, or the one in its header.
fn path<R: Read>(tar: &Tar<R>, block: &[u8; 512], long: Option<String>) -> Result<String, Fault> {
    let path = long.map_or_else(|| short(block), Ok).map_err(|why| tar.fault_before(&why))?;
    Ok(path.strip_prefix("./").unwrap_or(&path).to_owned())
}

/// Takes a name that precedes its file; of two names, some readers use the first and others the second, so two are
/// refused.
fn name<R: Read>(
    tar: &mut Tar<R>,
    long: &mut Option<String>,
    read: impl FnOnce(&mut Tar<R>) -> Result<Option<String>, Fault>,
) -> Result<(), Fault> {
    let other = read(tar)?;
    if long.is_some() && other.is_some() {
        return Err(tar.fault("two names for one file"));
    }
    *long = other.or(long.take());
    Ok(())
}

/// Returns the name in the header itself. GNU headers have no prefix, but some readers see one there nevertheless.
fn short(block: &[u8; 512]) -> Result<String, String> {
    let (name, prefix) = (text(block, Field::NAME)?, text(block, Field::PREFIX)?);
    if prefix.is_empty() {
        return Ok(name.to_owned());
    }
    let posix = Field::MAGIC.of(block) == MAGICS[0];
    if posix { Ok(format!("{prefix}/{name}")) } else { Err("a prefix in a header that is not POSIX".to_owned()) }
}

fn extension<R: Read>(tar: &mut Tar<R>, bytes: u64) -> Result<Vec<u8>, Fault> {
    if bytes > LONGEST {
        return Err(tar.fault_before("an extension header of more than 8 KiB"));
    }
    let mut out = Vec::new();
    tar.content(bytes, |piece| {
        out.extend_from_slice(piece);
        Ok(())
    })?;
    Ok(out)
}

fn gnu<R: Read>(tar: &Tar<R>, name: &[u8]) -> Result<String, Fault> {
    let name = name.strip_suffix(b"\0").unwrap_or(name);
    String::from_utf8(name.to_vec()).map_err(|_| tar.fault("a long name that is not text"))
}

/// Returns the name in PAX records, if there is one; records that would change the length or type of the content are
/// refused.
fn pax<R: Read>(tar: &Tar<R>, mut records: &[u8]) -> Result<Option<String>, Fault> {
    let wrong = || tar.fault("a damaged extended header");
    let mut path = None;
    while !records.is_empty() {
        let space = records.iter().take(5).position(|byte| *byte == b' ').ok_or_else(wrong)?;
        let length = std::str::from_utf8(&records[..space]).ok().and_then(|text| text.parse::<usize>().ok());
        let (record, rest) = length.and_then(|length| records.split_at_checked(length)).ok_or_else(wrong)?;
        records = rest;
        let record = record.get(space + 1..).and_then(|record| record.strip_suffix(b"\n")).ok_or_else(wrong)?;
        let (key, value) = std::str::from_utf8(record).ok().and_then(|text| text.split_once('=')).ok_or_else(wrong)?;
        match key {
            "path" if path.is_none() => path = Some(value.to_owned()),
            "mtime" | "atime" | "ctime" | "LIBARCHIVE.creationtime" if is_time(value) => {}
            "uid" | "gid" if value.bytes().all(|byte| byte.is_ascii_digit()) => {}
            "uname" | "gname" | "comment" => {}
            other => return Err(tar.fault(&format!("an extended header with `{}`", other.escape_default()))),
        }
    }
    Ok(path)
}

/// Returns whether a text is a number of seconds, with or without a fraction.
fn is_time(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.len() < 11 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(fraction)
}

fn sum_holds(block: &[u8; 512]) -> bool {
    // The checksum field itself counts as blanks.
    let value = |(at, byte): (usize, &u8)| if Field::CHECKSUM.holds(at) { u64::from(b' ') } else { u64::from(*byte) };
    let sum: u64 = block.iter().enumerate().map(value).sum();
    number(block, Field::CHECKSUM) == Some(sum)
}

/// Parses an octal number: spaces before it, spaces and zeros after it, and nothing else, because readers disagree
/// about anything else.
fn number(block: &[u8; 512], field: Field) -> Option<u64> {
    let field = field.of(block);
    let start = field.iter().position(|byte| *byte != b' ')?;
    let length = field[start..].iter().take_while(|byte| (b'0'..=b'7').contains(byte)).count();
    let (digits, rest) = field[start..].split_at(length);
    let clean = rest.iter().all(|byte| matches!(byte, b' ' | 0));
    std::str::from_utf8(digits).ok().filter(|_| clean).and_then(|text| u64::from_str_radix(text, 8).ok())
}

/// Returns whether a field that has no meaning here can be parsed at all. An owner above two million is in base 256.
fn is_number(block: &[u8; 512], field: Field) -> bool {
    let bytes = field.of(block);
    let large = matches!(field, Field::USER | Field::GROUP) && bytes.starts_with(&[0x80, 0, 0, 0]);
    large || bytes.iter().all(|byte| *byte == 0) || number(block, field).is_some()
}

/// What POSIX and GNU write after the target of a link.
const MAGICS: [&[u8]; 2] = [b"ustar\0", b"ustar "];
/// Fields that other readers may reject, although nothing here depends on them.
const NUMBERS: [(&str, Field); 6] = [
    ("mode", Field::MODE),
    ("user", Field::USER),
    ("group", Field::GROUP),
    ("time", Field::TIME),
    ("device", Field::MAJOR),
    ("device", Field::MINOR),
];
/// Maximum bytes of an extension.
const LONGEST: u64 = 8 << 10;
/// Maximum number of entries between two files that are not files.
const MOST_SKIPPED: usize = 1024;
