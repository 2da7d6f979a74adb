//! Components of paths that name a person or a machine; the rest of a path stays.

mod below;
mod folders;
mod web;

use std::sync::LazyLock;

use super::ascii::{Class, DIGIT, HEX, NAME, UPPER};
use super::prefilter::{Finder, Needs, mark};
use super::{Evidence, Found, Kind, bytes, dictionary, host};
use folders::FOLDERS;
use web::{RESOURCE, TICKETS, is_resource, is_ticket};

/// What a line must show to hold one: a tilde, or one of the [`folders()`].
pub(crate) const NEEDS: Needs = Needs {
    finder: Finder::Path,
    marks: mark::TILDE,
    words: &["hdfs", "p", "g", "rrd", "principal", "vmail", "maildir", "cur", "vmfs", "repositories"],
};

/// The folders whose next component counts.
pub(crate) fn folders() -> impl Iterator<Item = &'static str> {
    FOLDERS.into_iter().map(|(folder, _)| folder)
}

/// Finds them in one line.
pub(crate) fn find(line: &[u8], found: &mut Vec<Found>) {
    for (at, _) in line.iter().enumerate().filter(|(_, byte)| matches!(byte, b'/' | b'\\' | b'-' | b'=' | b'_')) {
        let before = at.checked_sub(1).map_or(0, |before| line[before]);
        for (folder, kind) in BY_LETTER[usize::from(before)]
            .iter()
            .copied()
            .filter(|(folder, _)| bytes::ends_with(&line[..=at], folder.as_bytes()))
        {
            let start = at + 1 + line[at + 1..].iter().take_while(|byte| **byte == b'\\').count();
            let start = start + line[start..].chunks(2).take_while(|part| *part == b"./").count() * 2;
            let length = COMPONENT.run(&line[start..]);
            // What a machine boots, by its address in hexadecimal digits.
            if kind == Kind::Ipv4 && (length != 8 || !HEX.fills(&line[start..start + 8])) {
                continue;
            }
            let program = || line[start..].starts_with(b"appdata_") || line[start..].starts_with(b"files_");
            // What autofs(5) mounts of others; a folder of sysctl(8) is called so too.
            if folder == "/net/" && !host::is_likely(&line[start..start + length]) {
                continue;
            }
            // Of others' machines alone: `\\\\gw\\profiles\\gwen`.
            if REMOTE.contains(&folder) && !is_remote(&line[..at + 1 - folder.len()]) {
                continue;
            }
            if folder == RELATIVE && !is_listed(&line[..at + 1 - folder.len()], line.get(start + length)) {
                continue;
            }
            let (head, text, next) =
                (&line[..at + 1 - folder.len()], &line[start..start + length], line.get(start + length));
            if folder == RESOURCE && !is_resource(head, text, next)
                || TICKETS.contains(&folder) && !is_ticket(folder, text)
            {
                continue;
            }
            if SHARED.contains(&folder) && (line.get(start + length) != Some(&b'/') || program()) {
                continue;
            }
            if folder == CRASHED {
                crashed(line, start, found);
            } else if !ROOTED.contains(&folder) || is_rooted(line, at + 1 - folder.len(), start) {
                component(line, start, kind, found);
                // `/home/WORKS/gwen/`, `/home/plant.example/gwen`: behind the domain of winbindd(8) or of sssd(8).
                let domain = &line[start..start + length];
                if folder == "/home/" && (UPPER.fills(domain) || host::is_domain_name(domain)) {
                    member(line, start + length, found);
                }
            }
        }
    }
    below::find(line, found);
    for at in memchr::memchr_iter(b'~', line) {
        tilde(line, at, found);
    }
}

