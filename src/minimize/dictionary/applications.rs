//! Accounts that a system gives to programs, and no list can hold.

use crate::minimize::ascii::DIGIT;

/// Android's `u0_a36` and `u0_i9`: an application of one of its users, by number; and what Windows draws a session by,
/// `DWM-7` and `UMFD-7`.
pub(super) fn is_application(login: &[u8]) -> bool {
    let digits = |text: &[u8]| DIGIT.run(text);
    if let Some(session) = login.strip_prefix(b"DWM-").or_else(|| login.strip_prefix(b"UMFD-")) {
        return !session.is_empty() && digits(session) == session.len();
    }
    let Some(user) = login.strip_prefix(b"u") else { return false };
    let rest = &user[digits(user)..];
    let number = rest.strip_prefix(b"_a").or_else(|| rest.strip_prefix(b"_i")).unwrap_or_default();
    rest.len() < user.len() && !number.is_empty() && digits(number) == number.len()
}

#[cfg(test)]
mod tests {
    use super::is_application;

    #[test]
    fn an_application_is_told_from_somebody() {
        assert!(is_application(b"u0_a36") && is_application(b"u10_i9") && is_application(b"DWM-7"));
        for login in [&b"u0_a"[..], b"u_a7", b"u0_ann", b"u0", b"ursula_a7", b"DWM-ann"] {
            assert!(!is_application(login), "{login:?}");
        }
    }
}
