//! Whether a value can be a machine's name, or a domain's.

use super::Value;
use super::prose::is_prose;
use crate::minimize::ascii::{DIGIT, DOTTED, SERIAL};
use crate::minimize::structure::value::is_placeholder;
use crate::minimize::{Kind, bytes, calendar, contact, dictionary, host, uuid};

/// Whether a value can be what a key of machines and domains says.
pub(super) fn is_machine(value: &Value<'_>) -> bool {
    if value.key == b"display" {
        return is_display(value.text);
    }
    !has_own_grammar(value)
        && has_form(value)
        // `devicename: enp2s0`
        && !((value.key.ends_with(b"devicename") || value.key == b"name") && host::is_interface(value.text))
        && !is_software(value)
        && !is_part(value)
        && !is_nothing(value.text)
        && !is_phrase(value)
        && is_name(value)
}

/// Whether the value has a grammar of its own, by which the name in it is found.
fn has_own_grammar(value: &Value<'_>) -> bool {
    let text = value.text;
    // `certname=server.crt`: a file.
    let file = value.key == b"certname" && bytes::ends_with_any(text, &[".crt", ".pem"]);
    // `node.name = iqn.2004-10.org.x:7`
    file || bytes::starts_with_any(text, &["iqn.", "nqn.", "eui.", "naa."])
        // `Server: cifs/gw7.plant.example @ REALM`: a principal.
        || value.key == b"server" && memchr::memchr(b'/', text).is_some_and(|slash| contact::is_service(&text[..slash]))
}

/// Whether it is made of what names are made of.
fn has_form(value: &Value<'_>) -> bool {
    let text = value.text;
    value.has_letters()
        // `MonitorHostName=y`
        && text.len() > 1
        && !matches!(text.first(), Some(b'/' | b'(' | b'<' | b'$' | b'{' | b'*'))
        && !text.contains(&b'%')
        && !text.contains(&b'=')
        && !uuid::has_shape(text)
        && !value.is_hexadecimal()
        && !host::is_reversed(text)
        && (!host::is_camel(text) || text.contains(&b'.') || names_device(value))
        // `"domain": "Update modules"`
        && (!text.contains(&b' ') || value.kind != Kind::Domain && value.quoted && names_device(value))
}

/// Whether it names a program or a model.
fn is_software(value: &Value<'_>) -> bool {
    let text = value.text;
    let begins = |beginnings: &[&str]| bytes::starts_with_any(text, beginnings);
    // `nginx/1.22.1`
    let product = memchr::memchr(b'/', text).is_some_and(|slash| {
        slash > 0 && text.get(slash + 1).is_some_and(u8::is_ascii_digit) && text[0].is_ascii_alphabetic()
    });
    product
        // `"server": "SSH-2.0-OpenSSH_9.2"`
        || text.starts_with(b"SSH-2.0-")
        || bytes::ends_with_any(text, &[".exe", ".dll", ".sys"])
        || is_architecture(value.key, text)
        || value.key == b"machine" && begins(&MODELS)
        // In what PowerShell runs: `HostName=ConsoleHost`.
        || bytes::is_one_of(text, &["ConsoleHost", "ServerRemoteHost", "Default Host"])
}

/// `"domain": "security.user"`: a part of a program, in words, which no name of the domain system ends with.
fn is_part(value: &Value<'_>) -> bool {
    let words = || value.text.split(|byte| *byte == b'.').all(dictionary::is_word_as_written);
    value.key == b"domain" && value.text.contains(&b'.') && !host::is_domain_name(value.text) && words()
}

/// Whether it says that there is no name, or is the month behind the name that a router was never given.
fn is_nothing(text: &[u8]) -> bool {
    bytes::is_one_of_in_any_case(text, &["n/a", "na", "na na"]) || calendar::is_month(text)
}

/// Whether it is a title of several words.
fn is_phrase(value: &Value<'_>) -> bool {
    let first = || value.text.split(|byte| *byte == b' ').next().unwrap_or_default().to_ascii_lowercase();
    value.text.contains(&b' ') && (is_prose(value.text) || dictionary::is_stop_word(&first()))
}

