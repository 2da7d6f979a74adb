//! Tables whose head says what a column holds: serial numbers of `lsblk -o` and `nvme list`, logins and machines
//! between the bars of psql(1) and mysql(1), of smbstatus(1), whoami(1) and repquota(8), nodes of Kubernetes and
//! Docker, networks of nmcli(1), neighbours of switches, jobs of lpq(1).

mod barred;
mod named;
mod titled;

use super::columns::words;
use super::people::is_words;
use crate::minimize::ascii::{Class, DIGIT, LETTER, NAME};
use crate::minimize::prefilter::{Finder, Needs};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary, host, uuid};
use barred::has_bars;

/// What a line must show to be such a head.
pub(super) const NEEDS: Needs = Needs {
    finder: Finder::Heads,
    marks: 0,
    words: &[
        "serial",
        "wwn",
        "sn",
        "user",
        "usename",
        "rolname",
        "hostname",
        "username",
        "machine",
        "roles",
        "node",
        "cpu",
        "capability",
        "bssid",
        "sid",
        "system",
        "neighbor",
        "device",
        "ap",
        "host",
        "nodelist",
        "nodeid",
        "vmid",
        "state",
        "heap",
        "ssid",
        "uuid",
        "idle",
        "rank",
        "callin",
        "serialnumber",
        "ipv4",
        "networks",
        "role",
        "gecos",
        "dsa",
        "caller",
        "internal",
        "userid",
        "mem",
        "eligibility",
    ],
};

/// The columns of the table at hand, none where there is no table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Heads {
    columns: [Option<(usize, Kind)>; 4],
    /// Bars separate the columns, which are counted; else they begin at a letter of the line.
    bars: bool,
    /// Where a word begins in every row of the table: what follows it need not be a part of it.
    beside: Option<usize>,
    /// No row has been read yet: a line that is empty belongs to the head.
    fresh: bool,
}

impl Heads {
    /// Whether no table is at hand.
    pub(super) fn is_plain(&self) -> bool {
        self.columns[0].is_none()
    }

    /// Reads a line that may be a head; gives whether it is one.
    pub(super) fn begin(&mut self, line: &[u8]) -> bool {
        let head = if has_bars(line) { Self::barred(line) } else { Self::spaced(line) };
        let begins = !head.is_plain();
        *self = if begins { Self { fresh: true, ..head } } else { *self };
        begins
    }

    /// Reads a line that is no head: a row of the table, where there is one, or what ends it.
    pub(super) fn row(&mut self, line: &[u8], found: &mut Vec<Found>) {
        if self.is_plain() {
            return;
        }
        let first = std::mem::take(&mut self.fresh);
        if first && line.trim_ascii().is_empty() {
            return;
        }
        let barred = has_bars(line);
        // `├────┤`: no text has nothing but bytes of these.
        let rule = Class::of(b"-+=| ").or_not_ascii().fills(line);
        // Another head has nothing but capitals.
        let plain = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_punctuation() || *byte == b' ';
        let over = self.beside.is_some() && !rule && line.iter().all(plain);
        if line.trim_ascii().is_empty() || over || self.bars && !barred && !rule {
            *self = Self::default();
        } else if !rule && self.bars {
            self.between_bars(line, found);
        } else if !rule {
            self.words(line, found);
        }
    }

    /// `NAME MODEL SERIAL WWN`, `Node  SN  Model`
    fn spaced(line: &[u8]) -> Self {
        // A log may say these words too; Elasticsearch says over how many minutes it measures.
        if DIGIT.is_in(line) && !line.starts_with(b"ip ") {
            return Self::default();
        }
        let words = words(line);
        let named = Self::named(line, &words);
        if !named.is_plain() {
            return named;
        }
        let mut head = Self::default();
        let table = words.iter().any(|(start, end)| {
            matches!(&line[*start..*end], b"NAME" | b"MODEL" | b"Node" | b"Model" | b"DEVICE" | b"KNAME")
        });
        let columns = words.iter().filter_map(|(start, end)| {
            let kind = match &line[*start..*end] {
                b"SERIAL" | b"WWN" | b"SN" => Kind::Serial,
                b"UUID" | b"PARTUUID" => Kind::Uuid,
                _ => return None,
            };
            Some((letters(line, *start), kind))
        });
        if table {
            head.columns.iter_mut().zip(columns).for_each(|(place, column)| *place = Some(column));
        }
        if head.is_plain() { Self::titled(line) } else { head }
    }

