//! Entries of lists that their own marks tell: revisions of svn(1) and of `git blame`, jobs of lpstat(1), passwd(1) on
//! whether somebody may log in, xferlog(5), access.conf(5), sudoers(5), lines of a router, machines of tailscale(8) and
//! of nbtstat, what finger(1) knows of somebody.

use super::columns::words;
use super::people::is_full_name;
use super::row::Row;
use crate::minimize::ascii::{Class, DIGIT, DOTTED, HEX, LETTER, LOWER, NAME};
use crate::minimize::{Evidence, Found, Kind, bytes, calendar, dictionary};

/// Finds the names in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    origin(line, found);
    called(line, found);
    privileged(line, found);
    relayed(line, found);
    queued(line, found);
    transferred(line, found);
    let row = Row::of(line);
    if let Some((start, end)) = author(&row) {
        let kind = if is_full_name(&line[start..end]) { Kind::Person } else { Kind::User };
        return push((start, end), kind, found);
    }
    // `o=gwen 2890844526 1 IN IP4 192.0.2.7`: who opens a session (RFC 8866, section 5.2).
    if row.text(0).len() > 3 && row.text(0).starts_with(b"o=") && row.text(3) == b"IN" && row.is_number(1) {
        return push((row.words[0].0 + 2, row.words[0].1), Kind::User, found);
    }
    if let Some(index) = login(&row) {
        push(row.words[index], Kind::User, found);
    }
    if let Some(index) = machine(&row) {
        push(row.words[index], Kind::Host, found);
        // `gwen@` in the third column is the login that a machine of a tailnet belongs to.
        if row.text(2).ends_with(b"@") {
            push((row.words[2].0, row.words[2].1 - 1), Kind::User, found);
        }
    }
}

/// Whether a word can be a login.
fn is_name(row: &Row, index: usize) -> bool {
    let text = row.text(index);
    text.first().is_some_and(u8::is_ascii_alphabetic) && NAME.or(b"\\@").fills(text)
}

/// Which word is a login.
fn login(row: &Row) -> Option<usize> {
    let (first, second) = (row.text(0), row.text(1));
    // `r412 | gwen | 2026-03-10 08:12:44 +0100 (Tue, 10 Mar 2026) | 2 lines`
    let revision = second == b"|" && row.text(3) == b"|" && first.len() > 1 && first[0] == b'r';
    if revision && DIGIT.fills(&first[1..]) && is_date(row.text(4)) && is_name(row, 2) {
        return Some(2);
    }
    // `gwen P 02/11/2026 0 99999 7 -1`
    let state = matches!(second, b"P" | b"PS" | b"L" | b"LK" | b"NP");
    if state && is_date(row.text(2)) && row.is_number(3) && row.is_number(4) && is_name(row, 0) {
        return Some(0);
    }
    // `zebra-412  gwen  20480   Tue 10 Mar 2026 08:12:44`
    let job = memchr::memchr(b'-', first).is_some_and(|dash| DIGIT.fills(&first[dash + 1..]));
    if job && row.is_number(2) && calendar::is_named(row.text(3)) && row.words.len() > 6 && is_name(row, 1) {
        return Some(1);
    }
    // `*  0 con 0     gwen      idle                 00:00:00`
    let at = usize::from(first == b"*");
    let terminal = matches!(row.text(at + 1), b"con" | b"vty" | b"aux" | b"tty");
    let numbered = row.is_number(at) && row.is_number(at + 2);
    (terminal && numbered && is_name(row, at + 3) && row.text(at + 4) == b"idle").then_some(at + 3)
}

/// Which word is a machine's name.
fn machine(row: &Row) -> Option<usize> {
    let name = row.text(0);
    // `    GW7   <00>  UNIQUE   Registered`, and nmblookup's `GW7   <00> -   B <ACTIVE>`
    let suffix = matches!(row.text(1), [b'<', .., b'>']) && row.text(1).len() == 4;
    let unique = row.text(2) == b"UNIQUE" || row.text(2) == b"-" && matches!(row.text(3), b"B" | b"M" | b"H");
    if suffix && unique && is_name(row, 0) && !name.starts_with(b"..") {
        return Some(0);
    }
    // `100.64.0.7   gw7   gwen@   linux   -`
    let address = memchr::memchr_iter(b'.', name).count() == 3 && DOTTED.fills(name);
    let owned = row.text(2).len() > 1 && row.text(2).ends_with(b"@");
    (address && owned && is_name(row, 1)).then_some(1)
}

/// `1a2b3c4d (Gwen Quvnix 2026-02-11 10:00:00 +0100 41) text`: who wrote a line, as `git blame` has it.
fn author(row: &Row) -> Option<(usize, usize)> {
    let open = (1..3).find(|index| row.text(*index).first() == Some(&b'('))?;
    let date = (open + 1..open + 6).find(|index| is_date(row.text(*index)))?;
    let hash = row.text(0).strip_prefix(b"^").unwrap_or(row.text(0));
    let zone = matches!(row.text(date + 2).first(), Some(b'+' | b'-')) && row.text(date + 2).len() == 5;
    let span = (row.words[open].0 + 1, row.words[date - 1].1);
    let letters = LETTER.or_not_ascii().is_in(&row.line[span.0..span.1]);
    (hash.len() >= 7 && HEX.fills(hash) && zone && letters).then_some(span)
}

