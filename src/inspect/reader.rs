//! The strict reader: gzip members that hold a canonical ustar archive, and nothing else.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;

use super::Fault;

/// Inflates members one after the other, up to the end of its input, and bounds what comes out.
pub(super) struct Members<R> {
    input: Option<BufReader<R>>,
    member: Option<GzDecoder<BufReader<R>>>,
    out: u64,
    most: u64,
}

impl<R: Read> Members<R> {
    /// Reads members of an input of `length` bytes.
    pub(super) fn new(input: R, length: u64) -> Self {
        let input = BufReader::with_capacity(256 << 10, input);
        // Security: deflate can make a thousand bytes of one; text never gets near that.
        Self { input: Some(input), member: None, out: 0, most: length.saturating_mul(RATIO).max(FREE) }
    }
}

impl<R: Read> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(member) = &mut self.member {
                let read = member.read(buffer)?;
                self.out += read as u64;
                if self.out > self.most {
                    return Err(io::Error::other("it inflates beyond all measure"));
                }
                if read > 0 {
                    return Ok(read);
                }
                self.input = self.member.take().map(GzDecoder::into_inner);
            }
            let Some(mut input) = self.input.take() else { return Ok(0) };
            let head = input.fill_buf()?;
            if head.is_empty() {
                return Ok(0);
            }
            if !head.starts_with(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0]) || head.get(9) != Some(&0xff) {
                return Err(io::Error::other("a gzip member has another header than casepack's"));
            }
            self.member = Some(GzDecoder::new(input));
        }
    }
}

/// One entry: its whole name and its length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) path: String,
    pub(super) bytes: u64,
    pub(super) time: u64,
}

/// Walks the entries of an archive.
pub(super) struct Tar<R> {
    input: R,
    pub(super) offset: u64,
}

impl<R: Read> Tar<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, offset: 0 }
    }

    /// The next entry; `None` at a proper end, behind which nothing may stand.
    pub(super) fn next(&mut self) -> Result<Option<Header>, Fault> {
        let block = self.block()?;
        if block.iter().all(|byte| *byte == 0) {
            if self.block()?.iter().any(|byte| *byte != 0) {
                return Err(self.fault("one block of zeros alone"));
            }
            return match self.input.read(&mut [0]) {
                Ok(0) => Ok(None),
                Ok(_) => Err(self.fault("bytes behind the end of the archive")),
                Err(error) => Err(self.fault(&error.to_string())),
            };
        }
        parse(&block).map(Some).map_err(|why| Fault::Archive { offset: self.offset - 512, why })
    }

    /// Hands over the content of an entry of this length, and passes its padding.
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
            self.input.read_exact(piece).map_err(|error| Fault::Archive { offset: self.offset, why: ended(&error) })?;
            self.offset += want as u64;
            left -= want as u64;
            take(piece)?;
        }
        let rest = (512 - bytes % 512) % 512;
        let mut padding = [0; 512];
        let padding = padding.get_mut(..usize::try_from(rest).unwrap_or(0)).unwrap_or_default();
        self.input.read_exact(padding).map_err(|error| Fault::Archive { offset: self.offset, why: ended(&error) })?;
        self.offset += rest;
        if padding.iter().any(|byte| *byte != 0) { Err(self.fault("padding that is not zero")) } else { Ok(()) }
    }

    fn block(&mut self) -> Result<[u8; 512], Fault> {
        let mut block = [0; 512];
        self.input
            .read_exact(&mut block)
            .map_err(|error| Fault::Archive { offset: self.offset, why: ended(&error) })?;
        self.offset += 512;
        Ok(block)
    }

    fn fault(&self, why: &str) -> Fault {
        Fault::Archive { offset: self.offset, why: why.to_owned() }
    }
}

/// Parses a header and holds it to the one form that casepack writes.
fn parse(block: &[u8; 512]) -> Result<Header, String> {
    let text = |from: usize, to: usize| -> Result<&str, String> {
        let field = block.get(from..to).unwrap_or_default();
        let end = field.iter().position(|byte| *byte == 0).unwrap_or(field.len());
        let (text, rest) = field.split_at(end);
        let clean = rest.iter().all(|byte| *byte == 0);
        std::str::from_utf8(text)
            .ok()
            .filter(|_| clean)
            .ok_or_else(|| "a text field with bytes behind its end".to_owned())
    };
    let (name, prefix) = (text(0, 100)?, text(345, 500)?);
    let path = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") };
    check_path(&path)?;
    let bytes = octal(block, 124)?;
    let time = octal(block, 136)?;
    // Security: readers disagree about everything but the one form that is written, so any other is refused.
    let canonical = crate::pack::canonical_header(&path, bytes, time).map_err(|error| format!("`{path}`: {error}"))?;
    if canonical != *block {
        return Err(format!("`{path}`: another header than the canonical one (type, owner, mode or checksum)"));
    }
    Ok(Header { path, bytes, time })
}

fn octal(block: &[u8; 512], from: usize) -> Result<u64, String> {
    let digits = block.get(from..from + 11).unwrap_or_default();
    let text = std::str::from_utf8(digits).ok().filter(|text| text.bytes().all(|byte| (b'0'..=b'7').contains(&byte)));
    text.and_then(|text| u64::from_str_radix(text, 8).ok())
        .ok_or_else(|| "a number that is not eleven octal digits".to_owned())
}

/// Holds a name to the alphabet and the lengths of the format.
fn check_path(path: &str) -> Result<(), String> {
    let plain = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._+=@%/-".contains(&byte));
    let part_fits =
        |part: &str| !part.is_empty() && part.len() <= 100 && part != "." && part != ".." && !part.starts_with('-');
    if plain && path.len() <= 255 && path.contains('/') && path.split('/').all(part_fits) {
        return Ok(());
    }
    Err("a name that the format does not allow".to_owned())
}

fn ended(error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::UnexpectedEof { "it ends too soon".to_owned() } else { error.to_string() }
}

const RATIO: u64 = 1100;
const FREE: u64 = 1 << 20;
