//! Sentences that say a secret: `password is X`, `Setting password to: X`, `Enter password for root: X`,
//! `WPA key "X" rejected`, `TOTP secret X`.
//!
//! Most sentences with such a word say something about a secret and not the secret, so that what stands there must look
//! like one: in quotes, or letters and digits that make no word.

mod words;

use super::super::sight::{Finder, Needs, Sight};
use super::super::{Found, Kind, Way, dictionary};
use super::value::is_placeholder;
use words::{ALGORITHMS, CHANGES, CODES, LEADS, NETWORKS, OTHERS, QUALIFIERS, UNITS, VERBS};

/// What a line must show to hold one.
pub(super) const NEEDS: Needs = Needs { finder: Finder::Statements, marks: 0, words: &WORDS };

/// A word for a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Noun {
    /// Nothing else is called so.
    Password,
    /// The same, and it may be a number.
    Number,
    /// Contacts of chips are called so too.
    Pin,
    /// So are things that are none: a secret of Kubernetes, a token of a parser, a key of a table.
    Thing,
    /// A number where the word before says which, and what a program ends with elsewhere.
    Code,
    /// SNMP's, and people's.
    Community,
    /// A login, a colon and a password.
    Credentials,
    Session,
}

/// Finds them in one line.
pub(super) fn find(line: &[u8], sight: &Sight, found: &mut Vec<Found>) {
    for word in sight.words.iter().filter(|word| (SHORTEST..=LONGEST).contains(&word.len())) {
        let (start, end) = (word.start as usize, word.end as usize);
        if let Some(noun) = noun(&line[start..end]).filter(|_| stands_alone(line, start, end)) {
            sentence(line, (start, end), noun, found);
        }
    }
}

/// What a sentence says whose noun stands there.
fn sentence(line: &[u8], (start, end): (usize, usize), noun: Noun, found: &mut Vec<Found>) {
    let before = word_before(line, start);
    let end = if noun == Noun::Community { past_string(line, end) } else { end };
    let told = behind(line, end, has(&VERBS, before) || has(&VERBS, word_before(line, start - before.len())));
    // A column of a table is no sentence.
    let next = || line.get(end + 1).is_some_and(|byte| !byte.is_ascii_whitespace()).then_some((end + 1, false));
    let Some((at, exact)) = told.or_else(next) else { return };
    let Some(value) = value(line, at, exact) else { return };
    let text = &line[value.start..value.end];
    let telling = is_telling(text, exact) && text.len() >= if value.quoted { LEAST } else { noun.least() };
    let number = text.len() >= 4 && text.iter().all(u8::is_ascii_digit);
    let (told, qualified) = (told.is_some(), has(&QUALIFIERS, before));
    let fits = match noun {
        _ if has(&OTHERS, before) => false,
        Noun::Password => telling,
        Noun::Number => telling || number,
        Noun::Pin => told && (telling || number),
        // `unexpected token x7`, and `secret x7 not found`, which is its name; what a network's key is may be words.
        Noun::Thing => {
            let spoken = value.quoted && text.len() >= LEAST_QUOTED && has(&NETWORKS, before);
            let said = told && !line[start..end].eq_ignore_ascii_case(b"key");
            qualified && (telling || spoken || is_recovery(text)) || said && telling
        }
        Noun::Code => has(&CODES, before) && (number || told && telling),
        Noun::Community => value.quoted && text.len() >= 3 || told && telling,
        Noun::Credentials => return credentials(line, (value.start, value.end), found),
        Noun::Session => {
            !told && telling && text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
        }
    };
    if !fits || is_placeholder(text) {
        return;
    }
    let kind = if noun == Noun::Session { Kind::Session } else { Kind::Secret };
    found.push(Found { start: value.start, end: value.end, kind, way: Way::Structure, learn: true });
    // `changed from X to Y`
    if line[..value.start].ends_with(b"from ")
        && let Some(other) =
            line[value.end..].starts_with(b" to ").then(|| self::value(line, value.end + 4, exact)).flatten()
        && is_telling(&line[other.start..other.end], exact)
    {
        found.push(Found { start: other.start, end: other.end, kind, way: Way::Structure, learn: true });
    }
}

