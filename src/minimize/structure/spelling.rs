//! How a key and its value may be written so that only what the value looks like tells them from other text.

use crate::minimize::ascii::{ALNUM, BLANK, DIGIT, HEX, KEY, LETTER, LOWER, UPPER, WORD};
use crate::minimize::{Kind, bytes, dictionary};

/// `password:h4x0r`, `map[port:22 token:h4x0r]`: the key of a secret that begins a word, and a value that no sentence,
/// no place in a file and no resource has.
pub(super) fn is_dense_secret(line: &[u8], (start, end): (usize, usize), value: usize) -> bool {
    // `setup.exe /password:h4x0r`, as programs of Windows have their options.
    let option = line[..start].ends_with(b" /");
    let marks = b" \t[(,;{&";
    let begins = option || start == 0 || marks.contains(&line[start - 1]);
    let last = line[start..end].rsplit(|byte| !byte.is_ascii_alphanumeric()).next().unwrap_or_default();
    let two = &line[start.max(end.saturating_sub(7))..end];
    let api = two.eq_ignore_ascii_case(b"api_key") || two.eq_ignore_ascii_case(b"api-key");
    if !begins || !(api || bytes::is_one_of_in_any_case(last, &DENSE)) {
        return false;
    }
    let is_value = |byte: &&u8| !byte.is_ascii_whitespace() && !b",;)]}\"'".contains(byte);
    let length = line[value..].iter().take(LONG).take_while(is_value).count();
    let text = &line[value..value + length];
    let telling = DIGIT.is_in(text) && LETTER.is_in(text);
    length >= 6 && telling && !matches!(text[0], b'/' | b'$' | b'<' | b'{' | b'%' | b':')
}

/// `name[KEY]`: an entry of a table, as php-fpm writes one.
pub(super) fn is_indexed(text: &[u8]) -> bool {
    let Some(inner) = text.strip_suffix(b"]") else { return false };
    let key = WORD.or(b".").run_back(inner);
    let head = &inner[..inner.len() - key];
    let whole = UPPER.or(b"_.").is_in(&inner[head.len()..]);
    key > 0 && whole && head.ends_with(b"[") && head[..head.len() - 1].last().is_some_and(u8::is_ascii_lowercase)
}

/// Whether a value of a query can be more than a word or a number: `state=closed`, `code=17` say what is asked for.
pub(super) fn is_opaque(line: &[u8], start: usize) -> bool {
    let rest = line.get(start..).unwrap_or_default();
    let is_value = |byte: &&u8| !byte.is_ascii_whitespace() && !b"&\"'<>#;,".contains(byte);
    let length = rest.iter().take(QUERIED).take_while(is_value).count();
    let text = &rest[..length];
    length >= 8 && (DIGIT.is_in(text) || UPPER.is_in(text) && LOWER.is_in(text))
}

/// Whether the `code` of a query is one that somebody was sent to prove who they are: six digits or more behind a path that
/// says so.
pub(super) fn is_sent_code(before: &[u8], value: &[u8]) -> bool {
    let digits = DIGIT.run(value);
    let path = &before[before.len().saturating_sub(QUERIED)..];
    (6..=8).contains(&digits)
        && !value.get(digits).is_some_and(u8::is_ascii_alphanumeric)
        && bytes::holds_any(path, &PROVING)
}

/// Parts of paths that ask for such a code.
const PROVING: [&str; 7] = ["/verify", "/confirm", "/activate", "/2fa", "/mfa", "/otp", "/reset"];

/// Whether a key stands in an object as Go prints it, in a line whose first brace is given: `{Host:gw Password:x}`.
pub(super) fn is_dumped(line: &[u8], start: usize, brace: usize) -> bool {
    line[start].is_ascii_uppercase()
        && start > 0
        && (line[start - 1] == b'{' || line[start - 1] == b' ' && brace < start)
}

/// Where the node begins behind an anchor or a tag of YAML: `&a node`, `!a node`.
pub(super) fn node(line: &[u8], start: usize) -> Option<usize> {
    let property = line.get(start..line.len().min(start + LONG))?;
    if !matches!(property.first()?, b'&' | b'!') {
        return None;
    }
    let length = property.iter().position(|byte| matches!(byte, b' ' | b'\t' | b',' | b'"' | b'\''))?;
    let spaces = BLANK.run(&property[length..]);
    (spaces > 0).then_some(start + length + spaces)
}

