//! Exim's log: who was delivered to, who logged in, and how a machine greeted.

use super::super::bytes;
use super::super::sight::{Finder, Needs, mark};
use super::super::{Found, Kind};
use super::pairs::{is_name, push};

/// What a line must show to hold one of them.
pub(super) const NEEDS: Needs = Needs { finder: Finder::Mail, marks: mark::AT | mark::BRACKET_DIGIT, words: &["r"] };

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    delivery(line, found);
    arrival(line, found);
    greeting(line, found);
}

/// `=> login <login@domain> R=router T=transport`.
fn delivery(line: &[u8], found: &mut Vec<Found>) {
    if bytes::find(line, b" R=").is_none() {
        return;
    }
    for mark in [&b" => "[..], b" -> ", b" ** ", b" == "] {
        let Some(start) = bytes::find(line, mark).map(|at| at + mark.len()) else { continue };
        let end = start + line[start..].iter().take_while(|byte| is_name(**byte)).count();
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
    if let Some(at) = bytes::find(line, b" A=").map(|at| at + 3) {
        let end = at + line[at..].iter().take_while(|byte| **byte != b' ').count();
        if let Some(colon) = memchr::memchr(b':', &line[at..end]) {
            push(at + colon + 1, end, Kind::User, found);
        }
    }
    if let Some(at) = bytes::find(line, b" id=").map(|at| at + 4) {
        let end = at + line[at..].iter().take_while(|byte| **byte != b' ').count();
        if let Some(mark) = memchr::memrchr(b'@', &line[at..end]) {
            push(at + mark + 1, end, Kind::Host, found);
        }
    }
}

/// `(name) [192.0.2.7]`: how a machine calls itself, before what its address is.
fn greeting(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b") [") {
        let length = line[..at].iter().rev().take_while(|byte| is_name(**byte)).count();
        let digits = line[at + 3..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
        let address = memchr::memchr_iter(b'.', &line[at + 3..at + 3 + digits]).count() == 3;
        let closed = line.get(at + 3 + digits) == Some(&b']');
        if length > 0 && line[..at - length].ends_with(b"(") && address && closed {
            push(at - length, at, Kind::Host, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::texts(line, find)
    }

    #[test]
    fn logins_and_greetings_are_found() {
        assert_eq!(texts("1a => gwen <gwen@plant.example> R=local T=spool"), ["gwen"]);
        assert_eq!(texts("1a <= a@b.example P=esmtpsa A=plain:gwen S=7 id=77@lap-ann"), ["gwen", "lap-ann"]);
        assert_eq!(texts("SMTP connection from (lap-ann) [192.0.2.7]:4432 lost"), ["lap-ann"]);
        for line in ["a => b <c@d.example>", "retry (7) [12]", "f(x) [1.2.3.4.5]"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