/// Takes the component that begins at `start`.
fn component(line: &[u8], start: usize, kind: Kind, found: &mut Vec<Found>) {
    let mut end = start + COMPONENT.run(&line[start..]);
    while end > start && matches!(line[end - 1], b'.' | b'-') {
        end -= 1;
    }
    let text = &line[start..end];
    let suffixed = |text: &[u8]| SUFFIXES.into_iter().find(|suffix| text.ends_with(suffix)).map_or(0, <[u8]>::len);
    let end = end - suffixed(text);
    let end = end - suffixed(&line[start..end]);
    // Puppet's `/Stage[main]/Users/User[gwen]`.
    let resource = line.get(end) == Some(&b'[') && matches!(text, b"User" | b"Group");
    let hidden = resource || bytes::is_one_of(text, &HIDDEN);
    let page = PAGES.iter().any(|suffix| text.len() > suffix.len() && text.ends_with(suffix.as_bytes()));
    if end > start
        && !page
        && !hidden
        && !text.starts_with(b"w1_bus_master")
        && !bytes::is_one_of_in_any_case(&line[start..end], &STAYS)
    {
        found.push(Found::new(start..end, kind, Evidence::Grammar).teaching_unless_short());
    }
}

/// The homes as tar(1) names them, without the slash before.
const RELATIVE: &str = "home/";

/// Whether a path stands there in a list of an archive, or in what tar(1) says of one, and goes on: `home/gwen/x`.
fn is_listed(head: &[u8], next: Option<&u8>) -> bool {
    let mode = head.len() > 10 && matches!(head[0], b'-' | b'd' | b'l') && Class::of(b"rwxstST-").fills(&head[1..10]);
    next == Some(&b'/') && (head.ends_with(b"tar: ") || mode && head.ends_with(b" "))
}

/// Folders beside those of people that hold something of all of them.
const HIDDEN: [&str; 8] =
    [".cache", ".ecryptfs", ".snapshot", ".snapshots", ".trash", ".zfs", "_has_privileges", "_privileges"];

/// Ends of the files that one keeps for each of many machines, people or networks.
const SUFFIXES: [&[u8]; 16] = [
    b".conf",
    b".log.gz",
    b".log",
    b".journal",
    b".journal.zst",
    b".service",
    b".bak",
    b".gz",
    b".old",
    b".open",
    b".psk",
    b".tar",
    b".tgz",
    b".xz",
    b".zip",
    b".zst",
];

/// Whether a folder stands at the root, and the component behind it is a folder too, and no ordinary word.
fn is_rooted(line: &[u8], folder: usize, start: usize) -> bool {
    let open =
        folder == 0 || !(line[folder - 1].is_ascii_alphanumeric() || matches!(line[folder - 1], b'_' | b'-' | b'.'));
    let port = DIGIT.run_back(&line[..folder]);
    let open = open || (port >= 2 && line[..folder - port].ends_with(b":"));
    let length = COMPONENT.run(&line[start..]);
    let word = dictionary::is_word(&line[start..start + length]);
    open && matches!(line.get(start + length), Some(b'/' | b'\'' | b'"')) && !word
}

/// `/var/crash/_home_gwen_bin_x.1001.crash`: a path with other marks, as Apport calls what it keeps.
fn crashed(line: &[u8], start: usize, found: &mut Vec<Found>) {
    let name = |byte: &&u8| COMPONENT.has(**byte) && **byte != b'_';
    let length = line[start..].iter().take_while(name).count();
    if length > 0 && line.get(start + length) == Some(&b'_') {
        found.push(Found::new(start..start + length, Kind::User, Evidence::Grammar).teaching_unless_short());
    }
}

/// The beginning of what Apport keeps of a program in somebody's home.
const CRASHED: &str = "/var/crash/_home_";

/// The folder of a domain's member behind that of the domain, where it is no ordinary word.
fn member(line: &[u8], slash: usize, found: &mut Vec<Found>) {
    let rest = line.get(slash + 1..).unwrap_or_default();
    let text = &rest[..COMPONENT.run(rest)];
    let own = text.starts_with(b".") || bytes::starts_with_any(text, &OWN) || bytes::is_one_of_in_any_case(text, &SITE);
    let word = dictionary::is_word(text);
    let ends = rest.get(text.len()).is_none_or(|byte| b"/ ,;:'\"".contains(byte));
    if line.get(slash) == Some(&b'/') && ends && !own && !word {
        component(line, slash + 1, Kind::User, found);
    }
}

