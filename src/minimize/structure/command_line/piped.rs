//! Secrets that are written to the program behind a pipe: `echo X | sudo -S`, `echo 'login:X' | chpasswd`.

use super::words::{Strings, extent, secret, word};
use crate::minimize::{Evidence, Found, Kind, bytes};

/// Finds them in a line that holds a pipe.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    if let Some(start) = echoed(line, &READERS, b"-n ") {
        word(line, start, &Strings::default(), found);
    }
    if let Some(span) = echoed(line, &CHANGERS, b"-e ").and_then(|start| extent(line, start, &Strings::default())) {
        changed(line, span, found);
    }
}

/// Finds them in a line that holds `<<<`, behind which stands what a program reads: `cryptsetup open /dev/sdb x <<< X`.
pub(super) fn here(line: &[u8], found: &mut Vec<Found>) {
    let Some(at) = bytes::find(line, b"<<<") else { return };
    let start = at + 3 + usize::from(line.get(at + 3) == Some(&b' '));
    let runs = |programs: &[&[u8]]| {
        let program = |text: &[u8]| text.strip_prefix(b"| ").unwrap_or(text).to_vec();
        programs.iter().any(|text| bytes::find(&line[..at], &program(text)).is_some())
    };
    let Some(span) = extent(line, start, &Strings::default()) else { return };
    if runs(&CHANGERS) {
        changed(line, span, found);
    } else if runs(&READERS) {
        secret(line, span, found);
    }
}

/// `login:X`
fn changed(line: &[u8], (start, end): (usize, usize), found: &mut Vec<Found>) {
    if let Some(colon) = memchr::memchr(b':', &line[start..end]).map(|colon| start + colon) {
        found.push(Found::new(start..colon, Kind::User, Evidence::Structure).teaching_unless_short());
        secret(line, (colon + 1, end), found);
    }
}

/// Where what echo(1) says begins, behind its option, before a pipe to the first of the programs that is there.
fn echoed(line: &[u8], programs: &[&[u8]], option: &[u8]) -> Option<usize> {
    let pipe = programs.iter().find_map(|program| bytes::find(line, program))?;
    let head = &line[..pipe];
    let said = |word: &[u8]| {
        let at = memchr::memmem::rfind(head, word)?;
        let begins = at.checked_sub(1).is_none_or(|before| b" \t;&|('\"`".contains(&head[before]));
        begins.then_some(at + word.len())
    };
    let start = said(ECHO).or_else(|| {
        let start = said(PRINTF)?;
        let (_, end) = extent(head, start, &Strings::default())?;
        // Behind what says how it is to be written.
        let written = head[start..end].contains(&b'%');
        let next = end + usize::from(matches!(head.get(end), Some(b'\'' | b'"'))) + 1;
        Some(if written { next } else { start })
    });
    // `echo | sudo -S x` says nothing.
    let start = start.filter(|start| *start < pipe)?;
    Some(start + if line[start..].starts_with(option) { option.len() } else { 0 })
}

const ECHO: &[u8] = b"echo ";
const PRINTF: &[u8] = b"printf ";

/// Programs that read a secret.
const READERS: [&[u8]; 11] = [
    b"| vncpasswd",
    b"| realm join",
    b"| sudo -S",
    b"| /usr/bin/sudo -S",
    b"| passwd --stdin",
    b"| sudo passwd --stdin",
    b"| cryptsetup",
    b"| sudo cryptsetup",
    b"| kinit",
    b"| smbpasswd",
    b"| docker login",
];

/// Programs that read logins, each with its secret.
const CHANGERS: [&[u8]; 2] = [b"| chpasswd", b"| sudo chpasswd"];

#[cfg(test)]
mod tests {
    use crate::minimize::structure::Fields;
    use crate::minimize::structure::command_line::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, |line, found| find(line, &Fields::default(), found))
    }

    #[test]
    fn what_is_written_to_a_program_is_found() {
        assert_eq!(texts("echo -n abc1 | passwd --stdin gwenda"), ["abc1", "gwenda"]);
        assert_eq!(texts("echo abc1 | sudo -S ls"), ["abc1"]);
        assert_eq!(texts("echo 'gwen:abc 1' | chpasswd"), ["gwen", "abc 1"]);
        assert_eq!(texts("cryptsetup open /dev/sdb1 x <<< 'abc 1'"), ["abc 1"]);
        assert_eq!(texts("chpasswd <<< gwen:abc1"), ["gwen", "abc1"]);
        assert_eq!(texts("wc -c <<< abc1"), Vec::<String>::new());
        assert_eq!(texts("printf '%s\\n' abc1 | sudo passwd --stdin"), ["abc1"]);
        assert_eq!(texts("printf 'abc 1' | docker login --password-stdin"), ["abc 1"]);
        assert_eq!(texts("echo gwen | wc -c; reecho x | sudo -S ls; printf '%s' | kinit"), Vec::<String>::new());
    }
}
