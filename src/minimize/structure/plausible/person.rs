//! Whether a value can be a login, and whether a name is a person's or a thing's.

use super::Value;
use super::prose::is_code;
use crate::minimize::ascii::{ALNUM, Class, DOTTED, LETTER, LOWER, UPPER};
use crate::minimize::structure::keys;
use crate::minimize::structure::people::{is_displayed, is_full_name, says_person};
use crate::minimize::{bytes, dictionary, host, uuid};

/// Whether a value can be what somebody logs in as.
pub(super) fn is_login(value: &Value<'_>) -> bool {
    let text = value.text;
    // Fifteen letters and digits or more, capitals among them, are the id of a connection or of an object.
    let mixed = text.len() >= 15 && value.digits() > 0 && UPPER.is_in(text) && ALNUM.fills(text);
    // In JSON many other things have one: `"uid": "TA0008"`.
    let class = host::is_camel(text) && LETTER.fills(text);
    let id = value.quoted && (class || is_technique(text) || Class::of(b":/ ").is_in(text));
    if value.key == b"uid" && (mixed || uuid::has_shape(text) || id) {
        return false;
    }
    if is_passed_on(value) {
        return false;
    }
    // `administrator: yes` says whether somebody is one, not who.
    if value.key == b"administrator" && !value.quoted && value.digits() == 0 && text.len() < 6 {
        return false;
    }
    // `identity=mailfrom` says what of a mail SPF looks at (RFC 7208).
    let identity = value.key == b"identity" && matches!(text, b"helo" | b"mailfrom" | b"pra");
    let plain = value.has_letters()
        && !identity
        && !text.starts_with(b"mailto:")
        && text.len() <= 64
        && !text.contains(&b'\n')
        && !value.is_security_id()
        && !matches!(text.first(), Some(b'/' | b'(' | b'<' | b'%' | b'$' | b'*' | b'{' | b'['))
        && !text.contains(&b'=')
        // A login before its hash is found with the hash.
        && bytes::find(text, b":$").is_none()
        && !host::is_reversed(text)
        && !is_class(text)
        && !is_column(text, value.key)
        && !is_code(text)
        && !is_measured(text)
        && (!text.contains(&b' ') || text.contains(&b'\\'))
        && !value.is_hexadecimal();
    let lower = text.to_ascii_lowercase();
    let joined = value.sure && !may_be_part(value.key) && dictionary::is_abbreviated(&lower);
    let word = !joined && dictionary::is_word(&lower) || dictionary::is_stop_word(&lower);
    // Windows' events have two tabs there, where others call many things an account.
    let logged =
        value.key == b"accountname" && LOWER.is_in(text) && bytes::find(value.line, b"Account Name:\t\t").is_some();
    let word = word && !logged;
    plain
        && !matches!(text, b"LOGIN" | b"NA" | b"ask" | b"cleartext")
        // `login = des X` says in a file of TACACS' how a password is kept, or how it is asked for.
        && !(value.key == b"login" && matches!(text, b"des" | b"crypt" | b"pap" | b"chap"))
        && !(word
            && (!value.sure
                || value.key.ends_with(b"email")
                || value.key == b"accountname" && value.digits() == 0
                || may_be_part(value.key)
                || !keys::is_listed(value.key)))
}

/// Whether a value says nothing of who somebody is, by what stands beside it.
fn is_passed_on(value: &Value<'_>) -> bool {
    // Of a transaction it is a part of a system; of a conference somebody.
    let says = |word: &&[u8]| bytes::find(value.line, word).is_some();
    match value.key {
        b"participant" => ![&b"room"[..], b"meeting", b"conference"].iter().any(says),
        // `;user=phone` says of a URI of SIP that it is a telephone number (RFC 3261, section 19.1.1).
        b"user" if value.text == b"phone" => true,
        // `authenticate(username=login)`: what a program passes on.
        _ => !value.quoted && matches!(value.text, b"login" | b"username" | b"user" | b"user_name"),
    }
}

/// Whether a value can be a person's name, or the day on which they were born.
pub(super) fn is_person(value: &Value<'_>) -> bool {
    let text = value.text;
    match value.key {
        b"dob" | b"dateofbirth" | b"birthdate" | b"birthday" => return value.digits() >= 4,
        // `"name":"curl","full_name":"curl"`: a package.
        b"fullname" if value.quoted && is_named_so(value) => return false,
        b"displayname" if value.quoted => {
            return is_displayed(text, value.line) && (!is_thing(value) || says_person(value.line));
        }
        // A mail address, which is found as one.
        _ if text.starts_with(b"mailto:") => return false,
        // `repo_full_name: works/tools`
        key if key.ends_with(b"fullname") && key != b"fullname" => return is_full_name(text),
        // Who sends on a bus is a program.
        b"sendername" => return is_full_name(text),
        key if key.ends_with(b"calleridname") => return is_full_name(text),
        _ => {}
    }
    let role = is_role(value.key) && !is_full_name(&spaced(text));
    !is_thing(value) && !role && value.is_called()
}

/// Whether the line calls the same thing by the same word before, as a package and no person is called.
fn is_named_so(value: &Value<'_>) -> bool {
    let name = |quote: &[u8]| [b"\"name\":", quote, b"\"", value.text, b"\""].concat();
    LOWER.fills(value.text) && [&b""[..], b" "].iter().any(|gap| bytes::find(value.line, &name(gap)).is_some())
}

