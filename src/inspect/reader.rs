//! A strict reader of archives: canonical ustar, and nothing that two readers could interpret differently.

use std::collections::HashSet;
use std::io::{self, Read};

use super::field::Field;
use super::{Fault, repacked};
use crate::pack::Packing;

/// Which archives are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Byte for byte as casepack writes them, in one packing.
    Canonical(Packing),
    /// Repacked by a stock tool: other metadata and entries for folders are accepted, but nothing that leads elsewhere.
    Repacked,
}

/// One entry: its whole name, its length, its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) path: String,
    pub(super) bytes: u64,
    pub(super) time: u64,
}

/// Walks the entries of an archive.
pub(super) struct Tar<R> {
    input: R,
    form: Form,
    /// Names of folders below the archive's folder, in lower case.
    pub(super) folders: HashSet<String>,
    /// Number of bytes of the archive that were read.
    pub(super) offset: u64,
}

impl<R: Read> Tar<R> {
    pub(super) fn new(input: R, form: Form) -> Self {
        Self { input, form, folders: HashSet::new(), offset: 0 }
    }

    /// Returns the next file; `None` at a proper end, after which nothing may follow.
    pub(super) fn next(&mut self) -> Result<Option<Header>, Fault> {
        let block = self.block()?;
        if block.iter().all(|byte| *byte == 0) {
            return self.end().map(|()| None);
        }
        match self.form {
            Form::Canonical(_) => parse(&block).map(Some).map_err(|why| self.fault_before(&why)),
            Form::Repacked => repacked::next(self, &block),
        }
    }

    /// Passes on the content of an entry of this length, and skips its padding.
    pub(super) fn content(
        &mut self,
        bytes: u64,
        mut take: impl FnMut(&[u8]) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut buffer = vec![0; 64 << 10];
        let mut left = bytes;
        while left > 0 {
            let want = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
            let piece = buffer.get_mut(..want).unwrap_or_default();
            self.read_exact(piece)?;
            left -= want as u64;
            take(piece)?;
        }
        let mut padding = [0; 512];
        let padding = padding.get_mut(..(bytes.wrapping_neg() % 512) as usize).unwrap_or_default();
        self.read_exact(padding)?;
        let clean = self.form == Form::Repacked || padding.iter().all(|byte| *byte == 0);
        if clean { Ok(()) } else { Err(self.fault("padding that is not zero")) }
    }

    pub(super) fn block(&mut self) -> Result<[u8; 512], Fault> {
        let mut block = [0; 512];
        self.read_exact(&mut block)?;
        Ok(block)
    }

    pub(super) fn fault(&self, why: &str) -> Fault {
        Fault::Archive { offset: self.offset, why: why.to_owned() }
    }

    /// Makes a fault in the block that was read last.
    pub(super) fn fault_before(&self, why: &str) -> Fault {
        Fault::Archive { offset: self.offset.saturating_sub(512), why: why.to_owned() }
    }

    /// Checks the end: two blocks of zeros, followed by nothing, or by nothing but zeros.
    pub(super) fn end(&mut self) -> Result<(), Fault> {
        if self.block()?.iter().any(|byte| *byte != 0) {
            return Err(self.fault_before("a single block of zeros"));
        }
        let mut rest = [0; 4096];
        loop {
            let read = self.input.read(&mut rest).map_err(|error| self.failed(error))?;
            let behind = rest.get(..read).unwrap_or_default();
            if read == 0 {
                return Ok(());
            }
            if self.form != Form::Repacked || behind.iter().any(|byte| *byte != 0) {
                return Err(self.fault("bytes after the end of the archive"));
            }
            self.offset += read as u64;
        }
    }

    fn read_exact(&mut self, bytes: &mut [u8]) -> Result<(), Fault> {
        self.input.read_exact(bytes).map_err(|error| self.failed(error))?;
        self.offset += bytes.len() as u64;
        Ok(())
    }

    fn failed(&self, error: io::Error) -> Fault {
        match error.kind() {
            _ if error.raw_os_error().is_some() => Fault::Unreadable { path: "the bundle".into(), source: error },
            io::ErrorKind::UnexpectedEof => self.fault("it ends too early"),
            _ => self.fault(&error.to_string()),
        }
    }
}

/// Parses a header and checks that it has exactly the form that casepack writes.
fn parse(block: &[u8; 512]) -> Result<Header, String> {
    let (name, prefix) = (text(block, Field::NAME)?, text(block, Field::PREFIX)?);
    let path = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") };
    check_path(&path)?;
    let (bytes, time) = (octal(block, Field::SIZE)?, octal(block, Field::TIME)?);
    // Security: readers disagree about every form except the one that is written, so any other is refused.
    let canonical = crate::pack::canonical_header(&path, bytes, time).map_err(|error| format!("`{path}`: {error}"))?;
    if canonical == *block {
        return Ok(Header { path, bytes, time });
    }
    let field = FIELDS.iter().find(|(field, _)| field.of(block) != field.of(&canonical));
    let field = field.map_or("a header", |(_, name)| name);
    Err(format!("`{path}`: {field} that casepack does not write"))
}