/// `gwen:h4x0r`
fn credentials(line: &[u8], (start, end): (usize, usize), found: &mut Vec<Found>) {
    let text = &line[start..end];
    let Some(colon) = memchr::memchr(b':', text).filter(|colon| *colon > 0 && *colon + 1 < text.len()) else { return };
    let (login, secret) = (&text[..colon], &text[colon + 1..]);
    let plain = login[0].is_ascii_alphabetic()
        && login.iter().all(|byte| byte.is_ascii_alphanumeric() || b"._@-".contains(byte));
    if plain && !secret.starts_with(b"//") && secret.iter().any(|byte| !byte.is_ascii_digit()) {
        let colon = start + colon;
        found.push(Found { start, end: colon, kind: Kind::User, way: Way::Structure, learn: colon - start >= 4 });
        found.push(Found { start: colon + 1, end, kind: Kind::Secret, way: Way::Structure, learn: true });
    }
}

/// Behind `community string` and `community name`.
fn past_string(line: &[u8], end: usize) -> usize {
    let more = [&b" string"[..], b" name"].into_iter().find(|more| line[end..].starts_with(more));
    end + more.map_or(0, <[u8]>::len)
}

/// Eight numbers of six digits, as BitLocker has them.
fn is_recovery(text: &[u8]) -> bool {
    text.len() == 55
        && text.iter().enumerate().all(|(at, byte)| if at % 7 == 6 { *byte == b'-' } else { byte.is_ascii_digit() })
}

/// Where the value begins behind words that say that one comes, and whether a colon says that it is all that follows:
/// `is `, `was set to: `, ` for root: `. Only what is `set` is so to something; else somebody may be whom it is sent to.
fn behind(line: &[u8], end: usize, mut set: bool) -> Option<(usize, bool)> {
    let mut at = gap(line, end)?;
    let mut said = false;
    for _ in 0..TOLD {
        let stop = word_end(line, at);
        let colon = line[at..stop].ends_with(b":");
        let word = line[at..stop].strip_suffix(b":").unwrap_or(&line[at..stop]);
        match word {
            b"for" => {
                let (next, colon) = past_whom(line, gap(line, stop)?)?;
                if colon {
                    return Some((next, true));
                }
                at = next;
                continue;
            }
            b"from" if set => return Some((gap(line, stop)?, false)),
            b"to" | b"as" if !set => return None,
            // What numbers one of several: `Unseal Key 1: `
            _ if colon && word.len() <= 2 && word.iter().all(u8::is_ascii_digit) => {
                return Some((gap(line, stop)?, true));
            }
            _ if !is_told(line, at) => break,
            _ => {}
        }
        set |= has(&CHANGES, word);
        said |= !has(&CHANGES, word);
        at = gap(line, stop)?;
        if colon {
            return Some((at, true));
        }
    }
    said.then_some((at, false))
}

/// Behind `root`, `user root`, `'ann'`, and whether a colon stands there.
fn past_whom(line: &[u8], mut at: usize) -> Option<(usize, bool)> {
    for _ in 0..WHOM {
        let stop = word_end(line, at);
        let colon = line[at..stop].ends_with(b":");
        if line[at..stop].iter().any(|byte| matches!(byte, b'<' | b'(' | b'{' | b'[')) {
            return None;
        }
        at = gap(line, stop)?;
        if colon || is_told(line, at) {
            return Some((at, colon));
        }
    }
    Some((at, false))
}

/// Whether a word stands there that leads to a value.
fn is_told(line: &[u8], at: usize) -> bool {
    let word = &line[at..word_end(line, at)];
    let word = word.strip_suffix(b":").unwrap_or(word);
    has(&LEADS, word) || has(&CHANGES, word)
}

