//! Four numbers that are no address: versions, and what names a product before them or a package behind them.

mod change;
mod listed;
mod product;

use crate::minimize::ascii::{DIGIT, DOTTED, KEY, LETTER};
use crate::minimize::bytes;
pub(crate) use product::product_before;

/// Whether the words before say that the number is a version.
pub(super) fn is_version(line: &[u8], start: usize, end: usize) -> bool {
    let before = without_dots(line[..start].trim_ascii_end());
    if before.ends_with(b"Boot Image") && line[end..].starts_with(b" (") {
        return true;
    }
    let before = without_dots(without_marks(before));
    let length = LETTER.run_back(before);
    let word = before[before.len() - length..].to_ascii_lowercase();
    let after = line[end..].trim_ascii_start();
    if is_prerelease(&line[end..])
        || is_required(line, start)
        || is_compared(before, &word)
        || is_built(after)
        || is_numbered(before, &word)
        || change::is_next(line, start, end)
        || change::is_packaged(line[..start].trim_ascii_end())
        || !product::is_addressed(&line[end..])
            && (listed::is_listed(line, start, end) || listed::is_followed(&line[..start], &line[start..end], after))
    {
        return true;
    }
    let number = &line[start..end];
    // A firewall's own address in `fw=192.0.2.1`.
    let wall = word == b"fw" && line[..start].ends_with(b"=") && !product::is_short(number);
    if is_option(before, &word) || wall || speaks(line, start, &word, after) {
        return false;
    }
    is_change(line, start, &word)
        || is_object(number)
        || product::is_named(line, start, end)
        || is_image(line, start, number)
        || is_agent(line, start, end)
        || [&b"release"[..], b"Release"].iter().any(|word| begins_with_word(after, word))
        || follows_product(before, &word, number, after)
        || ends_as_version(&word) && !is_called(&line[..start], before, &word)
        || (number.ends_with(b".0.0.0") && !number.starts_with(b"10.") && line.get(end) != Some(&b'/'))
}

/// `pushed to attic-sw (10.44.0.7)`: a machine that is called after what it is, and its address in brackets.
fn is_called(head: &[u8], before: &[u8], word: &[u8]) -> bool {
    matches!(word, b"sw" | b"fw") && head.ends_with(b" (") && before[..before.len() - word.len()].ends_with(b"-")
}

/// A text without the dots that lead to a value: `Product Version........ 1.2.3.4`
fn without_dots(text: &[u8]) -> &[u8] {
    if text.ends_with(b"....") { bytes::without_end(text, b".", text.len()).trim_ascii_end() } else { text }
}

/// A text without the marks between it and its value.
fn without_marks(text: &[u8]) -> &[u8] {
    let text = without_quote(text).or_else(|| text.strip_suffix(b"&gt;")).unwrap_or(text).trim_ascii_end();
    // `'version' => '1.2.3.4'`
    let text = text.strip_suffix(b"=>").unwrap_or(text);
    // `ver. 1.2.3.4`
    let short = bytes::ends_with_any(text, &["ver.", "Ver.", "rev.", "Rev."]);
    let text = if short { &text[..text.len() - 1] } else { text };
    let text = bytes::without_end(text, b":=(>", 1).trim_ascii_end();
    // `ver. 1.0.0.12`
    let text = text.strip_suffix(b".").unwrap_or(text);
    without_quote(text).unwrap_or(text)
}

/// A text without the quotation mark at its end, if it ends with one.
fn without_quote(text: &[u8]) -> Option<&[u8]> {
    text.strip_suffix(b"\"").or_else(|| text.strip_suffix(b"'"))
}

/// `openvpn: 192.0.2.1:1194 TLS: …`, `kernel: 192.0.2.1 sent an invalid ICMP`: a program that speaks of an address, with
/// its port, or with what it does.
fn speaks(line: &[u8], start: usize, word: &[u8], after: &[u8]) -> bool {
    let port = || matches!(after, [b':', digit, ..] if digit.is_ascii_digit());
    let program = || word == b"kernel" || bytes::is_one_of(word, &PROGRAMS);
    line[..start].ends_with(b": ") && (port() || after.starts_with(b"sent ")) && program()
}

/// `name==1.2.3.4`: what pip(1) asks for, where no name of a field that holds addresses stands before.
fn is_required(line: &[u8], start: usize) -> bool {
    let Some(head) = [&b"=="[..], b"~=", b">=", b"!="].iter().find_map(|mark| line[..start].strip_suffix(*mark)) else {
        return false;
    };
    let length = KEY.run_back(head);
    let (rest, name) = head.split_at(head.len() - length);
    let open = rest.last().is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'"' | b'\'' | b',' | b'(' | b'['));
    let field = |field: &&str| name.to_ascii_lowercase().ends_with(field.as_bytes());
    // Of a condition, which any language writes so.
    let condition = bytes::ends_with_any(rest, &["if ", "&& ", "|| ", "and ", "or "]);
    length > 1 && open && !condition && !FIELDS.iter().any(field)
}

