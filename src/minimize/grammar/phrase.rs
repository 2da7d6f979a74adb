//! Phrases of programs: fixed words, and a name behind them or before them.

mod around;
mod name;
mod table;

use super::super::bytes;
use super::super::trigger::Hit;
use super::super::{Found, Kind, Way, host};
use super::firewall;
use around::{follows_clock, past_condition};
use name::{is_name, is_noun};
use table::{End, PHRASES, Place};

/// The fixed words of every phrase, in the order of their numbers.
pub(crate) fn phrases() -> impl Iterator<Item = &'static str> {
    PHRASES.iter().map(|phrase| phrase.words)
}

/// Whether the words of a phrase stand at `start`, and not in the middle of another word.
pub(crate) fn stands(phrase: u16, line: &[u8], start: usize) -> bool {
    let words = PHRASES[usize::from(phrase)].words.as_bytes();
    let inside = words[0].is_ascii_alphanumeric() && start > 0 && line[start - 1].is_ascii_alphanumeric();
    !inside && line[start..].starts_with(words)
}

/// Finds the names beside the phrases that a line holds. They may overlap, as `invalid user ` holds `user `; which one
/// counts in the end is decided by who is surer.
pub(super) fn find(line: &[u8], hits: &[Hit], found: &mut Vec<Found>) {
    // A name longer than any is looked for once: what stands in it is gone with it.
    let mut covered = 0;
    for hit in hits {
        let phrase = &PHRASES[usize::from(hit.phrase)];
        let start = hit.start as usize;
        if start < covered {
            continue;
        }
        if let Place::Behind(End::Words) = phrase.place {
            names(line, start + phrase.words.len(), found);
            continue;
        }
        if phrase.kind == Kind::Serial && phrase.words.starts_with(',') {
            firewall::find(line, start, found);
        }
        if let Place::Behind(End::List) = phrase.place {
            list(line, start + phrase.words.len(), found);
            continue;
        }
        let span = match phrase.place {
            Place::Behind(end) => behind(line, past_condition(line, start + phrase.words.len()), end, phrase.sure)
                .filter(|(_, end)| {
                    // `User Capacity: 240 GB` is a key of its own.
                    let key = line[..start].trim_ascii().is_empty() && phrase.words.starts_with('U');
                    !key || line.get(*end) != Some(&b':')
                }),
            Place::Before => before(line, start),
        };
        let before = start.checked_sub(1).map(|at| line[at]);
        // `wsgi.server`, `openssh-server`: a part of another word.
        let inside = phrase.words.as_bytes()[0].is_ascii_alphanumeric();
        if inside && (before == Some(b'_') || (!phrase.sure && matches!(before, Some(b'.' | b'-' | b'/')))) {
            continue;
        }
        // The head of a table: `PID USER FD TYPE`.
        let head = phrase.words == "USER "
            && span.is_some_and(|(start, end)| {
                !line[start..end].iter().any(u8::is_ascii_lowercase) && !line[end..].trim_ascii().is_empty()
            });
        // `server sm-mta[7]: …`: a program, behind a machine that is called so.
        let program = |(_, end): &(usize, usize)| {
            line[*end..].starts_with(b"[") && line.get(end + 1).is_some_and(u8::is_ascii_digit)
        };
        let span = span.filter(|span| phrase.sure || phrase.kind != Kind::Host || !program(span));
        // `03:04:05 server named: …`: the same, where the time says so.
        let speaks = |(_, end): &(usize, usize)| matches!(line.get(*end), Some(b':' | b'['));
        let span = span.filter(|span| phrase.kind != Kind::Host || !(speaks(span) && follows_clock(line, start)));
        // `ruser=rhost=gw`, `user IP = gw`: a key of its own.
        let key = |(_, end): &(usize, usize)| {
            line[*end..].starts_with(b"=") || !phrase.sure && line[*end..].starts_with(b" = ")
        };
        // `wg set wg0 peer KEY`.
        if phrase.kind == Kind::Host
            && let Some((start, end)) = span.filter(|(start, end)| end - start == 43 && line.get(*end) == Some(&b'='))
            && data_encoding::BASE64.decode(&line[start..=end]).is_ok()
        {
            found.push(Found { start, end: end + 1, kind: Kind::Key, way: Way::Grammar, learn: true });
            continue;
        }
        let keyed = phrase.kind == Kind::User || phrase.kind == Kind::Host && !phrase.sure;
        let span = span.filter(|span| !keyed || !key(span));
        // `invalid user name/password on …`: what is said of a login, and none.
        let noun = |(start, end): &(usize, usize)| {
            phrase.kind == Kind::User
                && is_noun(&line[*start..*end])
                && (line[*start..*end].contains(&b' ') || !line[*end..].starts_with(b" from "))
        };
        let span = span.filter(|span| !noun(span));
        if let Some((start, end)) = span.filter(|_| !head).filter(|(start, end)| is_name(&line[*start..*end], phrase)) {
            let learn = phrase.sure && end - start >= 4;
            covered = if end - start >= NEAR { end } else { covered };
            found.push(Found { start, end, kind: phrase.kind, way: Way::Grammar, learn });
        }
    }
}