    /// The row's words that begin where a column does.
    fn words(&self, line: &[u8], found: &mut Vec<Found>) {
        let words = words(line);
        self.centred(line, &words, found);
        if self.beside.is_some_and(|beside| !words.iter().any(|(start, _)| letters(line, *start) == beside)) {
            return;
        }
        for (start, end) in words.iter().copied() {
            // `>gwen`: who asks.
            let start = start + usize::from(line[start] == b'>');
            let place = letters(line, start);
            let Some((_, kind)) = self.columns.into_iter().flatten().find(|(column, _)| *column == place) else {
                continue;
            };
            // The name of a network or a person may be several words.
            let end = match kind {
                Kind::Ssid | Kind::Person => {
                    bytes::find(&line[start..], b"  ").map_or(line.trim_ascii_end().len(), |at| start + at)
                }
                _ => end,
            };
            // `quv[01-04]`: several, as Slurm writes them; `Gwen Quvnix,Room 7`: what else is known of somebody.
            let set = |mark| memchr::memchr(mark, &line[start..end]).filter(|length| *length > 0);
            let stop = match kind {
                Kind::Host => set(b'[').or_else(|| set(b',')),
                Kind::Person => set(b','),
                _ => None,
            };
            if kind == Kind::Host && set(b'[').is_none() {
                others(line, (start, end), found);
            }
            let end = stop.map_or(end, |length| start + length);
            let text = &line[start..end];
            let plain = |marks: &[u8]| text.iter().all(|byte| byte.is_ascii_alphanumeric() || marks.contains(byte));
            let fits = match kind {
                Kind::Serial => text.len() >= 6 && plain(b"-_.") && DIGIT.is_in(text),
                Kind::Ssid => text != b"--",
                Kind::Uuid => uuid::is_whole(text),
                Kind::Person => LETTER.or(b" .'-").or_not_ascii().fills(text) && text.len() >= 4 && !is_words(text),
                // Another sentence may have a word at the same place.
                _ => {
                    plain(b"-_.@\\$+")
                        && LETTER.is_in(text)
                        && (kind == Kind::Host && self.beside.is_some() && text.contains(&b'-')
                            || !dictionary::is_word(text))
                }
            };
            if fits {
                let from = start + if kind == Kind::Serial && text.starts_with(b"0x") { 2 } else { 0 };
                found.push(Found::new(from..end, kind, Evidence::Structure).teaching_if(end - start >= 4));
            }
        }
    }
}

/// The machines behind the first of a list with commas: `quvnix-1,quvnix-2`.
fn others(line: &[u8], (start, end): (usize, usize), found: &mut Vec<Found>) {
    for comma in memchr::memchr_iter(b',', &line[start..end]).map(|length| start + length) {
        let length = line[comma + 1..end].split(|byte| *byte == b',').next().map_or(0, <[u8]>::len);
        let name = &line[comma + 1..comma + 1 + length];
        if host::is_likely(name) && NAME.fills(name) {
            let span = comma + 1..comma + 1 + length;
            found.push(Found::new(span, Kind::Host, Evidence::Structure).teaching_unless_short());
        }
    }
}

/// How many letters stand before a byte: the branches of a tree have three bytes each.
fn letters(line: &[u8], end: usize) -> usize {
    line[..end].iter().filter(|byte| !matches!(byte, 0x80..=0xbf)).count()
}

#[cfg(test)]
mod tests {
    use super::Heads;

    pub(super) fn texts(lines: &[&str]) -> Vec<String> {
        let mut heads = Heads::default();
        crate::minimize::testing::texts_of_lines(lines, |line, found| {
            if !heads.begin(line) {
                heads.row(line, found);
            }
        })
    }

