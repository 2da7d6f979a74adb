//! Archives that a stock tool packed again: the files are what was signed, the headers are the tool's.
//!
//! Reads what GNU tar, bsdtar, busybox and Python write for plain files: ustar, GNU's long names, PAX names and times.
//! Security: nothing here is believed. Every name and every byte is held to the signed sums afterwards; what this
//! reader must see to is that it ends, in bounded memory, and that a file is a file.

use std::io::Read;

use super::Fault;
use super::reader::{Header, Tar, check_path, text};

/// The next file at or behind `block`.
pub(super) fn next<R: Read>(tar: &mut Tar<R>, block: &[u8; 512]) -> Result<Option<Header>, Fault> {
    let (mut block, mut long) = (*block, None);
    // Two extensions may stand before a file; a folder begins anew.
    for _ in 0..MOST_SKIPPED {
        let bytes = sum_holds(&block).then(|| number(&block, 124)).flatten();
        let bytes = bytes.ok_or_else(|| tar.fault_before("a header whose checksum or length is wrong"))?;
        match block[156] {
            b'0' | 0 => return file(tar, &block, long, bytes).map(Some),
            b'5' if bytes == 0 => long = None,
            b'L' => long = Some(extension(tar, bytes).and_then(|name| gnu(tar, &name))?),
            b'x' => long = extension(tar, bytes).and_then(|records| pax(tar, &records))?.or(long),
            kind => {
                let kind = char::from(kind).escape_default();
                return Err(tar.fault_before(&format!("an entry of type `{kind}`, which is no file and no folder")));
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
    Err(tar.fault_before("too many entries that are no files"))
}

fn file<R: Read>(tar: &Tar<R>, block: &[u8; 512], long: Option<String>, bytes: u64) -> Result<Header, Fault> {
    let path = match long {
        Some(path) => path,
        None => short(block).map_err(|why| tar.fault_before(&why))?,
    };
    let path = path.strip_prefix("./").unwrap_or(&path).to_owned();
    check_path(&path).map_err(|why| tar.fault_before(&why))?;
    Ok(Header { path, bytes, time: 0 })
}

/// The name in the header itself; GNU's headers have no prefix.
fn short(block: &[u8; 512]) -> Result<String, String> {
    let name = text(block, 0, 100)?;
    let prefix = if block.get(257..263) == Some(b"ustar\0") { text(block, 345, 500)? } else { "" };
    Ok(if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") })
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
    String::from_utf8(name.to_vec()).map_err(|_| tar.fault("a long name that is no text"))
}

/// The name that PAX records give, where they give one; what would change the content's length or kind is refused.
fn pax<R: Read>(tar: &Tar<R>, mut records: &[u8]) -> Result<Option<String>, Fault> {
    let wrong = || tar.fault("an extended header that is damaged");
    let mut path = None;
    while !records.is_empty() {
        let space = records.iter().take(5).position(|byte| *byte == b' ').ok_or_else(wrong)?;
        let length = std::str::from_utf8(&records[..space]).ok().and_then(|text| text.parse::<usize>().ok());
        let (record, rest) = length.and_then(|length| records.split_at_checked(length)).ok_or_else(wrong)?;
        records = rest;
        let record = record.get(space + 1..).and_then(|record| record.strip_suffix(b"\n")).ok_or_else(wrong)?;
        let (key, value) = std::str::from_utf8(record).ok().and_then(|text| text.split_once('=')).ok_or_else(wrong)?;
        match key {
            "path" => path = Some(value.to_owned()),
            "mtime" | "atime" | "ctime" | "uid" | "gid" | "uname" | "gname" | "comment" => {}
            "LIBARCHIVE.creationtime" => {}
            other => return Err(tar.fault(&format!("an extended header with `{}`", other.escape_default()))),
        }
    }
    Ok(path)
}

fn sum_holds(block: &[u8; 512]) -> bool {
    let sum: u64 =
        block.iter().enumerate().map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u64::from(*byte) }).sum();
    number(block, 148) == Some(sum)
}

/// An octal number with spaces or zeros around it (the checksum has 8 bytes, the length 12).
fn number(block: &[u8; 512], from: usize) -> Option<u64> {
    let field = block.get(from..from + if from == 148 { 8 } else { 12 })?;
    let digits = field.split(|byte| matches!(byte, b' ' | 0)).find(|part| !part.is_empty())?;
    let text = std::str::from_utf8(digits).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?;
    u64::from_str_radix(text, 8).ok()
}

/// Bytes of an extension.
const LONGEST: u64 = 8 << 10;
/// Entries that are no files, between two that are.
const MOST_SKIPPED: usize = 1024;