/// Whether it is a name rather than a word: by what it looks like, or because its key leaves nothing else.
fn is_name(value: &Value<'_>) -> bool {
    let text = value.text;
    let bare = bare(text);
    let lower = bare.to_ascii_lowercase();
    let stop_word = dictionary::is_stop_word(&lower);
    if dictionary::is_word(&lower) && (is_placeholder(text) || stop_word || !may_be_word(value, &lower)) {
        return false;
    }
    // `Computer: KESTREL`
    let capitals = SERIAL;
    let shouted = SHOUTED.iter().any(|key| value.key == key.as_bytes()) && text.len() >= 4 && capitals.fills(text);
    let likely = host::is_likely(bare);
    (shouted || is_titled(value.key) || value.sure && value.key != b"server" || likely && !stop_word)
        && (likely || !bytes::is_one_of(value.key, &HINTS))
        && (value.key != b"endpoint" || text.contains(&b'.'))
}

/// Whether a word may be a machine's name where its key says so: `"hostname": "storage"`.
fn may_be_word(value: &Value<'_>, lower: &[u8]) -> bool {
    let titled = is_titled(value.key);
    // Several that are joined: `devname=gw-east`, `hostname: web-store`.
    let joined = titled && (dictionary::is_abbreviated(lower) || dictionary::names_machine(lower))
        || dictionary::places_machine(lower);
    value.sure && value.key == b"dvchost" && value.text != b"hostname"
        || value.quoted && matches!(value.key, b"hostname" | b"computername" | b"machinename" | b"devicename")
        || joined && (titled || value.sure || value.key == b"host")
}

/// Whether the value of a key is a machine, whatever it looks like.
fn is_titled(key: &[u8]) -> bool {
    bytes::ends_with_any(key, &SURE_HOSTS)
}

/// Without `tcp:` before it, and the port or the place in a list behind it.
fn bare(text: &[u8]) -> &[u8] {
    let text = text.strip_prefix(b"tcp:").unwrap_or(text);
    text.split(|byte| matches!(byte, b':' | b'[')).next().unwrap_or_default()
}

/// `Gwens-iPad`, `iPhone-Gwen`, `GwenPhone` behind a key that says a machine: a name with capitals within that no piece
/// of a program has, which begins with a small letter and holds nothing but letters.
fn names_device(value: &Value<'_>) -> bool {
    let text = value.text;
    let marked = DIGIT.or(b"-").is_in(text);
    let maker = bytes::starts_with_any(text, &["iP", "iM"]);
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

/// `"uname.machine": "x86_64"`, `--host=x86_64-pc-linux-gnu`: for which processors and systems it is made.
fn is_architecture(key: &[u8], text: &[u8]) -> bool {
    const NAMES: [&str; 13] = [
        "x86", "x86_64", "amd64", "i386", "i686", "aarch64", "arm", "arm64", "armv7", "armv7l", "ppc64le", "s390x",
        "riscv64",
    ];
    let processor = text.split(|byte| *byte == b'-').next().unwrap_or_default();
    let system = || bytes::holds_any(text, &["-linux", "-darwin", "-mingw"]);
    bytes::is_one_of(processor, &NAMES)
        && (processor.len() < text.len() && system() || matches!(key, b"machine" | b"host") && processor == text)
}

/// `gw-7:10.0`: a screen of X11 on a machine that is called as one may be. Without a dot it may be a mode or a port of
/// a monitor: `1920x1080:60`.
fn is_display(text: &[u8]) -> bool {
    let Some(colon) = memchr::memchr(b':', text) else { return false };
    let screen = &text[colon + 1..];
    let number = DOTTED.fills(screen);
    screen.contains(&b'.') && number && host::is_likely(&text[..colon])
}

/// Keys of other things too, so that the value must look like a machine.
const HINTS: [&str; 10] =
    ["mdns", "thingname", "node", "broker", "brokername", "instancename", "serverid", "dnsname", "name", "namelabel"];

/// Keys behind whose colon a word in capitals is a machine of Windows'.
const SHOUTED: [&str; 4] = ["computer", "sourceworkstation", "workstation", "workstationname"];

/// Ends of the keys that say it for sure.
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