    #[test]
    fn lines_of_a_log_are_no_heads() {
        let bars = ["2026-02-01 | INFO | user | came", "2026-02-01 | INFO | gwen | came"];
        assert_eq!(texts(&bars), Vec::<String>::new());
        assert_eq!(texts(&["WARNING: CLUSTER NODE LOST", "quvnix   zorgal  gwen quvnix"]), Vec::<String>::new());
    }

    #[test]
    fn serial_numbers_stand_below_their_head() {
        let lines = [
            "NAME   MODEL     SERIAL       WWN                SIZE",
            "sda    Maker_870 S5ST0R123456 0x5002538f31234567 931G",
            "\u{251c}\u{2500}sda1                                        512M",
            "",
            "sdb    Maker_870 S5ST0R123457 0x5002538f31234568 931G",
        ];
        assert_eq!(texts(&lines), ["S5ST0R123456", "5002538f31234567"]);
        let lines = [
            "Node         SN           Model",
            "------------ ------------ -----",
            "/dev/nvme0n1 50026B7283A4 Maker M4",
        ];
        assert_eq!(texts(&lines), ["50026B7283A4"]);
    }

    #[test]
    fn serial_numbers_stand_around_their_title_in_the_middle() {
        let lines = [
            "  F/S/P   ONT         SN         Control     Run",
            "  0/ 1/0    0  1234567890ABCDEF  active      online",
            "  0/ 2/0    1  QBFGXVIPMQZN0E1T  configuring online",
            "  0/ 3/0    2  -                 ACTIVE-STATE4  ok",
            "  0/ 4/0    3  123456789012      active      online",
        ];
        assert_eq!(texts(&lines), ["1234567890ABCDEF", "QBFGXVIPMQZN0E1T"]);
    }

    #[test]
    fn nodes_and_neighbours_stand_below_their_head() {
        let lines = [
            "NAME     STATUS   ROLES    AGE   VERSION",
            "quvnix   Ready    <none>   21d   v1.28.4",
            "gw-ann   Ready    worker   21d   v1.28.4",
            "No resources found",
            "",
            "zorgal   Ready    worker   21d   v1.28.4",
        ];
        assert_eq!(texts(&lines), ["quvnix", "gw-ann"]);
        let lines = [
            "NAME    READY   STATUS    IP           NODE      GATES",
            "web-7   1/1     Running   192.0.2.7    quvnix    <none>",
            "NAME    READY   STATUS",
            "web-8   1/1     Running   192.0.2.7    zorgal    <none>",
        ];
        assert_eq!(texts(&lines), ["quvnix"]);
        let lines = [
            "Device ID        Local Intrfce     Holdtme    Capability  Platform  Port ID",
            "quvnix           Gig 1/0/3         172              T I   AIR-AP280 Gig 0",
            "Total cdp entries displayed : 1",
            "Total of      it all",
        ];
        assert_eq!(texts(&lines), ["quvnix"]);
        let lines = ["ID        HOSTNAME   STATUS    AVAILABILITY", "q1x7 *    quvnix     Ready     Active"];
        assert_eq!(texts(&lines), ["quvnix"]);
    }

