//! Values of Windows' registry as reg(1) prints them: `    RegisteredOwner    REG_SZ    Gwen Lee`; accounts as net(1)
//! does.

use super::command_line::{Strings, extent};
use super::keys;
use super::plausible::{Value, is_plausible};
use crate::minimize::ascii::HEX;
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Evidence, Found, Kind, bytes};

/// What a line must show to hold one.
pub(super) const NEEDS: Needs = Needs { finder: Finder::Registry, marks: 0, words: &["reg", "hex", "^user", "^full"] };

/// Finds the value in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    account(line, found);
    added(line, found);
    exported(line, found);
    let Some((at, form)) = FORMS.iter().find_map(|form| Some((bytes::find(line, form)?, form))) else { return };
    let (head, rest) = (line[..at].trim_ascii(), &line[at + form.len()..]);
    let name = head.rsplit(|byte| matches!(byte, b' ' | b'\t')).next().unwrap_or_default();
    let start = line.len() - rest.trim_ascii_start().len();
    take(line, name, (start, start + rest.trim_ascii().len()), found);
}

/// `reg add KEY /v DefaultPassword /t REG_SZ /d X`: a value as it is written.
fn added(line: &[u8], found: &mut Vec<Found>) {
    let behind = |mark| bytes::find_past(line, mark);
    let Some((name, value)) = behind(b" /v ").zip(behind(b" /d ")) else { return };
    let Some((start, end)) = extent(line, value, &Strings::default()) else { return };
    take(line, line[name..].split(|byte| *byte == b' ').next().unwrap_or_default(), (start, end), found);
}

/// `"Password"=hex:0f,1e,2d`, `"Secret"=hex(3):0f,1e`: bytes of a secret as they are exported.
fn exported(line: &[u8], found: &mut Vec<Found>) {
    let Some(inner) = line.strip_prefix(b"\"") else { return };
    let Some(close) = bytes::find(inner, b"\"=hex") else { return };
    let start = 1 + close + b"\"=".len();
    let Some(colon) = memchr::memchr(b':', &line[start..]).map(|length| start + length) else { return };
    let end = colon + 1 + HEX.or(b",").run(&line[colon + 1..]);
    if end > colon + 2 && keys::kind(&keys::normal(&inner[..close])) == Some(Kind::Secret) {
        found.push(Found::new(start..end, Kind::Secret, Evidence::Structure).teaching_unless_short());
    }
}

/// Takes the text of a value that has a name.
fn take(line: &[u8], name: &[u8], (start, end): (usize, usize), found: &mut Vec<Found>) {
    let key = keys::normal(name);
    let Some(kind) = keys::kind(&key).filter(|_| start < end) else { return };
    let candidate = Value { kind, key: &key, text: &line[start..end], sure: true, quoted: true, line };
    if is_plausible(&candidate) {
        found.push(Found::new(start..end, kind, Evidence::Structure).teaching_if(candidate.teaches()));
    }
}

/// `User name                    gwen`, as net(1) shows an account.
fn account(line: &[u8], found: &mut Vec<Found>) {
    for (key, kind) in [(&b"User name   "[..], Kind::User), (b"Full Name   ", Kind::Person)] {
        let Some(rest) = line.strip_prefix(key) else { continue };
        let text = rest.trim_ascii();
        let (start, wide) = (line.len() - rest.trim_ascii_start().len(), rest.starts_with(b"          "));
        if wide && !text.is_empty() {
            let end = start + text.len();
            found.push(Found::new(start..end, kind, Evidence::Structure).teaching_unless_short());
        }
    }
}

/// Types of values that are texts.
const FORMS: [&[u8]; 3] = [b" REG_SZ ", b"\tREG_SZ\t", b" REG_EXPAND_SZ "];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn a_value_is_what_its_name_says() {
        assert_eq!(texts("    RegisteredOwner    REG_SZ    Gwen Zorgal"), ["Gwen Zorgal"]);
        assert_eq!(texts("    DefaultPassword    REG_SZ    h4x 0r"), ["h4x 0r"]);
        assert_eq!(texts(r"reg add HKLM\X /v DefaultPassword /t REG_SZ /d h4x0r /f"), ["h4x0r"]);
        assert_eq!(texts(r"reg add HKLM\X /v ProductName /t REG_SZ /d h4x0r"), Vec::<String>::new());
        assert_eq!(texts("\"ControlPassword\"=hex:0f,1e,2d,3c"), ["hex:0f,1e,2d,3c"]);
        assert_eq!(texts("\"Wallpaper\"=hex:0f,1e,2d,3c"), Vec::<String>::new());
        assert_eq!(texts("User name                    gwen"), ["gwen"]);
        assert_eq!(texts("User name of somebody"), Vec::<String>::new());
        assert_eq!(texts("    ProductName    REG_SZ    Quvnix 10"), Vec::<String>::new());
        assert_eq!(texts("    DefaultPassword    REG_SZ    "), Vec::<String>::new());
    }
}
