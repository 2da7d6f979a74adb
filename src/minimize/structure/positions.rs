//! Commands whose words are what their places say: `rabbitmqctl add_user LOGIN SECRET`, `AT+CWJAP="NETWORK","SECRET"`,
//! `config set KEY SECRET`.

use super::columns::quoted_words;
use super::command_line::secret;
use super::keys;
use crate::minimize::ascii::{DIGIT, LETTER, WHITE};
use crate::minimize::{Evidence, Found, Kind, bytes, dictionary};

/// Finds them in one line.
pub(super) fn find(line: &[u8], found: &mut Vec<Found>) {
    for (words, kinds) in COMMANDS {
        // `ipmitool -I lanplus user set password 2 X` has its options before what it is told.
        let told = |at: usize| words[0] == b' ' && bytes::find(&line[..at], b"ipmitool").is_some();
        let stands = |at: &usize| told(*at) || begins(line, *at);
        let Some(start) = bytes::find(line, words).filter(stands).map(|at| at + words.len()) else { continue };
        let spans = quoted_words(&line[start..]);
        let options = options(&line[start..], &spans);
        for (index, kind) in kinds.iter().enumerate() {
            let Some((from, to)) = spans.get(options + index).map(|(from, to)| (start + from, start + to)) else {
                break;
            };
            let text = &line[from..to];
            // What looks like another option, or like the next word of a sentence, is no value.
            let named = kind.is_some() && (is_switch(text) || dictionary::is_stop_word(text));
            let path = *kind == LOGIN && text.contains(&b'/');
            // `dependabot[bot]` is a program, and so are those that commit for a service.
            let program =
                *kind == Some(Kind::Person) && (text.ends_with(b"[bot]") || bytes::is_one_of(text, &PROGRAMS));
            // A secret may begin so too, where it is the last word and no option of several letters.
            let last = index + 1 == kinds.len() && options + index + 1 == spans.len();
            let dashed = last && *kind == SECRET && text.len() > 2 && text[0] == b'-' && text[1] != b'-';
            if named || path || program || !dashed && matches!(text.first(), None | Some(b'-' | b'<' | b'$')) {
                break;
            }
            found.extend(kind.map(|kind| Found::new(from..to, kind, Evidence::Structure).teaching_unless_short()));
        }
    }
    for (words, kinds) in MODEM {
        let Some(start) = bytes::find_past(line, words) else { continue };
        let mut strings = line[start..].split(|byte| *byte == b'"');
        let mut at = start + strings.next().map_or(0, |head| head.len() + 1);
        for (index, text) in strings.enumerate() {
            if let Some(kind) = kinds.get(index / 2)
                && index % 2 == 0
                && !text.is_empty()
            {
                found.push(Found::new(at..at + text.len(), *kind, Evidence::Structure).teaching_unless_short());
            }
            at += text.len() + 1;
        }
    }
    for (words, before) in SHARES {
        if let Some(at) = bytes::find(line, words).filter(|at| begins(line, *at)) {
            share(line, at + words.len(), before, found);
        }
    }
    set(line, found);
    allowed(line, found);
    added(line, found);
}

/// `etcdctl user add LOGIN:SECRET`
fn added(line: &[u8], found: &mut Vec<Found>) {
    let Some(start) = bytes::find_past(line, ADDS) else { return };
    let length = WHITE.until(&line[start..]);
    let Some(colon) = memchr::memchr(b':', &line[start..start + length]).filter(|colon| *colon > 0) else { return };
    found.push(Found::new(start..start + colon, Kind::User, Evidence::Structure).teaching_unless_short());
    if colon + 1 < length {
        secret(line, (start + colon + 1, start + length), found);
    }
}

const ADDS: &[u8] = b"etcdctl user add ";

/// How many words are options that stand before the others: `mc alias set --insecure NAME …`, `add_user --vhost X LOGIN …`.
fn options(text: &[u8], spans: &[(usize, usize)]) -> usize {
    let mut count = 0;
    while let Some(option) = spans.get(count).map(|(start, end)| &text[*start..*end]) {
        let valued = bytes::is_one_of(option, &VALUED);
        // Of others the value is the next word.
        let whole = option.starts_with(b"--") && (option.contains(&b'=') || option == b"--insecure");
        if !valued && !whole {
            break;
        }
        count += 1 + usize::from(valued);
    }
    count
}

