//! Files of passwords whose name alone says what stands where: relays, secrets of rsync, keys of time servers, users of
//! pgbouncer, mounts of davfs2, peers of IPsec, files that hold one secret, aliases of mail.

mod guests;
mod properties;
mod radius;

use super::columns::{quoted_words, words};
use super::credentials::named_relay;
use crate::minimize::ascii::{ALNUM, DIGIT, NAME};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary};

/// What an item's name says of its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Postfix's `relay login:secret`.
    Relays,
    /// rsyncd's `login:secret`.
    Logins,
    /// chrony's and ntpd's `1 SHA1 key`.
    Keys,
    /// pgbouncer's `"login" "secret"`.
    Users,
    /// ActiveMQ's and WildFly's `login=secret`.
    Accounts,
    /// exim's `machine:login:secret`.
    Machines,
    /// Who gets whose mail: `login: other, third`.
    Aliases,
    /// Postfix's `address  login, other@works.example`.
    Virtual,
    /// Proxmox' users, their tokens, groups and rights.
    Proxmox,
    /// Apache's and nginx' `login:realm:digest`.
    Digests,
    /// davfs2's `address login secret`.
    Mounts,
    /// racoon's `peer secret`, stunnel's `peer:secret`, and hostapd's, where a station's address stands first, or what
    /// holds for it: `vlanid=7`.
    Peers,
    /// pam_radius' `server[:port] secret timeout`.
    Servers,
    /// tac_plus' `key = X`.
    Tacacs,
    /// swanctl's `id = X`.
    Ids,
    /// proxychains' `socks5 address port login secret`.
    Proxies,
    /// PostgreSQL's `host database login address method`.
    Access,
    /// PostgreSQL's `map login login`, of the system and of its own.
    Maps,
    /// Jetty's `login: secret,role`.
    Realm,
    /// hostapd's `"login" MSCHAPV2 "secret"`.
    Methods,
    /// A guest's `name: X`, as Proxmox and Xen keep it.
    Guest,
    /// A secret alone.
    Whole,
    /// rsh's `machine login`.
    Trusted,
    /// A machine's name alone.
    Machine,
    /// The machine's id alone.
    Id,
    /// ethers(5): a hardware address and the machine that has it.
    Ethers,
    /// Cookies, in the seven columns that Netscape gave them, curl(1) and browsers since.
    Jar,
    /// A login alone: who may use cron(8), at(1) or an FTP server.
    Names,
}

