//! Two names joined by a mark: `name/192.0.2.1:80`, `login@machine:~$`, `1000(login)`, `machine:/export`,
//! `//machine/share`.

mod commanded;

use std::cell::OnceCell;

use super::dialects;
use super::spans::{client, name_end, name_start, push};
use crate::minimize::address::product_before;
use crate::minimize::ascii::{Class, DIGIT, DOTTED, LETTER, NAME};
use crate::minimize::prefilter::{Finder, Needs, mark};
use crate::minimize::{Found, Kind, bytes, dictionary, domain, host};
use commanded::Commanded;

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
        "sudo",
        "cron",
        "crond",
        "crontab",
        "audit",
        "smbd",
        "proxy",
        "close",
        "error",
        "winevtlog",
        "incorrect",
        "assigned",
        "deassigned",
        "slaac",
        "attempt",
    ],
};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let exports = Exports::default();
    for at in memchr::memchr_iter(b'/', line) {
        before_address(line, at, found);
        share(line, at, &exports, found);
    }
    for at in bytes::every(line, b"\\\\") {
        let start = at + 2;
        let end = name_end(line, start);
        // A machine without a share ends as a word does, and says itself that it is one.
        let alone =
            || line.get(end).is_none_or(|byte| b" \t\r\"',;)".contains(byte)) && host::is_likely(&line[start..end]);
        if end > start
            && (line.get(end) == Some(&b'\\') || alone())
            && begins_a_path(&line[..at])
            && !bytes::is_one_of_in_any_case(&line[start..end], &ROOTS)
        {
            push(start, end, Kind::Host, found);
        }
    }
    if bytes::find(line, b"id=").is_some() {
        for at in memchr::memchr_iter(b'(', line) {
            numbered(line, at, found);
        }
    }
    let commanded = Commanded::default();
    for at in memchr::memchr_iter(b'@', line) {
        prompt(line, at, &commanded, found);
        spaced(line, at, found);
    }
    dialects::find(line, found);
}

/// Whether a path can begin behind a text: not within another, be its backslashes escaped once or twice.
fn begins_a_path(head: &[u8]) -> bool {
    let escapes = head.iter().rev().take_while(|byte| **byte == b'\\').count();
    let head = &head[..head.len() - escapes];
    head.last().is_none_or(|byte| byte.is_ascii_whitespace() || b"\"'=(,;<>[{|`".contains(byte)) || ends_option(head)
}

/// Whether an option of Windows' ends a text: ` /packagepath:`.
fn ends_option(head: &[u8]) -> bool {
    let Some(head) = head.strip_suffix(b":") else { return false };
    let length = LETTER.run_back(head);
    length > 1 && head[..head.len() - length].ends_with(b" /")
}

/// What paths of Windows begin with that name no machine.
const ROOTS: [&str; 6] = ["Device", "DosDevices", "Registry", "Users", "Windows", "SystemRoot"];

/// `name/192.0.2.1`, as Java writes a socket's address: the name before the slash is a machine's.
fn before_address(line: &[u8], slash: usize, found: &mut Vec<Found>) {
    let digits = DOTTED.run(&line[slash + 1..]);
    if digits < 7 {
        return;
    }
    let address = std::str::from_utf8(&line[slash + 1..slash + 1 + digits]).ok();
    let is_address = address.is_some_and(|text| text.trim_end_matches('.').parse::<std::net::Ipv4Addr>().is_ok());
    let length = NAME.run_back(&line[..slash]);
    let start = slash - length;
    let letters = LETTER.is_in(&line[start..slash]);
    let path = start > 0 && matches!(line[start - 1], b'/' | b'\\');
    // A browser's name and version look alike: `Chrome/120.0.0.0`.
    let name = &line[start..slash];
    let marked = DIGIT.or(b"-").is_in(name);
    let product =
        line.get(slash + 1 + digits) != Some(&b':') && name.first().is_some_and(u8::is_ascii_uppercase) && !marked;
    let whole = slash > 0 && line[slash - 1].is_ascii_alphanumeric();
    let product = product || product_before(line, slash);
    // `inside/192.0.2.7(443)`: what a firewall calls its side of a network.
    let side = line.get(slash + 1 + digits) == Some(&b'(');
    if is_address && letters && whole && !path && !product && !side && name != b"ip" {
        let tunnel = bytes::holds_any(line, &TUNNEL);
        push(start, slash, if tunnel { client(name) } else { Kind::Host }, found);
    }
}