/// The name that begins at `at`, within quotes or brackets or up to its end: of any length behind a phrase that is sure.
fn behind(line: &[u8], at: usize, end: End, sure: bool) -> Option<(usize, usize)> {
    let quote = line.get(at).is_some_and(|byte| matches!(byte, b'\'' | b'"'));
    if let End::At(words) = end
        && !quote
    {
        let length = bytes::find(line.get(at..)?.get(..96.min(line.len() - at))?, words.as_bytes());
        if let Some(length) = length {
            return trimmed(line, at, at + length);
        }
    }
    if let End::Between(first, second) = end {
        let start = at + bytes::find(near(line, at)?, first.as_bytes())? + first.len();
        // A string ends with its line where nothing closes it.
        let open = (second == "\"").then(|| line.len() - start);
        let length = bytes::find(near(line, start)?, second.as_bytes()).or(open)?;
        let quoted = line[start..start + length].strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\""));
        if let Some(text) = quoted {
            return (!text.is_empty()).then_some((start + 1, start + 1 + text.len()));
        }
        return trimmed(line, start, start + length).filter(|(start, end)| !line[*start..*end].contains(&b' '));
    }
    if let End::Line = end {
        let start = line.iter().rposition(|byte| *byte == b' ')? + 1;
        return trimmed(line, start.max(at), line.len()).filter(|(start, _)| line[*start].is_ascii_alphanumeric());
    }
    // The phrase itself has opened the quotes; an apostrophe within closes nothing.
    if let Some(quote @ (b'\'' | b'"')) = at.checked_sub(1).and_then(|before| line.get(before)) {
        let text = near(line, at)?;
        let closes = |end: &usize| !text.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
        if let Some(length) = memchr::memchr_iter(*quote, text).find(closes) {
            return (length > 0).then_some((at, at + length));
        }
    }
    // Behind an equals sign nothing is a value, and a space is nothing.
    let spaces = if line.get(at.checked_sub(1)?) == Some(&b'=') {
        0
    } else {
        line.get(at..)?.iter().take_while(|byte| **byte == b' ').count()
    };
    let start = at + spaces;
    let close = match line.get(start)? {
        b'\'' => Some(b'\''),
        b'"' => Some(b'"'),
        b'<' => Some(b'>'),
        b'[' => Some(b']'),
        b'`' => Some(b'`'),
        _ => None,
    };
    if let Some(close) = close {
        // `so' and `so`.
        let other = if close == b'`' { b'\'' } else { close };
        let text = line.get(start + 1..)?;
        let closes = |end: &usize| close != b'\'' || !text.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
        let length = memchr::memchr2_iter(close, other, text).find(closes)?;
        return (length > 0).then_some((start + 1, start + 1 + length));
    }
    let reach = if sure { line.get(start..)? } else { near(line, start)? };
    let length = reach.iter().take_while(|byte| is_word(**byte)).count();
    (sure || length < NEAR).then(|| trimmed(line, start, start + length))?
}

/// What a name may reach into: as many bytes as no name has.
fn near(line: &[u8], start: usize) -> Option<&[u8]> {
    line.get(start..line.len().min(start + NEAR))
}

/// Machines with spaces between them, up to the line's end.
fn names(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let mut at = start;
    for word in near(line, start).unwrap_or_default().split(|byte| *byte == b' ') {
        if host::is_likely(word) && word.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
        {
            found.push(Found {
                start: at,
                end: at + word.len(),
                kind: Kind::Host,
                way: Way::Grammar,
                learn: word.len() >= 4,
            });
        }
        at += word.len() + 1;
    }
}

/// Logins with commas between them, up to a closing bracket or the line's end.
fn list(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let rest = near(line, start).unwrap_or_default();
    let length = rest.iter().position(|byte| matches!(byte, b')' | b']' | b';')).unwrap_or(rest.len());
    let mut at = start;
    for part in line[start..start + length].split(|byte| *byte == b',') {
        if let Some((start, end)) =
            trimmed(line, at, at + part.len()).filter(|(start, end)| !line[*start..*end].contains(&b' '))
        {
            found.push(Found { start, end, kind: Kind::User, way: Way::Grammar, learn: end - start >= 4 });
        }
        at += part.len() + 1;
    }
}

