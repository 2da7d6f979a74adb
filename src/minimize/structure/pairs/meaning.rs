//! What a key says of its value: by its own words, by words before it, and by what stands beside it.

use super::Pair;
use super::look::{
    SERIAL, before_pair, first_word, holds_address, is_amazons, is_believed, is_cipher, is_digest, is_identifier,
    is_login, is_long_base64, is_machine, is_number_of_device, is_surname, path,
};
use super::stem::{property, stem};
use crate::minimize::ascii::{self, ALNUM, BASE64, Class, DIGIT, HEX};
use crate::minimize::grammar::is_neighbour;
use crate::minimize::pseudonym::is_pseudonym;
use crate::minimize::quote::unquoted;
use crate::minimize::structure::keys::{self, Normal};
use crate::minimize::structure::people::is_full_name;
use crate::minimize::structure::plausible::{is_ceph_key, is_street};
use crate::minimize::structure::spelling::{
    COOKIES, LONG, is_opaque, is_queried, is_sent_code, is_title, login_in_query, phrases,
};
use crate::minimize::{Kind, bytes, host};

/// What a key says that says something else elsewhere, by what stands beside it.
enum Context {
    Says(Kind),
    SaysNothing,
    /// It says what it says everywhere.
    Same,
}

impl Pair<'_> {
    /// What the key says, and in which words: its last one, or up to three more before it.
    pub(super) fn kind(&self, line: &[u8], key: &[u8], section: Option<&[u8]>) -> Option<(Kind, Normal)> {
        if is_pseudonym(key) {
            return None;
        }
        let key = stem(property(line, self.key.0, key));
        let last = key.rsplit(|byte| *byte == b'.').next().unwrap_or(key);
        let (whole, normal) = (keys::normal(key), keys::normal(last));
        if *normal == *b"key" && self.first && section.is_some_and(is_believed) {
            return Some((Kind::Secret, normal));
        }
        if let Some(kind) = self.placed(line, last, &whole, &normal) {
            // What is opaque in a query is no word, whatever else a key of that name may have.
            let opaque = kind == Kind::Secret && is_queried(last) && self.is_in_query(line);
            return Some((kind, if opaque { keys::normal(b"secret") } else { normal }));
        }
        // How Google and Meta know a visitor again; `gid=1000` is a group.
        if bytes::is_one_of(key, &COOKIES) {
            return Some((Kind::Session, keys::normal(b"cookieid")));
        }
        if self.says_nothing(line, key, &normal) {
            return None;
        }
        // `cloud.auth` says more than `auth`, and `secret.key` than `key`.
        if whole.len() > normal.len() && keys::is_listed(&whole) {
            return keys::kind(&whole).map(|kind| (kind, whole));
        }
        // `fs.s3a.secret.key`: no key is only that.
        if *normal == *b"key" && keys::kind(&whole) == Some(Kind::Secret) {
            return Some((Kind::Secret, whole));
        }
        // `x superuser=f`: right before its sign a key is whole.
        let listed =
            self.is_tight(line) && keys::is_listed(&normal) && *normal != *b"passwordsecret" && last != b"CLIENTID";
        if listed && keys::kind(&normal).is_none() && keys::is_denied(&normal) {
            return None;
        }
        if let Some(words) = self.with_words_before(line, &normal) {
            return keys::kind(&words).filter(|_| !keys::is_denied(&words)).map(|kind| (kind, words));
        }
        if !keys::is_spelt_so(last, &normal) {
            return None;
        }
        match self.context(line, key, &normal, section) {
            Context::Says(kind) => Some((kind, normal)),
            Context::SaysNothing => None,
            Context::Same => by_itself(last, normal, whole),
        }
    }

    /// The key behind one or more words before it, where the keys know them together: as a kind, or as what says
    /// nothing.
    fn with_words_before(&self, line: &[u8], normal: &[u8]) -> Option<Normal> {
        // `PWD=/srv/x OLDPWD=/srv`: a working folder is one whatever stands before.
        if bytes::is_one_of(normal, &["pwd", "oldpwd"]) {
            return None;
        }
        // `using DB_PASSWORD=h4x0r`: a variable of the environment is whole.
        let variable = ascii::SERIAL.or(b"_");
        let key = &line[self.key.0..self.key.1];
        if self.is_tight(line) && key.contains(&b'_') && variable.fills(key) {
            return None;
        }
        let says = |words: &Normal| keys::is_denied(words) || keys::kind(words).is_some();
        phrases(line, self.key).map(keys::normal).find(says)
    }

    /// What is known by where the pair stands alone: in a query, among settings of a wireless network, before a
    /// cipher's key.
    fn placed(&self, line: &[u8], last: &[u8], whole: &[u8], normal: &[u8]) -> Option<Kind> {
        // `wireless.@wifi-iface[0].key`
        let indexed = || line[..self.key.0].ends_with(b"]") && wireless(line, self.key.0);
        let keyed =
            || whole.starts_with(b"wireless") || indexed() || is_ceph_key(line, self.value) || self.is_cipher_key(line);
        let shared = || {
            is_digest(first_word(self.near(line))) && [&b"PSK"[..], b"crypt"].iter().any(|word| self.beside(line, word))
        };
        let beside = || self.beside(line, if self.quoted { b"\"ssid\"" } else { b" ssid=\"" });
        if normal == b"key" && (keyed() || shared() || beside()) {
            return Some(Kind::Secret);
        }
        if !self.is_in_query(line) {
            return None;
        }
        if is_queried(last) && is_opaque(line, self.value) {
            return Some(Kind::Secret);
        }
        if last == b"code" && is_sent_code(&line[..self.key.0], line.get(self.value..).unwrap_or_default()) {
            return Some(Kind::Secret);
        }
        login_in_query(line, self.key, self.value)
    }

    /// Whether a key says nothing where it stands.
    fn says_nothing(&self, line: &[u8], key: &[u8], normal: &[u8]) -> bool {
        // `PASS: test_login`: a verdict.
        let told = matches!(line.get(self.value), Some(b'"' | b'\''));
        let verdict = self.separator == b':' && !self.quoted && !told && matches!(key, b"PASS" | b"Pass");
        // `Created-By: Maven …`: a program, in what a manifest of Java's says.
        let made = key == b"Created-By" || key == b"ID" && is_neighbour(line);
        // `Authorization: AWS4-HMAC-SHA256 Credential=…, Signature=…` has pairs of its own for parts.
        let signed = normal.ends_with(b"authorization")
            && line.get(self.value..).is_some_and(|rest| rest.starts_with(b"AWS4-HMAC-"));
        // `failed to list *v1.Secret: …`: a type of Go's.
        let capital = |dot: usize| key.get(dot + 1).is_some_and(u8::is_ascii_uppercase);
        let typed = self.separator == b':'
            && line[..self.key.0].ends_with(b"*")
            && memchr::memrchr(b'.', key).is_some_and(capital);
        // `chpasswd: user gwen does not exist`: a program speaks.
        let program =
            self.separator == b':' && !self.quoted && bytes::is_one_of(key, &["chpasswd", "gpasswd", "htpasswd"]);
        // GraphQL's `$password: String!`.
        let declared = line[..self.key.0].ends_with(b"$")
            && line.get(self.value..).is_some_and(|rest| {
                let type_of = rest.split(|byte| !byte.is_ascii_alphabetic()).next().unwrap_or_default();
                let ends = rest.get(type_of.len()).is_none_or(|byte| b"!,) ".contains(byte));
                ends && matches!(type_of, b"String" | b"ID" | b"Int")
            });
        verdict
            || made
            || declared
            || typed
            || program
            || signed
            || normal == b"realm" && self.head.authenticates(line, self.key.0)
    }

    /// What a key of many meanings says by its section, by its neighbours or by the look of its value.
    fn context(&self, line: &[u8], key: &[u8], normal: &[u8], section: Option<&[u8]>) -> Context {
        if normal == b"name"
            && let Some(kind) = self.named(line, key, section)
        {
            return Context::Says(kind);
        }
        let query = self.is_in_query(line);
        let kind = match (normal, section) {
            // `"sub"` beside `"iss"` is whom a token is about (RFC 7519, section 4.1.2).
            (b"sub", _) if self.quoted && self.beside(line, b"\"iss\"") => Kind::User,
            (b"address" | b"location" | b"site", _) if is_street(before_pair(self.near(line))) => Kind::Location,
            // `address: gw-7`, of a machine that a program connects to.
            (b"address" | b"ip", _) if self.reaches(line) => Kind::Host,
            // `password_secret = X` is a key of Graylog's and of Arkime's; in Kubernetes such a pair names an object.
            (b"passwordsecret", _) if self.first && self.separator == b'=' => Kind::Secret,
            (b"source", _) if self.quoted && self.beside(line, b"\"gl2_") => Kind::Host,
            (b"author" | b"cn" | b"assignee" | b"reviewer" | b"approver" | b"requester" | b"creator", _)
                if self.holds_a_person(line) =>
            {
                Kind::Person
            }
            (b"assignee" | b"reviewer" | b"approver" | b"approvedby" | b"reviewedby", _)
                if is_login(first_word(self.near(line))) =>
            {
                Kind::User
            }
            // `/query?u=gwen&p=X` are a login and a password of InfluxDB's.
            (b"p", _) if query && [&b"&u="[..], b"?u="].iter().any(|key| self.beside(line, key)) => Kind::Secret,
            (b"u", _) if query && self.beside(line, b"&p=") => Kind::User,
            // `"account": "482913750164"` is an account of Amazon's cloud, of twelve digits.
            (b"account", _) if self.quoted && is_amazons(self.near(line)) => Kind::Account,
            (b"appid", _) if query && is_digest(self.near(line)) => Kind::Secret,
            (b"shortname", _)
                if key == b"shortname" && self.separator == b'=' && host::is_likely(first_word(self.near(line))) =>
            {
                Kind::Host
            }
            // `p=MIGf…` is the public key of a record of DKIM's (RFC 6376, section 3.6.1).
            (b"p", _) if self.is_tight(line) && is_long_base64(self.near(line)) => Kind::Key,
            // `comment="Ann Lee"` says in an export of RouterOS' whose an entry is.
            (b"comment", _) if is_entry(line) && self.is_tight(line) && self.holds_a_person(line) => Kind::Person,
            (b"given" | b"family", _) if self.says_names(line) => Kind::Person,
            (b"id", Some(b"connection")) => Kind::Ssid,
            // nmcli(1) says it so, and a network is often called what its connection is.
            (b"id", _) if key == b"connection.id" && !self.quoted => Kind::Ssid,
            // npm's `_auth` is a login and a password in base64.
            (b"auth", _) if key == b"_auth" || self.quoted => Kind::Secret,
            (b"auth", _) => return Context::SaysNothing,
            // Of a card; of a container or a connection it is no longer than that.
            (b"cid", _) if is_digest(first_word(self.near(line))) && self.beside(line, b"mmc") => Kind::Serial,
            // Consul's, for what its members tell each other; of much else it is how.
            (b"encrypt", _) if is_cipher(first_word(self.near(line))) => Kind::Secret,
            // Where a program keeps what it knows of others, one section for each.
            (b"key", Some(_)) if self.first && self.holds_key_material(line) => Kind::Secret,
            // What systemd-networkd got an address for: a hardware address, or what is made of the machine's id.
            (b"clientid", _) if key == b"CLIENTID" && is_identifier(first_word(self.near(line))) => Kind::Serial,
            // Stormshield says in each line which of its firewalls speaks.
            (b"fw", _) if self.beside(line, b" startime=") => Kind::Host,
            (b"sn", _) => return self.surname_or_serial(line, key),
            (b"cn" | b"o" | b"ou" | b"id" | b"leftid" | b"rightid", _) => return Context::SaysNothing,
            _ if keys::is_denied(normal) => return Context::SaysNothing,
            _ => return Context::Same,
        };
        Context::Says(kind)
    }

    /// What `sn` is: a surname, or the number of a device.
    fn surname_or_serial(&self, line: &[u8], key: &[u8]) -> Context {
        // An entry of LDIF has its surname so.
        let in_ldif = key == b"sn" && self.first && is_surname(line.get(self.value..));
        let numbered = || self.separator == b'=' || self.quoted && is_number_of_device(self.near(line));
        let serial = self.tells_a_serial(line);
        // Beside a given name it is the other one; nvme(1) has blanks before its colons, LDIF none.
        if in_ldif || !serial && self.beside(line, b"givenName") {
            Context::Says(Kind::Person)
        } else if serial || numbered() || is_title(line, self.key.0) && line.get(self.key.1) == Some(&b' ') {
            Context::Says(Kind::Serial)
        } else {
            Context::SaysNothing
        }
    }

    /// Whose `name` it is.
    fn named(&self, line: &[u8], key: &[u8], section: Option<&[u8]>) -> Option<Kind> {
        if let Some(kind) = keys::of_path(path(line, self.key.1))
            && self.is_tight(line)
        {
            return Some(kind);
        }
        // `{name = "gw-7", address = "192.0.2.7"}`
        let addressed = || self.head.brace < self.key.0 && holds_address(self.object(line));
        if host::is_likely(first_word(self.near(line))) && addressed() {
            return Some(Kind::Host);
        }
        Some(match section {
            // ConnMan's `[service_home]`.
            Some(section) if section.starts_with(b"service_") => Kind::Ssid,
            // `"name"` in an object that also holds a password's hash is a login.
            _ if self.quoted && HASHES.iter().any(|key| self.shares_object(line, key)) => Kind::User,
            // `name: gwen` in an object that also holds a shell is a login.
            _ if self.head.brace < self.key.0 && SHELLS.iter().any(|key| self.shares_object(line, key)) => Kind::User,
            // `"name"` beside `"peerURLs"` is a member of a cluster, beside `"vmid"` a guest of Proxmox'.
            _ if self.quoted && MEMBERS.iter().any(|key| self.beside(line, key)) => Kind::Host,
            _ if self.is_tight(line) && self.beside(line, b" email=") && self.holds_a_person(line) => Kind::Person,
            _ if PERSONAL.iter().any(|key| self.beside(line, key)) && self.holds_a_person(line) => Kind::Person,
            // ` Name: gw7` is what docker(1) says of its daemon, whose facts stand behind one blank each.
            _ if key == b"Name" && self.key.0 == 1 && line[0] == b' ' && self.separator == b':' => Kind::Host,
            Some(b"user") => Kind::Person,
            Some(b"users" | b"accounts") => Kind::User,
            _ => return None,
        })
    }

    /// Whether a model stands beside the pair, or brackets around it: `Smart Array in Slot 0 (sn: X)`.
    fn tells_a_serial(&self, line: &[u8]) -> bool {
        let model = || self.quoted && self.beside(line, b"\"model\"");
        self.separator == b':' && (model() || self.is_in_brackets(line))
    }

    /// Whether the pair stands in the query of a URL.
    pub(super) fn is_in_query(&self, line: &[u8]) -> bool {
        self.key.0 > 0 && matches!(line[self.key.0 - 1], b'?' | b'&')
    }

    /// Whether an equals sign stands right behind the key.
    fn is_tight(&self, line: &[u8]) -> bool {
        self.separator == b'=' && line.get(self.key.1) == Some(&b'=')
    }

    /// Whether the value is the key of a cipher: `0x` and 128 bits or more.
    pub(super) fn is_cipher_key(&self, line: &[u8]) -> bool {
        let digits = line.get(self.value..).and_then(|rest| rest.strip_prefix(b"0x")).unwrap_or_default();
        HEX.run_within(digits, 32) == 32
    }

    /// Whether the value is somebody's name, and nothing else.
    fn holds_a_person(&self, line: &[u8]) -> bool {
        let near = self.near(line);
        // Before a mail address a name is found with it.
        let addressed = line.get(self.value + near.len()) == Some(&b'<');
        !addressed && is_full_name(near[..memchr::memchr(b',', near).unwrap_or(near.len())].trim_ascii())
    }

    /// Whether a given name and that of a family stand there, as in FHIR's `"family": "Lee", "given": ["Gwen"]`.
    fn says_names(&self, line: &[u8]) -> bool {
        let value = line.get(self.value..).unwrap_or_default();
        let capital = value.iter().find(|byte| !b"[\"' ".contains(byte)).is_some_and(u8::is_ascii_uppercase);
        capital && self.beside(line, b"given") && self.beside(line, b"family")
    }

    /// What the value may reach into, without quotes.
    fn near<'a>(&self, line: &'a [u8]) -> &'a [u8] {
        let rest = &line[self.value.min(line.len())..line.len().min(self.value + NEAR)];
        let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
        &rest[..rest.iter().position(|byte| b"\"'&;])}<".contains(byte)).unwrap_or(rest.len())]
    }

    /// Whether the pair stands alone in brackets.
    fn is_in_brackets(&self, line: &[u8]) -> bool {
        let rest = line.get(self.value..).unwrap_or_default();
        let length = ALNUM.run_within(rest, NEAR);
        line[..self.key.0].ends_with(b"(") && length >= SERIAL && rest.get(length) == Some(&b')')
    }

    /// Whether the value is one word as long as keys are, and nothing stands behind it.
    fn holds_key_material(&self, line: &[u8]) -> bool {
        let text = line.get(self.value..).unwrap_or_default().trim_ascii_end();
        let inner = unquoted(text);
        // A string may be of words.
        let text = if inner.len() < text.len() && !DIGIT.is_in(inner) { text } else { inner };
        self.separator == b'=' && (24..=NEAR).contains(&text.len()) && BASE64.fills(text)
    }

    /// Whether a machine's name stands there as the value of a key of its own, or before a port.
    fn reaches(&self, line: &[u8]) -> bool {
        let alone = self.first || self.quoted || self.is_tight(line);
        alone && is_machine(self.near(line)) || self.precedes_port(line)
    }

    /// Whether a machine's name stands there, and a port behind it: Envoy's `address: gw-7, port_value: 8080`.
    fn precedes_port(&self, line: &[u8]) -> bool {
        let quote = usize::from(matches!(line.get(self.value), Some(b'"' | b'\'')));
        let end = self.value + quote + first_word(self.near(line)).len();
        let rest = line.get(end..).unwrap_or_default();
        let marks = Class::of(b" ,;\"'").run_within(rest, 6);
        marks > 0 && rest[marks..].starts_with(b"port") && host::is_likely(first_word(self.near(line)))
    }

    /// Whether words stand in the same object of JSON, near the key.
    fn shares_object(&self, line: &[u8], words: &[u8]) -> bool {
        bytes::find(self.object(line), words).is_some()
    }

    /// The object that the key stands in, as much of it as is near.
    fn object<'a>(&self, line: &'a [u8]) -> &'a [u8] {
        let from = self.key.0.saturating_sub(BESIDE);
        let from = from + memchr::memrchr(b'{', &line[from..self.key.0]).unwrap_or(0);
        let rest = &line[self.key.1..line.len().min(self.key.1 + BESIDE)];
        let end = self.key.1 + memchr::memchr(b'}', rest).unwrap_or(rest.len());
        &line[from..end]
    }

    /// Whether words stand within some hundred bytes of the key.
    fn beside(&self, line: &[u8], words: &[u8]) -> bool {
        let near = &line[self.key.0.saturating_sub(BESIDE)..line.len().min(self.key.1 + BESIDE)];
        bytes::find(near, words).is_some()
    }
}

