//! Who did what on a hypervisor: Proxmox' tasks, `UPID:node:process:…:login@realm:`, and vCenter's events,
//! `[vim.event.UserLoginSessionEvent] [info] [login] [site]`; and the folders of VMware's machines,
//! `/vmfs/volumes/x/name/x.vmx`.

use crate::minimize::ascii::NAME;
use crate::minimize::grammar::spans::{name_start, push};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Found, Kind, bytes, dictionary};

/// What a line must show to hold one of them.
pub(super) const NEEDS: Needs =
    Needs { finder: Finder::Hypervisors, marks: 0, words: &["upid", "vim", "vmx", "vmdk", "vswp", "nvram"] };

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    task(line, found);
    event(line, found);
    folders(line, found);
}

/// `/vmfs/volumes/works/name/x.vmx`, `[works] name/x.vmdk`: the folder of a machine is called after it.
fn folders(line: &[u8], found: &mut Vec<Found>) {
    for end in [&b".vmx"[..], b".vmdk", b".vswp", b".nvram"] {
        for at in bytes::every(line, end) {
            let Some(slash) = name_start(line, at).checked_sub(1).filter(|slash| line[*slash] == b'/') else {
                continue;
            };
            let start = name_start(line, slash);
            if dictionary::is_word(&line[start..slash]) {
                continue;
            }
            let near = &line[start.saturating_sub(PATH)..start];
            let path = NAME.or(b"/").run_back(near);
            let stored = near.ends_with(b"/") && bytes::find(&near[near.len() - path..], b"/vmfs/volumes/").is_some();
            if near.ends_with(b"] ") || stored {
                push(start, slash, Kind::Host, found);
            }
        }
    }
}

/// Bytes of the longest path before a machine's folder.
const PATH: usize = 256;

/// `UPID:node:process:start:time:kind:of what:login@realm:`, as Proxmox calls a task.
fn task(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = bytes::find(line, b"UPID:") else { return };
    let (mut at, mut node) = (start, (start, start));
    for (index, part) in line[start..].split(|byte| *byte == b':').take(9).enumerate() {
        node = if index == 1 { (at, at + part.len()) } else { node };
        if index == 7
            && let Some(mark) = memchr::memchr(b'@', part)
            && NAME.fills(&part[..mark])
        {
            push(node.0, node.1, Kind::Host, found);
            push(at, at + mark, Kind::User, found);
        }
        at += part.len() + 1;
    }
}

/// vCenter's `[vim.event.UserLoginSessionEvent] [info] [login] [site] …`.
fn event(line: &[u8], found: &mut Vec<Found>) {
    let Some(open) = bytes::find(line, b"[vim.event.") else { return };
    let Some(level) = bytes::find_past(&line[open..], b"] [").map(|length| open + length) else { return };
    let Some(start) = bytes::find_past(&line[level..], b"] [").map(|length| level + length) else { return };
    let Some(length) = memchr::memchr(b']', &line[start..]) else { return };
    let login = &line[start..start + length];
    // `com.vmware.vcIntegrity`: a part of the hypervisor.
    if login.starts_with(b"com.") {
        return;
    }
    if NAME.or(b"\\@").fills(login) {
        push(start, start + length, Kind::User, found);
    }
}

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn a_task_names_its_node_and_its_login() {
        assert_eq!(texts("task UPID:zorgal:000012:0012D6:653E12:qmstart:101:gwen@pve:"), ["zorgal", "gwen"]);
        assert_eq!(texts("UPID:x:y"), Vec::<String>::new());
    }

    #[test]
    fn a_folder_names_its_machine() {
        assert_eq!(texts("vm:/vmfs/volumes/58bf1f2a/zorgal/zorgal.vmx] State"), ["zorgal"]);
        assert_eq!(texts("[works] zorgal-7/zorgal-7_1.vmdk"), ["zorgal-7"]);
        for line in [
            "/vmfs/volumes/58bf1f2a/iso/x.iso",
            "/x/y.vmx",
            "y.vmx",
            "/y.vmx",
            "[info] build/x.vmx",
            "/vmfs/volumes//y.vmx",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn an_event_names_who_it_is_of() {
        let event = "[7] [1-1] [t] [vim.event.UserLogoutSessionEvent] [info]";
        assert_eq!(texts(&format!("{event} [gwen] [] [7] [User x]")), ["gwen"]);
        assert_eq!(texts(&format!("{event} [] [Works] [7] [x]")), Vec::<String>::new());
    }
}
