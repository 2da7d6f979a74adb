//! Files whose columns say what they hold, and what is remembered of them from line to line: tables, zones, lists,
//! statements of SQL, password files, crontab(5), `/proc/net`.

mod table;

use std::ops::Deref;

use super::accounts::colons;
use super::addresses::{kernel, lease};
use super::credentials::{continues_netrc, ipsec, is_netrc, netrc, relay, secrets, wireguard};
use super::dns_zone;
use super::fields::Fields;
use super::heads::{self, Heads};
use super::hosts::Hosts;
use super::inserts::{self, Inserts};
use super::passwords::Form;
use super::remarks::Remarks;
use super::rows;
use super::schedule::crontab;
use super::separated::{self, Separated};
use crate::minimize::ascii::{ALNUM, WHITE};
use crate::minimize::prefilter::{Finder, Needs, Prefilter, mark};
use crate::minimize::{Evidence, Found, Kind, bytes};
use table::Table;

/// What a line must show to be part of a table of processes or logins.
pub(super) const TABLE: Needs = Needs {
    finder: Finder::Table,
    marks: mark::TERMINAL,
    words: &["user", "ppid", "pts", "notty", "console", "seat0"],
};

/// What a line must show to hold a secret of IPsec.
pub(super) const IPSEC: Needs =
    Needs { finder: Finder::Ipsec, marks: 0, words: &["psk", "rsa", "xauth", "eap", "ecdsa", "pkcs8", "pin"] };

/// What a line must show to begin a zone of the domain system, or to hold a key of one.
pub(super) const ZONE: Needs = Needs {
    finder: Finder::Zone,
    marks: 0,
    words: &["soa", "origin", "dnskey", "cdnskey", "sshfp", "ds", "cds", "tlsa"],
};

/// What is remembered from line to line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Columns {
    /// Client, server and secret, as pppd reads them.
    chap: bool,
    /// Machine, login and password, as netrc has them.
    netrc: bool,
    /// The item's name says that it is one.
    named: bool,
    /// The item's name says that it is the system's crontab(5).
    system: bool,
    /// A table of processes or logins whose head has been read.
    table: Table,
    /// What the head of another table says of its columns.
    heads: Heads,
    /// The records of a zone stand here.
    zone: bool,
    /// A list with commas whose head has been read.
    separated: Option<Separated>,
    /// The columns of a statement of SQL that goes on.
    inserts: Option<Inserts>,
    /// The item's name says that it holds passwords.
    passwords: Option<Form>,
    /// What a comment says of the columns below it.
    remarks: Remarks,
    /// The names behind addresses stand here.
    hosts: Hosts,
}

impl Columns {
    pub(super) fn new(name: &str) -> Self {
        Self {
            chap: name.ends_with("-secrets"),
            named: name.ends_with("netrc"),
            system: name.contains("/cron.d/") || name.ends_with("etc/crontab"),
            passwords: Form::of(name),
            hosts: Hosts::new(name),
            ..Self::default()
        }
    }

    /// Whether nothing is remembered.
    pub(super) fn is_plain(&self) -> bool {
        let Self { table, separated, inserts, .. } = self;
        self.is_stable() && !table.is_open() && separated.is_none() && inserts.is_none()
    }

    /// Whether nothing is remembered but columns that are told by their numbers.
    pub(super) fn is_stable(&self) -> bool {
        let Self {
            chap,
            netrc,
            named,
            system,
            table: _,
            heads,
            zone,
            separated: _,
            inserts: _,
            passwords,
            remarks,
            hosts,
        } = self;
        let files = *chap || *netrc || *named || *system || *zone || passwords.is_some();
        !files && heads.is_plain() && remarks.is_plain() && hosts.is_plain()
    }

