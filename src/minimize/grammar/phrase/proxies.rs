//! Phrases of what passes requests on: Squid with its hierarchy of caches, Tomcat's connectors.

use super::table::{Phrase, machine, maybe_machine, user_before};

/// Who asks, and which machine is asked.
pub(super) const PROXIES: &[Phrase] = &[
    // Squid
    user_before(" DIRECT/"),
    user_before(" NONE/-"),
    user_before(" FIRST_UP_PARENT/"),
    user_before(" DEFAULT_PARENT/"),
    user_before(" HIER_"),
    maybe_machine(" HIER_DIRECT/"),
    maybe_machine(" DIRECT/"),
    machine("DEAD Parent: "),
    machine("DEAD Sibling: "),
    machine("REVIVED Parent: "),
    machine("REVIVED Sibling: "),
    maybe_machine("HIT from "),
    maybe_machine("MISS from "),
    maybe_machine("Via: 1.1 "),
    maybe_machine("Via: 1.0 "),
    // Tomcat
    user_before(" http-nio-"),
];
