//! Allowed signers: the `allowed_signers` file of ssh-keygen (ssh-keygen(1), ALLOWED SIGNERS).

use data_encoding::BASE64;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::pattern::matches_list;
use crate::seal::PublicKey;

/// The Ed25519 lines of an `allowed_signers` file; keys of other types cannot sign a bundle and are ignored.
#[derive(Debug, Clone, Default)]
pub struct Signers(Vec<Line>);

#[derive(Debug, Clone)]
struct Line {
    principals: String,
    authority: bool,
    namespaces: Option<String>,
    valid_after: Option<Timestamp>,
    valid_before: Option<Timestamp>,
    key: PublicKey,
}

impl Signers {
    /// Parses the file; times without a `Z` are in `zone`.
    ///
    /// # Errors
    /// The number of the first line that cannot be parsed, and the reason.
    pub fn parse(text: &str, zone: &TimeZone) -> Result<Self, String> {
        let mut lines = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim_matches([' ', '\t']);
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let parsed = parse(line, zone).map_err(|why| format!("line {}: {why}", index + 1))?;
            lines.extend(parsed);
        }
        Ok(Self(lines))
    }

    /// Returns the name under which a key may sign in `namespace` at `moment`; if `wanted` is given, it must be that
    /// name.
    ///
    /// # Errors
    /// Why it may not.
    pub fn principal(
        &self,
        key: &PublicKey,
        namespace: &str,
        moment: Timestamp,
        wanted: Option<&str>,
    ) -> Result<&str, String> {
        let mut why = format!("{} is not in the file of allowed signers", key.fingerprint());
        for line in self.0.iter().filter(|line| line.key == *key) {
            match line.refuses(namespace, moment, wanted) {
                Some(reason) => why = format!("{}'s key {reason}", line.principals),
                None => return Ok(&line.principals),
            }
        }
        Err(why)
    }
}

impl Line {
    /// Returns why the line does not allow its key to sign, if so.
    fn refuses(&self, namespace: &str, moment: Timestamp, wanted: Option<&str>) -> Option<String> {
        if self.principals.split(',').all(|name| name.starts_with('!')) {
            return Some("belongs to nobody there: every name has a `!` before it".to_owned());
        }
        if self.authority {
            return Some(
                "is listed as a certificate authority, but bundles are signed without certificates".to_owned(),
            );
        }
        if let Some(name) = wanted.filter(|name| !matches_list(&self.principals, name)) {
            return Some(format!("does not belong to `{name}`"));
        }
        if self.namespaces.as_ref().is_some_and(|list| !matches_list(list, namespace)) {
            return Some(format!("may not sign for {namespace}"));
        }
        if self.valid_after.is_some_and(|after| moment < after) {
            return Some(format!("was not valid yet at {moment}"));
        }
        let expired = self.valid_before.is_some_and(|before| moment > before);
        expired.then(|| format!("was no longer valid at {moment}"))
    }
}

/// Parses `principals [options] keytype base64 [comment]`; returns `None` for keys of other types.
fn parse(line: &str, zone: &TimeZone) -> Result<Option<Line>, String> {
    let (principals, rest) = word(line)?;
    let principals = principals.trim_matches('"').to_owned();
    if principals.is_empty() {
        return Err("no principal".to_owned());
    }
    let (first, behind) = word(rest)?;
    let (options, kind, rest) = if is_kind(first) {
        ("", first, behind)
    } else {
        let (kind, behind) = word(behind)?;
        (first, kind, behind)
    };
    if !is_kind(kind) {
        return Err("no key".to_owned());
    }
    let (blob, _comment) = word(rest)?;
    if kind != "ssh-ed25519" {
        return Ok(None);
    }
    let blob = BASE64.decode(blob.as_bytes()).map_err(|_| "the key is not base64")?;
    let key = PublicKey::from_blob(&blob).ok_or("the key is not an Ed25519 key")?;
    let mut line = Line { principals, authority: false, namespaces: None, valid_after: None, valid_before: None, key };
    for option in split(options).filter(|option| !option.is_empty()) {
        line.take(option, zone)?;
    }
    if line.valid_after.zip(line.valid_before).is_some_and(|(after, before)| before <= after) {
        return Err("the key's validity ends before it begins".to_owned());
    }
    Ok(Some(line))
}

