//! Directives of daemons and tools that a word or two tell: OpenSSH, Apache, HAProxy, dnsmasq, NUT, ProFTPD, GRUB.

use super::{exim, push, text};
use crate::minimize::ascii::{ALNUM, Class, DIGIT, KEY, NAME, SPACE, is_number};
use crate::minimize::structure::people::is_full_name;
use crate::minimize::{Found, Kind, bytes, dictionary, host};

/// Finds what one says, whose words stand at `spans`.
pub(super) fn find(line: &[u8], spans: &[(usize, usize)], found: &mut Vec<Found>) {
    machines(line, spans, found);
    remote(line, spans, found);
    people(line, spans, found);
    accounts(line, spans, found);
    others(line, spans, found);
    exim::find(line, spans, found);
}

/// Directives that name machines.
fn machines(line: &[u8], spans: &[(usize, usize)], found: &mut Vec<Found>) {
    let text = |index| text(line, spans, index);
    let mut push = |span: (usize, usize)| push(line, span, Kind::Host, found);
    match (text(0), spans) {
        (b"server_name" | b"ServerName" | b"ServerAlias", [_, names @ ..]) => names.iter().copied().for_each(push),
        // Samba's and rsync's `hosts allow = NAME NAME`.
        (b"hosts", [_, _, names @ ..]) if matches!(text(1), b"allow" | b"deny") => {
            names.iter().copied().filter(|(start, end)| host::is_likely(&line[*start..*end])).for_each(push);
        }
        // DRBD's `on HOST {`.
        (b"on", [_, name, _, ..]) if text(2) == b"{" && !dictionary::is_word(text(1)) => push(*name),
        // dhcpd's `host NAME {`.
        (b"host", [_, name, _]) if text(2) == b"{" && !dictionary::is_stop_word(text(1)) => {
            push(*name);
        }
        // FreeRADIUS' `client NAME {`.
        (b"client", [_, name, _]) if text(2) == b"{" && host::is_likely(text(1)) => push(*name),
        // OpenVPN's `remote NAME 1194`.
        (b"remote", [_, name, ..]) if is_port(text(2)) && host::is_likely(text(1)) => push(*name),
        // ASA's `name ADDRESS NAME`.
        (b"name", [_, _, name, ..]) if is_address(text(1)) && host::is_likely(text(2)) => push(*name),
        // HAProxy's `peer NAME ADDRESS:PORT`.
        (b"peer", [_, name, ..]) if text(2).contains(&b':') => push(*name),
        // Nagios' `parents NAME`, Proxmox' `nodes NAME,NAME`.
        (b"parents" | b"nodes", [(0.., _), (start, _)]) if line[spans[0].1] != b'"' => {
            let mut from = *start;
            for name in text(1).split(|byte| *byte == b',') {
                if host::is_likely(name) {
                    push((from, from + name.len()));
                }
                from += name.len() + 1;
            }
        }
        // F5's `ltm node /Common/NAME {`.
        (b"ltm", [_, _, (start, end), ..]) if text(1) == b"node" => {
            let from = memchr::memrchr(b'/', text(2)).map_or(*start, |slash| start + slash + 1);
            if host::is_likely(&line[from..*end]) {
                push((from, *end));
            }
        }
        // pf's `table <crew> { 192.0.2.7, NAME }`.
        (b"table", _)
            if memchr::memchr(b'{', line).is_some() && spans.iter().any(|span| is_address(item(line, *span))) =>
        {
            for (start, end) in spans.iter().copied() {
                let name = item(line, (start, end));
                if host::is_likely(name) && ALNUM.or(b".-").fills(name) {
                    push((start, start + name.len()));
                }
            }
        }
        // Pacemaker's `node 1: NAME`.
        (b"node", [_, _, name, ..]) if is_number_of(text(1)) && host::is_likely(text(2)) => push(*name),
        (first, [(start, _), ..]) if first.starts_with(DHCP_HOST) => reservation(line, start + DHCP_HOST.len(), found),
        _ => {}
    }
}

