//! No identifier of the appliance comes out, in contents, names or manifest; the lists are made at run time.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::appliance::{Appliance, tree};
use crate::bundle::Unpacked;

#[test]
fn a_bundle_of_a_made_up_appliance_holds_none_of_its_identifiers() {
    let appliance = Appliance::bare();
    let made = Made::new();
    made.write(&appliance);
    let bundle = appliance.collect(&["--since", "3650d"]).bundle();
    let everything = bundle.unpack().everything();
    for identifier in made.identifiers() {
        assert!(!holds(&everything, &identifier), "`{identifier}` came out");
    }
    let text = String::from_utf8_lossy(&everything);
    assert!(text.contains("eth0: link is up") && text.contains("127.0.0.1 localhost"), "too much is gone");
}

#[test]
fn a_bundle_of_the_sample_appliance_holds_none_of_its_identifiers() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval/appliance");
    if !root.is_dir() {
        eprintln!("a_bundle_of_the_sample_appliance: skipped, there is no {}", root.display());
        return;
    }
    let appliance = Appliance::bare();
    let before = tree(&root);
    let run = appliance.end(appliance.command().arg("collect").arg("--root").arg(&root).args(["-o", "-"]));
    assert!(matches!(run.code, 0 | 3), "{}", run.err);
    assert_eq!(tree(&root), before);
    // Nothing of the run is left outside the state folder.
    assert_eq!(appliance.names("out"), Vec::<String>::new());
    let everything = Unpacked::from(&run.out).everything();
    let identifiers = read_from(&root);
    assert!(identifiers.len() > 20, "{identifiers:?}");
    for identifier in identifiers {
        assert!(!holds(&everything, &identifier), "`{identifier}` came out");
    }
}

#[test]
fn the_operators_words_and_attachments_are_minimized_too() {
    let appliance = Appliance::new();
    fs::write(appliance.path("wkowalska-notes.txt"), "relay7 is down, call wkowalska\n").unwrap();
    let run = appliance.collect(&["--note", "ask wkowalska about relay7", "--attach", "wkowalska-notes.txt"]);
    let everything = run.bundle().unpack().everything();
    let text = String::from_utf8_lossy(&everything);
    assert!(text.contains("is down, call user-") && text.contains("ask user-"), "{text}");
    assert!(!holds(&everything, "wkowalska") && !holds(&everything, "relay7"));
}

#[test]
fn what_is_never_collected_is_not_attached_either() {
    let appliance = Appliance::new();
    appliance.collect(&["--case", "4711"]).expect(0);
    let ledger = appliance.path("state/ledgers/4711");
    fs::write(appliance.path("id_rsa"), "secret\n").unwrap();
    std::os::unix::fs::symlink(&ledger, appliance.path("notes.txt")).unwrap();
    for (file, why) in [
        ("id_rsa", "never collected (private keys)"),
        ("notes.txt", "never collected (casepack's own keys and ledgers)"),
    ] {
        appliance.run(&["collect", "--attach", file]).expect(2).says(why);
    }
}

#[test]
fn an_appliance_of_many_accounts_and_many_networks_knows_them_all() {
    let appliance = Appliance::new();
    let accounts: String = (0..12_000).map(|n| format!("zorbstudent-{n:05}:x:{}:1::/h:/bin/sh\n", 2000 + n)).collect();
    appliance.file("etc/passwd", accounts);
    for number in 0..520 {
        appliance.file(&format!("etc/netplan/{number}.yaml"), "network: {}\n");
    }
    appliance.file("var/log/syslog", "said zorbstudent-00065 to zorbstudent-11999 and Zorbstudent-00001\n");
    let bundle = appliance.collect(&["--only", "system-logs"]).bundle().unpack();
    assert!(!holds(&bundle.everything(), "zorbstudent"));
}

/// Identifiers that were never used before.
struct Made {
    host: String,
    domain: String,
    login: String,
    first: String,
    last: String,
    mac: String,
    serial: String,
    machine: String,
    ssid: String,
    secret: String,
    address: String,
}

