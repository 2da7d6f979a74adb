//! A secret that a line announces and one of the next lines says: `Use the following password to proceed:`, an empty
//! line, `0123…`; `expect "assword:"`, `send "…\r"`. And the number that a modem answers when it is asked for its own.

use crate::minimize::ascii::{DIGIT, GRAPHIC, HEX, NAME};
use crate::minimize::structure::nest::Nest;
use crate::minimize::structure::value::is_placeholder;
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary};

/// What is remembered from line to line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Announced {
    #[default]
    Nothing,
    /// The next line that is not empty is a secret, where it looks like one.
    Line,
    /// What is sent next is a secret.
    Sent,
    /// What a client answers next, in base64, as SMTP has a login and a password (RFC 4954).
    Answer(Kind),
    /// What a modem answers next is its number, or its card's (3GPP TS 27.007, sections 5.4 and 5.6).
    Number,
    /// The next lines are machines, one a line, as Salt lists whose keys it knows.
    Names,
    /// A client may say its password next, as FTP has it (RFC 959).
    Pass,
    /// A secret may be said on the lines below one that names a server, as IOS has it: ` key X`.
    Server(Nest),
    /// What the name of a value is said to be that Subversion keeps, and then its value: `V 6` stands between them.
    Named(Kind),
    Valued(Kind),
    /// The next lines show a secret in pairs of digits, as charon does.
    Dumped,
}

impl Announced {
    /// Whether the next line may say it.
    pub(super) const fn is_open(self) -> bool {
        !matches!(self, Self::Nothing)
    }

    /// Reads a line without white space around it, which is indented so deep and not empty.
    pub(super) fn line(&mut self, text: &[u8], indent: usize, found: &mut Vec<Found>) {
        let kind = match self {
            Self::Answer(kind) | Self::Valued(kind) => *kind,
            Self::Number => Kind::Serial,
            Self::Names => Kind::Host,
            _ => Kind::Secret,
        };
        let span = match self {
            Self::Nothing | Self::Named(_) => None,
            Self::Valued(_) => Some((0, text.len())),
            Self::Answer(_) => last(text),
            Self::Pass => passed(text),
            Self::Server(nest) => key(text).filter(|_| nest.has(indent)),
            Self::Dumped => dumped(text),
            Self::Line => Some((0, text.len())).filter(|_| is_opaque(text)),
            Self::Names => Some((0, text.len())).filter(|_| is_machine(text)),
            Self::Sent => sent(text),
            Self::Number => Some((0, text.len())).filter(|_| is_number(text)),
        };
        if let Some((start, end)) = span.filter(|(start, end)| start < end) {
            found.push(Found::new(indent + start..indent + end, kind, Evidence::Structure).teaching_unless_short());
        }
        let sized = text.strip_prefix(b"V ").is_some_and(|size| DIGIT.fills(size));
        match self {
            Self::Server(nest) if nest.has(indent) => {}
            Self::Dumped | Self::Names if span.is_some() => {}
            Self::Named(kind) if sized => *self = Self::Valued(*kind),
            _ => *self = Self::opened_by(text, indent),
        }
    }

    fn opened_by(text: &[u8], indent: usize) -> Self {
        let says = |words: &[&str]| bytes::holds_any(text, words);
        if text.starts_with(b"expect ") && says(&["assword", "assphrase"]) {
            return Self::Sent;
        }
        if says(&["secret => "]) && says(&[" bytes @ 0x"]) {
            return Self::Dumped;
        }
        if says(&["334 VXNlcm5hbWU6", "334 dXNlcm5hbWU6"]) {
            return Self::Answer(Kind::User);
        }
        if says(&["334 UGFzc3dvcmQ6", "334 cGFzc3dvcmQ6"]) {
            return Self::Answer(Kind::Secret);
        }
        let server = [&b"tacacs server "[..], b"radius server "].iter().find_map(|words| text.strip_prefix(*words));
        // `aaa-server NAME (inside) host 192.0.2.7`
        let named = text.starts_with(b"aaa-server ") && says(&[" host "]);
        if named || server.is_some_and(|name| !name.contains(&b' ')) {
            return Self::Server(Nest::below(indent));
        }
        if bytes::is_one_of(text, &MINIONS) {
            return Self::Names;
        }
        // Teltonika's routers ask their modem so.
        if says(&["gsmctl -i", "gsmctl -x", "gsmctl -J"]) {
            return Self::Number;
        }
        if text.starts_with(b"AT+") && bytes::is_one_of(&text[3..], &ASKED) {
            return Self::Number;
        }
        // How servers of FTP ask for it, whose number another line may have as well.
        if says(&["specify the password", "assword required", "need password", "send password"]) {
            return Self::Pass;
        }
        // `USER gwen`, and nothing behind.
        let login = bytes::every(text, b"USER ").last().map(|at| &text[at + 5..]);
        if login.is_some_and(|login| !login.is_empty() && !login.contains(&b' ')) {
            return Self::Pass;
        }
        if let Some((_, kind)) = NAMES.iter().find(|(name, _)| name.as_bytes() == text) {
            return Self::Named(*kind);
        }
        // A sentence of several words, of which a key of YAML has one.
        let sentence = text.ends_with(b":") && memchr::memchr_iter(b' ', text).count() >= 3 && !text.contains(&b'=');
        let secret = says(&["password", "passphrase", "secret key", "recovery key", "access token"]);
        if sentence && secret { Self::Line } else { Self::Nothing }
    }
}