/// What OpenVPN says behind whoever is connected, and their address.
const TUNNEL: [&str; 8] = [
    " MULTI: ",
    " SENT CONTROL [",
    " PUSH: Received control",
    " peer info: IV_",
    " Data Channel",
    " TLS: soft reset",
    " SIGTERM[soft,",
    " SIGUSR1[soft,",
];

/// `machine:/export` beside the word nfs, `//machine/share`.
fn share(line: &[u8], slash: usize, exports: &Exports, found: &mut Vec<Found>) {
    let before = slash.checked_sub(1).map(|at| line[at]);
    if line.get(slash + 1) == Some(&b'/') && matches!(before, None | Some(b' ' | b'\t' | b'"' | b'\'' | b'=' | b'(')) {
        let start = slash + 2;
        let end = name_end(line, start);
        // A path of HTTP may begin so too.
        let requested = bytes::ends_with_any(&line[..slash], &["GET ", "POST ", "HEAD ", "PUT "]);
        let root = bytes::is_one_of(&line[start..end], &["etc", "var", "usr", "home", "tmp", "opt", "bin", "dev"]);
        if end > start && !requested && !root && line.get(end) == Some(&b'/') {
            push(start, end, Kind::Host, found);
        }
    }
    if before == Some(b':') && line.get(slash + 1) != Some(&b'/') {
        let length = NAME.run_back(&line[..slash - 1]);
        let name = &line[slash - 1 - length..slash - 1];
        let mounted = || {
            let word = line[..slash - 1 - length].last().is_none_or(|byte| matches!(byte, b' ' | b'\'' | b'"'));
            // nfsstat(8): `/mnt/x from gw-7:/export`.
            let from = || line.first() == Some(&b'/') && line[..slash - 1 - length].ends_with(b" from ");
            word && host::is_likely(name) && (exports.mount(line) || from())
        };
        if length > 0 && (slash <= exports.until(line) || mounted()) {
            push(slash - 1 - length, slash - 1, Kind::Host, found);
        }
    }
}

/// What a line says of folders of other machines: looked for once, when it is asked for.
#[derive(Debug, Default)]
struct Exports {
    until: OnceCell<usize>,
    mount: OnceCell<bool>,
}

impl Exports {
    /// Up to where what stands before a colon and a slash is a machine. It is in all of a line that speaks of nfs or of
    /// Gluster's bricks, and in the first word of one that df(1) says.
    fn until(&self, line: &[u8]) -> usize {
        let used = || bytes::find(line, b"% /").is_some() || is_measured(line);
        *self.until.get_or_init(|| {
            if bytes::holds_any(line, &["nfs", "Brick"]) {
                line.len()
            } else if used() {
                memchr::memchr(b' ', line).unwrap_or(line.len())
            } else {
                0
            }
        })
    }

    /// Whether it speaks of mounting.
    fn mount(&self, line: &[u8]) -> bool {
        *self.mount.get_or_init(|| bytes::find(line, b"mount").is_some())
    }
}

/// Whether nothing but numbers stands behind the first word, four of them or more, as quota(1) has them.
fn is_measured(line: &[u8]) -> bool {
    let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).skip(1);
    let number =
        |word: &[u8]| word.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'*' | b'K' | b'M' | b'G'));
    words.clone().count() >= 4 && words.all(number)
}

