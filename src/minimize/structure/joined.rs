//! A login and its secret in one value, with a colon between them, where a key or a directive says so:
//! `http_auth = "login:secret"`, motion's `netcam_userpass login:secret`, monit's `allow login:secret`; and Kafka's
//! `user_LOGIN="secret"`.

use super::keys;
use super::value::is_placeholder;
use crate::minimize::ascii::{DOTTED, GRAPHIC, NAME, WHITE};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let start = line.len() - line.trim_ascii_start().len();
    // A key of JSON stands in quotes.
    let quote = usize::from(line.get(start) == Some(&b'"'));
    let start = start + quote;
    let end = start + NAME.run(&line[start..]);
    let key = &line[start..end];
    let end = end + usize::from(quote == 1 && line.get(end) == Some(&b'"'));
    let rest = &line[end..];
    if let Some(at) = bytes::find(line, b" basicAuth ") {
        encoded(line, at + b" basicAuth ".len(), found);
    }
    if let Some(login) = key.strip_prefix(b"user_") {
        return plain(line, (end - login.len(), end), found);
    }
    let blanks = |text: &[u8]| text.len() - text.trim_ascii_start().len();
    let mut at = end + blanks(rest);
    let separated = matches!(line.get(at), Some(b'=' | b':'));
    if separated {
        at += 1 + blanks(&line[at + 1..]);
    }
    let normal = keys::normal(key);
    let says = key.contains(&b'_') && normal.ends_with(b"authentication") || bytes::ends_with_any(&normal, &KEYS);
    let allows = key == b"allow" && !separated;
    if (says || allows) && at > end {
        account(line, at, allows, found);
    }
}

/// A login, a colon and a secret at `at`, in quotes or not. What a rule allows may be two words of another sort.
fn account(line: &[u8], at: usize, rule: bool, found: &mut Vec<Found>) {
    let quote = line.get(at).copied().filter(|byte| matches!(byte, b'"' | b'\''));
    let start = at + usize::from(quote.is_some());
    let closes = |byte: &u8| quote.map_or(byte.is_ascii_whitespace() || *byte == b';', |quote| *byte == quote);
    let rest = &line[start..];
    let value = &rest[..rest.iter().position(closes).unwrap_or(rest.len())];
    let Some(colon) = memchr::memchr(b':', value) else { return };
    let (login, secret) = (&value[..colon], &value[colon + 1..]);
    let named = login.first().is_some_and(u8::is_ascii_alphabetic) && NAME.or(b"@").fills(login);
    let other = secret.len() < 4
        || DOTTED.or(b"-:/").fills(secret)
        || matches!(secret[0], b'/' | b'$' | b'{' | b'%')
        || is_placeholder(secret)
        || rule && dictionary::is_word(secret);
    if named && !other {
        let (end, last) = (start + colon, start + value.len());
        found.push(Found::new(start..end, Kind::User, Evidence::Structure).teaching_unless_short());
        found.push(Found::new(end + 1..last, Kind::Secret, Evidence::Structure).teaching_unless_short());
    }
}

/// Both in base64, as FHEM has them.
fn encoded(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let length = WHITE.until(&line[start..]);
    let decoded = data_encoding::BASE64.decode(&line[start..start + length]).unwrap_or_default();
    if decoded.contains(&b':') && GRAPHIC.or_not_ascii().fills(&decoded) {
        found.push(Found::new(start..start + length, Kind::Secret, Evidence::Structure).teaching_unless_short());
    }
}

/// Kafka's `user_LOGIN="secret"`, as its plain logins are listed: a line of its own, with a semicolon behind the last.
fn plain(line: &[u8], (start, end): (usize, usize), found: &mut Vec<Found>) {
    let rest = line[end..].trim_ascii_end();
    let Some(value) = rest.strip_suffix(b";").unwrap_or(rest).strip_prefix(b"=\"") else { return };
    let Some(secret) = value.strip_suffix(b"\"").filter(|secret| !secret.is_empty() && !secret.contains(&b'"')) else {
        return;
    };
    if start == end || dictionary::is_word(&line[start..end]) || is_placeholder(secret) {
        return;
    }
    found.push(Found::new(start..end, Kind::User, Evidence::Structure).teaching_unless_short());
    let from = end + 2;
    found.push(Found::new(from..from + secret.len(), Kind::Secret, Evidence::Structure).teaching_unless_short());
}

/// Ends of keys in normal form whose value is both.
const KEYS: [&str; 6] = ["authuserinfo", "basicauth", "httpauth", "proxyauth", "userpass", "userpwd"];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn a_login_and_its_secret_share_a_value() {
        assert_eq!(texts("  vars.http_auth = \"gwen:h4x0r\""), ["gwen", "h4x0r"]);
        assert_eq!(texts("  \"basic.auth.user.info\": \"gwen:h4x0r\","), ["gwen", "h4x0r"]);
        assert_eq!(texts("netcam_userpass gwen7:h4x0r"), ["gwen7", "h4x0r"]);
        assert_eq!(texts("stream_authentication gwen:h4x0r"), ["gwen", "h4x0r"]);
        assert_eq!(texts("    allow gwen-adm:H4x0r"), ["gwen-adm", "H4x0r"]);
    }

    #[test]
    fn plain_logins_of_kafka_are_found() {
        assert_eq!(texts("  user_gwenq7=\"h4x0r-88\";"), ["gwenq7", "h4x0r-88"]);
        for line in ["user_agent=\"curl\"", "user_gwenq7=\"a\" next=\"b\"", "user_=\"h4x0r\""] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn what_else_is_allowed_stays() {
        for line in [
            "allow 192.0.2.0/24",
            "allow tcp:443",
            "allow from:everywhere",
            "allow all;",
            "http_auth: off",
            "proxy_auth: mode:",
            "basic_auth: https://quvnix.example/x",
            "PasswordAuthentication yes",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
