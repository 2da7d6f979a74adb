//! People's names before their mail address: `Ann Lee <ann@…>`, `"Ann Lee" <sip:…>`.

use crate::minimize::ascii::{Class, DIGIT, LETTER, LOWER, NAME};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary, structure};

/// From where to where a name reaches.
type Span = (usize, usize);

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    for open in memchr::memchr_iter(b'<', line) {
        let Some(close) = memchr::memchr2(b'<', b'>', &line[open + 1..]).map(|length| open + 1 + length) else {
            return;
        };
        if line[close] == b'<' {
            continue;
        }
        let address = &line[open + 1..close];
        // `"Ann Lee" <tel:+4930…>` (RFC 3966).
        let number = address.strip_prefix(b"tel:").unwrap_or(address);
        let number = number.strip_prefix(b"+").is_some_and(|rest| rest.len() >= 4 && DIGIT.fills(rest));
        let quoted = line[..open].trim_ascii_end().ends_with(b"\"");
        if is_mailbox(address) || number && quoted {
            name(line, open, address, found);
        }
    }
}

/// A name in quotes before a mail address in quotes, as a list of couples has them: `('Ann Lee', 'ann@…')`.
pub(super) fn coupled(line: &[u8], found: &mut Vec<Found>) {
    for at in memchr::memchr_iter(b'@', line) {
        let start = at - NAME.or(b"+").run_back_within(&line[..at], NEAR);
        let Some((head, quote)) = line[..start].split_last_chunk::<1>() else { continue };
        let Some(head) = head.trim_ascii_end().strip_suffix(b",").and_then(|head| head.strip_suffix(quote)) else {
            continue;
        };
        let near = near(head);
        let open = memchr::memrchr(quote[0], near).filter(|_| matches!(quote, [b'"' | b'\'']));
        if let Some(name) = open.map(|open| &near[open + 1..]).filter(|name| structure::is_full_name(name)) {
            push(head.len() - name.len(), head.len(), found);
        }
    }
}

/// `gpu fell off [gwen@2026-03-10T08:15:02]`: who said so, and when, as Slurm has it.
pub(super) fn stamped(line: &[u8], found: &mut Vec<Found>) {
    for at in memchr::memchr_iter(b'@', line) {
        let time = |(index, byte): (usize, &u8)| match index {
            4 | 7 => *byte == b'-',
            10 => *byte == b'T',
            _ => byte.is_ascii_digit(),
        };
        let day = line.get(at + 1..at + 1 + DAY).is_some_and(|day| day.iter().enumerate().all(time));
        let start = at - NAME.run_back_within(&line[..at], NEAR);
        if day && start < at && line[..start].ends_with(b"[") {
            found.push(Found::new(start..at, Kind::User, Evidence::Grammar).teaching_unless_short());
        }
    }
}

/// Bytes of a day and what leads to its time.
const DAY: usize = "2026-03-10T".len();

/// Whether a text may be a mailbox: no node of Erlang's with the number of a process, `rabbit@gw7.1.812.0`.
fn is_mailbox(text: &[u8]) -> bool {
    let Some(at) = memchr::memchr(b'@', text) else { return false };
    let last = text.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    let numbered = DIGIT.fills(last) && LETTER.is_in(&text[at..]);
    !numbered && !text.contains(&b' ')
}

/// The words before `open`: in a string, or as many as begin with a capital or connect such words.
fn name(line: &[u8], open: usize, address: &[u8], found: &mut Vec<Found>) {
    let head = line[..open].trim_ascii_end();
    let words = head.strip_suffix(b"\"").unwrap_or(head);
    if bytes::ends_with_any(words, &NOBODY) {
        return;
    }
    // Amavis writes no blank before an address.
    let head = head.strip_suffix(b"_").filter(|head| head.ends_with(b"\"")).unwrap_or(head);
    match encoded(head).or_else(|| doubled(head)).or_else(|| quoted(head)) {
        Some((start, end)) => push(start, end, found),
        None => bare(head, address, found),
    }
}

/// What systems of mail call themselves.
const NOBODY: [&str; 3] = ["Mail Delivery System", "Mail Delivery Subsystem", "Cron Daemon"];

/// `=?UTF-8?B?…?=`, as a header of mail has letters beyond ASCII (RFC 2047).
fn encoded(head: &[u8]) -> Option<Span> {
    let near = near(Some(head).filter(|head| head.ends_with(b"?="))?);
    let start = memchr::memrchr(b' ', near).map_or(head.len() - near.len(), |at| head.len() - near.len() + at + 1);
    let end = head.len() - 2;
    let word = head.get(start..end).filter(|word| word.starts_with(b"=?"))?;
    memchr::memrchr(b'?', word).map(|inner| (start + inner + 1, end))
}