/// Where what `send` says stands, without the mark of the line's end.
fn sent(text: &[u8]) -> Option<(usize, usize)> {
    let rest = text.strip_prefix(b"send ")?;
    let rest = rest.strip_prefix(b"-- ").unwrap_or(rest);
    let inner = rest.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    let start = text.len() - 1 - inner.len();
    let inner = inner.strip_suffix(b"\\n").unwrap_or(inner);
    let inner = inner.strip_suffix(b"\\r").unwrap_or(inner);
    (!inner.starts_with(b"$")).then_some((start, start + inner.len()))
}

/// What stands behind a number and a colon, where that is pairs of hexadecimal digits: `16: 0A 1B …  .N..`.
fn dumped(text: &[u8]) -> Option<(usize, usize)> {
    let pair = |at: usize| text.get(at..at + 2).is_some_and(|pair| HEX.fills(pair));
    let start = bytes::every(text, b": ").filter(|at| *at > 0).map(|at| at + 2).find(|start| {
        text[start - 3].is_ascii_digit() && pair(*start) && text.get(start + 2) == Some(&b' ') && pair(start + 3)
    })?;
    Some((start, text.len()))
}

/// The one word behind `key `.
fn key(text: &[u8]) -> Option<(usize, usize)> {
    let word = text.strip_prefix(b"key ")?.trim_ascii_start();
    (!word.contains(&b' ') && !is_placeholder(word)).then_some((text.len() - word.len(), text.len()))
}

/// The last word, where it is a text in base64.
fn last(text: &[u8]) -> Option<(usize, usize)> {
    let start = memchr::memrchr(b' ', text).map_or(0, |blank| blank + 1);
    let word = &text[start..];
    let says = data_encoding::BASE64
        .decode(word)
        .is_ok_and(|plain| !plain.is_empty() && GRAPHIC.or(b" ").or_not_ascii().fills(&plain));
    says.then_some((start, text.len()))
}

/// What stands behind `PASS `, up to the end.
fn passed(text: &[u8]) -> Option<(usize, usize)> {
    let stands = |at: &usize| *at == 0 || !text[at - 1].is_ascii_alphanumeric();
    let start = bytes::every(text, b"PASS ").find(stands)? + 5;
    (!matches!(text.get(start), Some(b'*' | b'<' | b'X'))).then_some((start, text.len()))
}

/// One word with letters and digits that no language has.
fn is_opaque(text: &[u8]) -> bool {
    let any = |is: fn(&u8) -> bool| text.iter().any(is);
    (8..=LONGEST).contains(&text.len())
        && NAME.or(b"+/=").fills(text)
        && any(u8::is_ascii_digit)
        && any(u8::is_ascii_alphabetic)
        && !matches!(text[0], b'/' | b'-')
        && !dictionary::is_word(text)
}

/// The number of a modem or a card, which has 15 digits, or 18 to 22.
fn is_number(text: &[u8]) -> bool {
    matches!(text.len(), 15 | 18..=22) && DIGIT.fills(text)
}

/// Names of the values that Subversion keeps of whoever uses it.
const NAMES: [(&str, Kind); 3] = [("username", Kind::User), ("password", Kind::Secret), ("passphrase", Kind::Secret)];

/// Whether a text is one word as machines are called.
fn is_machine(text: &[u8]) -> bool {
    NAME.fills(text) && !dictionary::is_word(text)
}

