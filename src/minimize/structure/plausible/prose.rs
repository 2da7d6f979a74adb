//! What a text is that is no value: prose, a piece of a program, a name for what stands elsewhere.

use crate::minimize::ascii::{DIGIT, HEX, LETTER, LOWER, UPPER, WORD};
use crate::minimize::{bytes, dictionary};

/// Several words, none of which holds anything but letters: what a log says of a password, not a password.
pub(super) fn is_prose(text: &[u8]) -> bool {
    let mut words = 0;
    let plain = text.split(|byte| *byte == b' ').filter(|word| !word.is_empty()).all(|word| {
        words += 1;
        let marks = [&b","[..], b".", b";", b":"];
        let word = marks.into_iter().find_map(|mark| word.strip_suffix(mark)).unwrap_or(word);
        dictionary::is_ordinary(word)
    });
    plain && words >= 2
}

/// Words of which most are anybody's, the first two among them, and one that joins others: `access denied from gw7`.
pub(super) fn is_sentence(text: &[u8]) -> bool {
    let plain = dictionary::is_ordinary;
    let mut words = text.split(|byte| *byte == b' ').filter(|word| !word.is_empty()).take(SENTENCE);
    let first = words.next().is_some_and(plain);
    let (mut all, mut known, mut joins) = (1, 1, false);
    for word in words {
        all += 1;
        known += usize::from(plain(word));
        joins |= all > 2 && bytes::is_one_of(word, &JOINTS);
    }
    first && joins && all >= 4 && known * 2 >= all
}

/// Words of a sentence that are looked at.
const SENTENCE: usize = 12;

/// Words that join others to a sentence.
const JOINTS: [&str; 8] = ["by", "for", "from", "in", "is", "on", "to", "was"];

/// A piece of a program: `auth::Token`, `read_password(`.
pub(super) fn is_code(text: &[u8]) -> bool {
    let scope =
        text.windows(3).any(|three| &three[..2] == b"::" && (three[2].is_ascii_alphabetic() || three[2] == b'_'))
            && WORD.or(b":<>").fills(text)
            && text.iter().filter(|byte| byte.is_ascii_digit()).count() < 4;
    let name = WORD.or(b".").run(text);
    // `ENC(…)` is a text that Jasypt has encrypted.
    let call = name >= 3 && text.get(name) == Some(&b'(') && !text[0].is_ascii_digit() && !text.starts_with(b"ENC(");
    scope || call
}

/// An object of Java as it prints itself: `Token{a64f992`, `android.os.BinderProxy@4a1b2c`.
pub(super) fn is_object(text: &[u8]) -> bool {
    let length = LETTER.or(b".$").run(text);
    let name = text[..length].rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    length >= 4
        && name.first().is_some_and(u8::is_ascii_uppercase)
        && match text.get(length) {
            Some(b'{' | b'<') => true,
            Some(b'!') => matches!(text.get(length + 1), Some(b'[' | b'(')),
            Some(b':') => text.get(length + 1) == Some(&b':'),
            Some(b'@') => HEX.fills(&text[length + 1..]) && text[..length].contains(&b'.'),
            _ => false,
        }
}

/// A key and its value: `TTY=pts/0`.
pub(super) fn is_pair(text: &[u8]) -> bool {
    let key = UPPER.run(text);
    key >= 2 && text.get(key) == Some(&b'=')
}

/// A name for a value that stands elsewhere: `var.db_password` of Terraform, `$dir/private/ca.pem` of OpenSSL.
pub(super) fn is_reference(text: &[u8]) -> bool {
    let name = |text: &[u8]| WORD.or(b".[]").fills(text);
    let scope = bytes::starts_with_any(
        text,
        &["var.", "local.", "module.", "data.", "req.body.", "process.env.", "os.environ", "this."],
    );
    let variable = text.first() == Some(&b'$')
        && memchr::memchr(b'/', text).is_some_and(|slash| slash > 1 && LOWER.fills(&text[1..slash]));
    (scope && name(text)) || variable
}

/// `1:4.13+dfsg1-1`, `0.80-6.el8`, `3.6.1`: a version of a package, with the distribution's own behind a dash.
pub(in crate::minimize::structure) fn is_package_version(text: &[u8]) -> bool {
    let epoch = DIGIT.run(text);
    let text = if text.get(epoch) == Some(&b':') { &text[epoch + 1..] } else { text };
    let numbered = |text: &[u8]| text.first().is_some_and(u8::is_ascii_digit);
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b".+~:-".contains(byte);
    let Some(dash) = memchr::memrchr(b'-', text) else {
        return text.split(|byte| *byte == b'.').all(numbered) && memchr::memchr_iter(b'.', text).count() == 2;
    };
    let (upstream, own) = (&text[..dash], &text[dash + 1..]);
    let own = own.strip_prefix(b"r").unwrap_or(own);
    numbered(upstream) && upstream.contains(&b'.') && numbered(own) && text.iter().all(plain)
}

/// `/etc/app/private.key`: a path of two names or more, without the capitals that base64 has.
pub(super) fn is_file(text: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"/._-${}".contains(byte);
    text.first() == Some(&b'/') && text[1..].contains(&b'/') && text.iter().all(plain)
}

/// `saml.pem`, `tls/server.key`: a file that keeps a key, in small letters as far as its end.
pub(super) fn is_key_file(text: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"/._-".contains(byte);
    let end = memchr::memrchr(b'.', text).map_or(&b""[..], |dot| &text[dot + 1..]);
    text.iter().all(plain) && bytes::is_one_of(end, &KEY_FILES)
}

/// Ends of names of such files.
const KEY_FILES: [&str; 8] = ["pem", "key", "der", "p12", "pfx", "jks", "asc", "gpg"];
