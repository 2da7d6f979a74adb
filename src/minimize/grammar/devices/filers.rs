//! What ONTAP, the system of NetApp's filers, writes: `[node: process: event:level]`, and `:: unit:login ::` in the log
//! of who commanded what.

use crate::minimize::ascii::{DOTTED, NAME};
use crate::minimize::calendar::is_month;
use crate::minimize::grammar::spans::push;
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Found, Kind, bytes, host};

/// What a line must show to hold one of them.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Filers,
    marks: 0,
    words: &["notice", "alert", "audit", "info", "error", "emergency", "debug"],
};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    events(line, found);
    audited(line, found);
}

/// `[node: process: part.of.event:notice]: …`
fn events(line: &[u8], found: &mut Vec<Found>) {
    for close in bytes::every(line, b"]: ").take(4) {
        let Some(open) = memchr::memrchr(b'[', &line[..close]) else { continue };
        let mut parts = line[open + 1..close].split(|byte| *byte == b' ');
        let (Some(node), Some(process), Some(event), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let level = event.rsplit(|byte| *byte == b':').next().unwrap_or_default();
        let name = node.strip_suffix(b":").filter(|name| NAME.fills(name) && host::is_likely(name));
        let graded = bytes::is_one_of(level, &LEVELS) || bytes::is_one_of(level, &DATED) && is_dated(&line[..open]);
        let speaks = process.ends_with(b":") && event.contains(&b'.') && graded;
        if let Some(name) = name
            && speaks
        {
            push(open + 1, open + 1 + name.len(), Kind::Host, found);
        }
    }
}

/// Levels of events that ONTAP alone writes in that place; `info` and `error` stand there in other logs too.
const LEVELS: [&str; 2] = ["notice", "alert"];

/// Levels behind a whole date alone.
const DATED: [&str; 5] = ["info", "error", "EMERGENCY", "ALERT", "debug"];

/// Whether a day of the week and a month begin a line, as ONTAP's own log has it: `Fri Sep 04 03:24:52 +0200 `.
fn is_dated(head: &[u8]) -> bool {
    let mut words = head.split(|byte| *byte == b' ');
    let day = words.next().is_some_and(|word| word.len() == 3 && word[0].is_ascii_uppercase());
    day && words.next().is_some_and(is_month)
}

/// `[kern_audit:info:7] … :: unit:ssh :: 192.0.2.7:51000 :: unit:login :: command :: Success`
fn audited(line: &[u8], found: &mut Vec<Found>) {
    if bytes::find(line, b"_audit:").is_none() {
        return;
    }
    let fields: Vec<usize> = bytes::every(line, b" :: ").take(4).map(|at| at + 4).collect();
    let [_, from, who, end] = fields.as_slice() else { return };
    let address = DOTTED.run(&line[*from..]);
    let text = &line[*who..end - 4];
    if let Some(colon) = memchr::memchr(b':', text)
        && address >= 7
        && !text.contains(&b' ')
    {
        push(who + colon + 1, end - 4, Kind::User, found);
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn nodes_and_who_commands_them_are_found() {
        assert_eq!(texts("[zorgal-01: mgwd: mgmt.login.success:notice]: User x"), ["zorgal-01"]);
        assert_eq!(
            texts("Fri Sep 04 03:24:52 +0200 [zorgal-01: secd: secd.ldap.noServers:EMERGENCY]: x"),
            ["zorgal-01"]
        );
        let line =
            "[kern_audit:info:7] 8503e8:8503e8 :: works:ssh :: 192.0.2.7:51000 :: works:gwen :: vol show :: Success";
        assert_eq!(texts(line), ["gwen"]);
    }

    #[test]
    fn other_brackets_and_colons_stay() {
        for line in
            ["[a: b:notice]", "[mod: x: y:error]", "[pool-7: worker: net.start:info]: x", "a :: b :: c :: d :: e"]
        {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
