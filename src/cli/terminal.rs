//! Makes text safe for a terminal: names and logs, which others can shape, may contain control characters, escape
//! sequences and bidirectional overrides, so these are shown and not obeyed.

use std::io::{self, Write};
use std::os::fd::AsFd;

use rustix::termios::tcgetwinsize;

use crate::quoting::is_invisible;

/// Returns the columns that help is wrapped to: those of the terminal, or the usual number if there is none.
pub(super) fn width() -> usize {
    let of = |stream: &dyn AsFd| tcgetwinsize(stream.as_fd()).ok().map(|size| size.ws_col).filter(|width| *width > 0);
    of(&io::stdout()).or_else(|| of(&io::stderr())).map_or(WIDTH, usize::from)
}

/// Makes a text of one line safe.
pub(super) fn safe(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, letter| {
        if is_unsafe(letter) {
            out.extend(letter.escape_default())
        } else {
            out.push(letter)
        }
        out
    })
}

/// Makes a text of several lines of our own safe, line by line.
pub(super) fn safe_lines(text: &str) -> String {
    text.split('\n').map(safe).collect::<Vec<_>>().join("\n")
}

/// Makes the bytes of a name safe; invalid UTF-8 is shown as such.
pub(super) fn safe_bytes(bytes: &[u8]) -> String {
    bytes.utf8_chunks().fold(String::new(), |mut out, chunk| {
        out.push_str(&safe(chunk.valid()));
        chunk.invalid().iter().for_each(|byte| out.push_str(&format!("\\x{byte:02x}")));
        out
    })
}

/// Makes everything that is written to it safe, line by line, however the writes are split.
pub(super) struct Safe<W> {
    inner: W,
    line: Vec<u8>,
}

impl<W: Write> Safe<W> {
    pub(super) fn new(inner: W) -> Self {
        Self { inner, line: Vec::new() }
    }

    /// Writes a last line that has no line end.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.put("")
    }

    fn put(&mut self, end: &str) -> io::Result<()> {
        let parts: Vec<String> = self.line.split(|byte| *byte == b'\t').map(safe_bytes).collect();
        let text = parts.join("\t");
        self.line.clear();
        write!(self.inner, "{text}{end}")
    }
}

impl<W: Write> Write for Safe<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(piece.strip_suffix(b"\n").unwrap_or(piece));
            // A line without end must not fill the memory.
            if piece.ends_with(b"\n") {
                self.put("\n")?;
            } else if self.line.len() > LONGEST {
                self.put("")?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Columns of a terminal of unknown width.
const WIDTH: usize = 80;
/// Maximum bytes of a line that are held.
const LONGEST: usize = 64 << 10;

fn is_unsafe(letter: char) -> bool {
    letter.is_control() || is_invisible(letter)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::{Safe, safe, safe_bytes};

    #[test]
    fn c7_what_is_printed_is_safe_in_whatever_pieces_it_comes() {
        let mut out = Vec::new();
        let mut writer = Safe::new(&mut out);
        for piece in [&b"a\x1b"[..], b"[2J\tb\r\nc", b"d"] {
            writer.write_all(piece).unwrap();
        }
        writer.finish().unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a\\u{1b}[2J\tb\\r\ncd");
    }

    #[test]
    fn c7_escapes_and_reversed_writing_are_shown() {
        assert_eq!(safe("a\u{1b}[31mb\u{202e}c\nd"), "a\\u{1b}[31mb\\u{202e}c\\nd");
        assert_eq!(safe_bytes(b"ok\xff\xfe"), "ok\\xff\\xfe");
    }
}