/// Ends of names of fields that hold addresses, as filters compare them.
const FIELDS: [&str; 19] = [
    "ip", "addr", "address", "host", "src", "dst", "server", "client", "peer", "gateway", "gw", "hop", "remote",
    "local", "target", "node", "router", "resolver", "dns",
];

/// `older than 1.2.3.4`
fn is_compared(before: &[u8], word: &[u8]) -> bool {
    let head = before[..before.len() - word.len()].trim_ascii_end();
    word == b"than" && bytes::ends_with_any(head, &["older", "newer", "earlier", "later"])
}

/// `Server version number: 9.0.41.0`
fn is_numbered(before: &[u8], word: &[u8]) -> bool {
    let head = before[..before.len() - word.len()].trim_ascii_end();
    word == b"number" && bytes::ends_with_any(head, &["ersion", "elease"])
}

/// `xfreerdp /v:192.0.2.1`: an option of one letter.
fn is_option(before: &[u8], word: &[u8]) -> bool {
    word == b"v" && matches!(before[..before.len() - 1].last(), Some(b'/' | b'-'))
}

/// `upgraded from 8.0.0.12 to 8.0.0.15`, `version 2.4.1.12 replaces 2.4.0.9`, `firmware 2.4.1.12, previous 2.4.0.9`
fn is_change(line: &[u8], start: usize, word: &[u8]) -> bool {
    let said = |part: &&[u8]| bytes::find(near(line, start), part).is_some();
    match word {
        b"from" | b"to" => [&b"pgrad"[..], b"owngrad"].iter().any(said),
        b"replaces" | b"supersedes" | b"previous" | b"current" | b"available" | b"installed" | b"latest" => {
            [&b"ersion"[..], b"elease", b"irmware"].iter().any(said)
        }
        _ => false,
    }
}

/// The root of SNMP's names, and what X.500 numbers its attributes, classes and a certificate's extensions by.
fn is_object(number: &[u8]) -> bool {
    number == b"1.3.6.1" || bytes::starts_with_any(number, &["2.5.4.", "2.5.6.", "2.5.29."])
}

/// `image: nginx:1.2.3.4`, `FROM crew/nginx:1.2.3.4`
fn is_image(line: &[u8], start: usize, number: &[u8]) -> bool {
    let Some(head) = line[..start].strip_suffix(b":").filter(|head| head.last().is_some_and(u8::is_ascii_lowercase))
    else {
        return false;
    };
    let said = |keys: &[&str]| bytes::holds_any(near(head, head.len()), keys);
    said(&["image: ", "\"image\":", "image="])
        || product::is_short(number)
            && said(&[
                "FROM ",
                "Pulling ",
                "Pulled ",
                "image ",
                "docker.io/",
                "quay.io/",
                "ghcr.io/",
                "gcr.io/",
                "k8s.io/",
            ])
}

/// Whether a text begins with a word, which ends there.
fn begins_with_word(text: &[u8], word: &[u8]) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.first().is_some_and(u8::is_ascii_alphanumeric))
}

/// `User-Agent: Acme 1.2.3.4`: of a line that says nothing else, as in what telephones send each other.
fn is_agent(line: &[u8], start: usize, end: usize) -> bool {
    line.starts_with(b"User-Agent: ") && line[..start].ends_with(b" ") && line.get(end).is_none_or(|byte| *byte == b' ')
}

/// What stands not far before.
fn near(line: &[u8], start: usize) -> &[u8] {
    &line[start.saturating_sub(NEAR)..start]
}

/// Whether a word is one that versions stand behind.
fn ends_as_version(word: &[u8]) -> bool {
    let ends = |known: &[u8]| known == word || known.len() > 5 && word.ends_with(known);
    VERSION_WORDS.iter().any(|known| ends(known.as_bytes()))
}