    /// Reads a line; gives whether it is the head of a list. What the profile names, and whether the line may hold one of
    /// these names, stands in `fields`.
    pub(super) fn line(
        &mut self,
        line: &[u8],
        prefilter: &Prefilter,
        fields: (&Fields, bool),
        found: &mut Vec<Found>,
    ) -> bool {
        // `# clients.` is a sentence.
        let head = line.starts_with(b"# client") && bytes::find(line, b"secret").is_some();
        self.chap |= head || line.starts_with(b"# Secrets for authentication using CHAP");
        self.netrc = self.named || is_netrc(line) || (self.netrc && continues_netrc(line));
        if prefilter.shows(mark::COLON) && begins_with_a_field(line) {
            colons(line, found);
        }
        if prefilter.shows(mark::HEX) {
            kernel(line, found);
        }
        if self.chap && !line.starts_with(b"#") {
            secrets(line, found);
        }
        if !((fields.1 || prefilter.admits(&heads::NEEDS)) && self.heads.begin(line, fields.0)) {
            self.heads.row(line, found);
        }
        self.zone(line, prefilter, found);
        if self.netrc {
            netrc(line, found);
        }
        if prefilter.admits(&IPSEC) {
            ipsec(line, found);
        }
        if prefilter.shows(mark::EQUALS) && memchr::memchr(b'\t', line).is_some() {
            wireguard(line, found);
        }
        if self.table.is_open() || prefilter.admits(&TABLE) {
            self.table.line(line, found);
        }
        let head = self.lists(line, prefilter, fields, found);
        if prefilter.shows(mark::DOTS) {
            separated::machine(line, found);
        }
        if line.first() == Some(&b'#') || !self.remarks.is_plain() {
            self.remarks.line(line, found);
        }
        if line.first() == Some(&b'*') {
            anybody(line, found);
        }
        relay(line, found);
        if let Some(form) = self.passwords {
            form.find(line, found);
        }
        if !self.hosts.is_plain() || matches!(line.first(), Some(b'1' | b':')) {
            self.hosts.line(line, found);
        }
        lease(line, found);
        rows::find(line, found);
        crontab(line, self.system, found);
        head
    }

    /// Records of a zone of the domain system, and a key of one.
    fn zone(&mut self, line: &[u8], prefilter: &Prefilter, found: &mut Vec<Found>) {
        self.zone |= prefilter.admits(&ZONE) && dns_zone::begins(line);
        if self.zone {
            self.zone = dns_zone::record(line, found);
        } else if prefilter.admits(&ZONE) && dns_zone::is_key(line) {
            dns_zone::record(line, found);
        }
    }

    /// Rows of lists with separators, and of what SQL inserts; gives whether the line is the head of a list.
    fn lists(
        &mut self,
        line: &[u8],
        prefilter: &Prefilter,
        (fields, declared): (&Fields, bool),
        found: &mut Vec<Found>,
    ) -> bool {
        let row = self.separated.as_ref().is_some_and(|list| list.is_row(line));
        self.separated = self.separated.take().filter(|list| list.row(line, found));
        let mut begins = false;
        if declared || prefilter.admits(&separated::NEEDS) {
            separated::status(line, found);
            let head = Separated::head(line, fields).filter(|_| !row);
            begins = head.is_some();
            self.separated = head.or(self.separated.take());
        }
        self.inserts = self.inserts.take().filter(|inserts| inserts.line(line, found));
        if declared || prefilter.admits(&inserts::NEEDS) {
            self.inserts = Inserts::begin(line, fields, found).or(self.inserts.take());
            self.separated = inserts::copied(line, fields).map(Separated::copied).or(self.separated.take());
        }
        begins
    }
}

/// `* * secret`: what anybody shows to anybody, as xl2tpd has it.
fn anybody(line: &[u8], found: &mut Vec<Found>) {
    let words = quoted_words(line);
    if let [one, other, (start, end)] = &*words
        && [one, other].iter().all(|(start, end)| &line[*start..*end] == b"*")
        && ALNUM.is_in(&line[*start..*end])
    {
        found.push(Found::new(*start..*end, Kind::Secret, Evidence::Structure).teaching());
    }
}

