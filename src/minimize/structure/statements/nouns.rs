//! Words for secrets, and how far each of them says by itself that a secret stands behind it.

/// A word for a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Noun {
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

/// What a word is called for, in capitals or not.
pub(super) fn noun(word: &[u8]) -> Option<Noun> {
    // Nearly every word of a line is none of them, and its first letter and its length say so.
    let lengths = LENGTHS[usize::from(word.first()? & 0x1f)];
    if lengths >> word.len().min(15) & 1 == 0 {
        return None;
    }
    NOUNS.iter().find(|(known, _)| word.eq_ignore_ascii_case(known.as_bytes())).map(|(_, noun)| *noun)
}

impl Noun {
    /// Bytes of the shortest secret without quotes.
    pub(super) const fn least(self) -> usize {
        match self {
            Self::Thing => LEAST_OF_THINGS,
            Self::Session => LEAST_OF_SESSIONS,
            _ => LEAST,
        }
    }
}

/// Words for secrets.
const NOUNS: [(&str, Noun); 34] = [
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
    ("password1", Noun::Password),
    ("password2", Noun::Password),
    ("passkey", Noun::Number),
    ("pincode", Noun::Number),
    ("appkey", Noun::Password),
    ("authkey", Noun::Password),
    ("authtoken", Noun::Password),
    ("appskey", Noun::Password),
    ("nwkskey", Noun::Password),
    ("nwkkey", Noun::Password),
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
pub(super) const WORDS: [&str; NOUNS.len()] = {
    let mut words = [""; NOUNS.len()];
    let mut index = 0;
    while index < words.len() {
        words[index] = NOUNS[index].0;
        index += 1;
    }
    words
};

/// How many letters those have that begin with a letter, by its place in the alphabet: bit `n` for `n`.
const LENGTHS: [u16; 32] = {
    let mut lengths = [0; 32];
    let mut index = 0;
    while index < WORDS.len() {
        let word = WORDS[index].as_bytes();
        lengths[(word[0] & 0x1f) as usize] |= 1 << word.len();
        index += 1;
    }
    lengths
};

/// Bytes of the shortest secret; of one of a thing; of the id of a session.
pub(super) const LEAST: usize = 5;
const LEAST_OF_THINGS: usize = 8;
const LEAST_OF_SESSIONS: usize = 12;
