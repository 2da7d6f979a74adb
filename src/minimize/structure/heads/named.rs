//! Heads that their first words tell: of tables of processes, nodes, guests, neighbours, networks.

use super::super::super::Kind;
use super::{Heads, letters};

impl Heads {
    /// Names of people and machines: `PID Username Group Machine`, `NAME STATUS ROLES AGE VERSION`.
    pub(super) fn named(line: &[u8], words: &[(usize, usize)]) -> Self {
        let text = |index: usize| words.get(index).map_or(&b""[..], |(start, end)| &line[*start..*end]);
        let column = |name: &[u8]| (0..words.len()).find(|index| text(*index) == name);
        let second = text(1);
        // `WARNING: NODE LOST` is a sentence.
        let capitals = words.len() >= 4 && !line.iter().any(|byte| byte.is_ascii_lowercase() || *byte == b':');
        let nodes = text(0) == b"NAME" && (text(2) == b"ROLES" || text(2).starts_with(b"CPU%") || text(2) == b"CPU(%)");
        let column = |name: &[u8], kind: Kind| column(name).map(|index| (index, kind));
        // Each column, and the place where a word begins in every row.
        let (columns, beside) = match (text(0), second) {
            (b"PID", b"Username") | (b"Service", b"pid") => {
                ([column(b"Username", Kind::User), column(b"Machine", Kind::Host), None, None], words.first())
            }
            (b"NAME", _) if nodes => ([Some((0, Kind::Host)), None, None, None], words.get(1)),
            // nbtscan(1)
            (b"IP", b"address") if text(2) == b"NetBIOS" => {
                ([Some((2, Kind::Host)), column(b"User", Kind::User), None, None], words.first())
            }
            // Neighbours of a switch of Cisco's.
            (b"Device", b"ID") if text(2) == b"Local" => ([Some((0, Kind::Host)), None, None, None], words.get(2)),
            // query(1) of Windows.
            (b"USERNAME", b"SESSIONNAME") => ([Some((0, Kind::User)), None, None, None], words.get(3)),
            // whoami(1) of Windows.
            (b"User", b"Name") if text(2) == b"SID" => ([Some((0, Kind::User)), None, None, None], words.get(2)),
            // Members of a cluster, as corosync-quorumtool(8) lists them.
            (b"Nodeid", b"Votes") => ([column(b"Name", Kind::Host), None, None, None], words.last()),
            // Guests of Proxmox and of libvirt, nodes of Elasticsearch.
            (b"NAME", b"UUID") => ([column(b"UUID", Kind::Uuid), None, None, None], words.first()),
            (b"VMID", b"NAME" | b"Status") => {
                ([column(b"NAME", Kind::Host), column(b"Name", Kind::Host), None, None], None)
            }
            (b"Id", b"Name") if text(2) == b"State" => ([Some((1, Kind::Host)), None, None, None], words.first()),
            // Members of Consul.
            (b"Node", b"Address") => ([Some((0, Kind::Host)), None, None, None], words.get(1)),
            (b"ip", b"heap.percent") => ([column(b"name", Kind::Host), None, None, None], words.first()),
            // airodump-ng(8)
            (b"BSSID", b"PWR") => ([column(b"ESSID", Kind::Ssid), None, None, None], words.first()),
            // Networks, as nmcli(1) lists them.
            (b"IN-USE", b"BSSID") => ([column(b"SSID", Kind::Ssid), None, None, None], words.get(1)),
            (b"BSSID", b"SSID") => ([column(b"SSID", Kind::Ssid), None, None, None], words.first()),
            // repquota(8)
            (b"User", b"used") => ([Some((0, Kind::User)), None, None, None], words.first()),
            // What Junos says of its hardware.
            (b"Item", b"Version") => ([column(b"Serial", Kind::Serial), None, None, None], None),
            _ if capitals => {
                let people = [column(b"USERNAME", Kind::User), column(b"OSUSER", Kind::User)];
                let or = |name: &[u8], other: &[u8]| column(name, Kind::Host).or(column(other, Kind::Host));
                let machines = [
                    or(b"NODE", b"NODELIST").or(column(b"NODELIST(REASON)", Kind::Host)),
                    or(b"HOSTNAME", b"HOST-NAME"),
                ];
                // Numbers of jobs end where their title does.
                let beside = if text(0) == b"JOBID" { words.last() } else { words.first() };
                let machine = column(b"MACHINE", Kind::Host).filter(|_| people[0].is_some());
                ([people[0], people[1], machines[0].or(machine), machines[1]], beside)
            }
            _ => return Self::default(),
        };
        let beside = beside.map(|(start, _)| letters(line, *start));
        let mut head = Self { beside, ..Self::default() };
        let places = columns.into_iter().flatten();
        let places = places.filter_map(|(index, kind)| Some((letters(line, words.get(index)?.0), kind)));
        head.columns.iter_mut().zip(places).for_each(|(place, column)| *place = Some(column));
        head
    }
}
