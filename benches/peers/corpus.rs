//! The logs to collect, made line by line from grammars of our own. A log's own machines and half of its users occur
//! again and again, as in real logs; every other name, and every address, is new in its line.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// A folder of logs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Corpus {
    /// Twenty logs, each of other programs.
    Mixed,
    /// Ten thousand small logs in a hundred folders.
    Small,
    /// One log.
    One,
}

impl Corpus {
    pub(crate) const ALL: [Self; 3] = [Self::Mixed, Self::Small, Self::One];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Mixed => "mixed",
            Self::Small => "small",
            Self::One => "one",
        }
    }

    /// Returns its title.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Mixed => "twenty logs",
            Self::Small => "ten thousand small logs",
            Self::One => "one log",
        }
    }

    const fn files(self) -> u64 {
        match self {
            Self::Mixed => 20,
            Self::Small => 10_000,
            Self::One => 1,
        }
    }

    /// Makes it below a folder with a length of `bytes`, unless it exists.
    pub(crate) fn make(self, folder: &Path, bytes: u64) -> io::Result<()> {
        let done = folder.join("done");
        if fs::read_to_string(&done).is_ok_and(|text| text == bytes.to_string()) {
            return Ok(());
        }
        let _ = fs::remove_dir_all(folder);
        for number in 0..self.files() {
            let path = folder.join(format!("var/log/{:03}/service-{number}.log", number / 100));
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            // A small log has lines of one program; a large one has lines of all.
            let programs = if self == Self::One { PROGRAMS } else { 1 + number % PROGRAMS };
            write(&path, bytes / self.files(), number, programs)?;
        }
        fs::write(done, bytes.to_string())
    }
}

fn write(path: &Path, bytes: u64, number: u64, programs: u64) -> io::Result<()> {
    let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ (number + 1).wrapping_mul(0x2545_f491_4f6c_dd1d));
    let mut out = BufWriter::new(File::create(path)?);
    let (mut written, mut second) = (0, random.below(80_000));
    while written < bytes {
        second += random.below(3);
        let line = line(&mut random, second, programs);
        written += line.len() as u64;
        out.write_all(line.as_bytes())?;
    }
    out.flush()
}

/// Number of kinds of lines.
const PROGRAMS: u64 = 10;

/// Returns one line of one of the first `programs` programs.
fn line(random: &mut Random, second: u64, programs: u64) -> String {
    let clock = format!("{:02}:{:02}:{:02}", second / 3600 % 24, second / 60 % 60, second % 60);
    let (day, micros) = (1 + second / 86_400 % 28, random.below(1_000_000));
    let syslog = format!("Mar {day:>2} {clock}");
    let iso = format!("2026-03-{day:02}T{clock}.{micros:06}Z");
    let (pid, port, address) = (300 + random.below(32_000), 1024 + random.below(64_000), random.address());
    let (user, host) = (random.user(), format!("edge-gw-{:02}", random.below(8)));
    match random.below(programs) {
        0 => {
            let how = random.of(&["Failed password for", "Accepted publickey for", "Failed password for invalid user"]);
            format!("{syslog} {host} sshd[{pid}]: {how} {user} from {address} port {port} ssh2\n")
        }
        1 => {
            let (path, status) = (random.of(PATHS), random.of(&["200", "304", "404", "502"]));
            let (agent, bytes) = (random.of(AGENTS), random.below(100_000));
            format!(
                "{address} - {user} [{day:02}/Mar/2026:{clock} +0000] \"GET {path}?page={port} HTTP/1.1\" {status} {bytes} \"-\" \"{agent}\"\n"
            )
        }
        2 => {
            let (level, did) = (random.of(&["INFO", "INFO", "WARN", "ERROR"]), random.of(DEEDS));
            format!("{iso} {level} [worker-{}] edge.broker.Session - {did} in {micros} us, queue={pid}\n", port % 16)
        }
        3 => format!(
            "{syslog} {host} kernel: [{second:>6}.{micros:06}] DROP IN=wan0 OUT= SRC={address} DST={} LEN=60 TOS=0x00 TTL=52 ID={pid} PROTO=TCP SPT={port} DPT=443 SYN\n",
            random.address()
        ),
        4 => format!(
            "{{\"ts\":\"{iso}\",\"level\":\"info\",\"service\":\"gateway\",\"client\":\"{address}\",\"user\":\"{user}\",\"route\":\"{}\",\"took_ms\":{}}}\n",
            random.of(PATHS),
            port % 900
        ),
        5 => format!(
            "{syslog} {host} dhcpd[{pid}]: DHCPACK on {address} to {} ({}) via lan0\n",
            random.mac(),
            random.host()
        ),
        6 => format!(
            "{syslog} {host} postfix/smtp[{pid}]: {:010X}: to=<{user}@{}>, relay={host}[{address}]:25, delay={}.{}, status=sent\n",
            random.below(1 << 40),
            random.host(),
            pid % 9,
            port % 99
        ),
        7 => format!("{syslog} {host} systemd[1]: {} service-{}.service.\n", random.of(UNIT), port % 60),
        8 => format!(
            "{iso} level=debug component=scheduler msg=\"{}\" job={pid} node={host} peer={address}:{port}\n",
            random.of(DEEDS)
        ),
        _ => format!(
            "{syslog} {host} sudo[{pid}]: {user} : TTY=pts/{} ; PWD=/home/{user} ; USER=root ; COMMAND=/usr/bin/systemctl status service-{}\n",
            port % 8,
            pid % 60
        ),
    }
}

const PATHS: &[&str] =
    &["/", "/api/v1/devices", "/api/v1/devices/status", "/assets/app.js", "/login", "/metrics", "/api/v2/alarms"];
const AGENTS: &[&str] =
    &["curl/8.5.0", "edge-client/3.1 (linux; arm64)", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko"];
const DEEDS: &[&str] = &[
    "flushed the outbound queue",
    "retried a request that the upstream refused",
    "renewed the lease of a partition",
    "compacted segment 17 of the commit log",
    "closed an idle connection after 300 s",
];
const UNIT: &[&str] = &["Started", "Stopping", "Stopped", "Reloading", "Failed to start"];

/// A small generator (xorshift) that gives the same corpus each time.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 8) % bound
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len() as u64) as usize]
    }

    fn name(&mut self) -> String {
        let length = 4 + self.below(6);
        (0..length).map(|_| char::from(b'a' + self.below(26) as u8)).collect()
    }

    fn user(&mut self) -> String {
        if self.below(2) == 0 { Self(1 + self.below(300)).name() } else { self.name() }
    }

    fn host(&mut self) -> String {
        let (name, number) = (self.name(), self.below(90));
        if number < 45 { format!("{name}{number}") } else { format!("{name}-{number}.{}.net", self.name()) }
    }

    fn address(&mut self) -> String {
        let [a, b, c, d] = [223, 256, 256, 256].map(|bound| self.below(bound));
        format!("{}.{b}.{c}.{d}", a + 1)
    }

    fn mac(&mut self) -> String {
        let parts: Vec<String> = (0..3).map(|_| format!("{:02x}", self.below(256))).collect();
        format!("00:1b:21:{}", parts.join(":"))
    }
}