    #[test]
    fn who_is_served_stands_below_its_head() {
        let lines = [
            "PID     Username     Group        Machine             Protocol Version",
            "----------------------------------------------------------------------",
            "12345   PLANT\\gwen   domain crew  quvnix (ipv4:x)     SMB3_11",
        ];
        assert_eq!(texts(&lines), ["PLANT\\gwen", "quvnix"]);
        let lines = [
            " USERNAME              SESSIONNAME        ID  STATE   IDLE TIME",
            ">gwen                  rdp-tcp#12          2  Active          .",
            " bo7                                       3  Disc         1:12",
        ];
        assert_eq!(texts(&lines), ["gwen", "bo7"]);
        let lines = [
            "USERNAME   OSUSER     MACHINE    PROGRAM",
            "---------- ---------- ---------- ----------",
            "GWEN       gwen2      WKS-7      SQLPLUS",
        ];
        assert_eq!(texts(&lines), ["GWEN", "gwen2", "WKS-7"]);
        let lines = [
            "IN-USE  BSSID              SSID       MODE",
            "*       02:00:5E:00:53:07  Attic Net  Infra",
            "        02:00:5E:00:53:08  --         Infra",
        ];
        assert_eq!(texts(&lines), ["Attic Net"]);
        let lines = ["User Name   SID", "=========== =====", "works\\gwen  S-1-5"];
        assert_eq!(texts(&lines), ["works\\gwen"]);
        let lines = ["User            used    soft", "gwen      +-  118211  100000"];
        assert_eq!(texts(&lines), ["gwen"]);
        let lines = [
            "Item             Version  Part number  Serial number     Description",
            "Chassis                                JN1199R95         SRX",
        ];
        assert_eq!(texts(&lines), ["JN1199R95"]);
        let lines = [
            "Login     Name           Tty      Idle  Login Time   Office",
            "gwen      Gwen Quvnix   *tty1      14d  Mar 22 21:14",
            "bo7       bo7            pts/0          Apr  5 15:33 (192.0.2.7)",
        ];
        assert_eq!(texts(&lines), ["gwen", "Gwen Quvnix", "bo7"]);
        let id = "6c1fb0a2-7a52-4f0e-9d27-0123456789ab";
        let row = format!("sda2 ext4         {id} 12G");
        assert_eq!(texts(&["NAME FSTYPE LABEL UUID                                 SIZE", &row]), [id]);
        let lines = [" id | username | active", "----+----------+-------", "  1 | gwen     | t"];
        assert_eq!(texts(&lines), ["gwen"]);
    }

    #[test]
    fn machines_and_people_stand_below_other_heads() {
        let lines = ["JOBID PARTITION USER NODES NODELIST(REASON)", "41    batch     gwen 2     quvnix-1,quvnix-2"];
        assert_eq!(texts(&lines), ["quvnix-2", "quvnix-1"]);
        let lines =
            ["  UID USER   PWD-LOCK GECOS", " 1000 gwen          0 Gwen Quvnix,Room 7", "    0 root          0 root"];
        assert_eq!(texts(&lines), ["Gwen Quvnix"]);
        let lines = ["Source DSA       largest delta    fails/total", " ZORG01          14m:11s          0 /   5"];
        assert_eq!(texts(&lines), ["ZORG01"]);
        let lines = ["NAME     ZONE  INTERNAL_IP  STATUS", "zorg-7   a     192.0.2.7    RUNNING"];
        assert_eq!(texts(&lines), ["zorg-7"]);
        let lines = ["#   NAME   SERVICE  CALLER-ID", "0   gwen   l2tp     192.0.2.7"];
        assert_eq!(texts(&lines), ["gwen"]);
        let lines = [
            "AP Name     Slots    Ethernet MAC    State",
            "---------------",
            "zorg-ap-2     2      0200.5e00.5307  up",
        ];
        assert_eq!(texts(&lines), ["zorg-ap-2"]);
        let lines = ["ID        Name      Drain  Eligibility", "7f0e55d2  zorg-w3   false  eligible"];
        assert_eq!(texts(&lines), ["zorg-w3"]);
        let lines = ["Name          ID   Mem VCPUs\tState", "zorg-7         3  1024     1\t-b----"];
        assert_eq!(texts(&lines), ["zorg-7"]);
        let lines = ["MACHINE CLASS     SERVICE OS", "zorg-7  container nspawn  debian"];
        assert_eq!(texts(&lines), ["zorg-7"]);
    }

    #[test]
    fn other_tables_and_sentences_are_none() {
        let lines = ["NAME    READY   STATUS", "web-7   1/1     Running"];
        assert_eq!(texts(&lines), Vec::<String>::new());
        assert_eq!(texts(&["the NODE is ready", "the quvnix is up"]), Vec::<String>::new());
        assert_eq!(texts(&["NAME   CPU(cores)   MEMORY(bytes)", "web-7  1m           7Mi"]), Vec::<String>::new());
    }

    #[test]
    fn machines_that_a_scan_found_stand_below_their_head() {
        let lines = [
            "IP address       NetBIOS Name     Server    User             MAC address",
            "------------------------------------------------------------------------",
            "192.0.2.7        QUVNIX           <server>  <unknown>        02:00:5e:00:53:07",
        ];
        assert_eq!(texts(&lines), ["QUVNIX"]);
    }
}
