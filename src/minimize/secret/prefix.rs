//! The prefixes that makers gave their tokens, hashes and keys, and what stands behind each.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

use super::{is_base64, is_dotted, is_token, is_word};
use crate::minimize::Kind;

/// How a kind of token looks.
pub(super) struct Prefix {
    pub(super) text: &'static str,
    /// Bytes of the shortest token, with the prefix.
    pub(super) least: usize,
    /// Whether the prefix itself says nothing and stays.
    pub(super) keep: bool,
    pub(super) kind: Kind,
    /// What a token consists of.
    pub(super) body: fn(u8) -> bool,
}

/// Every place where a known prefix stands.
pub(super) fn prefixes(line: &[u8]) -> impl Iterator<Item = (usize, &'static Prefix)> {
    let automaton = AUTOMATON.get_or_init(|| AhoCorasick::new(PREFIXES.iter().map(|one| one.text)).ok());
    let found: Vec<_> = automaton.iter().flat_map(|automaton| automaton.find_iter(line)).collect();
    found.into_iter().map(|one| (one.start(), &PREFIXES[one.pattern().as_usize()]))
}

const fn secret(text: &'static str, least: usize, body: fn(u8) -> bool) -> Prefix {
    Prefix { text, least, keep: false, kind: Kind::Secret, body }
}

/// What stands behind a prefix that says nothing.
const fn kept(text: &'static str, least: usize, body: fn(u8) -> bool) -> Prefix {
    Prefix { text, least, keep: true, kind: Kind::Secret, body }
}

const fn key(text: &'static str, least: usize) -> Prefix {
    Prefix { text, least, keep: false, kind: Kind::Key, body: is_base64 }
}

const fn session(text: &'static str, least: usize) -> Prefix {
    Prefix { text, least, keep: true, kind: Kind::Session, body: is_token }
}

const fn is_crypt(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'$' | b'.' | b'/' | b'=' | b',' | b'+' | b'*' | b'-')
}

const fn is_path(byte: u8) -> bool {
    is_word(byte) || byte == b'/'
}

/// A hash with what it was made by, as Python's frameworks keep it.
const fn is_numbered_hash(byte: u8) -> bool {
    is_crypt(byte) || byte == b':'
}

/// Any password in a field between colons.
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b':' | b'"' | b'\'' | b'<' | b'>')
}

const fn is_scram(byte: u8) -> bool {
    is_base64(byte) || matches!(byte, b'$' | b':')
}