/// What stands above the machines whose keys Salt knows.
const MINIONS: [&str; 4] = ["Accepted Keys:", "Denied Keys:", "Unaccepted Keys:", "Rejected Keys:"];

/// Commands that ask for one.
const ASKED: [&str; 6] = ["GSN", "CGSN", "CIMI", "CCID", "ICCID", "QCCID"];

/// Bytes of the longest secret that stands alone in a line.
const LONGEST: usize = 128;

#[cfg(test)]
mod tests {
    use super::Announced;

    fn texts(lines: &[&str]) -> Vec<String> {
        let mut announced = Announced::default();
        crate::minimize::testing::texts_of_lines(lines, |line, found| announced.line(line, 0, found))
    }

    #[test]
    fn a_secret_stands_below_its_sentence() {
        assert_eq!(texts(&["Use the following password to proceed:", "q7w8e9r0a1", "more q7w8e9r0a2"]), ["q7w8e9r0a1"]);
        assert_eq!(texts(&["expect \"assword:\"", "send \"h4x0r\\r\"", "send \"uptime\\r\""]), ["h4x0r"]);
        let dialogue = ["S: 334 VXNlcm5hbWU6", "C: Z3dlbg==", "S: 334 UGFzc3dvcmQ6", "C: aDR4MHI=", "S: 235 ok"];
        assert_eq!(texts(&dialogue), ["Z3dlbg==", "aDR4MHI="]);
        assert_eq!(texts(&["S: 334 UGFzc3dvcmQ6", "C: QUIT"]), [] as [&str; 0]);
        assert_eq!(texts(&["331 tests collected", "PASS src/x.test.js"]), [] as [&str; 0]);
        assert_eq!(texts(&["331 Please specify the password.", "PASS h4x 0r", "230 Login successful."]), ["h4x 0r"]);
        assert_eq!(texts(&["ftpd: USER gwen", "ftpd: PASS h4x0r", "ftpd: PASS x"]), ["h4x0r"]);
        assert_eq!(texts(&["USER PID CPU", "PASS src/x.test.js"]), [] as [&str; 0]);
        assert_eq!(texts(&["expect -re \".*assphrase\"", "send -- \"h4x 0r\\n\""]), ["h4x 0r"]);
    }

    #[test]
    fn a_secret_is_dumped_below_its_name() {
        let lines =
            ["07[ENC] SK_ai secret => 20 bytes @ 0x7f1c", "07[ENC]   0: 0A 1B 2C  .N..", "07[IKE] up: 7A 8B 9C"];
        assert_eq!(texts(&lines[..2]), ["0A 1B 2C  .N.."]);
        assert_eq!(texts(&[lines[0], lines[2], lines[1]]), [] as [&str; 0]);
    }

    #[test]
    fn machines_stand_below_what_is_said_of_their_keys() {
        let lines =
            ["Accepted Keys:", "gw-quvnix", "zorgal7", "Denied Keys:", "Rejected Keys:", "bo7", "and so on", "x7"];
        assert_eq!(texts(&lines), ["gw-quvnix", "zorgal7", "bo7"]);
        assert_eq!(texts(&["root@gw:~# gsmctl -i", "861107034417726", "861107034417726"]), ["861107034417726"]);
        assert_eq!(texts(&["Accepted Keys: 3", "zorgal7"]), [] as [&str; 0]);
    }

    #[test]
    fn what_subversion_keeps_is_found() {
        let kept = ["K 8", "username", "V 4", "gwen", "K 8", "password", "V 5", "h4x0r", "END"];
        assert_eq!(texts(&kept), ["gwen", "h4x0r"]);
        assert_eq!(texts(&["username", "quvnix", "password", "V 7 of it", "h4x0r"]), [] as [&str; 0]);
    }

    #[test]
    fn other_lines_stay() {
        for lines in [
            ["Enter the password for this host:", "gwen"],
            ["The rules of the password policy:", "- 8 characters"],
            ["password:", "q7w8e9r0a1"],
            ["Response of the password endpoint:", r#"{"zorg":"quvnix","n":200}"#],
            ["expect \"login:\"", "send \"gwen\\r\""],
            ["expect \"assword:\"", "send \"$pw\\r\""],
        ] {
            assert_eq!(texts(&lines), Vec::<String>::new(), "{lines:?}");
        }
    }
}
