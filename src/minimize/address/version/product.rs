//! Products whose versions have four numbers: by their names, by what stands beside them, and by how short the numbers
//! are.

use super::{FIELDS, LONGEST, listed};
use crate::minimize::ascii::{DOTTED, GRAPHIC, LETTER, NAME};
use crate::minimize::{bytes, host};

/// Whether a number has one digit and three times two at most: what most versions are, and few addresses.
pub(super) fn is_short(number: &[u8]) -> bool {
    let mut parts = number.split(|byte| *byte == b'.').map(<[u8]>::len);
    parts.next() == Some(1) && parts.all(|length| length < 3)
}

/// `com.example.agent 3.2.1.4`, `WebSphere 8.5.5.13`: a package, or a product with a short number. A port or the length
/// of a prefix tells an address, and in doubt it is one: `Unbanned 5.4.1.12`.
pub(super) fn is_named(line: &[u8], start: usize, end: usize) -> bool {
    let number = &line[start..end];
    if is_addressed(&line[end..]) {
        return false;
    }
    // `redis:6.2.1.4@sha256:…`
    if line[..start].ends_with(b":") && line[end..].starts_with(b"@sha256:") {
        return true;
    }
    if is_short(number) && (is_folder(line, start, end) || is_called_version(&line[..start])) {
        return true;
    }
    let head = line[..start].trim_ascii_end();
    if is_short(number) && (listed::is_told(head) || listed::is_of_software(head)) {
        return true;
    }
    let Some(head) = line[..start].strip_suffix(b" ") else { return false };
    let name = &head[head.len() - NAME.run_back_within(head, LONGEST)..];
    let private = bytes::starts_with_any(number, &["10.", "192.168.", "172."]);
    let limit = bytes::ends_with_any(head, &LIMITS);
    let service = || bytes::is_one_of(name, &SERVICES);
    !private && (is_package(name) || limit) || is_short(number) && (is_product(name) || service())
}

/// Programs that machines may be called after, so that only a short number behind them is a version.
const SERVICES: [&str; 30] = [
    "asterisk",
    "chrony",
    "dovecot",
    "elasticsearch",
    "exim",
    "freeswitch",
    "gitlab",
    "grafana",
    "haproxy",
    "influxdb",
    "jenkins",
    "kafka",
    "keycloak",
    "kibana",
    "logstash",
    "mongodb",
    "nextcloud",
    "nginx",
    "openvswitch",
    "ovmf",
    "postfix",
    "postgresql",
    "prometheus",
    "qemu",
    "redis",
    "rsyslog",
    "samba",
    "squid",
    "telegraf",
    "zabbix",
];

/// `>= 1.2.3.4`, `(= 1.2.3.4`: what a package needs.
const LIMITS: [&str; 7] = [" >=", " <=", "(>=", "(<=", "(=", "(<<", "(>>"];

/// `\Agent\7.1.2.3\`: a folder in one, as Windows has them; elsewhere logs of a machine stand below its address.
fn is_folder(line: &[u8], start: usize, end: usize) -> bool {
    let Some((b'\\', head)) = line[..start].split_last() else { return false };
    line.get(end) == Some(&b'\\') && head.last().is_some_and(u8::is_ascii_alphanumeric)
}

/// `tag 1.2.3.4`, `installed: 1.2.3.4`: what is said of versions.
fn is_called_version(head: &[u8]) -> bool {
    let head = head.trim_ascii_end();
    let head = head.strip_suffix(b":").unwrap_or(head);
    let length = LETTER.run_back_within(head, LONGEST);
    let word = &head[head.len() - length..];
    bytes::is_one_of_in_any_case(word, &CALLED)
}

/// Words right before short numbers that are no addresses.
const CALLED: [&str; 16] = [
    "tag",
    "tags",
    "branch",
    "latest",
    "upgrade",
    "upgrading",
    "obis",
    "installed",
    "chart",
    "image",
    "spec",
    "specification",
    "item",
    "para",
    "requirement",
    "affected",
];

/// Whether none of the first three parts of a number has more than two digits: what few addresses are, and most
/// versions.
pub(super) fn is_slight(number: &[u8]) -> bool {
    number.split(|byte| *byte == b'.').take(3).all(|part| part.len() < 3)
}

/// Programs, libraries and parts of machines before slight numbers.
pub(super) const NAMED: [&str; 30] = [
    "agesa",
    "dnsmasq",
    "ec",
    "freeradius",
    "hostapd",
    "keepalived",
    "nodejs",
    "strongswan",
    "uefi",
    "vbios",
    "acrobat",
    "anydesk",
    "codesys",
    "cpld",
    "cuda",
    "cudnn",
    "fpga",
    "galera",
    "jdbc",
    "jdk",
    "jre",
    "mariadb",
    "msbuild",
    "nuget",
    "odbc",
    "percona",
    "teamviewer",
    "twincat",
    "ucode",
    "wsrep",
];

/// Digits of the first number.
fn first(number: &[u8]) -> usize {
    memchr::memchr(b'.', number).unwrap_or(number.len())
}

/// `com.example.agent`: the name of a package, which begins with the end of a domain's.
fn is_package(name: &[u8]) -> bool {
    bytes::starts_with_any(name, &["com.", "org.", "net.", "io."])
        && name.iter().filter(|byte| **byte == b'.').count() > 1
}

/// `WebSphere`: one word with capitals within, which names no field that holds addresses. A word with one capital may
/// begin a sentence.
fn is_product(name: &[u8]) -> bool {
    let lower = name.to_ascii_lowercase();
    LETTER.fills(name) && host::is_camel(name) && !bytes::ends_with_any(&lower, &FIELDS)
}

