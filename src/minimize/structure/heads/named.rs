//! Heads that their first words tell: of tables of processes, nodes, guests, neighbours, networks.

use super::{Heads, letters};
use crate::minimize::Kind;
use crate::minimize::ascii::LOWER;

impl Heads {
    /// Names of people and machines: `PID Username Group Machine`, `NAME STATUS ROLES AGE VERSION`.
    pub(super) fn named(line: &[u8], words: &[(usize, usize)]) -> Self {
        let titles = Titles { line, words };
        let Some(table) = titles.known().or_else(|| titles.capitals()) else { return Self::default() };
        // Rows of repadmin's have a blank before them, and the head has none.
        let lead = usize::from(titles.text(1) == b"DSA");
        let place = |start| letters(line, start) + lead;
        let mut head = Self { beside: table.beside.map(|(start, _)| place(start)), ..Self::default() };
        let places = table.columns.into_iter().flatten();
        let places = places.filter_map(|(index, kind)| Some((place(words.get(index)?.0), kind)));
        head.columns.iter_mut().zip(places).for_each(|(place, column)| *place = Some(column));
        head
    }
}

/// What a head says of its table.
struct Table {
    /// Which words are titles of columns that name somebody or something, and what they name.
    columns: [Option<(usize, Kind)>; 4],
    /// The title that a word stands below in every row.
    beside: Option<(usize, usize)>,
}

impl Table {
    fn new<const N: usize>(columns: [Option<(usize, Kind)>; N], beside: Option<&(usize, usize)>) -> Self {
        let mut all = [None; 4];
        all.iter_mut().zip(columns).for_each(|(place, column)| *place = column);
        Self { columns: all, beside: beside.copied() }
    }
}

/// The words of a head.
struct Titles<'a> {
    line: &'a [u8],
    words: &'a [(usize, usize)],
}