/// `1000(login)`, as id(1) and PAM write it.
fn numbered(line: &[u8], open: usize, found: &mut Vec<Found>) {
    // `notification-00257(traffic)` is a word.
    let head = line[..open].trim_ascii_end();
    let number = DIGIT.run_back(head);
    let word =
        head[..head.len() - number].last().is_some_and(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte));
    // `service.c:355(connect)`: a function on a line of a program.
    let coded = head[..head.len() - number].ends_with(b".c:");
    // `duration=0(sec)`: how long in which unit.
    let unit = line[open + 1..].starts_with(b"sec)") || line[open + 1..].starts_with(b"ms)");
    // `spi=158036(0x26954)`: a number in two spellings.
    let index = head[..head.len() - number].ends_with(b"spi=");
    let digit = number > 0 && !word && !coded && !unit && !index && head.len() == open;
    let length = NAME.run(&line[open + 1..]);
    if digit && length > 0 && line.get(open + 1 + length) == Some(&b')') {
        push(open + 1, open + 1 + length, Kind::User, found);
    }
}

/// `login@machine` at a shell's prompt, in a command line of ssh and its kin, or behind a public key.
fn prompt(line: &[u8], at: usize, commanded: &Commanded, found: &mut Vec<Found>) {
    let before = NAME.run_back(&line[..at]);
    let after = NAME.run(&line[at + 1..]);
    let (start, end) = (at - before, at + 1 + after);
    if before == 0 || after == 0 || line[at + 1].is_ascii_digit() || domain::names_algorithms(&line[at + 1..end]) {
        return;
    }
    let mark = Class::of(b"$#%");
    let shell =
        begins(line, start) && (line.get(end) == Some(&b':') && mark.is_in(&line[end..]) || is_shell(&line[end..]));
    let bracket = start == 1 && line[0] == b'[' && line.get(end) == Some(&b' ');
    let shell = shell
        || (bracket
            && memchr::memchr(b']', &line[end..])
                .is_some_and(|close| line.get(end + close + 1).is_some_and(|byte| mark.has(*byte))));
    let command = commanded.before(line, start);
    let port = line.get(end) == Some(&b':')
        && DIGIT.run(&line[end + 1..]) >= 2
        // `gwen@02:00:5e:…`: a hardware address.
        && !matches!(line[end + 1..], [_, _, b':', _, _, b':', ..])
        && !host::is_camel(&line[start..at])
        // An image, by its digest.
        && !bytes::is_one_of(&line[at + 1..end], &DIGESTS);
    let levels = [" FATAL:", " ERROR:", " LOG:", " STATEMENT:", " DETAIL:", " WARNING:", " HINT:"];
    if bytes::starts_with_any(&line[end..], &levels) {
        // PostgreSQL's login and database.
        return push(start, at, Kind::User, found);
    }
    // As scp(1) and sshfs(1) have a folder of another machine.
    let folder =
        line[end..].starts_with(b":/") && !line[end..].starts_with(b"://") && !host::is_camel(&line[start..at]);
    let refused = line[end..].starts_with(b": Permission denied") || line[end..].starts_with(b"'s password");
    if shell || command || port || folder || refused || is_sent(line, (start, at, end)) {
        push(start, at, Kind::User, found);
        push(at + 1, end, Kind::Host, found);
    }
}

/// `gwen7 @ 192.0.2.7`: who or what is there.
fn spaced(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let Some(address) = line[at..].strip_prefix(b"@ ").filter(|_| line[..at].ends_with(b" ")) else { return };
    let length = DOTTED.run_within(address, 16);
    if length < 7 || memchr::memchr_iter(b'.', &address[..length]).count() < 3 {
        return;
    }
    let (start, end) = (name_start(line, at - 1), at - 1);
    let name = &line[start..end];
    let letters = name.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let before = line[..start].last().is_none_or(|byte| matches!(byte, b' ' | b'"' | b'\'' | b'[' | b'('));
    // `API for quvnix @ 192.0.2.7` is said of a device.
    let other = host::is_interface(name) || host::is_camel(name) || line[..start].ends_with(b" for ");
    if letters > 1 && before && !other && !dictionary::is_ordinary(name) {
        let device = bytes::ends_with_any(&line[..start], &[" to ", " with "]);
        push(start, end, if device { Kind::Host } else { client(name) }, found);
    }
}

/// Whether a prompt can begin there: first in its line, or behind the name of an environment of Python's.
fn begins(line: &[u8], start: usize) -> bool {
    start == 0 || line[0] == b'(' && line[..start].ends_with(b") ") && memchr::memchr(b' ', line) == Some(start - 1)
}