/// Where the next word begins behind `end`, blanks skipped, of which there must be one.
fn gap(line: &[u8], end: usize) -> Option<usize> {
    let blanks = line.get(end..)?.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    (blanks > 0 && end + blanks < line.len()).then_some(end + blanks)
}

fn word_end(line: &[u8], at: usize) -> usize {
    at + line[at..].iter().take(LONG).take_while(|byte| !matches!(byte, b' ' | b'\t')).count()
}

/// The word before a noun, behind one blank or a dash.
fn word_before(line: &[u8], start: usize) -> &[u8] {
    let head = line[..start].strip_suffix(b" ").or_else(|| line[..start].strip_suffix(b"-")).unwrap_or_default();
    let length = head.iter().rev().take(LONG).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    &head[head.len() - length..]
}

/// A value, without its quotes.
struct Value {
    start: usize,
    end: usize,
    quoted: bool,
}

/// The value that begins there, with the mark of a sentence behind it where it is `exact`.
fn value(line: &[u8], at: usize, exact: bool) -> Option<Value> {
    let first = *line.get(at)?;
    if let quote @ (b'"' | b'\'' | b'`') = first {
        let closes = |byte: &u8| *byte == quote || quote == b'`' && *byte == b'\'';
        let length = line[at + 1..].iter().take(LONG).position(closes)?;
        return Some(Value { start: at + 1, end: at + 1 + length, quoted: true });
    }
    if !first.is_ascii_alphanumeric() && !b"!#&*?".contains(&first) {
        return None;
    }
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'<' | b'>' | b'`' | b'|' | 0);
    let mut end = at + line[at..].iter().take(LONG).take_while(|byte| !ends(byte)).count();
    while !exact && end > at && matches!(line[end - 1], b'.' | b',' | b';' | b':' | b')' | b']' | b'}') {
        end -= 1;
    }
    Some(Value { start: at, end, quoted: false })
}

/// Whether a word looks like a secret: letters and digits, and neither a word nor an algorithm, a size, nor, where a sentence
/// may go on, a path or a pair.
fn is_telling(text: &[u8], exact: bool) -> bool {
    let digits = text.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = text.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let lower = text.to_ascii_lowercase();
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let unit = &lower[count..];
    let unit = unit.strip_prefix(b"-").unwrap_or(unit);
    let pointer = text.starts_with(b"0x") && text.len() <= 18;
    // What is longer may be hexadecimal digits, of which another line has others.
    let measured = text.len() < HEXADECIMAL && has(&UNITS, unit);
    let sized = pointer || count > 0 && (unit.is_empty() || measured);
    // `sha256`, `aes-256-gcm`: a name, and behind it digits and what stands apart.
    let numbered = |rest: &[u8]| rest.iter().take_while(|byte| **byte != b'-').all(u8::is_ascii_digit);
    let algorithm = ALGORITHMS.iter().any(|name| lower.strip_prefix(name.as_bytes()).is_some_and(numbered));
    let inner = text.strip_suffix(b"=").map_or(text, |text| text.strip_suffix(b"=").unwrap_or(text));
    let marked = inner.iter().any(|byte| matches!(byte, b'/' | b'\\' | b'(' | b'=' | b'{' | b'[' | b'<'));
    // `login@machine.example`, `pam_unix2.so`, `2026-01-02`
    let end = text.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    let file = end.len() < text.len() && (1..=4).contains(&end.len()) && end.iter().all(u8::is_ascii_lowercase);
    let mail = end.len() < text.len() && text.contains(&b'@');
    let date = count == 4 && text[4..].iter().all(|byte| byte.is_ascii_digit() || b"-T:.Z".contains(byte));
    let mixed = digits > 0 && letters > 0;
    // A secret of base32, as authenticators have it.
    let upper = text.len() >= WIDE && text.iter().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7' | b'='));
    let other = !exact && (marked || file || mail);
    (mixed && !other || upper) && !date && !sized && !algorithm && !dictionary::is_word(&lower)
}

/// Digits from which on a run of hexadecimal ones is a slot of a line's shape.
const HEXADECIMAL: usize = 8;