/// Whether a port or the length of a prefix stands at the beginning.
pub(super) fn is_addressed(rest: &[u8]) -> bool {
    matches!(rest, [b':' | b'/', digit, ..] if digit.is_ascii_digit())
}

/// Whether the slash at `slash` closes the name of a program that a version stands behind: `Chrome/120.0.6099.71`,
/// `zlib/1.2.13.1`. Machines stand before their addresses alike, so that only names that are known tell, capitals
/// within one, and another program beside with a version of two numbers or three.
pub(crate) fn product_before(line: &[u8], slash: usize) -> bool {
    let length = GRAPHIC.run_back_within(&line[..slash], LONGEST);
    let agent = ["User-Agent: ", "user-agent: ", "Server: "];
    let name = &line[slash - length..slash];
    let letters = LETTER.run_back(name);
    let product = is_product(&name[name.len() - letters..]);
    let digits = DOTTED.run(&line[slash + 1..]);
    let end = slash + 1 + digits;
    let number = &line[slash + 1..end];
    bytes::ends_with_any(&line[..slash], &PRODUCTS)
        || bytes::ends_with_any(&line[..slash - length], &agent)
        || !is_addressed(&line[end..]) && (product && first(number) == 1 || is_beside(&line[..slash - length]))
}

/// `requests/2.25.1 `: whether a text ends with a program, its version and a blank.
fn is_beside(head: &[u8]) -> bool {
    let Some(head) = head.strip_suffix(b" ") else { return false };
    let name = bytes::without_end(head, b".0123456789", LONGEST);
    let version = &head[name.len()..];
    let dots = version.iter().filter(|byte| **byte == b'.').count();
    (1..=2).contains(&dots)
        && version[0].is_ascii_digit()
        && name.strip_suffix(b"/").and_then(<[u8]>::last).is_some_and(u8::is_ascii_alphanumeric)
}

/// Programs whose version stands behind a slash.
const PRODUCTS: [&str; 55] = [
    "/tags",
    "release",
    "kernel",
    "Chrome",
    "Chromium",
    "HeadlessChrome",
    "Safari",
    "Firefox",
    "Edg",
    "Edge",
    "OPR",
    "Opera",
    "Version",
    "CriOS",
    "Gecko",
    "WhatsApp",
    "Signal-Android",
    "Instagram",
    "Viber",
    "Vivaldi",
    "YaBrowser",
    "SamsungBrowser",
    "EdgA",
    "EdgiOS",
    "Teams",
    "Electron",
    "Slack",
    "Outlook-iOS",
    "Silk",
    "GSA",
    "nginx",
    "Apache",
    "zlib",
    "node",
    "OpenSSL",
    "openssl",
    "curl",
    "Python",
    "PHP",
    "Java",
    "JRE",
    "GoAhead",
    "lighttpd",
    "Microsoft-IIS",
    "Jetty",
    "Tomcat",
    "Boa",
    "Wget",
    "okhttp",
    "Dovecot",
    "Postfix",
    "libxml2",
    "glibc",
    "musl",
    "busybox",
];

#[cfg(test)]
mod tests {
    use super::{is_named, product_before};

    fn named(line: &str) -> bool {
        let start = line.find(|letter: char| letter.is_ascii_digit()).unwrap();
        let length = line[start..].find(|letter: char| !letter.is_ascii_digit() && letter != '.');
        is_named(line.as_bytes(), start, length.map_or(line.len(), |length| start + length))
    }

    #[test]
    fn a_package_and_a_product_have_versions() {
        for line in [
            "com.zorgal.agent 3.2.1.4",
            "ZorgalWall 8.5.5.13",
            "tag 1.2.3.4, x",
            "qemu 8.2.0.1 started",
            "x (>= 21.17.0.1)",
            "Agent\\7.1.2.3\\x",
            "zorgal:6.2.1.4@sha256:0",
        ] {
            assert!(named(line), "{line}");
        }
        for line in [
            "com.zorgal.agent 10.2.1.4",
            "Quvnix 203.0.113.7",
            "Quvnixed 4.7.1.1",
            "current: 5.4.1.12",
            "network 12.1.0.0 area x",
            "x/5.4.1.12/y",
            "Quvnix 4.7.1.1:443",
            "quvnix 4.7.1.1",
            "redis 203.0.113.7",
            "redis 4.7.1.1:6379",
            "Router 4.7.1.1",
            "ClientHost 4.7.1.1",
            "route 5.5.0.0/16",
            "network 5.5.0.0 0.0.255.255",
            "net 5.5.0.0 netmask x",
            "com.zorgal 3.2.1.4",
            "http://5.4.1.12/x",
            "gw/5.4.1.12/24",
            "tag 203.0.113.7",
            "peer 5.4.1.12",
            "x (>= 10.17.0.1)",
        ] {
            assert!(!named(line), "{line}");
        }
    }

    #[test]
    fn a_program_stands_before_a_slash() {
        let product = |line: &str| product_before(line.as_bytes(), line.rfind('/').unwrap());
        for line in ["QuvnixUpdate/1.3.36.112", "quvnix-http/2.25.1 zorgal/1.26.5.1", "curl/7.1.2.3"] {
            assert!(product(line), "{line}");
        }
        for line in [
            "gw7/5.8.4.1",
            "Quvnix/5.8.4.1",
            "Quvnix/203.0.113.7",
            "Quvnix/5.8.4.1:9042",
            "gw7/192.0.2.7 gw8/192.0.2.8",
        ] {
            assert!(!product(line), "{line}");
        }
    }
}
