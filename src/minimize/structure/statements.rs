//! Sentences that say a secret: `password is X`, `Setting password to: X`, `Enter password for root: X`,
//! `WPA key "X" rejected`, `TOTP secret X`.
//!
//! Most sentences with such a word say something about a secret and not the secret, so that what stands there must look
//! like one: in quotes, or letters and digits that make no word.

mod lead;
mod nouns;
mod value;
mod words;

use super::keys;
use super::plausible::is_package_version;
use super::value::is_placeholder;
use crate::minimize::ascii::{DIGIT, NAME};
use crate::minimize::prefilter::{Finder, Needs, Prefilter};
use crate::minimize::{Evidence, Found, Kind, bytes};
use lead::{LONG, Lead, behind, past_string, word_before};
use nouns::{LEAST, Noun, WORDS, noun};
use value::{Quotes, Value, is_recovery, is_telling, value};
use words::{CODES, NETWORKS, OTHERS, QUALIFIERS};

/// What a line must show to hold one.
pub(super) const NEEDS: Needs = Needs { finder: Finder::Statements, marks: 0, words: &WORDS };

/// Finds them in one line.
pub(super) fn find(line: &[u8], prefilter: &Prefilter, found: &mut Vec<Found>) {
    for word in &prefilter.words {
        let (start, end) = (word.start as usize, word.end as usize);
        let Some(noun) = noun(&line[start..end]) else { continue };
        if stands_alone(line, start, end) {
            sentence(line, (start, end), noun, found);
        } else if let Some(end) = changing(line, start, end) {
            sentence(line, (start, end), noun, found);
        }
        if matches!(noun, Noun::Password | Noun::Number)
            && let Some((start, end)) = taken_as(&line[..start])
        {
            found.push(Found::new(start..end, Kind::Secret, Evidence::Structure).teaching());
        }
    }
}

/// What a sentence says whose noun stands there.
fn sentence(line: &[u8], (start, end): (usize, usize), noun: Noun, found: &mut Vec<Found>) {
    let before = word_before(line, start);
    let key = line[start..end].eq_ignore_ascii_case(b"key");
    let word_end = end;
    let end = if noun == Noun::Community { past_string(line, end) } else { end };
    // A column of a table is no sentence.
    let next = || line.get(end + 1).is_some_and(|byte| !byte.is_ascii_whitespace()).then_some((end + 1, Lead::Noun));
    let Some((at, lead)) = behind(line, (start, end)).or_else(next) else { return };
    let Some(value) = value(line, at, lead) else { return };
    let text = &line[value.start..value.end];
    if noun == Noun::Credentials && !bytes::is_one_of_in_any_case(before, &OTHERS) {
        return credentials(line, (value.start, value.end), found);
    }
    // `Setting up passwd (1:4.13-1)`: a package is called so.
    if &line[start..word_end] == b"passwd" && is_package_version(text) {
        return;
    }
    let sentence = Sentence { noun, before, key, lead };
    if !sentence.fits(text, value.quotes) || is_placeholder(text) {
        return;
    }
    let kind = if noun == Noun::Session { Kind::Session } else { Kind::Secret };
    let other = changed(line, &value, lead);
    for value in [Some(value), other].into_iter().flatten() {
        found.push(Found::new(value.start..value.end, kind, Evidence::Structure).teaching());
    }
}

/// `tried 'X' as password`: the string before the noun.
fn taken_as(head: &[u8]) -> Option<(usize, usize)> {
    let head = head.strip_suffix(b" as ").or_else(|| head.strip_suffix(b" as the "))?;
    let (quote, inner) = head.split_last().filter(|(quote, _)| matches!(quote, b'"' | b'\'' | b'`'))?;
    let near = inner.len().saturating_sub(LONG);
    let start = near + memchr::memrchr(*quote, &inner[near..])? + 1;
    is_telling(&inner[start..], Lead::Colon).then_some((start, inner.len()))
}

/// What leads a sentence to a value.
struct Sentence<'a> {
    noun: Noun,
    /// The word before the noun.
    before: &'a [u8],
    /// Whether the noun is `key`.
    key: bool,
    lead: Lead,
}