/// What folders begin with that people have in their own.
const OWN: [&str; 8] = ["anaconda", "go", "miniconda", "miniforge", "octoprint", "snap", "venv", "virtualenv"];
/// Folders of a web site, whose domain stands where that of its members would.
const SITE: [&str; 7] = ["htdocs", "httpdocs", "phpmyadmin", "public_html", "vhosts", "webroot", "www"];

/// Whether a text ends in another machine, as paths of Windows have it: `\\gw7`.
fn is_remote(head: &[u8]) -> bool {
    // In a string of JSON each backslash stands twice.
    let head = head.strip_suffix(b"\\").unwrap_or(head);
    let length = COMPONENT.run_back(head);
    length > 0 && head[..head.len() - length].ends_with(b"\\\\")
}

/// Shares that are called as other folders are.
const REMOTE: [&str; 8] = [
    "\\users$\\",
    "\\users\\",
    "\\profiles\\",
    "\\profiles$\\",
    "\\Profiles$\\",
    "\\home\\",
    "\\home$\\",
    "\\homes$\\",
];

/// `~name/`, at the beginning of a word or as a folder of a site; `cd ~name`.
fn tilde(line: &[u8], at: usize, found: &mut Vec<Found>) {
    let open = at == 0 || matches!(line[at - 1], b' ' | b'\t' | b'"' | b'\'' | b'=' | b':' | b'(' | b'/');
    let length = COMPONENT.run(&line[at + 1..]);
    let behind = line.get(at + 1 + length);
    let alone = || {
        let text = &line[at + 1..at + 1 + length];
        line[..at].ends_with(b"cd ")
            && behind.is_none_or(|byte| b" \t\r;&".contains(byte))
            && text.first().is_some_and(u8::is_ascii_alphabetic)
            && !dictionary::is_word(text)
    };
    if open && length > 0 && (behind == Some(&b'/') || alone()) {
        found.push(Found::new(at + 1..at + 1 + length, Kind::User, Evidence::Grammar).teaching_unless_short());
    }
}

const COMPONENT: Class = NAME.or(b"+$").or_not_ascii();

/// Folders of which others of the same name have nothing to do with people.
const ROOTED: [&str; 8] =
    ["/user/", "/media/", "/net/", "/scratch/", "/lscratch/", "/gscratch/", "/bgscratch/", "/bglscratch/"];

/// The folders by their last letter before the mark: of most components no folder has it.
static BY_LETTER: LazyLock<Vec<Vec<(&str, Kind)>>> = LazyLock::new(|| {
    let last = |folder: &str| folder.as_bytes().iter().rev().nth(1).copied();
    (0..=u8::MAX)
        .map(|letter| FOLDERS.into_iter().filter(|(folder, _)| last(folder) == Some(letter)).collect())
        .collect()
});

/// Folders in which files stand beside those of people.
const SHARED: [&str; 4] = ["/nextcloud/data/", "/owncloud/data/", "/homes/", "/tmp/hive/"];

/// Ends of files where a person's folder would stand: `/home/index.html` is a page.
const PAGES: [&str; 14] =
    [".html", ".htm", ".php", ".js", ".css", ".png", ".jpg", ".svg", ".ico", ".json", ".aspx", ".jsp", ".asp", ".txt"];

