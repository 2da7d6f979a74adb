//! `README.txt`: explains what a bundle is, and how to verify it with stock tools only.

use super::Packing;
use crate::profile::{Purpose, Scope};
use crate::seal::PublicKey;

/// Returns its text for the bundle `folder` in this packing, signed by `key`; what it says of pseudonyms depends on the
/// purpose of the bundle and on the scope of its pseudonyms.
#[must_use]
pub fn text(folder: &str, packing: Packing, key: &PublicKey, (purpose, scope): (Purpose, Scope)) -> String {
    let signer = key.allowed_signer("appliance");
    let ending = packing.ending();
    let unpack = match packing {
        Packing::Gzip => "-xzf",
        Packing::Zstd => "--zstd -xf",
        Packing::Plain => "-xf",
    };
    let fingerprint = key.fingerprint();
    let pseudonyms = match (purpose, scope) {
        (Purpose::Usage, _) => KINDS,
        (Purpose::Operations, Scope::Case) => OF_A_CASE,
        (Purpose::Operations, Scope::Bundle) => OF_A_BUNDLE,
    };
    format!(
        r#"A diagnostic bundle, made by casepack on the appliance that it describes.

What is in it
  report.html      what was collected, replaced and left out, for a browser; without scripts or external content
  manifest.json    every item and source: what was collected, cut or withheld, and why
  data/            the items themselves, by category and source
  SHA256SUMS       a checksum for every file
  SHA256SUMS.sig   the appliance's signature over SHA256SUMS

Names of people, machines and networks, addresses, serial numbers and secrets were replaced before
anything was written. {pseudonyms}

How to check it (bash, OpenSSH 8.1 or newer, coreutils)
  The signing key's fingerprint is
    {fingerprint}
  Only the appliance can confirm it: ask its administrator to run `casepack key show`.

  printf '%s\n' '{signer}' > allowed_signers

  # the whole file, before anything is unpacked:
  tail -c 512 {folder}.{ending} | tr -d '\0' | LC_ALL=C sed -n '/^-----BEGIN SSH SIG/,/^-----END SSH SIG/p' > bundle.sig
  head -c -512 {folder}.{ending} | ssh-keygen -Y verify -f allowed_signers -I appliance -n casepack@bundle -s bundle.sig

  # the unpacked files:
  tar {unpack} {folder}.{ending}
  cd {folder}
  ssh-keygen -Y verify -f ../allowed_signers -I appliance -n casepack@sums -s SHA256SUMS.sig < SHA256SUMS
  sha256sum --check --quiet SHA256SUMS

or, where casepack is installed:  casepack verify {folder}.{ending}
"#
    )
}

const KINDS: &str = "Each was replaced by the name of its kind (user, host, ipv4). The originals
cannot be recovered, and two of one kind cannot be told apart.";
const OF_A_CASE: &str = "A pseudonym (user-..., host-..., an address) stands for the same original
in all bundles of one case. What it stands for is known only on the appliance.";
const OF_A_BUNDLE: &str = "A pseudonym (user-..., host-..., an address) stands for the same original
in this bundle and in no other. What it stands for cannot be recovered.";
