//! Logins with their secrets: `curl -u name:secret`, `smbclient -Uname%secret`, `htpasswd -b FILE name secret`.

use super::is_switch;
use super::words::{Strings, argument, extent, secret, word};
use crate::minimize::ascii::{DIGIT, LETTER, LOWER, NAME, WHITE, is_number};
use crate::minimize::structure::columns;
use crate::minimize::structure::flags::flagged;
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary, quote};

/// `curl -u name:secret`.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    for flag in [&b"-u"[..], b"--user"] {
        listed(line, flag, found);
    }
    for flag in [
        &b" -u "[..],
        b" --user ",
        b" -U ",
        b" --user=",
        b" --proxy-user ",
        b" --proxy-user=",
        b" --proxy-auth ",
        b" --proxy-auth=",
    ] {
        if let Some(at) = bytes::find(line, flag) {
            behind(line, at + flag.len(), mark(&line[..at + flag.len()], flag), found);
        }
    }
}

/// `tool -u gwen -p SECRET`, `tool -U gwen -P SECRET`: of any program but those of MySQL's, which take none so, and
/// sudo(8), which asks with it.
pub(super) fn beside(line: &[u8], found: &mut Vec<Found>) {
    let strings = Strings::default();
    for (login, flag) in [(&b" -u "[..], &b" -p "[..]), (b" -U ", b" -P "), (b" -u ", b" -P ")] {
        for at in bytes::every(line, login) {
            let Some((_, end)) = extent(line, at + login.len(), &strings) else { continue };
            let end = end + usize::from(matches!(line.get(end), Some(b'"' | b'\'')));
            let Some(start) = line[end..].starts_with(flag).then_some(end + flag.len()) else { continue };
            let head = &line[at.saturating_sub(NEAR)..at];
            // `check_mysql -u gwen -p SECRET` is a plugin of Nagios'.
            let runs = |program: &[u8]| bytes::find(head, program).is_some();
            let other = OTHERS.iter().any(|program| runs(program.as_bytes())) && !runs(b"check_");
            if other || head.ends_with(b"sudo") || is_switch(&line[..=at]) {
                continue;
            }
            let span = extent(line, start, &strings).filter(|(start, end)| is_given(&line[*start..*end]));
            if let Some(span) = span.filter(|(start, _)| !found.iter().any(|one| one.start == *start)) {
                secret(line, span, found);
            }
        }
    }
}

/// `tool -p SECRET -u gwen`: before the login, where others have ports and prompts, so that it must look like one.
pub(super) fn before(line: &[u8], found: &mut Vec<Found>) {
    let strings = Strings::default();
    for (flag, login) in [(&b" -p "[..], &b" -u "[..]), (b" -P ", b" -U ")] {
        for at in bytes::every(line, flag) {
            let Some((start, end)) = extent(line, at + flag.len(), &strings) else { continue };
            let text = &line[start..end];
            let behind = end + usize::from(matches!(line.get(end), Some(b'"' | b'\'')));
            let mixed = DIGIT.is_in(text) && is_given(text);
            let head = &line[at.saturating_sub(NEAR)..at];
            let other = PORTS.iter().chain(&OTHERS).any(|program| bytes::find(head, program.as_bytes()).is_some());
            if mixed && line[behind..].starts_with(login) && !other {
                secret(line, (start, end), found);
            }
        }
    }
}

/// Whether a word can be a secret that an option is given, where others have ports, paths and priorities.
fn is_given(text: &[u8]) -> bool {
    !matches!(text[0], b'-' | b'/' | b'.' | b'~' | b'$' | b'[' | b'%')
        && !text.contains(&b':')
        && LETTER.is_in(text)
        && !dictionary::is_ordinary(text)
}

/// Programs of whose flags that one has a port, a priority or a prompt behind it.
const PORTS: [&str; 4] = ["sudo", "journalctl", "nmap", "ssh"];

/// Programs of whose flags that one has no secret behind it.
const OTHERS: [&str; 3] = ["mysql", "mariadb", "psql"];

/// `nsupdate -y hmac-sha256:name:SECRET`: what a transaction of the domain system is signed with.
pub(super) fn signed(line: &[u8], found: &mut Vec<Found>) {
    let Some(program) = [&b"nsupdate "[..], b"dig ", b"delv "].iter().find_map(|program| bytes::find(line, program))
    else {
        return;
    };
    let at = flagged(line, program, b"-y").map(|at| at + 2);
    let Some((start, end)) = at.and_then(|at| argument(line, at, &Strings::default())) else { return };
    if let Some(colon) = memchr::memrchr(b':', &line[start..end]).map(|colon| start + colon) {
        secret(line, (colon + 1, end), found);
    }
}

