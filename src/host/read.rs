//! Reads the bytes of one file: bounded, from one end, decompressed if it is a log that was compressed at rotation.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use flate2::read::MultiGzDecoder;
use nix::sys::stat::FileStat;
use rustix::fs::SeekFrom as Seeking;

use super::drop_behind::DropBehind;
use super::frame::End;
use super::open::{Opener, failed};
use super::reader::Wanted;
use super::whole_lines::WholeLines;
use crate::plan::Status;
use crate::profile::Keep;

/// Calls `data` for each wanted piece of a file, in order.
pub(crate) fn read(
    opener: &Opener,
    wanted: Wanted<'_>,
    mut data: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<End> {
    let path = wanted.path;
    let opened = opener.locate(path).and_then(|located| Ok((opener.open(&located)?, located.stat)));
    let (mut file, stat) = match opened {
        Ok(opened) => opened,
        Err(refusal) => return Ok(End::without(refusal.status, refusal.reason)),
    };
    let size = file_size(&stat);
    let name = path.extension().and_then(|end| end.to_str()).unwrap_or_default();
    if UNREAD.contains(&name) {
        let reason = format!("compressed as .{name}, which is not supported");
        return Ok(End::without(Status::Withheld, reason));
    }
    let drop_behind = DropBehind::new(&file, size);
    if is_gzip(&mut file)? {
        return inflate(file, wanted.limit, &mut data);
    }
    plain(file, &stat, &drop_behind, wanted, &mut data)
}

/// Passes on a file as it is, from the end that is kept, and drops its pages on the way.
fn plain(
    mut file: File,
    stat: &FileStat,
    drop_behind: &DropBehind,
    Wanted { keep, limit, .. }: Wanted<'_>,
    data: &mut impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<End> {
    // Most kernel files report a length of zero, others the largest length that they could have.
    let size = if is_attribute(&file) { 0 } else { file_size(stat) };
    let pseudo = size == 0;
    let start = match keep {
        Keep::Tail if size > limit => line_start(&mut file, size - limit)?,
        _ => 0,
    };
    file.seek(SeekFrom::Start(start))?;
    let (torn, mut lines) = (keep == Keep::Head && size > limit, WholeLines::default());
    let data = &mut |piece: &[u8]| if torn { lines.push(piece, &mut *data) } else { data(piece) };
    // The length is fixed here: what is appended to the file from now on belongs to the next collection.
    let length = if pseudo { limit } else { (size - start).min(limit) };
    let read = if is_sparse(stat) && !pseudo {
        copy_data(&file, start, length, data)
    } else {
        let mut at = start;
        let mut data = |piece: &[u8]| {
            at += piece.len() as u64;
            drop_behind.advance(&file, at);
            data(piece)
        };
        copy(&mut (&file).take(length), &mut data).map(|count| (count, 0))
    };
    drop_behind.advance(&file, u64::MAX);
    let (count, holes) = match read {
        Ok(read) => read,
        Err(error) => return Ok(refused(&error)),
    };
    let dropped = if pseudo { 0 } else { size - (count + holes).min(size) };
    Ok(ending(count, holes, length - holes, dropped))
}

/// Returns how a read ended that gave `count` bytes of `length`, without holes.
fn ending(count: u64, holes: u64, length: u64, dropped: u64) -> End {
    match (dropped, count) {
        (0, _) if holes > 0 => {
            End { status: Status::Collected, reason: Some(format!("{holes} bytes of holes were left out")) }
        }
        (0, 0) => End { status: Status::Empty, ..End::DONE },
        (0, _) => End::DONE,
        _ if count < length => End::without(Status::Cut, "it shrank while it was being read"),
        _ => End::without(Status::Cut, TOO_LONG),
    }
}

/// Passes on the text of a gzip file, at most its first `limit` bytes, and only whole lines if that is not all.
fn inflate(mut file: File, limit: u64, data: &mut impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<End> {
    let packed = file.seek(SeekFrom::End(0))?;
    file.rewind()?;
    // Security: a small file that decompresses without end is not a log.
    let most = limit.min(packed.saturating_mul(RATIO).max(RATIO_FREE));
    let mut text = MultiGzDecoder::new(file);
    let damaged = |error: io::Error| Ok(End::without(Status::Cut, format!("damaged gzip: {error}")));
    let mut lines = WholeLines::default();
    let count = match copy(&mut (&mut text).take(most), &mut |piece| lines.push(piece, &mut *data)) {
        Ok(count) => count,
        Err(error) => return damaged(error),
    };
    // The next byte shows whether there is more text, an end with a correct checksum, or damage.
    let more = match copy(&mut (&mut text).take(1), &mut |_| Ok(())) {
        Ok(more) => more > 0,
        Err(error) => return damaged(error),
    };
    if !more {
        lines.finish(data)?;
    }
    Ok(match (more, most < limit, count) {
        (true, true, _) => End::without(Status::Cut, "it decompresses to more than 100 times its size"),
        (true, false, _) => End::without(Status::Cut, TOO_LONG),
        (false, _, 0) => End { status: Status::Empty, ..End::DONE },
        (false, _, _) => End::DONE,
    })
}

fn file_size(stat: &FileStat) -> u64 {
    u64::try_from(stat.st_size).unwrap_or(0)
}

/// Returns whether a file is an attribute of sysfs or configfs, whose length has no meaning.
fn is_attribute(file: &File) -> bool {
    const KINDS: [u64; 2] = [0x6265_6572, 0x6265_6570];
    rustix::fs::fstatfs(file).is_ok_and(|told| KINDS.contains(&(told.f_type as u64)))
}

/// Returns whether a file has fewer blocks on disk than its length requires.
fn is_sparse(stat: &FileStat) -> bool {
    stat.st_blocks.saturating_mul(512) < stat.st_size
}

/// Passes on the data of a stretch of a file with holes; returns the bytes of data and of holes. A log that was
/// truncated while its writer kept it open begins with a hole as long as its former content.
fn copy_data(
    mut file: &File,
    start: u64,
    length: u64,
    data: &mut impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<(u64, u64)> {
    let (handle, end, mut at) = (file, start + length, start);
    let (mut count, mut holes) = (0, 0);
    while at < end {
        let begin = match rustix::fs::seek(handle, Seeking::Data(at)) {
            Ok(begin) => begin.clamp(at, end),
            // Behind the last data there is none: the rest is a hole.
            Err(rustix::io::Errno::NXIO) => end,
            // A file system that does not know of holes, as proc(5): all of it is data.
            Err(_) => at,
        };
        let stop = rustix::fs::seek(handle, Seeking::Hole(begin)).unwrap_or(end).clamp(begin, end);
        file.seek(SeekFrom::Start(begin))?;
        let mut edges = Edges { before: begin > start, zeros: 0, passed: 0 };
        let read = copy(&mut file.take(stop - begin), &mut |piece| edges.pass(piece, data))?;
        if stop == end {
            edges.flush(data)?;
        }
        count += edges.passed;
        holes += begin - at + (read - edges.passed);
        if read < stop - begin {
            break;
        }
        at = stop;
    }
    Ok((count, holes))
}

/// Removes the zeros between data and a hole, because holes begin and end only at block boundaries.
struct Edges {
    /// Whether there was a hole before, and only zeros since.
    before: bool,
    /// Number of zeros that may be the last before a hole.
    zeros: u64,
    passed: u64,
}

impl Edges {
    fn pass(&mut self, piece: &[u8], data: &mut impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        let zero = |byte: &u8| *byte == 0;
        let skipped = if self.before { piece.iter().take_while(|byte| zero(byte)).count() } else { 0 };
        let piece = piece.get(skipped..).unwrap_or_default();
        let kept = piece.iter().rposition(|byte| !zero(byte)).map_or(0, |last| last + 1);
        if kept > 0 {
            self.flush(data)?;
            self.before = false;
            data(piece.get(..kept).unwrap_or_default())?;
            self.passed += kept as u64;
        }
        self.zeros += (piece.len() - kept) as u64;
        Ok(())
    }

    fn flush(&mut self, data: &mut impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        let zeros = vec![0; PIECE];
        while self.zeros > 0 {
            let some = usize::try_from(self.zeros).unwrap_or(PIECE).min(PIECE);
            data(zeros.get(..some).unwrap_or_default())?;
            self.zeros -= some as u64;
            self.passed += some as u64;
        }
        Ok(())
    }
}

fn copy(from: &mut impl Read, data: &mut impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<u64> {
    let mut buffer = vec![0; PIECE];
    let mut count = 0;
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok(count),
            Ok(read) => {
                data(buffer.get(..read).unwrap_or_default())?;
                count += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Returns the first line start at or after an offset, or the offset itself if the line is longer than a piece.
fn line_start(file: &mut File, offset: u64) -> io::Result<u64> {
    let before = offset.saturating_sub(1);
    file.seek(SeekFrom::Start(before))?;
    let mut piece = Vec::new();
    file.take(PIECE as u64).read_to_end(&mut piece)?;
    Ok(memchr::memchr(b'\n', &piece).map_or(offset, |at| before + at as u64 + 1))
}

fn is_gzip(file: &mut File) -> io::Result<bool> {
    let mut magic = [0; 3];
    let is = file.read(&mut magic).is_ok_and(|read| read == 3) && magic == [0x1f, 0x8b, 8];
    // Kernel files may not support seeking; a fresh read starts at their beginning anyway.
    if file.rewind().is_err() {
        return Ok(false);
    }
    Ok(is)
}

fn refused(error: &io::Error) -> End {
    let refusal = failed("read", nix::errno::Errno::from_raw(error.raw_os_error().unwrap_or(0)));
    End::without(refusal.status, refusal.reason)
}

/// The reason if an item is not complete.
pub(crate) const TOO_LONG: &str = "longer than the limit for one item";
/// Bytes of one piece of data.
pub(crate) const PIECE: usize = 256 << 10;
/// Maximum factor by which a compressed log may grow, and the bytes that it may always grow to.
const RATIO: u64 = 100;
const RATIO_FREE: u64 = 1 << 20;
/// Endings of formats that are not text and are not decompressed here.
const UNREAD: [&str; 6] = ["xz", "zst", "bz2", "lz4", "zip", "7z"];

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;
    use std::path::Path;

    use super::super::root::Root;
    use super::{End, Keep, Opener, Status, Wanted};

    fn read(bytes: &[u8], name: &str, keep: Keep, limit: u64) -> (Vec<u8>, End) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), bytes).unwrap();
        let opener = Opener::new(Root::Tree(folder.path().to_owned()));
        let mut out = Vec::new();
        let path = Path::new("/").join(name);
        let wanted = Wanted { path: &path, keep, limit };
        let end = super::read(&opener, wanted, |piece| out.write_all(piece)).unwrap();
        (out, end)
    }

    #[test]
    fn the_tail_begins_with_a_line() {
        let (out, end) = read(b"one\ntwo\nthree\n", "log", Keep::Tail, 8);
        assert_eq!((out.as_slice(), end.status), (&b"three\n"[..], Status::Cut));
    }

    #[test]
    fn the_head_is_as_many_lines_as_fit() {
        for limit in [4, 6] {
            let (out, end) = read(b"one\ntwo\n", "log", Keep::Head, limit);
            assert_eq!((out.as_slice(), end.status), (&b"one\n"[..], Status::Cut));
        }
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(b"one\ntwo\n").unwrap();
        let (out, end) = read(&gzip.finish().unwrap(), "log.gz", Keep::Tail, 6);
        assert_eq!((out.as_slice(), end.status), (&b"one\n"[..], Status::Cut));
    }

    #[test]
    fn a_rotated_log_is_inflated() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(b"old line\n").unwrap();
        let (out, end) = read(&gzip.finish().unwrap(), "log.2.gz", Keep::Tail, 1000);
        assert_eq!((out.as_slice(), end.status), (&b"old line\n"[..], Status::Collected));
    }

    #[test]
    fn damage_behind_the_last_byte_that_is_wanted_is_told() {
        let text = b"old line\n";
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(text).unwrap();
        let mut packed = gzip.finish().unwrap();
        let whole = read(&packed, "log.gz", Keep::Tail, text.len() as u64);
        assert_eq!((whole.0.as_slice(), whole.1), (&text[..], End::DONE));
        // Its checksum.
        let at = packed.len() - 8;
        packed[at] ^= 1;
        for limit in [text.len() as u64, 1000] {
            let (out, end) = read(&packed, "log.gz", Keep::Tail, limit);
            assert_eq!((out.as_slice(), end.status), (&text[..], Status::Cut));
            assert!(end.reason.is_some_and(|reason| reason.starts_with("damaged gzip")));
        }
    }

    #[test]
    fn m5_a_bomb_is_cut() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(&vec![b'a'; 8 << 20]).unwrap();
        let (out, end) = read(&gzip.finish().unwrap(), "log.gz", Keep::Tail, 64 << 20);
        assert!(out.len() <= 1 << 20 && out.len() > 1000 << 10, "{}", out.len());
        assert_eq!(end.status, Status::Cut);
    }

    #[test]
    fn r5_a_hole_of_a_terabyte_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let file = fs::File::create(folder.path().join("log")).unwrap();
        let end = 1 << 40;
        std::os::unix::fs::FileExt::write_all_at(&file, b"first\n", 0).unwrap();
        std::os::unix::fs::FileExt::write_all_at(&file, b"last\n", end).unwrap();
        let opener = Opener::new(Root::Tree(folder.path().canonicalize().unwrap()));
        let read = |keep, limit| {
            let mut out = Vec::new();
            let wanted = Wanted { path: Path::new("/log"), keep, limit };
            let end = super::read(&opener, wanted, |piece| out.write_all(piece)).unwrap();
            (out, end.status)
        };
        assert_eq!(read(Keep::Tail, 64 << 20), (b"last\n".to_vec(), Status::Cut));
        assert_eq!(read(Keep::Head, 2 << 40), (b"first\nlast\n".to_vec(), Status::Collected));
    }

    #[test]
    fn a_file_of_the_kernel_that_has_a_length_and_no_blocks_is_read() {
        let mut out = Vec::new();
        let wanted = Wanted { path: Path::new("/proc/cmdline"), keep: Keep::Head, limit: 1 << 20 };
        let end = super::read(&Opener::new(Root::Live), wanted, |piece| out.write_all(piece)).unwrap();
        assert_eq!((out, end.reason), (fs::read("/proc/cmdline").unwrap(), None));
    }

    #[test]
    fn an_empty_file_is_empty_and_other_packers_are_withheld() {
        assert_eq!(read(b"", "log", Keep::Tail, 10).1.status, Status::Empty);
        assert_eq!(read(b"x", "log.xz", Keep::Tail, 10).1.status, Status::Withheld);
    }
}
