//! Names between the marks of what stands between networks: SonicWall's `src=192.0.2.7:51000:LAN:HOST`, and who manages
//! Infoblox' grid, `httpd: 2026-01-02 03:04:05.678Z [login]: Login_Allowed`.

use crate::minimize::ascii::{NAME, SPACE};
use crate::minimize::grammar::spans::push;
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Found, Kind, bytes, dictionary};

/// What a line must show to hold one of them.
pub(super) const NEEDS: Needs = Needs { finder: Finder::Gateways, marks: 0, words: &["firewall", "httpd"] };

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    ends(line, found);
    audited(line, found);
}

/// SonicWall's `src=192.0.2.7:51000:LAN:HOST`.
fn ends(line: &[u8], found: &mut Vec<Found>) {
    if bytes::find(line, b"id=firewall ").is_none() {
        return;
    }
    for key in [&b" src="[..], b" dst="] {
        let Some(start) = bytes::find_past(line, key) else { continue };
        let end = start + SPACE.until(&line[start..]);
        let marks: Vec<usize> = memchr::memchr_iter(b':', &line[start..end]).map(|at| start + at).collect();
        if let [_, _, mark] = marks.as_slice()
            && NAME.fills(&line[mark + 1..end])
        {
            push(mark + 1, end, Kind::Host, found);
        }
    }
}

/// Infoblox' `httpd: 2026-01-02 03:04:05.678Z [login]: Login_Allowed - - to=…`.
fn audited(line: &[u8], found: &mut Vec<Found>) {
    if !bytes::holds_any(line, &[" httpd: ", " httpd[]: "]) {
        return;
    }
    let Some(start) = bytes::find_past(line, b"Z [") else { return };
    let end = start + line[start..].iter().take_while(|byte| **byte != b']').count();
    if line[end..].starts_with(b"]: ")
        && NAME.or(b"\\@").fills(&line[start..end])
        // `[error]`: how grave it is.
        && !dictionary::is_word(&line[start..end])
    {
        push(start, end, Kind::User, found);
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn machines_and_who_manages_them_are_found() {
        let line = "id=firewall sn=7 m=98 src=192.0.2.7:51000:LAN:ZORGAL dst=192.0.2.8:53:WAN proto=udp/dns";
        assert_eq!(texts(line), ["ZORGAL"]);
        let line = "192.0.2.1 httpd: 2026-01-02 03:04:05.678Z [gwen]: Login_Allowed - - to=AdminConnector";
        assert_eq!(texts(line), ["gwen"]);
    }

    #[test]
    fn other_firewalls_and_servers_stay() {
        for line in ["src=192.0.2.7:51000:LAN:ZORGAL", "httpd: [gwen]: x", "x httpd: 2026-01-02T03:04:05Z [error]: AH7"]
        {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