/// Whether nothing but a few words with capitals stands before a key: `LU WWN Device Id:`.
pub(super) fn is_title(line: &[u8], start: usize) -> bool {
    let words = line[..start].trim_ascii();
    start <= 40
        && words
            .split(|byte| *byte == b' ')
            .all(|word| word.first().is_none_or(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()))
}

/// Whether a pair without spaces begins a text: `uid=0`.
pub(super) fn begins_with_pair(text: &[u8]) -> bool {
    let length = KEY.run(text);
    length > 0 && text.get(length) == Some(&b'=')
}

/// The key with up to three words before it, the longest first, where one space stands between them.
pub(super) fn phrases(line: &[u8], (start, end): (usize, usize)) -> impl Iterator<Item = &[u8]> {
    let mut starts = [None; 3];
    let mut from = start;
    // `use R:` is no user, and `-D uid` the id of none.
    let lettered = end - start == 1;
    for place in starts.iter_mut().rev() {
        let Some(head) = line[..from].strip_suffix(b" ") else { break };
        let length = ALNUM.or(b"/-").run_back(head);
        if length == 0 {
            break;
        }
        from = head.len() - length;
        if lettered || length == 2 && head[from] == b'-' {
            break;
        }
        // `path=/x serial=7`: the value of another pair.
        if line[..from].ends_with(b"=") {
            break;
        }
        *place = Some(from);
    }
    starts.into_iter().flatten().map(move |from| &line[from..end])
}

/// Whether hexadecimal digits stand there in groups, as fingerprints are written: ten of four by gpg(1), twenty or
/// thirty-two of two by others.
pub(super) fn is_grouped(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    let digits = memchr::memchr(b' ', text).unwrap_or_default();
    let groups = text.get(..LONG.min(text.len())).unwrap_or_default().split(|byte| *byte == b' ');
    let mut count = 0;
    let alike = groups.filter(|group| !group.is_empty()).all(|group| {
        count += 1;
        group.len() == digits && HEX.fills(group)
    });
    alike && matches!((digits, count), (4, 10) | (2, 20 | 32))
}

/// Bytes of a value that may be a name's: more than of a name of the domain system with a login and quotes.
pub(super) const LONG: usize = 1024;

/// Whether a kind is as long as somebody likes.
pub(super) const fn is_unbounded(kind: Kind) -> bool {
    matches!(kind, Kind::Secret | Kind::Session | Kind::Key)
}

/// `?u=ann&p=secret`: what the two are where both stand in a query, as InfluxDB has them.
pub(super) fn login_in_query(line: &[u8], (start, end): (usize, usize), value: usize) -> Option<Kind> {
    let before = &line[start.saturating_sub(QUERIED)..start];
    let after = &line[value..line.len().min(value + QUERIED)];
    let after = &after[..after.iter().position(|byte| byte.is_ascii_whitespace()).unwrap_or(after.len())];
    let holds = |text: &[u8], keys: [&[u8]; 2]| keys.iter().any(|key| bytes::find(text, key).is_some());
    match &line[start..end] {
        // SignalR's token of a connection.
        b"id" if before.to_ascii_lowercase().ends_with(b"hub?") && is_opaque(line, value) => Some(Kind::Session),
        b"u" if holds(before, [b"?p=", b"&p="]) || bytes::find(after, b"&p=").is_some() => Some(Kind::User),
        b"p" if holds(before, [b"?u=", b"&u="]) || bytes::find(after, b"&u=").is_some() => Some(Kind::Secret),
        b"appid" | b"app_id" => {
            let digits = HEX.run(after);
            (digits == 32 && !after.get(digits).is_some_and(u8::is_ascii_alphanumeric)).then_some(Kind::Secret)
        }
        _ => None,
    }
}

/// Bytes of a query that are looked at on either side of a key.
const QUERIED: usize = 256;

/// What an authorization begins with.
pub(super) const SCHEMES: [&str; 12] = [
    "Key ",
    "OAuth ",
    "Basic ",
    "Bearer ",
    "Digest ",
    "Negotiate ",
    "Token ",
    "NTLM ",
    "ApiKey ",
    "Splunk ",
    "SharedKey ",
    "GenieKey ",
];

/// Cookies that are the same for every site.
pub(super) const COOKIES: [&str; 12] =
    ["_gid", "_fbp", "_fbc", "_gcl_au", "_uetsid", "_uetvid", "_hjid", "_clck", "_clsk", "_ttp", "__utma", "__utmz"];

/// What stands before the number that a cookie knows a visitor by: `GA1.2.`, `fb.1.1767225600000.`
pub(super) fn cookie_prefix(value: &[u8]) -> usize {
    let dots = match value {
        [b'G', b'A', ..] => 2,
        [b'f', b'b', b'.', ..] => 3,
        _ => return 0,
    };
    memchr::memchr_iter(b'.', value).take(dots).last().map_or(0, |dot| dot + 1)
}