/// A name in which underscores stand for blanks, or what forms of the web send for them; without commas.
fn spaced(text: &[u8]) -> Vec<u8> {
    text.iter()
        .filter(|byte| **byte != b',')
        .map(|byte| if matches!(byte, b'_' | b'+') { b' ' } else { *byte })
        .collect()
}

/// `vim.fault.InvalidLogin`: small parts and a class, below what classes are named after; `jan.van.McDonald` is somebody.
fn is_class(text: &[u8]) -> bool {
    if !matches!(text.split(|byte| *byte == b'.').next(), Some(b"vim" | b"com" | b"org" | b"net" | b"java" | b"javax"))
    {
        return false;
    }
    let mut parts = text.rsplit(|byte| *byte == b'.');
    let class = parts.next().is_some_and(|part| host::is_camel(part) && part[0].is_ascii_uppercase());
    class && parts.clone().count() >= 2 && parts.all(|part| LOWER.fills(part))
}

/// Whether whoever a key names may be a part of a program.
fn may_be_part(key: &[u8]) -> bool {
    bytes::is_one_of(key, &PARTS)
}

/// `s.username`, `NEW.UserName`, `:username`, `@username`: a column or a value of a statement of SQL, called as its key.
fn is_column(text: &[u8], key: &[u8]) -> bool {
    let name = text.rsplit(|byte| matches!(byte, b'.' | b':' | b'@')).next().unwrap_or_default();
    let sign = matches!(text.first(), Some(b':' | b'@'));
    // `user=quvnix.user` is a login.
    (sign || name.len() > b"user".len()) && name.len() < text.len() && *keys::normal(name) == *key
}

/// `0.04s`: how long something ran as a user, in logs of garbage collectors and of time(1).
fn is_measured(text: &[u8]) -> bool {
    let number = text.strip_suffix(b"ms").or_else(|| text.strip_suffix(b"s")).or_else(|| text.strip_suffix(b"%"));
    number.is_some_and(|number| number.contains(&b'.') && DOTTED.fills(number))
}

/// `TA0008`, `T1059.001`: what MITRE calls how somebody attacks.
fn is_technique(text: &[u8]) -> bool {
    let number = text.strip_prefix(b"TA").or_else(|| text.strip_prefix(b"T"));
    number.is_some_and(|number| number.len() >= 4 && DOTTED.fills(number))
}

/// `"displayName":"Windows Update"`, `full_name: alarms.table`: what is shown of a thing, not of a person.
fn is_thing(value: &Value<'_>) -> bool {
    let shown = matches!(value.key, b"displayname" | b"fullname");
    let mut words = value.text.split(|byte| *byte == b' ');
    // `Office 365`, `alarms.table`, but neither `J. Doe` nor `gwen7`.
    let joined = value.text.windows(2).any(|pair| matches!(pair[0], b'.' | b'_' | b'/' | b':') && pair[1] != b' ');
    let numbered = value.digits() > 0 && value.text.contains(&b' ');
    let listed = |word: &[u8]| bytes::is_one_of_in_any_case(word, &THINGS);
    shown && !value.text.contains(&b'@') && (numbered || joined || words.any(listed))
}

/// Whether a key names who did something, where a program or a word may stand as well as a person.
pub(in crate::minimize::structure) fn is_role(key: &[u8]) -> bool {
    bytes::is_one_of(key, &ROLES)
}

/// Words in the names of things that are shown.
const THINGS: [&str; 38] = [
    "backup",
    "disk",
    "drive",
    "enclosure",
    "pool",
    "primary",
    "report",
    "volume",
    "windows",
    "update",
    "service",
    "services",
    "network",
    "adapter",
    "firewall",
    "manager",
    "agent",
    "server",
    "client",
    "device",
    "driver",
    "controller",
    "printer",
    "system",
    "security",
    "policy",
    "role",
    "group",
    "monitor",
    "the",
    "of",
    "for",
    "api",
    "app",
    "application",
    "module",
    "plugin",
    "default",
];

/// Keys of those who act, or to whom something belongs.
const PARTS: [&str; 16] = [
    "participant",
    "actor",
    "nick",
    "submitter",
    "modifiedby",
    "changedby",
    "lastchangedby",
    "account",
    "owner",
    "sub",
    "initiatedby",
    "performedby",
    "triggeredby",
    "startedby",
    "invokedby",
    "assignedto",
];

/// Keys of those who do something, in normal form.
const ROLES: [&str; 33] = [
    "employeename",
    "patient",
    "responsibleperson",
    "shiftlead",
    "teamlead",
    "reporter",
    "technician",
    "operator",
    "contact",
    "approvedby",
    "operatorname",
    "ansprechpartner",
    "bearbeiter",
    "kontaktperson",
    "calibratedby",
    "caller",
    "supervisor",
    "preparedby",
    "signedby",
    "inspectedby",
    "testedby",
    "reviewedby",
    "coauthoredby",
    "techniker",
    "verantwortlich",
    "employee",
    "responsible",
    "oncall",
    "reportedby",
    "managedby",
    "assignee",
    "approver",
    "reviewer",
];
