//! Paths of services of the web: of whom a resource is, and what opens a page to whoever has it.

use crate::minimize::ascii::{ALNUM, DIGIT, HEX, KEY, LETTER};
use crate::minimize::{dictionary, uuid};

/// What a service has of each of its users.
pub(super) const RESOURCE: &str = "/users/";

/// Whether somebody stands behind `/users/` of a service, with more behind them: `/api/v2/users/gwen/keys`.
pub(super) fn is_resource(head: &[u8], text: &[u8], next: Option<&u8>) -> bool {
    let version = head.last().is_some_and(u8::is_ascii_digit) && head[..head.len() - 1].ends_with(b"/v");
    next == Some(&b'/')
        && (version || head.ends_with(b"/api"))
        && (3..=20).contains(&text.len())
        && !HEX.fills(text)
        && LETTER.is_in(text)
        && !dictionary::is_ordinary(text)
}

/// Pages that open to whoever has what stands behind.
pub(super) const TICKETS: [&str; 24] = [
    "hc-ping.com/",
    "/ping/",
    "/reset/",
    "/reset-password/",
    "/invite/",
    "/activate/",
    "/share/",
    "/verify/",
    "/confirm/",
    "/join/",
    "/hooks/",
    "/session/",
    "/sessions/",
    "/reset/key/",
    "/unsubscribe/",
    "/webhook/",
    "/webhooks/",
    "/invitation/",
    "/invitations/",
    "/confirm-email/",
    "/verify-email/",
    "/unlock/",
    "/magic-link/",
    "/recover/",
];

/// Whether a text is as long as a ticket, of letters and digits alone, or a UUID: `/reset/Kq7xYbZ2mN4pR8tV3w`. Where
/// nothing but tickets stands, it may have dashes.
pub(super) fn is_ticket(folder: &str, text: &[u8]) -> bool {
    let mixed = |text: &[u8]| LETTER.is_in(text) && DIGIT.is_in(text);
    let plain = ALNUM.fills(text);
    text.len() >= TICKET && mixed(text) && (plain || !BROAD.contains(&folder) && is_joined(text, mixed))
        || uuid::has_shape(text)
}

/// Whether dashes join letters and digits, of which one part has both and another digits too: a title has a number at
/// most.
fn is_joined(text: &[u8], mixed: impl Fn(&[u8]) -> bool) -> bool {
    let parts = || text.split(|byte| matches!(byte, b'-' | b'_'));
    KEY.fills(text) && parts().any(mixed) && parts().filter(|part| DIGIT.is_in(part)).count() > 1
}

/// Those of the pages that have other things below them too.
const BROAD: [&str; 5] = ["/ping/", "/share/", "/hooks/", "/session/", "/sessions/"];

/// Letters and digits of the shortest.
const TICKET: usize = 15;

#[cfg(test)]
mod tests {
    use super::is_ticket;

    #[test]
    fn a_ticket_is_long_and_has_letters_and_digits() {
        assert!(is_ticket("/share/", b"Kq7xYbZ2mN4pR8tV3w") && is_ticket("/reset/", b"MQ-c7xq2z-0a1b2c3d4e5f"));
        assert!(is_ticket("/webhook/", b"6c1fb0a2-7a52-4f0e-9d3b-112233445566"));
        assert!(!is_ticket("/share/", b"quvnix-7x2-0a1b2c3d4e5f") && !is_ticket("/invite/", b"everybody-of-hall-7"));
        assert!(!is_ticket("/reset/", b"quvnix7") && !is_ticket("/reset/", b"quvnixquvnixquvnix"));
    }
}
