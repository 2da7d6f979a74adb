//! Secrets as databases have them: in SQL, in data sources of Go and Oracle.

use std::sync::LazyLock;

use super::command_line::{Strings, word};
use crate::minimize::bytes::{self, Any};
use crate::minimize::{Evidence, Found, Kind};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    sql(line, found);
    if SOURCES.stands_in(line) {
        data_source(line, found);
        oracle(line, found);
    }
}

/// What stands in a data source of Go or Oracle.
static SOURCES: LazyLock<Any> = LazyLock::new(|| {
    Any::new(&[b"@tcp(", b"@unix(", b":thin:", b":oci:", b"sqlplus ", b"expdp ", b"impdp ", b"rman target "])
});

/// `IDENTIFIED BY 'X'`, `IDENTIFIED WITH method BY 'X'`, `PASSWORD 'X'`, `PASSWORD('X')`, `PRAGMA key = 'X'`, in any case.
fn sql(line: &[u8], found: &mut Vec<Found>) {
    let strings = Strings::default();
    for at in memchr::memchr2_iter(b'\'', b'"', line) {
        let head = &line[at.saturating_sub(CLAUSE)..at];
        let ends = |words: &[u8]| {
            let from = head.len().checked_sub(words.len());
            let stands = |from: usize| from == 0 || !(head[from - 1].is_ascii_alphanumeric() || head[from - 1] == b'_');
            from.is_some_and(|from| head[from..].eq_ignore_ascii_case(words) && stands(from))
        };
        // `SET PASSWORD FOR 'gwen'@'%' = 'X'`
        let assigned = || ends(b"= ") && holds(head, b"set password");
        let method = || ends(b"by ") && holds(head, b"identified with ");
        // `PRAGMA key = 'X'` is what SQLCipher opens a database with.
        let opened = || {
            (ends(b"= ") || head.ends_with(b"=")) && (holds(head, b"pragma key") || holds(head, b"pragma rekey"))
                || ends(b"key ") && holds(head, b"attach ")
        };
        let digest = || [&b"md5("[..], b"sha1(", b"sha2(", b"crypt("].into_iter().any(ends) && holds(head, b"pass");
        if ends(b"identified by ")
            || ends(b"password ")
            || ends(b"password(")
            || method()
            || digest()
            || assigned()
            || opened()
            || head.ends_with(b", SECRET ")
            || ends(b"pass ") && holds(head, b"user ")
        {
            word(line, at, &strings, found);
        }
    }
}

/// Whether a text holds words, in any case.
fn holds(text: &[u8], words: &[u8]) -> bool {
    text.windows(words.len()).any(|window| window.eq_ignore_ascii_case(words))
}

/// Bytes of a clause before its string.
const CLAUSE: usize = 64;

/// Go's `login:secret@tcp(host:3306)/…`.
fn data_source(line: &[u8], found: &mut Vec<Found>) {
    for mark in [&b"@tcp("[..], b"@unix("] {
        let Some(at) = bytes::find(line, mark) else { continue };
        let length = line[..at]
            .iter()
            .rev()
            .take_while(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\'' | b'`' | b'='))
            .count();
        let start = at - length;
        if let Some(colon) = memchr::memchr(b':', &line[start..at]) {
            found.push(Found::new(start..start + colon, Kind::User, Evidence::Structure).teaching());
            found.push(Found::new(start + colon + 1..at, Kind::Secret, Evidence::Structure).teaching());
        }
    }
}

/// Oracle's `login/secret@host`.
fn oracle(line: &[u8], found: &mut Vec<Found>) {
    for prefix in [&b":thin:"[..], b":oci:", b"sqlplus ", b"expdp ", b"impdp ", b"rman target "] {
        let Some(start) = bytes::find_past(line, prefix) else { continue };
        let string = Strings::default().may_be_open(line, start);
        let ends = |byte: &u8| byte.is_ascii_whitespace() || (string && *byte == b'"');
        let text = &line[start..start + line[start..].iter().take_while(|byte| !ends(byte)).count()];
        let (Some(slash), Some(at)) = (memchr::memchr(b'/', text), memchr::memrchr(b'@', text)) else { continue };
        if 0 < slash && slash + 1 < at {
            let one = |start, end, kind| Found::new(start..end, kind, Evidence::Structure).teaching();
            found.push(one(start, start + slash, Kind::User));
            found.push(one(start + slash + 1, start + at, Kind::Secret));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn secrets_of_statements_and_data_sources_are_found() {
        assert_eq!(texts("CREATE SECRET x (TYPE S3, KEY_ID 'y', SECRET 'abc1', REGION 'z')"), ["abc1"]);
        assert_eq!(texts("poll mail7 user \"gwen\" pass \"abc 1\""), ["abc 1"]);
        assert_eq!(texts("tests pass 'abc1'"), Vec::<String>::new());
        assert_eq!(texts("ALTER USER x IDENTIFIED BY 'abc1';"), ["abc1"]);
        assert_eq!(texts("alter user x identified with caching_sha2 by 'abc1'"), ["abc1"]);
        assert_eq!(texts("SET PASSWORD FOR 'x'@'%' = PASSWORD('abc1')"), ["abc1"]);
        assert_eq!(texts("Query\tSET PASSWORD FOR 'x'@'%' = 'abc1'"), ["abc1"]);
        assert_eq!(texts("UPDATE users SET pass=MD5('abc1') WHERE id=1"), ["abc1"]);
        assert_eq!(texts("dsn = `app:abc1@tcp(192.0.2.7:3306)/x`"), ["app", "abc1"]);
        assert_eq!(texts("pragma key='abc1'; PRAGMA rekey = 'abc 2';"), ["abc1", "abc 2"]);
        assert_eq!(texts("ATTACH 'x.db' AS x KEY 'abc1'"), ["abc1"]);
        assert_eq!(texts("PRAGMA encoding = 'UTF-8'; a key 'x'"), Vec::<String>::new());
        assert_eq!(texts("order by 'name'; read_password('prompt')"), Vec::<String>::new());
    }
}
