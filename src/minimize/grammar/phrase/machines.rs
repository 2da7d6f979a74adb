//! Phrases of machines that are reached or looked for: connections, names that are resolved, certificates, and the domains
//! of Windows and Samba.

use super::super::super::Kind;
use super::table::{
    End, Phrase, machine, machine_between, maybe, maybe_machine, maybe_machine_between, maybe_user, named, user_between,
};

/// Which machine it is that somebody connects to, or that nobody knows.
pub(super) const MACHINES: &[Phrase] = &[
    // Connections
    maybe_machine("request from "),
    maybe_machine("connection from "),
    maybe_machine("connect from "),
    maybe_machine("connected to "),
    maybe_machine("connecting to "),
    maybe_machine("Connected to "),
    maybe_machine("Connecting to "),
    maybe_machine("Connection to "),
    maybe_machine("connection to "),
    user_between("New client connected from ", "u'", "'"),
    machine("Permanently added '"),
    maybe_machine_between("message repeated ", " times from ", ""),
    // Names that are looked up, and machines that are called so
    maybe_machine("getaddrinfo: "),
    machine("server can't find "),
    machine("couldn't get address for '"),
    machine("Name or service not known: '"),
    machine_between("hostname changed from ", " to \"", "\""),
    // Certificates
    machine_between("certificate is valid for ", "", ","),
    machine_between("certificate is valid for ", " not ", ""),
    maybe_machine("DNS:"),
    // Windows and Samba
    machine("workstation ["),
    machine("Workstation=["),
    machine("from workstation "),
    maybe_machine("Samba name server "),
    maybe_machine("to DC "),
    maybe_machine("from DC "),
    maybe("for workgroup ", Kind::Domain, End::Word),
    named("trustdoms for domain ", Kind::Domain),
    maybe_user("des Benutzers "),
];

#[cfg(test)]
mod tests {
    use super::super::tests::texts;

    #[test]
    fn machines_in_certificates_and_relays_are_found() {
        assert_eq!(texts("certificate is valid for quvnix, ann.example, not zorgal"), ["quvnix", "zorgal"]);
        assert_eq!(texts("message repeated 3 times from gw-ann-7"), ["gw-ann-7"]);
        assert_eq!(texts("it is valid for production, not test"), Vec::<String>::new());
    }
}
