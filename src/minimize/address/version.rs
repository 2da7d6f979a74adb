//! Four numbers that are no address: versions, and what names a product before them or a package behind them.

use super::super::bytes;

/// Whether the words before say that the number is a version.
pub(super) fn is_version(line: &[u8], start: usize, end: usize) -> bool {
    let before = line[..start].trim_ascii_end();
    let before = before.strip_suffix(b"\"").or_else(|| before.strip_suffix(b"&gt;")).unwrap_or(before).trim_ascii_end();
    // `ver. 1.2.3.4`
    let short = [&b"ver."[..], b"Ver.", b"rev.", b"Rev."].iter().any(|word| before.ends_with(word));
    let before = if short { &before[..before.len() - 1] } else { before };
    let before = before.trim_suffix_any(b":=(>").trim_ascii_end();
    // `ver. 1.0.0.12`
    let before = before.strip_suffix(b".").unwrap_or(before);
    let before = before.strip_suffix(b"\"").unwrap_or(before);
    let length = before.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let word = before[before.len() - length..].to_ascii_lowercase();
    let after = line[end..].trim_ascii_start();
    if is_prerelease(&line[end..]) {
        return true;
    }
    // A firewall's own address in `fw=192.0.2.1`.
    if word == b"fw" && line[..start].ends_with(b"=") {
        return false;
    }
    // `upgraded from 8.0.0.12 to 8.0.0.15`, and the root of SNMP's names.
    let near = &line[start.saturating_sub(NEAR)..start];
    let upgraded = matches!(&*word, b"from" | b"to")
        && [&b"pgrad"[..], b"owngrad"].iter().any(|verb| bytes::find(near, verb).is_some());
    // `2.5.4.3=x`: what a name of X.500 is made of.
    let attribute = line[start..end].starts_with(b"2.5.4.") || line[start..end].starts_with(b"2.5.29.");
    let named = line.get(end) == Some(&b'=') || line[..start].last().is_some_and(u8::is_ascii_alphabetic);
    if upgraded || &line[start..end] == b"1.3.6.1" || attribute && named {
        return true;
    }
    // `image: nginx:1.2.3.4`
    if line[..start].ends_with(b":")
        && line[..start - 1].last().is_some_and(u8::is_ascii_lowercase)
        && [&b"image: "[..], b"\"image\":", b"image="].iter().any(|key| bytes::find(near, key).is_some())
    {
        return true;
    }
    let named = [&b"release"[..], b"Release"].iter().any(|word| after.starts_with(word));
    named
        || VERSION_WORDS
            .iter()
            .any(|known| known.as_bytes() == word || (known.len() > 5 && word.ends_with(known.as_bytes())))
        || (line[start..end].ends_with(b".0.0.0") && !line[start..].starts_with(b"10.") && line.get(end) != Some(&b'/'))
}

/// `-rc1`, `~beta2`, `-SNAPSHOT`: what is not yet a version.
fn is_prerelease(after: &[u8]) -> bool {
    let Some(text) = after.strip_prefix(b"-").or_else(|| after.strip_prefix(b"~")) else { return false };
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let digits = text[letters..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    let ends = !text.get(letters + digits).is_some_and(u8::is_ascii_alphanumeric);
    ends && PRERELEASES.iter().any(|known| text[..letters].eq_ignore_ascii_case(known.as_bytes()))
}

const PRERELEASES: [&str; 8] = ["rc", "alpha", "beta", "pre", "preview", "dev", "snapshot", "milestone"];

/// Whether the slash at `slash` closes the name of a program that a version stands behind: `Chrome/120.0.6099.71`,
/// `zlib/1.2.13.1`. Machines stand before their addresses alike, so that only names that are known tell.
pub(crate) fn product_before(line: &[u8], slash: usize) -> bool {
    PRODUCTS.iter().any(|product| line[..slash].ends_with(product.as_bytes()))
}

/// Takes one of several bytes off the end.
trait TrimSuffix {
    fn trim_suffix_any(&self, bytes: &[u8]) -> &Self;
}

impl TrimSuffix for [u8] {
    fn trim_suffix_any(&self, bytes: &[u8]) -> &Self {
        match self.split_last() {
            Some((last, rest)) if bytes.contains(last) => rest,
            _ => self,
        }
    }
}

/// Bytes before a number that may say what it is, so that a line of many numbers is not read from its beginning for each.
const NEAR: usize = 512;

const VERSION_WORDS: [&str; 45] = [
    "step",
    "clause",
    "paragraph",
    "appendix",
    "syntaxoid",
    "rv",
    "version",
    "ver",
    "v",
    "release",
    "rel",
    "firmware",
    "fw",
    "revision",
    "rev",
    "build",
    "package",
    "bios",
    "oid",
    "kernel",
    "driver",
    "section",
    "chapter",
    "openssl",
    "openssh",
    "software",
    "schema",
    "sdk",
    "plugin",
    "patch",
    "hotfix",
    "toolkit",
    "runtime",
    "glibc",
    "microcode",
    "bootloader",
    "java",
    "chrome",
    "chromium",
    "webkit",
    "winpcap",
    "npcap",
    "sw",
    "hw",
    "swver",
];

const PRODUCTS: [&str; 53] = [
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

pub(super) const PACKAGE_ENDS: [&str; 22] = [
    "el", "fc", "amzn", "deb", "rpm", "so", "jar", "tgz", "tar", "x86_64", "noarch", "zip", "bin", "img", "iso", "exe",
    "msi", "apk", "ova", "swu", "ipk", "qcow2",
];
