//! What a URL gives away: the login, the password and the machine in its authority (RFC 3986, section 3.2).

use super::is_part_of_program;
use crate::minimize::ascii::{ALNUM, Class, DIGIT, HEX, NAME, WHITE};
use crate::minimize::bytes::{self, MemoizedFind};
use crate::minimize::host::{self, is_camel};
use crate::minimize::{Evidence, Found, Kind, domain, namespace, uuid};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    let mut stop = MemoizedFind::new();
    for at in bytes::every(line, b"://") {
        if !bytes::ends_with_any(&line[..at], &NAMELESS) {
            url(line, at + 3, &mut stop, found);
        }
    }
    if memchr::memchr(b'@', line).is_some() {
        for at in bytes::every(line, b"//").filter(|at| is_relative(line, *at)) {
            url(line, at + 2, &mut stop, found);
        }
    }
}

/// Whether a URL without its scheme begins at a place, with a login and a password: `//gwen:h4x0r@gw7:8080`
/// (RFC 3986, section 4.2).
fn is_relative(line: &[u8], at: usize) -> bool {
    let begins = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'=' | b'(' | b'[');
    let rest = &line[at + 2..line.len().min(at + 2 + AUTHORITY)];
    let authority = &rest[..rest.iter().position(|byte| closes(*byte)).unwrap_or(rest.len())];
    let Some(mark) = memchr::memrchr(b'@', authority) else { return false };
    let colon = memchr::memchr(b':', &authority[..mark]).unwrap_or(0);
    line[..at].last().is_none_or(begins)
        && (1..mark.saturating_sub(1)).contains(&colon)
        && NAME.or(b"%+").fills(&authority[..colon])
        && authority.get(mark + 1).is_some_and(u8::is_ascii_alphanumeric)
}

/// Schemes behind which no machine stands.
const NAMELESS: [&str; 7] = ["usb", "otpauth", "containerd", "cri-o", "docker", "chrome-extension", "docker-pullable"];

/// Finds the login, the password and the host of the authority that begins at `start` (RFC 3986, section 3.2).
fn url(line: &[u8], start: usize, stop: &mut MemoizedFind, found: &mut Vec<Found>) {
    let rest = &line[start..line.len().min(start + AUTHORITY)];
    let close = rest.iter().position(|byte| closes(*byte)).unwrap_or(rest.len());
    let stop = || {
        let from = start + close;
        let stop = stop.at(from, || line[from..].iter().position(|byte| STOPS.has(*byte)).map(|length| from + length));
        stop.map_or(rest.len(), |stop| rest.len().min(stop - start))
    };
    let authority_end = match may_hold_slash(&rest[..close]).then(stop) {
        Some(stop) if memchr::memchr(b'@', &rest[close..stop]).is_some() => stop,
        _ => close,
    };
    let mut host = 0;
    if let Some(at) = memchr::memrchr(b'@', &rest[..authority_end]) {
        user_information(line, start, start + at, found);
        host = at + 1;
    }
    let host = start + host;
    let length = NAME.run(&line[host..]);
    // `x-coredata://6C1FB0A2-…` names an object.
    let object = uuid::has_shape(&line[host..host + length]);
    // `etcd-endpoints://0xc000a3c000/…`: where it lies in memory.
    let pointer = line[host..].starts_with(b"0x") && HEX.fills(&line[host + 2..host + length]);
    // nginx's `http://unix:/run/x.sock`, and a router's `flash://system/…`.
    let local = &line[host..host + length] == b"unix" && line[host + length..].starts_with(b":/")
        || line[..start].ends_with(b"flash://");
    // `s3://…@eu-north-1/bucket`
    let nobody = object || pointer || local || domain::is_region(&line[host..host + length]);
    if length > 0 && line.get(host) != Some(&b'[') && !nobody && !namespace::holds(line, host) {
        found.push(Found::new(host..host + length, Kind::Host, Evidence::Grammar));
        others(line, host + length, found);
        stream(line, start, host + length, found);
    }
}

/// The key of a stream, which whoever has it may send: `rtmp://gw7/live/KEY`.
fn stream(line: &[u8], start: usize, end: usize, found: &mut Vec<Found>) {
    if !bytes::ends_with_any(&line[..start], &["rtmp://", "rtmps://"]) {
        return;
    }
    let port = DIGIT.or(b":").run(&line[end..]);
    let path = &line[end + port..];
    let path =
        &path[..path.iter().position(|byte| STOPS.has(*byte) || matches!(byte, b'?' | b'#')).unwrap_or(path.len())];
    // Behind the application's name.
    let Some(slash) = memchr::memrchr(b'/', path).filter(|slash| *slash > 0) else { return };
    let key = &path[slash + 1..];
    if key.len() >= STREAM && DIGIT.is_in(key) {
        let from = end + port + slash + 1;
        found.push(Found::new(from..from + key.len(), Kind::Secret, Evidence::Structure).teaching());
    }
}

/// Bytes of the shortest key of a stream; the names of cameras are shorter.
const STREAM: usize = 12;

/// Whether a URL ends there.
const STOPS: Class = WHITE.or(b"\"'<>`,");

/// Whether its authority does.
const fn closes(byte: u8) -> bool {
    STOPS.has(byte) || matches!(byte, b'/' | b'?' | b'#')
}