/// `zfs allow gwen,bo7 mount,snapshot pool/x`: who may do what with which data set.
fn allowed(line: &[u8], found: &mut Vec<Found>) {
    for words in ALLOWS {
        let Some(start) = bytes::find(line, words).filter(|at| begins(line, *at)).map(|at| at + words.len()) else {
            continue;
        };
        let spans = quoted_words(&line[start..]);
        let [(from, to), (right, rights), _] = spans[..] else { continue };
        let (text, right) = (&line[start + from..start + to], &line[start + right..start + rights]);
        // `-e` stands for everybody, `@set` for rights, and a stop word goes on with a sentence.
        if text.starts_with(b"@") || text.starts_with(b"-") || dictionary::is_stop_word(right) {
            continue;
        }
        let mut at = start + from;
        for login in text.split(|byte| *byte == b',') {
            if !login.is_empty() {
                let login = at..at + login.len();
                found.push(Found::new(login, Kind::User, Evidence::Structure).teaching_unless_short());
            }
            at += login.len() + 1;
        }
    }
}

/// What begins a command that gives or takes a right.
const ALLOWS: [&[u8]; 2] = [b"zfs allow ", b"zfs unallow "];

/// `/add`, `/user:gwen`: an option of Windows.
fn is_switch(text: &[u8]) -> bool {
    let name = text.strip_prefix(b"/").map(|name| name.split(|byte| *byte == b':').next().unwrap_or_default());
    name.is_some_and(|name| LETTER.fills(name) && name.len() < 16)
}

/// What the rules begin with.
pub(super) fn words() -> impl Iterator<Item = &'static [u8]> {
    let commands = COMMANDS.into_iter().map(|(words, _)| words).chain(MODEM.into_iter().map(|(words, _)| words));
    let commands = commands.chain(ALLOWS).chain([ADDS]);
    commands.chain(SHARES.into_iter().map(|(words, _)| words)).chain([&b" set "[..], b" put ", b" set_network "])
}

/// `net use Y: \\\\machine\\share SECRET /user:login`, `smbclient //machine/share SECRET`: a word behind the share that
/// is neither an option nor the asterisk that asks for one.
fn share(line: &[u8], start: usize, before: usize, found: &mut Vec<Found>) {
    let spans = quoted_words(&line[start..]);
    // A drive, and options, may stand before the share.
    let text = |(from, to): (usize, usize)| &line[start + from..start + to];
    let place = if before == 0 { Some(0) } else { spans.iter().position(|span| text(*span).starts_with(b"\\\\")) };
    let behind = place.map_or(&[][..], |place| spans.get(place + 1..).unwrap_or_default());
    let option = |span: &(usize, usize)| {
        matches!(text(*span).first(), None | Some(b'/' | b'-' | b'*' | b'|' | b'>' | b'&' | b'"'))
    };
    // Behind Windows' options it may stand last; behind those of smbclient stand their values.
    let secret_at = if before == 1 {
        behind.iter().find(|span| !option(span))
    } else {
        behind.first().filter(|span| !option(span))
    };
    if let Some(span) = secret_at.filter(|span| !dictionary::is_stop_word(text(**span))) {
        secret(line, (start + span.0, start + span.1), found);
    }
}

/// `config set KEY SECRET`, where the key says so.
fn set(line: &[u8], found: &mut Vec<Found>) {
    // `wpa_cli set_network 0 psk '"…"'`
    let networks = bytes::every(line, b" set_network ").filter_map(|at| {
        let number = DIGIT.run(&line[at + 13..]);
        (number > 0).then_some((at + 13 + number, true))
    });
    // `consul kv put app/db_password X`
    let stores = bytes::every(line, b" put ").map(|at| (at + 5, false));
    let settings = bytes::every(line, b" set ").map(|at| (at + 5, false));
    for (from, network) in settings.chain(stores).chain(networks) {
        if !network && !bytes::ends_with_any(before_options(&line[..from - 5]), &CONFIGURING) {
            continue;
        }
        let [key, value, ..] = &*quoted_words(&line[from..]) else { continue };
        let name = &line[from + key.0..from + key.1];
        let last = name.rsplit(|byte| matches!(byte, b'.' | b':' | b'/')).next().unwrap_or(name);
        // A shell's quotes, and those of what it runs.
        let (mut start, mut end) = (from + value.0, from + value.1);
        if line.get(start) == Some(&b'\'')
            && let Some(close) = memchr::memchr(b'\'', &line[start + 1..])
        {
            end = start + close + 2;
        }
        while let [b'\'' | b'"', .., b'\'' | b'"'] = line[start..end] {
            (start, end) = (start + 1, end - 1);
        }
        let secret_key = keys::kind(&keys::normal(last)) == Some(Kind::Secret);
        if secret_key && start < end && line[start] != b'-' {
            secret(line, (start, end), found);
        }
    }
}