impl Sentence<'_> {
    /// Whether a text is what the noun stands for.
    fn fits(&self, text: &[u8], quotes: Quotes) -> bool {
        let (told, quoted, before) = (self.lead != Lead::Noun, quotes == Quotes::Around, self.before);
        let telling = is_telling(text, self.lead) && text.len() >= if quoted { LEAST } else { self.noun.least() };
        let number = text.len() >= 4 && DIGIT.fills(text);
        match self.noun {
            _ if bytes::is_one_of_in_any_case(before, &OTHERS) => false,
            Noun::Password => telling,
            Noun::Number => telling || number,
            // Contacts have no six digits.
            Noun::Pin => told && (telling || number) || number && text.len() >= LEAST_PIN,
            // `unexpected token x7`, and `secret x7 not found`, which is its name; what a network's key is may be
            // words.
            Noun::Thing => {
                let spoken = quoted && text.len() >= LEAST_QUOTED && bytes::is_one_of_in_any_case(before, &NETWORKS);
                let qualified =
                    bytes::is_one_of_in_any_case(before, &QUALIFIERS) && (telling || spoken || is_recovery(text));
                qualified || told && !self.key && telling
            }
            // `activation code AB12-CD34`: in groups.
            Noun::Code => {
                bytes::is_one_of_in_any_case(before, &CODES) && (number || telling && (told || text.contains(&b'-')))
            }
            Noun::Community => quoted && text.len() >= 3 || told && telling,
            // Of these each half is looked at by itself.
            Noun::Credentials => false,
            Noun::Session => !told && telling && NAME.fills(text),
        }
    }
}

/// Where a key of a secret ends, its quote too, behind which stands what it was and what it is: `'smtp_password' changed
/// from 'X' to 'Y'`.
fn changing(line: &[u8], start: usize, end: usize) -> Option<usize> {
    let past = end + usize::from(matches!(line.get(end), Some(b'"' | b'\'' | b'`')));
    if !line[past..].starts_with(b" changed from ") {
        return None;
    }
    let from = start - NAME.run_back_within(&line[..start], LONG);
    (keys::kind(&keys::normal(&line[from..end])) == Some(Kind::Secret)).then_some(past)
}

/// The second value of `changed from X to Y`.
fn changed(line: &[u8], first: &Value, lead: Lead) -> Option<Value> {
    let quote = usize::from(matches!(line.get(first.end), Some(b'"' | b'\'')));
    let (start, end) = (first.start.saturating_sub(quote), first.end + quote);
    let between = line[..start].ends_with(b"from ") && line[end..].starts_with(b" to ");
    let other = between.then(|| value(line, end + 4, lead)).flatten();
    other.filter(|other| is_telling(&line[other.start..other.end], lead))
}

/// `gwen:h4x0r`
fn credentials(line: &[u8], (start, end): (usize, usize), found: &mut Vec<Found>) {
    let text = &line[start..end];
    let Some(colon) = memchr::memchr(b':', text).filter(|colon| *colon > 0 && *colon + 1 < text.len()) else { return };
    let (login, secret) = (&text[..colon], &text[colon + 1..]);
    let plain = login[0].is_ascii_alphabetic() && NAME.or(b"@").fills(login);
    if plain && !secret.starts_with(b"//") && !DIGIT.fills(secret) {
        let colon = start + colon;
        found.push(Found::new(start..colon, Kind::User, Evidence::Structure).teaching_unless_short());
        found.push(Found::new(colon + 1..end, Kind::Secret, Evidence::Structure).teaching());
    }
}

/// Whether a noun is no part of a longer key: `password_file`, `--password`, `token:`.
fn stands_alone(line: &[u8], start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).map(|at| line[at]);
    let joined = matches!(before, Some(b'_' | b'.' | b'/' | b'$' | b'%' | b'@' | b'='));
    let option = before == Some(b'-') && (start < 2 || !line[start - 2].is_ascii_alphanumeric());
    !joined && !option && matches!(line.get(end), Some(b' ' | b'\t'))
}

/// Digits of the shortest number that nothing but its noun leads to.
const LEAST_PIN: usize = 6;

/// Bytes of the shortest words in quotes that are a network's key.
const LEAST_QUOTED: usize = 6;

