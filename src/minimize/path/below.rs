//! Folders of people and machines that are known by what stands above them: of clusters, of mail, of guests.

use std::sync::LazyLock;

use super::{COMPONENT, component};
use crate::minimize::ascii::{DIGIT, NAME, WORD};
use crate::minimize::bytes::Any;
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary};

/// Finds them in one line, of which few hold any.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    if !MARKS.stands_in(line) {
        return;
    }
    distributed(line, found);
    scratch(line, found);
    graphs(line, found);
    accounts(line, found);
    mailboxes(line, found);
    deliveries(line, found);
    stores(line, found);
    repositories(line, found);
}

/// What one of them must hold.
static MARKS: LazyLock<Any> = LazyLock::new(|| {
    Any::new(&[
        b"hdfs://",
        b"/p/gb",
        b"/g/g",
        b".rrd",
        b"/principal/",
        b"vmail/",
        b",S=",
        b"/vmfs/volumes/",
        b"repositories/",
    ])
});

/// `/var/vmail/works.example/gwen/`: a folder of a mailbox, below that of its domain.
fn mailboxes(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b"vmail/") {
        let domain = at + b"vmail/".len();
        let length = COMPONENT.run(&line[domain..]);
        if line[domain..domain + length].contains(&b'.') && line.get(domain + length) == Some(&b'/') {
            component(line, domain + length + 1, Kind::User, found);
        }
    }
}

/// `1767225600.M1P2.gw7,S=2210`: a mail as Maildir keeps it, by the machine that took it in.
fn deliveries(line: &[u8], found: &mut Vec<Found>) {
    for end in bytes::every(line, b",S=") {
        let length = COMPONENT.run_back_within(&line[..end], MAIL);
        let name = &line[end - length..end];
        let Some(first) = memchr::memchr(b'.', name) else { continue };
        let Some(second) = memchr::memchr(b'.', &name[first + 1..]).map(|at| first + 1 + at) else { continue };
        let time = first >= 9 && DIGIT.fills(&name[..first]);
        if time && matches!(name[first + 1], b'M' | b'V' | b'P' | b'H') && second + 1 < length {
            found.push(
                Found::new(end - length + second + 1..end, Kind::Host, Evidence::Grammar).teaching_unless_short(),
            );
        }
    }
}

/// Bytes of the longest name of a mail.
const MAIL: usize = 160;

/// `/vmfs/volumes/store/gw7/`: the folder of a guest, below that of where it is kept.
fn stores(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b"/vmfs/volumes/") {
        let store = at + b"/vmfs/volumes/".len();
        let length = COMPONENT.run(&line[store..]);
        let guest = store + length + 1;
        let name = line.get(guest..).unwrap_or_default();
        let name = &name[..COMPONENT.run(name)];
        let lower = name.to_ascii_lowercase();
        let own = bytes::starts_with_any(&lower, &STORE);
        let known = own || lower.starts_with(b".") || dictionary::is_word(&lower);
        if line.get(store + length) == Some(&b'/') && line.get(guest + name.len()) == Some(&b'/') && !known {
            component(line, guest, Kind::Host, found);
        }
    }
}

/// `/git/repositories/gwen/x.git`: whose a repository is.
fn repositories(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b"repositories/") {
        let owner = at + b"repositories/".len();
        let length = COMPONENT.run(&line[owner..]);
        let rest = line[owner + length..].strip_prefix(b"/").unwrap_or_default();
        let name = &rest[..COMPONENT.run(rest)];
        let word = dictionary::is_word(&line[owner..owner + length]);
        if length > 1 && name.ends_with(b".git") && !word {
            component(line, owner, Kind::User, found);
        }
    }
}

/// Folders that ESXi itself has there.
const STORE: [&str; 9] = ["coredump", "healthd", "iso", "locker", "vdtc", "vmkdump", "vmtools", "vmware", "vsan"];

