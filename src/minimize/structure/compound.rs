//! Values that are more than one text behind a key: what stands in brackets there, on the lines below, in a string or an
//! element of several lines.
//!
//! Of a key that a profile names it is whatever stands there; of one of secrets, what can be one.

mod brackets;
mod openings;

use super::below::is_plural;
use super::fields::declared;
use super::plausible::{Value, is_plausible};
use super::value::is_block;
use super::{Fields, keys};
use crate::minimize::ascii::{Class, LETTER};
use crate::minimize::quote::{close, is_escaped, unquoted};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary};
use brackets::{Brackets, Scalar};
use openings::{element, member, without_marks};

/// What is remembered from line to line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Compound(Option<Open>);

/// A key whose values go on in the next line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Open {
    owner: Owner,
    form: Form,
    /// Lines in which they may still go on.
    left: u16,
}

/// What a key says of its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// What the profile says.
    Declared(Kind),
    /// One is a secret; whether it may be an ordinary word.
    Secret { word: bool },
    /// Each is a secret, and has a name of its own.
    Secrets,
}

/// How the values go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// On lines that are deeper than the key, in the depth of the first of them; each as a whole in a block scalar.
    Deeper {
        outer: usize,
        depth: Option<usize>,
        whole: bool,
    },
    Brackets(Brackets),
    /// In a string that this mark closes, on lines that are deeper.
    Quoted {
        mark: u8,
        outer: usize,
    },
    /// In a string of several lines, which three of this mark close (TOML).
    Tripled(u8),
    /// In so many elements.
    Elements(u8),
    /// Behind a backslash at the line's end.
    Continued,
}

impl Compound {
    /// Whether the next line may hold what belongs to a key.
    pub(super) const fn is_open(self) -> bool {
        self.0.is_some()
    }

    /// Reads a line.
    pub(super) fn line(&mut self, line: &[u8], fields: &Fields, found: &mut Vec<Found>) {
        self.0 = self.0.and_then(|open| open.line(line, found)).or_else(|| Open::by(line, fields, found));
    }
}

/// Finds the values in the brackets that begin at a place.
pub(super) fn in_brackets(line: &[u8], at: usize, owner: Owner, found: &mut Vec<Found>) {
    Brackets::default().read(line, at, &mut |scalar| owner.scalar(line, scalar, found));
}

impl Open {
    /// What a line opens.
    fn by(line: &[u8], fields: &Fields, found: &mut Vec<Found>) -> Option<Self> {
        let text = line.trim_ascii();
        if text.first() == Some(&b'<') {
            return Self::by_element(line, text, fields, found);
        }
        let (key, separator, value) = member(text)?;
        let tight = text[key.len()..].starts_with(b"=") && value.starts_with(b" ");
        let (value, outer) = (value.trim_ascii(), line.len() - without_marks(line.trim_ascii_start()).len());
        let bracket = matches!(value.first(), Some(b'{' | b'['));
        let string = value.first().copied().filter(|mark| separator == b':' && matches!(mark, b'"' | b'\''));
        let closed = |mark: u8| close(value, 1, mark).is_some();
        let form = match value {
            b"" => Form::Deeper { outer, depth: None, whole: false },
            [mark @ (b'"' | b'\''), rest @ ..]
                if triples(value, *mark) && bytes::find(&rest[2..], &[*mark; 3]).is_none() =>
            {
                Form::Tripled(*mark)
            }
            _ if is_block(value) => Form::Deeper { outer, depth: None, whole: true },
            // `KEY= \`: arguments go on, not the value.
            b"\\" if tight => return None,
            [head @ .., b'\\'] if !head.ends_with(b" ") && !is_escaped(head) => Form::Continued,
            _ if bracket && matches!(value.last(), Some(b'{' | b'[' | b',')) => {
                Form::Brackets(Brackets::default().read(value, 0, &mut |_| ()).filter(|open| open.depth > 0)?)
            }
            _ => string.filter(|mark| !closed(*mark)).map(|mark| Form::Quoted { mark, outer })?,
        };
        let owner = Owner::of(key, fields).filter(|owner| owner.may_have(form, separator))?;
        Some(Self { owner, form, left: form.lines() })
    }

    /// The same where it begins with elements; what they hold on the line is found.
    fn by_element(line: &[u8], text: &[u8], fields: &Fields, found: &mut Vec<Found>) -> Option<Self> {
        let mut opened = None;
        for at in memchr::memchr_iter(b'<', line).take(if fields.are_any() { usize::MAX } else { 1 }) {
            let name = element(&line[at..]);
            let Some(end) = memchr::memchr(b'>', &line[at..]).map(|length| at + length) else { break };
            if name.is_empty() || line[..end].ends_with(b"/") {
                continue;
            }
            let alone = line.len() - line.trim_ascii_start().len() == at && text.len() == end + 1 - at;
            let owner = match Owner::of(name, fields) {
                Some(owner @ Owner::Declared(_)) => owner,
                Some(owner @ Owner::Secret { .. }) if alone && keys::is_spelt_so(name, &keys::normal(name)) => owner,
                _ => continue,
            };
            let depth = owner.elements(line, end + 1, 1, found);
            if depth > 0 && text.ends_with(b">") {
                opened = Some(Self { owner, form: Form::Elements(depth), left: Form::Elements(depth).lines() });
            }
        }
        opened
    }