/// `+:gwen bo7:192.0.2.7`: who may log in from where, or may not any more: `#+:gwen:2001:db8::/64`.
fn origin(line: &[u8], found: &mut Vec<Found>) {
    let sign = usize::from(line.starts_with(b"#"));
    let mark = matches!(line.get(sign), Some(b'+' | b'-'));
    let is_sign = |colon: &usize| mark && line.get(sign + 1..*colon).is_some_and(|rest| rest.trim_ascii().is_empty());
    let Some(start) = memchr::memchr(b':', line).filter(is_sign) else { return };
    let Some(end) = memchr::memchr(b':', &line[start + 1..]).map(|length| start + 1 + length) else { return };
    let named = line[start + 1..end].trim_ascii().first().is_some_and(u8::is_ascii_alphabetic);
    // Where from: any machine, a terminal, an address. A difference of two files has lines that begin so too.
    let from = line[end + 1..].trim_ascii().split(u8::is_ascii_whitespace).next().unwrap_or_default();
    let place = matches!(from, b"ALL" | b"LOCAL" | b"EXCEPT")
        || from.starts_with(b"tty")
        || Class::of(b"./").is_in(&from[..from.len().saturating_sub(1)])
        || HEX.or(b":./").fills(from) && memchr::memchr_iter(b':', from).count() > 1;
    if !named || !place {
        return;
    }
    for (from, to) in words(&line[start + 1..end]).iter().map(|(from, to)| (start + 1 + from, start + 1 + to)) {
        let plain = NAME.fills(&line[from..to]);
        if plain && !matches!(&line[from..to], b"ALL" | b"EXCEPT") && !dictionary::is_word_as_written(&line[from..to]) {
            push((from, to), Kind::User, found);
        }
    }
}

/// sudoers(5)' `gwen gw7 = (root) NOPASSWD: /bin/x`: who may do something, and where.
fn privileged(line: &[u8], found: &mut Vec<Found>) {
    let Some(equals) = line.iter().take(HEAD).position(|byte| *byte == b'=') else { return };
    let behind = line[equals + 1..].trim_ascii_start();
    let close = memchr::memchr(b')', &behind[..behind.len().min(HEAD)]).filter(|_| behind.starts_with(b"("));
    let Some(command) = close.map(|close| behind[close + 1..].trim_ascii_start()) else { return };
    let commands = ["ALL", "NOPASSWD:", "PASSWD:", "SETENV:", "NOEXEC:", "/usr/", "/bin/", "/sbin/", "/opt/"];
    let words = words(&line[..equals]);
    let &[(start, end), (from, to)] = &*words else { return };
    let login = start + usize::from(matches!(line[start], b'%' | b'+'));
    let plain = |text: &[u8]| NAME.or(b"\\@").fills(text);
    if !bytes::starts_with_any(command, &commands) || !plain(&line[login..end]) || !plain(&line[from..to]) {
        return;
    }
    // Capitals alone are an alias.
    for ((start, end), kind) in [((login, end), Kind::User), ((from, to), Kind::Host)] {
        if LOWER.is_in(&line[start..end]) {
            push((start, end), kind, found);
        }
    }
}

/// sendmail's `AuthInfo:gw7 "U:gwen" "P:h4x0r"`: as whom it relays.
fn relayed(line: &[u8], found: &mut Vec<Found>) {
    if !line.starts_with(b"AuthInfo:") {
        return;
    }
    for (mark, kind) in [(&b"\"U:"[..], Kind::User), (b"\"I:", Kind::User), (b"\"P:", Kind::Secret)] {
        let Some(start) = bytes::find_past(line, mark) else { continue };
        let length = memchr::memchr(b'"', &line[start..]).unwrap_or(0);
        if length > 0 {
            push((start, start + length), kind, found);
        }
    }
}

/// Asterisk's `member => PJSIP/7,1,Gwen Quvnix`: who answers in a queue.
fn queued(line: &[u8], found: &mut Vec<Found>) {
    let Some(comma) = memchr::memrchr(b',', line).filter(|_| line.starts_with(b"member =>")) else { return };
    let name = line[comma + 1..].trim_ascii();
    if is_full_name(name) {
        let start = line.trim_ascii_end().len() - name.len();
        push((start, start + name.len()), Kind::Person, found);
    }
}

/// Bytes of what stands before a command there.
const HEAD: usize = 128;

/// `Login: gwen    Name: Gwen Quvnix`: what finger(1) knows of somebody.
fn called(line: &[u8], found: &mut Vec<Found>) {
    let Some(at) = line.strip_prefix(b"Login: ").and_then(|rest| bytes::find(rest, b" Name: ")) else { return };
    let (start, end) = (at + 14, line.trim_ascii_end().len());
    if start < end && is_full_name(&line[start..end]) {
        push((start, end), Kind::Person, found);
    }
}

