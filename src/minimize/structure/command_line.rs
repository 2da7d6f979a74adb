//! Secrets on command lines: `--password X`, `mysql -pX`, `curl -u name:X`.

use std::sync::LazyLock;

use super::super::bytes;
use super::super::quote::{self, is_escaped};
use super::super::sight::{Finder, Needs, mark};
use super::super::{Found, Kind, Way, dictionary};
use super::flags::{self, Flags, flagged};
use super::programs::Programs;
use super::value::is_placeholder;
use super::{databases, options, positions, protocols};

/// What a line must show to hold one.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::CommandLine,
    marks: mark::OPTION | mark::FLAG,
    words: &[
        "identified",
        "rsync",
        "scp",
        "nmcli",
        "password",
        "pass",
        "passin",
        "passout",
        "tcp",
        "unix",
        "thin",
        "oci",
        "sqlplus",
        "expdp",
        "impdp",
        "rman",
        "useradd",
        "adduser",
        "userdel",
        "deluser",
        "usermod",
        "passwd",
        "chage",
        "gpasswd",
        "chown",
        "connect",
        "rabbitmqctl",
        "net",
        "schtasks",
        "cmdkey",
        "cwjap",
        "cgauth",
        "wpa",
        "stats",
        "chpasswd",
        "sudo",
        "wmic",
        "xfreerdp",
        "wfreerdp",
        "ktpass",
        "smbclient",
        "config",
        "configure",
        "stdin",
        "cryptsetup",
        "radtest",
        "ipmitool",
        "samba",
        "consul",
        "login",
        "kinit",
        "docker",
    ],
};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let (flags, named) = (Flags::of(line), RULES.named(line));
    if named.holds(FLAGS) {
        flags.find(line, found);
    }
    if !flags.is_empty() {
        options::find(line, found);
        for flag in [&b"-passin pass:"[..], b"-passout pass:", b"-pass pass:"] {
            if flags.may_hold(flag)
                && let Some(at) = bytes::find(line, flag)
            {
                word(line, at + flag.len(), found);
            }
        }
        if [&b"-u"[..], b"-U", b"-a", b"--"].into_iter().any(|flag| flags.may_hold(flag)) {
            credentials(line, found);
            if named.holds(JOINTS) {
                joined(line, found);
            }
        }
        for (flag, kind) in [
            (&b"-h "[..], Kind::Host),
            (b"-u ", Kind::User),
            (b"-U ", Kind::User),
            (b"--server\0", Kind::Host),
            (b"--server ", Kind::Host),
        ] {
            if flags.may_hold(flag)
                && let Some(at) = bytes::every(line, flag).find(|at| flag[1] == b'-' || line[..*at].ends_with(b" "))
            {
                plain(line, at + flag.len(), kind, found);
            }
        }
        if named.holds(OTHERS) {
            positional(line, found);
        }
    }
    if named.holds(POSITIONS) {
        positions::find(line, found);
    }
    if named.holds(OTHERS) {
        remote(line, found);
        protocols::find(line, found);
        statistics(line, found);
        network(line, found);
    }
    if memchr::memchr(b'|', line).is_some() {
        piped(line, found);
    }
    if named.holds(LOGINS) {
        accounts(line, found);
    }
    printed(line, found);
    databases::find(line, found);
}

/// What the rules begin with: lists by their places.
static RULES: LazyLock<Programs> = LazyLock::new(|| {
    let joints = JOINED.iter().flat_map(|(_, _, programs)| programs.iter().map(|program| program.as_bytes()));
    let others = [&b"rsync "[..], b"scp ", b"htpasswd -", b"stats auth ", b"wifi connect "];
    Programs::new([
        flags::programs().collect(),
        positions::words().collect(),
        joints.collect(),
        others.into_iter().chain(protocols::WORDS).collect(),
        ACCOUNTS.iter().map(|program| program.as_bytes()).chain([&b"chown"[..]]).collect(),
    ])
});

const FLAGS: u32 = 0;
const POSITIONS: u32 = 1;
const JOINTS: u32 = 2;
const OTHERS: u32 = 3;
const LOGINS: u32 = 4;