/// OpenSSH's directives that name machines.
fn remote(line: &[u8], spans: &[(usize, usize)], found: &mut Vec<Found>) {
    let text = |index| text(line, spans, index);
    let mut push = |span: (usize, usize)| push(line, span, Kind::Host, found);
    match (text(0), spans) {
        // `Host gw7 gw8`
        (b"Host", [_, names @ ..]) if names.iter().all(|(start, end)| is_pattern(&line[*start..*end])) => {
            names.iter().copied().filter(|(start, end)| host::is_likely(&line[*start..*end])).for_each(push);
        }
        (b"HostKeyAlias", [_, name]) => push(*name),
        // `LocalForward 15432 gw7:5432`
        (b"LocalForward" | b"RemoteForward", [_, _, (start, end)]) => {
            if let Some(colon) = memchr::memrchr(b':', text(2))
                && text(2).first() != Some(&b'[')
            {
                push((*start, *end - (text(2).len() - colon)));
            }
        }
        _ => {}
    }
}

/// Directives that name people and their logins.
fn people(line: &[u8], spans: &[(usize, usize)], found: &mut Vec<Found>) {
    let text = |index| text(line, spans, index);
    let mut push = |span: (usize, usize), kind| push(line, span, kind, found);
    match (text(0), spans) {
        (b"AllowUsers" | b"DenyUsers" | b"allowusers" | b"denyusers", [_, logins @ ..]) => {
            logins.iter().for_each(|login| push(*login, Kind::User));
        }
        // doas.conf(5): `permit persist gwen as root cmd /sbin/x`
        (b"permit" | b"deny", [_, rest @ ..]) if is_doas(line, rest) => {
            let option = |word: &&(usize, usize)| bytes::is_one_of(&line[word.0..word.1], &OPTIONS);
            if let Some(login) =
                rest.iter().find(|word| !option(word)).filter(|login| is_login(&line[login.0..login.1]))
            {
                push(*login, Kind::User);
            }
        }
        // `Match Address 192.0.2.0/24 User gwen,bo`
        (b"Match", [_, rules @ ..]) => {
            let users = rules.chunks_exact(2).filter(|rule| &line[rule[0].0..rule[0].1] == b"User");
            for (start, end) in users.map(|rule| rule[1]) {
                let mut at = start;
                for login in line[start..end].split(|byte| *byte == b',') {
                    let name = at + usize::from(login.starts_with(b"!"));
                    if is_login(&line[name..at + login.len()]) {
                        push((name, at + login.len()), Kind::User);
                    }
                    at += login.len() + 1;
                }
            }
        }
        // CUPS' `@SYSTEM` and `@OWNER` are groups.
        (b"Require", [_, _, logins @ ..]) if text(1) == b"user" => {
            logins.iter().filter(|(start, _)| line[*start] != b'@').for_each(|login| push(*login, Kind::User));
        }
        // msmtp's `user           LOGIN`, in a column of values; fluentd's, in a section.
        (b"user" | b"username" | b"Username", [key, login])
            if (login.0 > key.1 + 2 || key.0 > 0 || line[key.1] == b'\t') && is_login(text(1)) =>
        {
            push(*login, Kind::User);
        }
        // Nagios' `contacts  LOGIN`.
        (b"contacts", [_, login]) if is_login(text(1)) => push(*login, Kind::User),
        // fetchmail's `… is LOGIN here`.
        (b"poll" | b"skip" | b"user" | b"server", [.., is, login, here])
            if (&line[is.0..is.1], &line[here.0..here.1]) == (b"is", b"here") =>
        {
            push(*login, Kind::User);
        }
        // EdgeOS' `public-keys LOGIN@MACHINE {`.
        (b"public-keys", [_, (start, end), (_, _)]) if text(2) == b"{" => {
            if let Some(at) = memchr::memchr(b'@', text(1)).filter(|at| *at > 0) {
                push((*start, start + at), Kind::User);
                push((start + at + 1, *end), Kind::Host);
            }
        }
        // GRUB's `password_pbkdf2 LOGIN HASH`; the hash tells itself.
        (b"password_pbkdf2", [_, login, _]) => push(*login, Kind::User),
        // Nagios' `alias  Gwen Zorgal`, of a contact.
        (b"alias", [_, first, .., last]) if is_full_name(&line[first.0..last.1]) => {
            push((first.0, last.1), Kind::Person);
        }
        _ => {}
    }
}