    /// Reads a line within; what remains open behind it.
    fn line(self, line: &[u8], found: &mut Vec<Found>) -> Option<Self> {
        let (text, indent) = (line.trim_ascii(), line.len() - line.trim_ascii_start().len());
        let (end, owner) = (indent + text.len(), self.owner);
        let form = match self.form {
            Form::Continued => {
                let more = is_escaped(text);
                owner.take(line, (indent, end - usize::from(more)), None, found);
                more.then_some(Form::Continued)
            }
            form if text.is_empty() => Some(form),
            Form::Deeper { outer, whole: true, .. } => {
                (indent > outer).then(|| owner.take(line, (indent, end), None, found)).map(|()| self.form)
            }
            Form::Deeper { outer, depth, whole } => {
                let item = text.starts_with(b"- ") || text == b"-";
                if indent < outer || indent == outer && !item {
                    return None;
                }
                let depth = Some(depth.unwrap_or(indent));
                let form = Form::Deeper { outer, depth, whole };
                let goes_on = text.first() == Some(&b'#') || owner.entry(line, (indent, end), depth, found);
                goes_on.then_some(form)
            }
            Form::Brackets(brackets) => {
                let mut prose = false;
                let open = brackets.read(line, indent, &mut |scalar| {
                    prose |= !scalar.quoted && line[scalar.span.0..scalar.span.1].contains(&b' ');
                })?;
                // Security: a log that one such line got into says nothing of a key on the others.
                if prose {
                    return None;
                }
                brackets.read(line, indent, &mut |scalar| owner.scalar(line, scalar, found));
                (open.depth > 0).then_some(Form::Brackets(open))
            }
            Form::Quoted { mark, outer } => {
                let closes = close(line, indent, mark);
                let end = (indent > outer).then(|| closes.unwrap_or(end))?;
                // The key has said what the value is, so it need not look like one: it may be prose.
                match owner {
                    Owner::Declared(kind) => declared(line, (indent, end), kind, found),
                    _ if end > indent => found.push(Found::new(indent..end, Kind::Secret, Evidence::Structure)),
                    _ => {}
                }
                closes.is_none().then_some(self.form)
            }
            Form::Tripled(mark) => {
                let closes = bytes::find(text, &[mark; 3]).map(|length| indent + length);
                owner.take(line, (indent, closes.unwrap_or(end)), None, found);
                closes.is_none().then_some(self.form)
            }
            Form::Elements(depth) => {
                let depth = owner.elements(line, indent, depth, found);
                (depth > 0).then_some(Form::Elements(depth))
            }
        };
        Some(Self { form: form?, left: self.left.checked_sub(1)?, ..self })
    }
}

/// Whether a text begins with three of a mark.
fn triples(text: &[u8], mark: u8) -> bool {
    text.starts_with(&[mark; 3])
}

impl Form {
    /// Lines in which values go on at most; what is deeper goes on for any number.
    const fn lines(self) -> u16 {
        match self {
            Self::Deeper { .. } => u16::MAX,
            Self::Brackets(_) => 4096,
            Self::Elements(_) | Self::Tripled(_) => 64,
            Self::Quoted { .. } | Self::Continued => 16,
        }
    }
}

impl Owner {
    /// What a key says: as a whole, or by its last part.
    fn of(key: &[u8], fields: &Fields) -> Option<Self> {
        let last = key.rsplit(|byte| matches!(byte, b'.' | b':')).next().unwrap_or(key);
        let normal = keys::normal(last);
        if let Some(kind) = fields.declared(key) {
            return Some(Self::Declared(kind));
        }
        // `Error: invalid password: "`: a sentence.
        if key.contains(&b' ') {
            return None;
        }
        let one = keys::kind(&normal) == Some(Kind::Secret) && !keys::is_weak(&normal);
        if is_plural(&normal) {
            return Some(Self::Secrets);
        }
        // Behind `auth-user-pass` OpenVPN has a login before its password.
        let other = normal.ends_with(b"userpass") || normal.starts_with(b"credential") || *normal == *b"secret";
        (one && !other).then(|| Self::Secret { word: normal.ends_with(b"password") })
    }

    /// Whether what the key says may stand so: elsewhere a secret's own finders find it, or it is no secret.
    const fn may_have(self, form: Form, separator: u8) -> bool {
        match (self, form) {
            (Self::Declared(_), _) | (Self::Secret { .. }, Form::Quoted { .. } | Form::Continued) => true,
            // In YAML it is found by `below`.
            (Self::Secret { .. }, Form::Deeper { whole, .. }) => separator == b'=' && !whole,
            (Self::Secrets, Form::Deeper { whole, .. }) => separator == b':' && !whole,
            (Self::Secrets, Form::Brackets(_)) => true,
            _ => false,
        }
    }