/// The other machines of `mongodb://gw7:27017,gw8:27017/shop`, which say themselves that they are some.
fn others(line: &[u8], mut at: usize, found: &mut Vec<Found>) {
    for _ in 0..MEMBERS {
        let port = |at: usize| DIGIT.run(&line[at..]);
        at += if line.get(at) == Some(&b':') { 1 + port(at + 1) } else { 0 };
        if line.get(at) != Some(&b',') {
            return;
        }
        let mut start = at + 1;
        // `rabbit://gwen:secret@gw7:5672,gwen:secret@gw8:5672/`: each with its login.
        let rest = &line[start..line.len().min(start + AUTHORITY)];
        let end = rest.iter().position(|byte| closes(*byte)).unwrap_or(rest.len());
        if let Some(mark) = memchr::memrchr(b'@', &rest[..end]).filter(|mark| rest[..*mark].contains(&b':')) {
            user_information(line, start, start + mark, found);
            start += mark + 1;
        }
        let length = NAME.run(&line[start..]);
        if !host::is_likely(&line[start..start + length]) {
            return;
        }
        found.push(Found::new(start..start + length, Kind::Host, Evidence::Grammar));
        at = start + length;
    }
}

/// Machines of one URL that are read.
const MEMBERS: usize = 16;

/// Bytes of a URL in which its authority is looked for.
const AUTHORITY: usize = 2048;

/// Whether the slash behind a text may lie within a password: a colon that opens no port, and no `@` yet.
fn may_hold_slash(text: &[u8]) -> bool {
    let Some(colon) = memchr::memchr(b':', text) else { return false };
    !DIGIT.fills(&text[colon + 1..]) && memchr::memchr(b'@', text).is_none()
}

/// Schemes in which a login without a password is a token.
const TOKENS: [&str; 5] = ["nats", "snmp", "tls", "stan", "liftbridge"];

/// Letters and digits of the shortest login that is taken for a token.
const TOKEN: usize = 20;

/// `login:password`, with a domain before the login (`DOMAIN;login`) or without one; a token alone.
fn user_information(line: &[u8], start: usize, end: usize, found: &mut Vec<Found>) {
    let text = &line[start..end];
    let colon = memchr::memchr(b':', text).unwrap_or(text.len());
    let token = || bytes::ends_with_any(&line[..start.saturating_sub(3)], &TOKENS);
    let long = || text.len() >= TOKEN && ALNUM.fills(text) && !is_camel(text);
    if colon == text.len() && !text.is_empty() && (token() || long()) {
        found.push(Found::new(start..end, Kind::Secret, Evidence::Structure).teaching());
        return;
    }
    let login = memchr::memchr(b';', &text[..colon]).map_or(0, |at| at + 1);
    let one = |start, end, kind| Found::new(start..end, kind, Evidence::Structure);
    if login > 0 {
        found.push(one(start, start + login - 1, Kind::Domain));
    }
    if colon > login && !(colon == text.len() && is_part_of_program(text)) {
        found.push(one(start + login, start + colon, Kind::User));
    }
    if colon + 1 < text.len() {
        found.push(one(start + colon + 1, end, Kind::Secret).teaching());
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::kinds_and_texts(line, find)
    }

    #[test]
    fn a_url_gives_up_its_login_and_its_password() {
        assert_eq!(
            texts("amqp://svc:p/w@mq.corp.example:5672/v"),
            ["User svc", "Secret p/w", "Host mq.corp.example"].map(str::to_owned).to_vec()
        );
        assert_eq!(texts("http://web:8080/a:b@c"), ["Host web"]);
        assert_eq!(texts("mongodb://gw-7:27017,gw-8:27017/shop"), ["Host gw-7", "Host gw-8"]);
        assert_eq!(
            texts("rabbit://gwen:h4x0r@gw-7:5672,bo7:h4x1r@gw-8:5672/"),
            ["User gwen", "Secret h4x0r", "Host gw-7", "User bo7", "Secret h4x1r", "Host gw-8"]
        );
        assert_eq!(texts("proxy //gwen:h4x0r@gw-7:8080/x"), ["User gwen", "Secret h4x0r", "Host gw-7"]);
        assert_eq!(
            texts("https://gweQuv@gw-7/x spark://sparkMaster@gw-8:77"),
            ["User gweQuv", "Host gw-7", "Host gw-8"]
        );
        for line in
            ["//@", "// x: y@z", "a//gwen:h4x0r@gw-7", "//nas/x:y@z", "//:h4x0r@gw-7", "//gwen:@gw-7", "//gwen@gw-7"]
        {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
        assert_eq!(texts("rtmp://gw-7:1935/live/h4x0rh4x0r77"), ["Host gw-7", "Secret h4x0rh4x0r77"]);
        assert_eq!(texts("rtmp://gw-7/live/hall7 rtmp://gw-7/h4x0rh4x0r77"), ["Host gw-7", "Host gw-7"]);
        assert_eq!(texts("see http://gw-7, http://gw-8"), ["Host gw-7", "Host gw-8"]);
        assert_eq!(texts("otpauth://totp/x containerd://0a1b2c3d"), Vec::<String>::new());
        assert_eq!(texts("etcd-endpoints://0xc000a3c000/relay7:2379"), Vec::<String>::new());
    }
}