/// `… 192.0.2.7 220 /srv/x b _ i r gwen ftp 0 * c`: what a server of FTP got or gave.
fn transferred(line: &[u8], found: &mut Vec<Found>) {
    let text = line.trim_ascii_end();
    if !text.ends_with(b" c") && !text.ends_with(b" i") {
        return;
    }
    let mut end = text.len();
    let mut spans = [(0, 0); 8];
    for span in spans.iter_mut().rev() {
        let Some(blank) = memchr::memrchr(b' ', &text[..end]) else { return };
        *span = (blank + 1, end);
        end = blank;
    }
    let word = |index: usize| &line[spans[index].0..spans[index].1];
    let action = matches!(word(0), b"_" | b"C" | b"U" | b"T");
    let way = matches!(word(1), b"i" | b"o" | b"d") && matches!(word(2), b"a" | b"g" | b"r");
    // How somebody proved who they are is a digit, and `finder` says why it is not asked which.
    if action && way && matches!(word(5), [digit] if digit.is_ascii_digit()) && !word(3).is_empty() {
        push(spans[3], Kind::User, found);
    }
}

/// `2026-03-10`, `03/10/2026`
fn is_date(text: &[u8]) -> bool {
    let marks = text.iter().filter(|byte| matches!(byte, b'-' | b'/')).count();
    text.len() == 10 && marks == 2 && DIGIT.or(b"-/").fills(text)
}

fn push((start, end): (usize, usize), kind: Kind, found: &mut Vec<Found>) {
    found.push(Found::new(start..end, kind, Evidence::Structure).teaching_unless_short());
}

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn a_relay_is_told_a_login_and_a_queue_who_answers() {
        assert_eq!(texts("AuthInfo:gw7 \"U:gwen\" \"P:h4x0r\" \"M:PLAIN\""), ["gwen", "h4x0r"]);
        assert_eq!(texts("AuthInfo:gw7 \"U:\""), Vec::<String>::new());
        assert_eq!(texts("member => PJSIP/2214,1,Gwen Quvnix"), ["Gwen Quvnix"]);
        assert_eq!(texts("member => PJSIP/2214,1,Sales Line"), Vec::<String>::new());
    }

    #[test]
    fn logins_stand_where_lists_have_them() {
        assert_eq!(texts("r412 | gwen | 2026-03-10 08:12:44 +0100 (Tue, 10 Mar 2026) | 2 lines"), ["gwen"]);
        assert_eq!(texts("gwen P 02/11/2026 0 99999 7 -1"), ["gwen"]);
        assert_eq!(texts("zebra-412   gwen   20480   Tue 10 Mar 2026 08:12:44 AM CET"), ["gwen"]);
        assert_eq!(texts("*  0 con 0     gwen       idle                 00:00:00"), ["gwen"]);
        assert_eq!(texts("Tue Mar 10 08:12:44 2026 1 192.0.2.7 20 /srv/a.csv b _ i r gwen ftp 0 * c"), ["gwen"]);
        assert_eq!(texts("o=gwen 2890844526 1 IN IP4 192.0.2.7"), ["gwen"]);
        assert_eq!(texts("+:gwen bo7:192.0.2.7"), ["gwen", "bo7"]);
        assert_eq!(texts("#+:gwen:2001:db8:0:1::/64"), ["gwen"]);
        assert_eq!(texts("Login: gwen      Name: Gwen Quvnix"), ["Gwen Quvnix"]);
        assert_eq!(texts("gwen quvnix = (root) NOPASSWD: /bin/x"), ["gwen", "quvnix"]);
        assert_eq!(texts("OPS ALL=(ALL:ALL) ALL"), Vec::<String>::new());
        assert_eq!(texts("- : ALL EXCEPT gwen : ALL"), ["gwen"]);
    }

    #[test]
    fn machines_and_authors_stand_where_lists_have_them() {
        assert_eq!(texts("    QUVNIX7       <00>  UNIQUE      Registered"), ["QUVNIX7"]);
        assert_eq!(texts("\tQUVNIX7         <20> -         B <ACTIVE>"), ["QUVNIX7"]);
        assert_eq!(texts("192.0.2.7      quvnix            gwen@          linux   -"), ["quvnix", "gwen"]);
        assert_eq!(texts("1a2b3c4d5e (Gwen Quvnix 2026-02-11 10:00:00 +0100  41)  x"), ["Gwen Quvnix"]);
        assert_eq!(texts("^1a2b3c4 src/x.c (gwen 2026-02-11 10:00:00 +0100 7) y"), ["gwen"]);
    }

    #[test]
    fn other_lines_stay() {
        for line in [
            "let x = (a) / b",
            "o=- 2890844526 1 IN IP4 192.0.2.7",
            "r412 | failed | again | 2 lines",
            "server P 7 0 99999 7 -1",
            "job-412 done 20480 bytes",
            "    WORKGROUP      <00>  GROUP       Registered",
            "+x:1000:1000",
            "+::0:0:::",
            "-: text here",
            "see x (built 2026-02-11 10:00:00 +0100)",
            "a b c i",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