/// Directives that give a login and its secret.
fn accounts(line: &[u8], spans: &[(usize, usize)], found: &mut Vec<Found>) {
    let text = |index| text(line, spans, index);
    let mut push = |span: (usize, usize), kind| push(line, span, kind, found);
    match (text(0), spans) {
        // NUT's `MONITOR ups@machine 1 LOGIN SECRET primary`.
        (b"MONITOR", [_, ups, _, login, secret, _, ..]) if DIGIT.fills(text(2)) => {
            if let Some(at) = memchr::memchr(b'@', text(1)).filter(|at| host::is_likely(&text(1)[at + 1..])) {
                push((ups.0 + at + 1, ups.1), Kind::Host);
            }
            push(*login, Kind::User);
            push(*secret, Kind::Secret);
        }
        // ProFTPD's `SQLConnectInfo base@machine LOGIN SECRET`.
        (b"SQLConnectInfo", [_, _, login, secret, ..]) => {
            push(*login, Kind::User);
            push(*secret, Kind::Secret);
        }
        // HAProxy's `user LOGIN password SECRET`.
        (b"user", [_, login, _, secrets @ ..]) if text(2).ends_with(b"password") => {
            push(*login, Kind::User);
            secrets.first().into_iter().for_each(|secret| push(*secret, Kind::Secret));
        }
        (b"register", _) => registered(line, found),
        // maddy's `auth plain LOGIN SECRET`, `bind plain "DN" "SECRET"`.
        (b"auth" | b"bind", [_, _, login, secret])
            if matches!(text(1), b"plain" | b"login")
                && [2, 3].into_iter().all(|index| !dictionary::is_ordinary(text(index))) =>
        {
            // A name of a directory is found as one.
            if !text(2).contains(&b'=') {
                push(*login, Kind::User);
            }
            push(*secret, Kind::Secret);
        }
        // tinyproxy's `BasicAuth LOGIN SECRET`, tgt's `incominguser LOGIN SECRET`.
        (b"BasicAuth" | b"incominguser" | b"outgoinguser", [_, login, secret])
            if !matches!(&line[login.0..login.1], b"on" | b"off") =>
        {
            push(*login, Kind::User);
            push(*secret, Kind::Secret);
        }
        // SCST's `IncomingUser "LOGIN SECRET"`.
        (b"IncomingUser" | b"OutgoingUser", [_, (start, end)]) => {
            if let Some(blank) = memchr::memchr(b' ', text(1)) {
                push((*start, start + blank), Kind::User);
                push((start + blank + 1, *end), Kind::Secret);
            }
        }
        // 3proxy's `users LOGIN:CL:SECRET`.
        (b"users", [_, accounts @ ..]) => accounts.iter().for_each(|(start, end)| {
            let forms = [&b":CL:"[..], b":CR:", b":NT:"];
            if let Some(at) = forms.iter().find_map(|form| bytes::find(&line[*start..*end], form)) {
                push((*start, start + at), Kind::User);
                push((start + at + 4, *end), Kind::Secret);
            }
        }),
        _ => {}
    }
}