/// `rsync -a /srv/ gw7:/backup/`: the machine before a path there.
fn remote(line: &[u8], found: &mut Vec<Found>) {
    if ![&b"rsync "[..], b"scp "].iter().any(|program| bytes::find(line, program).is_some()) {
        return;
    }
    for colon in bytes::every(line, b":/") {
        let name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'-' | b'.');
        let length = line[..colon].iter().rev().take(64).take_while(name).count();
        let start = colon - length;
        let open = start > 0 && line[start - 1] == b' ' && line.get(colon + 2) != Some(&b'/');
        if open && length >= 3 && !dictionary::is_word(&line[start..colon].to_ascii_lowercase()) {
            found.push(Found { start, end: colon, kind: Kind::Host, way: Way::Structure, learn: length >= 4 });
        }
    }
}

/// What stands behind an option that ends at `end`: the next word, or the next item of a list.
pub(super) fn argument(line: &[u8], end: usize) -> Option<(usize, usize)> {
    match line.get(end)? {
        b' ' | 0 => extent(line, end + 1),
        quote @ (b'"' | b'\'') => {
            let rest = line[end + 1..].trim_ascii_start().strip_prefix(b",")?.trim_ascii_start();
            let rest = rest.strip_prefix(std::slice::from_ref(quote))?;
            let start = line.len() - rest.len();
            memchr::memchr(*quote, rest).filter(|length| *length > 0).map(|length| (start, start + length))
        }
        _ => None,
    }
}

/// `curl -u name:secret`.
fn credentials(line: &[u8], found: &mut Vec<Found>) {
    for flag in [&b"-u"[..], b"--user"] {
        let Some(at) = flagged(line, 0, flag).filter(|at| matches!(line.get(at + flag.len()), Some(b'"' | b'\'')))
        else {
            continue;
        };
        let Some((start, end)) = argument(line, at + flag.len()) else { continue };
        if let Some(colon) = memchr::memchr(b':', &line[start..end]).filter(|colon| *colon > 0) {
            let (login, colon) = ((start, start + colon), start + colon);
            found.push(Found { start: login.0, end: login.1, kind: Kind::User, way: Way::Structure, learn: true });
            secret(line, (colon + 1, end), found);
        }
    }
    for flag in [&b" -u "[..], b" --user ", b" -U ", b" --user=", b" --proxy-user ", b" --proxy-user="] {
        let Some(at) = bytes::find(line, flag).map(|at| at + flag.len()) else { continue };
        // Both may stand in quotes, with spaces; any other quote ends the string that the command line stands in.
        let quote = line.get(at).copied().filter(|byte| matches!(byte, b'"' | b'\''));
        let start = at + usize::from(quote.is_some());
        let rest = &line[start..];
        let length = rest.iter().take_while(|byte| !byte.is_ascii_whitespace() && **byte != b'"').count();
        let closing = quote.and_then(|quote| quote::close(rest, 0, quote));
        let end = start + closing.unwrap_or(length);
        // smbclient has a percent sign between them, lftp a comma.
        let mark = match flag {
            b" -u " if bytes::find(&line[..at], b"lftp").is_some() => b',',
            b" -u " => b':',
            _ => b'%',
        };
        let colon = memchr::memchr2(b':', mark, &line[start..end]).filter(|at| !line[start + at..].starts_with(b"://"));
        if let Some(colon) = colon.filter(|colon| *colon > 0).map(|colon| start + colon) {
            let one = |start, end, kind| Found { start, end, kind, way: Way::Structure, learn: true };
            found.push(one(start, colon, Kind::User));
            match closing {
                Some(_) if colon + 1 < end && !is_placeholder(&line[colon + 1..end]) => {
                    found.push(one(colon + 1, end, Kind::Secret));
                }
                Some(_) => {}
                None => word(line, colon + 1, found),
            }
        }
    }
}

/// `smbclient -Ulogin%secret`, `curl -ulogin:secret`: with nothing between.
fn joined(line: &[u8], found: &mut Vec<Found>) {
    for (flag, mark, programs) in JOINED {
        let Some(program) = programs.iter().find_map(|program| bytes::find(line, program.as_bytes())) else { continue };
        let Some(start) = bytes::find(&line[program..], flag).map(|at| program + at + flag.len()) else { continue };
        let Some((start, end)) = extent(line, start).filter(|_| !line[start].is_ascii_whitespace()) else { continue };
        if let Some(at) = memchr::memchr(mark, &line[start..end]).filter(|at| *at > 0).map(|at| start + at) {
            found.push(Found { start, end: at, kind: Kind::User, way: Way::Structure, learn: at - start >= 4 });
            secret(line, (at + 1, end), found);
        }
    }
}