/// Whether eight hexadecimal digits stand there and, behind a blank, eight more.
pub(super) fn is_halved(text: &[u8]) -> bool {
    let eight = |text: &[u8]| text.len() >= 8 && HEX.fills(&text[..8]);
    eight(text)
        && text.get(8) == Some(&b' ')
        && eight(&text[9..])
        && !text.get(17).is_some_and(u8::is_ascii_alphanumeric)
}

/// Whether a text ends in what GVfs calls a mount, before its next pair.
pub(super) fn says_mount(head: &[u8]) -> bool {
    let near = &head[head.len().saturating_sub(QUERIED)..];
    bytes::holds_any(near, &[":host=", ":server="])
}

/// Whether a word with a digit stands there, and behind it nothing but words and short numbers: a sentence goes on behind
/// a secret.
pub(super) fn is_followed_by_prose(line: &[u8], start: usize) -> bool {
    let text = line.get(start..).unwrap_or_default().trim_ascii_end();
    let length = BLANK.until(text);
    let (first, rest) = text.split_at(length);
    if text.len() > LONG
        || rest.is_empty()
        || matches!(first.first(), Some(b'"' | b'\'' | b'{' | b'['))
        || !DIGIT.is_in(first)
    {
        return false;
    }
    let mut words = 0;
    rest.split(|byte| matches!(byte, b' ' | b'\t')).filter(|word| !word.is_empty()).all(|word| {
        let lower = word.strip_suffix(b",").or_else(|| word.strip_suffix(b".")).unwrap_or(word).to_ascii_lowercase();
        let known = dictionary::is_ordinary(&lower);
        words += usize::from(known);
        known || words > 0 && lower.len() <= 3 && DIGIT.fills(&lower)
    })
}

/// Whether a key is a secret's in the query of a URL.
pub(super) fn is_queried(key: &[u8]) -> bool {
    bytes::is_one_of(key, &QUERY)
}

/// Keys that are secrets in a URL's query and words elsewhere.
const QUERY: [&str; 17] = [
    "code",
    "state",
    "key",
    "sig",
    "Signature",
    "signature",
    "sign",
    "hmac",
    "ticket",
    "assertion",
    "nonce",
    "auth",
    "otp",
    "invite",
    "pat",
    "psd",
    "sso",
];

/// Last words of keys that are a secret's though nothing stands between their colon and what follows.
const DENSE: [&str; 8] = ["password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "pass"];

#[cfg(test)]
mod tests {
    use super::{is_dense_secret, is_indexed, is_opaque, is_sent_code};

    #[test]
    fn a_secret_right_behind_its_colon_looks_like_one() {
        let dense = |line: &str| {
            let colon = line.rfind(':').unwrap();
            let start = line[..colon].rfind([' ', ':', '[']).map_or(0, |at| at + 1);
            is_dense_secret(line.as_bytes(), (start, colon), colon + 1)
        };
        assert!(dense("password:h4x0r7") && dense("map[token:h4x0r7") && dense("x DB_PASS:h4x0r7"));
        for line in [
            "token:identifier",
            "a.c:token:12ab34",
            "secret:1234567",
            "password:/etc/x7y",
            "port:h4x0r7",
            "Token::U32(65537)",
        ] {
            assert!(!dense(line), "{line}");
        }
    }

    #[test]
    fn a_code_proves_who_somebody_is_where_the_path_asks_for_it() {
        assert!(is_sent_code(b"GET /verify?mail=x&", b"884213&lang=nl"));
        assert!(!is_sent_code(b"GET /verify?", b"404") && !is_sent_code(b"GET /areas?", b"884213"));
    }

    #[test]
    fn entries_of_tables_have_a_name_before() {
        assert!(is_indexed(b"env[DB_PASSWORD]") && is_indexed(b"php_value[a.b]"));
        assert!(
            !is_indexed(b"[DB_PASSWORD]") && !is_indexed(b"env[]") && !is_indexed(b"x[token]") && !is_indexed(b"x")
        );
    }

    #[test]
    fn a_word_or_a_number_of_a_query_is_none() {
        assert!(is_opaque(b"4fX9aB12&x", 0) && is_opaque(b"QwErTyUi", 0));
        assert!(!is_opaque(b"closed&x", 0) && !is_opaque(b"1234", 0) && !is_opaque(b"completed", 0));
    }
}
