//! Windows' accounts in a field of their own: `DOMAIN\login` between commas, tabs or quotes or in brackets.

use super::spans::push;
use crate::minimize::ascii::{DOTTED, NAME, SERIAL, UPPER};
use crate::minimize::{Found, Kind, bytes, dictionary};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    for at in memchr::memchr_iter(b'\\', line) {
        let before = NAME.run_back(&line[..at]);
        let login = at + 1 + usize::from(line.get(at + 1) == Some(&b'\\'));
        // An escape of troff or of an expression: `UTF\-8`, `\f(CWx\fR)`.
        let escape = !line.get(login).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
            || line[..at - before].ends_with(b"\\f(");
        if escape {
            continue;
        }
        let after = NAME.run(&line[login..]);
        let (start, end) = (at - before, login + after);
        let (open, close) = (line[..start].last().copied().unwrap_or(0), line.get(end).copied().unwrap_or(0));
        let fields = matches!(
            (open, close),
            (b',', b',') | (b'\t', b'\t') | (b'"', b'"') | (b'\'', b'\'') | (b'(', b')') | (b'[', b']') | (b'|', b'|')
        );
        let alone = is_alone((open, close), &line[start..at], &line[login..end]);
        let fields = fields || alone;
        if fields && before >= 2 && after >= 2 && (open == b',' || is_account(&line[start..at], &line[login..end])) {
            push(start, at, Kind::Domain, found);
            push(login, end, Kind::User, found);
        }
    }
}

/// Whether two names with a backslash between them are a domain and a login, not a path or the key of a registry.
fn is_account(domain: &[u8], login: &[u8]) -> bool {
    let netbios = SERIAL.or(b"-_.").fills(domain);
    let named = netbios && UPPER.is_in(domain) || memchr::memchr(b'.', domain).is_some();
    let numbers = DOTTED.fills(domain);
    // The escape of a line's end and what follows it: `ERROR\nThe`.
    let escape = matches!(login[0], b'n' | b't' | b'r') && !login[1].is_ascii_lowercase();
    let end = memchr::memrchr(b'.', login).map_or(&b""[..], |dot| &login[dot + 1..]);
    let file = bytes::is_one_of_in_any_case(end, &FILES);
    let underscored = domain.contains(&b'.') && domain.contains(&b'_');
    let hive = domain.starts_with(b"HKEY_") || bytes::is_one_of_in_any_case(domain, &HIVES);
    named && !numbers && !escape && !file && !underscored && !hive
}

/// Whether blanks stand around a domain in capitals and a login that is no word, not even behind the letter of an
/// escape: `authenticate PLANT\gwen7: `, where `DONE\nnext` is two lines.
fn is_alone((open, close): (u8, u8), domain: &[u8], login: &[u8]) -> bool {
    let capitals = SERIAL.or(b"-").fills(domain);
    let word = dictionary::is_word;
    matches!(open, 0 | b' ')
        && matches!(close, 0 | b' ' | b':' | b',')
        && (3..=15).contains(&domain.len())
        && login.len() >= 3
        && capitals
        && !word(login)
        && !(matches!(login[0], b'n' | b't' | b'r') && word(&login[1..]))
}

/// Ends of files' names.
const FILES: [&str; 18] = [
    "bat", "cfg", "cmd", "conf", "dat", "dll", "dmp", "exe", "inf", "ini", "log", "msi", "ps1", "sys", "tmp", "txt",
    "xml", "zip",
];

/// What a backslash stands behind that is no domain: parts of the registry, buses, and what is on every Windows.
const HIVES: [&str; 32] = [
    "ACPI",
    "AUTHORITY",
    "BTH",
    "BTHENUM",
    "BUILTIN",
    "DEVICE",
    "DISPLAY",
    "HDAUDIO",
    "HID",
    "HKCC",
    "HKCR",
    "HKCU",
    "HKLM",
    "HKU",
    "IDE",
    "MMDEVAPI",
    "NT",
    "PCI",
    "REGISTRY",
    "ROOT",
    "SAM",
    "SCSI",
    "SECURITY",
    "SOFTWARE",
    "STORAGE",
    "SW",
    "SWD",
    "SYSTEM",
    "UMB",
    "USB",
    "USBSTOR",
    "WINDOWS",
];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn a_domain_and_a_login_stand_alone_in_a_field() {
        for line in [
            r"from x:1(QUVNIX\gwen) to",
            r#""QUVNIX\gwen","#,
            r"[quvnix.plant\gwen] []",
            r"('QUVNIX\\gwen')",
            "1\tQUVNIX\\gwen\t2",
            r"could not let QUVNIX\gwen: in",
        ] {
            assert_eq!(
                texts(line).iter().map(|text| text.to_ascii_lowercase()).filter(|text| text == "gwen").count(),
                1,
                "{line}"
            );
        }
        for line in [
            r#""SOFTWARE\Gwen""#,
            r"(a\nb)",
            r"DONE\nnext line",
            r"in EFI\boot it",
            r#""ERROR\nThe""#,
            r"[x\gwen]",
            r#""UTF\-8""#,
            r"\f(CW5.008\fR)",
            r#""BUILTIN\Users""#,
            r"(1.2\gwen)",
            r#""HKEY_LOCAL_MACHINE\SOFTWARE""#,
            r#""ACPI\PNP0501""#,
            r"'x64_015c0.inf_amd64\gwen.inf'",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