impl Form {
    /// By the name of an item.
    pub(super) fn of(name: &str) -> Option<Self> {
        let file = name.rsplit('/').next().unwrap_or_default();
        match file {
            _ if file.contains("sasl_passw") => Some(Self::Relays),
            "ldap.secret" | "pam_ldap.secret" | "libnss-ldap.secret" => Some(Self::Whole),
            _ if file.ends_with(".secrets") && !name.contains("ipsec") => Some(Self::Logins),
            "chrony.keys" | "ntp.keys" | "authkeys" => Some(Self::Keys),
            "keys" if name.ends_with("ntp/keys") || name.ends_with("ntpsec/keys") => Some(Self::Keys),
            "passwd.client" => Some(Self::Machines),
            _ if file.ends_with("users.properties") => Some(Self::Accounts),
            "aliases" => Some(Self::Aliases),
            "virtual" | "virtual_alias" | "virtual_aliases" | "recipient_canonical" | "sender_canonical" => {
                Some(Self::Virtual)
            }
            "user.cfg" if name.contains("pve") || name.contains("proxmox") => Some(Self::Proxmox),
            _ if file.ends_with("htdigest") => Some(Self::Digests),
            "lighttpd.user" | "lighttpd-plain.user" => Some(Self::Logins),
            "cron.allow" | "cron.deny" | "at.allow" | "at.deny" | "ftpusers" | "user_list" | "chroot_list"
            | "vsftpd.user_list" | "vsftpd.chroot_list" => Some(Self::Names),
            "hosts.equiv" | "shosts.equiv" | ".rhosts" | ".shosts" => Some(Self::Trusted),
            "userlist.txt" => Some(Self::Users),
            "secrets" if name.contains("davfs2") => Some(Self::Mounts),
            "psk.txt" => Some(Self::Peers),
            "proxychains.conf" | "proxychains4.conf" => Some(Self::Proxies),
            "pg_hba.conf" => Some(Self::Access),
            "pg_ident.conf" => Some(Self::Maps),
            "realm.properties" => Some(Self::Realm),
            _ if file.ends_with(".eap_user") => Some(Self::Methods),
            _ if name.contains("swanctl/") && file.ends_with(".conf") => Some(Self::Ids),
            "swanctl.conf" => Some(Self::Ids),
            "tac_plus.conf" | "tac_plus.cfg" => Some(Self::Tacacs),
            "pam_radius_auth.conf" | "pam_radius.conf" => Some(Self::Servers),
            "server" | "servers" if name.contains("radius") || name.contains("raddb") => Some(Self::Servers),
            "hostname" if name.ends_with("etc/hostname") => Some(Self::Machine),
            "minion_id" => Some(Self::Machine),
            "minion" if name.contains("salt") => Some(Self::Guest),
            _ if name.contains("qemu-server/") || name.contains("/xen/") => Some(Self::Guest),
            "machine-id" => Some(Self::Id),
            "ethers" => Some(Self::Ethers),
            _ if file.ends_with(".wpa_psk") => Some(Self::Peers),
            _ if file.contains("htpasswd") => Some(Self::Logins),
            _ if file.contains("cookies") => Some(Self::Jar),
            _ if SECRETS.contains(&file) || name.contains("/run/secrets/") => Some(Self::Whole),
            _ if file.rsplit_once('.').is_some_and(|(stem, end)| !stem.is_empty() && ENDS.contains(&end)) => {
                Some(Self::Whole)
            }
            _ => None,
        }
    }

    /// Finds what stands in one line.
    pub(super) fn find(self, line: &[u8], found: &mut Vec<Found>) {
        // `#HttpOnly_gw7.plant.example` is a cookie's machine.
        if matches!(line.first(), Some(b'#' | b';')) && !line.starts_with(b"#HttpOnly_") {
            return;
        }
        let mut push = |(start, end): Span, kind| {
            found.push(Found::new(start..end, kind, Evidence::Structure).teaching_unless_short());
        };
        match self {
            Self::Relays => named_relay(line, found),
            Self::Logins => columns(line, &[Some(Kind::User), Some(Kind::Secret)], push),
            Self::Accounts => properties::account(line, push),
            Self::Machines => columns(line, &[Some(Kind::Host), Some(Kind::User), Some(Kind::Secret)], push),
            Self::Digests => columns(line, &[Some(Kind::User), None, Some(Kind::Secret)], push),
            Self::Keys => key(line, push),
            Self::Aliases => aliases(line, push),
            Self::Virtual => virtual_aliases(line, push),
            Self::Proxmox => guests::users(line, push),
            Self::Peers => peer(line, push),
            Self::Whole => whole(line, push),
            Self::Trusted => trusted(line, push),
            Self::Machine => alone(line, Kind::Host, push),
            Self::Id => alone(line, Kind::Uuid, push),
            Self::Ethers => {
                if let [_, machine] = &*words(line) {
                    push(*machine, Kind::Host);
                }
            }
            Self::Jar => {
                if let [(start, end), _, _, _, _, _, value] = *words(line) {
                    let machine = line[start..end].strip_prefix(b"#HttpOnly_").unwrap_or(&line[start..end]);
                    let machine = machine.strip_prefix(b".").unwrap_or(machine);
                    push((end - machine.len(), end), Kind::Host);
                    push(value, Kind::Session);
                }
            }
            Self::Names => listed(line, 0, line.len(), &mut push),
            Self::Users => {
                if let [login, secret, ..] = &*quoted_words(line) {
                    push(*login, Kind::User);
                    push(*secret, Kind::Secret);
                }
            }
            Self::Access => access(line, &mut push),
            Self::Maps => {
                if let [_, logins @ ..] = &*quoted_words(line) {
                    logins.iter().take(2).for_each(|(start, end)| listed(line, *start, *end, &mut push));
                }
            }
            Self::Realm => properties::realm(line, push),
            Self::Guest => guests::name(line, push),
            Self::Methods => radius::methods(line, push),
            Self::Ids => id(line, push),
            Self::Tacacs => shared_key(line, push),
            Self::Servers => {
                if let Some((server, secret)) = radius::server(line, &words(line)) {
                    push(server, Kind::Host);
                    push(secret, Kind::Secret);
                }
            }
            Self::Proxies => {
                if let [_, _, _, login, secret] = &*words(line) {
                    push(*login, Kind::User);
                    push(*secret, Kind::Secret);
                }
            }
            Self::Mounts => {
                if let [_, login, secret] = &*quoted_words(line) {
                    push(*login, Kind::User);
                    push(*secret, Kind::Secret);
                }
            }
        }
    }
}