/// What stands before the options that a text ends with, each of them one word: `etcdctl --endpoints=x`.
fn before_options(mut head: &[u8]) -> &[u8] {
    for _ in 0..OPTIONS {
        match memchr::memrchr(b' ', head).filter(|blank| head[blank + 1..].starts_with(b"--")) {
            Some(blank) => head = &head[..blank],
            None => break,
        }
    }
    head
}

/// Options that are looked past.
const OPTIONS: usize = 4;

/// Programs that open a share, and how many words may stand before it.
const SHARES: [(&[u8], usize); 3] = [(b"net use ", 1), (b"smbclient //", 0), (b"smbclient \\\\", 0)];

/// Words before `set` and `put` of programs that keep settings.
const CONFIGURING: [&str; 7] = ["config", "configure", "conf", "settings", "racadm", " kv", "etcdctl"];

/// Whether a command may begin there: behind nothing, a mark, a shell's option; not within a sentence or a word.
fn begins(line: &[u8], at: usize) -> bool {
    let before = line[..at].trim_ascii_end();
    let option = before.rsplit(|byte| *byte == b' ').next().is_some_and(|word| matches!(word, b"/c" | b"-c" | b"/C"));
    option || before.last().is_none_or(|byte| !byte.is_ascii_alphanumeric()) || before.ends_with(b"sudo")
}

/// What stands behind the words of a command; `None`: what says nothing of anybody.
const COMMANDS: [(&[u8], &[Option<Kind>]); 59] = [
    (b"git config user.name ", &[Some(Kind::Person)]),
    (b"git config --global user.name ", &[Some(Kind::Person)]),
    (b"net rpc user add ", &[LOGIN, SECRET]),
    (b"sqlcmd -S ", &[Some(Kind::Host)]),
    (b"New-LocalUser -Name ", &[LOGIN]),
    (b"New-ADUser -Name ", &[LOGIN]),
    (b"Get-LocalUser -Name ", &[LOGIN]),
    (b"Set-LocalUser -Name ", &[LOGIN]),
    (b"Enable-LocalUser -Name ", &[LOGIN]),
    (b"Disable-LocalUser -Name ", &[LOGIN]),
    (b"Remove-LocalUser -Name ", &[LOGIN]),
    (b"Get-ADUser -Identity ", &[LOGIN]),
    (b"Set-ADUser -Identity ", &[LOGIN]),
    (b"Remove-ADUser -Identity ", &[LOGIN]),
    (b"Enable-ADAccount -Identity ", &[LOGIN]),
    (b"Disable-ADAccount -Identity ", &[LOGIN]),
    (b"Unlock-ADAccount -Identity ", &[LOGIN]),
    (b"addprinc ", &[LOGIN]),
    (b"delprinc ", &[LOGIN]),
    (b"getprinc ", &[LOGIN]),
    (b"rabbitmqctl add_user ", &[LOGIN, SECRET]),
    (b"rabbitmqctl change_password ", &[LOGIN, SECRET]),
    (b"net user ", &[LOGIN, SECRET]),
    (b"wpa_passphrase ", &[Some(Kind::Ssid), SECRET]),
    (b"samba-tool user create ", &[LOGIN, SECRET]),
    (b"samba-tool user add ", &[LOGIN, SECRET]),
    (b"samba-tool user setpassword ", &[LOGIN]),
    (b"samba-tool user setexpiry ", &[LOGIN]),
    (b"samba-tool user disable ", &[LOGIN]),
    (b"samba-tool user enable ", &[LOGIN]),
    (b"samba-tool user delete ", &[LOGIN]),
    (b"config mgmtuser add ", &[LOGIN, SECRET]),
    (b"config netuser add ", &[LOGIN, SECRET]),
    (b"radtest ", &[LOGIN, SECRET, None, None, SECRET]),
    (b" user set password ", &[None, SECRET]),
    (b"mc alias set ", &[None, None, SECRET, SECRET]),
    (b"mc --insecure alias set ", &[None, None, SECRET, SECRET]),
    (b"mc config host add ", &[None, None, SECRET, SECRET]),
    (b"virsh secret-set-value ", &[None, SECRET]),
    (b"mosquitto_passwd -b ", &[None, LOGIN, SECRET]),
    (b"consul acl set-agent-token default ", &[SECRET]),
    (b"vault operator unseal ", &[SECRET]),
    (b"wps_pin any ", &[SECRET]),
    (b"mc admin user add ", &[None, LOGIN, SECRET]),
    (b"ngrok authtoken ", &[SECRET]),
    (b"ngrok config add-authtoken ", &[SECRET]),
    (b"doctl auth init -t ", &[SECRET]),
    (b"kubectl config set-credentials ", &[LOGIN]),
    (b"ipa user-add ", &[LOGIN]),
    (b"ipa user-mod ", &[LOGIN]),
    (b"ipa user-del ", &[LOGIN]),
    (b"isi auth users create ", &[LOGIN]),
    (b"userConfig --add ", &[LOGIN]),
    (b"create account admin ", &[LOGIN]),
    (b"create account user ", &[LOGIN]),
    (b"configure account admin encrypted ", &[SECRET]),
    (b"configure snmp sysName ", &[Some(Kind::Host)]),
    (b"config snmp system_name ", &[Some(Kind::Host)]),
    (b"create snmp community ", &[SECRET]),
];