impl Made {
    fn new() -> Self {
        let mut word = words();
        let digits = |text: String| text.bytes().map(|byte| char::from(b'0' + byte % 10)).collect::<String>();
        let hex = |text: String| {
            text.bytes().map(|byte| char::from(b"0123456789abcdef"[byte as usize % 16])).collect::<String>()
        };
        let number = |text: String| 1 + u32::from(text.as_bytes()[0]) % 250;
        Self {
            host: format!("{}-gw", word(6)),
            domain: format!("{}.example", word(8)),
            login: word(7),
            first: capital(&word(6)),
            last: capital(&word(9)),
            mac: format!("52:54:00:{}:{}:{}", hex(word(2)), hex(word(2)), hex(word(2))),
            serial: format!("EG{}", digits(word(10))),
            machine: hex(word(32)),
            ssid: format!("{}-floor3", capital(&word(7))),
            secret: format!("{}!{}9", word(5), capital(&word(5))),
            address: format!("198.51.{}.{}", number(word(1)), number(word(1))),
        }
    }

    fn identifiers(&self) -> Vec<String> {
        let all = [
            &self.host,
            &self.domain,
            &self.login,
            &self.first,
            &self.last,
            &self.mac,
            &self.serial,
            &self.machine,
            &self.ssid,
            &self.secret,
            &self.address,
        ];
        all.into_iter().cloned().collect()
    }

    fn write(&self, appliance: &Appliance) {
        let Self { host, domain, login, first, last, mac, serial, machine, ssid, secret, address } = self;
        let colons = mac.replace(':', "-").to_uppercase();
        appliance
            .file("etc/hostname", format!("{host}\n"))
            .file("etc/hosts", format!("127.0.0.1 localhost\n{address} {host}.{domain} {host}\n"))
            .file("etc/resolv.conf", format!("search {domain}\nnameserver {address}\n"))
            .file("etc/machine-id", format!("{machine}\n"))
            .file(
                "etc/passwd",
                format!(
                    "root:x:0:0:root:/root:/bin/sh\n\
                     {login}:x:1000:1000:{first} {last},,,:/home/{login}:/bin/bash\n"
                ),
            )
            .file("etc/group", format!("adm:x:4:{login}\n{login}:x:1000:\n"))
            .file("etc/wpa_supplicant/wlan0.conf", format!("network={{\n ssid=\"{ssid}\"\n psk=\"{secret}\"\n}}\n"))
            .file(
                "etc/network/interfaces",
                format!("iface eth0 inet static\n address {address}/24\n hwaddress ether {mac}\n wpa-psk {secret}\n"),
            )
            .file("sys/class/dmi/id/product_serial", format!("{serial}\n"))
            .file("sys/class/net/eth0/address", format!("{mac}\n"))
            .file(&format!("etc/nginx/sites-enabled/{host}.{domain}"), format!("server_name {host}.{domain};\n"))
            .file(&format!("etc/default/{login}-tool"), format!("OWNER=\"{first} {last}\"\nPASSWORD={secret}\n"))
            .file(
                "var/log/syslog",
                format!(
                    "Jan  2 03:04:05 {host} kernel: eth0: link is up, address {colons}\n\
                     Jan  2 03:04:06 {host} app[7]: unit {serial} of {domain} joined {ssid}\n\
                     Jan  2 03:04:07 {host} app[7]: \
                     {{\"user\":\"{login}\",\"password\":\"{secret}\",\"peer\":\"{address}\"}}\n\
                     Jan  2 03:04:08 {host} mail[9]: to=<{first}.{last}@{domain}> relay={host}.{domain}\n\
                     Jan  2 03:04:09 {host} backup: /home/{login}/notes saved, machine {machine}\n"
                ),
            )
            .file(
                "var/log/auth.log",
                format!(
                    "Jan  2 03:04:05 {host} sshd[7]: Accepted password for {login} from {address} port 9 ssh2\n\
                     Jan  2 03:04:06 {host} sudo:   {login} : \
                     TTY=pts/0 ; PWD=/home/{login} ; USER=root ; COMMAND=/bin/true\n"
                ),
            );
    }
}