    /// Finds the value of an entry of YAML, or of a line that goes on; whether more may follow.
    fn entry(self, line: &[u8], (start, end): (usize, usize), depth: Option<usize>, found: &mut Vec<Found>) -> bool {
        let text = &line[start..end];
        if matches!(self, Self::Secret { .. }) {
            let inner = text.strip_suffix(b";").map_or(text, |text| if text.ends_with(b"\"") { text } else { b"" });
            let bare = !inner.is_empty() && !Class::of(b" :={}[]()").is_in(unquoted(inner));
            if bare {
                self.take(line, (start, start + inner.len()), None, found);
            }
            return bare;
        }
        // A list of secrets is found by `below`, and what is an object there says itself what it holds.
        if self == Self::Secrets && (depth != Some(start) || text.starts_with(b"-")) {
            return true;
        }
        let mut inner = text;
        while let Some(item) = inner.strip_prefix(b"- ") {
            inner = item.trim_ascii_start();
        }
        let (key, value) = match member(inner).filter(|_| !matches!(inner.first(), Some(b'{' | b'['))) {
            Some((key, b':', value)) => (Some(key), value.trim_ascii()),
            _ => (None, inner),
        };
        let at = end - value.len();
        if self == Self::Secrets && key.is_none() {
            return true;
        }
        if matches!(self, Self::Declared(_)) && matches!(value.first(), Some(b'{' | b'[')) {
            in_brackets(line, at, self, found);
        } else if !is_block(value) {
            let string = matches!(value.first(), Some(b'"' | b'\''));
            let comment = bytes::find(value, b" #").filter(|_| !string).unwrap_or(value.len());
            self.take(line, (at, at + value[..comment].trim_ascii_end().len()), key, found);
        }
        true
    }

    /// Finds the texts of elements, of which so many are open; gives how many are open behind the line.
    fn elements(self, line: &[u8], mut at: usize, mut depth: u8, found: &mut Vec<Found>) -> u8 {
        while depth > 0 && at < line.len() {
            let tag = memchr::memchr(b'<', &line[at..]).map_or(line.len(), |length| at + length);
            self.take(line, (at, tag), None, found);
            let name = element(line.get(tag..).unwrap_or_default());
            let end = memchr::memchr(b'>', &line[tag..]).map_or(line.len(), |length| tag + length);
            match line.get(tag + 1) {
                Some(b'/') => depth -= 1,
                Some(_) if !name.is_empty() && !line[..end].ends_with(b"/") => {
                    // What else an element of a secret holds has a name of its own.
                    depth = if matches!(self, Self::Declared(_)) { depth.saturating_add(1) } else { 0 };
                }
                _ => {}
            }
            at = end + 1;
        }
        depth
    }

    /// Finds a text in brackets.
    fn scalar(self, line: &[u8], scalar: Scalar, found: &mut Vec<Found>) {
        let (start, end) = scalar.span;
        let key = scalar.key.map(|(start, end)| &line[start..end]);
        match self {
            Self::Declared(kind) => declared(line, scalar.span, kind, found),
            // What else is said of one of them stands deeper; a bare number counts.
            _ if scalar.depth == 1 && (scalar.quoted || LETTER.is_in(&line[start..end])) => {
                self.take(line, scalar.span, key, found);
            }
            _ => {}
        }
    }

    /// Finds a value, in quotes or not.
    fn take(self, line: &[u8], (start, end): (usize, usize), key: Option<&[u8]>, found: &mut Vec<Found>) {
        let whole = &line[start..end.max(start)];
        let trimmed = whole.trim_ascii();
        let text = unquoted(trimmed);
        let start = start + (whole.len() - whole.trim_ascii_start().len()) + (trimmed.len() - text.len()) / 2;
        let span = (start, start + text.len());
        if let Self::Declared(kind) = self {
            return declared(line, span, kind, found);
        }
        let word = dictionary::is_ordinary(text);
        let listed = |key: &[u8]| keys::kind(&keys::normal(key)).is_some_and(|kind| kind != Kind::Secret);
        let said = |key: &[u8]| bytes::is_one_of_in_any_case(key, &SAID) || listed(key);
        let said = key.is_some_and(said);
        let (quoted, sure) = (text.len() < trimmed.len(), !text.contains(&b' '));
        let short = text.len() < LEAST || !sure;
        let other = said || word && self != Self::Secret { word: true } || self == Self::Secrets && short;
        let value = Value { kind: Kind::Secret, key: b"password", text, sure, quoted, line: text };
        if !text.is_empty() && !other && is_plausible(&value) {
            found.push(Found::new(span.0..span.1, Kind::Secret, Evidence::Structure).teaching_unless_short());
        }
    }
}

/// What is said of secrets beside them.
const SAID: [&str; 19] = [
    "algorithm",
    "cipher",
    "created",
    "encryption",
    "expires",
    "expiry",
    "file",
    "format",
    "hash",
    "header",
    "length",
    "method",
    "path",
    "policy",
    "scheme",
    "status",
    "type",
    "updated",
    "version",
];

/// Bytes of the shortest of several secrets.
const LEAST: usize = 4;

#[cfg(test)]
mod tests;