impl Titles<'_> {
    /// The word at a place; an empty one where there is none.
    fn text(&self, index: usize) -> &[u8] {
        self.words.get(index).map_or(b"", |(start, end)| &self.line[*start..*end])
    }

    /// The column of this title.
    fn column(&self, title: &[u8], kind: Kind) -> Option<(usize, Kind)> {
        (0..self.words.len()).find(|index| self.text(*index) == title).map(|index| (index, kind))
    }

    /// The table of a program that the first words tell.
    fn known(&self) -> Option<Table> {
        let column = |title: &[u8], kind| self.column(title, kind);
        let first = |kind| Some((0, kind));
        let (words, third) = (self.words, self.text(2));
        Some(match (self.text(0), self.text(1)) {
            // smbstatus(1)
            (b"PID", b"Username") | (b"Service", b"pid") => {
                Table::new([column(b"Username", Kind::User), column(b"Machine", Kind::Host)], words.first())
            }
            // Nodes, as kubectl(1) lists and measures them.
            (b"NAME", _) if matches!(third, b"ROLES" | b"CPU(%)") || third.starts_with(b"CPU%") => {
                Table::new([first(Kind::Host)], words.get(1))
            }
            // nbtscan(1)
            (b"IP", b"address") if third == b"NetBIOS" => {
                Table::new([Some((2, Kind::Host)), column(b"User", Kind::User)], words.first())
            }
            // Neighbours of a switch of Cisco's.
            (b"Device", b"ID") if third == b"Local" => Table::new([first(Kind::Host)], words.get(2)),
            // query(1) of Windows.
            (b"USERNAME", b"SESSIONNAME") => Table::new([first(Kind::User)], words.get(3)),
            // Users of a management controller, as ipmitool(1) lists them.
            (b"ID", b"Name") if third == b"Callin" => Table::new([Some((1, Kind::User))], words.first()),
            // Who may log in to a filer of NetApp's.
            (b"Name", b"Application") if third == b"Method" => Table::new([first(Kind::User)], words.get(2)),
            // whoami(1) of Windows.
            // Guests of Xen.
            (b"Name", b"ID") if third == b"Mem" => Table::new([first(Kind::Host)], None),
            // Replicas of a directory.
            (b"Source" | b"Destination", b"DSA") => Table::new([first(Kind::Host)], words.first()),
            // Who is served by an access switch.
            (b"UserID", b"Username") => Table::new([Some((1, Kind::User))], words.first()),
            (b"User", b"Name") if third == b"SID" => Table::new([first(Kind::User)], words.get(2)),
            // Members of a cluster, as corosync-quorumtool(8) lists them.
            (b"Nodeid", b"Votes") => Table::new([column(b"Name", Kind::Host)], words.last()),
            // Connections, as nmcli(1) lists them.
            (b"NAME", b"UUID") => Table::new([column(b"UUID", Kind::Uuid)], words.first()),
            // Guests of Proxmox and of libvirt.
            (b"VMID", b"NAME" | b"Status") => {
                Table::new([column(b"NAME", Kind::Host), column(b"Name", Kind::Host)], None)
            }
            (b"Id", b"Name") if third == b"State" => Table::new([Some((1, Kind::Host))], words.first()),
            // Nodes of Elasticsearch.
            (b"ip", b"heap.percent") => Table::new([column(b"name", Kind::Host)], words.first()),
            // Members of Consul.
            (b"Node", b"Address") => Table::new([first(Kind::Host)], words.get(1)),
            // airodump-ng(8)
            (b"BSSID", b"PWR") => Table::new([column(b"ESSID", Kind::Ssid)], words.first()),
            // Networks, as nmcli(1) lists them.
            (b"IN-USE", b"BSSID") => Table::new([column(b"SSID", Kind::Ssid)], words.get(1)),
            (b"BSSID", b"SSID") => Table::new([column(b"SSID", Kind::Ssid)], words.first()),
            // finger(1)
            (b"Login", b"Name") if matches!(third, b"Tty" | b"TTY") => {
                Table::new([first(Kind::User), Some((1, Kind::Person))], words.first())
            }
            // Who reads mail, as doveadm(1) lists them.
            (b"username", b"#") => Table::new([first(Kind::User)], words.get(1)),
            // repquota(8)
            (b"User", b"used") => Table::new([first(Kind::User)], words.first()),
            // What Junos says of its hardware.
            (b"Item", b"Version") => Table::new([column(b"Serial", Kind::Serial)], None),
            _ => return None,
        })
    }

    /// The table of any program whose titles are all capitals.
    fn capitals(&self) -> Option<Table> {
        // `WARNING: NODE LOST` is a sentence.
        if self.words.len() < 4 || LOWER.or(b":").is_in(self.line) {
            return None;
        }
        // `NAME SERVICE CALLER-ID …` is how RouterOS lists whom it lets dial in.
        let caller = self.column(b"CALLER-ID", Kind::User).and_then(|_| self.column(b"NAME", Kind::User));
        let user = self.column(b"USERNAME", Kind::User).or(caller);
        let machine = |title: &[u8]| self.column(title, Kind::Host);
        // What machinectl(1) runs.
        let guests = self.text(1) == b"CLASS";
        let node = machine(b"NODE").or(machine(b"NODELIST")).or(machine(b"NODELIST(REASON)"));
        let columns = [
            user,
            self.column(b"OSUSER", Kind::User).or(self.column(b"GECOS", Kind::Person)),
            node.or(self.rented()).or(machine(b"MACHINE").filter(|_| user.is_some() || guests)),
            machine(b"HOSTNAME").or(machine(b"HOST-NAME")),
        ];
        // Numbers of jobs end where their title does.
        let beside = match self.text(0) {
            b"JOBID" => self.words.last(),
            b"UID" => self.words.get(1),
            _ => self.words.first(),
        };
        Some(Table::new(columns, beside))
    }

    /// The names of what a cloud lets, which has addresses inside and outside of it.
    fn rented(&self) -> Option<(usize, Kind)> {
        self.column(b"INTERNAL_IP", Kind::Host).and_then(|_| self.column(b"NAME", Kind::Host))
    }
}