/// Whether no space stands before the first colon, as in no line of a log that begins with a time.
fn begins_with_a_field(line: &[u8]) -> bool {
    memchr::memchr(b':', line).is_some_and(|colon| !line[..colon].contains(&b' '))
}

/// Spans of words, sixteen at most.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Words {
    spans: [(usize, usize); 16],
    count: usize,
}

impl Words {
    const fn has_room(&self) -> bool {
        self.count < self.spans.len()
    }

    /// Adds a span where there is room.
    pub(super) fn push(&mut self, span: (usize, usize)) {
        if let Some(place) = self.spans.get_mut(self.count) {
            *place = span;
            self.count += 1;
        }
    }
}

impl Deref for Words {
    type Target = [(usize, usize)];

    fn deref(&self) -> &Self::Target {
        &self.spans[..self.count]
    }
}

/// Spans of words between white space.
pub(super) fn words(line: &[u8]) -> Words {
    let mut out = Words::default();
    spans(line).take(out.spans.len()).for_each(|span| out.push(span));
    out
}

/// Spans of words between white space, looked for as they are asked for.
pub(super) fn spans(line: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + line[at..].iter().position(|byte| !byte.is_ascii_whitespace())?;
        let length = line[start..].iter().position(u8::is_ascii_whitespace);
        at = length.map_or(line.len(), |length| start + length);
        Some((start, at))
    })
}

