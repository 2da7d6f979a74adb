//! What stands around a phrase, or where its name would, and says that it is none.

/// Where a name begins behind SQL's `IF EXISTS`, `IF NOT EXISTS`, and behind the noun in `failure for user gwen`.
pub(super) fn past_condition(line: &[u8], at: usize) -> usize {
    let before = ["IF EXISTS ", "IF NOT EXISTS "].iter().find(|words| line[at..].starts_with(words.as_bytes()));
    let noun = || {
        [&b"for "[..], b"by "].iter().any(|word| line[..at].ends_with(word))
            && line[at..].starts_with(b"user ")
            && !line[at + 5..].starts_with(b"from ")
    };
    at + before.map_or_else(|| if noun() { 5 } else { 0 }, |words| words.len())
}

/// Whether a time of day stands right before `start`.
pub(super) fn follows_clock(line: &[u8], start: usize) -> bool {
    let clock = start.checked_sub(9).map(|from| &line[from..start]);
    clock.is_some_and(|clock| {
        clock.iter().enumerate().all(|(at, byte)| match at {
            2 | 5 => *byte == b':',
            8 => *byte == b' ',
            _ => byte.is_ascii_digit(),
        })
    })
}

/// `vty0`, `con0`: a line of a router.
pub(super) fn is_terminal(text: &[u8]) -> bool {
    let digits = text.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    digits > 0 && matches!(&text[..text.len() - digits], b"vty" | b"tty" | b"con" | b"aux")
}

/// Pairs of hexadecimal digits with colons.
pub(super) fn is_hardware(text: &[u8]) -> bool {
    text.get(2) == Some(&b':') && text.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b':')
}

/// `inside:192.0.2.7/443`: the zone of a firewall that an address and a port lie in.
pub(super) fn is_zone(text: &[u8]) -> bool {
    memchr::memchr(b':', text).is_some_and(|colon| {
        let address = &text[colon + 1..];
        address.contains(&b'/') && address.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'/'))
    })
}

#[cfg(test)]
mod tests {
    use super::{follows_clock, is_terminal, past_condition};

    #[test]
    fn a_time_a_terminal_and_a_condition_are_told() {
        assert!(follows_clock(b"Jan  2 03:04:05 server x", 16) && !follows_clock(b"at 3:04:05 server", 11));
        assert!(is_terminal(b"vty0") && is_terminal(b"con12") && !is_terminal(b"tty") && !is_terminal(b"gwen7"));
        assert_eq!(past_condition(b"DROP USER IF EXISTS x", 10), 20);
        assert_eq!(past_condition(b"failure for user x", 12), 17);
        assert_eq!(past_condition(b"for users", 4), 4);
    }
}
