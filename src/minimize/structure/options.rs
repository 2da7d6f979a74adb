//! Options of several letters on command lines, behind two dashes or one: `--password X`, `-password X`, and what
//! stands before `-encrypted`, as NetScaler writes its configuration.

use super::command_line::{Strings, argument, secret};
use super::flags::flagged;
use super::people::is_full_name;
use super::{Fields, couples, fields, keys};
use crate::minimize::ascii::{ALNUM, Class, DIGIT, HEX, LETTER, NAME};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary, host};

/// Finds the secrets behind them in one line.
pub(super) fn find(line: &[u8], fields: &Fields, found: &mut Vec<Found>) {
    let strings = Strings::default();
    for at in memchr::memchr_iter(b'-', line) {
        let start = at + 1;
        match line.get(start) {
            Some(b'-') if at == 0 || line[at - 1] != b'-' => long(line, start + 1, fields, &strings, found),
            Some(letter) if letter.is_ascii_alphabetic() && begins(line, at) => {
                single(line, start, fields, &strings, found)
            }
            _ => {}
        }
    }
    coupled(line, fields, &strings, found);
    stored(line, &strings, found);
}

/// `gh secret set NAME --body X`
fn stored(line: &[u8], strings: &Strings, found: &mut Vec<Found>) {
    let Some(from) = bytes::find(line, b"gh secret set ") else { return };
    let body = [&b"--body"[..], b"-b"].iter().find_map(|flag| Some(flagged(line, from, flag)? + flag.len()));
    if let Some(span) = body.and_then(|at| argument(line, at, strings)) {
        secret(line, span, found);
    }
}

/// `--name /db/password --value X`, `-n node.session.auth.password -v X`: a name and its value, each behind an option.
fn coupled(line: &[u8], fields: &Fields, strings: &Strings, found: &mut Vec<Found>) {
    for (name, value) in COUPLES {
        let Some(at) = flagged(line, 0, name).map(|at| at + name.len()) else { continue };
        let Some((start, end)) = argument(line, at, strings) else { continue };
        // One letter may be any option, of which a word is the value.
        let named = name.len() > 2 || memchr::memchr3_iter(b'.', b'/', b':', &line[start..end]).count() > 1;
        if named
            && let Some(meaning) = couples::meaning(&line[start..end], fields)
            && meaning.may_be(&[Kind::Secret])
            && let Some(at) = flagged(line, end, value).map(|at| at + value.len())
            && let Some(span) = argument(line, at, strings).filter(|span| line[span.0] != b'-')
        {
            if meaning.is_declared() { meaning.take(line, span, false, found) } else { secret(line, span, found) }
        }
    }
}

/// Options for a name and for its value.
const COUPLES: [(&[u8], &[u8]); 4] =
    [(b"--name", b"--value"), (b"--key", b"--value"), (b"-n", b"-v"), (b"--name", b"--secret-string")];

/// Finds what stands behind an option that the profile names; `false` where it does not.
fn declared(
    line: &[u8],
    (start, end): (usize, usize),
    fields: &Fields,
    strings: &Strings,
    found: &mut Vec<Found>,
) -> bool {
    let Some(kind) = fields.declared(&line[start..end]) else { return false };
    if let Some(span) = argument(line, end, strings).filter(|span| line[span.0] != b'-') {
        fields::declared(line, span, kind, found);
    }
    true
}

/// `--password X`, `--token\0X`, `"--password", "X"`; the name begins at `start`.
fn long(line: &[u8], start: usize, fields: &Fields, strings: &Strings, found: &mut Vec<Found>) {
    let end = start + PART.run_within(&line[start..], LONGEST);
    if declared(line, (start, end), fields, strings, found) {
        return;
    }
    let normal = keys::normal(&line[start..end]);
    // OpenVPN's, which name a file.
    let file = [&b"askpass"[..], b"authuserpass"].contains(&&*normal) && line.get(end + 1) == Some(&b'/');
    if keys::kind(&normal) == Some(Kind::Secret)
        && !file
        && let Some(span) = argument(line, end, strings).filter(|span| line[span.0] != b'-' && !is_said(line, *span))
    {
        // `--pin 662210: card ready`: what the program says.
        let told = line[span.0..span.1].ends_with(b":") && span.1 > span.0 + 1 && line[span.1..].starts_with(b" ");
        secret(line, (span.0, span.1 - usize::from(told)), found);
    } else if let Some(kind) = named(&normal).or_else(|| logs_in(line, &normal)).or_else(|| asked(line, start, &normal))
    {
        name(line, end, kind, strings, found);
    }
}

/// Beside the option for a password, `--user X` says who logs in, not as whom something runs.
fn logs_in(line: &[u8], normal: &[u8]) -> Option<Kind> {
    (normal == b"user" && bytes::find(line, b"--pass").is_some()).then_some(Kind::User)
}

/// `contact modify --primary-name "Gwen Lee"`: whom to ask.
fn asked(line: &[u8], start: usize, normal: &[u8]) -> Option<Kind> {
    (normal.ends_with(b"name") && bytes::find(&line[..start], b" contact").is_some()).then_some(Kind::Person)
}

