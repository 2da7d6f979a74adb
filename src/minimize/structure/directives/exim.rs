//! exim's: how it logs in to a relay (`client_send = ^LOGIN^SECRET`), and where its databases are
//! (`hide mysql_servers = machine/base/LOGIN/SECRET`).

use super::{push, text};
use crate::minimize::{Found, Kind, bytes, host};

/// Finds what one line says, whose words stand at `spans`.
pub(super) fn find(line: &[u8], spans: &[(usize, usize)], found: &mut Vec<Found>) {
    let hidden = usize::from(text(line, spans, 0) == b"hide");
    let first = text(line, spans, hidden);
    let Some(start) = memchr::memchr(b'=', line).map(|at| at + 1) else { return };
    if first == b"client_send" {
        sent(line, start, found);
    } else if bytes::is_one_of(first, &SERVERS) {
        servers(line, start, found);
    }
}

/// A login and its secret, the last parts between carets or colons that stand for nothing else.
fn sent(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let mark = if line[start..].contains(&b'^') { b'^' } else { b':' };
    if let [.., login, secret] = parts(line, (start, line.len()), mark)[..]
        && ![login, secret].iter().any(|(start, _)| matches!(line[*start], b'$' | b'<'))
    {
        push(line, login, Kind::User, found);
        push(line, secret, Kind::Secret, found);
    }
}

/// Each a machine, a base, a login and a secret with slashes between them.
fn servers(line: &[u8], start: usize, found: &mut Vec<Found>) {
    for span in parts(line, (start, line.len()), b':') {
        let [machine, _, login, secret] = parts(line, span, b'/')[..] else { continue };
        if host::is_likely(&line[machine.0..machine.1]) {
            push(line, machine, Kind::Host, found);
        }
        push(line, login, Kind::User, found);
        push(line, secret, Kind::Secret, found);
    }
}

/// What stands between marks, without white space around it, where that is anything.
fn parts(line: &[u8], (start, end): (usize, usize), mark: u8) -> Vec<(usize, usize)> {
    let mut at = start;
    let spans = line[start..end].split(|byte| *byte == mark).map(|part| {
        let from = at + part.len() - part.trim_ascii_start().len();
        at += part.len() + 1;
        (from, from + part.trim_ascii().len())
    });
    spans.filter(|(start, end)| start < end).collect()
}

/// Options that say where databases are.
const SERVERS: [&str; 3] = ["mysql_servers", "pgsql_servers", "redis_servers"];

#[cfg(test)]
mod tests {
    use crate::minimize::structure::directives::tests::texts;

    #[test]
    fn logins_of_exim_stand_between_marks() {
        assert_eq!(texts("  client_send = ^gwen7^h4x0r"), ["gwen7", "h4x0r"]);
        assert_eq!(texts("  client_send = : gwen7 : h4x0r"), ["gwen7", "h4x0r"]);
        assert_eq!(texts("hide mysql_servers = quvnix-7/base/gwen7/h4x0r"), ["quvnix-7", "gwen7", "h4x0r"]);
        assert_eq!(texts("hide mysql_servers = localhost/base/gwen7/h4x0r"), ["gwen7", "h4x0r"]);
        for line in ["  client_send = ^${login}^${secret}", "client_send = :", "hide mysql_servers = ${servers}"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