/// Spans of words, where quotes hold words together; without the quotes.
pub(super) fn quoted_words(line: &[u8]) -> Words {
    let mut out = Words::default();
    let mut at = 0;
    while at < line.len() && out.has_room() {
        let start = at + WHITE.run(&line[at..]);
        let Some(first) = line.get(start) else { break };
        let (from, end) = if *first == b'"' {
            (start + 1, start + 1 + memchr::memchr(b'"', &line[start + 1..]).unwrap_or(line.len() - start - 1))
        } else {
            (start, start + WHITE.until(&line[start..]))
        };
        out.push((from, end));
        at = end + 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Columns, Fields};
    use crate::minimize::testing::{sight_of, texts_of_lines};

    fn texts(lines: &[&str]) -> Vec<String> {
        let mut columns = Columns::new("");
        texts_of_lines(lines, |line, found| {
            columns.line(line, &sight_of(line), (&Fields::default(), false), found);
        })
    }

    #[test]
    fn account_files_are_read_by_column() {
        assert_eq!(texts(&["ada:x:1000:1000:Ada Lee,,+4930555:/home/ada:/bin/sh"]), ["ada", "Ada Lee", "+4930555"]);
        assert_eq!(texts(&["ada:$6$salt$hash:19700:0:99999:7:::"]), ["ada", "$6$salt$hash"]);
        assert_eq!(texts(&["sudo:x:27:ada,bob"]), ["ada", "bob"]);
        assert_eq!(texts(&["sudo:!:eve:ada,bob"]), ["eve", "ada", "bob"]);
        assert_eq!(texts(&["ada:100000:65536"]), ["ada"]);
        assert_eq!(texts(&["ada:1003:Ada Lee", "main:100:3"]), ["ada", "Ada Lee"]);
        let (lm, nt) = ("0123456789ABCDEF0123456789ABCDEF", "FEDCBA98765432100123456789ABCDEF");
        assert_eq!(texts(&[&format!("ada:1003:{lm}:{nt}:[U          ]:LCT-65A1B2C3:")]), ["ada", lm, nt]);
        assert_eq!(texts(&["db.example:5432:*:ada:p\\:w"]), ["db.example", "ada", "p\\:w"]);
        assert_eq!(texts(&["*:*:*:ada:h4x0r", "db.example:5432:*:*:h4x1r"]), ["ada", "h4x0r", "db.example", "h4x1r"]);
        assert_eq!(texts(&["machine gw7 login ada", "# machine lines are read"]), ["gw7", "ada"]);
        let mut netrc = Columns::new("/root/.netrc");
        let mut read = |line| {
            texts_of_lines(&[line], |line, found| {
                netrc.line(line, &sight_of(line), (&Fields::default(), false), found);
            })
        };
        assert_eq!(read("#machine gw8 login bo password h4x0r # old"), ["gw8", "bo", "h4x0r"]);
        assert_eq!(read("# default login bo password h4x0r"), ["bo", "h4x0r"]);
        assert_eq!(read("#password h4x0r"), ["h4x0r"]);
        assert_eq!(read("# password required"), Vec::<String>::new());
        assert_eq!(read("#"), Vec::<String>::new());
    }

    #[test]
    fn a_comment_of_clients_opens_no_secrets() {
        assert_eq!(texts(&["# clients.", "\tdisable\t\t= yes"]), Vec::<String>::new());
        let found = texts(&["# client\tserver\tsecret\tIP addresses", "gwen * h4x0rq *"]);
        assert!(found.contains(&"h4x0rq".to_owned()));
    }

    #[test]
    fn an_empty_column_moves_no_other() {
        let head = "COMMAND    PID  TID      USER   FD   TYPE DEVICE";
        let rows =
            ["bash      1835           gwen  cwd    DIR  253,0", "gwenq     1835 1840      gwen  txt    REG  253,0"];
        assert_eq!(texts(&[head, rows[0], rows[1]]), ["gwen", "gwen"]);
        let w = [
            "USER     TTY      FROM             LOGIN@   IDLE   WHAT",
            "gwen     ttyS0                     Fri18   32:16  -bash",
        ];
        assert_eq!(texts(&w), ["gwen"]);
    }

    #[test]
    fn who_is_logged_in_stands_before_a_terminal() {
        assert_eq!(texts(&["gwen     console  Feb  7 23:32"]), ["gwen"]);
        assert_eq!(texts(&["gwen     seat0    2023-10-21 20:06 (login screen)"]), ["gwen"]);
        assert_eq!(texts(&["gwen     ttyS0        2026-02-01 12:14"]), ["gwen"]);
        assert_eq!(texts(&["gwen   + pts/0        2026-02-01 18:43 00:11   3709 (192.0.2.7)"]), ["gwen"]);
        assert_eq!(texts(&["gwen   ttys002                   Fri Feb 28 14:45   still logged in"]), ["gwen"]);
        assert_eq!(texts(&["zorgal - tty0 at 7:8"]), Vec::<String>::new());
        assert_eq!(texts(&["LOGIN    tty1     2020-02-29 12:13   841 id=tty1"]), Vec::<String>::new());
    }

    #[test]
    fn tables_are_read_by_their_head() {
        assert_eq!(texts(&["  PID USER  PR  NI", " 2210 ada   20   0 x"]), ["ada"]);
        assert_eq!(texts(&["UID   PID  PPID  C STIME", "ada   611     1  0 Feb10", "that was all of it"]), ["ada"]);
        assert_eq!(
            texts(&[
                "JobID   JobName   User  State",
                "------ -------- ------ ------",
                "88412 md-run ada DONE",
                "that is all"
            ])[..],
            ["ada"]
        );
        let from = "ada pts/1 gw7.plant-of-ad 08:30 1.00s -bash";
        assert_eq!(texts(&["USER TTY FROM LOGIN@ IDLE WHAT", from]), ["ada", "gw7.plant-of-ad"]);
        let sockets = "sshd    1234  ada 3u IPv4 1 0t0  TCP gwx:ssh->lapx:51234 (ESTABLISHED)";
        assert_eq!(texts(&["COMMAND PID USER FD TYPE", sockets]), ["ada", "gwx", "lapx"]);
        assert_eq!(texts(&["ada  pts/0  192.0.2.1  Tue Mar 10 08:01   still logged in"]), ["ada"]);
    }

    #[test]
    fn kernel_tables_are_read_by_column() {
        assert_eq!(texts(&["   1: 070200C0:0016 096433C6:C3A2 01 00000000:00000000"]), ["070200C0", "096433C6"]);
    }
}