/// From where to where something reaches in its line.
type Span = (usize, usize);

/// `host shop gwen 192.0.2.0/24 md5`: who may come, in pg_hba.conf.
fn access(line: &[u8], push: &mut impl FnMut(Span, Kind)) {
    if let [_, _, (start, end), ..] = *words(line)
        && (line.starts_with(b"host") || line.starts_with(b"local"))
        && !matches!(line[start], b'@' | b'+' | b'"')
    {
        listed(line, start, end, push);
    }
}

/// `id = gw7.plant.example`, `id = gwen`, as swanctl.conf has whom a secret is of.
fn id(line: &[u8], mut push: impl FnMut(Span, Kind)) {
    for three in quoted_words(line).windows(3) {
        let [key, equals, id] = [0, 1, 2].map(|index| &line[three[index].0..three[index].1]);
        let plain = NAME.fills(id);
        if (key, equals) == (b"id", b"=") && plain {
            push(three[2], if id.contains(&b'.') { Kind::Host } else { Kind::User });
        }
    }
}

/// `key = "…"`, which a server of TACACS+ shares with its clients.
fn shared_key(line: &[u8], mut push: impl FnMut(Span, Kind)) {
    if let [key, equals, secret] = &*quoted_words(line)
        && (&line[key.0..key.1], &line[equals.0..equals.1]) == (b"key", b"=")
    {
        push(*secret, Kind::Secret);
    }
}

/// What stands between colons, by its kind; all that is left belongs to the last, which is not empty.
fn columns(line: &[u8], kinds: &[Option<Kind>], mut push: impl FnMut(Span, Kind)) {
    let end = line.trim_ascii_end().len();
    let colons: Vec<usize> = memchr::memchr_iter(b':', line).take(kinds.len() - 1).collect();
    if colons.len() + 1 < kinds.len() || colons.last().is_none_or(|last| last + 1 >= end) {
        return;
    }
    let starts = std::iter::once(0).chain(colons.iter().map(|colon| colon + 1));
    let ends = colons.iter().copied().chain(std::iter::once(end));
    for ((start, end), kind) in starts.zip(ends).zip(kinds) {
        if let Some(kind) = *kind
            && start < end
        {
            push((start, end), kind);
        }
    }
}

/// The one word of a line.
fn alone(line: &[u8], kind: Kind, mut push: impl FnMut(Span, Kind)) {
    if let [word] = &*words(line) {
        push(*word, kind);
    }
}

/// A number, how the key is used, and the key.
fn key(line: &[u8], mut push: impl FnMut(Span, Kind)) {
    let words = words(line);
    let number = words.first().is_some_and(|(start, end)| DIGIT.fills(&line[*start..*end]));
    // Heartbeat's `1 crc` has no key.
    if let [_, .., key] = &*words
        && number
        && &line[key.0..key.1] != b"crc"
    {
        push(*key, Kind::Secret);
    }
}

