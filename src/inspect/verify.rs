//! Verifies a bundle: outer seal, archive, inner seal, sums, manifest, signer, binding, in this order.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::bundle::Sealed;
use super::content::{Content, Entry};
use super::reader::Form;
use super::{Bundle, Fault, Signers};
use crate::pack::manifest::Head;
use crate::seal::{BUNDLE, PublicKey, SUMS};

/// What is required of a bundle, besides being intact.
#[derive(Debug, Clone)]
pub struct Checks<'a> {
    /// Who may sign; if not given, anyone, and the verdict says so.
    pub signers: Option<&'a Signers>,
    /// The only name under which it may be signed.
    pub principal: Option<&'a str>,
    /// The case that it must belong to.
    pub case: Option<&'a str>,
    /// Its maximum age.
    pub max_age: Option<Duration>,
    /// The current time.
    pub now: Timestamp,
    /// Which seals it must have: one that was repacked has only the inner one.
    pub seals: Seals,
}

impl Checks<'_> {
    /// Requires only that it is intact.
    #[must_use]
    pub const fn none(now: Timestamp) -> Self {
        Self { signers: None, principal: None, case: None, max_age: None, now, seals: Seals::Both }
    }
}

/// What a valid bundle says of itself.
#[derive(Debug)]
pub struct Verdict {
    /// Who signed it.
    pub signer: Signer,
    /// The key's fingerprint.
    pub fingerprint: String,
    /// Which seals hold.
    pub seals: Seals,
    /// Its manifest, without the details of each item.
    pub manifest: Head,
    /// Its files, in order.
    pub entries: Vec<Entry>,
}

/// Who signed a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signer {
    /// A principal of the file of allowed signers.
    Known(String),
    /// Unknown, because no such file was given.
    Unknown,
}

/// Which seals of a bundle hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seals {
    /// The file is byte for byte as it was made.
    Both,
    /// The files in it are as they were made, but the archive around them may not be.
    Inner,
}

/// Verifies a bundle in one pass over its bytes and one over its content.
///
/// # Errors
/// The first check that fails, and where.
pub fn verify(bundle: &mut Bundle, checks: &Checks<'_>) -> Result<Verdict, Fault> {
    let (content, key) = match checks.seals {
        Seals::Inner => {
            let content = Content::read(bundle.unsealed()?, Form::Repacked)?;
            let key = content.signed_by()?;
            (content, key)
        }
        Seals::Both => {
            let Sealed { length, packing, key } = bundle.check_seal()?;
            let content = Content::read(bundle.content(length)?, Form::Canonical(packing))?;
            if content.signed_by()? != key {
                return Err(Fault::Inner { why: "it was made with a different key than the outer seal".to_owned() });
            }
            (content, key)
        }
    };
    content.check_sums()?;
    let manifest = content.check_manifest(&key)?;
    let created = time(&manifest.created)?;
    let signer = signer(checks, &key, created)?;
    bound(checks, &manifest, created)?;
    Ok(Verdict { signer, fingerprint: key.fingerprint(), seals: checks.seals, manifest, entries: content.entries })
}

/// Returns who signed, in every namespace that was used, at the time at which the bundle says it was made.
fn signer(checks: &Checks<'_>, key: &PublicKey, created: Timestamp) -> Result<Signer, Fault> {
    let Some(signers) = checks.signers else { return Ok(Signer::Unknown) };
    let namespaces: &[&str] = match checks.seals {
        Seals::Inner => &[SUMS],
        Seals::Both => &[SUMS, BUNDLE],
    };
    let mut name = None;
    for namespace in namespaces {
        let found = signers.principal(key, namespace, created, checks.principal);
        name = Some(found.map_err(|why| Fault::Signer { why })?.to_owned());
    }
    Ok(name.map_or(Signer::Unknown, Signer::Known))
}

/// Checks the required case and age.
fn bound(checks: &Checks<'_>, manifest: &Head, created: Timestamp) -> Result<(), Fault> {
    if let Some(case) = checks.case.filter(|case| manifest.case.as_deref() != Some(case)) {
        let of = manifest.case.as_ref().map_or("no case".to_owned(), |case| format!("case `{case}`"));
        return Err(Fault::Case { why: format!("it belongs to {of}, not to `{case}`") });
    }
    let Some(most) = checks.max_age else { return Ok(()) };
    let age = checks.now.duration_since(created);
    if age < -SKEW {
        return Err(Fault::Age { why: format!("it says that it was made at {created}, which is in the future") });
    }
    if age > SignedDuration::try_from(most).unwrap_or(SignedDuration::MAX) {
        return Err(Fault::Age { why: format!("it was made at {created}, longer ago than allowed") });
    }
    Ok(())
}

fn time(text: &str) -> Result<Timestamp, Fault> {
    text.parse()
        .map_err(|_| Fault::Manifest { why: format!("`created` is not a valid time: `{}`", text.escape_default()) })
}

/// How far the clock of an appliance may be ahead of ours.
const SKEW: SignedDuration = SignedDuration::from_hours(24);