/// Directives that name what may be of several kinds, places, and ids.
fn others(line: &[u8], spans: &[(usize, usize)], found: &mut Vec<Found>) {
    let text = |index| text(line, spans, index);
    let mut push = |span: (usize, usize), kind| push(line, span, kind, found);
    let quoted = |span: &(usize, usize)| line[span.0 - 1] == b'"';
    match (text(0), spans) {
        // Icinga's `object ApiUser "LOGIN" {`.
        (b"object", [_, _, name, ..]) if quoted(name) => match text(1) {
            b"ApiUser" | b"User" => push(*name, Kind::User),
            b"Host" | b"Endpoint" => push(*name, Kind::Host),
            _ => {}
        },
        // `ProxyJump gwen@gw7`
        (b"ProxyJump", [_, whom, ..]) => push(*whom, if text(1).contains(&b'@') { Kind::User } else { Kind::Host }),
        // EdgeOS' `contact "Ann Lee"`.
        (b"contact", [_, whom]) if quoted(whom) && is_full_name(text(1)) => push(*whom, Kind::Person),
        // `location "Street 7";`
        (b"location", [_, place, ..]) if quoted(place) && is_place(text(1)) => push(*place, Kind::Location),
        // A quoted word of its own; behind a key of JSON stands a colon.
        (b"uid" | b"ia-na" | b"ia-ta" | b"ia-pd", [key, id, ..]) if id.0 - 1 > key.1 && quoted(id) => {
            push(*id, Kind::Serial);
        }
        _ => {}
    }
}

/// Whether words are those of a rule of doas(1): an option, or as whom and what somebody may run.
fn is_doas(line: &[u8], words: &[(usize, usize)]) -> bool {
    let is = |(start, end): (usize, usize), word: &[u8]| &line[start..end] == word;
    let option = words.first().is_some_and(|word| bytes::is_one_of(&line[word.0..word.1], &OPTIONS));
    option || words.windows(2).any(|pair| is(pair[0], b"as") && is(pair[1], b"root")) || words.len() == 1
}

/// Options of such a rule.
const OPTIONS: [&str; 4] = ["persist", "nopass", "keepenv", "nolog"];

const DHCP_HOST: &[u8] = b"dhcp-host=";

/// Whether a text can be a login, and is neither a word nor how long something took.
fn is_login(text: &[u8]) -> bool {
    text.first().is_some_and(u8::is_ascii_alphabetic) && NAME.or(b"@").fills(text) && !dictionary::is_word(text)
}

/// Whether a text is what OpenSSH takes for machines: a name or an address, or signs for any.
fn is_pattern(text: &[u8]) -> bool {
    Class::of(b"*?").is_in(text) || is_address(text) || host::is_likely(text)
}

/// A word without the comma behind it.
fn item(line: &[u8], (start, end): (usize, usize)) -> &[u8] {
    line[start..end].strip_suffix(b",").unwrap_or(&line[start..end])
}

/// Whether a text is a number with a colon behind it.
fn is_number_of(text: &[u8]) -> bool {
    text.strip_suffix(b":").is_some_and(is_number)
}

/// Whether a text is an address with dots.
fn is_address(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| text.parse::<std::net::Ipv4Addr>().is_ok())
}

/// Whether a text is the number of a port.
fn is_port(text: &[u8]) -> bool {
    (2..=5).contains(&text.len()) && DIGIT.fills(text)
}

/// Whether a text can be a place: words with a number among them.
fn is_place(text: &[u8]) -> bool {
    let any = |is: fn(&u8) -> bool| text.iter().any(is);
    any(u8::is_ascii_digit) && any(u8::is_ascii_uppercase) && text.contains(&b' ')
}

/// Asterisk's `register => tcp://login:secret:login@machine/extension`, of which what stands before `login` may be
/// missing.
fn registered(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = bytes::find_past(line, b"=>") else { return };
    let start = start + SPACE.run(&line[start..]);
    let start = bytes::find_past(&line[start..], b"://").map_or(start, |at| start + at);
    let Some(at) = memchr::memrchr(b'@', &line[start..]).map(|at| start + at) else { return };
    let mut from = start;
    for (index, part) in line[start..at].split(|byte| *byte == b':').enumerate() {
        let number = part.len() >= 7 && DIGIT.fills(part);
        let kind = match index {
            1 => Kind::Secret,
            _ if number => Kind::Phone,
            _ => Kind::User,
        };
        push(line, (from, from + part.len()), kind, found);
        from += part.len() + 1;
    }
}