/// A login, a colon, and logins with commas between them.
fn aliases(line: &[u8], mut push: impl FnMut(Span, Kind)) {
    let Some(colon) = memchr::memchr(b':', line) else { return };
    if !bytes::is_one_of_in_any_case(line[..colon].trim_ascii(), &ROLES) {
        listed(line, 0, colon, &mut push);
    }
    listed(line, colon + 1, line.len(), &mut push);
}

/// Whom a system writes to that has no such account.
const ROLES: [&str; 13] = [
    "canna",
    "dumper",
    "ftp-adm",
    "ftpadm",
    "ingres",
    "mailer-daemon",
    "moof",
    "netdump",
    "newsadm",
    "newsadmin",
    "noc",
    "privoxy",
    "usenet",
];

/// An address or a domain, and logins with commas between them.
fn virtual_aliases(line: &[u8], mut push: impl FnMut(Span, Kind)) {
    if let Some(blank) = line.iter().position(u8::is_ascii_whitespace).filter(|blank| *blank > 0) {
        listed(line, blank, line.len(), &mut push);
    }
}

/// Logins with commas between them, from a place to another.
fn listed(line: &[u8], from: usize, to: usize, push: &mut impl FnMut(Span, Kind)) {
    let mut at = from;
    for part in line[from..to].split(|byte| *byte == b',') {
        let name = part.trim_ascii();
        let start = at + part.len() - part.trim_ascii_start().len();
        let plain = NAME.fills(name);
        if !name.is_empty() && plain && !dictionary::is_word(name) {
            push((start, start + name.len()), Kind::User);
        }
        at += part.len() + 1;
    }
}

/// A peer, by its name, its address or its hardware address, and its secret up to the line's end.
fn peer(line: &[u8], mut push: impl FnMut(Span, Kind)) {
    let words = words(line);
    let options = words.iter().take_while(|(start, end)| line[*start..*end].contains(&b'=')).count();
    if let [(start, end)] = words[..]
        && let Some(colon) = memchr::memchr(b':', &line[start..end]).map(|length| start + length)
    {
        push((start, colon), Kind::User);
        push((colon + 1, end), Kind::Secret);
    }
    if let [peer, secret, ..] = words.get(options..).unwrap_or_default() {
        let kind = if line[peer.0..peer.1].contains(&b'@') { Kind::User } else { Kind::Host };
        let station = line[peer.0..peer.1].iter().filter(|byte| **byte == b':').count() == 5;
        push(*peer, if station { Kind::Mac } else { kind });
        push((secret.0, line.trim_ascii_end().len()), Kind::Secret);
    }
}

/// A machine and a login, each with a mark before it or without.
fn trusted(line: &[u8], mut push: impl FnMut(Span, Kind)) {
    for ((start, end), kind) in words(line).iter().copied().zip([Kind::Host, Kind::User]) {
        let start = start + usize::from(matches!(line[start], b'+' | b'-'));
        if line.get(start).is_some_and(u8::is_ascii_alphanumeric) {
            push((start, end), kind);
        }
    }
}

/// The one word of a line. Sections and pairs, as iwd's `NETWORK.psk` has them, speak for themselves.
fn whole(line: &[u8], mut push: impl FnMut(Span, Kind)) {
    let pair = || {
        let key = ALNUM.run(line);
        line.get(key) == Some(&b'=') && line.get(key + 1).is_some_and(|byte| !b"= \t".contains(byte))
    };
    if let [secret] = &*words(line)
        && line.first() != Some(&b'[')
        && !pair()
    {
        push(*secret, Kind::Secret);
    }
}

/// Files that hold one secret and nothing else.
const SECRETS: [&str; 16] = [
    ".google_authenticator",
    ".erlang.cookie",
    ".vault-token",
    ".vault_pass",
    ".vault_pass.txt",
    ".vault_password",
    "jwt.hex",
    "jwtsecret",
    "master.key",
    "passphrase.txt",
    "password.txt",
    "vault-password",
    "vault_pass.txt",
    "vault_password",
    "vault-token",
    "kubeadm-token",
];

/// Ends of names of such files.
const ENDS: [&str; 8] = ["secret", "pass", "passphrase", "password", "passwd", "pw", "psk", "token"];

#[cfg(test)]
mod tests;