/// Returns a text field up to its first zero, after which only zeros may follow.
pub(super) fn text(block: &[u8; 512], field: Field) -> Result<&str, String> {
    let field = field.of(block);
    let end = field.iter().position(|byte| *byte == 0).unwrap_or(field.len());
    let (text, rest) = field.split_at(end);
    let clean = rest.iter().all(|byte| *byte == 0);
    std::str::from_utf8(text).ok().filter(|_| clean).ok_or_else(|| "a name with bytes after its end".to_owned())
}

/// Returns a number of eleven octal digits; its terminator is compared with the whole header.
fn octal(block: &[u8; 512], field: Field) -> Result<u64, String> {
    let digits = field.of(block).get(..11).unwrap_or_default();
    let text = std::str::from_utf8(digits).ok().filter(|text| text.bytes().all(|byte| (b'0'..=b'7').contains(&byte)));
    text.and_then(|text| u64::from_str_radix(text, 8).ok())
        .ok_or_else(|| "a number that is not eleven octal digits".to_owned())
}

/// Checks a name against the alphabet and the lengths of the format.
pub(super) fn check_path(path: &str) -> Result<(), String> {
    let plain = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._+=@%/-".contains(&byte));
    let part_fits =
        |part: &str| !part.is_empty() && part.len() <= 100 && part != "." && part != ".." && !part.starts_with('-');
    if plain && path.len() <= 255 && path.contains('/') && path.split('/').all(part_fits) {
        return Ok(());
    }
    Err(format!("a name that the format does not allow: `{}`", path.escape_default()))
}

/// Fields that may differ from the canonical header, the most informative first.
const FIELDS: [(Field, &str); 8] = [
    (Field::TYPE, "a type (link, device, folder, extension)"),
    (Field::LINK, "a link's target"),
    (Field::MAGIC.through(Field::VERSION), "a magic number"),
    (Field::MODE.through(Field::GROUP), "a mode or an owner"),
    (Field::USER_NAME.through(Field::MINOR), "an owner's name or a device number"),
    (Field::CHECKSUM, "a checksum"),
    (Field::NAME, "a split of the name"),
    (Field::PREFIX.through(Field::REST), "a split of the name"),
];

#[cfg(test)]
mod tests {
    use super::{Form, Packing, Tar};
    use crate::inspect::Fault;
    use crate::pack::canonical_header;

    const CANONICAL: Form = Form::Canonical(Packing::Plain);

    fn walk(archive: &[u8], form: Form) -> Result<Vec<String>, Fault> {
        let mut tar = Tar::new(archive, form);
        let mut names = Vec::new();
        while let Some(header) = tar.next()? {
            tar.content(header.bytes, |_| Ok(()))?;
            names.push(header.path);
        }
        Ok(names)
    }

    fn archive(change: impl Fn(&mut [u8; 512])) -> Vec<u8> {
        let mut header = canonical_header("b/file", 3, 7).unwrap();
        change(&mut header);
        let sum: u32 = header
            .iter()
            .enumerate()
            .map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u32::from(*byte) })
            .sum();
        header[148..156].copy_from_slice(format!("{sum:07o}\0").as_bytes());
        let mut out = header.to_vec();
        out.extend(b"abc");
        out.resize(2048, 0);
        out
    }

    #[test]
    fn s2_one_form_of_header_passes_and_each_other_is_named() {
        assert_eq!(walk(&archive(|_| ()), CANONICAL).unwrap(), ["b/file"]);
        let why = |change: fn(&mut [u8; 512])| walk(&archive(change), CANONICAL).unwrap_err().to_string();
        assert!(why(|header| header[156] = b'2').contains("`b/file`: a type"));
        assert!(why(|header| header[157] = b'/').contains("a link's target"));
        assert!(why(|header| header[104] = b'7').contains("a mode or an owner"));
        assert!(why(|header| header[124] = 0x80).contains("eleven octal digits"));
        assert!(why(|header| header[134] = b' ').contains("eleven octal digits"));
        assert!(why(|header| header[0] = b'/').contains("a name that the format does not allow"));
        assert!(why(|header| header[8] = b'x').contains("after its end"));
        assert!(why(|header| header[345] = b'.').contains("does not allow"));
    }

    #[test]
    fn s1_padding_ends_and_what_follows_them_are_held_to() {
        let whole = archive(|_| ());
        let with = |at: usize, byte: u8| {
            let mut changed = whole.clone();
            changed[at] = byte;
            walk(&changed, CANONICAL).unwrap_err().to_string()
        };
        assert!(with(600, 1).contains("padding"));
        assert!(with(1600, 1).contains("a single block of zeros"));
        assert!(walk(&whole[..1900], CANONICAL).is_err());
        assert!(walk(&[&whole[..], &[0]].concat(), CANONICAL).is_err());
        assert!(walk(&[&whole[..], &[0; 8192]].concat(), Form::Repacked).is_ok());
        assert!(walk(&[&whole[..], &[1]].concat(), Form::Repacked).is_err());
    }
}
