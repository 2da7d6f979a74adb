//! Records of who asked a database for what, whose columns stand in one order: PostgreSQL's csvlog, MariaDB's
//! server_audit.

use crate::minimize::ascii::{DIGIT, HEX};
use crate::minimize::{Evidence, Found, Kind};

/// Finds who asked, and from which machine.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    if line.first().is_some_and(u8::is_ascii_digit) {
        logged(line, found);
        audited(line, found);
    }
}

/// `2026-01-02 03:04:05.678 CET,"login","shop",77,"gw7:51000",…`
fn logged(line: &[u8], found: &mut Vec<Found>) {
    let Some(time) = memchr::memchr(b',', &line[..line.len().min(TIME)]).filter(|time| *time > 19) else { return };
    if (line[4], line[10], line[13]) != (b'-', b' ', b':') {
        return;
    }
    let Some((login, end)) = string(line, time + 1) else { return };
    let Some((_, end)) = string(line, end) else { return };
    let digits = DIGIT.run(&line[end..]);
    if digits == 0 || line.get(end + digits) != Some(&b',') {
        return;
    }
    let Some(((start, end), next)) = string(line, end + digits + 1) else { return };
    // A session's number, of two in hexadecimal digits: `65a1b2c3.4d`.
    let session = HEX.or(b".").run_within(&line[next..], NAME);
    if !line[next..next + session].contains(&b'.') {
        return;
    }
    push(login, Kind::User, found);
    if let Some(colon) = memchr::memrchr(b':', &line[start..end]) {
        push((start, start + colon), Kind::Host, found);
    }
}

/// `20260102 03:04:05,gw7,login,192.0.2.7,12,77,QUERY,shop,…`
fn audited(line: &[u8], found: &mut Vec<Found>) {
    let timed = line.len() > 17 && (line[8], line[11], line[14], line[17]) == (b' ', b':', b':', b',');
    if !timed {
        return;
    }
    let mut fields = [(0, 0); 6];
    let mut at = 18;
    for field in &mut fields {
        let Some(length) = line.get(at..).and_then(|rest| memchr::memchr(b',', &rest[..rest.len().min(NAME)])) else {
            return;
        };
        *field = (at, at + length);
        at += length + 1;
    }
    let [server, login, client, connection, query, deed] = fields;
    let all = |(start, end): (usize, usize), is: fn(&u8) -> bool| start < end && line[start..end].iter().all(is);
    let upper = |byte: &u8| byte.is_ascii_uppercase() || *byte == b'_';
    if all(connection, u8::is_ascii_digit) && all(query, u8::is_ascii_digit) && all(deed, upper) {
        push(server, Kind::Host, found);
        push(login, Kind::User, found);
        push(client, Kind::Host, found);
    }
}

/// What stands in quotes at `at`, and where the field behind the comma begins.
fn string(line: &[u8], at: usize) -> Option<((usize, usize), usize)> {
    let text = line.get(at..)?.strip_prefix(b"\"")?;
    let length = memchr::memchr(b'"', &text[..text.len().min(NAME)])?;
    let end = at + 1 + length;
    (line.get(end + 1) == Some(&b',')).then_some(((at + 1, end), end + 2))
}

fn push((start, end): (usize, usize), kind: Kind, found: &mut Vec<Found>) {
    if start < end {
        found.push(Found::new(start..end, kind, Evidence::Structure).teaching_unless_short());
    }
}

/// Bytes of the longest time and its zone, and of the longest name.
const TIME: usize = 40;
const NAME: usize = 256;

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn who_asked_stands_in_columns() {
        let logged = r#"2026-01-02 03:04:05.678 CET,"reception","shop",77,"quvnix:51000",65f.d,3,"SELECT","#;
        assert_eq!(texts(logged), ["reception", "quvnix"]);
        let audited = "20260102 03:04:05,zorgal,reception,quvnix,12,77,QUERY,shop,'SELECT 1',0";
        assert_eq!(texts(audited), ["zorgal", "reception", "quvnix"]);
        assert_eq!(texts("20260102 03:04:05,zorgal,,quvnix,12,0,FAILED_CONNECT,,,1045"), ["zorgal", "quvnix"]);
    }

    #[test]
    fn other_lists_stay() {
        for line in [
            r#"2026-01-02 03:04:05.678 CET,,,77,,65f.d,3,,"x","#,
            r#"2026-01-02 03:04:05.678 CET,"press","seven",on"#,
            r#"2026-01-02 03:04:05,"press","#,
            "20260102 03:04:05,press,seven,on,12,x,QUERY,",
            "20260102 03:04:05,press",
            "7,\"",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
