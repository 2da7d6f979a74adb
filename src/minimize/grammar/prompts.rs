//! Machines that a console names before what somebody types: `gw7#show version`, `<gw-7>display clock`,
//! `ann@gw7> show`, `[ann@gw7] > /export`, `[ann@gw7] /ip address> print`, `gw-7 login: `, and the issue that getty(8)
//! prints.

use super::spans::push;
use crate::minimize::ascii::{LETTER, NAME};
use crate::minimize::prefilter::{Finder, Needs, mark};
use crate::minimize::{Found, Kind, bytes, host};

/// What a line must show to hold one.
pub(super) const NEEDS: Needs = Needs { finder: Finder::Prompts, marks: mark::TERMINAL | mark::TILDE, words: &WORDS };

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    match line.first() {
        Some(b'<') => angled(line, found),
        Some(b'[') => bracketed(line, found),
        _ => {
            plain(line, found);
            home(line, found);
            login(line, found);
            issue(line, found);
        }
    }
}

/// `gw7#show`, `gw7(config-if)#no shutdown`, `ann@gw7> show`.
fn plain(line: &[u8], found: &mut Vec<Found>) {
    let length = NAME.or(b"@").run(line);
    let mode = match line.get(length) {
        Some(b'(') => line[length..].iter().take(MODE).position(|byte| *byte == b')').map_or(0, |close| close + 1),
        _ => 0,
    };
    if appliance(line, length) {
        return push(0, length, Kind::Host, found);
    }
    let typed = match line.get(length + mode) {
        Some(b'#' | b'>') => &line[length + mode + 1..],
        _ => return,
    };
    let client = bytes::is_one_of(&line[..length], &CLIENTS);
    if !client && is_command(typed) || line[length..].starts_with(b"(config") {
        name(&line[..length], 0, found);
    }
}

/// `gw7:~ # ls`, `pad-7:src ann$ ls`: where somebody stands behind the machine, as SUSE and macOS have it.
fn home(line: &[u8], found: &mut Vec<Found>) {
    let length = NAME.run(line);
    if line.get(length) != Some(&b':') || !host::is_likely(&line[..length]) {
        return;
    }
    let Some(blank) = line.iter().take(MODE).position(|byte| *byte == b' ') else { return };
    let behind = &line[blank + 1..];
    let login = NAME.run(behind);
    let owned = login > 0 && (behind[login..].starts_with(b"$ ") || &behind[login..] == b"$");
    let folder = matches!(line.get(length + 1), Some(b'~' | b'/'));
    if owned {
        push(blank + 1, blank + 1 + login, Kind::User, found);
    }
    if owned || folder && bytes::starts_with_any(behind, &["# ", "> "]) {
        push(0, length, Kind::Host, found);
    }
}

/// `gw-7 # get system status`, `gw-7 (global) # config …`: FortiOS's, where no shell's comment stands.
fn appliance(line: &[u8], length: usize) -> bool {
    let behind = &line[length..];
    let place = match behind.strip_prefix(b" (") {
        Some(rest) => rest.iter().take(MODE).position(|byte| *byte == b')').map_or(0, |close| close + 3),
        None => 0,
    };
    let typed = behind[place..].strip_prefix(b" # ");
    let command = typed.is_some_and(|typed| bytes::starts_with_any(typed, &FORTIOS));
    command && host::is_likely(&line[..length])
}

/// `<gw-7>display clock`, which an element is not.
fn angled(line: &[u8], found: &mut Vec<Found>) {
    let length = NAME.run(&line[1..]);
    // `<h1>` is a heading.
    let name = length > 2 && host::is_likely(&line[1..=length]);
    if name && line.get(1 + length) == Some(&b'>') && is_command(&line[length + 2..]) {
        push(1, 1 + length, Kind::Host, found);
    }
}

