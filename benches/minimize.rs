//! How fast the minimizer is, beside a plain copy of the same bytes and beside what people write first: a dozen regular
//! expressions, one after the other.
//!
//!     cargo bench --bench minimize            every text
//!     cargo bench --bench minimize -- mixed   one of them
//!
//! All figures come from one run on one core; what counts is how they stand to each other. The labelled logs are read
//! from `../shared/eval/logs` where they are; the other texts are made here.

#![expect(clippy::unwrap_used, reason = "a bench may stop where it fails")]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use casepack::minimize::{CaseKey, Minimizer};
use casepack::profile::{Format, Purpose, Rules};
use regex_automata::meta::Regex;

fn main() {
    let only = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    println!(
        "{:<22}{:>8}{:>12}{:>12}{:>12}{:>14}",
        "text", "MB", "copy MB/s", "search MB/s", "whole MB/s", "regexes MB/s"
    );
    for (name, text) in texts().into_iter().filter(|(name, _)| only.as_ref().is_none_or(|only| name.contains(only))) {
        let megabytes = text.len() as f64 / 1e6;
        let rate = |seconds: f64| megabytes / seconds;
        let copied = rate(best(3, || black_box(text.clone()).len()));
        let searched = rate(best(3, || minimized(&text, Rewriting::Not)));
        let whole = rate(best(3, || minimized(&text, Rewriting::Too)));
        // The expressions do not need a long text to show their speed.
        let part = &text[..text.len().min(2_000_000)];
        let naive = part.len() as f64 / 1e6 / best(1, || replaced(part));
        println!("{name:<22}{megabytes:>8.1}{copied:>12.0}{searched:>12.1}{whole:>12.1}{naive:>14.1}");
    }
    doubled();
}

/// Measures how the time grows with the input: the same text once and twice.
fn doubled() {
    println!("\ntime of twice the text by the time of once");
    for (name, text) in worst(4_000_000) {
        let (once, twice) = (&text[..text.len() / 2], &text[..]);
        let ratio = best(3, || minimized(twice, Rewriting::Too)) / best(3, || minimized(once, Rewriting::Too));
        println!("{name:<22}{ratio:>8.2}");
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Rewriting {
    Not,
    Too,
}

/// Minimizes a text in pieces as the pipeline does; returns the length of the result.
fn minimized(text: &[u8], rewriting: Rewriting) -> usize {
    let mut minimizer =
        Minimizer::new(CaseKey::derive(b"secret of a bench", "case"), Purpose::Operations, &Rules::default());
    let mut scan = minimizer.scan("messages", Format::Auto);
    let mut length = 0;
    let mut take = |blocks: Vec<casepack::minimize::Scanned>| {
        for block in blocks {
            length += if rewriting == Rewriting::Too { block.rewrite().as_bytes().len() } else { block.len() };
        }
    };
    for piece in text.chunks(256 << 10) {
        take(scan.push(&mut minimizer, piece));
    }
    take(scan.finish(&mut minimizer).unwrap());
    length
}

/// Replaces the matches of a dozen expressions, one after the other.
fn replaced(text: &[u8]) -> usize {
    let patterns = [
        r"\b\d{1,3}(\.\d{1,3}){3}\b",
        r"(?i)\b([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}\b",
        r"(?i)\b([0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b",
        r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}",
        r"(?i)password[=: ]+\S+",
        r"(?i)(token|secret|api_?key)[=:]\s*\S+",
        r"(?i)user[= ]+\S+",
        r"/home/[^/ ]+",
        r"(?i)bearer [A-Za-z0-9._-]+",
        r"(?i)\b[a-z0-9-]+(\.[a-z0-9-]+)+\.(com|net|org)\b",
        r"(?i)\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b",
        r"\+\d{2}[ 0-9-]{7,}",
    ];
    let mut text = text.to_vec();
    for pattern in patterns {
        let regex = Regex::new(pattern).unwrap();
        let mut out = Vec::with_capacity(text.len());
        let mut at = 0;
        for one in regex.find_iter(&text) {
            out.extend_from_slice(&text[at..one.start()]);
            out.extend_from_slice(b"XXXX");
            at = one.end();
        }
        out.extend_from_slice(&text[at..]);
        text = out;
    }
    text.len()
}

/// Returns the shortest of several times, in seconds.
fn best(times: usize, mut work: impl FnMut() -> usize) -> f64 {
    let once = |_| {
        let began = Instant::now();
        black_box(work());
        began.elapsed().as_secs_f64()
    };
    (0..times).map(once).fold(f64::INFINITY, f64::min)
}

fn texts() -> Vec<(String, Vec<u8>)> {
    let mut texts = Vec::new();
    let logs = labelled();
    if logs.is_empty() {
        println!("(no labelled logs beside the project: `mixed` is left out)");
    } else {
        texts.push(("mixed".to_owned(), logs.repeat(1 + 20_000_000 / logs.len())));
    }
    texts.push(("numbers fresh".to_owned(), lines(20_000_000, Fresh::Numbers)));
    texts.push(("names fresh".to_owned(), lines(10_000_000, Fresh::Names)));
    texts.push((
        "one long line".to_owned(),
        lines(10_000_000, Fresh::Numbers).iter().map(|byte| if *byte == b'\n' { b' ' } else { *byte }).collect(),
    ));
    texts.extend(worst(4_000_000));
    texts
}

fn labelled() -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval/logs");
    let names = ["Apache.log", "Linux.log", "OpenSSH.log", "Zookeeper.log"];
    names.iter().filter_map(|name| std::fs::read(folder.join(name)).ok()).flatten().collect()
}