/// The word that ends at `at`.
fn before(line: &[u8], at: usize) -> Option<(usize, usize)> {
    let head = line.get(..at)?;
    let length = head.iter().rev().take_while(|byte| is_word(**byte)).count();
    trimmed(line, head.len() - length, head.len())
}

/// Without white space at both ends and the sentence's marks at its end.
fn trimmed(line: &[u8], mut start: usize, mut end: usize) -> Option<(usize, usize)> {
    while start < end && line[start] == b' ' {
        start += 1;
    }
    while end > start && matches!(line[end - 1], b' ' | b'.' | b':' | b'!' | b'?') {
        end -= 1;
    }
    (start < end).then_some((start, end))
}

const fn is_word(byte: u8) -> bool {
    !byte.is_ascii_whitespace()
        && !matches!(
            byte,
            b',' | b';' | b'"' | b'\'' | b'(' | b')' | b'[' | b']' | b'<' | b'>' | b'{' | b'}' | b'=' | b'|'
        )
}

/// Bytes that are read for a name or a list of names.
const NEAR: usize = 1024;

#[cfg(test)]
mod tests {
    use super::super::super::sight::Sight;
    use super::{Found, find};

    fn texts(line: &str) -> Vec<String> {
        let mut found: Vec<Found> = Vec::new();
        let mut sight = Sight::default();
        sight.look(line.as_bytes());
        find(line.as_bytes(), &sight.hits, &mut found);
        let mut texts: Vec<_> = found.iter().map(|one| line[one.start..one.end].to_owned()).collect();
        texts.sort();
        texts.dedup();
        texts
    }

    #[test]
    fn logins_of_sshd_and_pam_are_found() {
        assert_eq!(texts("Failed password for invalid user gwen7 from 192.0.2.1 port 7 ssh2"), ["gwen7"]);
        assert_eq!(texts("Disconnected from authenticating user gwen 192.0.2.1 port 7"), ["gwen"]);
        assert_eq!(texts("session opened for user root(uid=0) by gwen(uid=1000)"), ["gwen", "root"]);
        assert_eq!(texts("ruser= rhost=h7.isp.example  user=gwen"), ["gwen", "h7.isp.example"]);
    }

    #[test]
    fn logins_of_other_programs_are_found() {
        assert_eq!(texts("  gwen : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls"), ["gwen", "root"]);
        assert_eq!(texts("(gwen) CMD (/usr/bin/true)"), ["gwen"]);
        assert_eq!(texts("debug1: Authenticating to gwx:22 as 'gwen7'"), ["gwen7", "gwx:22"]);
        assert_eq!(texts("FAILED LOGIN (2) on '/dev/tty1' FOR 'gwen', Authentication failure"), ["gwen"]);
    }