/// Options of theirs that have a value of their own.
const VALUED: [&str; 7] = ["-pw", "--vhost", "-p", "-n", "--node", "--api", "--path"];

const LOGIN: Option<Kind> = Some(Kind::User);
const SECRET: Option<Kind> = Some(Kind::Secret);

/// Programs that change sources as people do.
const PROGRAMS: [&str; 2] = ["GitHub Actions", "GitLab CI"];

/// Strings of a modem's commands (3GPP TS 27.007, and Espressif's).
const MODEM: [(&[u8], &[Kind]); 7] = [
    (b"AT+CWJAP=", &[Kind::Ssid, Kind::Secret]),
    (b"AT+CWJAP_CUR=", &[Kind::Ssid, Kind::Secret]),
    (b"AT+CWJAP_DEF=", &[Kind::Ssid, Kind::Secret]),
    (b"AT+CWSAP=", &[Kind::Ssid, Kind::Secret]),
    (b"AT+CGAUTH=", &[Kind::User, Kind::Secret]),
    (b"AT+CLCK=\"SC\",", &[Kind::Secret]),
    (b"AT+CPWD=\"SC\",", &[Kind::Secret, Kind::Secret]),
];

#[cfg(test)]
mod tests {
    use super::find;

    fn texts(line: &str) -> Vec<String> {
        crate::minimize::testing::texts(line, find)
    }