impl Line {
    fn take(&mut self, option: &str, zone: &TimeZone) -> Result<(), String> {
        let (name, value) = option.split_once('=').map_or((option, None), |(name, value)| (name, Some(value)));
        let value = || {
            let value = value.and_then(|value| value.strip_prefix('"')?.strip_suffix('"'));
            value.ok_or_else(|| format!("option `{name}` has no quoted value"))
        };
        let once = |there: bool| if there { Err(format!("option `{name}` is given twice")) } else { Ok(()) };
        match name.to_ascii_lowercase().as_str() {
            "cert-authority" => self.authority = true,
            "namespaces" => {
                once(self.namespaces.is_some())?;
                self.namespaces = Some(value()?.to_owned());
            }
            "valid-after" => {
                once(self.valid_after.is_some())?;
                self.valid_after = Some(moment(value()?, zone)?);
            }
            "valid-before" => {
                once(self.valid_before.is_some())?;
                self.valid_before = Some(moment(value()?, zone)?);
            }
            other => return Err(format!("unknown option `{}`", other.escape_default())),
        }
        Ok(())
    }
}

/// Splits off the next word, which may contain white space between quotes.
fn word(text: &str) -> Result<(&str, &str), String> {
    let text = text.trim_start_matches([' ', '\t']);
    let mut quoted = false;
    let end = text.find(|letter| {
        quoted ^= letter == '"';
        !quoted && matches!(letter, ' ' | '\t')
    });
    match text.split_at(end.unwrap_or(text.len())) {
        ("", _) => Err("no key".to_owned()),
        _ if quoted => Err("unclosed quote".to_owned()),
        (word, rest) => Ok((word, rest)),
    }
}

/// Splits the options at the commas outside quotes.
fn split(options: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    options.split(move |letter| {
        quoted ^= letter == '"';
        letter == ',' && !quoted
    })
}

fn is_kind(word: &str) -> bool {
    KINDS.iter().any(|begin| word.starts_with(begin))
}

/// Parses `YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`, in UTC if a `Z` follows.
fn moment(text: &str, zone: &TimeZone) -> Result<Timestamp, String> {
    let digits = text.strip_suffix(['Z', 'z']);
    let zone = if digits.is_some() { &TimeZone::UTC } else { zone };
    let digits = digits.unwrap_or(text);
    let shown = text.escape_default();
    let wrong = || format!("`{shown}` is not a valid time; write YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS");
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) || !matches!(digits.len(), 8 | 12 | 14) {
        return Err(wrong());
    }
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<i8>().ok()).unwrap_or(0);
    let year = digits.get(0..4).and_then(|year| year.parse().ok()).ok_or_else(wrong)?;
    let local = DateTime::new(year, part(4, 6), part(6, 8), part(8, 10), part(10, 12), part(12, 14), 0);
    local.and_then(|local| zone.to_timestamp(local)).map_err(|_| wrong())
}

