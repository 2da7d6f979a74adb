//! Two names joined by a mark: `name/192.0.2.1:80`, `login@machine:~$`, `1000(login)`, `machine:/export`, `//machine/share`.

use super::super::sight::{Finder, Needs, mark};
use super::super::{Found, Kind, Way, contact, host};

/// What a line must show to hold one.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Joined,
    marks: mark::SLASH_DIGIT | mark::SLASHES | mark::COLON_SLASH | mark::BACKSLASH | mark::AT | mark::PAREN,
    words: &[
        "id",
        "uid",
        "gid",
        "euid",
        "egid",
        "ruid",
        "rgid",
        "suid",
        "auid",
        "ownership",
        "via",
        "su",
        "audit",
        "proxy",
        "close",
        "error",
        "winevtlog",
    ],
};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    for at in memchr::memchr_iter(b'/', line) {
        before_address(line, at, found);
        share(line, at, found);
    }
    for at in memchr::memmem::find_iter(line, b"\\\\") {
        let start = at + 2;
        let end = start + line[start..].iter().take_while(|byte| is_name(**byte)).count();
        if end > start
            && line.get(end) == Some(&b'\\')
            && (at == 0 || !line[at - 1].is_ascii_alphanumeric() && line[at - 1] != b':')
        {
            push(start, end, Kind::Host, found);
        }
    }
    if memchr::memmem::find(line, b"id=").is_some() {
        for at in memchr::memchr_iter(b'(', line) {
            numbered(line, at, found);
        }
    }
    for at in memchr::memchr_iter(b'@', line) {
        prompt(line, at, found);
    }
    owner(line, found);
    lease(line, found);
    account(line, found);
    substitute(line, found);
    bracketed(line, found);
    separated(line, found);
    visited(line, found);
    windows(line, found);
    radius(line, found);
    piped(line, found);
}