/// ` ~/src $ ls`, ` # ls`, ` MINGW64 ~`: what stands behind a machine at other prompts.
fn is_shell(behind: &[u8]) -> bool {
    let marked = |text: &[u8]| bytes::starts_with_any(text, &[" $ ", " % ", " # "]);
    let near = &behind[..behind.len().min(FOLDER)];
    let folder = near.starts_with(b" ~") || near.starts_with(b" /");
    let word = folder.then(|| near[1..].iter().position(|byte| *byte == b' ')).flatten();
    marked(near) || word.is_some_and(|length| marked(&near[1 + length..])) || near.starts_with(b" MINGW")
}

/// Bytes of a folder at a prompt.
const FOLDER: usize = 128;

/// `job 7 from login@machine`: a name that says itself that it is a machine's, behind a word that a person stands
/// behind.
fn is_sent(line: &[u8], (start, at, end): (usize, usize, usize)) -> bool {
    let words = [" from ", " by ", " user ", " to "];
    let closed = line.get(end).is_none_or(|byte| b" \t\r,;)\"'".contains(byte));
    let (login, name) = (&line[start..at], &line[at + 1..end]);
    // What stands behind a template of systemd's, or a package, begins with a digit or is no machine's.
    closed
        && bytes::ends_with_any(&line[..start], &words)
        && login.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'_'))
        && login[0].is_ascii_alphabetic()
        && name[0].is_ascii_alphabetic()
        && host::is_likely(name)
}

/// Algorithms by which an image is named behind an `@`.
const DIGESTS: [&str; 5] = ["md5", "sha1", "sha256", "sha384", "sha512"];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn names_beside_addresses_and_shares_are_found() {
        assert_eq!(texts("lost store9/192.0.2.7:9000, retry"), ["store9"]);
        assert_eq!(texts("store9:/export on /mnt type nfs4 (rw)"), ["store9"]);
        assert_eq!(texts("mount //store9/share /mnt"), ["store9"]);
        assert_eq!(texts(r"dism /online /packagepath:\\store9\data$\x.msu"), ["store9"]);
        assert_eq!(texts(r"opens \\store9\data, '\\\\store8\\data'"), ["store9", "store8"]);
        assert_eq!(texts("store9:/export/home  2.0T  1.1T  900G  55% /home"), ["store9"]);
    }

    #[test]
    fn logins_at_prompts_and_in_id_are_found() {
        assert_eq!(texts("ada@relay:~/src$ make"), ["ada", "relay"]);
        assert_eq!(texts("(venv) ada@relay:~/src$ make"), ["ada", "relay"]);
        assert_eq!(texts("ada@relay ~/src % make"), ["ada", "relay"]);
        assert_eq!(texts("ada@relay # make"), ["ada", "relay"]);
        assert_eq!(texts("ada@relay's password: "), ["ada", "relay"]);
        assert_eq!(texts("ada@relay: Permission denied (publickey)."), ["ada", "relay"]);
        assert_eq!(texts("open repo at sftp:ada@relay:/srv/x"), ["ada", "relay"]);
        assert_eq!(texts("uid=1000(ada) gid=1000(ada)"), ["ada", "ada"]);
        assert_eq!(texts("adalove7 @ 192.0.2.7: idle"), ["adalove7"]);
    }

    #[test]
    fn browsers_packages_and_objects_stay() {
        for line in [
            "GET //setup/index.php HTTP/1.1",
            "Chrome/120.0.0.0 Safari",
            "client ip/192.0.2.7",
            "@angular/core 17.3.1; Worker@679",
            "/usr/lib/x // note",
            r"C:\\\\Users\\\\gwen\\\\x \\\\Device\\\\Volume3 Files (x86)\\\\Acme\\\\Reader",
            "pulling acme/wall@sha256:68b329da9893e34099c7d8ad5cb9c940",
            "id=firewall notification-00257(traffic): x",
            "src=x spi=158036(0x26954) res=1 id=7",
            r"HKLM:\\Software\\x",
            "bound @ 192.0.2.7, eth0 @ 192.0.2.7, cores @ 3.2.1.0",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