/// Flags right behind which a login stands, what separates it from its secret, and whose flags they are.
const JOINED: [(&[u8], u8, &[&str]); 3] = [
    (b" -U", b'%', &["smbclient", "rpcclient", "smbcacls", "smbget", "nmblookup", "net ads", "net rpc", "winexe"]),
    (b" -u", b':', &["curl"]),
    (b" -a ", b':', &["http ", "https ", "xh "]),
];

/// `echo X | sudo -S`, `echo X | docker login --password-stdin`, `echo 'login:X' | chpasswd`.
fn piped(line: &[u8], found: &mut Vec<Found>) {
    const READERS: [&[u8]; 8] = [
        b"| sudo -S",
        b"| passwd --stdin",
        b"| sudo passwd --stdin",
        b"| cryptsetup",
        b"| sudo cryptsetup",
        b"| kinit",
        b"| smbpasswd",
        b"| docker login",
    ];
    if let Some(pipe) = READERS.iter().find_map(|reader| bytes::find(line, reader))
        && let Some(at) = memchr::memmem::rfind(&line[..pipe], b"echo ")
    {
        let option = usize::from(line[at + 5..].starts_with(b"-n ")) * 3;
        word(line, at + 5 + option, found);
    }
    let Some(pipe) = [&b"| chpasswd"[..], b"| sudo chpasswd"].iter().find_map(|pipe| bytes::find(line, pipe)) else {
        return;
    };
    let Some(at) = memchr::memmem::rfind(&line[..pipe], b"echo ") else { return };
    let options = usize::from(line[at + 5..].starts_with(b"-e ")) * 3;
    let Some((start, end)) = extent(line, at + 5 + options) else { return };
    if let Some(colon) = memchr::memchr(b':', &line[start..end]).map(|colon| start + colon) {
        found.push(Found { start, end: colon, kind: Kind::User, way: Way::Structure, learn: colon - start >= 4 });
        secret(line, (colon + 1, end), found);
    }
}

/// HAProxy's `stats auth login:secret`.
fn statistics(line: &[u8], found: &mut Vec<Found>) {
    let Some((start, end)) = bytes::find(line, b"stats auth ").and_then(|at| extent(line, at + 11)) else { return };
    if let Some(colon) = memchr::memchr(b':', &line[start..end]).filter(|colon| *colon > 0) {
        let end_of_login = start + colon;
        found.push(Found { start, end: end_of_login, kind: Kind::User, way: Way::Structure, learn: colon >= 4 });
        secret(line, (end_of_login + 1, end), found);
    }
}

/// `WIFI:S:NETWORK;T:WPA;P:SECRET;;`, as a code to be scanned says it.
fn printed(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = bytes::find(line, b"WIFI:").map(|at| at + 5) else { return };
    let mut at = start;
    for part in line[start..].split(|byte| *byte == b';').take(6) {
        let kind = match part.first_chunk::<2>() {
            Some(b"S:") => Some(Kind::Ssid),
            Some(b"P:") => Some(Kind::Secret),
            _ => None,
        };
        if let Some(kind) = kind.filter(|_| part.len() > 2 && !part.contains(&b'"')) {
            found.push(Found {
                start: at + 2,
                end: at + part.len(),
                kind,
                way: Way::Structure,
                learn: part.len() >= 6,
            });
        }
        at += part.len() + 1;
    }
}

/// `nmcli dev wifi connect "NETWORK"`.
fn network(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = bytes::find(line, b"wifi connect ").map(|at| at + 13) else { return };
    if let Some((start, end)) = extent(line, start) {
        found.push(Found { start, end, kind: Kind::Ssid, way: Way::Structure, learn: true });
    }
}

/// `htpasswd -b FILE LOGIN SECRET`.
fn positional(line: &[u8], found: &mut Vec<Found>) {
    let Some(at) = bytes::find(line, b"htpasswd -") else { return };
    let words = super::columns::words(&line[at..]);
    if let [_, flags, .., login, secret] = &*words
        && line[at + flags.0..at + flags.1].contains(&b'b')
    {
        let one = |(start, end): (usize, usize), kind| Found {
            start: at + start,
            end: at + end,
            kind,
            way: Way::Structure,
            learn: true,
        };
        found.push(one(*login, Kind::User));
        word(line, at + secret.0, found);
    }
}