/// dnsmasq's `dhcp-host=52:54:00:…,name,192.0.2.7,12h`: what is neither an address nor a time nor a tag is a name.
fn reservation(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let mut at = start;
    for part in line[start..].split(|byte| *byte == b',') {
        let name =
            part.len() >= 2 && KEY.fills(part) && part.iter().filter(|byte| byte.is_ascii_alphabetic()).count() >= 2;
        if name && part != b"infinite" && part != b"ignore" {
            push(line, (at, at + part.len()), Kind::Host, found);
        }
        at += part.len() + 1;
    }
}

#[cfg(test)]
mod tests {
    use crate::minimize::structure::directives::tests::texts;

    #[test]
    fn a_relay_is_logged_in_to_in_the_clear() {
        assert_eq!(texts("auth plain gwenq h4x0r"), ["gwenq", "h4x0r"]);
        assert_eq!(texts("bind plain \"cn=gwenq\" \"h4x0r\""), ["h4x0r"]);
        assert_eq!(texts("auth login failed twice"), Vec::<String>::new());
        assert_eq!(texts("auth plain"), Vec::<String>::new());
    }

    #[test]
    fn who_may_run_what_and_who_asks_a_proxy_is_found() {
        assert_eq!(texts("Match Address 192.0.2.0/24 User gwenq,!boq,*"), ["gwenq", "boq"]);
        assert_eq!(texts("permit persist gwenq as root cmd /sbin/x"), ["gwenq"]);
        assert_eq!(texts("Username\tgwenq"), ["gwenq"]);
        assert_eq!(texts("PassNTLMv2      0123456789ABCDEF0123456789ABCDEF"), ["0123456789ABCDEF0123456789ABCDEF"]);
        for line in [
            "permit nopass :wheel",
            "deny all;",
            "deny unknown-clients;",
            "permit tcp any any eq 80",
            "deny ip any any log",
            "Match Group gwenq",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn logins_and_machines_of_other_makers_are_found() {
        assert_eq!(texts(" local-user gwen7 privilege level 15"), ["gwen7"]);
        assert_eq!(texts("  on quvnix {"), ["quvnix"]);
        assert_eq!(texts("register => gwen7:h4x0r@sip.example"), ["gwen7", "h4x0r"]);
        let keys = "snmp-server user mon x auth md5 0x0123 priv 0x4567 localizedkey";
        assert_eq!(texts(keys), ["0x0123", "0x4567"]);
        assert_eq!(texts("on the way {x}"), Vec::<String>::new());
        assert_eq!(texts("switchname quvnix-7"), ["quvnix-7"]);
        assert_eq!(texts("name 192.0.2.7 quvnix-7"), ["quvnix-7"]);
        assert_eq!(texts("    on quvnix { device x; address y; }"), ["quvnix"]);
        assert_eq!(texts("remote_clientid quvnix-7"), ["quvnix-7"]);
        assert_eq!(texts("    public-keys gwen@quvnix {"), ["gwen", "quvnix"]);
        assert_eq!(texts("poll mail7 protocol IMAP user \"x\" is gwen here"), ["gwen"]);
        assert_eq!(texts("name of the file"), Vec::<String>::new());
        assert_eq!(texts("Host quvnix-7 zorgal-7 *.plant.example"), ["quvnix-7", "zorgal-7", "*.plant.example"]);
        assert_eq!(texts("    LocalForward 15432 quvnix-7:5432"), ["quvnix-7"]);
        assert_eq!(texts("    HostKeyAlias quvnix"), ["quvnix"]);
        assert_eq!(texts("ia-na \"\\263^g\\377\\002\" {"), ["\\263^g\\377\\002"]);
        assert_eq!(texts("proxy -v 2c -c h4x0r 192.0.2.7 .1.3"), ["h4x0r"]);
        for line in ["Host is up (0.0041s latency).", "Host key verification failed.", "LocalForward 1 [::1]:2"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