/// What a key says by its last part, as a whole, or without what headers begin with: `X-Account-Id`.
fn by_itself(last: &[u8], normal: Normal, whole: Normal) -> Option<(Kind, Normal)> {
    let own = last.strip_prefix(b"X-").or_else(|| last.strip_prefix(b"x-")).map(keys::normal);
    [normal, whole].into_iter().chain(own).find_map(|key| keys::kind(&key).map(|kind| (kind, key)))
}

/// Whether the key that begins at `start` is a wireless interface's of OpenWrt.
fn wireless(line: &[u8], start: usize) -> bool {
    let near = &line[start.saturating_sub(LONG)..start];
    bytes::find(near, b"wireless.").is_some()
}

/// Whether a line is an entry of RouterOS' configuration.
fn is_entry(line: &[u8]) -> bool {
    bytes::starts_with_any(line, &["add ", "set "])
}

/// Keys beside the name of a machine.
const MEMBERS: [&[u8]; 3] = [b"\"transport_address\"", b"\"peerURLs\"", b"\"vmid\""];

/// What stands beside a person's name.
const PERSONAL: [&[u8]; 4] = [b", role: ", b"Login: ", b", phone: ", b" role="];

/// How a shell stands beside the name of whose it is.
const SHELLS: [&[u8]; 3] = [b"shell: /", b"\"shell\":\"/", b"\"shell\": \"/"];

/// Keys beside the name of somebody.
const HASHES: [&[u8]; 3] = [b"\"password_hash\"", b"\"passwordHash\"", b"\"hashed_password\""];

/// Bytes of a value that say which kind it is.
const NEAR: usize = 96;

/// Bytes before and behind a key in which another says what it means.
const BESIDE: usize = 400;