/// Components there that name nobody.
const STAYS: [&str; 28] = [
    "history",
    "java",
    "operation_logs",
    "cloud",
    "native",
    "runtime",
    "tabs",
    "atjobs",
    "atspool",
    "lastrun",
    "cron.d",
    "reboot",
    "lost+found",
    "Public",
    "Shared",
    "Default",
    "All",
    "cdrom",
    "usb",
    "floppy",
    "root",
    "lib",
    "src",
    "local",
    "share",
    "shared",
    "crontabs",
    "lectured",
];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn the_component_that_names_somebody_is_found() {
        assert_eq!(texts("open /home/anna/.ssh/id: no"), ["anna"]);
        assert_eq!(texts(r"C:\Users\b.lee\AppData"), ["b.lee"]);
        assert_eq!(texts("copy of ~carla/notes done"), ["carla"]);
        assert_eq!(texts("cd ~carla && ls"), ["carla"]);
        assert_eq!(texts(r"\\gw7\users\carla\x"), ["carla"]);
        assert_eq!(texts("tar: home/carla/x: Cannot stat"), ["carla"]);
        assert_eq!(texts(r"\\gw7\users$\carla\x"), ["carla"]);
        assert_eq!(texts("GET /api/users/quvnix/keys and /x/v2/users/zorgal/x"), ["quvnix", "zorgal"]);
        assert_eq!(texts("-rw-r--r-- root/root 7 2026-01-02 03:04 home/carla/x"), ["carla"]);
        assert_eq!(texts("topic home/zorgal/temp 21"), Vec::<String>::new());
        assert_eq!(texts("/srv/homes/carla: no; tank/homes/bo7"), ["carla", "bo7"]);
        assert_eq!(texts(r"\\gw7\profiles$\carla not found, \\gw7\profiles\bo7"), ["carla", "bo7"]);
        assert_eq!(texts("/home/WORKS/carla/x"), ["WORKS", "carla"]);
        assert_eq!(texts("/var/crash/_home_carla_bin_x.1001.crash"), ["carla"]);
        assert_eq!(texts("/x/Maildir/new/1767225600.M1P2.quvnix-7,S=22"), ["quvnix-7"]);
        assert_eq!(texts("/vmfs/volumes/store1/quvnix-7/x.vmx"), ["quvnix-7"]);
        assert_eq!(texts("GET /reset/Kq7xYbZ2mN4pR8tV3w"), ["Kq7xYbZ2mN4pR8tV3w"]);
        assert_eq!(texts("GET /api/sessions/Kq7xYbZ2mN4pR8t"), ["Kq7xYbZ2mN4pR8t"]);
        assert_eq!(texts("GET /index.php/s/Kq7xYbZ2mN4pR8t"), ["Kq7xYbZ2mN4pR8t"]);
        assert_eq!(texts("/sys/bus/w1/devices/28-0316ab4e01ff/w1_slave"), ["28-0316ab4e01ff"]);
        assert_eq!(texts("/etc/openvpn/ccd/carla: x, reading ccd/bo7"), ["carla", "bo7"]);
        assert_eq!(texts("hdfs://192.0.2.7:9000/user/reception/x, hdfs://gw-7/zorgal/x"), ["reception", "zorgal"]);
        assert_eq!(
            texts("/home/carla.tar.gz, /home/bo.lee.bak, /var/lib/iwd/Zorgal.psk"),
            ["carla", "bo.lee", "Zorgal"]
        );
        assert_eq!(texts("ls /net/gw-7/export /home2/carla/x"), ["gw-7", "carla"]);
        assert_eq!(texts("/etc/letsencrypt/live/gw.works.example/key.pem"), ["gw.works.example"]);
    }

    #[test]
    fn other_components_stay() {
        assert_eq!(texts("/sys/class/net/eth0/mtu /net/ipv4/conf cd ~/src; cd ~ /home/.cache/x"), Vec::<String>::new());
        assert_eq!(texts(r"C:\app\profiles\default \home\x"), Vec::<String>::new());
        assert_eq!(texts("GET /api/users/quvnix and /api/users/export/x and /x/users/quvnix/x"), Vec::<String>::new());
        assert_eq!(texts("GET /reset/password-confirmation-2 /invite/passwordConfirmation"), Vec::<String>::new());
        assert_eq!(texts("GET /usr/share/doc /sessions/176722561200000 /verify/email"), Vec::<String>::new());
        assert_eq!(texts("GET /api/users/export and ~/src and /media/cdrom/x"), Vec::<String>::new());
        assert_eq!(
            texts("hdfs://gw-7/user/history/done hdfs://gw-7/data/x hdfs://gw-7/user/hive/x"),
            Vec::<String>::new()
        );
    }
}