const fn is_small_digit(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

const fn is_address(byte: u8) -> bool {
    is_path(byte) || byte == b'-'
}

const fn is_hook(byte: u8) -> bool {
    is_token(byte) || byte == b'@'
}

const fn is_scheme(byte: u8) -> bool {
    is_base64(byte) || matches!(byte, b'{' | b'}' | b'.')
}

const fn is_scheme_crypt(byte: u8) -> bool {
    is_scheme(byte) || byte == b'$'
}

static AUTOMATON: OnceLock<Option<AhoCorasick>> = OnceLock::new();

static PREFIXES: [Prefix; 125] = [
    secret("AKIA", 20, is_word),
    secret("ASIA", 20, is_word),
    secret("APKA", 18, is_word),
    // A ticket of CAS that grants others.
    secret("TGT-", 20, is_token),
    secret("ghp_", 24, is_word),
    secret("gho_", 24, is_word),
    secret("ghu_", 24, is_word),
    secret("ghs_", 24, is_word),
    secret("ghr_", 24, is_word),
    secret("github_pat_", 30, is_word),
    secret("glpat-", 20, is_token),
    secret("gldt-", 20, is_token),
    secret("glrt-", 20, is_token),
    secret("xoxb-", 20, is_token),
    secret("xoxp-", 20, is_token),
    secret("xoxa-", 20, is_token),
    secret("xoxs-", 20, is_token),
    secret("xoxr-", 20, is_token),
    secret("xapp-", 20, is_token),
    secret("sk_live_", 20, is_word),
    secret("sk_test_", 20, is_word),
    secret("rk_live_", 20, is_word),
    // A key of Twilio's.
    secret("SK", 34, is_small_digit),
    secret("whsec_", 20, is_word),
    secret("sk-proj-", 24, is_token),
    secret("sk-ant-", 24, is_token),
    secret("AIza", 35, is_token),
    secret("ya29.", 20, is_dotted),
    secret("npm_", 30, is_word),
    secret("pypi-", 30, is_token),
    secret("hvs.", 20, is_dotted),
    secret("hvb.", 20, is_dotted),
    secret("SG.", 40, is_dotted),
    secret("dop_v1_", 30, is_word),
    secret("shpat_", 20, is_word),
    secret("eyJ", 30, is_dotted),
    secret("AGE-SECRET-KEY-1", 30, is_token),
    // What begins with `-----BEGIN`, in base64.
    secret("LS0tLS1CRUdJTi", 40, is_base64),
    // Keys of NVMe over a network, behind the digest that they were made by.
    kept("DHHC-1:", 40, is_numbered_hash),
    kept("IncomingWebhook/", 30, is_address),
    kept("api/webhooks/", 30, is_address),
    // A hook of Teams, behind its tenant's number.
    kept("office.com/webhook/", 50, is_hook),
    kept("office.com/webhookb2/", 50, is_hook),
    kept("cert-hash sha256:", 70, is_base64),
    secret("services/T", 30, is_path),
    secret("$1$", 20, is_crypt),
    // Zyxel's, Cisco's of type 8, and what F5 encrypts with its master key.
    secret("$4$", 20, is_crypt),
    secret("$8$", 20, is_crypt),
    secret("$M$", 14, is_crypt),
    secret("$5$", 20, is_crypt),
    secret("$6$", 20, is_crypt),
    secret("$y$", 20, is_crypt),
    secret("$2a$", 20, is_crypt),
    secret("$2b$", 20, is_crypt),
    secret("$2y$", 20, is_crypt),
    secret("$apr1$", 16, is_crypt),
    secret("$argon2", 20, is_crypt),
    // Junos' own, which anybody can read.
    secret("$9$", 8, is_crypt),
    secret("$8$", 20, is_crypt),
    secret("$7$", 20, is_crypt),
    secret("$2x$", 20, is_crypt),
    secret("$gy$", 20, is_crypt),
    secret("$sha1$", 20, is_crypt),
    secret("$scrypt$", 20, is_crypt),
    secret("$BALLOON-SHA256$", 40, is_crypt),
    // H3C's own.
    secret("$c$3$", 10, is_crypt),
    secret("$pbkdf2", 20, is_crypt),
    secret("pbkdf2_sha256$", 30, is_crypt),
    secret("pbkdf2_sha1$", 30, is_crypt),
    secret("bcrypt_sha256$", 30, is_crypt),
    kept("{PLAIN}", 9, is_plain),
    secret("SCRAM-SHA-256$", 30, is_scram),
    secret("grub.pbkdf2.", 30, is_dotted),
    secret("{SSHA}", 16, is_scheme),
    secret("{SHA}", 16, is_scheme),
    secret("{SMD5}", 16, is_scheme),
    secret("{SSHA256}", 30, is_scheme),
    secret("{SHA256}", 30, is_scheme),
    secret("{SHA512}", 30, is_scheme),
    secret("{SSHA512}", 30, is_scheme),
    secret("{PBKDF2", 30, is_scheme_crypt),
    secret("dckr_pat_", 24, is_token),
    secret("tskey-", 24, is_token),
    secret("hf_", 30, is_word),
    secret("glsa_", 30, is_word),
    secret("lin_api_", 30, is_word),
    secret("glcbt-", 20, is_token),
    secret("glft-", 16, is_token),
    secret("glsoat-", 20, is_token),
    secret("glptt-", 20, is_token),
    secret("xoxe.", 20, is_dotted),
    secret("rk_test_", 20, is_word),
    secret("gsk_", 30, is_word),
    secret("shpss_", 20, is_word),
    secret("shpca_", 20, is_word),
    secret("xkeysib-", 30, is_token),
    secret("sntrys_", 20, is_base64),
    secret("nfp_", 30, is_word),
    secret("sbp_", 30, is_word),
    secret("figd_", 30, is_token),
    secret("rubygems_", 30, is_word),
    secret("PMAK-", 30, is_token),
    secret("sq0atp-", 20, is_token),
    secret("GOCSPX-", 20, is_token),
    secret("dapi", 36, is_small_digit),
    // What PostgreSQL keeps of a password.
    secret("md5", 35, is_small_digit),
    secret("ATATT3", 60, is_base64),
    secret("ATBB", 20, is_word),
    secret("ATCTT3", 60, is_base64),
    secret("NRAK-", 20, is_token),
    secret("1//0", 40, is_token),
    secret("pbkdf2:sha256", 40, is_numbered_hash),
    secret("scrypt:", 60, is_numbered_hash),
    // What joins a node to a cluster of K3s.
    secret("K10", 70, is_numbered_hash),
    // What DER begins with in base64: a certificate, a key or a request for one.
    key("MII", 80),
    key("AAAAB3NzaC1", 30),
    key("AAAAC3NzaC1", 30),
    key("AAAAE2VjZHNh", 30),
    key("AAAAGnNrLXNz", 30),
    key("AAAAInNrLWVj", 30),
    Prefix { keep: true, ..key("SHA256:", 40) },
    kept("k8s-aws-v1.", 24, is_dotted),
    key("age1", 60),
    session("sess_", 15),
    session("session-id-", 20),
];