/// `1.2.3.4 x86_64-pc-linux-gnu`, `1.2.3.4 (build 7)`: what a program says behind its version. A machine's architecture
/// alone stands behind its address too.
fn is_built(after: &[u8]) -> bool {
    // `Switch, 1.2.3.4, Linux 3.6.5, U-Boot …`
    let system = after.strip_prefix(b", Linux ").and_then(|rest| rest.split(|byte| *byte == b' ').next());
    if system.is_some_and(|version| version.ends_with(b",")) || after.starts_with(b", U-Boot ") {
        return true;
    }
    if let Some(inner) = after.strip_prefix(b"[").or_else(|| after.strip_prefix(b"(")) {
        let numbered = BUILDS.iter().filter_map(|build| inner.strip_prefix(build.as_bytes()));
        let numbered = numbered.into_iter().any(|rest| rest.first().is_some_and(u8::is_ascii_digit));
        return numbered || bytes::starts_with_any(inner, &ARCHITECTURES);
    }
    let triplet = ARCHITECTURES.iter().filter_map(|name| after.strip_prefix(name.as_bytes()));
    triplet.into_iter().any(|rest| rest.starts_with(b"-"))
}

/// Architectures that stand behind the version of a package.
const ARCHITECTURES: [&str; 10] =
    ["x86_64", "amd64", "arm64", "aarch64", "armv7", "i386", "i586", "i686", "riscv64", "ppc64"];
const BUILDS: [&str; 4] = ["built ", "build ", "Build ", "revision: "];

/// `OpenVPN 2.6.3.1`, `containerd 1.6.28.0`: a program's name and a blank before a number that no private network has.
fn follows_product(before: &[u8], word: &[u8], number: &[u8], after: &[u8]) -> bool {
    let private = bytes::starts_with_any(number, &["10.", "192.168.", "172."]);
    // `libcurl4 7.88.1.2`: the word is whole.
    let whole =
        before.len() == word.len() || matches!(before[before.len() - word.len() - 1], b' ' | b'"' | b'(' | b',');
    let docker = before.ends_with(b"Docker Engine");
    // `libmodbus 3.1.10.2`
    let last = before.rsplit(|byte| b" \"(,".contains(byte)).next().unwrap_or_default();
    let called = LETTER.run(last);
    let numbered = called > 4 && DIGIT.fills(&last[called..]) && product::is_slight(number);
    let library = (whole && word.len() > 4 || numbered) && last.starts_with(b"lib") && word != b"library";
    // `invalid user python 192.0.2.7 port 22`: somebody's login.
    let head = before[..before.len() - word.len()].trim_ascii_end();
    let login = after.starts_with(b"port ") || bytes::ends_with_any(head, &["user", " by", " for", " from"]);
    let named = product::is_slight(number) && bytes::is_one_of(word, &product::NAMED);
    !private && !login && (library || whole && (docker || named || bytes::is_one_of(word, &PROGRAMS)))
}

/// Programs that no machine is called after, and words that their names end with.
const PROGRAMS: [&str; 32] = [
    "ansible",
    "apache",
    "bash",
    "bluez",
    "busybox",
    "clang",
    "cmake",
    "containerd",
    "curl",
    "directx",
    "dotnet",
    "ffmpeg",
    "firefox",
    "gcc",
    "gstreamer",
    "kubectl",
    "libcurl",
    "libvirt",
    "modemmanager",
    "mosquitto",
    "networkmanager",
    "openjdk",
    "openvpn",
    "perl",
    "php",
    "podman",
    "python",
    "ruby",
    "runc",
    "systemd",
    "terraform",
    "wireshark",
];

/// `-rc1`, `~beta2`, `-SNAPSHOT`: what is not yet a version.
fn is_prerelease(after: &[u8]) -> bool {
    let Some(text) = after.strip_prefix(b"-").or_else(|| after.strip_prefix(b"~")) else { return false };
    let letters = LETTER.run(text);
    let digits = DOTTED.run(&text[letters..]);
    let ends = !text.get(letters + digits).is_some_and(u8::is_ascii_alphanumeric);
    ends && bytes::is_one_of_in_any_case(&text[..letters], &PRERELEASES)
}

/// What stands behind the number of a version that is not out yet.
const PRERELEASES: [&str; 10] =
    ["patch", "hotfix", "rc", "alpha", "beta", "pre", "preview", "dev", "snapshot", "milestone"];

/// Bytes of a program's name at most.
const LONGEST: usize = 64;

/// Bytes before a number that may say what it is, so that a line of many numbers is not read from its beginning for
/// each.
const NEAR: usize = 512;

/// Words right before numbers with dots that are no address; those of six letters and more as the end of a word too.
const VERSION_WORDS: [&str; 51] = [
    "abi",
    "annex",
    "subsection",
    "subclause",
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
    "pkg",
    "protocol",
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

/// What goes on behind the version of a package or a file.
pub(super) const PACKAGE_ENDS: [&str; 22] = [
    "el", "fc", "amzn", "deb", "rpm", "so", "jar", "tgz", "tar", "x86_64", "noarch", "zip", "bin", "img", "iso", "exe",
    "msi", "apk", "ova", "swu", "ipk", "qcow2",
];