/// `[ann@gw7] > /export`
fn bracketed(line: &[u8], found: &mut Vec<Found>) {
    let length = NAME.or(b"@").run(&line[1..]);
    let text = &line[1..=length];
    let behind = &line[1 + length..];
    // `[ann@gw7] /ip address>`: the menu that somebody stands in.
    let menu = behind.starts_with(b"] /") && memchr::memchr(b'>', &behind[..behind.len().min(MODE)]).is_some();
    if !text.contains(&b'@') {
        return viewed(line, found);
    }
    // `[ann@gw7:~] esxcli`
    if behind.starts_with(b"] >") || menu || behind.starts_with(b":~] ") {
        name(text, 1, found);
    }
}

/// `[gw-7]display clock`, `[~gw-7-Vlanif20]undo shutdown`: Huawei's, with what is being set behind the name.
fn viewed(line: &[u8], found: &mut Vec<Found>) {
    let start = 1 + usize::from(matches!(line.get(1), Some(b'~' | b'*')));
    let Some(close) = line.iter().take(MODE).position(|byte| *byte == b']').filter(|close| *close > start) else {
        return;
    };
    let text = &line[start..close];
    let view = VIEWS.iter().filter_map(|view| bytes::find(text, view.as_bytes())).min();
    let name = &text[..view.unwrap_or(text.len())];
    let plain = NAME.fills(name) && host::is_likely(name);
    let typed = &line[close + 1..];
    if plain && is_of_vrp(typed) {
        push(start, start + name.len(), Kind::Host, found);
    }
}

/// Whether a command of Huawei's system begins a text; words that others have too stand alone.
fn is_of_vrp(typed: &[u8]) -> bool {
    let typed = typed.trim_ascii_end();
    let is = |word: &&str| typed.strip_prefix(word.as_bytes()).is_some_and(|rest| rest.is_empty() || rest[0] == b' ');
    ["display", "undo", "system-view"].iter().any(is) || bytes::is_one_of(typed, &["quit", "return", "save"])
}

/// A machine, with a login before it or without one.
fn name(text: &[u8], start: usize, found: &mut Vec<Found>) {
    let at = memchr::memchr(b'@', text);
    let from = at.map_or(0, |at| at + 1);
    if text.len() - from < 2 || !text[from].is_ascii_alphabetic() || text[from..].contains(&b'@') {
        return;
    }
    if let Some(at) = at {
        push(start, start + at, Kind::User, found);
    }
    push(start + from, start + text.len(), Kind::Host, found);
}

/// `gw-7 login: ann`; in `Last login: Tue` stands a word.
fn login(line: &[u8], found: &mut Vec<Found>) {
    let length = NAME.run(line);
    if line[length..].starts_with(b" login:") && host::is_likely(&line[..length]) {
        push(0, length, Kind::Host, found);
    }
}

/// `Debian GNU/Linux 12 gw7 tty1`
fn issue(line: &[u8], found: &mut Vec<Found>) {
    let text = line.trim_ascii_end();
    let mut words = text.rsplitn(3, |byte| *byte == b' ');
    let (Some(terminal), Some(machine), Some(system)) = (words.next(), words.next(), words.next()) else { return };
    let system = bytes::starts_with_any(system, &SYSTEMS);
    if system && terminal.starts_with(b"tty") && NAME.fills(machine) {
        let end = text.len() - terminal.len() - 1;
        push(end - machine.len(), end, Kind::Host, found);
    }
}

/// Whether somebody types a command of a switch or a router.
fn is_command(text: &[u8]) -> bool {
    let text = text.strip_prefix(b" ").unwrap_or(text);
    let length = LETTER.run(text);
    matches!(text.get(length), None | Some(b' ' | b'\r')) && bytes::is_one_of(&text[..length], &COMMANDS)
}

/// Bytes of the name of a mode in its brackets.
const MODE: usize = 48;

/// First words of what is typed at a prompt of network gear.
const COMMANDS: [&str; 25] = [
    "commit",
    "edit",
    "rollback",
    "run",
    "undo",
    "show",
    "sh",
    "display",
    "configure",
    "conf",
    "no",
    "exit",
    "end",
    "enable",
    "write",
    "copy",
    "ping",
    "interface",
    "debug",
    "clear",
    "request",
    "save",
    "reload",
    "terminal",
    "export",
];

