//! Whether a value can be a machine's name, or a domain's.

use super::super::super::{Kind, calendar, contact, dictionary, host, uuid};
use super::super::value::is_placeholder;
use super::Candidate;
use super::prose::is_prose;

pub(super) fn is_machine(value: &Candidate<'_>) -> bool {
    let text = value.text;
    if value.key == b"display" {
        return is_display(text);
    }
    // `node.name = iqn.2004-10.org.x:7`: whose names are found by their own grammar.
    if [&b"iqn."[..], b"nqn.", b"eui.", b"naa."].iter().any(|form| text.starts_with(form)) {
        return false;
    }
    // `Server: cifs/gw7.plant.example @ REALM`: a principal, which has a grammar of its own.
    if value.key == b"server" && memchr::memchr(b'/', text).is_some_and(|slash| contact::is_service(&text[..slash])) {
        return false;
    }
    let plain = value.has_letters() && !matches!(text.first(), Some(b'/' | b'(' | b'<' | b'$' | b'{' | b'*'));
    let bare = text.strip_prefix(b"tcp:").unwrap_or(text);
    let bare = bare.split(|byte| matches!(byte, b':' | b'[')).next().unwrap_or_default();
    // `nginx/1.22.1` is a program.
    let product = memchr::memchr(b'/', text).is_some_and(|slash| {
        slash > 0 && text.get(slash + 1).is_some_and(u8::is_ascii_digit) && text[0].is_ascii_alphabetic()
    });
    let lower = bare.to_ascii_lowercase();
    let known = dictionary::is_word(&lower);
    // A word may be a machine's name where its key says so: `"hostname": "storage"`.
    let named = value.sure && value.key == b"dvchost" && text != b"hostname"
        || value.quoted && matches!(value.key, b"hostname" | b"computername" | b"machinename" | b"devicename");
    // So may be several that are joined: `devname=gw-east`, `hostname: web-store`.
    let titled = SURE_HOSTS.iter().any(|key| value.key.ends_with(key.as_bytes()));
    let joined = titled && (dictionary::is_abbreviated(&lower) || dictionary::names_machine(&lower))
        || dictionary::places_machine(&lower);
    let named = named || joined && (titled || value.sure || value.key == b"host");
    let known = known && (!named || is_placeholder(text) || dictionary::is_stop_word(&bare.to_ascii_lowercase()));
    // `chrome.exe` and titles of several words.
    let file = [&b".exe"[..], b".dll", b".sys"].iter().any(|end| text.ends_with(end));
    let prose = text.contains(&b' ')
        && (is_prose(text)
            || dictionary::is_stop_word(
                &text.split(|byte| *byte == b' ').next().unwrap_or_default().to_ascii_lowercase(),
            ));
    // What QEMU makes of itself.
    let model = value.key == b"machine" && MODELS.iter().any(|model| text.starts_with(model.as_bytes()));
    // `Computer: KESTREL`
    let capitals = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let shouted = SHOUTED.iter().any(|key| value.key == key.as_bytes()) && text.len() >= 4 && text.iter().all(capitals);
    let sure = shouted || titled || (value.sure && value.key != b"server");
    // `"domain": "Update modules"`, and a month behind the name that a router was never given.
    let phrase = value.kind == Kind::Domain && text.contains(&b' ');
    plain
        && !phrase
        && !uuid::has_shape(text)
        && !file
        && !prose
        && ![&b"n/a"[..], b"na", b"na na"].iter().any(|nothing| text.eq_ignore_ascii_case(nothing))
        // In what PowerShell runs: `HostName=ConsoleHost`.
        && ![&b"ConsoleHost"[..], b"ServerRemoteHost", b"Default Host"].contains(&text)
        && !calendar::is_month(text)
        && !is_architecture(value.key, text)
        && !product
        && !model
        && !known
        && !host::is_reversed(text)
        && (!host::is_camel(text) || text.contains(&b'.') || names_device(value))
        && (!text.contains(&b' ') || value.quoted && names_device(value))
        && !text.contains(&b'%')
        && !text.contains(&b'=')
        && !value.is_hexadecimal()
        // QEMU's kinds of machines, and a socket's path.
        && !(value.key == b"machine" && text.starts_with(b"pc-"))
        && (!matches!(value.key, b"node" | b"broker") || host::is_likely(bare))
        && (sure || host::is_likely(bare) && !dictionary::is_stop_word(&bare.to_ascii_lowercase()))
        && (value.key != b"endpoint" || text.contains(&b'.'))
}

/// `Gwens-iPad`, `iPhone-Gwen`, `GwenPhone` behind a key that says a machine: a name with capitals within that no piece
/// of a program has, which begins with a small letter and holds nothing but letters.
fn names_device(value: &Candidate<'_>) -> bool {
    let text = value.text;
    let marked = text.iter().any(|byte| byte.is_ascii_digit() || *byte == b'-');
    let maker = [&b"iP"[..], b"iM"].iter().any(|maker| text.starts_with(maker));
    let named = [&b"host"[..], b"hostname", b"devicename", b"clientname", b"computername"]
        .iter()
        .any(|key| value.key.ends_with(key))
        || matches!(value.key, b"computer" | b"machinename" | b"vmname" | b"dvchost");
    let device = value.key.ends_with(b"hostname") || value.key.ends_with(b"devicename");
    let spaced = value.quoted && device && text.iter().filter(|byte| **byte == b' ').count() <= 4;
    let plain =
        |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-' || spaced && matches!(byte, b' ' | b'\'' | 0x80..);
    value.sure
        && named
        && text.iter().all(plain)
        && (marked || maker || value.key != b"host" && text[0].is_ascii_uppercase())
}

/// `"uname.machine": "x86_64"`: for which processors it is made.
fn is_architecture(key: &[u8], text: &[u8]) -> bool {
    const NAMES: [&[u8]; 11] = [
        b"x86", b"x86_64", b"amd64", b"i386", b"i686", b"aarch64", b"arm64", b"armv7l", b"ppc64le", b"s390x",
        b"riscv64",
    ];
    matches!(key, b"machine" | b"host") && NAMES.contains(&text)
}

/// `gw-7:10.0`: a screen of X11 on a machine that is called as one may be. Without a dot it may be a mode or a port of
/// a monitor: `1920x1080:60`.
fn is_display(text: &[u8]) -> bool {
    let Some(colon) = memchr::memchr(b':', text) else { return false };
    let screen = &text[colon + 1..];
    let number = screen.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
    screen.contains(&b'.') && number && host::is_likely(&text[..colon])
}

/// Keys behind whose colon a word in capitals is a machine of Windows'.
const SHOUTED: [&str; 4] = ["computer", "sourceworkstation", "workstation", "workstationname"];

/// Ends of keys whose value is a machine, whatever it looks like.
const SURE_HOSTS: [&str; 10] = [
    "accountdomain",
    "hostname",
    "fqdn",
    "computername",
    "devname",
    "nodename",
    "sysname",
    "systemname",
    "apname",
    "chassisname",
];

/// Beginnings of the names of machines that QEMU knows.
const MODELS: [&str; 5] = ["pc-", "q35", "virt-", "s390-ccw", "pseries"];
