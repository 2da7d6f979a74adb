//! Mailboxes of Asterisk's: `2107 => 4711,Ann Lee,mail`, what opens one, and whose it is.

use super::people::is_full_name;
use crate::minimize::ascii::DIGIT;
use crate::minimize::{Evidence, Found, Kind};

/// Finds it in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let digits = DIGIT.run(line);
    let Some(rest) = line[digits..].trim_ascii_start().strip_prefix(b"=>").filter(|_| digits >= 2) else { return };
    let rest = rest.trim_ascii_start();
    let start = line.len() - rest.len();
    let code = DIGIT.run(rest);
    let Some(name) = rest[code..].strip_prefix(b",").filter(|_| code >= 3) else { return };
    let from = line.len() - name.len();
    let length = memchr::memchr(b',', name).unwrap_or(name.len());
    if is_full_name(&name[..length]) {
        found.push(Found::new(start..start + code, Kind::Secret, Evidence::Structure));
        found.push(Found::new(from..from + length, Kind::Person, Evidence::Structure).teaching_if(length >= 8));
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_mailbox_has_a_number_and_somebody() {
        let texts = |line: &str| crate::minimize::testing::texts(line, find);
        assert_eq!(texts("2107 => 4711,Ann Zorgal,ann@x.example"), ["4711", "Ann Zorgal"]);
        assert_eq!(texts("7 => 4711"), Vec::<String>::new());
        assert_eq!(texts("1024 => 2048, 4096 => 8192"), Vec::<String>::new());
        assert_eq!(texts("2107 => quvnix,x"), Vec::<String>::new());
    }
}