/// Whether a word is no part of a longer key: `password_file`, `--password`, `token:`.
fn stands_alone(line: &[u8], start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).map(|at| line[at]);
    let joined = matches!(before, Some(b'_' | b'.' | b'/' | b'$' | b'%' | b'@' | b'='));
    let option = before == Some(b'-') && (start < 2 || !line[start - 2].is_ascii_alphanumeric());
    !joined && !option && matches!(line.get(end), Some(b' ' | b'\t'))
}

fn noun(word: &[u8]) -> Option<Noun> {
    NOUNS.iter().find(|(known, _)| word.eq_ignore_ascii_case(known.as_bytes())).map(|(_, noun)| *noun)
}

impl Noun {
    /// Bytes of the shortest secret without quotes.
    const fn least(self) -> usize {
        match self {
            Self::Thing => LEAST_OF_THINGS,
            Self::Session => LEAST_OF_SESSIONS,
            _ => LEAST,
        }
    }
}

fn has(list: &[&[u8]], word: &[u8]) -> bool {
    list.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Words for secrets.
const NOUNS: [(&str, Noun); 24] = [
    ("key", Noun::Thing),
    ("secret", Noun::Thing),
    ("token", Noun::Thing),
    ("pin", Noun::Pin),
    ("otp", Noun::Number),
    ("totp", Noun::Number),
    ("passcode", Noun::Number),
    ("code", Noun::Code),
    ("passphrase", Noun::Password),
    ("passwd", Noun::Password),
    ("password", Noun::Password),
    ("passwort", Noun::Password),
    ("kennwort", Noun::Password),
    ("wachtwoord", Noun::Password),
    ("psk", Noun::Password),
    ("pwd", Noun::Password),
    ("community", Noun::Community),
    ("credentials", Noun::Credentials),
    ("creds", Noun::Credentials),
    ("session", Noun::Session),
    ("sessionid", Noun::Session),
    ("sessid", Noun::Session),
    ("jsessionid", Noun::Session),
    ("phpsessid", Noun::Session),
];

/// The same, for the table of all that finders wait for.
const WORDS: [&str; NOUNS.len()] = {
    let mut words = [""; NOUNS.len()];
    let mut index = 0;
    while index < words.len() {
        words[index] = NOUNS[index].0;
        index += 1;
    }
    words
};

/// Letters of the shortest and of the longest of the words.
const SHORTEST: usize = 3;
const LONGEST: usize = 11;

/// Bytes of the shortest secret; of one of a thing; of the id of a session; in quotes; in base32.
const LEAST: usize = 5;
const LEAST_OF_THINGS: usize = 8;
const LEAST_OF_SESSIONS: usize = 12;
const LEAST_QUOTED: usize = 6;
const WIDE: usize = 16;

/// Bytes of a word that are read, words that say whose it is, and words that lead to a value.
const LONG: usize = 512;
const WHOM: usize = 3;
const TOLD: usize = 5;

#[cfg(test)]
mod tests {
    use super::super::super::sight::Sight;

    fn texts(line: &str) -> Vec<String> {
        let mut sight = Sight::default();
        sight.look(line.as_bytes());
        crate::minimize::texts(line, |line, found| super::find(line, &sight, found))
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
        ] {
            assert_eq!(texts(line).len(), 1, "{line}");
            assert!(texts(line)[0].starts_with("h4x0rq"), "{line}");
        }
        assert_eq!(texts("TOTP secret JBSWY3DPEHPKQUVN"), ["JBSWY3DPEHPKQUVN"]);
        assert_eq!(texts("your PIN is 4471, verification code 883322"), ["4471", "883322"]);
        assert_eq!(texts("A temporary password is generated for root@localhost: qT9(wDdk1lP)"), ["qT9(wDdk1lP)"]);
        assert_eq!(texts("password changed from h4x0r7 to h4x1r7."), ["h4x0r7", "h4x1r7"]);
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
        for line in [
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