#[cfg(test)]
mod tests {

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts_at_sight(line, super::find)
    }

    #[test]
    fn whom_a_token_is_for_is_none() {
        assert_eq!(texts("Received new token for : quvnix7:45454"), Vec::<String>::new());
        assert_eq!(texts("got the new token for gwen: h4x0rq7x9z"), ["h4x0rq7x9z"]);
    }

    #[test]
    fn a_sentence_says_a_secret() {
        for line in [
            "password is h4x0rq",
            "The new Password was set to: h4x0rq",
            "Setting password to: h4x0rq",
            "Enter password for root: h4x0rq",
            "the password for user gwen is h4x0rq.",
            "login refused with password h4x0rq from gw",
            "WPA key \"h4x0rq\" rejected by AP",
            "session key h4x0rq-92x expired",
            "the token is h4x0rq7x9z",
            "Passwort lautet h4x0rq",
            "initial password written: h4x0rq",
        ] {
            assert_eq!(texts(line).len(), 1, "{line}");
            assert!(texts(line)[0].starts_with("h4x0rq"), "{line}");
        }
        assert_eq!(texts("TOTP secret JBSWY3DPEHPKQUVN"), ["JBSWY3DPEHPKQUVN"]);
        assert_eq!(texts("auth: tried 'h4x0r' as password, 1 left"), ["h4x0r"]);
        assert_eq!(texts("Password1 h4x0rq; Password2 h4x1rq; Module 7"), ["h4x0rq", "h4x1rq"]);
        assert_eq!(texts("passkey 448812 shown, PIN 12345670 taken"), ["448812", "12345670"]);
        assert_eq!(texts("link key 0A1B2C3D4E5F60718293A4B5C6D7E8F9"), ["0A1B2C3D4E5F60718293A4B5C6D7E8F9"]);
        assert_eq!(texts("your PIN is 4471, verification code 883322"), ["4471", "883322"]);
        assert_eq!(texts("A temporary password is generated for root@localhost: qT9(wDdk1lP)"), ["qT9(wDdk1lP)"]);
        assert_eq!(texts("password changed from h4x0r7 to h4x1r7."), ["h4x0r7", "h4x1r7"]);
        assert_eq!(texts("password changed from 'h4x0r7' to 'h4x1r7'."), ["h4x0r7", "h4x1r7"]);
        assert_eq!(texts("'smtp_password' changed from 'h4x0r7' to 'h4x1r7'"), ["h4x0r7", "h4x1r7"]);
        assert_eq!(texts("\"sort_key\" changed from \"name7\" to \"date8\""), Vec::<String>::new());
        assert_eq!(texts("tried credentials gwen7:h4x0r7, refused"), ["gwen7", "h4x0r7"]);
        assert_eq!(texts("SNMP community string is h4x0rq, community \"attic\" refused"), ["h4x0rq", "attic"]);
        assert_eq!(texts("Unseal Key 1: h4x0rh4x0rh4x0rh4x0r+a="), ["h4x0rh4x0rh4x0rh4x0r+a="]);
        assert_eq!(texts("session 4fX9aB12cD34eF closed, session c12 opened"), ["4fX9aB12cD34eF"]);
        let key = "123456-234567-345678-456789-567890-678901-789012-890123";
        assert_eq!(texts(&format!("recovery key {key}")), [key]);
        assert_eq!(texts("pre-shared key 'correct horse' is wrong"), ["correct horse"]);
    }

    #[test]
    fn what_is_said_of_a_secret_stays() {
        assert_eq!(texts("Setting up passwd (1:4.13+quvnix1-1) ..."), Vec::<String>::new());
        for line in [
            "use 'username' as password, pin 1234 is output",
            "password1 does not match password2",
            "passkey entry, link key of gwen",
            "password is required for root",
            "password is 8 characters long, hash is sha512-crypt",
            "password is sha256-hashed",
            "the key is 2048-bit",
            "key is user_id7",
            "secret db-creds7 not found",
            "unexpected token u0041q in JSON",
            "token bucket7 is full",
            "using RSA key ID D9827D59A1",
            "password for gwen7 expired",
            "Sorry: password for gwen7: ",
            "password file /etc/x7y missing",
            "read key /etc/ssl/x7.pem",
            "exit code 1234, status code is 5005",
            "ouverture de session sp\u{e9}cifique.#015#012",
            "community of practice, BGP community 65000:100",
            "credentials for gwen:// http://x7, credentials at 12:30",
            "password is generated for user gwen7",
            "password_file is x7yz8",
            "password written to /var/x7y, password written: 7 times",
            "created API access token `Dev Audit log`",
            "No password for network <Net: 0x7fdfe970b250> x7yz8",
            "ii  passwd      1:4.13+dfsg1-1+b1   amd64",
            "pin GPIO17 is set to output7",
            "sent the token to gwen7qx9",
            "password to gwx-a7 was sent",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
