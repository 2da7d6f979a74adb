//! Phrases of commands that somebody typed: clients of remote desktops, Windows' cmdkey, OpenSSL and others.

use super::table::{Phrase, machine, maybe_machine, maybe_user, user, user_between};

/// Whom a command names, and where it leads.
pub(super) const COMMANDS: &[Phrase] = &[
    machine("xfreerdp /v:"),
    machine("wfreerdp /v:"),
    machine("mstsc /v:"),
    user("xfreerdp /u:"),
    user_between("xfreerdp /v:", " /u:", ""),
    machine("cmdkey /add:"),
    machine("cmdkey /generic:"),
    machine("cmdkey /delete:"),
    maybe_machine("s_client -connect "),
    maybe_machine("ssh -J "),
    maybe_user("install -o "),
    machine("set-hostname "),
    // What looks a machine up, or asks whether it answers
    maybe_machine("nslookup "),
    maybe_machine("tracert "),
    maybe_machine("Test-NetConnection "),
    maybe_machine("Test-Connection "),
    maybe_machine("Resolve-DnsName "),
    maybe_machine("Enter-PSSession "),
];