/// What is new in every line.
#[derive(Clone, Copy, PartialEq)]
enum Fresh {
    Numbers,
    Names,
}

/// Returns lines of several programs, each with its own addresses and numbers, and on request its own logins and
/// machines.
fn lines(length: usize, fresh: Fresh) -> Vec<u8> {
    let mut random = Random(7);
    let mut out = String::with_capacity(length + 200);
    while out.len() < length {
        let (a, b, c, d) = (random.below(223) + 1, random.below(256), random.below(256), random.below(254) + 1);
        let (pid, port, second) = (random.below(30_000), random.below(60_000) + 1024, random.below(60));
        let (host, user) = match fresh {
            Fresh::Names => (random.word(6), random.word(7)),
            Fresh::Numbers => ("relay9".to_owned(), "gwen".to_owned()),
        };
        let line = match random.below(4) {
            0 => format!(
                "Jan 12 03:04:{second:02} {host} sshd[{pid}]: Failed password for invalid user {user} from {a}.{b}.{c}.{d} port {port} ssh2\n"
            ),
            1 => format!(
                "Jan 12 03:04:{second:02} {host} sshd[{pid}]: pam_unix(sshd:session): session opened for user {user}(uid=1000) by (uid=0)\n"
            ),
            2 => format!(
                "{a}.{b}.{c}.{d} - {user} [12/Jan/2026:03:04:{second:02} +0000] \"GET /api/v1/items?id={pid} HTTP/1.1\" 200 {port} \"-\" \"curl/8.5.0\"\n"
            ),
            _ => format!(
                "Jan 12 03:04:{second:02} {host} kernel: IN=eth0 OUT= SRC={a}.{b}.{c}.{d} DST=10.0.{b}.{d} LEN=60 TTL=52 PROTO=TCP SPT={port} DPT=443\n"
            ),
        };
        out.push_str(&line);
    }
    out.into_bytes()
}

/// Returns texts that are crafted to be slow.
fn worst(length: usize) -> Vec<(String, Vec<u8>)> {
    [
        "1.",
        "a:",
        "@",
        "password=",
        "{\"a\":",
        "\"user\":{\"\\",
        "realm=",
        "sid=",
        "<key>Password</key>",
        "user '",
        "usb-",
        "a.com",
    ]
    .map(|unit| (format!("`{unit}` over and over"), unit.repeat(length / unit.len()).into_bytes()))
    .into()
}

/// A small generator (xorshift) that gives the same texts each time.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    fn word(&mut self, length: usize) -> String {
        (0..length).map(|_| char::from(b'a' + self.below(26) as u8)).collect()
    }
}