/// Whether a sentence about an option goes on there: `Using --password via the CLI`, `--token is required`.
fn is_said(line: &[u8], (start, end): (usize, usize)) -> bool {
    let word = line[start..end].to_ascii_lowercase();
    let more = line.get(end..).unwrap_or_default().starts_with(b" ");
    more && (dictionary::is_stop_word(&word) || bytes::is_one_of(&word, &SAID))
}

/// Words behind an option in a sentence.
const SAID: [&str; 6] = ["option", "flag", "parameter", "requires", "argument", "instead"];

/// Whose name stands behind an option; what `--user` says, others say of themselves.
fn named(normal: &[u8]) -> Option<Kind> {
    match normal {
        // `java -server Main`, `qemu -machine pc-q35-7.2`: what a program runs as.
        b"user" | b"server" | b"machine" | b"account" | b"owner" | b"actor" | b"identity" | b"authhost" => None,
        _ => keys::kind(normal).filter(|kind| NAMED.contains(kind)),
    }
}

/// Digits of the shortest telephone number that an option has.
const PHONE: usize = 6;

/// What an option's name can say of a name.
const NAMED: [Kind; 10] = [
    Kind::Mac,
    Kind::User,
    Kind::Host,
    Kind::Ssid,
    Kind::Serial,
    Kind::Session,
    Kind::Account,
    Kind::Person,
    Kind::Organisation,
    Kind::Phone,
];

/// The name behind an option that ends at `end`, where it looks like one.
fn name(line: &[u8], end: usize, kind: Kind, strings: &Strings, found: &mut Vec<Found>) {
    let Some((start, end)) = argument(line, end, strings) else { return };
    let text = &line[start..end];
    let plain = NAME.or(b"@\\+").fills(text);
    if matches!(kind, Kind::Person | Kind::Organisation) {
        if is_full_name(text) {
            found.push(Found::new(start..end, Kind::Person, Evidence::Structure));
        }
        return;
    }
    let likely = match kind {
        Kind::Phone => text.iter().filter(|byte| byte.is_ascii_digit()).count() >= PHONE,
        Kind::Host => host::is_likely(text),
        // `--mac 021c7391a2d0` is without marks; with them it is found as an address whatever stands before it.
        Kind::Mac => text.len() == 12 && HEX.fills(text),
        Kind::Serial | Kind::Session | Kind::Account => text.len() >= 6 && DIGIT.is_in(text),
        _ => text.len() > 1 && LETTER.is_in(text),
    };
    if plain && likely && text[0] != b'-' && !dictionary::is_ordinary(text) {
        found.push(Found::new(start..end, kind, Evidence::Structure).teaching_unless_short());
    }
}

/// `-password X`, `-ldapBindDnPassword X`; the name begins at `start`.
fn single(line: &[u8], start: usize, fields: &Fields, strings: &Strings, found: &mut Vec<Found>) {
    let name = &line[start..];
    let length = PART.run_within(name, LONGEST);
    let (name, end) = (&name[..length], start + length);
    if declared(line, (start, end), fields, strings, found) {
        return;
    }
    if name == b"encrypted" {
        return encrypted(line, start - 1, found);
    }
    // PowerShell's `New-VM -Name NAME`.
    if name == b"Name" && line[..start].ends_with(b"-VM -") {
        return self::name(line, end, Kind::Host, strings, found);
    }
    if let Some(kind) = named(&keys::normal(name)) {
        return self::name(line, end, kind, strings, found);
    }
    let ends = |end: &&str| length >= end.len() && name[length - end.len()..].eq_ignore_ascii_case(end.as_bytes());
    if !ENDS.iter().any(ends) || keys::kind(&keys::normal(name)) != Some(Kind::Secret) {
        return;
    }
    // `mysql -prootpass shop`: the secret stands behind a flag of one letter.
    let joined = || {
        let near = &line[start.saturating_sub(NEAR)..start];
        bytes::holds_any(near, &["mysql", "mariadb"])
    };
    let bare = bytes::is_one_of_in_any_case(name, &ENDS);
    if name[0] == b'p' && !bare && joined() {
        return;
    }
    let Some((from, to)) = argument(line, end, strings) else { return };
    let text = &line[from..to];
    // `-pass file:x` says where it stands, `-password to set …` and `-password <x>` what the option is for.
    let elsewhere = bytes::starts_with_any(text, &SOURCES);
    let path = text[0] == b'/' && memchr::memchr_iter(b'/', text).count() > 1;
    // PowerShell's `-Password (ConvertTo-SecureString …)`.
    let called = text[0] == b'(' && text.contains(&b'-');
    if text[0] != b'-' && !elsewhere && !path && !called && !dictionary::is_stop_word(text) {
        secret(line, (from, to), found);
    }
}

/// `… X -encrypted`: the word before.
fn encrypted(line: &[u8], dash: usize, found: &mut Vec<Found>) {
    let head = line[..dash].trim_ascii_end();
    let length = head.iter().rev().take_while(|byte| !byte.is_ascii_whitespace() && **byte != b'"').count();
    let start = head.len() - length;
    if length >= SHORTEST && line[start] != b'-' && !dictionary::is_ordinary(&head[start..]) {
        secret(line, (start, head.len()), found);
    }
}