/// `"-u", "name:secret"`, as a list has them.
fn listed(line: &[u8], flag: &[u8], found: &mut Vec<Found>) {
    let at = flagged(line, 0, flag).filter(|at| matches!(line.get(at + flag.len()), Some(b'"' | b'\'')));
    let Some((start, end)) = at.and_then(|at| argument(line, at + flag.len(), &Strings::default())) else { return };
    if let Some(colon) = memchr::memchr(b':', &line[start..end]).filter(|colon| *colon > 0).map(|colon| start + colon) {
        found.push(Found::new(start..colon, Kind::User, Evidence::Structure).teaching());
        secret(line, (colon + 1, end), found);
    }
}

/// What may stand for a colon between a login and its secret: smbclient has a percent sign there, lftp a comma.
fn mark(head: &[u8], flag: &[u8]) -> u8 {
    match flag {
        b" -u " if bytes::find(head, b"lftp").is_some() || head == b"open -u " => b',',
        b" -u " => b':',
        _ => b'%',
    }
}

/// The login and the secret in the word at `at`.
fn behind(line: &[u8], at: usize, mark: u8, found: &mut Vec<Found>) {
    // Both may stand in quotes, with spaces; any other quote ends the string that the command line stands in.
    let quote = line.get(at).copied().filter(|byte| matches!(byte, b'"' | b'\''));
    let start = at + usize::from(quote.is_some());
    let rest = &line[start..];
    let length = WHITE.or(b"\"`").until(rest);
    let closing = quote.and_then(|quote| quote::close(rest, 0, quote));
    let end = start + closing.unwrap_or(length);
    let colon = memchr::memchr2(b':', mark, &line[start..end]).filter(|at| !line[start + at..].starts_with(b"://"));
    let Some(colon) = colon.filter(|colon| *colon > 0).map(|colon| start + colon) else { return };
    // `docker run -u 1000:1000`: the numbers of a login and of a group.
    let digits = is_number;
    // `ntpd -u ntp:ntp`: a service, and its group.
    let service = line[start..colon] == line[colon + 1..end] && dictionary::is_system_account(&line[start..colon]);
    let numbers = line[colon] == b':' && digits(&line[start..colon]) && digits(&line[colon + 1..end]);
    if service || numbers && runs_another(&line[..at]) {
        return;
    }
    found.push(Found::new(start..colon, Kind::User, Evidence::Structure).teaching());
    match closing {
        Some(_) if colon + 1 < end => secret(line, (colon + 1, end), found),
        Some(_) => {}
        None => word(line, colon + 1, &Strings::default(), found),
    }
}

/// Whether a text ends with a flag of a program that starts another as somebody, rather than of the one it starts:
/// nothing but options stands between, each with a value of its own at most.
fn runs_another(head: &[u8]) -> bool {
    let near = &head[head.len().saturating_sub(NEAR)..];
    let mut words = near.rsplit(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).skip(1);
    while let Some(word) = words.next() {
        let name = word.rsplit(|byte| b"/\"'`(=".contains(byte)).next().unwrap_or_default();
        if bytes::is_one_of(name, &STARTERS) {
            return true;
        }
        let valued =
            |option: &[u8]| option.starts_with(b"-") && !option.contains(&b'=') && !bytes::is_one_of(option, &SWITCHES);
        if !word.starts_with(b"-") && !bytes::is_one_of(word, &STARTS) && !words.next().is_some_and(valued) {
            return false;
        }
    }
    false
}

/// Programs that start others as somebody.
const STARTERS: [&str; 7] = ["buildah", "chroot", "docker", "docker-compose", "kubectl", "nerdctl", "podman"];
/// What they are told to do.
const STARTS: [&str; 6] = ["compose", "container", "create", "exec", "run", "start"];
/// Options of theirs that have no value.
const SWITCHES: [&str; 14] = [
    "-d",
    "-di",
    "-dit",
    "-i",
    "-it",
    "-t",
    "-ti",
    "--detach",
    "--init",
    "--interactive",
    "--privileged",
    "--read-only",
    "--rm",
    "--tty",
];

/// Bytes before a flag in which the program stands whose it is.
const NEAR: usize = 512;