    #[test]
    fn words_are_what_their_places_say() {
        assert_eq!(texts("rabbitmqctl add_user gwen h4x0r"), ["gwen", "h4x0r"]);
        assert_eq!(texts("mc admin user add x gwen h4x0r"), ["gwen", "h4x0r"]);
        assert_eq!(texts("ngrok authtoken h4x0r"), ["h4x0r"]);
        assert_eq!(texts("net user gwen h4x0r /add"), ["gwen", "h4x0r"]);
        assert_eq!(texts("git config user.name \"Ann Lee\"; sqlcmd -S gw7 -E"), ["Ann Lee", "gw7"]);
        assert_eq!(texts("mc alias set quvnix http://192.0.2.7:9000 h4x0r h4x1r"), ["h4x0r", "h4x1r"]);
        assert_eq!(texts("mc alias set quvnix http://x:9000 h4x0r /h4x1r/x"), ["h4x0r", "/h4x1r/x"]);
        assert_eq!(texts("mosquitto_passwd -b /etc/mosquitto/x gwen h4x0r"), ["gwen", "h4x0r"]);
        assert_eq!(texts("mc alias set --insecure quvnix http://x:9000 h4x0r h4x1r"), ["h4x0r", "h4x1r"]);
        assert_eq!(texts("etcdctl --endpoints=x put /app/smtp_password h4x0r"), ["h4x0r"]);
        assert_eq!(texts("ipa user-add gwen --first=x"), ["gwen"]);
        assert_eq!(texts("create snmp community h4x0r view All"), ["h4x0r"]);
        assert_eq!(texts("configure account admin encrypted \"h4x0r\""), ["h4x0r"]);
        assert_eq!(texts("zfs allow gwen mount,snapshot pool/x"), ["gwen"]);
        assert_eq!(texts("zfs allow gwen,bo7 mount pool"), ["gwen", "bo7"]);
        for line in ["zfs allow pool/x", "zfs allow pool", "zfs allow permissions are stored", "zfs allow @a mount x"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
        assert_eq!(texts("rabbitmqctl add_user --vhost zorgal gwen h4x0r"), ["gwen", "h4x0r"]);
        assert_eq!(texts("mc alias set --api S3v4 quvnix http://x:9000 h4x0r h4x1r"), ["h4x0r", "h4x1r"]);
        assert_eq!(texts("rabbitmqctl add_user --other zorgal gwen h4x0r"), Vec::<String>::new());
        assert_eq!(texts("etcdctl user add gwen:h4x0r --no-password=false"), ["gwen", "h4x0r"]);
        assert_eq!(texts("kadmin: addprinc -pw h4x0r gwen"), ["gwen"]);
        assert_eq!(texts("addprinc -randkey host/gw7"), Vec::<String>::new());
        assert_eq!(texts("etcdctl user add gwen"), Vec::<String>::new());
        assert_eq!(texts("mosquitto_passwd -b f gwen -h4x0r"), ["gwen", "-h4x0r"]);
        assert_eq!(texts("ipmitool user set password 2 h4x0r"), ["h4x0r"]);
        assert_eq!(texts("radtest gwen h4x0r 192.0.2.7 0 h4x1r"), ["gwen", "h4x0r", "h4x1r"]);
        assert_eq!(texts("wpa_passphrase \"Attic Net\" h4x0r"), ["Attic Net", "h4x0r"]);
        assert_eq!(texts(r"net use Y: \\gw7\x h4x0r /user:svc"), ["h4x0r"]);
        assert_eq!(texts(r"net use \\gw7\x /user:svc h4x0r /persistent:no"), ["h4x0r"]);
        assert_eq!(texts("smbclient //gw7/x h4x0r -U svc"), ["h4x0r"]);
        assert_eq!(texts("wpa_cli -i wlan0 set_network 0 psk 'h4x0r'"), ["h4x0r"]);
        assert_eq!(texts("consul kv put app/db_password h4x0r"), ["h4x0r"]);
        assert_eq!(texts("etcdctl put /app/smtp_password 'h4x 0r'"), ["h4x 0r"]);
        assert_eq!(texts("consul kv put app/timeout 30, put password back"), Vec::<String>::new());
        assert_eq!(texts("racadm set Users.3.Password h4x0r"), ["h4x0r"]);
        assert_eq!(texts("aws configure set aws_secret_access_key h4x0r"), ["h4x0r"]);
        assert_eq!(texts("npm config set //registry.example/:_authToken h4x0r"), ["h4x0r"]);
        assert_eq!(texts("AT+CWJAP=\"Attic\",\"h4x0r\""), ["Attic", "h4x0r"]);
        assert_eq!(texts("AT+CPWD=\"SC\",\"4815\",\"1623\""), ["4815", "1623"]);
        assert_eq!(texts("AT+CLCK=\"SC\",1,\"4815\""), ["4815"]);
        assert_eq!(texts("AT+CGAUTH=1,1,\"gwen\",\"h4x0r\""), ["gwen", "h4x0r"]);
    }

    #[test]
    fn options_and_sentences_stay() {
        assert_eq!(texts("net user gwen /active:no"), ["gwen"]);
        for line in [
            "the net user sessions active",
            "subnet user gwen h4x0r",
            "net user /domain",
            "git config user.name \"GitHub Actions\"",
            "git config user.name \"github-actions[bot]\"",
            r"net use Y: \\gw7\x /user:svc *",
            "smbclient //gw7/x -U svc",
            "kubectl config set current-context h4x0r",
            "tmux config set password \"",
            "redis-cli config set requirepass ",
            "wpa_cli set_network 0",
            "rabbitmqctl add_user and more",
            "wpa_passphrase <ssid>",
            "AT+CWJAP?",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