/// `name/192.0.2.1`, as Java writes a socket's address: the name before the slash is a machine's.
fn before_address(line: &[u8], slash: usize, found: &mut Vec<Found>) {
    let digits = line[slash + 1..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    let address = std::str::from_utf8(&line[slash + 1..slash + 1 + digits]).ok();
    let is_address = address.is_some_and(|text| text.trim_end_matches('.').parse::<std::net::Ipv4Addr>().is_ok());
    let length = line[..slash].iter().rev().take_while(|byte| is_name(**byte)).count();
    let start = slash - length;
    let letters = line[start..slash].iter().any(u8::is_ascii_alphabetic);
    let path = start > 0 && matches!(line[start - 1], b'/' | b'\\');
    // A browser's name and version look alike: `Chrome/120.0.0.0`.
    let name = &line[start..slash];
    let marked = name.iter().any(|byte| byte.is_ascii_digit() || *byte == b'-');
    let product =
        line.get(slash + 1 + digits) != Some(&b':') && name.first().is_some_and(u8::is_ascii_uppercase) && !marked;
    let whole = slash > 0 && line[slash - 1].is_ascii_alphanumeric();
    if is_address && letters && whole && !path && !product {
        push(start, slash, Kind::Host, found);
    }
}

/// `machine:/export` beside the word nfs, `//machine/share`.
fn share(line: &[u8], slash: usize, found: &mut Vec<Found>) {
    let before = slash.checked_sub(1).map(|at| line[at]);
    if line.get(slash + 1) == Some(&b'/') && matches!(before, None | Some(b' ' | b'\t' | b'"' | b'\'' | b'=' | b'(')) {
        let start = slash + 2;
        let end = start + line[start..].iter().take_while(|byte| is_name(**byte)).count();
        if end > start && line.get(end) == Some(&b'/') {
            push(start, end, Kind::Host, found);
        }
    }
    if before == Some(b':') && line.get(slash + 1) != Some(&b'/') && memchr::memmem::find(line, b"nfs").is_some() {
        let length = line[..slash - 1].iter().rev().take_while(|byte| is_name(**byte)).count();
        if length > 0 {
            push(slash - 1 - length, slash - 1, Kind::Host, found);
        }
    }
}

/// `1000(login)`, as id(1) and PAM write it.
fn numbered(line: &[u8], open: usize, found: &mut Vec<Found>) {
    let digit = open.checked_sub(1).is_some_and(|at| line[at].is_ascii_digit());
    let length = line[open + 1..].iter().take_while(|byte| is_name(**byte)).count();
    if digit && length > 0 && line.get(open + 1 + length) == Some(&b')') {
        push(open + 1, open + 1 + length, Kind::User, found);
    }
}

/// `login@machine` at a shell's prompt, in a command line of ssh and its kin, or behind a public key.
fn prompt(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let before = line[..at].iter().rev().take_while(|byte| is_name(**byte)).count();
    let after = line[at + 1..].iter().take_while(|byte| is_name(**byte)).count();
    let (start, end) = (at - before, at + 1 + after);
    if before == 0 || after == 0 || line[at + 1].is_ascii_digit() {
        return;
    }
    let mark = |byte: &u8| matches!(byte, b'$' | b'#' | b'%');
    let shell = start == 0 && line.get(end) == Some(&b':') && line[end..].iter().any(mark);
    let bracket = start == 1 && line[0] == b'[' && line.get(end) == Some(&b' ');
    let shell = shell
        || (bracket
            && memchr::memchr(b']', &line[end..]).is_some_and(|close| line.get(end + close + 1).is_some_and(mark)));
    let remote = [
        "ssh ",
        "scp ",
        "sftp ",
        "rsync ",
        "ssh-ed25519 ",
        "ssh-rsa ",
        "nistp256 ",
        "nistp384 ",
        "nistp521 ",
        "Connect\t",
        "Connect ",
        "SHA256:",
    ];
    let command = remote.iter().any(|word| memchr::memmem::find(&line[..start], word.as_bytes()).is_some());
    let port = line.get(end) == Some(&b':')
        && line[end + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count() >= 2
        && !contact::is_camel(&line[start..at]);
    let levels = [&b" FATAL:"[..], b" ERROR:", b" LOG:", b" STATEMENT:", b" DETAIL:", b" WARNING:", b" HINT:"];
    if levels.iter().any(|level| line[end..].starts_with(level)) {
        // PostgreSQL's login and database.
        return push(start, at, Kind::User, found);
    }
    if shell || command || port {
        push(start, at, Kind::User, found);
        push(at + 1, end, Kind::Host, found);
    }
}

/// `changed ownership of 'x' from a:b to c:d`, as chown(1) says it.
fn owner(line: &[u8], found: &mut Vec<Found>) {
    if memchr::memmem::find(line, b"ownership of").is_none() {
        return;
    }
    for words in [&b" from "[..], b" to "] {
        let Some(at) = memchr::memmem::rfind(line, words) else { continue };
        let start = at + words.len();
        let end = start + line[start..].iter().take_while(|byte| is_name(**byte)).count();
        if end > start {
            push(start, end, Kind::User, found);
        }
    }
}

/// `DHCPACK on 192.0.2.7 to 52:54:00:… (name) via eth0`.
fn lease(line: &[u8], found: &mut Vec<Found>) {
    if memchr::memmem::find(line, b"DHCP").is_none() {
        return;
    }
    // dnsmasq has the name last, behind the hardware address.
    let words: Vec<&[u8]> = line.trim_ascii_end().rsplit(|byte| *byte == b' ').take(2).collect();
    if let [name, hardware] = words.as_slice()
        && hardware.len() == 17
        && hardware[2] == b':'
        && name.iter().all(|byte| is_name(*byte))
    {
        let end = line.trim_ascii_end().len();
        push(end - name.len(), end, Kind::Host, found);
    }
    let Some(end) = memchr::memmem::find(line, b") via ") else { return };
    if let Some(open) = memchr::memrchr(b'(', &line[..end]).filter(|open| open + 1 < end) {
        push(open + 1, end, Kind::Host, found);
    }
}

/// Samba's `[DOMAIN]\[login]`, Synology's `[machine(192.0.2.7)]`, Dovecot's `imap(login)<77><session>`.
fn bracketed(line: &[u8], found: &mut Vec<Found>) {
    for at in memchr::memmem::find_iter(line, b"]\\[") {
        let open = memchr::memrchr(b'[', &line[..at]);
        let close = memchr::memchr(b']', &line[at + 3..]).map(|length| at + 3 + length);
        if let Some((open, close)) = open.zip(close) {
            push(open + 1, at, Kind::Domain, found);
            push(at + 3, close, Kind::User, found);
        }
    }
    for at in memchr::memchr_iter(b'(', line) {
        let digits = line[at + 1..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
        let end = at - usize::from(at > 0 && line[at - 1] == b' ');
        let length = line[..end].iter().rev().take_while(|byte| is_name(**byte)).count();
        let name = &line[end - length..end];
        let address = memchr::memchr_iter(b'.', &line[at + 1..at + 1 + digits]).count() == 3;
        if address && digits >= 7 && line.get(at + 1 + digits) == Some(&b')') && host::is_likely(name) {
            push(end - length, end, Kind::Host, found);
        }
    }
    for at in memchr::memmem::find_iter(line, b")<") {
        let digits = line[at + 2..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let start = at + 2 + digits + 2;
        if digits > 0 && line.get(at + 2 + digits..start) == Some(b"><") {
            let length = memchr::memchr(b'>', &line[start..]).unwrap_or(0);
            if length >= 8 {
                push(start, start + length, Kind::Session, found);
            }
        }
    }
}

/// `WinEvtLog: Security: AUDIT_SUCCESS(4624): provider: login: domain: machine: …`, as agents pass Windows' events on.
fn windows(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = memchr::memmem::find(line, b"WinEvtLog: ").map(|at| at + 11) else { return };
    let mut at = start;
    for index in 0..6 {
        let Some(length) = memchr::memmem::find(&line[at..], b": ") else { return };
        let plain = line[at..at + length].iter().all(|byte| is_name(*byte));
        match index {
            3 if plain => push(at, at + length, Kind::User, found),
            4 if plain => push(at, at + length, Kind::Domain, found),
            5 if plain => push(at, at + length, Kind::Host, found),
            _ => {}
        }
        at += length + 2;
    }
}

/// `name:443 open through proxy`, as Proxifier says what somebody visited; public names are no exception there.
fn visited(line: &[u8], found: &mut Vec<Found>) {
    for words in [&b" open through proxy"[..], b" close, ", b" error : "] {
        let Some(end) = memchr::memmem::find(line, words) else { continue };
        let port = line[..end].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
        let Some(colon) = (end - port).checked_sub(1).filter(|at| port > 0 && line[*at] == b':') else { continue };
        let length = line[..colon].iter().rev().take_while(|byte| is_name(**byte)).count();
        if line[colon - length..colon].contains(&b'.') {
            push(colon - length, colon, Kind::Domain, found);
        }
    }
}

/// `DOMAIN\login` as a field between commas.
fn separated(line: &[u8], found: &mut Vec<Found>) {
    for at in memchr::memchr_iter(b'\\', line) {
        let before = line[..at].iter().rev().take_while(|byte| is_name(**byte)).count();
        let after = line[at + 1..].iter().take_while(|byte| is_name(**byte)).count();
        let (start, end) = (at - before, at + 1 + after);
        let fields = line[..start].last() == Some(&b',') && line.get(end) == Some(&b',');
        if fields && before >= 2 && after >= 2 {
            push(start, at, Kind::Domain, found);
            push(at + 1, end, Kind::User, found);
        }
    }
}

/// FreeRADIUS's `[login/password] (from client machine port 0)`.
fn radius(line: &[u8], found: &mut Vec<Found>) {
    let Some(close) = memchr::memmem::find(line, b"] (from client ") else { return };
    let Some(open) = memchr::memrchr(b'[', &line[..close]) else { return };
    let text = &line[open + 1..close];
    let slash = memchr::memchr(b'/', text).unwrap_or(text.len());
    push(open + 1, open + 1 + slash, Kind::User, found);
    if slash + 1 < text.len() && text[slash + 1] != b'<' {
        push(open + 2 + slash, close, Kind::Secret, found);
    }
    let start = close + 15;
    let length = line[start..].iter().take_while(|byte| is_name(**byte)).count();
    push(start, start + length, Kind::Host, found);
}

/// Samba's audit: `smbd_audit: login|192.0.2.7|machine|share|…`.
fn piped(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = memchr::memmem::find(line, b"smbd_audit: ").map(|at| at + 12) else { return };
    let mut at = start;
    for (index, part) in line[start..].split(|byte| *byte == b'|').take(3).enumerate() {
        match index {
            0 => push(at, at + part.len(), Kind::User, found),
            2 => push(at, at + part.len(), Kind::Host, found),
            _ => {}
        }
        at += part.len() + 1;
    }
}

/// MySQL's `'login'@'machine'`.
fn account(line: &[u8], found: &mut Vec<Found>) {
    for at in memchr::memmem::find_iter(line, b"'@'") {
        let length = line[..at].iter().rev().take_while(|byte| is_name(**byte)).count();
        if length > 0 && line[..at - length].ends_with(b"'") {
            push(at - length, at, Kind::User, found);
        }
        let length = line[at + 3..].iter().take_while(|byte| is_name(**byte)).count();
        if length > 0 && line.get(at + 3 + length) == Some(&b'\'') {
            push(at + 3, at + 3 + length, Kind::Host, found);
        }
    }
}

/// `su: + /dev/pts/0 login:root`, as su(1) used to say it.
fn substitute(line: &[u8], found: &mut Vec<Found>) {
    let says = [&b" + "[..], b" - "].iter().any(|mark| memchr::memmem::find(line, mark).is_some());
    if !says || memchr::memmem::find(line, b" su").is_none() {
        return;
    }
    let start = line.iter().rposition(|byte| *byte == b' ').map_or(0, |at| at + 1);
    let Some(colon) = memchr::memchr(b':', &line[start..]) else { return };
    if line[start..].iter().all(|byte| is_name(*byte) || *byte == b':') && colon > 0 && start + colon + 1 < line.len() {
        push(start, start + colon, Kind::User, found);
        push(start + colon + 1, line.len(), Kind::User, found);
    }
}

fn push(start: usize, end: usize, kind: Kind, found: &mut Vec<Found>) {
    if start >= end {
        return;
    }
    found.push(Found { start, end, kind, way: Way::Grammar, learn: end - start >= 4 });
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use super::{Found, find};

    fn texts(line: &str) -> Vec<String> {
        let mut found: Vec<Found> = Vec::new();
        find(line.as_bytes(), &mut found);
        found.iter().map(|one| line[one.start..one.end].to_owned()).collect()
    }

    #[test]
    fn names_beside_addresses_and_shares_are_found() {
        assert_eq!(texts("lost store9/192.0.2.7:9000, retry"), ["store9"]);
        assert_eq!(texts("store9:/export on /mnt type nfs4 (rw)"), ["store9"]);
        assert_eq!(texts("mount //store9/share /mnt"), ["store9"]);
    }

    #[test]
    fn logins_at_prompts_and_in_id_are_found() {
        assert_eq!(texts("ada@relay:~/src$ make"), ["ada", "relay"]);
        assert_eq!(texts("uid=1000(ada) gid=1000(ada)"), ["ada", "ada"]);
    }

    #[test]
    fn browsers_packages_and_objects_stay() {
        for line in ["Chrome/120.0.0.0 Safari", "@angular/core 17.3.1; Worker@679", "/usr/lib/x // note"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