/// Makes words of letters, different in every run.
fn words() -> impl FnMut(usize) -> String {
    let mut hasher = std::hash::RandomState::new();
    move |length| {
        use std::hash::BuildHasher;
        let letters = (0..length).map(|place| {
            let value = hasher.hash_one(place);
            if place == 0 {
                hasher = std::hash::RandomState::new();
            }
            // Consonants alone form no word of any language.
            char::from(b"bcdfghjklmnpqrstvwxz"[(value % 20) as usize])
        });
        letters.collect()
    }
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

/// Returns whether the bytes contain the text, ignoring case.
fn holds(bytes: &[u8], text: &str) -> bool {
    String::from_utf8_lossy(bytes).to_lowercase().contains(&text.to_lowercase())
}

/// Returns what the files of a tree say of their appliance, so that none of it is repeated here.
fn read_from(root: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    found.extend(names(root));
    found.extend(accounts(root));
    found.extend(hardware(root));
    // Short words occur in other words, and what is the same on every machine does not identify one.
    let plain = ["localhost", "00:00:00:00:00:00"];
    found.retain(|text| text.len() > 3 && !plain.contains(&text.to_lowercase().as_str()));
    found
}

/// Returns names and addresses of the machine and of those that it knows.
fn names(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for path in ["etc/hostname", "etc/machine-id"] {
        found.extend(read(root, path).split_whitespace().map(str::to_owned));
    }
    for line in read(root, "etc/hosts").lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let address = words.next().unwrap_or_default().to_owned();
        if address.starts_with("127.") || address.contains("::") {
            continue;
        }
        found.push(address);
        found.extend(words.map(str::to_owned));
    }
    for line in read(root, "etc/resolv.conf").lines().filter(|line| !line.starts_with('#')) {
        found.extend(line.split_whitespace().skip(1).map(str::to_owned));
    }
    found
}

/// Returns logins, names of people, password hashes, network secrets.
fn accounts(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for line in read(root, "etc/passwd").lines() {
        let fields: Vec<_> = line.split(':').collect();
        let [login, _, id, _, person, ..] = fields.as_slice() else { continue };
        if id.parse::<u32>().is_ok_and(|id| (1000..60_000).contains(&id)) {
            found.push((*login).to_owned());
            found.extend(person.split(',').take(1).flat_map(str::split_whitespace).map(str::to_owned));
        }
    }
    for line in read(root, "etc/shadow").lines() {
        found.extend(line.split(':').nth(1).map(str::to_owned));
    }
    for line in read(root, "etc/wpa_supplicant/wpa_supplicant.conf").lines() {
        let pair = line.trim().split_once('=').filter(|(key, _)| ["ssid", "psk", "identity", "password"].contains(key));
        found.extend(pair.map(|(_, value)| value.trim_matches('"').to_owned()));
    }
    let homes = fs::read_dir(root.join("home")).into_iter().flatten().flatten();
    found.extend(homes.map(|entry| entry.file_name().to_string_lossy().into_owned()));
    found
}

/// Returns hardware addresses, its own and its neighbours', and serial numbers.
fn hardware(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for path in tree(root).into_iter().filter(|path| path.is_file()) {
        let ours = path.ends_with("address") && path.components().any(|part| part.as_os_str() == "net");
        if ours || ["product_serial", "board_serial", "product_uuid"].iter().any(|name| path.ends_with(name)) {
            found.push(fs::read_to_string(&path).unwrap_or_default().trim().to_owned());
        }
    }
    for line in read(root, "proc/net/arp").lines().skip(1) {
        let words: Vec<_> = line.split_whitespace().collect();
        found.extend([0, 3].into_iter().filter_map(|place| words.get(place)).map(|word| (*word).to_owned()));
    }
    found
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap_or_default()
}