    #[test]
    fn logins_and_machines_of_appliances_are_found() {
        assert_eq!(texts("reset by gwenx on vty0 (192.0.2.7)"), ["gwenx"]);
        assert_eq!(texts("Configured from vty by gwenx on 192.0.2.7@pts/0"), ["gwenx"]);
        assert_eq!(texts("logon attempt: authenticate with 'gwenx' successful"), ["gwenx"]);
        assert_eq!(texts("Authentication request for \"gwenx\" has been denied"), ["gwenx"]);
        assert_eq!(texts("Authentication request for gwenx has been denied"), ["gwenx"]);
        assert_eq!(texts("authentication failed for [gwen.x], account not found"), ["gwen.x"]);
        assert_eq!(texts("Login Attempt - username:gwenx ip:192.0.2.7"), ["gwenx"]);
        assert_eq!(texts("[02/Jan/2026:03:04:05 +0000] gwenx http-nio-8080-exec-3 x"), ["gwenx"]);
        assert_eq!(texts("TCP_MISS/200 77 GET http://x/ gwenx DIRECT/192.0.2.7 text/html"), ["gwenx"]);
        assert_eq!(texts("TCP_DENIED/407 1785 GET http://x gwenx NONE/- text/html"), ["gwenx"]);
        assert_eq!(texts("Starting quorum peer on zorgal"), ["zorgal"]);
        assert_eq!(texts("Location: zorgal->/var/log/secure; x"), ["zorgal"]);
        for line in [
            "AAA user authentication request for the user x",
            "Line protocol up on vty0",
            "quota exceeded (client ip 192.0.2.7)",
            "username:password",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn what_is_said_of_logins_is_none() {
        for line in [
            "login failed because of invalid user name",
            "failed due to invalid user or password, or account is disabled",
            "Invalid user name/password on session from 192.0.2.7",
            "Authentication of user via MFA",
            "User logon with misspelled name",
            r"x\\User Data\\Default\\Cache",
            "the hostname cn2=205",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
        assert_eq!(texts("Invalid user name from 192.0.2.7 port 7"), ["name"]);
        assert_eq!(texts(r"for user QUVNIX\gwen"), [r"QUVNIX\gwen"]);
    }

    #[test]
    fn a_peer_of_wireguard_is_a_key() {
        let key = "9jalV3EEBnVXahro0pRMQ+cHlmjE33Slo9tddzCVtCw=";
        assert_eq!(texts(&format!("[#] wg set wg0 peer {key} endpoint x")), [key]);
    }

    #[test]
    fn names_in_mail_and_of_certificates_are_found() {
        assert_eq!(texts("postfix/pickup[7]: 4XyZ: uid=1001 from=<gwen>"), ["gwen"]);
        assert_eq!(texts("spamd: clean message (0.0/5.0) for gwen:1001 in 0.8 seconds"), ["gwen"]);
        assert_eq!(texts("ssh2: ED25519-CERT SHA256:x ID gwen@relay (serial 7) CA"), ["gwen@relay"]);
        assert_eq!(texts("error: PAM: Account has expired for gwen from 192.0.2.7"), ["gwen"]);
        assert_eq!(texts("unable to resolve host address 'gw-ann'"), ["gw-ann"]);
        assert_eq!(texts("ping: gw-ann: Name or service not known"), ["gw-ann"]);
        assert_eq!(texts("connection to server at \"db7\", port 5432 failed"), ["db7"]);
        assert_eq!(texts("starting connection 'Attic of Gwen'"), ["Attic of Gwen"]);
        assert_eq!(texts("associate with SSID 'Gwen's Net'"), ["Gwen's Net"]);
        assert_eq!(texts("systemd[1]: home-gwen.mount: Deactivated successfully."), ["gwen"]);
        assert_eq!(texts("Call From db7/192.0.2.7 to relay-7:8020 failed"), ["relay-7"]);
        assert_eq!(texts("# User@Host: gwen[gwen2] @  [192.0.2.7]"), ["gwen", "gwen2"]);
        assert_eq!(texts("Failed password for user from 192.0.2.7 port 7 ssh2"), ["user"]);
        assert_eq!(texts("Login failed for user 'O'Gwen'. Reason: x"), ["O'Gwen"]);
        assert_eq!(texts("badlogin: x [192.0.2.7] plaintext gwen SASL(-13): failure"), ["gwen"]);
        assert_eq!(texts("The user name that has been provided was \"gwen\", from x."), ["gwen"]);
        assert_eq!(texts("Host x failed MD5 authentication for 'gwen' (a != b)"), ["gwen"]);
        assert_eq!(texts("Host x failed to authenticate as 'gwen'"), ["gwen"]);
        assert_eq!(texts("|1||Session opened for gwen."), ["gwen"]);
        assert_eq!(texts("DROP USER IF EXISTS gwen; CREATE USER IF NOT EXISTS 'bo7'@'gw'"), ["bo7", "gwen"]);
        assert_eq!(texts("ALTER TABLE public.items OWNER TO gwen;"), ["gwen"]);
        assert_eq!(texts("Failed su for root by gwen"), ["gwen", "root"]);
        assert_eq!(texts("Warning: Permanently added 'quvnix' (ED25519) to the list"), ["quvnix"]);
        assert_eq!(texts("HOST ALERT: quvnix;DOWN;HARD;3;x"), ["quvnix"]);
        assert_eq!(texts("fatal: [gw-ann]: UNREACHABLE! ok: [7/9]"), ["gw-ann"]);
        assert_eq!(texts("$x = ConvertTo-SecureString \"h4x 0r\" -AsPlainText"), ["h4x 0r"]);
        assert_eq!(texts("ConvertTo-SecureString $x"), Vec::<String>::new());
        assert_eq!(texts("gpg: using RSA key 0123456789ABCDEF01234567"), ["0123456789ABCDEF01234567"]);
        assert_eq!(texts("nvme0: sn S4EWNX0R15 fr 2B"), ["S4EWNX0R15"]);
        assert_eq!(texts("  * Online: [ gw-ann gw-bo7 ]"), ["gw-ann", "gw-bo7"]);
        assert_eq!(texts("use disallowed plaintext auth"), Vec::<String>::new());
        assert_eq!(texts("Successfully assigned default/web-7d4b to quvnix"), ["quvnix"]);
        assert_eq!(texts("{\"m\":\"Successfully assigned default/web to quvnix\",\"n\":7}"), ["quvnix"]);
        assert_eq!(texts("[gwen] failed to login from 192.0.2.7"), ["gwen"]);
        assert_eq!(texts("2 failed login attempts. Account 'gwen'"), ["gwen"]);
        assert_eq!(texts("[LOGIN_ERROR] gwen (x) from 192.0.2.7"), ["gwen"]);
        assert_eq!(texts("[error] FAILED LOGIN for gwen [192.0.2.7] to Horde"), ["gwen"]);
        assert_eq!(texts("Session opened for the backup"), Vec::<String>::new());
        assert_eq!(texts("Aborted login by logging out"), Vec::<String>::new());
        assert_eq!(texts("Received PUBLISH from quvnix (d0, q1)"), ["quvnix"]);
        assert_eq!(texts("Login failed: gwen (Remote IP: 192.0.2.7)"), ["gwen"]);
        assert_eq!(texts("Successful su for ann by gwen"), ["ann", "gwen"]);
        assert_eq!(texts("Login failed for user `gwen` from x"), ["gwen"]);
        assert_eq!(texts("Bootstrap broker queue-7:9092 (id: -1) disconnected"), ["queue-7:9092"]);
        assert_eq!(texts("host not found in upstream \"quvnix\" in /etc/nginx/x:7"), ["quvnix"]);
        assert_eq!(texts("Server be_app/quvnix is DOWN, reason: x"), ["quvnix"]);
        assert_eq!(texts("attempt to connect to 192.0.2.7:8080 (quvnix) failed"), ["quvnix"]);
        assert_eq!(texts("WSREP: Member 1.0 (quvnix) synced with group."), ["quvnix"]);
        assert_eq!(texts("pvedaemon[7]: <gwen@pam> successful auth"), ["gwen"]);
        assert_eq!(texts("-- Registered SIP 'gwen' at 192.0.2.7:5060"), ["gwen"]);
        assert_eq!(texts("[Job 7] Queued on \"HP\" by \"gwen\"."), ["gwen"]);
        assert_eq!(texts("auth failed on module data from x (192.0.2.7) for gwen: mismatch"), ["gwen"]);
        assert_eq!(texts("logportalauth[7]: Zone: x - ACCEPT: gwen, 02:00:5e:00:53:07"), ["gwen"]);
        assert_eq!(texts("login with account \"gwen\" and failed"), ["gwen"]);
        assert_eq!(texts("AuthorizedKeysCommand /usr/bin/keys gwen failed, status 1"), ["gwen"]);
        assert_eq!(texts("refused local port forward: originator ::1 port 7, target db7 port 5432"), ["db7"]);
        assert_eq!(texts("WIF: Connecting to AP1 Attic Net in mode 11n as plug-1A-7"), ["Attic Net", "plug-1A-7"]);
        assert_eq!(texts("Created slice User Slice of UID 1000."), Vec::<String>::new());
        assert_eq!(texts("(*system*) RELOAD (/etc/crontab)"), Vec::<String>::new());
    }

    #[test]
    fn ordinary_words_behind_user_and_host_stay() {
        for line in [
            "root  36  0.0  0.0  0  0 ?  SN   Nov25   0:00 [ksmd]",
            "COMMAND PID USER FD TYPE DEVICE",
            "    PID USER      PR  NI    VIRT",
            "SESSION UID USER SEAT TTY",
            "check pass; user unknown",
            "no such user",
            "host key verification",
            "user space and user request",
            "server is ready",
            "server sm-mta[7]: starting",
            "server unix:/run/app-7.sock;",
            "authentication failure for \"/basic/file\":",
            "user IP = 192.0.2.7",
            "end task UPID:x:7:vncproxy:113:gwen@pve: OK",
            "Server version: Apache/2.4 (Debian) is UP",
            "ruser=rhost= x",
            "connection from DMZ-1_in:192.0.2.7/40012",
            "peer 02:00:5e:00:53:07: error",
            "openvpn server 'ovpns1' x",
            "Jan  2 03:04:05 server imapd-7: LOGIN",
            "Jan  2 03:04:05 servername x-7[7]: started",
            "Configured from console by vty0 (192.0.2.7)",
            "connection with peer 8e9e05c52164694d (stream)",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