/// Programs that ask for commands by their own name, whatever the machine's.
const CLIENTS: [&str; 20] = [
    "bird",
    "cqlsh",
    "ftp",
    "grub",
    "hive",
    "ipmitool",
    "lftp",
    "mongo",
    "mysql",
    "nslookup",
    "presto",
    "psql",
    "redis",
    "sftp",
    "spark-sql",
    "sqlite",
    "telnet",
    "trino",
    "virsh",
    "wpa_cli",
];

/// The same, and what stands at other prompts.
const WORDS: [&str; COMMANDS.len() + OTHERS.len()] = {
    let mut words = ["print"; COMMANDS.len() + OTHERS.len()];
    let mut index = 0;
    while index < COMMANDS.len() {
        words[index] = COMMANDS[index];
        index += 1;
    }
    while index < words.len() {
        words[index] = OTHERS[index - COMMANDS.len()];
        index += 1;
    }
    words
};

/// First words of what is typed at other prompts.
const OTHERS: [&str; 5] = ["print", "login", "config", "diagnose", "get"];

/// What is typed at a prompt of FortiOS.
const FORTIOS: [&str; 10] = [
    "config ",
    "diagnose ",
    "execute ",
    "get system ",
    "get router ",
    "get hardware ",
    "get vpn ",
    "get wireless-controller ",
    "show full-configuration",
    "show system ",
];

/// Behind the name what is being set, as Huawei's prompts have it.
const VIEWS: [&str; 9] = [
    "-GigabitEthernet",
    "-XGigabitEthernet",
    "-10GE",
    "-Vlanif",
    "-Eth-Trunk",
    "-LoopBack",
    "-vlan",
    "-aaa",
    "-ui-vty",
];

/// Beginnings of what getty(8) prints of a system.
const SYSTEMS: [&str; 9] =
    ["Debian", "Ubuntu", "Raspbian", "Armbian", "Linux", "CentOS", "Fedora", "Alpine", "openSUSE"];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn views_and_menus_of_other_makers_are_told() {
        assert_eq!(texts("[zorgal-7-Vlanif20]undo shutdown"), ["zorgal-7"]);
        assert_eq!(texts("[~zorgal-7]display clock"), ["zorgal-7"]);
        assert_eq!(texts("zorgal-7 # get system status"), ["zorgal-7"]);
        assert_eq!(texts("zorgal-7 (global) # config system interface"), ["zorgal-7"]);
    }

    #[test]
    fn a_machine_stands_before_what_is_typed() {
        assert_eq!(texts("quvnix#show running-config"), ["quvnix"]);
        assert_eq!(texts("quvnix(config-if)# no shutdown"), ["quvnix"]);
        assert_eq!(texts("gwen@quvnix> show interfaces terse"), ["gwen", "quvnix"]);
        assert_eq!(texts("gwen@quvnix# commit"), ["gwen", "quvnix"]);
        assert_eq!(texts("<gw-7>display clock"), ["gw-7"]);
        assert_eq!(texts("gw-7:~ # zypper up"), ["gw-7"]);
        assert_eq!(texts("gw-7:~ gwen$ ls"), ["gwen", "gw-7"]);
        assert_eq!(texts("quvnix(config)#int gi0/1"), ["quvnix"]);
        assert_eq!(texts("[gwen@quvnix] > /export"), ["gwen", "quvnix"]);
        assert_eq!(texts("gw-7 login: root"), ["gw-7"]);
        assert_eq!(texts("Debian GNU/Linux 12 quvnix ttyS0"), ["quvnix"]);
    }

    #[test]
    fn elements_comments_and_other_logins_stay() {
        for line in [
            "<description>show this</description>",
            "<h1>show me",
            "Last login: Tue Mar 10",
            "error-7:~ 12 times",
            "x:~ $ ls",
            "Invalid login: gwen",
            "x > show",
            "issue#showing",
            "[info] > show",
            "2026-03-10 show",
            "Registered console ttyS0",
            "[zorgal-7] no such file",
            "zorgal-7 # show this",
            "#show",
            "mysql> show tables;",
            "telnet> display",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
