//! Logs of mail: who of this machine wrote and was written to, who logged in, and how a machine greeted.

use std::sync::LazyLock;

use super::spans::{name_end, push};
use crate::minimize::ascii::{DOTTED, LETTER, NAME, SPACE};
use crate::minimize::bytes::{self, Any};
use crate::minimize::prefilter::{Finder, Needs, mark};
use crate::minimize::{Found, Kind};

/// What a line must show to hold one of them.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Mail,
    marks: mark::AT | mark::BRACKET_DIGIT,
    words: &["r", "relay", "nrcpt", "nrcpts", "mailer", "delay", "proto"],
};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    delivery(line, found);
    arrival(line, found);
    greeting(line, found);
    peer(line, found);
    envelope(line, found);
}

/// `to=<login>, relay=local`, `from=login, size=300, … nrcpts=1`: people of this machine, as Postfix and Sendmail have
/// them.
fn envelope(line: &[u8], found: &mut Vec<Found>) {
    if !MAILED.stands_in(line) {
        return;
    }
    let bare = SENDMAIL.stands_in(line);
    for key in [&b"to="[..], b"from=", b"orig_to="] {
        for at in bytes::every(line, key).filter(|at| *at > 0 && matches!(line[at - 1], b' ' | b'"')) {
            let open = at + key.len();
            let angled = line.get(open) == Some(&b'<');
            let start = open + usize::from(angled);
            let end = name_end(line, start);
            let local = || line[end..].starts_with(b"@localhost>");
            let closed =
                if angled { line.get(end) == Some(&b'>') || local() } else { bare && line.get(end) == Some(&b',') };
            if closed && LETTER.is_in(&line[start..end]) {
                push(start, end, Kind::User, found);
            }
        }
    }
}

/// What stands in every line of such a log that names somebody, and in Sendmail's, which has no brackets.
static MAILED: LazyLock<Any> =
    LazyLock::new(|| Any::new(&[b" relay=", b" nrcpt=", b" nrcpts=", b" mailer=", b" delay=", b" proto="]));
static SENDMAIL: LazyLock<Any> = LazyLock::new(|| Any::new(&[b" nrcpts=", b" stat=", b" ctladdr="]));

/// `=> login <login@domain> R=router T=transport`.
fn delivery(line: &[u8], found: &mut Vec<Found>) {
    if bytes::find(line, b" R=").is_none() {
        return;
    }
    for mark in [&b" => "[..], b" -> ", b" ** ", b" == "] {
        let Some(start) = bytes::find_past(line, mark) else { continue };
        let end = name_end(line, start);
        if line[end..].starts_with(b" <") || line[end..].starts_with(b" R=") {
            push(start, end, Kind::User, found);
        }
    }
}

/// `<= sender H=… A=authenticator:login … id=text@machine`.
fn arrival(line: &[u8], found: &mut Vec<Found>) {
    if bytes::find(line, b" <= ").is_none() {
        return;
    }
    if let Some(at) = bytes::find_past(line, b" A=") {
        let end = at + SPACE.until(&line[at..]);
        if let Some(colon) = memchr::memchr(b':', &line[at..end]) {
            push(at + colon + 1, end, Kind::User, found);
        }
    }
    if let Some(at) = bytes::find_past(line, b" id=") {
        let end = at + SPACE.until(&line[at..]);
        if let Some(mark) = memchr::memrchr(b'@', &line[at..end]) {
            push(at + mark + 1, end, Kind::Host, found);
        }
    }
}

/// `(name) [192.0.2.7]`: how a machine calls itself, before what its address is.
fn greeting(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b") [") {
        let length = NAME.run_back(&line[..at]);
        let digits = DOTTED.run(&line[at + 3..]);
        let address = memchr::memchr_iter(b'.', &line[at + 3..at + 3 + digits]).count() == 3;
        let closed = line.get(at + 3 + digits) == Some(&b']');
        // `Store::(get) [192.0.2.7]`: a function.
        let function = line[..at - length].ends_with(b":(");
        if length > 0 && line[..at - length].ends_with(b"(") && !function && address && closed {
            push(at - length, at, Kind::Host, found);
        }
    }
}

/// `H=name [192.0.2.7]`, `H=name (greeting) [192.0.2.7]`: the machine at the other end, as Exim has it.
fn peer(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b"H=").filter(|at| *at == 0 || line[at - 1] == b' ') {
        let start = at + 2;
        let end = name_end(line, start);
        let opens = line[end..].strip_prefix(b" (").or_else(|| line[end..].strip_prefix(b" ["));
        let named = LETTER.is_in(&line[start..end]);
        if named && opens.is_some_and(|rest| rest.first().is_some_and(|byte| NAME.has(*byte) || *byte == b'[')) {
            push(start, end, Kind::Host, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn logins_and_greetings_are_found() {
        assert_eq!(texts("1a => gwen <gwen@plant.example> R=local T=spool"), ["gwen"]);
        assert_eq!(texts("1a <= a@b.example P=esmtpsa A=plain:gwen S=7 id=77@lap-ann"), ["gwen", "lap-ann"]);
        assert_eq!(texts("H=quvnix.it (zorgal) [192.0.2.7] rejected RCPT"), ["zorgal", "quvnix.it"]);
        assert_eq!(texts("R=x T=y H=quvnix.it [192.0.2.7] C=\"250 OK\""), ["quvnix.it"]);
        assert_eq!(texts("SMTP connection from (lap-ann) [192.0.2.7]:4432 lost"), ["lap-ann"]);
        assert_eq!(texts("postfix/local[7]: 4C2F8: to=<gwen>, orig_to=<bo7>, relay=local, delay=0.1"), ["gwen", "bo7"]);
        assert_eq!(texts("postfix/local[7]: 4C2F8: to=<gwen@localhost>, relay=local, delay=0.1"), ["gwen"]);
        assert_eq!(texts("sendmail[7]: 27PNO: from=gwen, size=300, class=0, nrcpts=1"), ["gwen"]);
        for line in [
            "a => b <c@d.example>",
            "retry (7) [12]",
            "f(x) [1.2.3.4.5]",
            "Store::(zorgal) [192.0.2.7] called",
            "H=([192.0.2.7]) [192.0.2.8]",
            "PATH=quvnix (zorgal)",
            "moved from=old, to=new",
            "sync: from=one, to=two, relay=none",
            "to=<a@b.example>, relay=c[192.0.2.7]",
            "from=<>, size=7, nrcpt=1",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