/// Whether an option may begin there: behind white space, a quotation mark or nothing.
fn begins(line: &[u8], at: usize) -> bool {
    at.checked_sub(1).is_none_or(|before| matches!(line[before], b' ' | b'\t' | b'"' | b'\'' | 0))
}

const PART: Class = ALNUM.or(b"-");

/// Ends of names behind one dash that are looked at; many a program has such options, and most of them are none.
const ENDS: [&str; 13] = [
    "pw",
    "community-name",
    "password",
    "passwd",
    "passphrase",
    "passcrypt",
    "pass",
    "pwd",
    "secret",
    "token",
    "apikey",
    "authkey",
    "radkey",
];

/// Where a secret may be taken from, as openssl(1) and keytool(1) have it.
const SOURCES: [&str; 6] = ["pass:", "file:", "env:", "fd:", "stdin", "(null)"];

/// Bytes between a program and one of its flags.
const NEAR: usize = 128;

/// Bytes of the longest option that is looked at, and of the shortest secret before `-encrypted`.
const LONGEST: usize = 64;
const SHORTEST: usize = 4;

#[cfg(test)]
mod tests {
    use super::{Fields, find};

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, |line, found| find(line, &Fields::default(), found))
    }

    #[test]
    fn a_secret_stands_behind_an_option_with_one_dash() {
        assert_eq!(texts("set ns rpcNode 192.0.2.7 -password h4x0r -srcIP *"), ["h4x0r"]);
        assert_eq!(texts("add authentication x -ldapBindDnPassword \"h4x 0r\" -y"), ["h4x 0r"]);
        assert_eq!(
            texts("add x -Password (ConvertTo-SecureString y); mysql -uroot -pquvnixpass zorgal"),
            Vec::<String>::new()
        );
        assert_eq!(texts("keytool -storepass h4x0r -keypass h4x1r"), ["h4x0r", "h4x1r"]);
        assert_eq!(texts("add ssl certKey a -passcrypt \"h4x0r\""), ["h4x0r"]);
        assert_eq!(texts("add radiusAction a -radKey h4x0r"), ["h4x0r"]);
        assert_eq!(texts("tool --pin 481516: card ready"), ["481516"]);
        assert_eq!(texts("openvpn --askpass /etc/x --auth-user-pass /etc/y --pass /h4x0r"), ["/h4x0r"]);
    }

    #[test]
    fn a_name_and_its_value_stand_behind_options_of_their_own() {
        for line in [
            "aws ssm put-parameter --name /quvnix/db/password --value h4x0r --type x",
            "iscsiadm -m node -o update -n node.session.auth.password -v h4x0r",
            "tool --key smtp.password --value 'h4x0r'",
        ] {
            assert_eq!(texts(line), ["h4x0r"], "{line}");
        }
        for line in [
            "tool --name size --value h4x0r",
            "grep -n password -v h4x0r",
            "tool --name db.password x",
            "run -n x.token -v quvnix7",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn what_is_encrypted_stands_before_the_word() {
        assert_eq!(texts("set system user nsroot 4f6e3c8d -encrypted -timeout 9"), ["4f6e3c8d"]);
        assert_eq!(texts("bind x -yes -encrypted"), Vec::<String>::new());
    }

    #[test]
    fn other_options_and_what_is_said_of_them_stay() {
        for line in [
            "openssl enc -pass file:/etc/key",
            "openssl rsa -passin env:PASS -passout stdin",
            "use -password to set one",
            "usage: tool -password <text> -token",
            "tool -password -verbose",
            "gcc -Wall -nopass x -pass-exit-codes y",
            "grep -secret-file x",
            "a-password b",
            "tokens -tokentype x",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn whose_name_an_option_takes_is_found() {
        assert_eq!(texts("influx -username gwen7 --host quvnix-7 --port 80"), ["gwen7", "quvnix-7"]);
        assert_eq!(texts("Set-VMNetworkAdapter -VMName x -StaticMacAddress 00155D7A3C0E"), ["00155D7A3C0E"]);
        assert_eq!(texts("New-VM -Name quvnix-7 -Generation 2"), ["quvnix-7"]);
        assert_eq!(texts("vserver cifs create -vserver x -cifs-server QUVNIX-7"), ["QUVNIX-7"]);
        assert_eq!(texts("community add -type ro -community-name h4x0r"), ["h4x0r"]);
        assert_eq!(texts("tool --username is required --host name --username=x --hostname <x>"), Vec::<String>::new());
        let login = r#"["--user", "gwen7", "--password-file", "/run/x"]"#;
        assert_eq!(texts(login), ["gwen7"]);
        assert_eq!(texts("run --user gwen7 x; pip install --user quvnix7"), Vec::<String>::new());
        assert_eq!(texts("vncviewer -passwd /root/.vnc/passwd gw"), Vec::<String>::new());
    }
}