/// `hdfs://192.0.2.7:9000/gwen/x`: a person's folder, where it is none that every cluster has.
fn distributed(line: &[u8], found: &mut Vec<Found>) {
    for at in bytes::every(line, b"hdfs://") {
        let host = at + b"hdfs://".len();
        let Some(slash) = line[host..].iter().take(256).position(|byte| *byte == b'/').map(|length| host + length)
        else {
            continue;
        };
        let authority = NAME.or(b":").fills(&line[host..slash]);
        // `hdfs://192.0.2.7:9000/user/gwen/x`: below its homes a word is a login too.
        let home = line[slash..].starts_with(b"/user/");
        let slash = slash + if home { b"/user".len() } else { 0 };
        let length = COMPONENT.run(&line[slash + 1..]);
        let text = &line[slash + 1..slash + 1 + length];
        let plain = WORD.fills(text);
        let own = if home { bytes::is_one_of(text, &CLUSTER) } else { is_folder(text) };
        if authority && plain && line.get(slash + 1 + length) == Some(&b'/') && !own {
            component(line, slash + 1, Kind::User, found);
        }
    }
}

/// Whether a folder is one that many a cluster has.
fn is_folder(text: &[u8]) -> bool {
    let begins = |known: &&str| {
        text.strip_prefix(known.as_bytes()).is_some_and(|rest| !rest.first().is_some_and(u8::is_ascii_lowercase))
    };
    dictionary::is_word(text) || CLUSTER.iter().any(begins)
}

/// `/p/gb1/gwen/`, `/g/g24/gwen/`: scratch and homes of large machines, by their number.
fn scratch(line: &[u8], found: &mut Vec<Found>) {
    for folder in [&b"/p/gb"[..], b"/g/g"] {
        for at in bytes::every(line, folder) {
            let number = at + folder.len();
            let digits = DIGIT.run(&line[number..]);
            let open = at == 0 || !line[at - 1].is_ascii_alphanumeric();
            if open && (1..=2).contains(&digits) && line.get(number + digits) == Some(&b'/') {
                component(line, number + digits + 1, Kind::User, found);
            }
        }
    }
}

/// `/rrds/cluster/gw7/cpu.rrd`: whose graph it is.
fn graphs(line: &[u8], found: &mut Vec<Found>) {
    for end in bytes::every(line, b".rrd") {
        let head = &line[end.saturating_sub(256)..end];
        let Some(file) = memchr::memrchr(b'/', head) else { continue };
        let Some(folder) = memchr::memrchr(b'/', &head[..file]) else { continue };
        // collectd's have one more folder below, of what is measured.
        let below =
            bytes::holds_any(&head[..=folder], &["/rrds/", "/rrd/"]) && bytes::find(head, b"/collectd/rrd/").is_none();
        let start = end - head.len() + folder + 1;
        let text = &head[folder + 1..file];
        if below && !text.is_empty() && COMPONENT.fills(text) && !dictionary::is_word(text) {
            found.push(Found::new(start..start + text.len(), Kind::Host, Evidence::Grammar).teaching_unless_short());
        }
    }
}

/// `icloud.com/874161398/principal/`: the number of an account.
fn accounts(line: &[u8], found: &mut Vec<Found>) {
    for end in bytes::every(line, b"/principal/") {
        let digits = DIGIT.run_back(&line[..end]);
        let start = end - digits;
        if (6..=14).contains(&digits) && line[..start].ends_with(b"/") {
            found.push(Found::new(start..end, Kind::Account, Evidence::Grammar).teaching());
        }
    }
}

/// Folders of clusters that are nobody's.
const CLUSTER: [&str; 17] = [
    "user",
    "history",
    "tmp",
    "apps",
    "hbase",
    "warehouse",
    "spark",
    "hive",
    "yarn",
    "mapred",
    "hdp",
    "flume",
    "kafka",
    "solr",
    "ranger",
    "mr",
    "ats",
];