/// The login behind the programs that make, change and remove one, and behind chown(1), where they begin a command.
fn accounts(line: &[u8], found: &mut Vec<Found>) {
    let words = super::columns::words(line);
    let text = |(start, end): (usize, usize)| &line[start..end];
    let program = |span: (usize, usize)| text(span).rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    let Some(index) = words
        .iter()
        .position(|span| ACCOUNTS.iter().any(|name| name.as_bytes() == program(*span)) || program(*span) == b"chown")
    else {
        return;
    };
    let path = text(words[index]).starts_with(b"/") || text(words[index]).starts_with(b"COMMAND=/");
    let before = index.checked_sub(1).map(|before| text(words[before]));
    let begins = path || before.is_none_or(|before| matches!(before, b"sudo" | b"$" | b"&&" | b";"));
    let chown = program(words[index]) == b"chown";
    let login = if chown {
        words[index + 1..].iter().find(|span| !text(**span).starts_with(b"-"))
    } else {
        words[index + 1..].last()
    };
    let Some((start, end)) = login.copied().filter(|_| begins) else { return };
    let end = start + memchr::memchr2(b':', b'.', &line[start..end]).filter(|_| chown).unwrap_or(end - start);
    let name = &line[start..end];
    let plain = name.first().is_some_and(u8::is_ascii_alphabetic)
        && !name.ends_with(b".")
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(byte));
    let lower = name.to_ascii_lowercase();
    if plain && !dictionary::is_word(&lower) && !dictionary::is_stop_word(&lower) {
        found.push(Found { start, end, kind: Kind::User, way: Way::Grammar, learn: name.len() >= 4 });
    }
}

/// The word at `start`, in quotes or not, is a secret.
pub(super) fn word(line: &[u8], start: usize, found: &mut Vec<Found>) {
    if let Some(span) = extent(line, start) {
        secret(line, span, found);
    }
}

pub(super) fn secret(line: &[u8], (start, end): (usize, usize), found: &mut Vec<Found>) {
    if !is_placeholder(&line[start..end]) {
        found.push(Found { start, end, kind: Kind::Secret, way: Way::Structure, learn: true });
    }
}

fn plain(line: &[u8], start: usize, kind: Kind, found: &mut Vec<Found>) {
    if let Some((start, end)) = extent(line, start)
        .filter(|(start, end)| !line[*start..*end].contains(&b':') && line[*start] != b'-' && end - start > 1)
    {
        let name = line[start..end].iter().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(byte))
            && !line[start..end].iter().all(u8::is_ascii_digit);
        if name {
            found.push(Found { start, end, kind, way: Way::Grammar, learn: false });
        }
    }
}

pub(super) fn extent(line: &[u8], start: usize) -> Option<(usize, usize)> {
    let first = *line.get(start)?;
    let quoted = is_quoted(line, start);
    if matches!(first, b'\'' | b'"') && !(quoted && first == b'"') {
        let end = quote::close(line, start + 1, first)?;
        return (end > start + 1).then_some((start + 1, end));
    }
    let rest = &line[start..];
    let ends =
        |at: usize, byte: u8| byte == 0 || byte.is_ascii_whitespace() && !(byte == b' ' && is_escaped(&rest[..at]));
    let length = rest.iter().enumerate().take_while(|(at, byte)| !ends(*at, **byte)).count();
    // A command line may itself be a string of JSON, or the text of an element.
    let closing = quotes(&rest[..length]).next().filter(|_| in_string(line, start));
    let element = [&b"</"[..], b"]]>"].into_iter().filter_map(|mark| bytes::find(&rest[..length], mark)).min();
    let end = start + closing.into_iter().chain(element).min().unwrap_or(length);
    (end > start).then_some((start, end))
}

/// Whether a quote is open at a place; of JSON within JSON that cannot be told, so that its strings count as open.
pub(super) fn in_string(line: &[u8], at: usize) -> bool {
    is_quoted(line, at) || matches!(line.trim_ascii_start().first(), Some(b'{' | b'[' | b'"'))
}

fn is_quoted(line: &[u8], at: usize) -> bool {
    quotes(&line[..at]).count() % 2 == 1
}

/// The places of double quotes that no backslash stands before.
fn quotes(text: &[u8]) -> impl Iterator<Item = usize> {
    memchr::memchr_iter(b'"', text).filter(|at| {
        let slashes = text[..*at].iter().rev().take_while(|byte| **byte == b'\\').count();
        slashes % 2 == 0
    })
}

