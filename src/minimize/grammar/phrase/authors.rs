//! What people do, before a ` by ` that says who did it: `recipe 7 released by gwen`, `Alarm acknowledged by: Ann Lee`.
//!
//! Programs do things too, and are told from logins by no more than the dictionary. So a login is taken only right
//! behind a deed that people log in for; a name of several words also behind others, and some words later.

use super::table::Phrase;

/// Whether a phrase is no more than ` by `, so that the words before it must say that somebody did something.
pub(super) fn is_author(phrase: &Phrase) -> bool {
    matches!(phrase.words, " by " | " by: ")
}

/// Whether a login may stand behind ` by ` at `start` and begin at `from`: no measure, as in `moved by 20px`. One in
/// quotes may stand some words behind the deed: `queued on 'p2' by 'gwen'`.
pub(super) fn may_be_login(line: &[u8], start: usize, from: usize) -> bool {
    let head = &line[..start];
    let begin = if matches!(line[from - 1], b'\'' | b'"') { start.saturating_sub(NEAR) } else { last(head) };
    let mut words = head[begin..].split(|byte| !byte.is_ascii_alphabetic());
    !line[from].is_ascii_digit() && words.any(|word| DEEDS.iter().any(|deed| is_word(word, deed)))
}

/// Whether a name of several words may stand behind ` by ` at `start`: `assigned to Bo Lee by Ann Lee`.
pub(super) fn may_be_name(line: &[u8], start: usize) -> bool {
    let near = &line[start.saturating_sub(NEAR)..start];
    let mut words = near.split(|byte| !byte.is_ascii_alphabetic());
    words.any(|word| DEEDS.iter().chain(&WORKS).any(|deed| is_word(word, deed)))
}

/// Where a login or a name begins behind ` by ` and what somebody is: `by operator gwen`.
pub(super) fn past_role(text: &[u8]) -> usize {
    ROLES.iter().find(|role| text.starts_with(role.as_bytes())).map_or(0, |role| role.len())
}

/// Where the last word of a text begins.
fn last(text: &[u8]) -> usize {
    text.iter().rposition(|byte| !byte.is_ascii_alphabetic()).map_or(0, |at| at + 1)
}

/// Whether a word is a deed, which may begin a sentence.
fn is_word(word: &[u8], deed: &str) -> bool {
    word.len() == deed.len() && word.eq_ignore_ascii_case(deed.as_bytes())
}

/// Bytes before ` by ` in which a deed is looked for.
const NEAR: usize = 64;

/// What somebody is, before their login or their name.
const ROLES: [&str; 6] = ["user ", "operator ", "technician ", "administrator ", "engineer ", "admin "];

/// What people do who are logged in.
const DEEDS: [&str; 77] = [
    "ack",
    "acknowledged",
    "action",
    "added",
    "approved",
    "archived",
    "assigned",
    "attempt",
    "authorized",
    "canceled",
    "cancelled",
    "change",
    "changed",
    "cleared",
    "closed",
    "cmd",
    "commit",
    "committed",
    "confirmed",
    "console",
    "created",
    "deleted",
    "disarmed",
    "dismissed",
    "edit",
    "edited",
    "entered",
    "exported",
    "granted",
    "imported",
    "in",
    "initiated",
    "invited",
    "launched",
    "locked",
    "login",
    "modified",
    "moved",
    "muted",
    "opened",
    "operation",
    "overridden",
    "override",
    "owned",
    "paused",
    "posted",
    "printed",
    "printing",
    "push",
    "pushed",
    "query",
    "queued",
    "reboot",
    "rebooted",
    "rejected",
    "release",
    "released",
    "removed",
    "renamed",
    "requested",
    "restarted",
    "restored",
    "resumed",
    "reverted",
    "revoked",
    "rollback",
    "scheduled",
    "shutdown",
    "signature",
    "silenced",
    "started",
    "stopped",
    "submitted",
    "unlocked",
    "updated",
    "upload",
    "uploaded",
];

/// What people do by hand, and programs by themselves.
const WORKS: [&str; 23] = [
    "calibrated",
    "called",
    "checked",
    "completed",
    "done",
    "escalated",
    "inspected",
    "installed",
    "ordered",
    "performed",
    "prepared",
    "repaired",
    "replaced",
    "reported",
    "resolved",
    "reviewed",
    "serviced",
    "set",
    "signed",
    "tested",
    "ticket",
    "verified",
    "written",
];

#[cfg(test)]
mod tests {
    use crate::minimize::grammar::phrase::tests::texts;

    #[test]
    fn whoever_did_something_is_found() {
        assert_eq!(texts("Job 7 queued on 'q2' by 'gwen7'"), ["gwen7"]);
        assert_eq!(texts("[Job 7] Canceled by \"gwen7\"."), ["gwen7"]);
        assert_eq!(texts("filter rule changed by gwen7"), ["gwen7"]);
        assert_eq!(texts("process 7 owned by gwen7, owned by package"), ["gwen7"]);
        assert_eq!(texts("Server name changed by: gwen7"), ["gwen7"]);
        assert_eq!(texts("operation by gwen7 at noon"), ["gwen7"]);
        assert_eq!(texts("SSH key for gwen7 added by: quvnix"), ["gwen7", "quvnix"]);
        assert_eq!(texts("acknowledged by operator gwen7 at noon"), ["gwen7"]);
        assert_eq!(texts("session opened by technician Quvna Zorgal"), ["Quvna Zorgal"]);
        assert_eq!(texts("ticket assigned to Ludmila Horvath by Quvna Zorgal"), ["Ludmila Horvath", "Quvna Zorgal"]);
    }

    #[test]
    fn programs_ways_and_firms_stay() {
        for line in [
            "blocked by quvnixd",
            "killed by zorgald, spawned by quvnix",
            "lock held by quvnixd, action by trigger, operation by default",
            "updated by default, reset by peer",
            "moved by rotating",
            "moved by 300ms",
            "queued in q2 by quvnix",
            "released by Zorgal Horvath Ltd",
            "added by operator at noon",
            "powered by Quvna Zorgal",
            "opened by the technician",
            "saved by PackageKit",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
