//! Phrases of mail: servers that greet each other, Dovecot, Cyrus, and IMAP and POP3 as their clients log them.

use super::table::{
    End, Phrase, machine, maybe, maybe_machine, maybe_machine_before, maybe_user, secret, secret_between, user,
    user_between,
};
use crate::minimize::Kind;

/// Whose mail it is, and which machines pass it on.
pub(super) const MAIL: &[Phrase] = &[
    // SMTP
    maybe_machine("EHLO "),
    maybe_machine("HELO "),
    machine("H=("),
    maybe_machine_before(" ESMTP"),
    maybe_machine_before(" is spam"),
    maybe_machine_before(" is not spam"),
    maybe_machine_before(" FTP server"),
    user_between("plaintext ", "", " SASL("),
    // Whose signature rspamd(8) follows
    maybe("DKIM_TRACE(", Kind::Domain, End::Between("{", ":")),
    // Dovecot
    user("IMAP("),
    user("POP3("),
    user("imap("),
    user("pop3("),
    user("lmtp("),
    user("lda("),
    user("managesieve("),
    user("userdb("),
    user("passwd-file("),
    maybe_user("pam("),
    maybe_user("ldap("),
    maybe_user("sql("),
    // Their clients
    user("LOGIN \""),
    secret_between("LOGIN \"", "\" \"", "\""),
    maybe_user("USER "),
    secret("> PASS "),
    secret("C: PASS "),
    secret("command: PASS "),
];