/// Within a string of a row with commas quotation marks are doubled.
fn doubled(head: &[u8]) -> Option<Span> {
    let head = head.strip_suffix(b"\"\"")?;
    let quote = memchr::memrchr(b'"', head).filter(|quote| head[..*quote].ends_with(b"\""))?;
    LETTER.is_in(&head[quote + 1..]).then_some((quote + 1, head.len()))
}

/// A string; of a number, or of what stands between two strings (`"from":"<ann@…>"`), nothing.
fn quoted(head: &[u8]) -> Option<Span> {
    let head = head.strip_suffix(b"\"")?;
    let quote = memchr::memrchr(b'"', head)?;
    let lettered = LETTER.or_not_ascii().is_in(&head[quote + 1..]);
    Some((quote + 1, if lettered { head.len() } else { quote + 1 }))
}

/// `gwenlee <gwen.lee@…>`: one word in small letters by itself, which the address repeats but for its marks.
fn login(head: &[u8], address: &[u8], found: &mut Vec<Found>) -> bool {
    let length = SMALL.run_back_within(head, LOGIN);
    let text = &head[head.len() - length..];
    let letters = |text: &[u8]| text.iter().filter(|byte| byte.is_ascii_alphabetic()).copied().collect::<Vec<_>>();
    let local = address.split(|byte| matches!(byte, b'@' | b'+')).next().unwrap_or_default();
    let (name, local) = (letters(text), letters(&local.to_ascii_lowercase()));
    let alike = name.len() > 2 && (name == local || local.len() > 4 && bytes::ends_with(&local, &name));
    // The last word of a whole name is no login.
    let before = &head[..head.len() - length];
    let alone = !before.trim_ascii_end().last().is_some_and(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
    let before = alone && before.last().is_none_or(|byte| b" \t([,;".contains(byte));
    let known = dictionary::is_ordinary(text);
    if alike && before && !known {
        let span = head.len() - length..head.len();
        found.push(Found::new(span, Kind::User, Evidence::Grammar).teaching_unless_short());
    }
    alike && before && !known
}

/// What such a word is written in.
const SMALL: Class = LOWER.or(b"0123456789._-");

/// Bytes of the longest login there.
const LOGIN: usize = 64;

/// Words that no string holds.
fn bare(head: &[u8], address: &[u8], found: &mut Vec<Found>) {
    let said = said(head);
    let head = said.map_or(head, |open| head[..open].trim_ascii_end());
    if said.is_none() && login(head, address, found) {
        return;
    }
    let (start, words) = words(head);
    // `rejected RCPT <ann@…>` says what was asked for.
    let verb = words == 1 && bytes::is_one_of_in_any_case(&head[start..], &VERBS);
    // Of what stands in brackets more is said than of people: `Archive Signing Key (12) <…>`.
    let somebody = said.is_none() || structure::is_full_name(&head[start..]);
    if words >= 1 && somebody && !verb {
        let role = ROLES.iter().find(|role| words >= 3 && head[start..].starts_with(role.as_bytes()));
        push(start + role.map_or(0, |role| role.len()), head.len(), found);
    }
}

/// What somebody is to a service, before their name.
const ROLES: [&str; 10] = [
    "Customer ",
    "Contact ",
    "MAINTAINER ",
    "Maintainer ",
    "Member ",
    "Operator ",
    "Owner ",
    "Recipient ",
    "Sender ",
    "User ",
];

/// Where `Ann Lee (works) <ann@…>` says more of somebody.
fn said(head: &[u8]) -> Option<usize> {
    let inner = head.strip_suffix(b")")?;
    memchr::memrchr(b'(', near(inner)).map(|at| inner.len() - inner.len().min(NEAR) + at)
}

/// Where the last words begin that are as a name's are, and how many they are.
fn words(head: &[u8]) -> (usize, usize) {
    let (mut start, mut words) = (head.len(), 0);
    for word in near(head).rsplit(|byte| *byte == b' ').take(5) {
        let capital = word.first().is_some_and(|byte| byte.is_ascii_uppercase() || *byte >= 0x80);
        let connects = connects(word) && words > 0;
        let plain = LETTER.or(b".-'").or_not_ascii().fills(word);
        if !plain || !(capital || connects) {
            if let Some(clean) = opened(word) {
                start -= clean.len() + usize::from(words > 0);
                words += 1;
            }
            break;
        }
        start -= word.len() + usize::from(words > 0);
        words += 1;
    }
    (start, words)
}

/// The first word of a name that stands right behind a quote, an equals sign or a bracket.
fn opened(word: &[u8]) -> Option<&[u8]> {
    let mark = word.iter().rposition(|byte| matches!(byte, b'\'' | b'"' | b'=' | b'(' | b'['))?;
    let clean = &word[mark + 1..];
    // A key of its own stands there: `"msg":"Signed-off-by: Ann Lee <…>"`.
    (clean.first().is_some_and(u8::is_ascii_uppercase) && !clean.contains(&b':')).then_some(clean)
}

/// The end of a text, in which a name is looked for.
fn near(head: &[u8]) -> &[u8] {
    &head[head.len().saturating_sub(NEAR)..]
}

/// Whether a word connects others of somebody's name: `Ann van der Lee`.
pub(crate) fn connects(word: &[u8]) -> bool {
    bytes::is_one_of(word, &CONNECTING)
}

fn push(start: usize, end: usize, found: &mut Vec<Found>) {
    if start < end {
        found.push(Found::new(start..end, Kind::Person, Evidence::Grammar).teaching_if(end - start >= 8));
    }
}

/// Bytes before an address in which a name is looked for.
const NEAR: usize = 512;

/// Words of SMTP before an address, and what whose it is does.
const VERBS: [&str; 20] = [
    "account",
    "address",
    "bcc",
    "cc",
    "email",
    "mailbox",
    "RCPT",
    "MAIL",
    "FROM",
    "TO",
    "VRFY",
    "EXPN",
    "AUTH",
    "contact",
    "customer",
    "recipient",
    "reply-to",
    "sender",
    "user",
    "via",
];

/// Words within a name that have no capital.
const CONNECTING: [&str; 11] = ["van", "von", "der", "de", "den", "da", "di", "la", "le", "bin", "del"];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn a_name_before_its_address_is_found() {
        assert_eq!(texts("Author: Ann van der Lee <ann@x.example>"), ["Ann van der Lee"]);
        assert_eq!(texts("Author: Ann del Lee <ann@x.example>"), ["Ann del Lee"]);
        assert_eq!(texts("shop: Customer Ann Lee <ann@x.example> not found"), ["Ann Lee"]);
        assert_eq!(texts("uid  [ultimate] Ann Lee (works) <ann@x.example>"), ["Ann Lee"]);
        for line in ["Relay (tcp) <ann@x.example>", "uid [ unknown] Archive Signing Key (12/x) <ann@x.example>"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
        for line in ["rejected RCPT <ann@x.example>: no", "new Contact <sip:7@192.0.2.1>", "bad Sender <ann@x.example>"]
        {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
        assert_eq!(texts("SA: accepted. From <ann@x.example> for x"), Vec::<String>::new());
        assert_eq!(texts("From: \"Ann Lee\" <sip:+4930@192.0.2.1>;tag=1"), ["Ann Lee"]);
        assert_eq!(texts(r#"7,"""Ann Lee"" <+49305550199>","x""#), ["Ann Lee"]);
        assert_eq!(texts("* 1a2b3c fix (gwenlee <gwen.lee@x.example>)"), ["gwenlee"]);
        assert_eq!(texts("Author: gwlee <gw.lee@x.example>"), ["gwlee"]);
        assert_eq!(texts("sender <sender@x.example>, relay <ann@x.example>"), Vec::<String>::new());
        assert_eq!(texts("--author='Ann Lee <a@x.example>'"), ["Ann Lee"]);
        assert_eq!(texts("to=<ann@x.example>, relay=none"), Vec::<String>::new());
        assert_eq!(texts("Slave <rabbit@quvnix.1.812.0> saw deaths"), Vec::<String>::new());
        assert_eq!(texts("From: Mail Delivery System <x@x.example>"), Vec::<String>::new());
    }

    #[test]
    fn what_stands_between_two_strings_is_no_name() {
        for line in [
            r#"{"mail_from":"<ann@x.example>","rcpt_to":["<bo@x.example>", "<cy@x.example>"]}"#,
            r#"{\"MessageId\" : \"<7.ann@x.example>\"}"#,
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
        assert_eq!(texts(r#"{"from": "\"Ann Lee\" <ann@x.example>"}"#), ["Ann Lee\\"]);
    }

    #[test]
    fn what_stands_before_the_name_in_a_string_stays() {
        assert_eq!(texts("{\"msg\":\"Signed-off-by: Ann Lee <ann@x.example>\"}"), ["Ann Lee"]);
    }
}
