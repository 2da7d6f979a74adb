//! Words that only hint at a machine: a preposition, `restarted on esx-04`, and what others are to each other, `standby
//! quvnix-7`. What stands behind them must say itself that it is one.

use super::name::is_name;
use super::names::trimmed;
use super::table::{Phrase, maybe_machine, maybe_machine_before, maybe_machine_between};
use crate::minimize::ascii::NAME;
use crate::minimize::{Kind, bytes, host};

/// Prepositions, and behind those what machines are and do.
pub(super) const HINTS: &[Phrase] = &[
    maybe_machine("on "),
    maybe_machine("to "),
    maybe_machine("from "),
    maybe_machine("of "),
    maybe_machine("with "),
    maybe_machine("via "),
    maybe_machine("at "),
    maybe_machine("against "),
    maybe_machine("primary "),
    maybe_machine("Primary "),
    maybe_machine("standby "),
    maybe_machine("Standby "),
    maybe_machine("secondary "),
    maybe_machine("Secondary "),
    maybe_machine("replica "),
    maybe_machine("Replica "),
    maybe_machine("target "),
    maybe_machine("appliance "),
    maybe_machine("Appliance "),
    maybe_machine("firewall "),
    maybe_machine("Firewall "),
    maybe_machine("router "),
    maybe_machine("Router "),
    maybe_machine("workstation "),
    maybe_machine("Workstation "),
    maybe_machine("laptop "),
    maybe_machine("kiosk "),
    maybe_machine("caller "),
    // strongSwan's connections, which are called after whom they lead to
    maybe_machine_between("IKE_SA ", "", "["),
    maybe_machine_between("CHILD_SA ", "", "{"),
    maybe_machine("ipsec auto --up "),
    maybe_machine("ipsec auto --down "),
    maybe_machine("ipsec up "),
    maybe_machine("ipsec down "),
    maybe_machine("between "),
    // Before an address, where it stands
    maybe_machine_before(" at "),
    maybe_machine_before(": Connection refused"),
    maybe_machine_before(": Connection timed out"),
    maybe_machine_before(": No route to host"),
    maybe_machine_between("between ", " and ", ""),
];

/// Whether a text says as much of itself as a phrase leaves open.
pub(super) fn says_enough(text: &[u8], phrase: &Phrase) -> bool {
    let hint = phrase.kind == Kind::Host && HINTS.iter().any(|hint| hint.words == phrase.words);
    let system = || bytes::starts_with_any(text, &SYSTEMS);
    let weak = || WEAK.contains(&phrase.words);
    // `created via REST-QUVNIX`
    let apart = || text[0].is_ascii_uppercase() && (weak() || matches!(phrase.words, "via " | "with "));
    let told = || host::is_told(text) && !bytes::starts_with_any(text, &OTHERS) && !apart();
    !hint || told() && !system() || !weak() && (host::says_machine(text) || host::is_telling(text) && !system())
}

/// Prepositions that lead up to much else.
const WEAK: [&str; 1] = ["against "];

/// How libraries, algorithms, drafts and what is no such thing begin.
const OTHERS: [&str; 6] = ["ECDHE-", "draft-", "lib", "non-", "pre-", "rust-"];

/// What runs on machines, and parts of it, with a number behind.
const SYSTEMS: [&str; 12] = [
    "alma-",
    "almalinux-",
    "crtc-",
    "gfx-",
    "hugepages-",
    "opensuse-",
    "pinctrl-",
    "rhel-",
    "rocky-",
    "sles-",
    "thinpool-",
    "zstd-",
];

/// The machine that something goes to, behind the one that it comes from and that ends at `end`: `from gw7 to gw8`.
pub(super) fn counterpart(line: &[u8], end: usize, phrase: &Phrase) -> Option<(usize, usize)> {
    let rest = &line[end..];
    let mark = [" to ", " -> "].iter().find(|mark| rest.starts_with(mark.as_bytes()));
    let start = end + mark.filter(|_| phrase.words.ends_with("from "))?.len();
    let length = NAME.run(&line[start..]);
    let (start, end) = trimmed(line, start, start + length)?;
    is_name(&line[start..end], &COUNTERPART).then_some((start, end))
}

const COUNTERPART: Phrase = maybe_machine("from host to ");

#[cfg(test)]
mod tests {
    use crate::minimize::grammar::phrase::tests::texts;

    #[test]
    fn machines_that_say_so_are_found_behind_a_hint() {
        assert_eq!(texts("service restarted on esx-04, moved to quv-ws7."), ["esx-04", "quv-ws7"]);
        assert_eq!(texts("backup of nas01 finished, backup of quvnix-7 failed"), ["nas01", "quvnix-7"]);
        assert_eq!(texts("primary quvnix-7, standby zorgal-8: lag 0"), ["quvnix-7", "zorgal-8"]);
        assert_eq!(texts("link between quvnix-7 and gw-8 lost"), ["gw-8", "quvnix-7"]);
        assert_eq!(texts("Could not connect to Redis at quvnixbox3:6379: refused"), ["quvnixbox3:6379"]);
        assert_eq!(
            texts("copied to srv-quvnix3, disk of ZORGAL-QUVN full, dump for cortex-a34"),
            ["ZORGAL-QUVN", "srv-quvnix3"]
        );
        assert_eq!(texts("failover from quvnix-7 to quvnix-b took 4 s"), ["quvnix-7", "quvnix-b"]);
        for line in [
            "switched from v2-stable to v3, upgrade to postgresql-15",
            "dump of orders_2024 to disk-2",
            "primary key, standby mode, primary-2",
            "between step-1 and step-2",
            "copied via REST-QUVNIX, full by ZORGAL-QUVNIX",
            "switched to AES-GCM, to READ-ONLY, by dpkg-quvnix, for RISC-V, on x86-sse2, for CESU-8, for libquvnix-c1",
            "between eth0 and eth1, on tty1:9600",
            "based on rhel-9, mapped to thinpool-2",
            "at line12:34 of file3:12",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