/// Programs whose last word is a login.
const ACCOUNTS: [&str; 8] = ["useradd", "adduser", "userdel", "deluser", "usermod", "passwd", "chage", "gpasswd"];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::texts(line, find)
    }

    #[test]
    fn secrets_on_command_lines_are_found() {
        assert_eq!(texts("mysql -uroot -pHunter1 shop"), ["Hunter1"]);
        assert_eq!(texts("mysqldump -pabc1 shop | /usr/bin/mysql -pabc2 shop; mysql -p shop"), ["abc1", "abc2"]);
        assert_eq!(texts("curl --proxy-user svc:abc1 https://x"), ["svc", "abc1"]);
        assert_eq!(texts("scan WIFI:S:Attic Net;T:WPA;P:abc 1;;"), ["Attic Net", "abc 1"]);
        assert_eq!(texts("lftp -u svc,abc1 gw; x"), ["svc", "abc1"]);
        assert_eq!(texts("smbclient //gw/x -Ugwen%abc1"), ["gwen", "abc1"]);
        assert_eq!(texts("ssh-keygen -N 'abc 1' -f /tmp/k"), ["abc 1"]);
        assert_eq!(texts("plink -ssh -pw abc1 gw"), ["abc1"]);
        assert_eq!(texts("xfreerdp /v:gw /p:abc1"), ["abc1"]);
        assert_eq!(texts("echo -n abc1 | passwd --stdin gwen"), ["abc1"]);
        assert_eq!(texts("backup --token abc1 --verbose"), ["abc1"]);
        assert_eq!(texts("curl -s -u svc:abc1 https://x"), ["svc", "abc1"]);
        assert_eq!(texts("curl -u \"svc:abc 1\" https://x"), ["svc", "abc 1"]);
        assert_eq!(texts("curl -u 'svc:abc 1' https://x"), ["svc", "abc 1"]);
        assert_eq!(texts("ALTER USER x IDENTIFIED BY 'abc1';"), ["abc1"]);
        assert_eq!(texts(r#"["CMD", "mysqladmin", "ping", "-u", "root", "-pabc1"]"#), ["abc1"]);
        assert_eq!(texts("['curl', '-u', 'mon:abc1', 'http://x']"), ["mon", "abc1"]);
        assert_eq!(texts(r#"args: ["--password", "abc 1", "--token", "--x"]"#), ["abc 1"]);
        assert_eq!(texts("sshpass -pabc1 ssh gw7; sshpass -p abc2 ssh gw7"), ["abc1", "abc2"]);
        assert_eq!(texts("  stats auth adm7:abc1"), ["adm7", "abc1"]);
        assert_eq!(texts("echo abc1 | sudo -S ls"), ["abc1"]);
        assert_eq!(texts("echo 'gwen:abc 1' | chpasswd"), ["gwen", "abc 1"]);
        assert_eq!(texts("7z x -pabc1 a.7z; bcp t out a -U x -Pabc2 -c"), ["abc1", "abc2"]);
        assert_eq!(texts("snmpget -v3 -a SHA -A abc1 -x AES -X abc2 gw"), ["abc1", "abc2"]);
    }

    #[test]
    fn a_command_line_in_a_string_or_an_element_ends_with_it() {
        assert_eq!(texts(r#"{"cmd":"openssl x -passin pass:abc1"}"#), ["abc1"]);
        assert_eq!(texts(r#"["sh -c \"mysql -pabc1\""]"#), [r#"abc1\""#]);
        assert_eq!(texts(r#"{"cmd":"htpasswd -b f ann abc1","n":1}"#), ["ann", "abc1"]);
        assert_eq!(texts(r#"{"cmd":"mysql -u a -p","n":"b"}"#), Vec::<String>::new());
        assert_eq!(texts("<cmd>mysql -pabc1</cmd>"), ["abc1"]);
        assert_eq!(texts("<![CDATA[mysql -pabc1]]>"), ["abc1"]);
        assert_eq!(texts(r#"{"a":"x --user =0","b":["x:y"]}"#), Vec::<String>::new());
        assert_eq!(texts(r#"{"a":"impdp ","b":"x/y@z"}"#), Vec::<String>::new());
    }

    #[test]
    fn an_indented_command_begins_a_line() {
        assert_eq!(texts("   useradd -m gwendolyn77"), ["gwendolyn77"]);
        assert_eq!(texts("USER=root ; COMMAND=/usr/sbin/useradd -m gwendolyn77"), ["gwendolyn77"]);
    }

    #[test]
    fn other_flags_stay() {
        for line in ["ssh -p 2222 x", "tar --verbose --retries 3", "ls -p x"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