/// `smbclient -Ulogin%secret`, `curl -ulogin:secret`: with nothing between.
pub(super) fn joined(line: &[u8], found: &mut Vec<Found>) {
    for (flag, mark, programs) in JOINED {
        let Some(program) = programs.iter().find_map(|program| bytes::find(line, program.as_bytes())) else { continue };
        let Some(start) = bytes::find_past(&line[program..], flag).map(|at| program + at) else { continue };
        let Some((start, end)) =
            extent(line, start, &Strings::default()).filter(|_| !line[start].is_ascii_whitespace())
        else {
            continue;
        };
        if let Some(at) = memchr::memchr(mark, &line[start..end]).filter(|at| *at > 0).map(|at| start + at) {
            found.push(Found::new(start..at, Kind::User, Evidence::Structure).teaching_unless_short());
            secret(line, (at + 1, end), found);
        }
    }
}

/// Flags right behind which a login stands, what separates it from its secret, and whose flags they are.
pub(super) const JOINED: [(&[u8], u8, &[&str]); 5] = [
    (b" -U", b'%', &["smbclient", "rpcclient", "smbcacls", "smbget", "nmblookup", "net ads", "net rpc", "winexe"]),
    (b" -u", b':', &["curl"]),
    (b" -a ", b':', &["http ", "https ", "xh "]),
    (b" --auth ", b':', &["http ", "https ", "xh "]),
    (b" --auth=", b':', &["http ", "https ", "xh "]),
];

/// `mysql -ulogin`: the login right behind its flag.
pub(super) fn named(line: &[u8], found: &mut Vec<Found>) {
    let Some(program) = [&b"mysql"[..], b"mariadb"].iter().find_map(|program| bytes::find(line, program)) else {
        return;
    };
    // `mysqldump -h x -ugwen`: the program's own options, up to the next command.
    let name = LOWER.or(b"-").run(&line[program..]);
    let options = &line[program + name..];
    let options = &options[..options.iter().position(|byte| b";|&".contains(byte)).unwrap_or(options.len())];
    if !options.starts_with(b" -") {
        return;
    }
    for at in bytes::every(options, b" -u").map(|at| program + name + at + 3) {
        let length = NAME.run_within(&line[at..], LOGIN);
        let ends = line.get(at + length).is_none_or(|byte| byte.is_ascii_whitespace() || b"\"'`".contains(byte));
        if length > 1 && ends && line[at].is_ascii_alphabetic() {
            found.push(Found::new(at..at + length, Kind::User, Evidence::Structure).teaching_unless_short());
        }
    }
}

/// Bytes of the longest login there.
const LOGIN: usize = 64;

/// `curl -sku login:secret`: the flag as the last of several.
pub(super) fn clustered(line: &[u8], found: &mut Vec<Found>) {
    let Some(program) = bytes::find(line, b"curl ") else { return };
    for start in bytes::every(&line[program..], b" -").map(|at| program + at + 2) {
        let letters = LETTER.run_within(&line[start..], LETTERS);
        let end = start + letters;
        if letters > 1 && line[..end].ends_with(b"u") && line.get(end) == Some(&b' ') {
            behind(line, end + 1, b':', found);
        }
    }
}

/// How many flags stand behind one dash.
const LETTERS: usize = 8;

/// HAProxy's `stats auth login:secret`.
pub(super) fn statistics(line: &[u8], found: &mut Vec<Found>) {
    let Some((start, end)) =
        bytes::find(line, b"stats auth ").and_then(|at| extent(line, at + 11, &Strings::default()))
    else {
        return;
    };
    if let Some(colon) = memchr::memchr(b':', &line[start..end]).filter(|colon| *colon > 0) {
        let end_of_login = start + colon;
        found.push(Found::new(start..end_of_login, Kind::User, Evidence::Structure).teaching_unless_short());
        secret(line, (end_of_login + 1, end), found);
    }
}

/// `htpasswd -b FILE LOGIN SECRET`.
pub(super) fn positional(line: &[u8], found: &mut Vec<Found>) {
    let Some(at) = bytes::find(line, b"htpasswd -") else { return };
    let words = columns::words(&line[at..]);
    if let [_, flags, .., login, secret] = &*words
        && line[at + flags.0..at + flags.1].contains(&b'b')
    {
        let one =
            |(start, end): (usize, usize), kind| Found::new(at + start..at + end, kind, Evidence::Structure).teaching();
        found.push(one(*login, Kind::User));
        word(line, at + secret.0, &Strings::default(), found);
    }
}
