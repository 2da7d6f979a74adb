//! Paths of services of the web: of whom a resource is, and what opens a page to whoever has it.

use super::super::{dictionary, uuid};

/// What a service has of each of its users.
pub(super) const RESOURCE: &str = "/users/";

/// Whether somebody stands behind `/users/` of a service, with more behind them: `/api/v2/users/gwen/keys`.
pub(super) fn is_resource(head: &[u8], text: &[u8], next: Option<&u8>) -> bool {
    let version = head.last().is_some_and(u8::is_ascii_digit) && head[..head.len() - 1].ends_with(b"/v");
    let lower = text.to_ascii_lowercase();
    next == Some(&b'/')
        && (version || head.ends_with(b"/api"))
        && (3..=20).contains(&text.len())
        && !text.iter().all(u8::is_ascii_hexdigit)
        && text.iter().any(u8::is_ascii_alphabetic)
        && !dictionary::is_word(&lower)
        && !dictionary::is_stop_word(&lower)
}

/// Pages that open to whoever has what stands behind.
pub(super) const TICKETS: [&str; 11] = [
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
];

/// Whether a text is as long as a ticket, of letters and digits alone, or a UUID: `/reset/Kq7xYbZ2mN4pR8tV3w`.
pub(super) fn is_ticket(text: &[u8]) -> bool {
    let letters = text.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let mixed = letters > 0 && letters < text.len() && text.iter().all(u8::is_ascii_alphanumeric);
    mixed && text.len() >= TICKET || uuid::has_shape(text)
}

/// Letters and digits of the shortest.
const TICKET: usize = 15;