/// Prefixes of the names of key types.
const KINDS: [&str; 4] = ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"];

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::tz::{TimeZone, offset};

    use super::{PublicKey, Signers};

    fn parse(text: &str) -> Result<Signers, String> {
        Signers::parse(text, &TimeZone::UTC)
    }

    fn moment(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn s5_namespaces_and_validity_are_held_to() {
        let key = PublicKey([7; 32]);
        let text =
            format!("# people\nedge namespaces=\"casepack@*\",valid-before=\"20260101\" {} comment\n", key.line());
        let signers = parse(&text).unwrap();
        let asked = |namespace, time, wanted| signers.principal(&key, namespace, moment(time), wanted);
        assert_eq!(asked("casepack@sums", "2025-06-01T00:00:00Z", None), Ok("edge"));
        assert_eq!(asked("casepack@sums", "2025-06-01T00:00:00Z", Some("edge")), Ok("edge"));
        assert!(asked("casepack@sums", "2025-06-01T00:00:00Z", Some("other")).is_err());
        assert!(asked("file", "2025-06-01T00:00:00Z", None).is_err());
        assert!(asked("casepack@sums", "2026-06-01T00:00:00Z", None).is_err());
        let other = PublicKey([8; 32]);
        assert!(signers.principal(&other, "casepack@sums", moment("2025-06-01T00:00:00Z"), None).is_err());
    }

    #[test]
    fn s5_a_certificate_authority_is_no_signer_and_a_later_line_may_be() {
        let key = PublicKey([7; 32]);
        let authority = format!("*@example.org cert-authority {}\n", key.line());
        let now = moment("2026-01-01T00:00:00Z");
        let why = parse(&authority).unwrap().principal(&key, "casepack@sums", now, None).unwrap_err();
        assert!(why.contains("certificate authority"), "{why}");
        let both = format!("{authority}edge {}\n", key.line());
        assert_eq!(parse(&both).unwrap().principal(&key, "casepack@sums", now, None), Ok("edge"));
    }

    #[test]
    fn a_line_that_only_says_whose_a_key_is_not_names_no_signer() {
        let key = PublicKey([7; 32]);
        let now = moment("2026-01-01T00:00:00Z");
        for (principals, wanted) in [("!edge", None), ("!edge", Some("edge")), ("!edge", Some("!edge"))] {
            let signers = parse(&format!("{principals} {}\n", key.line())).unwrap();
            let why = signers.principal(&key, "casepack@sums", now, wanted).unwrap_err();
            assert!(why.contains("belongs to nobody there"), "{why}");
        }
    }

    #[test]
    fn times_without_a_z_are_local() {
        let key = PublicKey([7; 32]);
        let text = format!("edge valid-after=\"202601010000\" {}\n", key.line());
        let zone = TimeZone::fixed(offset(2));
        let signers = Signers::parse(&text, &zone).unwrap();
        let asked = |time| signers.principal(&key, "casepack@sums", moment(time), None).is_ok();
        assert!(asked("2025-12-31T22:00:00Z") && !asked("2025-12-31T21:59:59Z"));
    }

    #[test]
    fn names_between_quotes_and_keys_of_other_kinds_pass() {
        let key = PublicKey([7; 32]);
        let text = format!("other ssh-rsa AAAA\n\"a b\" namespaces=\"casepack@sums,x\" {}\n", key.line());
        let now = moment("2026-01-01T00:00:00Z");
        assert_eq!(parse(&text).unwrap().principal(&key, "casepack@sums", now, Some("a b")), Ok("a b"));
    }

    #[test]
    fn a_line_that_cannot_be_understood_is_named() {
        let line = PublicKey([7; 32]).line();
        for (text, why) in [
            ("a b\n".to_owned(), "line 1: no key"),
            (format!("\n#\na restrict {line}"), "line 3: unknown option `restrict`"),
            (format!("a namespaces=x {line}"), "line 1: option `namespaces` has no quoted value"),
            (format!("a namespaces=\"x {line}"), "line 1: unclosed quote"),
            (
                format!("a valid-after=\"2026\" {line}"),
                "line 1: `2026` is not a valid time; write YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS",
            ),
            (
                format!("a valid-after=\"20260201\",valid-before=\"20260101\" {line}"),
                "line 1: the key's validity ends before it begins",
            ),
            (format!("a namespaces=\"x\",namespaces=\"y\" {line}"), "line 1: option `namespaces` is given twice"),
            ("a ssh-ed25519 %%%".to_owned(), "line 1: the key is not base64"),
        ] {
            assert_eq!(parse(&text).unwrap_err(), why, "{text}");
        }
    }
}
